package rules

import (
	"cmp"
	"slices"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// SeverityRule raises incidents, as an administrator writes it. Each rule raises an incident once.
type SeverityRule struct {
	Name     string `json:"name"`
	When     string `json:"when"`     // CEL: true or false
	Severity string `json:"severity"` // P0 to P3, or up: one level more severe, but never P0
	Reason   string `json:"reason"`   // for the timeline
	Enabled  *bool  `json:"enabled"`  // false takes a built-in rule of this name away
	BuiltIn  bool   `json:"-"`
}

// Up raises by one level, up to P1: P0 is given only by a rule or label that says P0.
const Up = "up"

var severityEnv = environment(append(slices.Clone(alertVariables),
	cel.Variable("service", cel.StringType), cel.Variable("tier", cel.StringType), cel.Variable("team", cel.StringType),
	cel.Variable("severity", cel.StringType), cel.Variable("status", cel.StringType), cel.Variable("ifCritical", cel.StringType),
	cel.Variable("alerts", cel.IntType), cel.Variable("services", cel.IntType), cel.Variable("age", cel.IntType), cel.Variable("update", cel.IntType),
	cel.Variable("acknowledged", cel.BoolType), cel.Variable("mitigated", cel.BoolType), cel.Variable("flapping", cel.BoolType),
)...)

// grading is a SeverityRule after checking.
type grading struct {
	SeverityRule
	health
	when *expression
	ages ages
}

func compileGrading(r SeverityRule, field string, update map[incident.Severity]time.Duration) (*grading, error) {
	if r.When == "" {
		return nil, bad(field+".when", "Rule %q has no condition.", r.Name).Try("Write one such as: tier == \"critical\" && services > 1.")
	}
	if !slices.Contains([]string{Up, "P0", "P1", "P2", "P3"}, r.Severity) {
		return nil, bad(field+".severity", "%q is not a severity.", r.Severity).Try("Use P0, P1, P2, P3, or up for one level more.")
	}
	when, err := compile(severityEnv, field+".when", r.When, ruleCost, cel.BoolType)
	if err != nil {
		return nil, err
	}
	g := &grading{SeverityRule: r, when: when}
	g.ages = agesIn(when.tree, g.updates(update))
	return g, nil
}

// to is the severity that the rule asks for; the same one when it cannot make it worse.
func (g *grading) to(from incident.Severity) incident.Severity {
	switch {
	case g.Severity != Up:
		if to := incident.Severity(g.Severity); to.Worse(from) {
			return to
		}
	case from == incident.P3:
		return incident.P2
	case from == incident.P2:
		return incident.P1
	}
	return from
}

// updates are the update intervals of severities that the rule can make worse.
func (g *grading) updates(all map[incident.Severity]time.Duration) []int64 {
	var list []int64
	for severity, interval := range all {
		if g.to(severity) != severity && interval > 0 {
			list = append(list, int64(interval/time.Minute))
		}
	}
	return list
}

// severityVars gives expressions what is known of an incident and one of its alerts.
type severityVars struct {
	*alertVars
	facts      incident.Facts
	service    Service
	ifCritical incident.Severity
	update     time.Duration
}

func (v *severityVars) ResolveName(name string) (any, bool) {
	f := v.facts
	switch name {
	case "service":
		return types.String(f.Service), true
	case "tier":
		return types.String(v.service.Tier), true
	case "team":
		return types.String(v.service.Team), true
	case "severity":
		return types.String(f.Severity), true
	case "status":
		return types.String(f.Status), true
	case "ifCritical":
		return types.String(v.ifCritical), true
	case "alerts":
		return types.Int(f.Alerts), true
	case "services":
		return types.Int(f.Services), true
	case "age":
		return types.Int(f.Age / time.Minute), true
	case "update":
		return types.Int(v.update / time.Minute), true
	case "acknowledged":
		return types.Bool(f.Acknowledged), true
	case "mitigated":
		return types.Bool(f.Mitigated), true
	case "flapping":
		return types.Bool(f.Flapping), true
	default:
		return v.alertVars.ResolveName(name)
	}
}

func (s *Set) severityVars(f incident.Facts) *severityVars {
	return &severityVars{
		alertVars: newAlertVars(f.Source, f.Labels, f.Annotations), facts: f, service: s.Service(f.Service, f.Labels["namespace"]),
		ifCritical: s.ifCritical[f.Labels["signal"]], update: s.update[f.Severity],
	}
}

// Grade finds the first rule that makes an incident worse and has not done so before; false when there is none.
func (s *Set) Grade(f incident.Facts, before []string) (incident.Raise, bool) {
	if len(s.gradings) == 0 || f.Severity == incident.P0 {
		return incident.Raise{}, false
	}
	vars := s.severityVars(f)
	for _, i := range s.gradingIndex.candidates(f.Labels) {
		g := s.gradings[i]
		to := g.to(f.Severity)
		if to == f.Severity || slices.Contains(before, g.Name) {
			continue
		}
		matched, err := g.when.holds(vars)
		g.note(err)
		if matched {
			return incident.Raise{Rule: g.Name, To: to, Reason: cmp.Or(g.Reason, "Rule "+g.Name+".")}, true
		}
	}
	return incident.Raise{}, false
}

// LookAgain is the next age of an incident at which a rule that speaks of its age may begin to match; zero when there is none.
func (s *Set) LookAgain(age time.Duration) time.Duration {
	next := time.Duration(0)
	for _, g := range s.gradings {
		if at := g.ages.after(age); at > 0 && (next == 0 || at < next) {
			next = at
		}
	}
	return next
}
