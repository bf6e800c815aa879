package incident

import (
	"context"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/maintenance"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// MaxSnooze is how long a group may be snoozed at once.
const MaxSnooze = 7 * 24 * time.Hour

// Snooze holds back what is said about a group of alerts. It outlives the incident that it was set on.
type Snooze struct {
	GroupKey string
	Until    time.Time // zero takes the snooze away
	Severity Severity  // anything worse ends it
	Reason   string
	By       string // login
	At       time.Time
}

// quietUnit is what a unit knows about what is held back.
type quietUnit struct {
	groupSnoozes map[string]Snooze // what was read so far; of other groups it is not known
	plan         maintenance.Plan
	planRead     bool
	reopened     map[*Incident]bool // opened, or opened again, by this unit
}

const timeOfDay = "2006-01-02 15:04 UTC"

// SetSnooze snoozes the group of an open incident. A snooze that is there is replaced.
type SetSnooze struct {
	Until  time.Time
	Reason string
}

// Problems: not_open, reason_missing (Refused), bad_until (Invalid).
func (c SetSnooze) do(_ context.Context, u *unit, inc *Incident, a Action) error {
	if err := mustBeOpen(inc); err != nil {
		return err
	}
	reason := strings.TrimSpace(c.Reason)
	if reason == "" {
		return reasonMissing("Say why nobody has to be told.")
	}
	until := c.Until.UTC().Truncate(time.Millisecond)
	if !until.After(u.now) || until.Sub(u.now) > MaxSnooze {
		return problem.New(problem.Invalid, "bad_until", "A snooze ends within the next %d days.", int(MaxSnooze.Hours())/24).
			At("until").Try("Choose another end; it can be set anew before it comes.")
	}
	u.snoozes = append(u.snoozes, Snooze{GroupKey: inc.GroupKey, Until: until, Severity: inc.Severity, Reason: reason, By: a.By, At: u.now})
	u.snooze(inc, until, inc.Severity)
	inc.Version++
	data := map[string]any{"until": until.Format(time.RFC3339), "reason": reason, "severity": string(inc.Severity)}
	body := "Snoozed until " + until.Format(timeOfDay) + ": " + plain(reason)
	_, err := u.write(inc, Entry{Kind: KindSnoozed, Actor: a.actor(), Body: body, Data: data})
	return err
}

func (u *unit) snooze(inc *Incident, until time.Time, as Severity) {
	inc.SnoozedUntil, inc.SnoozedAs = until, as
	u.setTimer(inc.Number, TimerSnooze, until)
}

// unsnooze ends the snooze of the incident's group before its time.
func unsnooze(ctx context.Context, u *unit, inc *Incident, a Action) error {
	if inc.Status == Merged || inc.SnoozedUntil.IsZero() {
		return problem.New(problem.Refused, "not_snoozed", "Incident %d is not snoozed.", inc.Number)
	}
	return u.endSnooze(ctx, inc, a.actor(), "The snooze was ended.")
}

// endSnooze takes the snooze off the group and off all of its incidents, and says so on this one, or on the one that is open.
func (u *unit) endSnooze(ctx context.Context, inc *Incident, by Actor, why string) error {
	others, err := u.ledger.SnoozedIncidents(ctx, inc.GroupKey)
	if err != nil {
		return err
	}
	tell := inc
	u.unmark(inc)
	for _, other := range others {
		other = u.remember(other)
		u.unmark(other)
		if !tell.Status.Open() && other.Status.Open() {
			tell = other
		}
	}
	tell.Version++
	u.snoozes = append(u.snoozes, Snooze{GroupKey: inc.GroupKey})
	if u.groupSnoozes != nil {
		u.groupSnoozes[inc.GroupKey] = Snooze{}
	}
	_, err = u.write(tell, Entry{Kind: KindUnsnoozed, Actor: by, Body: why})
	return err
}

func (u *unit) unmark(inc *Incident) {
	inc.SnoozedUntil, inc.SnoozedAs = time.Time{}, ""
	u.setTimer(inc.Number, TimerSnooze, time.Time{})
	u.touch(inc)
}

// snoozeOver ends a snooze whose time has come. A closed or merged incident only loses its mark.
func (u *unit) snoozeOver(ctx context.Context, inc *Incident) error {
	switch {
	case inc.SnoozedUntil.IsZero():
		return nil
	case inc.SnoozedUntil.After(u.now): // it was set anew
		u.setTimer(inc.Number, TimerSnooze, inc.SnoozedUntil)
		return nil
	case !inc.Status.Open() && inc.Status != ResolvedState:
		u.unmark(inc)
		return nil
	}
	return u.endSnooze(ctx, inc, Strata, "The snooze has ended.")
}

// endWorsenedSnoozes looks at everything that this transaction changes, whoever made it worse.
func (u *unit) endWorsenedSnoozes(ctx context.Context) error {
	for _, inc := range u.dirtyIncidents.list {
		if inc.SnoozedUntil.IsZero() || inc.snoozeHolds() || !inc.Status.Open() {
			continue
		}
		body := "The snooze has ended: it is " + string(inc.Severity) + " now, and was snoozed as " + string(inc.SnoozedAs) + "."
		if err := u.endSnooze(ctx, inc, Strata, body); err != nil {
			return err
		}
	}
	return nil
}

// loadSnoozes reads the snoozes of groups that may get a new incident.
func (u *unit) loadSnoozes(ctx context.Context, keys []string) error {
	found, err := u.ledger.Snoozes(ctx, keys)
	if err != nil {
		return err
	}
	if u.groupSnoozes == nil {
		u.groupSnoozes = map[string]Snooze{}
	}
	for _, key := range keys {
		u.groupSnoozes[key] = found[key]
	}
	return nil
}

// inheritSnooze snoozes a new incident as its group is.
func (u *unit) inheritSnooze(ctx context.Context, inc *Incident) error {
	if _, known := u.groupSnoozes[inc.GroupKey]; !known {
		if err := u.loadSnoozes(ctx, []string{inc.GroupKey}); err != nil {
			return err
		}
	}
	s := u.groupSnoozes[inc.GroupKey]
	if !s.Until.After(u.now) {
		return nil
	}
	u.snooze(inc, s.Until, s.Severity)
	body := "Its group is snoozed until " + s.Until.Format(timeOfDay) + " by " + plain(s.By) + ": " + plain(s.Reason)
	data := map[string]any{"until": s.Until.Format(time.RFC3339), "reason": s.Reason, "severity": string(s.Severity), "by": s.By}
	_, err := u.write(inc, Entry{Kind: KindSnoozed, Actor: Strata, Body: body, Data: data})
	return err
}
