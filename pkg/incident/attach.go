package incident

import (
	"cmp"
	"context"
	"slices"
	"time"
)

const maxServices = 50 // listed per incident

// attachFired finds the incident of everything that began to fire: the open one of its group, the one resolved
// a short while ago, or a new one.
func (s *step) attachFired(ctx context.Context) error {
	groups := map[string][]*touch{}
	var order ordered[string]
	for _, t := range s.touched {
		if t.o.State == Firing && !t.wasFiring {
			groups[t.place.Key] = append(groups[t.place.Key], t)
			order.add(t.place.Key)
		}
	}
	for _, key := range order.list {
		if err := s.attachGroup(ctx, key, groups[key]); err != nil {
			return err
		}
	}
	return nil
}

func (s *step) attachGroup(ctx context.Context, key string, fired []*touch) error {
	plan, err := s.windows(ctx)
	if err != nil {
		return err
	}
	byIncident := map[*Incident][]*touch{}
	var order ordered[*Incident]
	join := func(inc *Incident, t *touch) error {
		byIncident[inc] = append(byIncident[inc], t)
		order.add(inc)
		return s.attach(ctx, inc, t)
	}
	free, held := s.heldBack(plan, fired)
	for _, t := range free {
		inc, err := s.incidentFor(ctx, key, t, free)
		if err != nil {
			return err
		}
		if err := join(inc, t); err != nil {
			return err
		}
	}
	for _, t := range held {
		inc, err := s.openFor(ctx, key, t)
		if err != nil {
			return err
		}
		if inc == nil {
			continue
		}
		t.o.SuppressedBy, t.o.SuppressedUntil = 0, time.Time{}
		if err := join(inc, t); err != nil {
			return err
		}
	}
	for _, inc := range order.list {
		if err := s.hush(ctx, plan, inc, byIncident[inc]); err != nil {
			return err
		}
		if err := s.recordFired(inc, byIncident[inc]); err != nil {
			return err
		}
	}
	return nil
}

// incidentFor prefers the incident that the occurrence already belongs to, as long as that is open.
func (s *step) incidentFor(ctx context.Context, key string, t *touch, fired []*touch) (*Incident, error) {
	if t.o.Incident != 0 {
		own, err := s.incident(ctx, t.o.Incident)
		if err != nil {
			return nil, err
		}
		if own != nil && own.Status.Open() {
			return own, s.wake(own)
		}
	}
	for _, find := range []func(context.Context, *touch) (*Incident, error){s.pinned, s.ruleIncident} {
		if inc, err := find(ctx, t); err != nil || inc != nil {
			return inc, err
		}
	}
	return s.incidentOf(key, t, fired)
}

// sureOf leaves out what may go, or has gone, to another incident: that must not name or grade a new one.
func sureOf(t *touch, fired []*touch) []*touch {
	return slices.DeleteFunc(slices.Clone(fired), func(other *touch) bool {
		return other != t && (other.alert.Pinned != 0 || other.o.Incident != 0 || other.alert.NoData)
	})
}

// incidentOf is the incident of a group key. Only a new one looks at all that fired: one body may have ten thousand of a group.
func (s *step) incidentOf(key string, t *touch, fired []*touch) (*Incident, error) {
	place := t.place
	if inc, ok := s.open[key]; ok {
		if !place.passed(inc, s.now) {
			return inc, s.wake(inc)
		}
		s.retire(inc)
		return s.create(key, inc.Number, sureOf(t, fired))
	}
	previous := s.latest[key]
	if previous == nil {
		return s.create(key, 0, sureOf(t, fired))
	}
	if place.passed(previous, s.now) {
		return s.create(key, previous.Number, sureOf(t, fired))
	}
	if taken, err := s.takeAgain(previous, place); err != nil || taken {
		return previous, err
	}
	return s.create(key, previous.Number, sureOf(t, fired))
}

// pinned is the incident that people put the alert into, as long as that can take alerts; else the pin is taken off.
func (s *step) pinned(ctx context.Context, t *touch) (*Incident, error) {
	a := t.alert
	if a.Pinned == 0 {
		return nil, nil
	}
	inc, err := s.incident(ctx, a.Pinned)
	if err != nil {
		return nil, err
	}
	if inc != nil {
		if taken, err := s.takeAgain(inc, Placement{}); err != nil || taken {
			return inc, err
		}
	}
	a.Pinned = 0
	s.dirtyAlerts.add(a)
	return nil, nil
}

// takeAgain makes an incident ready for an alert that fires: it is open, or was resolved a short while ago.
func (s *step) takeAgain(inc *Incident, place Placement) (bool, error) {
	if inc.Status.Open() {
		return true, s.wake(inc)
	}
	if inc.Status == ResolvedState && s.now.Sub(inc.ResolvedAt) <= s.policy.reopenWindow(inc, place) {
		return true, s.reopen(inc, Strata, "It fires again.", map[string]any{"auto": true})
	}
	return false, nil
}

// wake brings an incident that was only watched back to work.
func (s *step) wake(inc *Incident) error {
	if inc.Status != Monitoring {
		return nil
	}
	from := inc.Status
	if !s.setStatus(inc, workStatus(inc)) {
		return nil
	}
	_, err := s.write(inc, statusEntry(Strata, from, inc.Status, "An alert fires again."))
	return err
}

// workStatus is where an incident goes when it is open and somebody has or has not taken it.
func workStatus(inc *Incident) Status {
	if inc.Acknowledged {
		return Investigating
	}
	return Triage
}

func (u *unit) reopen(inc *Incident, by Actor, why string, data map[string]any) error {
	if err := u.expire(inc); err != nil {
		return err
	}
	from := inc.Status
	if !u.setStatus(inc, workStatus(inc)) {
		return nil
	}
	inc.ResolvedAt = time.Time{}
	inc.FlapCount++
	u.lookAgain(inc)
	u.openedNow(inc)
	data["from"], data["to"] = string(from), string(inc.Status)
	_, err := u.write(inc, Entry{Kind: KindReopened, Actor: by, Body: why, Data: data})
	return err
}

// create opens an incident named after the worst, then earliest, of what fired.
func (s *step) create(key string, recurrenceOf int64, fired []*touch) (*Incident, error) {
	first := slices.MinFunc(fired, func(a, b *touch) int {
		return cmp.Or(cmp.Compare(a.o.Severity, b.o.Severity), a.o.StartsAt.Compare(b.o.StartsAt))
	})
	inc := &Incident{
		Number: s.ledger.NextIncident(), GroupKey: key, Title: titleOf(first.o), Severity: first.o.Severity, Status: Triage, RecurrenceOf: recurrenceOf,
		Version: 1, ImpactStarted: first.o.StartsAt, DetectedAt: s.now, CreatedAt: s.now,
	}
	if before := s.byNum[recurrenceOf]; before != nil {
		inc.Readers = before.Readers // what only some may read is not told to all by coming again
	}
	s.remember(inc)
	s.newborn[memberKey{incident: inc.Number}] = true
	delete(s.latest, key)
	data := map[string]any{"severity": string(inc.Severity), "groupKey": key}
	body := "Opened as " + string(inc.Severity) + "."
	if recurrenceOf != 0 {
		data["recurrenceOf"] = recurrenceOf
		body += " The same group had an incident before."
	}
	s.lookAgain(inc)
	s.openedNow(inc)
	_, err := s.write(inc, Entry{Kind: KindCreated, Actor: Strata, Body: body, Data: data})
	return inc, err
}

// attach counts the occurrence in and lets it worsen the severity, never better it.
func (s *step) attach(ctx context.Context, inc *Incident, t *touch) error {
	o := t.o
	s.incidents[inc.Number] = true
	inc.FiringAlerts++
	back := o.Incident == inc.Number
	if !back {
		known, err := s.hasAlert(ctx, inc, t.alert)
		if err != nil {
			return err
		}
		back = known
		if !known {
			inc.TotalAlerts++
			s.members[memberKey{inc.Number, t.alert.ID}] = true
		}
		if o.Incident != 0 {
			s.left.add(o.Incident)
			s.detached = append(s.detached, Attachment{Occurrence: o.ID, Incident: o.Incident, AddedBy: ByRule, At: s.now})
		}
		s.attached = append(s.attached, Attachment{Occurrence: o.ID, Incident: inc.Number, AddedBy: ByRule, At: s.now})
		o.Incident = inc.Number
	}
	if o.StartsAt.Before(inc.ImpactStarted) {
		inc.ImpactStarted = o.StartsAt
	}
	s.addLayer(inc, o.Layer, o.StartsAt)
	s.addService(inc, o.Service)
	s.unit.touch(inc)
	if err := s.worsen(inc, o); err != nil {
		return err
	}
	if back {
		if err := s.returned(inc, t); err != nil {
			return err
		}
	}
	return s.gradeAttached(inc, t)
}

// hasAlert asks the ledger only about alerts and incidents that both are older than this unit.
func (s *step) hasAlert(ctx context.Context, inc *Incident, a *Alert) (bool, error) {
	if s.members[memberKey{inc.Number, a.ID}] {
		return true, nil
	}
	if s.newborn[memberKey{alert: a.ID}] || s.newborn[memberKey{incident: inc.Number}] {
		return false, nil
	}
	return s.ledger.HasAlert(ctx, inc.Number, a.ID)
}

// recountLeft counts anew what alerts that fire again went away from, such as a declined incident.
func (s *step) recountLeft(ctx context.Context) error {
	for _, number := range s.left.list {
		inc, err := s.incidentItself(ctx, number)
		if err != nil || inc == nil {
			return err
		}
		if err := s.recount(ctx, inc); err != nil {
			return err
		}
	}
	return nil
}

func (s *step) worsen(inc *Incident, o *Occurrence) error {
	from := inc.Severity
	if !inc.raise(o.Severity) {
		return nil
	}
	_, err := s.write(inc, Entry{
		Kind: KindSeverity, Actor: Strata, Body: "Raised from " + string(from) + " to " + string(inc.Severity) + " by " + plain(o.Name) + ".",
		Data: map[string]any{"from": string(from), "to": string(inc.Severity), "alert": o.Name},
	})
	return err
}

func (u *unit) addService(inc *Incident, service string) {
	if service == "" || slices.Contains(inc.Services, service) || len(inc.Services) >= maxServices {
		return
	}
	inc.Services = append(inc.Services, service)
	u.facets = append(u.facets, Facet{inc.Number, FacetService, service})
}

func (u *unit) addLayer(inc *Incident, layer Layer, at time.Time) {
	if layer == "" {
		return
	}
	i := slices.IndexFunc(inc.Layers, func(l LayerStart) bool { return l.Layer == layer })
	switch {
	case i < 0:
		inc.Layers = append(inc.Layers, LayerStart{layer, at})
		u.facets = append(u.facets, Facet{inc.Number, FacetLayer, string(layer)})
	case at.Before(inc.Layers[i].At):
		inc.Layers[i].At = at
	default:
		return
	}
	slices.SortStableFunc(inc.Layers, func(a, b LayerStart) int { return a.At.Compare(b.At) })
}
