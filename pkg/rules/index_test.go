package rules

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// conditions are drawn from what people write, with labels and values that often meet.
func drawCondition(t *rapid.T, depth int) string {
	label := rapid.SampledFrom([]string{"labels.a", `labels["b"]`, "labels.c", "annotations.a"}).Draw(t, "label")
	value := func() string { return fmt.Sprintf("%q", rapid.SampledFrom([]string{"", "1", "2"}).Draw(t, "value")) }
	switch kind := rapid.IntRange(0, 9).Draw(t, "kind"); {
	case depth > 0 && kind < 2:
		return "(" + drawCondition(t, depth-1) + " && " + drawCondition(t, depth-1) + ")"
	case depth > 0 && kind < 4:
		return "(" + drawCondition(t, depth-1) + " || " + drawCondition(t, depth-1) + ")"
	case depth > 0 && kind < 5:
		return "!" + drawCondition(t, depth-1)
	case kind < 7:
		return "(" + value() + " == " + label + ")"
	case kind < 8:
		return "(" + label + " in [" + value() + ", " + value() + "])"
	case kind < 9:
		return "has(labels.a)"
	default:
		return "(" + label + " != " + value() + ")"
	}
}

// The index must never leave out a rule that matches: the outcome is that of asking every rule in turn.
func TestIndexChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var config Config
		for i := range rapid.IntRange(1, 8).Draw(t, "rules") {
			config.Grouping = append(config.Grouping, Grouping{Name: fmt.Sprint(i), When: drawCondition(t, 3), Key: fmt.Sprintf("%q", fmt.Sprint("k", i))})
		}
		s, err := Compile(config)
		if err != nil {
			t.Fatal(err)
		}
		texts := rapid.MapOfN(rapid.SampledFrom([]string{"a", "b", "c"}), rapid.SampledFrom([]string{"", "1", "2"}), 0, 3)
		for range 10 {
			labels, annotations := texts.Draw(t, "labels"), texts.Draw(t, "annotations")
			want := incident.Placement{}
			for _, g := range s.groups {
				place, ok, err := g.place(newAlertVars("", labels, annotations))
				if err != nil {
					t.Fatal(err)
				}
				if ok {
					want = place
					break
				}
			}
			if got := s.Place(incident.Source{}, labels, annotations); got != want {
				t.Fatalf("%+v, want %+v for %v %v of %+v", got, want, labels, annotations, config.Grouping)
			}
		}
	})
}

func benchSet(b *testing.B, rules int) *Set {
	b.Helper()
	var c Config
	for i := range rules {
		c.Grouping = append(c.Grouping, Grouping{Name: fmt.Sprint("team ", i), When: fmt.Sprintf(`labels.team == "t%d" && labels.severity != "info"`, i), By: []string{"cluster", "service"}})
	}
	c.Grouping = append(c.Grouping, Grouping{Name: "rest", When: `labels.layer == "network" || labels.service.startsWith("shop-")`, By: []string{"service"}})
	c.BuiltIn = []SeverityRule{{Name: "spread", When: "services > 1", Severity: Up}, {Name: "critical", When: `tier == "critical" && ifCritical == "P0"`, Severity: "P0"}}
	s, err := Compile(c)
	if err != nil {
		b.Fatal(err)
	}
	return s
}

var benchLabels = map[string]string{
	"alertname": "Down", "team": "t3", "service": "cart", "cluster": "c", "namespace": "shop", "layer": "application", "severity": "warning", "pod": "cart-1",
}

// Ingest has 200 µs for an alert at 5,000 a second.
func BenchmarkPlace(b *testing.B) {
	for _, n := range []int{0, 10, 200 - 1} {
		s := benchSet(b, n)
		b.Run(fmt.Sprint(n, " rules"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.Place(network, benchLabels, nil)
			}
		})
	}
}

func BenchmarkGrade(b *testing.B) {
	s := benchSet(b, 0)
	f := incident.Facts{Labels: benchLabels, Severity: incident.P2, Status: incident.Triage, Alerts: 1, Services: 1, Service: "cart"}
	b.ReportAllocs()
	for b.Loop() {
		s.Grade(f, nil)
	}
}
