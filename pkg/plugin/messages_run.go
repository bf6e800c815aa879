package plugin

import (
	"context"
	"math/rand/v2"
	"net"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/notify"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

const (
	deliverEvery = time.Second
	deliverGrace = 3 * time.Second // for attempts that run when the plugin stops
)

// messages sends what the outbox holds for the organisations that this instance serves: the channels are theirs, and another
// organisation's messages are not theirs to send.
type messages struct {
	setup *notify.Setup

	mu      sync.Mutex
	workers map[int64]*notify.Worker
	root    string // of Grafana, as it said last
	failure error
}

func newMessages(s settings, now func() time.Time) *messages {
	return &messages{setup: notify.NewSetup(s.messages, s.secrets, net.DefaultResolver, now), workers: map[int64]*notify.Worker{}}
}

// serve adds an organisation.
func (m *messages) serve(ctx context.Context, org *organisation, now func() time.Time) {
	root, err := backend.GrafanaConfigFromContext(ctx).AppURL()
	m.mu.Lock()
	defer m.mu.Unlock()
	if err == nil {
		m.root = root
	}
	m.workers[org.id] = &notify.Worker{
		Org: org.id, Store: org.store, Engine: org.engine, Setup: m.setup, Root: m.grafana, Now: now, Random: rand.Float64,
	}
}

func (m *messages) worker(org int64) *notify.Worker {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.workers[org]
}

func (m *messages) all() []*notify.Worker {
	m.mu.Lock()
	defer m.mu.Unlock()
	list := make([]*notify.Worker, 0, len(m.workers))
	for _, w := range m.workers {
		list = append(list, w)
	}
	return list
}

func (m *messages) grafana() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.root
}

// run sends until the context ends, then gives those that are on their way a moment.
func (m *messages) run(ctx context.Context) {
	sending, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	ticker := time.NewTicker(deliverEvery)
	defer ticker.Stop()
	for {
		m.pass(ctx, sending)
		select {
		case <-ticker.C:
		case <-ctx.Done():
			timer := time.AfterFunc(deliverGrace, stop)
			defer timer.Stop()
			for _, w := range m.all() {
				w.Wait()
			}
			return
		}
	}
}

func (m *messages) pass(ctx, sending context.Context) {
	var failure error
	for _, w := range m.all() {
		if err := w.Pass(ctx, sending); err != nil {
			failure = err
		}
	}
	if ctx.Err() != nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if failure != nil && m.failure == nil {
		logger.Error("Messages cannot be sent", "error", failure)
	}
	m.failure = failure
}

// problem says why nothing is sent at all; nil when the outbox can be read.
func (m *messages) problem() *problem.Problem {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.failure == nil {
		return nil
	}
	return problem.From(m.failure)
}
