package rules

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// Grouping is one rule about which alerts are one incident, as an administrator writes it. The first one that matches counts.
type Grouping struct {
	Name         string   `json:"name"`
	When         string   `json:"when"`         // CEL: true or false; empty for every alert
	By           []string `json:"by"`           // labels whose values tie alerts together …
	Key          string   `json:"key"`          // … or CEL: a text that does
	Window       string   `json:"window"`       // so long after it was opened an incident takes no further alerts; empty for ever
	ReopenWindow string   `json:"reopenWindow"` // empty for that of the severity
}

// Limits of what is configured.
const (
	maxRules    = 200
	maxServices = 5000
	maxName     = 100 // characters
	maxBy       = 16
	maxLabel    = 200 // characters
	maxKey      = 400 // bytes
	maxWait     = 30 * 24 * time.Hour
)

var alertVariables = []cel.EnvOption{
	cel.Variable("labels", cel.MapType(cel.StringType, cel.StringType)), cel.Variable("annotations", cel.MapType(cel.StringType, cel.StringType)),
	cel.Variable("source", cel.StringType),
}

var groupingEnv = environment(alertVariables...)

// group is a Grouping after checking.
type group struct {
	Grouping
	health
	when, key      *expression // nil when there is none
	window, reopen time.Duration
	reopens        bool
}

func compileGroup(g Grouping, field string) (*group, error) {
	out := &group{Grouping: g}
	var err error
	if g.When != "" {
		if out.when, err = compile(groupingEnv, field+".when", g.When, ruleCost, cel.BoolType); err != nil {
			return nil, err
		}
	}
	switch {
	case (len(g.By) > 0) == (g.Key != ""):
		return nil, bad(field+".by", "Rule %q needs either `by` or `key`.", g.Name).Try("Name labels in `by`, such as [cluster, service].")
	case len(g.By) > maxBy || slices.ContainsFunc(g.By, func(l string) bool { return l == "" || utf8.RuneCountInString(l) > maxLabel }):
		return nil, bad(field+".by", "Alerts are grouped by 1 to %d labels with names of 1 to %d characters.", maxBy, maxLabel)
	case g.Key != "":
		if out.key, err = compile(groupingEnv, field+".key", g.Key, ruleCost, cel.StringType); err != nil {
			return nil, err
		}
	}
	if out.window, err = wait(field+".window", g.Window); err != nil {
		return nil, err
	}
	out.reopens = g.ReopenWindow != ""
	out.reopen, err = wait(field+".reopenWindow", g.ReopenWindow)
	return out, err
}

// wait reads a time such as 30m; empty is zero.
func wait(field, text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 || d > maxWait {
		return 0, bad(field, "%q is not a time from 0s to 720h.", text).Try("Write it as 90s, 30m or 9h.")
	}
	return d, nil
}

// alertVars gives expressions what is known of one alert.
type alertVars struct {
	labels, annotations texts
	source              string
}

func newAlertVars(source string, labels, annotations map[string]string) *alertVars {
	return &alertVars{labels: newTexts(labels), annotations: newTexts(annotations), source: source}
}

func (v *alertVars) ResolveName(name string) (any, bool) {
	switch name {
	case "labels":
		return v.labels, true
	case "annotations":
		return v.annotations, true
	case "source":
		return types.String(v.source), true
	default:
		return nil, false
	}
}

func (v *alertVars) Parent() cel.Activation { return nil }

// place answers false when the rule does not match, or gives no key.
func (g *group) place(vars *alertVars) (incident.Placement, bool, error) {
	if g.when != nil {
		if matched, err := g.when.holds(vars); err != nil || !matched {
			return incident.Placement{}, false, err
		}
	}
	key, err := g.keyOf(vars)
	if err != nil || key == "" {
		return incident.Placement{}, false, err
	}
	return incident.Placement{Key: key, Rule: g.Name, Window: g.window, Reopens: g.reopens, Reopen: g.reopen}, true, nil
}

func (g *group) keyOf(vars *alertVars) (string, error) {
	if g.key == nil {
		return incident.KeyBy(g.By, vars.labels.plain), nil
	}
	out, err := g.key.eval(vars)
	if err != nil {
		return "", err
	}
	text, ok := out.(types.String)
	if !ok {
		return "", fmt.Errorf("the key is %s, not a text", out.Type().TypeName())
	}
	return incident.KeyOf(string(text)), nil
}

// Place finds the rule that says which incident an alert belongs to; an empty placement when none does.
func (s *Set) Place(source incident.Source, labels, annotations map[string]string) incident.Placement {
	if len(s.groups) == 0 {
		return incident.Placement{}
	}
	vars := newAlertVars(source.Name, labels, annotations)
	for _, i := range s.groupIndex.candidates(labels) {
		g := s.groups[i]
		place, ok, err := g.place(vars)
		g.note(err)
		if ok {
			return place
		}
	}
	return incident.Placement{}
}
