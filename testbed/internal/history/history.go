// Package history produces days of the shop's past at once.
package history

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"sort"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/faults"
	"github.com/strata-sre/strata-sre-app/testbed/internal/sim"
)

// Plan says what to produce.
type Plan struct {
	End  time.Time
	Span time.Duration
	Step time.Duration
	Past []Past                   // faults to happen, in any order
	Only func(metric string) bool // nil writes all
	Rest time.Duration            // before the end, in which what RestOnly accepts is written instead
	// RestOnly is what a short look back needs; nil writes all.
	RestOnly func(metric string) bool
	Split    time.Duration // length of the pieces; 0 writes one
}

// Past is a fault that happened.
type Past struct {
	faults.Request
	At time.Time
}

// Result says what was produced.
type Result struct {
	First, Last time.Time // of the samples
	Ticks       int
	Faults      int
}

// Start is the time before the first sample, where the simulation has to begin.
func (p Plan) Start() time.Time { return p.Last().Add(-p.Span) }

// Last is the time of the last sample: the end, brought to a multiple of the step.
func (p Plan) Last() time.Time { return p.End.UTC().Truncate(p.Step) }

// kept tells which metrics are written at a time.
func (p Plan) kept(at time.Time) func(string) bool {
	if at.After(p.Last().Add(-p.Rest)) {
		return p.RestOnly
	}
	return p.Only
}

// Run simulates the plan and writes its samples. open returns the writer of the n-th piece (0 unless the plan is split).
// The simulation must stand at the plan's start; afterwards it stands at its last sample.
func Run(s *sim.Sim, p Plan, open func(n int) (io.WriteCloser, error)) (Result, error) {
	past := append([]Past{}, p.Past...)
	sort.SliceStable(past, func(i, j int) bool { return past[i].At.Before(past[j].At) })
	first := p.Start().Add(p.Step)
	stamp := func(tick int) int64 { return first.Add(time.Duration(tick) * p.Step).UnixMilli() }
	res := Result{First: first, Last: p.Last(), Faults: len(past)}
	pieces := 0
	for t := first; !t.After(res.Last); t = t.Add(p.Step) {
		if res.Ticks > 0 && p.Split > 0 && pieceOf(t, p.Split) != pieceOf(t.Add(-p.Step), p.Split) {
			if err := flush(s, p, pieces, stamp, open); err != nil {
				return res, err
			}
			pieces++
		}
		var err error
		if past, err = advance(s, t, past); err != nil {
			return res, err
		}
		s.Store.Record(res.Ticks, p.kept(t))
		res.Ticks++
	}
	return res, flush(s, p, pieces, stamp, open)
}

// advance brings the shop to a time and starts the faults that fall before it; it returns those that are left.
func advance(s *sim.Sim, to time.Time, past []Past) ([]Past, error) {
	for len(past) > 0 && !past[0].At.After(to) {
		if err := begin(s, past[0]); err != nil {
			return past, err
		}
		past = past[1:]
	}
	return past, s.Advance(to, false)
}

// pieceOf numbers the pieces from the epoch, so that they end where Prometheus' blocks do.
func pieceOf(t time.Time, split time.Duration) int { return int(t.UnixMilli() / split.Milliseconds()) }

func begin(s *sim.Sim, f Past) error {
	if err := s.Advance(f.At, false); err != nil {
		return err
	}
	if _, err := s.Faults.Start(f.Request, f.At); err != nil {
		return fmt.Errorf("fault %s at %s: %w", f.Name, f.At.Format(time.RFC3339), err)
	}
	return nil
}

func flush(s *sim.Sim, p Plan, n int, stamp func(int) int64, open func(int) (io.WriteCloser, error)) error {
	out, err := open(n)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(out, 1<<20)
	err = write(w, s.Store, stamp)
	if err == nil {
		err = w.Flush()
	}
	s.Store.Forget()
	return errors.Join(err, out.Close())
}
