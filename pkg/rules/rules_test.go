package rules

import (
	"strings"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

func compiled(t *testing.T, c Config) *Set {
	t.Helper()
	s, err := Compile(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var network = incident.Source{ID: "am", Name: "Alertmanager"}

func TestFirstMatchingRuleGroups(t *testing.T) {
	s := compiled(t, Config{Grouping: []Grouping{
		{Name: "by hand", When: `labels.team == "net" && has(labels.zone)`, Key: `"net/" + labels.zone`, Window: "1h", ReopenWindow: "5m"},
		{Name: "service without namespace", When: `labels.layer == "network" && labels.service != ""`, By: []string{"cluster", "service"}},
		{Name: "grafana", When: `source == "Grafana" && annotations.summary.startsWith("Disk")`, By: []string{"node"}},
		{Name: "never", When: `labels.x in ["1", "2"]`, By: []string{"absent"}},
	}})
	cases := []struct {
		name        string
		source      string
		labels      map[string]string
		annotations map[string]string
		want        incident.Placement
	}{
		{"by key", "", map[string]string{"team": "net", "zone": "a=1"}, nil, incident.Placement{Key: `key=net/a\=1`, Rule: "by hand", Window: time.Hour, Reopens: true, Reopen: 5 * time.Minute}},
		{"a label that is missing is empty", "", map[string]string{"team": "net"}, nil, incident.Placement{}},
		{"by labels", "", map[string]string{"layer": "network", "service": "cart", "cluster": "c"}, nil, incident.Placement{Key: "cluster=c,service=cart", Rule: "service without namespace"}},
		{"namespace makes no difference", "", map[string]string{"layer": "network", "service": "cart", "cluster": "c", "namespace": "shop"}, nil, incident.Placement{Key: "cluster=c,service=cart", Rule: "service without namespace"}},
		{"by source and annotation", "Grafana", map[string]string{"node": "n1"}, map[string]string{"summary": "Disk full"}, incident.Placement{Key: "node=n1", Rule: "grafana"}},
		{"other source", "Alertmanager", map[string]string{"node": "n1"}, map[string]string{"summary": "Disk full"}, incident.Placement{}},
		{"none of the labels is there", "", map[string]string{"x": "2"}, nil, incident.Placement{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := s.Place(incident.Source{Name: c.source}, c.labels, c.annotations); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

func TestBadRulesNameFieldAndColumn(t *testing.T) {
	long := strings.Repeat("x", maxExpression+1)
	cases := []struct {
		name, field, says string
		config            Config
	}{
		{"syntax", "jsonData.grouping[0].when", "Line 1, column 13", Config{Grouping: []Grouping{{Name: "a", When: `labels.a == "b`, By: []string{"x"}}}}},
		{"unknown name", "jsonData.grouping[1].when", "Line 2, column 2: undeclared reference to 'label'", Config{Grouping: []Grouping{{Name: "a", By: []string{"x"}}, {Name: "b", When: "true &&\n label.a == \"b\"", By: []string{"x"}}}}},
		{"not a condition", "jsonData.grouping[0].when", "gives string, but bool is needed", Config{Grouping: []Grouping{{Name: "a", When: `labels.a`, By: []string{"x"}}}}},
		{"not a key", "jsonData.grouping[0].key", "gives int, but string is needed", Config{Grouping: []Grouping{{Name: "a", Key: `1 + 1`}}}},
		{"neither labels nor key", "jsonData.grouping[0].by", "either `by` or `key`", Config{Grouping: []Grouping{{Name: "a"}}}},
		{"labels and key", "jsonData.grouping[0].by", "either `by` or `key`", Config{Grouping: []Grouping{{Name: "a", By: []string{"x"}, Key: `"k"`}}}},
		{"empty label", "jsonData.grouping[0].by", "names of 1 to", Config{Grouping: []Grouping{{Name: "a", By: []string{""}}}}},
		{"no name", "jsonData.grouping[0].name", "needs a name", Config{Grouping: []Grouping{{By: []string{"x"}}}}},
		{"name twice", "jsonData.grouping[1].name", "two rules named", Config{Grouping: []Grouping{{Name: "a", By: []string{"x"}}, {Name: "a", By: []string{"x"}}}}},
		{"window", "jsonData.grouping[0].window", "not a time", Config{Grouping: []Grouping{{Name: "a", By: []string{"x"}, Window: "soon"}}}},
		{"reopen window", "jsonData.grouping[0].reopenWindow", "not a time", Config{Grouping: []Grouping{{Name: "a", By: []string{"x"}, ReopenWindow: "-1m"}}}},
		{"too long", "jsonData.grouping[0].when", "at most 4096", Config{Grouping: []Grouping{{Name: "a", When: long, By: []string{"x"}}}}},
		{"bad regular expression", "jsonData.grouping[0].when", "column", Config{Grouping: []Grouping{{Name: "a", When: `labels.a.matches("(")`, By: []string{"x"}}}}},
		{"loops in loops", "jsonData.grouping[0].when", "nest", Config{Grouping: []Grouping{{Name: "a", When: `[1].all(a, [1].all(b, [1].all(c, a == c)))`, By: []string{"x"}}}}},
		{"brackets in brackets", "jsonData.grouping[0].when", "recursion", Config{Grouping: []Grouping{{Name: "a", When: strings.Repeat("(", 200) + "true" + strings.Repeat(")", 200), By: []string{"x"}}}}},
		{"too many", "jsonData.grouping", "at most 200", Config{Grouping: make([]Grouping, maxRules+1)}},
		{"severity", "jsonData.severityRules[0].severity", "not a severity", Config{Severity: []SeverityRule{{Name: "a", When: "true", Severity: "P9"}}}},
		{"severity without condition", "jsonData.severityRules[0].when", "no condition", Config{Severity: []SeverityRule{{Name: "a", Severity: "P1"}}}},
		{"severity of something else", "jsonData.severityRules[0].when", "Line 1, column 8", Config{Severity: []SeverityRule{{Name: "a", When: "alerts > true", Severity: "P1"}}}},
		{"tier", "jsonData.services[0].tier", "not a tier", Config{Services: []Service{{Name: "cart", Tier: "gold"}}}},
		{"service without name", "jsonData.services[0].name", "needs a name", Config{Services: []Service{{Tier: "low"}}}},
		{"service twice", "jsonData.services[1].name", "twice", Config{Services: []Service{{Name: "cart", Tier: "low"}, {Name: "cart", Tier: "low"}}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := Compile(c.config)
			if p := problem.From(err); err == nil || p.Field != c.field || !strings.Contains(p.Message, c.says) || p.Kind != problem.Invalid {
				t.Errorf("%v at %q, want %q at %q", err, p.Field, c.says, c.field)
			}
		})
	}
}

func TestRuleThatCannotBeEvaluatedDoesNotMatch(t *testing.T) {
	s := compiled(t, Config{Grouping: []Grouping{
		{Name: "no number", When: `int(labels.number) > 1`, By: []string{"a"}},
		{Name: "dear", When: `labels.text.split("").all(c, labels.text.contains(c + "!"))`, By: []string{"a"}},
		{Name: "rest", By: []string{"a"}},
	}})
	began := time.Now()
	got := s.Place(network, map[string]string{"a": "1", "text": strings.Repeat("!", 4000)}, nil)
	if got.Rule != "rest" {
		t.Errorf("%+v", got)
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("it took %s", took)
	}
	for i, says := range []string{"conversion", "cost", ""} {
		n, last := s.groups[i].Failures()
		if (n > 0) != (says != "") || !strings.Contains(last, says) {
			t.Errorf("rule %d: %d failures, %q", i, n, last)
		}
	}
}

func TestGrade(t *testing.T) {
	off := false
	s := compiled(t, Config{
		Severity: []SeverityRule{
			{Name: "outage", When: `tier == "critical" && labels.signal == "down"`, Severity: "P0", Reason: "A critical service is down."},
			{Name: "many", When: `alerts >= 10 && severity == "P3"`, Severity: "P2"},
			{Name: "old", When: `age > 30 && !mitigated`, Severity: Up},
			{Name: "quiet", When: `true`, Severity: "P1", Enabled: &off},
		},
		Services: []Service{{Name: "cart", Tier: "critical", Team: "shop"}, {Name: "cart", Namespace: "test", Tier: "low"}},
		BuiltIn: []SeverityRule{
			{Name: "quiet", When: `true`, Severity: "P1"},
			{Name: "spread", When: `services > 1`, Severity: Up},
			{Name: "listed", When: `tier == "critical" && ifCritical == "P0"`, Severity: "P0"},
		},
		IfCritical: map[string]incident.Severity{"probe": incident.P0},
	})
	facts := func(edit func(*incident.Facts)) incident.Facts {
		f := incident.Facts{Labels: map[string]string{}, Severity: incident.P2, Status: incident.Triage, Alerts: 1, Services: 1}
		edit(&f)
		return f
	}
	cases := []struct {
		name   string
		facts  incident.Facts
		before []string
		rule   string
		to     incident.Severity
	}{
		{"nothing", facts(func(*incident.Facts) {}), nil, "", ""},
		{"critical service", facts(func(f *incident.Facts) { f.Service, f.Labels = "cart", map[string]string{"signal": "down"} }), nil, "outage", incident.P0},
		{"other namespace", facts(func(f *incident.Facts) {
			f.Service, f.Labels = "cart", map[string]string{"signal": "down", "namespace": "test"}
		}), nil, "", ""},
		{"by the catalog", facts(func(f *incident.Facts) { f.Service, f.Labels = "cart", map[string]string{"signal": "probe"} }), nil, "listed", incident.P0},
		{"many", facts(func(f *incident.Facts) { f.Severity, f.Alerts = incident.P3, 10 }), nil, "many", incident.P2},
		{"many, but worse already", facts(func(f *incident.Facts) { f.Alerts = 10 }), nil, "", ""},
		{"old", facts(func(f *incident.Facts) { f.Age = 31 * time.Minute }), nil, "old", incident.P1},
		{"old and mitigated", facts(func(f *incident.Facts) { f.Age, f.Mitigated = 31*time.Minute, true }), nil, "", ""},
		{"up ends at P1", facts(func(f *incident.Facts) { f.Age, f.Severity = 31*time.Minute, incident.P1 }), nil, "", ""},
		{"once", facts(func(f *incident.Facts) { f.Age = 31 * time.Minute }), []string{"old"}, "", ""},
		{"spread", facts(func(f *incident.Facts) { f.Services, f.Severity = 2, incident.P3 }), nil, "spread", incident.P2},
		{"P0 stays", facts(func(f *incident.Facts) { f.Services, f.Severity = 2, incident.P0 }), nil, "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			raise, ok := s.Grade(c.facts, c.before)
			if ok != (c.rule != "") || raise.Rule != c.rule || raise.To != c.to {
				t.Errorf("%v %+v", ok, raise)
			}
		})
	}
}

func TestLookAgain(t *testing.T) {
	update := map[incident.Severity]time.Duration{incident.P1: 30 * time.Minute, incident.P2: 4 * time.Hour}
	cases := []struct {
		when, severity string
		age, want      time.Duration
	}{
		{`services > 1`, "P1", 0, 0},
		{`age > 30`, "P1", 0, 30 * time.Minute},
		{`age > 30`, "P1", 30 * time.Minute, 31 * time.Minute},
		{`age > 30`, "P1", 31 * time.Minute, 0},
		{`5 <= age && alerts > 1`, "P1", time.Minute, 5 * time.Minute},
		{`update > 0 && age > update`, Up, 0, 4 * time.Hour}, // P1 is not made worse by up
		{`age > update`, "P0", 0, 30 * time.Minute},
		{`age / 7 > alerts`, "P1", 12 * time.Minute, 15 * time.Minute},
	}
	for _, c := range cases {
		s := compiled(t, Config{Severity: []SeverityRule{{Name: "r", When: c.when, Severity: c.severity}}, Update: update})
		if got := s.LookAgain(c.age); got != c.want {
			t.Errorf("%s at %s: %s, want %s", c.when, c.age, got, c.want)
		}
	}
}
