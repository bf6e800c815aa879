package incident

import (
	"context"
	"maps"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// SetStatus moves an open incident to another open state.
type SetStatus struct{ To Status }

// Problems: not_open, status_not_next (Refused).
func (c SetStatus) do(_ context.Context, u *unit, inc *Incident, a Action) error {
	if err := mustBeOpen(inc); err != nil || inc.Status == c.To {
		return err
	}
	if !c.To.Open() {
		return problem.New(problem.Refused, "status_not_next", "%s is not set as a state by hand.", c.To).
			At("to").Try("Resolve, close, decline or merge the incident instead.")
	}
	from := inc.Status
	u.setStatus(inc, c.To)
	_, err := u.write(inc, statusEntry(a.actor(), from, inc.Status, "Now "+string(inc.Status)+"."))
	return err
}

// Decline says that the alerts meant nothing that has to be worked on. Further alerts of the group open a new incident.
type Decline struct{ Reason string }

// Problems: not_open, decline_too_late, reason_missing (Refused).
func (c Decline) do(_ context.Context, u *unit, inc *Incident, a Action) error {
	if err := mustBeOpen(inc); err != nil {
		return err
	}
	if !inc.Status.CanBecome(Declined) {
		return problem.New(problem.Refused, "decline_too_late", "Incident %d is %s: it was worked on.", inc.Number, inc.Status).
			Try("Resolve it.")
	}
	if strings.TrimSpace(c.Reason) == "" {
		return reasonMissing("Say why this is no incident.")
	}
	from := inc.Status
	u.setStatus(inc, Declined)
	entry := statusEntry(a.actor(), from, inc.Status, "Declined: "+c.Reason)
	entry.Data["reason"] = c.Reason
	_, err := u.write(inc, entry)
	return err
}

func reasonMissing(fix string) error {
	return problem.New(problem.Refused, "reason_missing", "A reason is needed.").At("reason").Try("%s", fix)
}

// closeReviewed ends a resolved incident for good.
func closeReviewed(ctx context.Context, u *unit, inc *Incident, a Action) error {
	if inc.Status != ResolvedState {
		return problem.New(problem.Refused, "not_resolved", "Incident %d is %s.", inc.Number, inc.Status).Try("Only resolved incidents can be closed.")
	}
	if err := u.mustBeReviewed(ctx, inc); err != nil {
		return err
	}
	u.setStatus(inc, Closed)
	inc.ClosedAt = u.now
	_, err := u.write(inc, statusEntry(a.actor(), ResolvedState, Closed, "Closed."))
	return err
}

// SetSeverity changes the severity by hand.
type SetSeverity struct {
	To     Severity
	Reason string // needed for a lower one
}

// Problems: not_changeable, reason_missing (Refused).
func (c SetSeverity) do(_ context.Context, u *unit, inc *Incident, a Action) error {
	if err := mustBeChangeable(inc); err != nil || inc.Severity == c.To {
		return err
	}
	from, reason := inc.Severity, strings.TrimSpace(c.Reason)
	word := "Raised"
	if c.To.Worse(from) {
		inc.raiseByHand(c.To)
	} else {
		if reason == "" {
			return reasonMissing("Say why it is less severe than it looked.")
		}
		word = "Lowered"
		inc.lower(c.To)
	}
	inc.Version++
	body := word + " from " + string(from) + " to " + string(inc.Severity) + "."
	data := map[string]any{"from": string(from), "to": string(inc.Severity)}
	if reason != "" {
		body += " " + reason
		data["reason"] = reason
	}
	_, err := u.write(inc, Entry{Kind: KindSeverity, Actor: a.actor(), Body: body, Data: data})
	return err
}

func mustBeChangeable(inc *Incident) error {
	if inc.Status != Merged && inc.Status != Closed {
		return nil
	}
	return problem.New(problem.Refused, "not_changeable", "Incident %d is %s and is not changed any more.", inc.Number, inc.Status)
}

// raise worsens the severity by an alert, unless people lowered it from that or something worse.
func (inc *Incident) raise(to Severity) bool {
	if !to.Worse(inc.Severity) || inc.LoweredFrom != "" && !to.Worse(inc.LoweredFrom) {
		return false
	}
	inc.raiseByHand(to)
	inc.Version++
	return true
}

func (inc *Incident) raiseByHand(to Severity) {
	inc.Severity = to
	if inc.LoweredFrom != "" && !inc.LoweredFrom.Worse(to) {
		inc.LoweredFrom = ""
	}
}

func (inc *Incident) lower(to Severity) {
	if inc.LoweredFrom == "" || inc.Severity.Worse(inc.LoweredFrom) {
		inc.LoweredFrom = inc.Severity
	}
	inc.Severity = to
	if !inc.SnoozedUntil.IsZero() {
		inc.SnoozedAs = to // what is worse than it is now ends the snooze
	}
}

// Edit changes what people call the incident. Nil leaves a text as it is; both are checked and clean.
type Edit struct {
	Title   *string
	Summary *string   // Markdown; empty takes it away
	Readers *[]string // logins that alone may read it; empty for everybody
}

// Problems: not_changeable (Refused).
func (c Edit) do(_ context.Context, u *unit, inc *Incident, a Action) error {
	if err := mustBeChangeable(inc); err != nil {
		return err
	}
	data := map[string]any{}
	var parts []string
	if c.Title != nil && shortTitle(*c.Title) != inc.Title {
		data["titleFrom"] = inc.Title
		inc.Title = shortTitle(*c.Title)
		data["title"] = inc.Title
		parts = append(parts, "Renamed to “"+plain(inc.Title)+"”.")
	}
	if c.Summary != nil && *c.Summary != inc.Summary {
		data["summaryFrom"] = inc.Summary
		inc.Summary = *c.Summary
		data["summary"] = inc.Summary
		parts = append(parts, "Summary changed.")
	}
	if c.Readers != nil {
		if sentence, changed := inc.restrict(*c.Readers, a.By); sentence != "" {
			maps.Copy(data, changed)
			parts = append(parts, sentence)
		}
	}
	if len(parts) == 0 {
		return nil
	}
	inc.Version++
	_, err := u.write(inc, Entry{Kind: KindEdited, Actor: a.actor(), Body: strings.Join(parts, " "), Data: data})
	return err
}

// earlier is the earlier of two times; a zero time does not count.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
