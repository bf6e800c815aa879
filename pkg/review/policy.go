package review

import (
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// Choice is a kind that can be chosen.
type Choice struct {
	ID    string `json:"id" yaml:"id"`
	Title string `json:"title" yaml:"title"`
	Help  string `json:"help,omitempty" yaml:"help"`
}

// Template is the sections that reviews of some severities begin with.
type Template struct {
	ID          string              `json:"id" yaml:"id"`
	Title       string              `json:"title" yaml:"title"`
	Severities  []incident.Severity `json:"severities" yaml:"severities"`
	Sections    []Section           `json:"sections" yaml:"sections"`
	Provisioned bool                `json:"-" yaml:"-"`
}

// Reminders say when owners hear of actions that are overdue.
type Reminders struct {
	Channels []string      // names; none for no reminders
	Every    time.Duration // after the first; zero for once only
	Most     int           // how often at most
}

// Policy is what an installation may choose.
type Policy struct {
	Rules          map[incident.Severity]incident.ReviewRule
	ApproveByOther bool // whoever wrote last may not approve
	Triggers       []Choice
	Factors        []Choice
	ActionTypes    []Choice
	Templates      []Template
	Reminders      Reminders
}

// Rule is what a severity asks for.
func (p Policy) Rule(s incident.Severity) incident.ReviewRule { return p.Rules[s] }

// Template is the first one for a severity; nil for none.
func (p Policy) Template(s incident.Severity) *Template {
	for i := range p.Templates {
		for _, one := range p.Templates[i].Severities {
			if one == s {
				return &p.Templates[i]
			}
		}
	}
	return nil
}

func known(choices []Choice, id string) bool {
	for _, c := range choices {
		if c.ID == id {
			return true
		}
	}
	return false
}
