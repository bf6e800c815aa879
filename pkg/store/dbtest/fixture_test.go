package dbtest

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/ingest"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

const (
	sourceID = "test"
	token    = "a-token-for-the-tests"
)

// world is a store with one source and its ingest service in each of some organisations.
type world struct {
	t      *testing.T
	config store.Config
	clock  *clock
	store  *store.Store
	engine *incident.Engine
	ingest map[int64]*ingest.Service
}

func newWorld(t *testing.T, config store.Config, orgs ...int64) *world {
	t.Helper()
	return worldWith(t, config, newClock(), incident.Policy{}, orgs...)
}

func worldWith(t *testing.T, config store.Config, c *clock, policy incident.Policy, orgs ...int64) *world {
	t.Helper()
	policy.WriteAhead = 1 // what storms do is done for every alert
	s, err := store.Open(context.Background(), config, c.now)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, config: config, clock: c, store: s, engine: incident.NewEngine(c.now, policy), ingest: map[int64]*ingest.Service{}}
	for _, org := range orgs {
		admin := ingest.Admin{Org: org, Store: s, Now: c.now}
		if err := admin.Provision(context.Background(), []ingest.Provisioned{{ID: sourceID, Name: "Test", Kind: ingest.Alertmanager, Token: token}}); err != nil {
			t.Fatal(err)
		}
		w.ingest[org] = ingest.NewService(org, s, w.engine, c.now, nil)
	}
	t.Cleanup(w.close)
	return w
}

func (w *world) close() {
	for _, service := range w.ingest {
		service.Close()
	}
	w.store.Close()
}

// send delivers a body and fails the test when it is refused.
func (w *world) send(org int64, alerts ...alert) ingest.Receipt {
	w.t.Helper()
	receipt, err := w.try(org, body(w.t, alerts...))
	if err != nil {
		w.t.Fatal(err)
	}
	return receipt
}

func (w *world) try(org int64, body []byte) (ingest.Receipt, error) {
	return w.ingest[org].Deliver(context.Background(), ingest.Request{
		SourceID: sourceID, Token: token, Read: func() ([]byte, error) { return body, nil },
	})
}

func (w *world) incidents(org int64, state store.ListState) []*incident.Incident {
	w.t.Helper()
	list, next, err := w.store.Incidents(context.Background(), org, store.Filter{State: state, Limit: 10_000})
	if err != nil || next != "" {
		w.t.Fatalf("%v, next %q", err, next)
	}
	return list
}

func (w *world) incident(org, number int64) *incident.Incident {
	w.t.Helper()
	inc, err := w.store.Incident(context.Background(), org, number)
	if err != nil {
		w.t.Fatal(err)
	}
	return inc
}

func (w *world) timeline(org, number int64) []incident.Entry {
	w.t.Helper()
	entries, more, err := w.store.Timeline(context.Background(), org, number, 0, 100_000)
	if err != nil || more {
		w.t.Fatalf("%v, more %v", err, more)
	}
	return entries
}

// act does a command with the version as it is now.
func (w *world) act(org, number int64, command incident.Command, a incident.Action) (*incident.Incident, error) {
	w.t.Helper()
	a.Version = w.incident(org, number).Version
	var after *incident.Incident
	err := w.store.Write(context.Background(), org, func(ctx context.Context, tx *store.Tx) error {
		var err error
		after, err = w.engine.Act(ctx, tx, number, command, a)
		return err
	})
	return after, err
}

// alert is one alert of a body.
type alert struct {
	name   string
	labels map[string]string
	status string
	starts time.Time
	ends   time.Time
	soft   string
}

func firing(name string, starts time.Time, labels ...string) alert {
	a := alert{name: name, status: "firing", starts: starts, labels: map[string]string{"alertname": name, "cluster": "shop", "namespace": "shop"}}
	for i := 0; i < len(labels); i += 2 {
		a.labels[labels[i]] = labels[i+1]
	}
	return a
}

func (a alert) resolvedAt(ends time.Time) alert {
	a.status, a.ends = "resolved", ends
	return a
}

func (a alert) softly(reason string) alert {
	a.soft = reason
	return a
}

func body(t *testing.T, alerts ...alert) []byte {
	t.Helper()
	list := make([]map[string]any, len(alerts))
	for i, a := range alerts {
		list[i] = map[string]any{
			"status": a.status, "labels": a.labels, "startsAt": a.starts, "endsAt": a.ends, "generatorURL": "http://prometheus:9090/graph",
			"annotations": map[string]string{"summary": fmt.Sprintf("%s is wrong", a.name), "grafana_state_reason": a.soft},
		}
	}
	raw, err := json.Marshal(map[string]any{"version": "4", "status": "firing", "receiver": "strata", "alerts": list})
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// fromTwoReplicas has two stores of one database do the same eight times at once.
func (w *world) fromTwoReplicas(do func(context.Context, incident.Ledger) (bool, error)) {
	w.t.Helper()
	second, err := store.Open(context.Background(), w.config, w.clock.now)
	if err != nil {
		w.t.Fatal(err)
	}
	defer second.Close()
	var all sync.WaitGroup
	for i := range 8 {
		db := []*store.Store{w.store, second}[i%2]
		all.Go(func() {
			err := db.Write(context.Background(), 1, func(ctx context.Context, tx *store.Tx) error {
				_, err := do(ctx, tx)
				return err
			})
			if err != nil {
				w.t.Error(err)
			}
		})
	}
	all.Wait()
}
