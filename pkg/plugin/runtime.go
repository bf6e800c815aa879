package plugin

import (
	"context"
	"sync"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/ingest"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/quiet"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const (
	openTimeout = 15 * time.Second
	retryAfter  = 3 * time.Second
)

// runtime opens the store when it is first needed, and again a few seconds after a failure, so that a store that
// comes back needs no restart of Grafana.
type runtime struct {
	settings settings
	bad      error // what is wrong with the settings
	now      func() time.Time
	every    time.Duration // between looks at the timers; zero in tests, which do it themselves

	mu       sync.Mutex
	closed   bool
	store    *store.Store
	failure  error
	failedAt time.Time
	awake    time.Time // when the store was opened
	orgs     map[int64]*organisation
	stop     func() // ends the looking after timers

	tendMu sync.Mutex
	tended tended
	served map[int64]*incident.Engine // by organisation

	backupAfter   time.Time // the next try; used by keepUp only
	backupFailure error     // guarded by tendMu

	messages *messages
	grafana  acquaintance
}

// organisation is what serves one organisation.
type organisation struct {
	id      int64
	store   *store.Store
	engine  *incident.Engine
	ingest  *ingest.Service
	admin   ingest.Admin
	quiet   quiet.Admin
	sources error   // why the provisioned sources are not as the file says
	refused []error // what else of the file is not in effect
}

// organisation returns the parts for an organisation. Problems: bad_settings, store_unavailable, schema_newer.
func (r *runtime) organisation(ctx context.Context, id int64) (*organisation, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.bad != nil {
		return nil, r.bad
	}
	if err := r.open(ctx); err != nil {
		return nil, err
	}
	if org, ok := r.orgs[id]; ok {
		return org, nil
	}
	engine := incident.NewEngine(r.now, r.settings.policy)
	org := &organisation{id: id, store: r.store, engine: engine, admin: ingest.Admin{Org: id, Store: r.store, Now: r.now}}
	if org.sources = ingest.CheckProvisioned(r.settings.sources); org.sources == nil {
		if err := org.admin.Provision(ctx, r.settings.sources); problem.From(err).Kind == problem.Unavailable {
			return nil, err
		} else if err != nil {
			org.sources = err
		}
	}
	if org.sources != nil {
		logger.Error("The provisioned sources are not in effect", "org", id, "error", org.sources)
	}
	org.quiet = quiet.Admin{Org: id, Store: r.store, Now: r.now}
	if err := r.provisionQuiet(ctx, org); err != nil {
		return nil, err
	}
	org.ingest = ingest.NewService(id, r.store, engine, r.now, r.settings.sources)
	r.orgs[id] = org
	r.serve(org)
	r.messages.serve(ctx, org, r.now)
	return org, nil
}

// open is called with mu held.
func (r *runtime) open(ctx context.Context) error {
	if r.closed {
		return problem.New(problem.Unavailable, "restarting", "The plugin's settings have just changed.").Try("Try again.")
	}
	if r.store != nil {
		return nil
	}
	if r.failure != nil && r.now().Sub(r.failedAt) < retryAfter {
		return r.failure
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), openTimeout)
	defer cancel()
	opened, err := store.Open(ctx, r.settings.store, r.now)
	if err != nil {
		r.failure, r.failedAt = err, r.now()
		logger.Error("The store cannot be opened", "location", r.settings.store.Location(), "error", err)
		return err
	}
	logger.Info("The store is open", "location", opened.Location())
	r.store, r.failure, r.awake = opened, nil, r.now()
	instances.Inc()
	awakeSince.Set(float64(r.awake.Unix()))
	r.startTending(opened)
	return nil
}

// startTending is called with mu held.
func (r *runtime) startTending(s *store.Store) {
	if r.every == 0 {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() { r.tend(ctx, s) })
	done.Go(func() { r.keepUp(ctx, s) })
	done.Go(func() { r.messages.run(ctx) })
	done.Go(func() { r.measure(ctx, s) })
	r.stop = func() {
		cancel()
		done.Wait()
	}
}

// close answers what waits, then gives the store back.
func (r *runtime) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	for _, org := range r.orgs {
		org.ingest.Close()
	}
	if r.stop != nil {
		r.stop()
	}
	if r.store != nil {
		r.store.Close()
		r.store = nil
		instances.Dec()
	}
}
