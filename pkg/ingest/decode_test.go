package ingest

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

var now = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

func decodeFile(t *testing.T, name string) Batch {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Decode(raw, now)
	if err != nil || len(b.Errors) != 0 {
		t.Fatalf("%v %+v", err, b.Errors)
	}
	return b
}

func TestGrafanaFiring(t *testing.T) {
	e := decodeFile(t, "grafana-firing.json").Events[0]
	if e.State != incident.Firing || e.Fingerprint != "59457d2fc35801fd" || e.RuleUID != "r1" || *e.Values["A"] != 1 {
		t.Errorf("%+v", e)
	}
	if e.StartsAt != time.Date(2026, 11, 21, 8, 36, 40, 0, time.UTC) || !e.EndsAt.IsZero() {
		t.Errorf("%s to %s", e.StartsAt, e.EndsAt)
	}
	if !strings.HasPrefix(e.Links.Rule, "https://grafana.example.com/alerting/") || e.Links.Silence == "" || e.Links.Runbook == "" || e.Links.Dashboard != "" {
		t.Errorf("%+v", e.Links)
	}
}

func TestGrafanaRuleEditIsASoftResolveAndANewAlert(t *testing.T) {
	b := decodeFile(t, "grafana-rule-edit.json")
	gone, came := b.Events[0], b.Events[1]
	if gone.State != incident.Resolved || gone.SoftReason != "MissingSeries" || came.State != incident.Firing || came.SoftReason != "" {
		t.Errorf("%+v\n%+v", gone, came)
	}
	if gone.Fingerprint == came.Fingerprint {
		t.Error("both have the same fingerprint")
	}
}

func TestAlertmanagerGroupSpeaksForEachAlert(t *testing.T) {
	b := decodeFile(t, "alertmanager-group.json")
	if b.Received != 2 || b.Events[0].State != incident.Firing || b.Events[1].State != incident.Resolved {
		t.Fatalf("%+v", b)
	}
	if want := time.Date(2026, 11, 21, 8, 36, 40, 123e6, time.UTC); b.Events[0].StartsAt != want {
		t.Errorf("start %s, want %s", b.Events[0].StartsAt, want)
	}
}

func TestWholeBodies(t *testing.T) {
	cases := []struct{ name, body, code, field, says string }{
		{"cut off", `{"alerts":[{"status":"fir`, "bad_json", "body", "after 25 bytes"},
		{"broken inside", `{"alerts":[}]}`, "bad_json", "body", "at byte 12"},
		{"empty", ``, "bad_json", "body", "after 0 bytes"},
		{"binary", "\x1f\x8b\x00", "bad_json", "body", "at byte 1"},
		{"a list", `[]`, "unknown_shape", "alerts", "list"},
		{"a text", `"hello"`, "unknown_shape", "alerts", "list"},
		{"null", `null`, "unknown_shape", "alerts", "list"},
		{"custom template", `{"text":"Something is wrong"}`, "unknown_shape", "alerts", "list"},
		{"alerts is an object", `{"alerts":{}}`, "unknown_shape", "alerts", "list"},
		{"alerts is null", `{"alerts":null}`, "unknown_shape", "alerts", "list"},
		{"too many", `{"alerts":[` + strings.Repeat(`{},`, maxAlerts) + `{}]}`, "too_many_alerts", "alerts", "20001"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := Decode([]byte(c.body), now)
			p := problem.From(err)
			if err == nil || p.Code != c.code || p.Field != c.field || !strings.Contains(p.Message, c.says) || p.Fix == "" {
				t.Errorf("%+v", p)
			}
		})
	}
}

func TestSingleAlerts(t *testing.T) {
	const good = `{"status":"firing","labels":{"alertname":"Good"},"startsAt":"2026-11-21T08:00:00Z"}`
	cases := []struct{ name, alert, field string }{ // no field: taken
		{"pending", `{"status":"pending","labels":{"a":"b"}}`, "status"},
		{"empty status", `{"status":"","labels":{"a":"b"}}`, "status"},
		{"no status", `{"labels":{"a":"b"}}`, "status"},
		{"capital status", `{"status":" Firing ","labels":{"a":"b"}}`, ""},
		{"no labels", `{"status":"firing"}`, "labels"},
		{"empty labels", `{"status":"firing","labels":{}}`, "labels"},
		{"labels are a list", `{"status":"firing","labels":["a"]}`, "labels"},
		{"nested label", `{"status":"firing","labels":{"a":{"b":"c"}}}`, "labels"},
		{"number and truth as labels", `{"status":"firing","labels":{"a":1,"b":true,"c":null}}`, ""},
		{"start is no time", `{"status":"firing","labels":{"a":"b"},"startsAt":"yesterday"}`, "startsAt"},
		{"start is a list", `{"status":"firing","labels":{"a":"b"},"startsAt":[]}`, "startsAt"},
		{"end is no time", `{"status":"resolved","labels":{"a":"b"},"endsAt":"soon"}`, ""},
		{"no start", `{"status":"firing","labels":{"a":"b"}}`, ""},
		{"no alertname", `{"status":"firing","labels":{"x":"y"}}`, ""},
		{"values are texts", `{"status":"firing","labels":{"a":"b"},"values":{"A":"NaN"}}`, ""},
		{"values are null", `{"status":"firing","labels":{"a":"b"},"values":null}`, ""},
		{"value is null", `{"status":"firing","labels":{"a":"b"},"values":{"A":null}}`, ""},
		{"annotations are a text", `{"status":"firing","labels":{"a":"b"},"annotations":"x"}`, ""},
		{"not an object", `"hello"`, "-"},
		{"null", `null`, "status"},
		{"unknown fields", `{"status":"firing","labels":{"a":"b"},"enrichments":{"x":[1]},"embeddedImage":"…"}`, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b, err := Decode([]byte(`{"version":"5","status":"resolved","alerts":[`+good+`,`+c.alert+`]}`), now)
			if err != nil || b.Received != 2 {
				t.Fatalf("%v %+v", err, b)
			}
			if b.Events[0].Labels["alertname"] != "Good" {
				t.Error("the good alert was lost")
			}
			if c.field == "" {
				if len(b.Errors) != 0 || len(b.Events) != 2 {
					t.Errorf("not taken: %+v", b.Errors)
				}
				return
			}
			want := "alerts[1]"
			if c.field != "-" {
				want += "." + c.field
			}
			if len(b.Errors) != 1 || b.Errors[0].Index != 1 || b.Errors[0].Field != want || b.Errors[0].Message == "" {
				t.Errorf("errors %+v, want one at %s", b.Errors, want)
			}
		})
	}
}

func one(t *testing.T, alert string) incident.Event {
	t.Helper()
	b, err := Decode([]byte(`{"alerts":[`+alert+`]}`), now)
	if err != nil || len(b.Events) != 1 {
		t.Fatalf("%v %+v", err, b)
	}
	return b.Events[0]
}

func TestEmptyListAndTestAlert(t *testing.T) {
	b, err := Decode([]byte(`{"alerts":[]}`), now)
	if err != nil || b.Received != 0 || len(b.Events)+len(b.Errors) != 0 {
		t.Errorf("%v %+v", err, b)
	}
	b, err = Decode([]byte(`{"alerts":[{"status":"firing","labels":{"alertname":"TestAlert","instance":"Grafana","x":"y"}}]}`), now)
	if err != nil || b.Tests != 1 || len(b.Events) != 0 {
		t.Errorf("%v %+v", err, b)
	}
}

func TestFingerprint(t *testing.T) {
	a := one(t, `{"status":"firing","labels":{"alertname":"A","service":"x","replica":"1"}}`)
	b := one(t, `{"status":"resolved","labels":{"service":"x","alertname":"A","replica":"2"}}`)
	c := one(t, `{"status":"firing","labels":{"alertname":"A","service":"y"}}`)
	if a.Fingerprint != b.Fingerprint || a.Fingerprint == c.Fingerprint || len(a.Fingerprint) != 16 {
		t.Errorf("%s %s %s", a.Fingerprint, b.Fingerprint, c.Fingerprint)
	}
	long := one(t, `{"status":"firing","labels":{"a":"b"},"fingerprint":"`+strings.Repeat("f", 1000)+`"}`)
	if len(long.Fingerprint) != 64 {
		t.Errorf("%d characters", len(long.Fingerprint))
	}
}

func TestTextsAreCleanAndBounded(t *testing.T) {
	labels := make([]string, 5000)
	for i := range labels {
		labels[i] = fmt.Sprintf(`"zz%d":"v"`, i)
	}
	e := one(t, `{"status":"firing","labels":{"alertname":"A\u0000B`+"\xff"+`","service":"`+strings.Repeat("ü", 5000)+`",`+strings.Join(labels, ",")+`},
		"annotations":{"summary":"`+strings.Repeat("x", 1<<20)+`","html":"<script>alert(1)</script>"}}`)
	if len(e.Labels) != maxLabels || e.Labels[leftOut] != "4875 left out" {
		t.Errorf("%d labels, %s", len(e.Labels), e.Labels[leftOut])
	}
	if e.Labels["alertname"] != "AB\uFFFD" {
		t.Errorf("%q", e.Labels["alertname"])
	}
	if s := e.Labels["service"]; len(s) > maxLabel || !strings.HasSuffix(s, cutMark) || strings.Contains(s, "\uFFFD") {
		t.Errorf("service has %d bytes and ends in %q", len(s), s[len(s)-20:])
	}
	if s := e.Annotations["summary"]; len(s) > maxAnnotation || !strings.HasSuffix(s, cutMark) {
		t.Errorf("summary has %d bytes", len(s))
	}
}

func TestOnlyWebLinksPass(t *testing.T) {
	e := one(t, `{"status":"firing","labels":{"a":"b"},"generatorURL":"javascript:alert(1)","panelURL":"ftp://x/y","dashboardURL":"//x/y",
		"silenceURL":"http://","imageURL":"HTTPS://images.example.com/a b.png","annotations":{"runbook_url":"data:text/html,x"}}`)
	if want := (incident.Links{Image: "https://images.example.com/a%20b.png"}); e.Links != want {
		t.Errorf("%+v", e.Links)
	}
}

func TestOddTimes(t *testing.T) {
	cases := []struct{ startsAt, want string }{
		{"0001-01-01T00:00:00Z", "unknown"}, {"9999-12-31T23:59:59Z", "unknown"}, {"2026-11-22T08:59:00Z", "2026-11-22T08:59:00Z"},
		{"2026-11-21T10:00:00.999999999+05:30", "2026-11-21T04:30:00.999Z"}, {"", "unknown"},
	}
	for _, c := range cases {
		got := "unknown"
		if e := one(t, `{"status":"firing","labels":{"a":"b"},"startsAt":"`+c.startsAt+`"}`); !e.StartsAt.IsZero() {
			got = e.StartsAt.Format(time.RFC3339Nano)
		}
		if got != c.want {
			t.Errorf("%q is read as %s, want %s", c.startsAt, got, c.want)
		}
	}
}
