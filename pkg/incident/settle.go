package incident

import (
	"context"
	"fmt"
	"time"
)

// settleEnded counts out everything that stopped firing, and settles incidents in which nothing fires any more.
func (s *step) settleEnded(ctx context.Context) error {
	ended := map[*Incident][]*touch{}
	var order ordered[*Incident]
	for _, t := range s.touched {
		soft := t.o.SoftReason != ""
		if t.o.State != Resolved || !t.wasFiring && (!soft || t.o.Incident == 0) {
			continue
		}
		inc, err := s.incident(ctx, t.o.Incident)
		if err != nil {
			return err
		}
		if inc == nil {
			continue
		}
		if soft && !inc.SoftResolves {
			inc.SoftResolves = true
			s.unit.touch(inc)
		}
		if !t.wasFiring {
			continue // it fired and went silent again in one body
		}
		inc.FiringAlerts--
		ended[inc] = append(ended[inc], t)
		order.add(inc)
	}
	for _, inc := range order.list {
		s.incidents[inc.Number] = true
		s.unit.touch(inc)
		if err := s.recordResolved(inc, ended[inc]); err != nil {
			return err
		}
		if inc.FiringAlerts > 0 || !inc.Status.Open() {
			continue
		}
		if err := s.settle(ctx, inc); err != nil {
			return err
		}
	}
	return nil
}

// settle resolves an incident without firing alerts, or has it watched when one of them only went silent.
func (u *unit) settle(ctx context.Context, inc *Incident) error {
	silent, err := u.silentAlert(ctx, inc)
	if err != nil {
		return err
	}
	from := inc.Status
	if silent != nil {
		u.setTimer(inc.Number, TimerResolve, time.Time{}) // one from before must not resolve it
		if !u.setStatus(inc, Monitoring) {
			return nil
		}
		body := "No alert fires, but " + plain(silent.Name) + " went silent without its condition having ended (" + plain(silent.SoftReason) + "). Check, then resolve by hand."
		_, err = u.write(inc, statusEntry(Strata, from, inc.Status, body))
		return err
	}
	if delay := u.resolveDelay(inc); delay > 0 {
		return u.watch(inc, delay)
	}
	return u.resolveQuiet(inc)
}

// watch waits whether an alert fires again before the incident is resolved.
func (u *unit) watch(inc *Incident, delay time.Duration) error {
	u.setTimer(inc.Number, TimerResolve, u.now.Add(delay))
	if !inc.FlappingSince.IsZero() {
		return nil // its state stays, since it comes and goes
	}
	from := inc.Status
	if !u.setStatus(inc, Monitoring) {
		return nil
	}
	_, err := u.write(inc, statusEntry(Strata, from, inc.Status, fmt.Sprintf("No alert fires any more. Resolved in %s unless one does.", delay)))
	return err
}

// resolveQuiet resolves an incident in which nothing fires.
func (u *unit) resolveQuiet(inc *Incident) error {
	from := inc.Status
	if !u.setStatus(inc, ResolvedState) {
		return nil
	}
	inc.ResolvedAt = u.now
	_, err := u.write(inc, statusEntry(Strata, from, inc.Status, "All alerts are resolved."))
	return err
}

// silentAlert finds an occurrence that was resolved softly and whose condition has not been seen to end since:
// no occurrence of the same name that started then or later was really resolved.
func (u *unit) silentAlert(ctx context.Context, inc *Incident) (*Occurrence, error) {
	if !inc.SoftResolves {
		return nil, nil
	}
	if err := u.flush(ctx); err != nil {
		return nil, err
	}
	resolved, err := u.ledger.ResolvedOccurrences(ctx, inc.Number)
	if err != nil {
		return nil, err
	}
	lastReal := map[string]*Occurrence{}
	for _, o := range resolved {
		if o.SoftReason == "" && (lastReal[o.Name] == nil || o.StartsAt.After(lastReal[o.Name].StartsAt)) {
			lastReal[o.Name] = o
		}
	}
	for _, o := range resolved {
		if real := lastReal[o.Name]; o.SoftReason != "" && (real == nil || real.StartsAt.Before(o.StartsAt)) {
			return o, nil
		}
	}
	return nil, nil
}
