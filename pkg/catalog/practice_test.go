package catalog

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func practice(t *testing.T) Practice {
	t.Helper()
	return load(t).Practice
}

func TestPlaybooksAreWhatTheTargetsSay(t *testing.T) {
	p := practice(t)
	for severity, want := range map[string]struct {
		acknowledge, update time.Duration
		steps               int
		approval            string
	}{
		"P0": {5 * time.Minute, 15 * time.Minute, 8, TwoPersons},
		"P1": {15 * time.Minute, 30 * time.Minute, 5, "none"},
		"P2": {4 * time.Hour, 0, 2, "none"},
		"P3": {0, 0, 1, "none"},
	} {
		b := p.For(severity, []string{"cart"})
		if b == nil {
			t.Fatalf("%s has no playbook", severity)
		}
		update := time.Duration(0)
		if b.Update != nil {
			update = time.Duration(b.Update.Every)
		}
		if time.Duration(b.Acknowledge) != want.acknowledge || update != want.update || len(b.Steps) != want.steps || b.External.Approval != want.approval {
			t.Errorf("%s: %+v", severity, b)
		}
		if _, ok := b.Role(Commander); !ok || !strings.HasPrefix(b.From, "catalog/playbooks/") {
			t.Errorf("%s: roles %v from %s", severity, b.Roles, b.From)
		}
	}
}

func TestOwnPlaybooksReplaceAndAdd(t *testing.T) {
	own := `[
	  {"id":"p1","severity":"P1","title":"Ours","roles":[],"steps":[{"id":"night","after":"2m","to":["ops"],"message":"hello"}]},
	  {"id":"pay","severity":"P1","title":"Payments","services":["payment"],"roles":[],"steps":[]}]`
	messages := `[{"id":"hello","title":"Hello","audience":"internal","subject":"{{.Title}}","body":"{{.Impact}}"}]`
	p, problems := practice(t).With(json.RawMessage(own), json.RawMessage(messages))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if b := p.For("P1", []string{"cart"}); b.Title != "Ours" || b.From != "jsonData.playbooks[0]" || b.Steps[0].Unless != UnlessAcknowledged {
		t.Errorf("%+v", b)
	}
	if b := p.For("P1", []string{"cart", "payment"}); b.ID != "pay" {
		t.Errorf("%+v", b)
	}
	if b := practice(t).For("P1", nil); b.Title == "Ours" {
		t.Error("the built-in playbooks were changed")
	}
}

func TestWrongOnesAreNamedAndLeftOut(t *testing.T) {
	playbook := func(fields string) string {
		return `[{"id":"p1","severity":"P1","title":"Ours","roles":[],` + fields + `}]`
	}
	step := func(fields string) string { return playbook(`"steps":[{"id":"a","to":["x"],` + fields + `}]`) }
	message := func(body string) string {
		raw, err := json.Marshal([]map[string]string{{"id": "escalation", "title": "x", "audience": "internal", "subject": "x", "body": body}})
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	cases := []struct{ name, playbooks, messages, want string }{
		{"no list", `{}`, ``, "jsonData.playbooks: must be a list"},
		{"unknown field", playbook(`"steps":[],"stepps":[]`), ``, "jsonData.playbooks[0]: stepps: is not a known field"},
		{"no message", step(`"after":"0s"`), ``, "jsonData.playbooks[0]: steps[0].message: is missing"},
		{"unknown message", step(`"after":"0s","message":"nope"`), ``, `steps[0].message: there is no message "nope"`},
		{"bad time", step(`"after":"soon","message":"ticket"`), ``, "steps[0].after: must be a duration"},
		{"external step", step(`"after":"0s","message":"external-start"`), ``, "is for people outside"},
		{"often", step(`"after":"0s","message":"ticket","repeat":{"every":"1s","times":3}`), ``, "steps[0].repeat.every: is shorter"},
		{"backwards", playbook(`"steps":[{"id":"a","after":"2m","to":["x"],"message":"ticket"},{"id":"b","after":"1m","to":["x"],"message":"ticket"}]`), ``, "steps[1].after: is earlier"},
		{"twice", playbook(`"steps":[{"id":"a","after":"2m","to":["x"],"message":"ticket"},{"id":"a","after":"2m","to":["x"],"message":"ticket"}]`), ``, `steps[1].id: "a" is there twice`},
		{"commanders", `[{"id":"p1","severity":"P1","title":"Ours","steps":[],"roles":[{"id":"commander","title":"x","many":true}]}]`, ``, "roles[0].many: an incident has one"},
		{"severity", `[{"id":"p1","severity":"P9","title":"Ours","steps":[],"roles":[]}]`, ``, "severity: must be one of"},
		{"unknown name", ``, message("{{.Labels}}"), "jsonData.messages[0]: body: there is no field .Labels"},
		{"function", ``, message(`{{printf "%1000000000d" 1}}`), `the function "printf"`},
		{"call", ``, message(`{{call .Title}}`), `the function "call"`},
		{"endless", ``, message(`{{range 1000000000}}{{end}}`), "range goes over"},
		{"nested", ``, message(`{{range .Services}}{{range .Services}}x{{end}}{{end}}`), "range goes over"},
		{"recursion", ``, message(`{{define "a"}}{{template "a"}}{{end}}{{template "a"}}`), "templates of its own"},
		{"variables", ``, message(`{{$x := .Title}}{{$x}}`), "variables"},
		{"fill", ``, message(`{{fill $ " missing"}}`), `"fill"`},
		{"whole record", ``, message(`{{$}}`), "variables"},
		{"syntax", ``, message(`{{.Title`), "unclosed action"},
		{"wrong kind", ``, message(`{{join .Title}}`), "wrong type"},
		{"twice the same", ``, `[{"id":"a","title":"x","audience":"internal","subject":"x","body":"x"},{"id":"a","title":"x","audience":"internal","subject":"x","body":"x"}]`, `jsonData.messages[1]: id: "a" is there twice`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p, problems := practice(t).With(json.RawMessage(c.playbooks), json.RawMessage(c.messages))
			if len(problems) == 0 || !strings.Contains(problems[0].Error(), c.want) {
				t.Fatalf("%v, want %s", problems, c.want)
			}
			if p.For("P1", nil).Title != "Major fault" || p.Messages["escalation"].Title != "Call for help" {
				t.Error("what was to be replaced is gone")
			}
		})
	}
}

func TestMessagesSayWhatIsMissing(t *testing.T) {
	m := practice(t).Messages["internal-update"]
	fields := map[string]any{"Number": int64(7), "Severity": "P1", "Title": "Cart\nis *slow*", "Status": "mitigating", "Firing": 1, "Alerts": 3, "Mitigation": "Rolled back."}
	out, err := m.Render(fields, map[string]any{"Number": int64(7), "Title": `Cart is \*slow\*`, "Severity": "P1", "Mitigation": "Rolled back."})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Join(out.Missing, ",") != "Changed,Impact" || HasPlaceholder(out.Body) != "Impact" || !strings.Contains(out.Body, "Mitigation: Rolled back.") {
		t.Errorf("%+v", out)
	}
	if out.Subject != "#7 P1: update" || !strings.Contains(out.Body, `Cart is \*slow\*`) {
		t.Errorf("%+v", out)
	}
}

func TestLongTextsEnd(t *testing.T) {
	p, problems := practice(t).With(nil, json.RawMessage(`[{"id":"a","title":"x","audience":"internal","subject":"x","body":"{{range .Services}}{{.}}{{end}}"}]`))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	many := make([]string, 60)
	for i := range many {
		many[i] = strings.Repeat("x", 1000)
	}
	if _, err := p.Messages["a"].Render(nil, map[string]any{"Services": many}); err == nil || !strings.Contains(err.Error(), "16 KiB") {
		t.Errorf("%v", err)
	}
}

func TestDurationText(t *testing.T) {
	for d, want := range map[time.Duration]string{
		42 * time.Second: "42s", 90 * time.Second: "2 min", 59 * time.Minute: "59 min", 3 * time.Hour: "3 h", 26*time.Hour + 5*time.Minute: "26 h 5 min",
	} {
		if got := durationText(d); got != want {
			t.Errorf("%s is %q, want %q", d, got, want)
		}
	}
}
