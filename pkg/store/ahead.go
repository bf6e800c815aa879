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

// pipeline makes rows of records on another processor while the database works on earlier ones. The order of statements is that of the
// writes alone. wait must be called before the records may change.
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

// ahead starts making rows of a list; the returned function writes them, with end behind the values.
func ahead[A, R any](p *pipeline, list []A, convert func(A) (*R, error), end string) func(context.Context) error {
	if len(list) == 0 {
		return func(context.Context) error { return nil }
	}
	tx := p.t.tx
	s := tx.shapeOf(reflect.TypeFor[R]())
	size := aheadRows
	if tx.queue != nil {
		size = bulkRows // one statement for each part
	}
	parts := make(chan part, aheadParts)
	p.running.Go(func() {
		defer close(parts)
		for some := range slices.Chunk(list, size) {
			rows, err := convertAll(some, convert)
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
			if err := tx.insert(ctx, s, made.packed, end); err != nil {
				return err
			}
		}
		return nil
	}
}
