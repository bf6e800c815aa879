package playbook

import (
	"context"
	"slices"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// lateAfter is how much later than planned a step may run before that is said.
const lateAfter = 30 * time.Second

// follow brings the escalation of an incident up to date: it may be called at any time and as often as one likes.
func (b *Book) follow(ctx context.Context, d incident.Desk, inc *incident.Incident) error {
	if !inc.Status.Open() {
		b.end(d, inc)
		return nil
	}
	b.choose(d, inc)
	book := b.current(inc)
	if book == nil {
		b.setTimer(d, inc, time.Time{})
		return nil
	}
	if why, until := hold(inc, d.Now()); why != "" {
		b.setTimer(d, inc, until)
		return nil
	}
	if err := b.runDue(ctx, d, inc, book); err != nil {
		return err
	}
	b.setTimer(d, inc, nextDue(inc, book))
	return nil
}

// end keeps what was done, for the record. The incident may be opened again: that is a new round.
func (b *Book) end(d incident.Desk, inc *incident.Incident) {
	b.setTimer(d, inc, time.Time{})
	if !inc.UpdateDue.IsZero() {
		setUpdate(d, inc, time.Time{})
	}
	if inc.Escalation.Playbook != "" {
		inc.Escalation.Ended = true
	}
}

// choose starts a playbook, or goes over to another one when the severity changed.
func (b *Book) choose(d incident.Desk, inc *incident.Incident) {
	e := &inc.Escalation
	fresh := e.Playbook == "" || e.Ended
	if !fresh && e.Severity == inc.Severity {
		return
	}
	book := b.Practice.For(string(inc.Severity), inc.Services)
	if book == nil {
		return
	}
	var known []incident.EscalationStep
	stricter := !fresh && inc.Severity.Worse(e.Severity)
	if fresh {
		e.Round++
	} else {
		known = e.Steps
	}
	e.Playbook, e.Severity, e.Ended = book.ID, inc.Severity, false
	e.Steps = planned(book, known, d.Now(), stricter)
	switch {
	case inc.Drill || book.Update == nil:
		setUpdate(d, inc, time.Time{})
	default:
		due := d.Now().Add(time.Duration(book.Update.Every))
		if stricter && !inc.UpdateDue.IsZero() && inc.UpdateDue.Before(due) {
			due = inc.UpdateDue
		}
		setUpdate(d, inc, due)
	}
}

// planned are the steps of a playbook that begins now. What was done before is not done again, and on the way to a stricter
// playbook nobody is told later than was planned.
func planned(book *catalog.Playbook, known []incident.EscalationStep, now time.Time, stricter bool) []incident.EscalationStep {
	out := make([]incident.EscalationStep, 0, len(book.Steps))
	for _, s := range book.Steps {
		next := incident.EscalationStep{ID: s.ID, Due: now.Add(time.Duration(s.After))}
		if i := slices.IndexFunc(known, func(k incident.EscalationStep) bool { return k.ID == s.ID }); i >= 0 {
			before := known[i]
			next.Done, next.Times, next.Untold = before.Done, before.Times, before.Untold
			switch {
			case next.Times > 0 && s.Repeat != nil:
				next.Due = now.Add(time.Duration(s.Repeat.Every))
			case next.Times > 0 || stricter && before.Due.Before(next.Due):
				next.Due = before.Due
			}
		}
		out = append(out, next)
	}
	for _, k := range known {
		if k.Times > 0 && !slices.ContainsFunc(out, func(s incident.EscalationStep) bool { return s.ID == k.ID }) {
			out = append(out, k) // another change of the severity may bring it back
		}
	}
	return out
}

// pending says whether the step is still to be done, for the first time or again, as the incident is now.
func pending(inc *incident.Incident, s catalog.Step, state incident.EscalationStep) bool {
	return state.Times < limit(s) && !spared(inc, s, state.Times > 0)
}

func limit(s catalog.Step) int {
	if s.Repeat == nil {
		return 1
	}
	return 1 + s.Repeat.Times
}

// spared says whether nobody needs the step as the incident is now: somebody works on it, or the impact has ended.
// Telling again always ends with an acknowledgement.
func spared(inc *incident.Incident, s catalog.Step, again bool) bool {
	if inc.Status == incident.Monitoring {
		return true
	}
	return inc.Acknowledged && (again || s.Unless == catalog.UnlessAcknowledged)
}

// each calls do for the steps that are pending, in the order of the playbook.
func each(inc *incident.Incident, book *catalog.Playbook, do func(s catalog.Step, state *incident.EscalationStep)) {
	for i := range inc.Escalation.Steps {
		state := &inc.Escalation.Steps[i]
		at := slices.IndexFunc(book.Steps, func(s catalog.Step) bool { return s.ID == state.ID })
		if at >= 0 && pending(inc, book.Steps[at], *state) {
			do(book.Steps[at], state)
		}
	}
}

func nextDue(inc *incident.Incident, book *catalog.Playbook) time.Time {
	var next time.Time
	each(inc, book, func(_ catalog.Step, state *incident.EscalationStep) {
		if next.IsZero() || state.Due.Before(next) {
			next = state.Due
		}
	})
	return next
}

// runDue does the step that is longest due, with those that were planned for the same time. Later ones that are due as well,
// because nothing ran or because they were held, keep their distance to it, so that nobody is flooded.
func (b *Book) runDue(ctx context.Context, d incident.Desk, inc *incident.Incident, book *catalog.Playbook) error {
	now, first := d.Now(), nextDue(inc, book)
	if first.IsZero() || first.After(now) {
		return nil
	}
	var run []catalog.Step
	each(inc, book, func(s catalog.Step, state *incident.EscalationStep) {
		switch {
		case state.Due.Equal(first):
			run = append(run, s)
			state.Times++
			state.Untold = len(b.through(s.Channels)) == 0
			if state.Done.IsZero() {
				state.Done = now
			}
			state.Due = now
			if s.Repeat != nil {
				state.Due = now.Add(time.Duration(s.Repeat.Every))
			}
		case !state.Due.After(now):
			state.Due = now.Add(state.Due.Sub(first))
		}
	})
	return b.escalate(ctx, d, inc, book, run, lateness(inc, now))
}

// lateness is how long after its time the timer is looked at; zero when there was none to look at.
func lateness(inc *incident.Incident, now time.Time) time.Duration {
	late := now.Sub(inc.Escalation.Timer)
	if inc.Escalation.Timer.IsZero() || late < lateAfter {
		return 0
	}
	return late.Round(time.Second)
}

// setTimer writes only what changes. A timer that has rung is gone and has to be set again.
func (b *Book) setTimer(d incident.Desk, inc *incident.Incident, due time.Time) {
	e := &inc.Escalation
	if due.Equal(e.Timer) && (due.IsZero() || due.After(d.Now())) {
		return
	}
	e.Timer = due
	d.SetTimer(inc, TimerEscalate, due)
}

// setUpdate says when people want to hear of the incident again.
func setUpdate(d incident.Desk, inc *incident.Incident, due time.Time) {
	inc.Escalation.Late = false
	if due.Equal(inc.UpdateDue) {
		return
	}
	inc.UpdateDue = due
	d.SetTimer(inc, TimerUpdate, due)
}
