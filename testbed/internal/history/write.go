package history

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"sync"

	"github.com/prometheus/common/expfmt"

	"github.com/strata-sre/strata-sre-app/testbed/internal/series"
)

const frame = 500 // samples of a series that are encoded at once

// job is one piece of text to be encoded; pieces are written in the order of the queue.
type job struct {
	family *series.Family
	series *series.Series
	header bool // with HELP and TYPE
	text   chan encoded
}

type encoded struct {
	data []byte
	err  error
}

// write encodes everything recorded as OpenMetrics: family by family, series by series, in order of time.
// Only families that only accepts are written; stamp gives the time of a tick in Unix milliseconds.
func write(w io.Writer, store *series.Store, only func(string) bool, stamp func(int) int64) error {
	workers := runtime.GOMAXPROCS(0)
	todo, queue := make(chan *job, 4*workers), make(chan *job, 4*workers)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	defer wg.Wait()
	defer close(stop)
	for range workers {
		wg.Go(func() {
			enc := encoder{frames: map[*series.Family]*series.Frame{}, stamp: stamp}
			for j := range todo {
				j.text <- enc.encode(j)
			}
		})
	}
	go plan(store, only, todo, queue, stop)
	for j := range queue {
		text := <-j.text
		if text.err != nil {
			return text.err
		}
		if _, err := w.Write(text.data); err != nil {
			return fmt.Errorf("out: %w", err)
		}
	}
	_, err := expfmt.FinalizeOpenMetrics(w)
	return err
}

// plan lists the pieces for the workers and, in the same order, for the writer.
func plan(store *series.Store, only func(string) bool, todo, queue chan<- *job, stop <-chan struct{}) {
	defer close(todo)
	defer close(queue)
	for _, name := range store.Names() {
		if only != nil && !only(name) {
			continue
		}
		f := store.Get(name)
		for i, s := range f.Recorded() {
			j := &job{family: f, series: s, header: i == 0, text: make(chan encoded, 1)}
			for _, to := range []chan<- *job{queue, todo} {
				select {
				case to <- j:
				case <-stop:
					return
				}
			}
		}
	}
}

type encoder struct {
	frames map[*series.Family]*series.Frame
	stamp  func(int) int64
}

func (e *encoder) encode(j *job) encoded {
	fr := e.frames[j.family]
	if fr == nil {
		clear(e.frames) // the families come one after the other
		fr = j.family.NewFrame(frame)
		e.frames[j.family] = fr
	}
	var b bytes.Buffer
	for from, n := 0, 0; ; {
		start, first := b.Len(), from == 0
		if from, n = fr.Fill(j.series, from, e.stamp); n == 0 {
			return encoded{data: b.Bytes()}
		}
		if _, err := expfmt.MetricFamilyToOpenMetrics(&b, fr.Family); err != nil {
			return encoded{err: fmt.Errorf("%s: %w", j.family.Name, err)}
		}
		if !j.header || !first {
			dropComments(&b, start)
		}
	}
}

// dropComments removes the HELP and TYPE lines that the encoder puts before every piece of a family.
func dropComments(b *bytes.Buffer, start int) {
	piece := b.Bytes()[start:]
	skip := 0
	for skip < len(piece) && piece[skip] == '#' {
		skip += bytes.IndexByte(piece[skip:], '\n') + 1
	}
	copy(piece, piece[skip:])
	b.Truncate(b.Len() - skip)
}
