package rules

import "github.com/strata-sre/strata-sre-app/pkg/incident"

// GroupingState is a rule and how it does.
type GroupingState struct {
	Grouping
	Failures    int64
	LastFailure string
}

// GradingState is a rule and how it does.
type GradingState struct {
	SeverityRule
	Failures    int64
	LastFailure string
}

// Groupings lists the rules in the order in which they are asked.
func (s *Set) Groupings() []GroupingState {
	out := make([]GroupingState, len(s.groups))
	for i, g := range s.groups {
		out[i].Grouping = g.Grouping
		out[i].Failures, out[i].LastFailure = g.Failures()
	}
	return out
}

// Gradings lists the rules in the order in which they are asked; those switched off are left out.
func (s *Set) Gradings() []GradingState {
	out := make([]GradingState, len(s.gradings))
	for i, g := range s.gradings {
		out[i].SeverityRule = g.SeverityRule
		out[i].Failures, out[i].LastFailure = g.Failures()
	}
	return out
}

// Trouble names a rule that could not be evaluated, and why; empty when there is none.
func (s *Set) Trouble() (name, why string) {
	for _, g := range s.groups {
		if n, last := g.Failures(); n > 0 {
			return g.Name, last
		}
	}
	for _, g := range s.gradings {
		if n, last := g.Failures(); n > 0 {
			return g.Name, last
		}
	}
	return "", ""
}

// Asked is what one rule said in a trial.
type Asked struct {
	Grouping bool // else it is about severity
	Name     string
	Matched  bool
	Used     bool
	Err      string // why it could not be evaluated; empty when it could
}

// Trial is what the rules make of one alert.
type Trial struct {
	Severity incident.Severity
	Service  Service
	Asked    []Asked
}

// Try asks every rule, also those that come too late, and counts no failures.
func (s *Set) Try(f incident.Facts) Trial {
	out := Trial{Severity: f.Severity, Service: s.Service(f.Service, f.Labels["namespace"]), Asked: []Asked{}}
	vars, found := newAlertVars(f.Source, f.Labels, f.Annotations), false
	for _, g := range s.groups {
		_, matched, err := g.place(vars)
		out.Asked = append(out.Asked, asked(true, g.Name, matched, matched && !found, err))
		found = found || matched
	}
	for _, g := range s.gradings {
		f.Severity = out.Severity
		matched, err := g.when.holds(s.severityVars(f))
		to := g.to(out.Severity)
		used := matched && to != out.Severity
		if used {
			out.Severity = to
		}
		out.Asked = append(out.Asked, asked(false, g.Name, matched, used, err))
	}
	return out
}

func asked(grouping bool, name string, matched, used bool, err error) Asked {
	a := Asked{Grouping: grouping, Name: name, Matched: matched, Used: used}
	if err != nil {
		a.Err = err.Error()
	}
	return a
}
