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

// pipeline makes rows of records on another processor while the database works on earlier ones. The order
// of statements is that of the writes alone. wait must be called before the records may change.
type pipeline struct {
	tx      transaction
	org     int64
	stop    chan struct{}
	running sync.WaitGroup
}

func newPipeline(tx transaction, org int64) *pipeline {
	return &pipeline{tx: tx, org: org, stop: make(chan struct{})}
}

// wait ends what still runs, which is so after an error only.
func (p *pipeline) wait() {
	close(p.stop)
	p.running.Wait()
}

// part is some rows of a table, or why there are none.
type part struct {
	packed packed // of SQLite
	copy   []byte // of PostgreSQL's COPY
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
func ahead[A, R any](ctx context.Context, p *pipeline, r records[A, R]) func(context.Context) error {
	if len(r.list) == 0 {
		return func(context.Context) error { return nil }
	}
	tx := p.tx
	s := tx.shapeOf(reflect.TypeFor[R]())
	if tx.queue != nil {
		return r.toPostgres(ctx, p, s)
	}
	// SQLite keeps a way back for each statement that may replace a row, and none for one that only adds it.
	fresh, others := r.split()
	added, replaced := r.toSQLite(p, s, fresh, ""), r.toSQLite(p, s, others, r.end)
	return func(ctx context.Context) error {
		if err := added(ctx); err != nil {
			return err
		}
		return replaced(ctx)
	}
}

func (r records[A, R]) toSQLite(p *pipeline, s shape, list []A, end string) func(context.Context) error {
	parts := made(p, list, func(some []A) part {
		rows, err := convertAll(some, r.convert)
		if err != nil {
			return part{err: err}
		}
		return part{packed: p.tx.pack(s, reflect.ValueOf(rows))}
	})
	return func(ctx context.Context) error {
		for made := range parts {
			if made.err != nil {
				return made.err
			}
			if err := p.tx.insert(ctx, s, made.packed, end); err != nil {
				return err
			}
		}
		return nil
	}
}

// split separates what is certainly new.
func (r records[A, R]) split() (fresh, others []A) {
	for _, record := range r.list {
		if r.isNew(record) {
			fresh = append(fresh, record)
		} else {
			others = append(others, record)
		}
	}
	return fresh, others
}

// made starts to make parts of a list, and ends with the list or with the pipeline.
func made[A any](p *pipeline, list []A, pack func([]A) part) <-chan part {
	parts := make(chan part, aheadParts)
	p.running.Go(func() {
		defer close(parts)
		for some := range slices.Chunk(list, aheadRows) {
			select {
			case parts <- pack(some):
			case <-p.stop:
				return
			}
		}
	})
	return parts
}

// toPostgres copies many new rows and queues the others.
func (r records[A, R]) toPostgres(ctx context.Context, p *pipeline, s shape) func(context.Context) error {
	tx := p.tx
	fresh, others := r.split()
	if len(fresh) < copyRows {
		fresh, others = nil, r.list
	}
	queue := func(ctx context.Context) error {
		rows, err := convertAll(others, r.convert)
		if err != nil {
			return err
		}
		return insertRows(ctx, tx, rows, r.end)
	}
	if len(fresh) == 0 {
		return queue
	}
	types, err := tx.types.of(ctx, tx, s)
	if err != nil {
		return func(context.Context) error { return err }
	}
	tx.show("COPY "+s.table+" VALUES (?, …)", p.org)
	parts := made(p, fresh, func(some []A) part {
		var bytes []byte
		for _, record := range some {
			row, err := r.convert(record)
			if err == nil {
				bytes, err = s.appendRow(bytes, types, reflect.ValueOf(row).Elem())
			}
			if err != nil {
				return part{err: err}
			}
		}
		return part{copy: bytes}
	})
	return func(ctx context.Context) error {
		if err := queue(ctx); err != nil {
			return err
		}
		return tx.copyIn(ctx, s, parts)
	}
}
