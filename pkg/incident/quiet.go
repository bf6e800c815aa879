package incident

import "time"

// Quiet says whether nobody is told of the incident right now: its group is snoozed, or planned work is about it.
func (inc *Incident) Quiet(now time.Time) bool { return inc.QuietUntil(now).After(now) }

// QuietUntil is when the incident may be spoken of again; zero when it may be now. Something worse may end that earlier.
func (inc *Incident) QuietUntil(now time.Time) time.Time {
	until := inc.MaintenanceUntil
	if inc.snoozeHolds() && inc.SnoozedUntil.After(until) {
		until = inc.SnoozedUntil
	}
	if !until.After(now) {
		return time.Time{}
	}
	return until
}

// snoozeHolds is false from the moment when the incident is worse than what people snoozed.
func (inc *Incident) snoozeHolds() bool {
	return !inc.SnoozedUntil.IsZero() && !inc.Severity.Worse(inc.SnoozedAs)
}
