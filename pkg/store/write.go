package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"
)

const maxAttempts = 4

// orgState is the locked row of an organisation; its counters hand out numbers without asking the database.
type orgState struct {
	bun.BaseModel `bun:"table:strata_org_state"`

	OrgID          int64 `bun:"org_id,pk"`
	ChangeSeq      int64 `bun:"change_seq"`
	LastAlert      int64 `bun:"last_alert"`
	LastOccurrence int64 `bun:"last_occurrence"`
	LastIncident   int64 `bun:"last_incident"`
	LastRow        int64 `bun:"last_row"`
	OwnSignalsSeq  int64 `bun:"own_signals_seq"`
	QuietSeq       int64 `bun:"quiet_seq"`
}

// Tx is one write transaction of one organisation. It is an incident.Ledger.
type Tx struct {
	tx    transaction
	org   int64
	state orgState
	now   func() time.Time
	quiet *quietCache

	written        struct{ alert, occurrence int64 } // rows with a higher number are certainly new
	sourcesChanged bool
	loaded         map[int64]incidentRow // incidents as the database has them
	searched       map[int64]searchable  // texts that the search has, of incidents that were read here
}

// Write runs do in a transaction and returns after the commit, which waits for the disk. Only one runs at a time per
// database and process; other processes on PostgreSQL wait at the organisation's row. do may run more than once.
func (db *database) Write(ctx context.Context, orgID int64, do func(context.Context, *Tx) error) error {
	return db.write(ctx, orgID, do)
}

func (db *database) write(ctx context.Context, orgID int64, do func(context.Context, *Tx) error) error {
	select {
	case db.slot <- struct{}{}:
		defer func() { <-db.slot }()
	case <-ctx.Done():
		return db.problem(ctx.Err())
	}
	var err error
	for range maxAttempts {
		if err = db.attempt(ctx, orgID, do); !db.mayTryAgain(err) {
			break
		}
	}
	if err := db.noteWrite(err); err != nil {
		return err
	}
	db.wake.signal(orgID)
	return nil
}

// aside runs do in a transaction that has no place in an organisation's order of changes: what it writes is not shown to
// people, and it must hold although others write to the organisation. do may run more than once.
func (db *database) aside(ctx context.Context, do func(context.Context, bun.Tx) error) error {
	select {
	case db.slot <- struct{}{}:
		defer func() { <-db.slot }()
	case <-ctx.Done():
		return db.problem(ctx.Err())
	}
	var err error
	for range maxAttempts {
		if err = db.writer.RunInTx(ctx, nil, do); !isRetryable(err) {
			break
		}
	}
	return db.problem(err)
}

func (db *database) attempt(ctx context.Context, orgID int64, do func(context.Context, *Tx) error) error {
	began := time.Now()
	conn, err := db.writer.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // gives it back to the pool
	begun, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer rollback(begun)
	tx := transaction{Tx: begun, conn: conn.Conn, prepared: &db.prepared, types: &db.types, ready: &db.ready, watch: db.config.Watch}
	if db.config.Kind == Postgres {
		tx.queue = &queue{}
	}
	tx.meanwhile = &meanwhile{}
	defer tx.meanwhile.running.Wait() // before what is taken back
	t := &Tx{tx: tx, org: orgID, now: db.now, quiet: &db.quiet}
	if err := t.lock(ctx); err != nil {
		return err
	}
	t.written.alert, t.written.occurrence = t.state.LastAlert, t.state.LastOccurrence
	if err := t.run(ctx, do); err != nil {
		return err
	}
	err = tx.Commit()
	if t.sourcesChanged {
		db.sources.clear() // also after an error: the commit may have come through
	}
	if err != nil {
		return err
	}
	commitSeconds.WithLabelValues(string(db.config.Kind)).Observe(time.Since(began).Seconds())
	return nil
}

// run does the work and writes what it has left: the counters, and statements that were not sent yet.
func (t *Tx) run(ctx context.Context, do func(context.Context, *Tx) error) error {
	before := t.state
	err := do(ctx, t)
	if spoiled := t.tx.settle(); spoiled != nil {
		return spoiled // it came first
	}
	if t.tx.queue != nil && t.tx.queue.err != nil {
		// It came first; what followed only says that the transaction is spoiled.
		return t.tx.queue.err
	}
	if err != nil {
		return err
	}
	if t.state != before {
		err = upsertAll(ctx, t.tx, &t.state, "org_id")
	}
	if err != nil {
		return err
	}
	return t.tx.send(ctx)
}

// lock takes the organisation's row, and with it the next place in the order of changes.
func (t *Tx) lock(ctx context.Context) error {
	// Columns are named: a later version may add some while a replica of this one still runs.
	const take = "UPDATE strata_org_state SET change_seq = change_seq + 1 WHERE org_id = ? RETURNING " +
		"org_id, change_seq, last_alert, last_occurrence, last_incident, last_row, own_signals_seq, quiet_seq"
	err := t.tx.NewRaw(take, t.org).Scan(ctx, &t.state)
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if _, err := t.tx.NewRaw("INSERT INTO strata_org_state (org_id) VALUES (?) ON CONFLICT DO NOTHING", t.org).Exec(ctx); err != nil {
		return err
	}
	return t.tx.NewRaw(take, t.org).Scan(ctx, &t.state)
}

// ChangeSeq is the number of this transaction in the organisation's order of changes.
func (t *Tx) ChangeSeq() int64 { return t.state.ChangeSeq }

// NextAlert hands out the id of a new alert.
func (t *Tx) NextAlert() int64 { return next(&t.state.LastAlert) }

// NextOccurrence hands out the id of a new occurrence.
func (t *Tx) NextOccurrence() int64 { return next(&t.state.LastOccurrence) }

// NextIncident hands out the number of a new incident.
func (t *Tx) NextIncident() int64 { return next(&t.state.LastIncident) }

func (t *Tx) nextRow() int64 { return next(&t.state.LastRow) }

func next(counter *int64) int64 {
	*counter++
	return *counter
}
