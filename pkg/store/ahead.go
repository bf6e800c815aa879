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
	parts := made(p, r.list, func(some []A) part {
		rows, err := convertAll(some, r.convert)
		if err != nil {
			return part{err: err}
		}
		return part{packed: tx.pack(s, reflect.ValueOf(rows))}
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
