package plugin

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/playbook"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const (
	tendEvery  = 2 * time.Second
	sweepEvery = 10 * time.Minute
)

// tended remembers how the looking after timers goes, for the status.
type tended struct {
	swept   time.Time
	counted time.Time // open incidents, for the metrics
	failure error
	lateness
}

// lateness says how far behind the timers were.
type lateness struct {
	looked time.Time     // the last time; zero before the first
	late   time.Duration // of the oldest timer, then
	worst  time.Duration // since the store was opened
}

// tend does what is due, for every organisation of the store, until the context ends. Several instances may do it at
// once: a timer is taken away in the transaction that does it.
func (r *runtime) tend(ctx context.Context, s *store.Store) {
	ticker := time.NewTicker(r.every)
	defer ticker.Stop()
	for {
		r.tendOnce(ctx, s)
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

func (r *runtime) tendOnce(ctx context.Context, s *store.Store) {
	now := r.now()
	r.tendMu.Lock()
	t := r.tended
	r.tendMu.Unlock()
	late, err := howLate(ctx, s, now)
	t.worst = max(t.worst, late)
	if err == nil {
		r.noteWorst(late) // much that is due takes a while to do
		err = r.eachDue(ctx, s, now)
	}
	if err == nil {
		err = r.eachHeldBack(ctx, s, now)
	}
	if err == nil {
		err = r.eachWatched(ctx, s, now)
	}
	if err == nil {
		err = r.eachUnfilled(ctx, s, now)
	}
	if err == nil {
		err = eachUnjudged(ctx, s)
	}
	if err == nil {
		err = r.eachReminding(ctx, s, now)
	}
	if err == nil && now.Sub(t.swept) >= sweepEvery && r.settings.policy.StaleAfter > 0 {
		if err = r.eachSilent(ctx, s, now.Add(-r.settings.policy.StaleAfter)); err == nil {
			t.swept = now
		}
	}
	if err == nil && now.Sub(t.counted) >= countEvery {
		if t.counted, err = now, countOpen(ctx, s); err == nil {
			err = countReviews(ctx, s, now)
		}
	}
	if ctx.Err() != nil {
		return
	}
	r.tendMu.Lock()
	defer r.tendMu.Unlock()
	if err != nil && r.tended.failure == nil {
		logger.Error("Timers cannot be looked after", "error", err)
	}
	if err != nil {
		timerFailures.Inc()
	} else {
		t.looked, t.late = now, late
		lastLook.Set(float64(now.Unix()))
		timersLate.Set(late.Seconds())
	}
	t.failure = err
	r.tended = t
}

func (r *runtime) noteWorst(late time.Duration) {
	r.tendMu.Lock()
	defer r.tendMu.Unlock()
	r.tended.worst = max(r.tended.worst, late)
}

// howLate is how long the oldest due timer has waited.
func howLate(ctx context.Context, s *store.Store, now time.Time) (time.Duration, error) {
	oldest, err := s.OldestDue(ctx, now)
	if err != nil || oldest.IsZero() {
		return 0, err
	}
	return now.Sub(oldest), nil
}

// engineDoes is what an engine does for one organisation, a part at a time.
type engineDoes func(*incident.Engine, context.Context, incident.Ledger) (bool, error)

// each does its part for every organisation of a list.
func (r *runtime) each(ctx context.Context, s *store.Store, orgs []int64, part engineDoes) error {
	for _, org := range orgs {
		engine := r.engineOf(org)
		err := untilDone(ctx, s, org, func(ctx context.Context, l incident.Ledger) (bool, error) { return part(engine, ctx, l) })
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *runtime) eachDue(ctx context.Context, s *store.Store, now time.Time) error {
	orgs, err := s.OrganisationsDue(ctx, now)
	if err != nil {
		return err
	}
	return r.each(ctx, s, orgs, (*incident.Engine).Tick)
}

// serve is called with mu held, which the loop must not wait for.
func (r *runtime) serve(org *organisation) {
	r.tendMu.Lock()
	defer r.tendMu.Unlock()
	r.served[org.id] = org.engine
}

// engineOf knows the playbooks of the organisations that this instance serves. Those of others are in other settings, so their
// steps are left to the instance that has these.
func (r *runtime) engineOf(org int64) *incident.Engine {
	r.tendMu.Lock()
	defer r.tendMu.Unlock()
	if engine, ok := r.served[org]; ok {
		return engine
	}
	foreign := r.settings.policy
	foreign.Practice, foreign.Leave = nil, []incident.TimerKind{playbook.TimerEscalate, playbook.TimerUpdate}
	return incident.NewEngine(r.now, foreign)
}

// ownFirst is how long what opens incidents is left to the instance that knows the playbooks of the organisation.
const ownFirst = 30 * time.Second

// eachOwnFirst does its part for organisations of this instance at once, and for others when nobody has done it for a while.
func (r *runtime) eachOwnFirst(
	ctx context.Context, s *store.Store, now time.Time, list func(context.Context, time.Time) ([]int64, error), part engineDoes,
) error {
	orgs, err := list(ctx, now)
	if err != nil || len(orgs) == 0 {
		return err
	}
	foreign := func(org int64) bool { return !r.serves(org) }
	own := slices.DeleteFunc(slices.Clone(orgs), foreign)
	if len(own) < len(orgs) {
		late, err := list(ctx, now.Add(-ownFirst))
		if err != nil {
			return err
		}
		own = append(own, slices.DeleteFunc(late, r.serves)...)
	}
	return r.each(ctx, s, own, part)
}

func (r *runtime) serves(org int64) bool {
	r.tendMu.Lock()
	defer r.tendMu.Unlock()
	_, ok := r.served[org]
	return ok
}

// servedOnes are the organisations that this instance serves.
func (r *runtime) servedOnes() []int64 {
	r.tendMu.Lock()
	defer r.tendMu.Unlock()
	return slices.Sorted(maps.Keys(r.served))
}

func (r *runtime) eachHeldBack(ctx context.Context, s *store.Store, now time.Time) error {
	return r.eachOwnFirst(ctx, s, now, s.OrganisationsHoldingBack, (*incident.Engine).EndMaintenance)
}

func (r *runtime) eachWatched(ctx context.Context, s *store.Store, now time.Time) error {
	return r.eachOwnFirst(ctx, s, now, s.OrganisationsWatching, (*incident.Engine).WatchHeartbeats)
}

func (r *runtime) eachSilent(ctx context.Context, s *store.Store, before time.Time) error {
	orgs, err := s.OrganisationsSilent(ctx, before)
	if err != nil {
		return err
	}
	return r.each(ctx, s, orgs, (*incident.Engine).SweepStale)
}

// untilDone gives the writer free between the parts of much work.
func untilDone(ctx context.Context, s *store.Store, org int64, part func(context.Context, incident.Ledger) (bool, error)) error {
	for more := true; more; {
		err := s.Write(ctx, org, func(ctx context.Context, tx *store.Tx) error {
			var err error
			more, err = part(ctx, tx)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// tendedProblem says why timers are not looked after; nil when they are.
func (r *runtime) tendedProblem() error {
	r.tendMu.Lock()
	defer r.tendMu.Unlock()
	if r.tended.failure != nil {
		p := problem.From(r.tended.failure)
		return problem.New(problem.Unavailable, "timers_late", "What is due is not done: %s", p.Message).Try("%s", p.Fix)
	}
	return nil
}
