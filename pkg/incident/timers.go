package incident

import (
	"context"
	"fmt"
	"time"
)

// TimerKind says what happens when a timer is due.
type TimerKind string

// The kinds of timers.
const (
	TimerResolve TimerKind = "resolve" // nothing fired since
	TimerAck     TimerKind = "ack"     // the acknowledgement ends
	TimerFlap    TimerKind = "flap"    // no alert came back since
	TimerGrade   TimerKind = "grade"   // rules about severity may match by its age
	TimerSnooze  TimerKind = "snooze"  // the snooze of its group ends

	TimerMaintenance TimerKind = "maintenance" // the planned work in which it opened ends
)

// Timer is something that happens to an incident at a certain time. An incident has at most one of each kind.
type Timer struct {
	Incident int64
	Kind     TimerKind
	Due      time.Time // zero takes the timer away
}

// StaleReason is the soft reason of alerts that were not heard of for too long.
const StaleReason = "Stale"

const maxAtOnce = 200 // timers or stale alerts in one transaction

// Tick does what is due, a bounded part of it. It says whether there may be more.
func (e *Engine) Tick(ctx context.Context, l Ledger) (bool, error) {
	u := e.unit(l)
	due, err := l.DueTimers(ctx, u.now, e.policy.Leave, maxAtOnce)
	if err != nil {
		return false, err
	}
	for _, timer := range due {
		inc, err := u.incidentItself(ctx, timer.Incident)
		if err != nil {
			return false, err
		}
		u.setTimer(timer.Incident, timer.Kind, time.Time{})
		if inc == nil {
			continue
		}
		if p := u.policy.Practice; p != nil && p.Owns(timer.Kind) {
			err = p.Ring(ctx, desk{u}, inc, timer)
		} else {
			err = u.ring(ctx, inc, timer.Kind)
		}
		if err != nil {
			return false, err
		}
	}
	return len(due) == maxAtOnce, u.flush(ctx)
}

// ring does nothing when the incident is not any more what the timer was set for.
func (u *unit) ring(ctx context.Context, inc *Incident, kind TimerKind) error {
	switch {
	case kind == TimerResolve && inc.Status.Open() && inc.FiringAlerts == 0 && (inc.Status == Monitoring || !inc.FlappingSince.IsZero()):
		return u.resolveQuiet(inc)
	case kind == TimerFlap:
		return u.steady(ctx, inc)
	case kind == TimerGrade:
		return u.gradeByAge(ctx, inc)
	case kind == TimerAck && inc.Status.Open():
		return u.expire(inc)
	case kind == TimerSnooze:
		return u.snoozeOver(ctx, inc)
	case kind == TimerMaintenance:
		return u.maintenanceOver(ctx, inc)
	default:
		return nil
	}
}

// SweepStale ends firing alerts that were not heard of for too long: softly, so that a person has to look. A part at a time.
func (e *Engine) SweepStale(ctx context.Context, l Ledger) (bool, error) {
	if e.policy.StaleAfter <= 0 {
		return false, nil
	}
	u := e.unit(l)
	stale, err := l.StaleOccurrences(ctx, u.now.Add(-e.policy.StaleAfter), maxAtOnce)
	if err != nil {
		return false, err
	}
	var incidents ordered[*Incident]
	for _, o := range stale {
		o.end(o.LastSeenAt, u.now, StaleReason)
		u.dirtyOccurrences.add(o)
		inc, err := u.incidentItself(ctx, o.Incident)
		if err != nil {
			return false, err
		}
		if inc == nil {
			continue
		}
		inc.FiringAlerts--
		inc.SoftResolves = true
		incidents.add(inc)
		body := fmt.Sprintf("%s was not heard of since %s.", plain(o.Name), o.LastSeenAt.Format("2006-01-02 15:04 UTC"))
		entry := Entry{Kind: KindAlertResolved, Actor: Strata, Body: body, Data: map[string]any{"occurrence": o.ID, "alert": o.Name, "softReason": StaleReason}}
		if _, err := u.write(inc, entry); err != nil {
			return false, err
		}
	}
	for _, inc := range incidents.list {
		if err := u.settleIfQuiet(ctx, inc); err != nil {
			return false, err
		}
	}
	return len(stale) == maxAtOnce, u.flush(ctx)
}

// expire ends an acknowledgement whose time has passed. Its timer may have rung while the incident was not open.
func (u *unit) expire(inc *Incident) error {
	if !inc.Acknowledged || inc.AckUntil.IsZero() || u.now.Before(inc.AckUntil) {
		return nil
	}
	by := inc.AcknowledgedBy
	inc.dropAcknowledgement()
	inc.Version++
	_, err := u.write(inc, Entry{Kind: KindUnack, Actor: Strata, Body: "The acknowledgement of " + plain(by) + " has expired."})
	return err
}

func (u *unit) setTimer(number int64, kind TimerKind, due time.Time) {
	u.timers = append(u.timers, Timer{Incident: number, Kind: kind, Due: due})
}
