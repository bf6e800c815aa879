package store

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

// Durable waits until a transaction is on the disk. An error says that it may be lost.
type Durable func(context.Context) error

func durableAlready(context.Context) error { return nil }

// WriteSoon is Write for who has more to write. While that is so, PostgreSQL is not waited for: its next transaction begins while
// this one is still on its way to the disk, and nobody may be told of this one before Durable says so. Others may see it earlier.
// SQLite is always waited for.
func (db *database) WriteSoon(ctx context.Context, orgID int64, more func() bool, do func(context.Context, *Tx) error) (Durable, error) {
	soon := false
	err := db.write(ctx, orgID, func(ctx context.Context, t *Tx) error {
		if err := do(ctx, t); err != nil {
			return err
		}
		if soon = db.config.Kind == Postgres && more(); soon {
			// Of this transaction only. PostgreSQL writes its log in order, so a later commit that waits has waited for this one too.
			t.tx.queue.batch.Queue("SET LOCAL synchronous_commit = off")
		}
		return nil
	})
	if err != nil || !soon {
		return durableAlready, err
	}
	return db.flushed(), nil
}

// flushTimeout is for a slow disk.
const flushTimeout = 2 * time.Minute

// flusher brings what PostgreSQL has committed to the disk, for all who wait at once.
type flusher struct {
	mu      sync.Mutex
	waiting []chan<- error
	busy    bool
	running sync.WaitGroup
}

// flushed begins to wait for all that is committed so far.
func (db *database) flushed() Durable {
	done := make(chan error, 1)
	f := &db.flusher
	f.mu.Lock()
	defer f.mu.Unlock()
	f.waiting = append(f.waiting, done)
	if !f.busy {
		f.busy = true
		f.running.Go(db.flushWaiting)
	}
	return func(ctx context.Context) error {
		select {
		case err := <-done:
			return db.noteWrite(err)
		case <-ctx.Done():
			return db.problem(ctx.Err())
		}
	}
}

// flushWaiting ends when nobody waits.
func (db *database) flushWaiting() {
	f := &db.flusher
	for {
		f.mu.Lock()
		waiting := f.waiting
		f.waiting, f.busy = nil, len(waiting) > 0
		f.mu.Unlock()
		if len(waiting) == 0 {
			return
		}
		err := db.flush()
		for _, done := range waiting {
			done <- err
		}
	}
}

// flushRows keeps replicas from waiting for each other.
const flushRows = 64

// flush commits a row of its own and waits for the disk.
func (db *database) flush() error {
	ctx, cancel := context.WithTimeout(context.Background(), flushTimeout)
	defer cancel()
	const statement = "INSERT INTO strata_flush (id, count) VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET count = strata_flush.count + 1"
	_, err := db.writer.NewRaw(statement, rand.Int64N(flushRows)).Exec(ctx)
	return err
}
