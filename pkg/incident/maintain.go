package incident

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/maintenance"
)

// windows reads the plan once per unit.
func (u *unit) windows(ctx context.Context) (maintenance.Plan, error) {
	if u.planRead {
		return u.plan, nil
	}
	plan, err := u.ledger.Plan(ctx)
	if err != nil {
		return nil, err
	}
	u.plan, u.planRead = plan, true
	return plan, nil
}

// heldBack parts what began to fire: planned work keeps the second part from opening incidents.
func (s *step) heldBack(plan maintenance.Plan, fired []*touch) (free, held []*touch) {
	for _, t := range fired {
		window, until := plan.Covering(maintenance.Suppress, t.alert.Labels, s.now)
		if window == nil {
			t.o.SuppressedUntil = time.Time{}
			free = append(free, t)
			continue
		}
		t.o.SuppressedBy, t.o.SuppressedUntil = window.ID, until
		held = append(held, t)
	}
	return free, held
}

// openFor is the open incident that a held back alert joins all the same: people work on it already. Nil when there is none.
func (s *step) openFor(ctx context.Context, key string, t *touch) (*Incident, error) {
	for _, number := range []int64{t.o.Incident, t.alert.Pinned} {
		if number == 0 {
			continue
		}
		inc, err := s.incident(ctx, number)
		if err != nil {
			return nil, err
		}
		if inc != nil && inc.Status.Open() {
			return inc, s.wake(inc)
		}
	}
	for _, inc := range []*Incident{s.open[key], s.latest[key]} {
		if inc != nil && inc.Status.Open() && !t.place.passed(inc, s.now) {
			return inc, s.wake(inc)
		}
	}
	return nil, nil
}

func (u *unit) openedNow(inc *Incident) {
	if u.reopened == nil {
		u.reopened = map[*Incident]bool{}
	}
	u.reopened[inc] = true
}

// hush gives an incident that was just opened the snooze of its group, and judges it by planned work.
func (s *step) hush(ctx context.Context, plan maintenance.Plan, inc *Incident, fired []*touch) error {
	if s.reopened[inc] && inc.SnoozedUntil.IsZero() {
		if err := s.inheritSnooze(ctx, inc); err != nil {
			return err
		}
	}
	return s.markMaintenance(plan, inc, fired)
}

// markMaintenance marks what opened only because of planned work, and takes the mark off when something else joins.
func (s *step) markMaintenance(plan maintenance.Plan, inc *Incident, fired []*touch) error {
	marked, opened := !inc.MaintenanceUntil.IsZero(), s.reopened[inc]
	delete(s.reopened, inc)
	if !marked && !opened {
		return nil
	}
	window, until := s.allCovered(plan, fired)
	if window == nil {
		return s.unmarkMaintenance(inc, "An alert joined that no maintenance window is about.")
	}
	if !marked || until.Before(inc.MaintenanceUntil) {
		inc.Maintenance, inc.MaintenanceUntil = window.ID, until
	}
	s.setTimer(inc.Number, TimerMaintenance, inc.MaintenanceUntil)
	if marked {
		return nil
	}
	return s.writeMaintenance(plan, inc)
}

// allCovered is the first window to end of those about these alerts; nil when one of them is about none.
func (s *step) allCovered(plan maintenance.Plan, fired []*touch) (*maintenance.Ready, time.Time) {
	var first *maintenance.Ready
	var end time.Time
	for _, t := range fired {
		window, until := plan.Covering(maintenance.Quiet, t.alert.Labels, s.now)
		if window == nil {
			window, until = plan.Covering(maintenance.Suppress, t.alert.Labels, s.now)
		}
		if window == nil {
			return nil, time.Time{}
		}
		if first == nil || until.Before(end) {
			first, end = window, until
		}
	}
	return first, end
}

func (s *step) writeMaintenance(plan maintenance.Plan, inc *Incident) error {
	window := plan.Find(inc.Maintenance)
	body := "It began in the maintenance window “" + plain(window.Name) + "”: nobody is told before " + inc.MaintenanceUntil.Format(timeOfDay) + "."
	data := map[string]any{"window": window.ID, "name": window.Name, "until": inc.MaintenanceUntil.Format(time.RFC3339)}
	_, err := s.write(inc, Entry{Kind: KindMaintenance, Actor: Strata, Body: body, Data: data})
	return err
}

func (u *unit) unmarkMaintenance(inc *Incident, why string) error {
	if inc.MaintenanceUntil.IsZero() {
		return nil
	}
	window := inc.Maintenance
	inc.Maintenance, inc.MaintenanceUntil = 0, time.Time{}
	u.setTimer(inc.Number, TimerMaintenance, time.Time{})
	_, err := u.write(inc, Entry{Kind: KindMaintenance, Actor: Strata, Body: why, Data: map[string]any{"window": window, "ended": true}})
	return err
}

// maintenanceOver ends the quiet of an incident, unless its window is open longer by now.
func (u *unit) maintenanceOver(ctx context.Context, inc *Incident) error {
	if inc.MaintenanceUntil.IsZero() {
		return nil
	}
	plan, err := u.windows(ctx)
	if err != nil {
		return err
	}
	if window := plan.Find(inc.Maintenance); window != nil && inc.Status.Open() {
		if span, open := window.At(u.now); open {
			inc.MaintenanceUntil = span.End
			u.setTimer(inc.Number, TimerMaintenance, span.End)
			u.touch(inc)
			return nil
		}
	}
	if !inc.Status.Open() {
		inc.Maintenance, inc.MaintenanceUntil = 0, time.Time{}
		u.touch(inc)
		return nil
	}
	return u.unmarkMaintenance(inc, "The maintenance window in which it began has ended.")
}

// EndMaintenance opens incidents for what still fires after its window. A part at a time; it says whether there may be more.
func (e *Engine) EndMaintenance(ctx context.Context, l Ledger) (bool, error) {
	u := e.unit(l)
	due, err := l.HeldBack(ctx, u.now, maxAtOnce)
	if err != nil || len(due) == 0 {
		return false, err
	}
	alerts, sources, err := u.loadHeld(ctx, due)
	if err != nil {
		return false, err
	}
	bySource := map[string][]*touch{}
	var order ordered[string]
	for _, o := range due {
		alert := alerts[o.AlertID]
		current := alert != nil && alert.Current != nil && alert.Current.ID == o.ID
		if current {
			o = alert.Current
		}
		o.SuppressedUntil = time.Time{}
		u.dirtyOccurrences.add(o)
		if !current {
			continue
		}
		if e.policy.StaleAfter > 0 && u.now.Sub(o.LastSeenAt) > e.policy.StaleAfter {
			o.end(o.LastSeenAt, u.now, StaleReason)
			continue
		}
		bySource[alert.SourceID] = append(bySource[alert.SourceID], &touch{alert: alert, o: o, place: u.placeHeld(sources[alert.SourceID], alert)})
		order.add(alert.SourceID)
	}
	for _, id := range order.list {
		if err := u.attachHeld(ctx, sources[id], bySource[id]); err != nil {
			return false, err
		}
	}
	return len(due) == maxAtOnce, u.flush(ctx)
}

func (u *unit) placeHeld(source Source, alert *Alert) Placement {
	return u.policy.PlaceOf(source, alert.Labels, alert.Current.Annotations, alert.Fingerprint)
}

// loadHeld reads what opening incidents for these occurrences may touch.
func (u *unit) loadHeld(ctx context.Context, due []*Occurrence) (map[int64]*Alert, map[string]Source, error) {
	var ids ordered[int64]
	for _, o := range due {
		ids.add(o.AlertID)
	}
	alerts, err := u.ledger.AlertsByID(ctx, ids.list)
	if err != nil {
		return nil, nil, err
	}
	var sourceIDs, groups ordered[string]
	for _, a := range alerts {
		u.alerts[AlertKey{a.SourceID, a.Fingerprint}] = a
		sourceIDs.add(a.SourceID)
	}
	sources, err := u.ledger.SourcesByID(ctx, sourceIDs.list)
	if err != nil {
		return nil, nil, err
	}
	for _, a := range alerts {
		groups.add(u.placeHeld(sources[a.SourceID], a).Key)
	}
	slices.Sort(groups.list)
	if err := u.loadByNumber(ctx); err != nil {
		return nil, nil, err
	}
	return alerts, sources, u.loadByGroup(ctx, groups.list)
}

func (u *unit) attachHeld(ctx context.Context, source Source, touched []*touch) error {
	s := &step{unit: u, delivery: Delivery{Source: source}, seen: map[*Occurrence]*touch{}, incidents: map[int64]bool{}, touched: touched}
	if err := s.attachFired(ctx); err != nil {
		return err
	}
	counts := map[int64]int{}
	for _, t := range touched {
		counts[t.o.Incident]++
	}
	for _, number := range slices.Sorted(maps.Keys(s.incidents)) {
		body := fmt.Sprintf("Held back by maintenance until now, and firing still: %d of its alerts.", counts[number])
		if _, err := s.write(s.byNum[number], Entry{Kind: KindMaintenance, Actor: Strata, Body: body, Data: map[string]any{"alerts": counts[number]}}); err != nil {
			return err
		}
	}
	return nil
}
