package incident

import (
	"context"
	"slices"
	"time"
)

// replayGrace is how long the same body counts as a retry, not as a new sign of life.
const replayGrace = 10 * time.Minute

// Engine applies the rules. It keeps no state of its own.
type Engine struct {
	now    func() time.Time
	policy Policy
}

// NewEngine makes an engine with this clock.
func NewEngine(now func() time.Time, policy Policy) *Engine { return &Engine{now: now, policy: policy} }

// time is UTC in whole milliseconds, as records keep it.
func (e *Engine) time() time.Time { return e.now().UTC().Truncate(time.Millisecond) }

// unit is the work of one transaction, by this engine's clock and policy.
func (e *Engine) unit(l Ledger) *unit {
	u := newUnit(l, e.time())
	u.policy = e.policy
	return u
}

// Delivery is the content of one webhook call.
type Delivery struct {
	Source Source
	Events []Event
	Replay bool // the same body was taken before

	Acknowledged []string // fingerprints that a person took in another system
}

// Outcome counts what became of the events of one delivery.
type Outcome struct {
	New       int
	Repeated  int
	Resolved  int
	Ignored   int
	Incidents []int64 // numbers of incidents that were opened or changed, ascending
	Changed   bool    // some alert's state changed
}

// Apply takes deliveries in their order. Outcomes stand in the same order.
func (e *Engine) Apply(ctx context.Context, l Ledger, deliveries []Delivery) ([]Outcome, error) {
	u := e.unit(l)
	all, beats, err := u.listen(ctx, deliveries)
	if err != nil {
		return nil, err
	}
	for _, d := range all {
		e.Place(d.Source, d.Events)
	}
	if err := u.load(ctx, all); err != nil {
		return nil, err
	}
	outcomes := make([]Outcome, len(all))
	for i, d := range all {
		step := &step{unit: u, delivery: d, seen: map[*Occurrence]*touch{}, incidents: map[int64]bool{}}
		if err := step.run(ctx); err != nil {
			return nil, err
		}
		outcomes[i] = step.outcome
		u.writeAhead(ctx)
	}
	for i, n := range beats {
		outcomes[i].Ignored += n
	}
	return outcomes[:len(deliveries)], u.flush(ctx)
}

// step is one delivery on its way.
type step struct {
	*unit
	delivery  Delivery
	outcome   Outcome
	touched   []*touch
	seen      map[*Occurrence]*touch // those in touched
	incidents map[int64]bool
	left      ordered[int64] // incidents that an alert went away from
}

// touch remembers how an occurrence was before the delivery, so that only the net effect counts.
type touch struct {
	alert     *Alert
	o         *Occurrence
	wasFiring bool
	place     Placement
}

func (s *step) run(ctx context.Context) error {
	events := slices.Clone(s.delivery.Events)
	slices.SortStableFunc(events, func(a, b Event) int { return a.StartsAt.Compare(b.StartsAt) })
	for _, event := range events {
		if err := s.take(ctx, event); err != nil {
			return err
		}
	}
	if err := s.attachFired(ctx); err != nil {
		return err
	}
	if err := s.settleEnded(ctx); err != nil {
		return err
	}
	if err := s.recountLeft(ctx); err != nil {
		return err
	}
	if err := s.acknowledgeOutside(ctx); err != nil {
		return err
	}
	for number := range s.incidents {
		s.outcome.Incidents = append(s.outcome.Incidents, number)
	}
	slices.Sort(s.outcome.Incidents)
	return nil
}

func (s *step) take(ctx context.Context, e Event) error {
	alert := s.alert(e)
	current := alert.Current
	if e.StartsAt.IsZero() {
		e.StartsAt = s.assumedStart(current, e.State)
	}
	switch effectOf(current, e.State, e.StartsAt) {
	case effectNew:
		s.outcome.New++
		s.startOccurrence(alert, e)
	case effectResolvedUnknown:
		if current != nil && current.State == Firing {
			s.outcome.Resolved++
		} else {
			s.outcome.Ignored++
		}
		s.startOccurrence(alert, e)
	case effectRefire:
		s.outcome.New++
		s.touch(alert, current, e)
		current.take(e, s.now)
		current.fire()
	case effectResolve:
		s.outcome.Resolved++
		s.touch(alert, current, e)
		current.take(e, s.now)
		current.end(e.EndsAt, s.now, e.SoftReason)
		alert.LastSeenAt = s.now
		s.dirtyAlerts.add(alert)
		if e.SoftReason == "" && !alert.NoData {
			s.settleNoData(alert, e)
		}
	case effectRepeat:
		s.outcome.Repeated++
		s.repeat(current, e)
	case effectResolvedAgain:
		s.outcome.Repeated++
	case effectHistory:
		s.outcome.Ignored++
		return s.addHistory(ctx, alert, e)
	}
	return nil
}

// acknowledgeOutside acknowledges the incidents of alerts that a person took in the sender's system.
func (s *step) acknowledgeOutside(ctx context.Context) error {
	for _, fingerprint := range s.delivery.Acknowledged {
		alert := s.alerts[AlertKey{s.delivery.Source.ID, fingerprint}]
		if alert == nil || alert.Current == nil || alert.Current.Incident == 0 {
			s.outcome.Ignored++
			continue
		}
		inc, err := s.incident(ctx, alert.Current.Incident)
		if err != nil {
			return err
		}
		if inc == nil || !inc.Status.Open() || inc.Acknowledged {
			s.outcome.Ignored++
			continue
		}
		s.incidents[inc.Number] = true
		s.outcome.Changed = true
		if err := s.acknowledge(inc, Actor{Type: Integration, Name: s.delivery.Source.Name}, 0); err != nil {
			return err
		}
	}
	return nil
}

// assumedStart stands in for a start that the sender does not know: that of the current occurrence while it goes on or ends, else now.
func (s *step) assumedStart(current *Occurrence, state State) time.Time {
	if current != nil && (current.State == Firing || state == Resolved) {
		return current.StartsAt
	}
	return s.now
}

func (s *step) alert(e Event) *Alert {
	key := AlertKey{s.delivery.Source.ID, e.Fingerprint}
	if a, ok := s.alerts[key]; ok {
		return a
	}
	a := &Alert{
		ID: s.ledger.NextAlert(), SourceID: key.SourceID, Fingerprint: key.Fingerprint, Name: NameOf(e.Labels), Service: ServiceOf(e.Labels),
		RuleUID: e.RuleUID, Correlation: e.correlation, NoData: IsNoData(e.Labels), Labels: e.Labels, FirstSeenAt: s.now, LastSeenAt: s.now,
	}
	s.alerts[key] = a
	rule := ruleKey{a.SourceID, a.Name}
	s.byRule[rule] = append(s.byRule[rule], a)
	s.newborn[memberKey{alert: a.ID}] = true
	return a
}

// startOccurrence makes the event's firing period the current one. A period still open before it ends at its start.
func (s *step) startOccurrence(alert *Alert, e Event) {
	if previous := alert.Current; previous != nil && previous.State == Firing {
		s.touch(alert, previous, e)
		previous.end(e.StartsAt, s.now, "")
	}
	o := newOccurrence(alert.ID, e, s.now)
	o.ID = s.ledger.NextOccurrence()
	s.touch(alert, o, e)
	s.past[pastKey{alert.ID, o.StartsAt.UnixMilli()}] = true
	alert.Current, alert.Labels, alert.LastSeenAt = o, e.Labels, s.now
	s.dirtyAlerts.add(alert)
}

// touch notes an occurrence once per delivery: a known one before it is changed, a new one (still without incident) as not firing.
func (s *step) touch(alert *Alert, o *Occurrence, e Event) {
	s.outcome.Changed = true
	s.dirtyOccurrences.add(o)
	if known := s.seen[o]; known != nil {
		if e.State == Firing {
			known.place = e.place // only places of what fires were looked up
		}
		return
	}
	t := &touch{alert: alert, o: o, wasFiring: o.State == Firing && o.Incident != 0, place: e.place}
	s.seen[o] = t
	s.touched = append(s.touched, t)
}

func (s *step) repeat(o *Occurrence, e Event) {
	if s.delivery.Replay && s.now.Sub(o.LastSeenAt) < replayGrace {
		return
	}
	o.RepeatCount++
	o.take(e, s.now)
	s.dirtyOccurrences.add(o)
}

// addHistory records a firing period older than the current one. It changes no state and belongs to no incident.
func (s *step) addHistory(ctx context.Context, alert *Alert, e Event) error {
	key := pastKey{alert.ID, e.StartsAt.UnixMilli()}
	if s.past[key] {
		return nil
	}
	exists, err := s.ledger.OccurrenceExists(ctx, alert.ID, e.StartsAt)
	if err != nil || exists {
		return err
	}
	s.past[key] = true
	o := newOccurrence(alert.ID, e, s.now)
	o.ID = s.ledger.NextOccurrence()
	if o.State == Firing || o.EndsAt.After(alert.Current.StartsAt) {
		o.end(alert.Current.StartsAt, s.now, e.SoftReason)
	}
	s.dirtyOccurrences.add(o)
	return nil
}
