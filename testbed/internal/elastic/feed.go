package elastic

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/documents"
	"github.com/strata-sre/strata-sre-app/testbed/internal/ecslog"
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/noise"
)

// Limits of what is kept and waited for.
const (
	bufferBytes = 16 << 20
	batchBytes  = 2 << 20 // of one request while the past is written
	flushEvery  = 2 * time.Second
	trimEvery   = 10 * time.Minute
	keep        = 6 * time.Hour // older documents are deleted
	startWithin = 3 * time.Minute
	tries       = 4 // of one batch; then it is given up
	warnEvery   = time.Minute
)

// live limits the lines per service and second; every line brings some ten documents with it.
var live = ecslog.Limits{OK: 0.4, Failed: 2}

// Feed fills an Elasticsearch. Step takes what happens; Run sends it.
type Feed struct {
	client *Client
	buffer *Buffer
	maker  *documents.Maker
	logs   *ecslog.Logger
	clock  func() time.Time
	warn   func(error)
	warned time.Time
	muted  int
	going  atomic.Bool // the past is written, now the present counts
	sent   atomic.Int64
}

// NewFeed returns a feed for the Elasticsearch at url. Warn is told what went wrong, at most once a minute.
func NewFeed(url string, src noise.Source, clock func() time.Time, warn func(error)) *Feed {
	f := &Feed{client: NewClient(url), buffer: NewBuffer(bufferBytes), clock: clock, warn: warn}
	f.maker = documents.New(f.buffer, src)
	f.logs = ecslog.New(output{f.buffer}, ecslog.Indexed, src)
	f.logs.OnRequest = f.maker.Request
	return f
}

// output takes the services' log lines.
type output struct{ buffer *Buffer }

func (o output) Write(_ string, line []byte) error { return o.buffer.Append(documents.Logs, line) }
func (o output) Flush() error                      { return nil }
func (o output) Close() error                      { return nil }

// Past advances a shop of its own from a time to now, calling step after each of its steps.
type Past func(from, to time.Time, each func(w *model.World, fx *model.Effects, dt float64) error) error

// Run waits for Elasticsearch, writes the past, and then sends what Step collects until the context ends.
func (f *Feed) Run(ctx context.Context, span time.Duration, past Past) error {
	if err := f.start(ctx); err != nil {
		return err
	}
	now := f.clock()
	if err := past(now.Add(-span), now, func(w *model.World, fx *model.Effects, dt float64) error {
		return errors.Join(f.step(w, fx, dt), f.flushFull(ctx))
	}); err != nil {
		return fmt.Errorf("elasticsearch: the past: %w", err)
	}
	if err := errors.Join(f.flush(ctx), f.client.Refresh(ctx, Patterns)); err != nil {
		return err
	}
	f.logs.Limit(live)
	f.going.Store(true)
	return f.follow(ctx)
}

// start waits until Elasticsearch answers, and tells it the fields' types.
func (f *Feed) start(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startWithin)
	defer cancel()
	for {
		err := f.client.Ready(ctx)
		if err == nil {
			return install(ctx, f.client)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("elasticsearch at %s did not become ready within %s: %w", f.client.URL, startWithin, err)
		case <-time.After(time.Second):
		}
	}
}

func (f *Feed) follow(ctx context.Context) error {
	flush, trim := time.NewTicker(flushEvery), time.NewTicker(trimEvery)
	defer flush.Stop()
	defer trim.Stop()
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
			defer cancel()
			return f.flush(last)
		case <-flush.C:
			if err := f.flush(ctx); err != nil && ctx.Err() == nil {
				f.tell(err)
			}
		case <-trim.C:
			if err := f.client.Trim(ctx, Patterns, f.clock().Add(-keep)); err != nil {
				f.tell(err)
			}
		}
	}
}

// Step takes one step of the live shop; before the past is written it does nothing.
func (f *Feed) Step(w *model.World, fx *model.Effects, dt float64) {
	if !f.going.Load() {
		return
	}
	if err := f.step(w, fx, dt); err != nil && !errors.Is(err, ErrFull) { // flush tells how much was thrown away
		f.tell(err)
	}
}

func (f *Feed) step(w *model.World, fx *model.Effects, dt float64) error {
	return errors.Join(f.logs.Step(w, fx, dt), f.maker.Step(w, fx, dt))
}

func (f *Feed) flushFull(ctx context.Context) error {
	if f.buffer.Len() < batchBytes {
		return nil
	}
	return f.flush(ctx)
}

// flush sends what waits. A request that fails is repeated with growing pauses, then its documents are given up.
func (f *Feed) flush(ctx context.Context) error {
	lines, docs, lost := f.buffer.Take()
	var err error
	if lost > 0 {
		err = fmt.Errorf("elasticsearch does not keep up: %d documents were thrown away", lost)
	}
	if docs == 0 {
		return err
	}
	pause := 250 * time.Millisecond
	for n := 1; ; n++ {
		failed := f.client.Bulk(ctx, lines)
		var refused *RefusedError
		if failed == nil || errors.As(failed, &refused) {
			f.sent.Add(int64(docs))
			return errors.Join(err, failed)
		}
		if n == tries {
			return errors.Join(err, fmt.Errorf("%d documents are given up after %d tries: %w", docs, tries, failed))
		}
		select {
		case <-ctx.Done():
			return errors.Join(err, failed)
		case <-time.After(pause):
			pause *= 4
		}
	}
}

// tell warns at most once a minute, and then of how many warnings were kept back.
func (f *Feed) tell(err error) {
	if now := f.clock(); now.Sub(f.warned) >= warnEvery {
		if f.muted > 0 {
			err = fmt.Errorf("%w (and %d more of these in the last minute)", err, f.muted)
		}
		f.warned, f.muted = now, 0
		f.warn(err)
		return
	}
	f.muted++
}

// Status says how far the feed is.
type Status struct {
	Loaded    bool  `json:"loaded"` // the past is written
	Documents int64 `json:"documents"`
	Waiting   int   `json:"waitingBytes"`
}

// Status returns how far the feed is.
func (f *Feed) Status() Status {
	return Status{Loaded: f.going.Load(), Documents: f.sent.Load(), Waiting: f.buffer.Len()}
}
