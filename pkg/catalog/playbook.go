package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"gopkg.in/yaml.v3"
)

// Span is a length of time, written as 90s, 5m or 24h.
type Span time.Duration

// UnmarshalYAML reads what time.ParseDuration reads.
func (s *Span) UnmarshalYAML(node *yaml.Node) error {
	d, err := time.ParseDuration(node.Value)
	*s = Span(d)
	return err
}

// Playbook says what people do about incidents of one severity, and who is told when.
type Playbook struct {
	ID          string         `yaml:"id"`
	Severity    string         `yaml:"severity"` // P0 to P3
	Title       string         `yaml:"title"`
	Summary     string         `yaml:"summary"`
	Services    []string       `yaml:"services"`    // only incidents that touch one of them; empty for all
	Acknowledge Span           `yaml:"acknowledge"` // within which somebody should have taken it; 0 for no target
	Update      *Cadence       `yaml:"update"`      // nil when nobody waits for updates
	Roles       []Role         `yaml:"roles"`
	Steps       []Step         `yaml:"steps"`    // in the order of their times
	Messages    []EventMessage `yaml:"messages"` // told when something happens
	External    ExternalRule   `yaml:"external"`

	From string `yaml:"-"` // where it is written, such as catalog/playbooks/p0.yaml or jsonData.playbooks[0]
}

// Cadence says how often people want to hear of an incident, and how the commander is reminded.
type Cadence struct {
	Every    Span     `yaml:"every"`
	Message  string   `yaml:"message"`
	Channels []string `yaml:"channels"`
}

// Role is what a person can be in an incident.
type Role struct {
	ID    string `yaml:"id"`
	Title string `yaml:"title"`
	Duty  string `yaml:"duty"`
	Many  bool   `yaml:"many"` // several people may have it at once
}

// Commander is the role that decides. It is the one that lists show.
const Commander = "commander"

// Guard is what makes a step needless.
type Guard string

// The guards.
const (
	UnlessAcknowledged Guard = "acknowledged"
	UnlessMitigated    Guard = "mitigated" // it goes on although somebody works on it, until the impact has ended
)

// Step tells people about an incident some time after it began.
type Step struct {
	ID       string   `yaml:"id"` // playbooks of other severities with the same one do not repeat it
	After    Span     `yaml:"after"`
	Unless   Guard    `yaml:"unless"`
	To       []string `yaml:"to"`       // roles, contacts, rotations, logins or addresses
	Channels []string `yaml:"channels"` // empty for all internal ones
	Message  string   `yaml:"message"`
	Repeat   *Repeat  `yaml:"repeat"`
}

// Repeat tells again until the incident is acknowledged.
type Repeat struct {
	Every Span `yaml:"every"`
	Times int  `yaml:"times"`
}

// EventMessage is sent when something happens. An external one is only drafted: people send those.
type EventMessage struct {
	On       string   `yaml:"on"`
	To       []string `yaml:"to"`
	Channels []string `yaml:"channels"`
	Message  string   `yaml:"message"`
}

// ExternalRule says what external messages need.
type ExternalRule struct {
	Approval string `yaml:"approval"`
}

// TwoPersons approves: somebody other than the writer has to.
const TwoPersons = "two-persons"

// Role finds a role by its id.
func (p Playbook) Role(id string) (Role, bool) {
	i := slices.IndexFunc(p.Roles, func(r Role) bool { return r.ID == id })
	if i < 0 {
		return Role{}, false
	}
	return p.Roles[i], true
}

// check finds what the schema cannot say. Messages are those that are in effect.
func (p Playbook) check(messages map[string]MessageTemplate) []Problem {
	var out []Problem
	report := func(field, format string, args ...any) {
		out = append(out, Problem{Field: field, Message: fmt.Sprintf(format, args...)})
	}
	known := func(field, id string) {
		if _, ok := messages[id]; !ok {
			report(field, "there is no message %q", id)
		}
	}
	ids := map[string]bool{}
	for i, r := range p.Roles {
		if ids[r.ID] {
			report(fmt.Sprintf("roles[%d].id", i), "%q is there twice", r.ID)
		}
		if r.ID == Commander && r.Many {
			report(fmt.Sprintf("roles[%d].many", i), "an incident has one commander")
		}
		ids[r.ID] = true
	}
	steps := map[string]bool{}
	for i, s := range p.Steps {
		at := fmt.Sprintf("steps[%d]", i)
		if steps[s.ID] {
			report(at+".id", "%q is there twice", s.ID)
		}
		steps[s.ID] = true
		if i > 0 && s.After < p.Steps[i-1].After {
			report(at+".after", "is earlier than the step before it")
		}
		if s.Repeat != nil && s.Repeat.Every < Span(time.Minute) {
			report(at+".repeat.every", "is shorter than a minute")
		}
		known(at+".message", s.Message)
		if messages[s.Message].Audience == ExternalAudience {
			report(at+".message", "%q is for people outside; only messages on events may be drafted for them", s.Message)
		}
	}
	for i, m := range p.Messages {
		known(fmt.Sprintf("messages[%d].message", i), m.Message)
		if len(m.To) == 0 && messages[m.Message].Audience == InternalAudience {
			report(fmt.Sprintf("messages[%d].to", i), "is missing; only external messages go to nobody in particular")
		}
	}
	if p.Update != nil {
		known("update.message", p.Update.Message)
		if p.Update.Every < Span(time.Minute) {
			report("update.every", "is shorter than a minute")
		}
	}
	return out
}

func (p *Playbook) setDefaults() {
	for i := range p.Steps {
		p.Steps[i].Unless = cmp.Or(p.Steps[i].Unless, UnlessAcknowledged)
	}
	p.External.Approval = cmp.Or(p.External.Approval, "none")
}
