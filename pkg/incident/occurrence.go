package incident

import "time"

// effect is what one event does to the occurrences of its alert.
type effect int

const (
	effectNew             effect = iota // first firing of this alert, or a later one
	effectRepeat                        // fires still
	effectRefire                        // fires again with the start that was resolved: firing wins
	effectResolve                       // the current occurrence ends
	effectResolvedAgain                 // resolved still
	effectResolvedUnknown               // resolved, but its firing was never seen
	effectHistory                       // older than the current occurrence: never changes the current state
)

// effectOf holds the rules of occurrences in one place. Its inputs are the current occurrence (nil for an unknown
// alert) and the event's state and start, both in whole milliseconds.
func effectOf(current *Occurrence, state State, startsAt time.Time) effect {
	switch {
	case current == nil || startsAt.After(current.StartsAt):
		if state == Firing {
			return effectNew
		}
		return effectResolvedUnknown
	case startsAt.Before(current.StartsAt):
		return effectHistory
	case state == Firing && current.State == Firing:
		return effectRepeat
	case state == Firing:
		return effectRefire
	case current.State == Firing:
		return effectResolve
	default:
		return effectResolvedAgain
	}
}

// newOccurrence is what an event says about its firing period, without an incident yet.
func newOccurrence(alertID int64, e Event, now time.Time) *Occurrence {
	o := &Occurrence{
		AlertID: alertID, StartsAt: e.StartsAt, State: e.State, Severity: SeverityOf(e.Labels), Layer: LayerOf(e.Labels),
		Signal: e.Labels["signal"], Service: ServiceOf(e.Labels), Namespace: e.Labels["namespace"], Name: NameOf(e.Labels), RuleUID: e.RuleUID,
	}
	o.take(e, now)
	if e.State == Resolved {
		o.end(e.EndsAt, now, e.SoftReason)
	}
	return o
}

// take keeps the latest texts, values and links. Some senders leave them out when they resolve, so empty ones change nothing.
func (o *Occurrence) take(e Event, now time.Time) {
	o.LastSeenAt = now
	if s := e.Annotations["summary"]; s != "" {
		o.Summary = s
	}
	if len(e.Annotations) > 0 {
		o.Annotations = e.Annotations
	}
	if e.Values != nil {
		o.Values = e.Values
	}
	if e.Links != (Links{}) {
		o.Links = e.Links
	}
}

// end closes the occurrence. An end that is missing, before its start or in the future is replaced by the time of receipt.
func (o *Occurrence) end(at, now time.Time, softReason string) {
	if at.IsZero() || at.Before(o.StartsAt) || at.After(now) {
		at = now
	}
	if at.Before(o.StartsAt) {
		at = o.StartsAt
	}
	o.State, o.EndsAt, o.SoftReason = Resolved, at, softReason
}

// fire opens a resolved occurrence again.
func (o *Occurrence) fire() {
	o.State, o.EndsAt, o.SoftReason = Firing, time.Time{}, ""
}
