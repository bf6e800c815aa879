package catalog

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
)

// Problem is one thing that is wrong in a signal.
type Problem struct {
	Signal  string
	Field   string // a path such as providers.prometheus[0].expr
	Message string
}

// Error names the signal, the field and what is wrong.
func (p Problem) Error() string {
	return fmt.Sprintf("catalog: %s: %s: %s", p.Signal, p.Field, p.Message)
}

// Check finds what a schema cannot say: each signal by itself, and names that must be there once.
func (c *Catalog) Check() []Problem {
	var out []Problem
	names := map[string]string{}
	for _, s := range c.Signals {
		out = append(out, s.Check()...)
		for field, name := range s.alertNames() {
			if other, ok := names[name]; ok {
				out = append(out, Problem{s.ID, field, fmt.Sprintf("the name %q is taken by the signal %s", name, other)})
			}
			names[name] = s.ID
		}
	}
	return out
}

// Check finds what is wrong in the queries and the alert of one signal.
func (s Signal) Check() []Problem {
	var out []Problem
	report := func(field string, err error) {
		if err != nil {
			out = append(out, Problem{s.ID, field, err.Error()})
		}
	}
	for i, q := range s.Providers.Prometheus {
		report(fmt.Sprintf("providers.prometheus[%d].expr", i), checkPanelQuery(q.Expr))
	}
	s.checkElasticsearch(report)
	s.checkPixie(report)
	s.checkAlert(report)
	return out
}

func (s Signal) checkAlert(report func(string, error)) {
	a := s.Alert
	if a == nil {
		return
	}
	if a.Query != "" {
		report("alert.query", checkAlertQuery(a.condition()))
		reportEntity("alert.entity", a.Entity, a.condition(), report)
	}
	for i, l := range a.Levels {
		at := fmt.Sprintf("alert.levels[%d]", i)
		if l.Query == "" && l.Value == nil {
			report(at+".value", fmt.Errorf("a level needs a value or a query of its own"))
		}
		report(at+".query", checkAlertQuery(a.condition().at(l)))
	}
	for i, alt := range a.Alternatives {
		at := fmt.Sprintf("alert.alternatives[%d]", i)
		report(at+".query", checkAlertQuery(alt.condition()))
		reportEntity(at+".entity", alt.Entity, alt.condition(), report)
	}
}

func reportEntity(field string, e *Entity, c condition, report func(string, error)) {
	labels := e.byName()
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		label := labels[name]
		if _, err := regexp.Compile(label.Regex); err != nil {
			report(field+"."+name+".regex", err)
		}
		if kept, ok := keptLabels(c); ok && !slices.Contains(kept, label.Label) {
			report(field+"."+name+".label", fmt.Errorf("the query's result has no label %q; it has %v", label.Label, kept))
		}
	}
}

func (s Signal) alertNames() map[string]string {
	out := map[string]string{}
	if s.Alert == nil {
		return out
	}
	out["alert.name"] = s.Alert.Name
	for i, l := range s.Alert.Levels {
		out[fmt.Sprintf("alert.levels[%d].name", i)] = l.Name
	}
	return out
}
