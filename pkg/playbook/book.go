// Package playbook does what an organisation's playbooks say: whom to tell of an incident and when, who has which role, which
// messages go out and who has to approve them. It takes part in the engine's transactions as its Practice.
package playbook

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// The kinds of timers of this package.
const (
	TimerEscalate incident.TimerKind = "escalate" // the next step
	TimerUpdate   incident.TimerKind = "update"   // people wait for an update
)

// Kinds of timeline entries of this package.
const (
	KindEscalated  = "escalated"
	KindInformed   = "informed"
	KindUpdateLate = "update_late"
	KindRole       = "role"
	KindMessage    = "message"
)

// Options are what the settings say.
type Options struct {
	Practice  catalog.Practice
	Problems  []catalog.PracticeProblem // found when Practice was read
	Channels  []string                  // names, in the order of the settings
	External  []string                  // those of Channels that people outside read
	Rotations []string                  // names that stand for whoever is on call
	Approval  []incident.Severity       // external messages of these need a second person, beside those of P0
	RootURL   string                    // of Grafana, without a slash at its end; empty when it is not known
}

// Book is the practice of an installation. It keeps no state: how far an incident is stands in its record.
type Book struct {
	Options
	internal []string
	problems []catalog.PracticeProblem
}

var _ incident.Practice = (*Book)(nil)

// New makes a book. What is wrong never stops the rest; Problems names it.
func New(o Options) *Book {
	b := &Book{Options: o, problems: slices.Clone(o.Problems)}
	for _, name := range o.Channels {
		if !slices.Contains(o.External, name) {
			b.internal = append(b.internal, name)
		}
	}
	for i, name := range o.External {
		if !slices.Contains(o.Channels, name) {
			b.problems = append(b.problems, catalog.PracticeProblem{Where: fmt.Sprintf("jsonData.externalChannels[%d]", i), Message: fmt.Sprintf("there is no channel %q", name)})
		}
	}
	for _, p := range o.Practice.Playbooks {
		b.checkChannels(p)
	}
	return b
}

// Problems lists what is wrong in playbooks and messages, and channels that are named but not there.
func (b *Book) Problems() []catalog.PracticeProblem { return b.problems }

// InternalChannels lists the channels that people inside read.
func (b *Book) InternalChannels() []string { return b.internal }

func (b *Book) checkChannels(p catalog.Playbook) {
	check := func(field string, names []string) {
		for i, name := range names {
			message := fmt.Sprintf("there is no channel %q", name)
			if slices.Contains(b.External, name) {
				message = fmt.Sprintf("people outside read the channel %q", name)
			}
			if !slices.Contains(b.internal, name) {
				b.problems = append(b.problems, catalog.PracticeProblem{Where: p.From, Field: fmt.Sprintf("%s.channels[%d]", field, i), Message: message})
			}
		}
	}
	for i, s := range p.Steps {
		check(fmt.Sprintf("steps[%d]", i), s.Channels)
	}
	for i, m := range p.Messages {
		check(fmt.Sprintf("messages[%d]", i), m.Channels)
	}
	if p.Update != nil {
		check("update", p.Update.Channels)
	}
}

// through lists the channels for people inside that a part of a playbook goes through: those that it names and that are there.
func (b *Book) through(named []string) []string {
	if len(named) == 0 {
		return b.internal
	}
	var out []string
	for _, name := range named {
		if slices.Contains(b.internal, name) {
			out = append(out, name)
		}
	}
	return out
}

// Owns says whether timers of this kind are the practice's.
func (b *Book) Owns(kind incident.TimerKind) bool {
	return kind == TimerEscalate || kind == TimerUpdate
}

// uninteresting entries change nothing about whom to tell. They are most of what is written.
var uninteresting = map[string]bool{
	incident.KindAlertFired: true, incident.KindAlertResolved: true, incident.KindNote: true, incident.KindEdited: true,
	"notified": true, "notify_failed": true,
}

// Written follows the incident: it starts, goes on with, holds or ends its playbook, and sends the messages of what happened.
func (b *Book) Written(ctx context.Context, d incident.Desk, inc *incident.Incident, e incident.Entry) error {
	if uninteresting[e.Kind] {
		return nil
	}
	if err := b.follow(ctx, d, inc); err != nil {
		return err
	}
	return b.tellOf(ctx, d, inc, e)
}

// Ring does what is due.
func (b *Book) Ring(ctx context.Context, d incident.Desk, inc *incident.Incident, t incident.Timer) error {
	if t.Kind == TimerUpdate {
		return b.remind(ctx, d, inc)
	}
	return b.follow(ctx, d, inc)
}

// current is the playbook that the incident follows; nil when it follows none, or one that is not there any more.
func (b *Book) current(inc *incident.Incident) *catalog.Playbook {
	if inc.Escalation.Playbook == "" {
		return nil
	}
	return b.Practice.Playbook(inc.Escalation.Playbook)
}

// Hold says why nobody is told of an incident now.
type Hold string

// The holds.
const (
	HoldDrill Hold = "drill"
	HoldQuiet Hold = "silenced" // snoozed, or in a maintenance window
	HoldEnded Hold = "ended"    // not open any more
)

// hold also says until when, zero when that is not known.
func hold(inc *incident.Incident, now time.Time) (Hold, time.Time) {
	switch {
	case !inc.Status.Open():
		return HoldEnded, time.Time{}
	case inc.Drill:
		return HoldDrill, time.Time{}
	case inc.Quiet(now):
		return HoldQuiet, inc.QuietUntil(now)
	}
	return "", time.Time{}
}
