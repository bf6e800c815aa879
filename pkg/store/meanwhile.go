package store

import (
	"context"
	"sync"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// meanwhile is work on the transaction's connection while its owner does something else. Whatever else uses the connection waits for it first.
type meanwhile struct {
	running sync.WaitGroup
	err     error // read after running
}

// begin starts do, which gets the transaction without its meanwhile.
func (m *meanwhile) begin(tx transaction, do func(transaction) error) {
	m.running.Wait()
	if m.err != nil {
		return
	}
	tx.meanwhile = nil
	m.running.Go(func() { m.err = do(tx) })
}

// settle waits until nobody else uses the connection. An error has spoiled the transaction.
func (t transaction) settle() error {
	if t.meanwhile == nil {
		return nil
	}
	t.meanwhile.running.Wait()
	return t.meanwhile.err
}

// SaveSoon begins to write alerts, which must not change any more. An error comes with the next use of the ledger, at the latest with the commit.
func (t *Tx) SaveSoon(ctx context.Context, alerts []*incident.Alert) {
	known := t.written.alert
	t.written.alert = t.state.LastAlert
	t.tx.meanwhile.begin(t.tx, func(tx transaction) error {
		p := newPipeline(tx, t.org)
		defer p.wait()
		return ahead(ctx, p, alertRecords(t.org, alerts, known))(ctx)
	})
}
