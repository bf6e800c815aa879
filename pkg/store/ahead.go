package store

import (
	"context"
	"reflect"
	"slices"
	"sync"
)

const (
	// aheadRows are made into columns together. Few, so that the database soon has the first ones and little memory waits.
	aheadRows = 128
	// aheadParts may wait for the database, for each table.
	aheadParts = 4
)

// pipeline makes rows of records on another processor while SQLite works on earlier ones; PostgreSQL is another process anyway. The order
// of statements is that of the writes alone. wait must be called before the records may change.
type pipeline struct {
	t       *Tx
	stop    chan struct{}
	running sync.WaitGroup
}

func (t *Tx) pipeline() *pipeline { return &pipeline{t: t, stop: make(chan struct{})} }

// wait ends what still runs, which is so after an error only.
func (p *pipeline) wait() {
	close(p.stop)
	p.running.Wait()
}

// part is some rows of a table, or why there are none.
type part struct {
	packed packed
	err    error
}

// records are those of one table in a write.
type records[A, R any] struct {
	list    []A
	convert func(A) (*R, error)
	isNew   func(A) bool // certainly not there yet
	end     string       // behind the values of those that may be there
}

// ahead starts making rows; the returned function writes them.
func ahead[A, R any](p *pipeline, r records[A, R]) func(context.Context) error {
	if p.t.tx.queue != nil {
		return func(ctx context.Context) error { return r.toPostgres(ctx, p.t.tx) }
	}
	if len(r.list) == 0 {
		return func(context.Context) error { return nil }
	}
	tx := p.t.tx
	s := tx.shapeOf(reflect.TypeFor[R]())
	parts := make(chan part, aheadParts)
	p.running.Go(func() {
		defer close(parts)
		for some := range slices.Chunk(r.list, aheadRows) {
			rows, err := convertAll(some, r.convert)
			made := part{err: err}
			if err == nil {
				made.packed = tx.pack(s, reflect.ValueOf(rows))
			}
			select {
			case parts <- made:
			case <-p.stop:
				return
			}
		}
	})
	return func(ctx context.Context) error {
		for made := range parts {
			if made.err != nil {
				return made.err
			}
			if err := tx.insert(ctx, s, made.packed, r.end); err != nil {
				return err
			}
		}
		return nil
	}
}

// toPostgres copies many new rows and queues the others.
func (r records[A, R]) toPostgres(ctx context.Context, tx transaction) error {
	var fresh, others []A
	for _, record := range r.list {
		if r.isNew(record) {
			fresh = append(fresh, record)
		} else {
			others = append(others, record)
		}
	}
	if len(fresh) < copyRows {
		fresh, others = nil, r.list
	}
	rows, err := convertAll(others, r.convert)
	if err != nil {
		return err
	}
	if err := insertRows(ctx, tx, rows, r.end); err != nil || len(fresh) == 0 {
		return err
	}
	return copyIn(ctx, tx, tx.shapeOf(reflect.TypeFor[R]()), fresh, r.convert)
}
