package rules

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

func reader(t testing.TB, m Mapping) *Reader {
	t.Helper()
	r, err := CompileMapping(m, "mapping")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

type taken struct {
	mapped []Mapped
	errors []string
}

func read(t *testing.T, m Mapping, body string) (taken, error) {
	t.Helper()
	var out taken
	err := reader(t, m).Read(context.Background(), []byte(body), 10, func(i int, m Mapped, err *FieldError) {
		if err != nil {
			out.errors = append(out.errors, err.Error())
			return
		}
		out.mapped = append(out.mapped, m)
	})
	return out, err
}

var uptime = Mapping{
	Alerts: `body.checks.filter(c, c.kind == "http")`, Status: `alert.up ? "resolved" : "firing"`, Fingerprint: `alert.id`,
	Labels:      `{"alertname": "CheckFailed", "service": alert.name, "region": body.region, "attempt": alert.attempt, "nothing": null}`,
	Annotations: `{"summary": alert.name + " answers " + string(alert.code), "ratio": alert.ratio}`,
	StartsAt:    `alert.since`, EndsAt: `has(alert.until) ? alert.until : null`, Values: `{"code": alert.code, "ratio": alert.ratio, "none": null}`, Link: `"https://checks.example.com/" + string(alert.id)`,
}

func TestMapping(t *testing.T) {
	got, err := read(t, uptime, `{"region": "eu", "checks": [
		{"kind": "http", "up": false, "id": 9007199254740993, "name": "cart", "attempt": 1234567, "code": 503, "ratio": 0.25, "since": 1795251600},
		{"kind": "dns"},
		{"kind": "http", "up": true, "id": "b", "name": "shop", "attempt": 1, "code": 200, "ratio": 1, "since": "2026-11-21T09:00:00+01:00", "until": 1795251600123}
	]}`)
	if err != nil || len(got.errors) > 0 || len(got.mapped) != 2 {
		t.Fatalf("%+v %v", got, err)
	}
	a, b := got.mapped[0], got.mapped[1]
	if a.Status != "firing" || a.Fingerprint != "9007199254740993" || a.Labels["attempt"] != "1234567" || a.Labels["region"] != "eu" || len(a.Labels) != 4 {
		t.Errorf("%+v", a)
	}
	if a.Annotations["summary"] != "cart answers 503" || a.Annotations["ratio"] != "0.25" || *a.Values["code"] != 503 || *a.Values["ratio"] != 0.25 || a.Values["none"] != nil || len(a.Values) != 3 {
		t.Errorf("%+v", a)
	}
	if !a.StartsAt.Equal(time.Unix(1795251600, 0)) || !a.EndsAt.IsZero() || a.Link != "https://checks.example.com/9007199254740993" {
		t.Errorf("%+v", a)
	}
	if b.Status != "resolved" || !b.StartsAt.Equal(time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)) || !b.EndsAt.Equal(time.UnixMilli(1795251600123)) {
		t.Errorf("%+v", b)
	}
}

func TestBodyItself(t *testing.T) {
	m := Mapping{Labels: `{"alertname": alert.title, "place": index}`, Status: `alert.firing`}
	for body, want := range map[string]int{`{"title": "a", "firing": true}`: 1, `[{"title": "a", "firing": true}, {"title": "b", "firing": false}]`: 2, `[]`: 0} {
		if got, err := read(t, m, body); err != nil || len(got.errors) > 0 || len(got.mapped) != want {
			t.Errorf("%s: %+v %v", body, got, err)
		}
	}
}

func TestBadBodies(t *testing.T) {
	m := Mapping{Labels: `{"alertname": alert.title}`}
	cases := []struct {
		name, body, code string
		mapping          Mapping
	}{
		{"no JSON", `{"title": `, "bad_json", m},
		{"more than one", `{} {}`, "bad_json", m},
		{"a number", `7`, "bad_mapping", m},
		{"no list", `{"events": 7}`, "bad_mapping", Mapping{Alerts: "body.events", Labels: m.Labels}},
		{"list is missing", `{}`, "bad_mapping", Mapping{Alerts: "body.events", Labels: m.Labels}},
		{"too many", `[1,1,1,1,1,1,1,1,1,1,1]`, "too_many_alerts", m},
	}
	for _, c := range cases {
		if _, err := read(t, c.mapping, c.body); err == nil || problem.From(err).Code != c.code {
			t.Errorf("%s: %v, want %s", c.name, err, c.code)
		}
	}
}

func TestErrorsNameTheFieldOfTheAlert(t *testing.T) {
	usual := mapTimeout
	mapTimeout = 5 * time.Minute
	t.Cleanup(func() { mapTimeout = usual })
	cases := map[string]Mapping{
		"labels: no such key: title":                                   {Labels: `{"alertname": alert.title}`},
		`labels: "x": it is list, not a text`:                          {Labels: `{"x": [1]}`},
		"status: it is map, not a text":                                {Labels: `{"a": "b"}`, Status: `alert`},
		"annotations: it is int, not an object":                        {Labels: `{"a": "b"}`, Annotations: `alert.n`},
		"startsAt: it is not a time like":                              {Labels: `{"a": "b"}`, StartsAt: `"soon"`},
		"endsAt: it is not a time like":                                {Labels: `{"a": "b"}`, EndsAt: `alert.l`},
		`values: "v": it is string, not a number`:                      {Labels: `{"a": "b"}`, Values: `{"v": "1"}`},
		"link: it is list, not a text":                                 {Labels: `{"a": "b"}`, Link: `alert.l`},
		"fingerprint: operation cancelled: actual cost limit exceeded": {Labels: `{"a": "b"}`, Fingerprint: `alert.big.filter(a, alert.big.exists(b, a == b + 1)).size()`},
		"labels: it has more than 1000 entries":                        {Labels: `alert.wide`},
		"labels: a name is int, not a text":                            {Labels: `dyn({1: "a"})`},
		`annotations: "big": it has 300000 bytes; at most`:             {Labels: `{"a": "b"}`, Annotations: `{"big": alert.text}`},
	}
	wide := map[string]any{}
	for i := range 1001 {
		wide[strings.Repeat("x", i+1)] = "1"
	}
	body, err := json.Marshal(map[string]any{"n": 1, "l": []int{1}, "big": make([]int, 2000), "wide": wide, "text": strings.Repeat("t", 300_000)})
	if err != nil {
		t.Fatal(err)
	}
	for want, m := range cases {
		got, err := read(t, m, string(body))
		if err != nil || len(got.errors) != 1 || !strings.HasPrefix(got.errors[0], want) {
			t.Errorf("%q, %v, want %q", got.errors, err, want)
		}
	}
}

func TestBadMappings(t *testing.T) {
	cases := map[string]Mapping{
		"mapping.labels":   {},
		"mapping.status":   {Labels: `{"a": "b"}`, Status: `1`},
		"mapping.alerts":   {Labels: `{"a": "b"}`, Alerts: `alert`},
		"mapping.startsAt": {Labels: `{"a": "b"}`, StartsAt: `[1]`},
		"mapping.link":     {Labels: `{"a": "b"}`, Link: `"http://" +`},
	}
	for field, m := range cases {
		if _, err := CompileMapping(m, "mapping"); err == nil || problem.From(err).Field != field {
			t.Errorf("%v, want %s", err, field)
		}
	}
}

// A list that costs too much ends soon, whatever it does.
func TestDearListEnds(t *testing.T) {
	body := `{"a": [` + strings.Repeat("1,", 3000) + `1]}`
	began := time.Now()
	_, err := read(t, Mapping{Labels: `{"a": "b"}`, Alerts: `body.a.filter(x, body.a.all(y, x == y))`}, body)
	if err == nil || problem.From(err).Code != "bad_mapping" {
		t.Error(err)
	}
	if took := time.Since(began); took > 2*mapTimeout {
		t.Errorf("it took %s", took)
	}
}

func TestCancelledReadingEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err := reader(t, Mapping{Labels: `{"a": "b"}`}).Read(ctx, []byte(`[1]`), 10, func(int, Mapped, *FieldError) { t.Error("taken") })
	if problem.From(err).Code != "too_dear" {
		t.Error(err)
	}
}

// Whatever is sent: no panic, no alert that is half read, and an end.
func FuzzMapping(f *testing.F) {
	f.Add(`{"title": "a"}`, `{"alertname": alert.title}`, "body")
	f.Add(`[{"a": 1e999, "b": -0.0}]`, `{"x": alert.a}`, "body.filter(x, x.a > 1)")
	f.Add(`{"a": {"b": [null, true, "\u0000"]}}`, `alert.a`, `[body, body.a]`)
	f.Add(`[[[[]]]]`, `{"x": string(index)}`, `body[0]`)
	f.Fuzz(func(t *testing.T, body, labels, alerts string) {
		r, err := CompileMapping(Mapping{Labels: labels, Alerts: alerts, Status: `alert.s`, StartsAt: `alert.t`, Values: `alert.v`}, "mapping")
		if err != nil {
			if p := problem.From(err); p.Code != "bad_rule" || p.Field == "" {
				t.Fatalf("%v", err)
			}
			return
		}
		err = r.Read(context.Background(), []byte(body), 100, func(_ int, m Mapped, err *FieldError) {
			if err != nil && (err.Field == "" || err.Err == nil) {
				t.Fatalf("%+v", err)
			}
			for name, v := range m.Values {
				if v != nil && *v != *v {
					t.Fatalf("%s is not a number", name)
				}
			}
		})
		if err != nil && problem.From(err).Code == "internal" {
			t.Fatal(err)
		}
	})
}

func BenchmarkMapping(b *testing.B) {
	r := reader(b, Mapping{Alerts: "body.alerts", Labels: `{"alertname": alert.title, "service": alert.service}`, Fingerprint: "alert.id", StartsAt: "alert.since", Status: `alert.ok ? "resolved" : "firing"`})
	one := `{"title": "Down", "service": "cart", "id": 17, "since": "2026-11-21T09:00:00Z", "ok": false}`
	body := []byte(`{"alerts": [` + strings.Repeat(one+",", 999) + one + `]}`)
	b.ReportAllocs()
	for b.Loop() {
		if err := r.Read(context.Background(), body, 1000, func(_ int, _ Mapped, err *FieldError) {
			if err != nil {
				b.Fatal(err)
			}
		}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/alert")
}
