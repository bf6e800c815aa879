package history

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"sync"

	"github.com/prometheus/common/expfmt"

	"github.com/strata-sre/strata-sre-app/testbed/internal/series"
)

// job is one series to be encoded; they are written in the order of the queue.
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
// stamp gives the time of a tick in Unix milliseconds.
func write(w io.Writer, store *series.Store, stamp func(int) int64) error {
	workers := runtime.GOMAXPROCS(0)
	todo, queue := make(chan *job, 4*workers), make(chan *job, 4*workers)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	defer wg.Wait()
	defer close(stop)
	for range workers {
		wg.Go(func() {
			enc := encoder{stamp: stamp}
			for j := range todo {
				j.text <- enc.encode(j)
			}
		})
	}
	go plan(store, todo, queue, stop)
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
func plan(store *series.Store, todo, queue chan<- *job, stop <-chan struct{}) {
	defer close(todo)
	defer close(queue)
	for _, name := range store.Names() {
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

// encoder turns a series into text. The library writes the first sample; the others differ from it in numbers only,
// so its lines, with their names and escaped labels, serve again for them.
type encoder struct {
	stamp  func(int) int64
	counts []uint64
	number []byte
}

// lines are the parts of a sample's lines before the numbers, in the library's order.
type lines struct {
	prefix [][]byte
	kind   []int // of each line: a bucket, the sum, the count or a plain value
}

const (
	bucket = iota
	sum
	count
	plain
)

func (e *encoder) encode(j *job) encoded {
	var b bytes.Buffer
	var like *lines
	var failed error
	j.series.Walk(e.stamp, func(at int64, p series.Point) {
		if like == nil && failed == nil {
			like, failed = e.first(&b, j, at, p)
			return
		}
		if failed == nil {
			e.again(&b, like, j.family.Kind == series.Histogram, at, p)
		}
	})
	if failed != nil {
		return encoded{err: fmt.Errorf("%s: %w", j.family.Name, failed)}
	}
	return encoded{data: b.Bytes()}
}

func (e *encoder) first(b *bytes.Buffer, j *job, at int64, p series.Point) (*lines, error) {
	var text bytes.Buffer
	if _, err := expfmt.MetricFamilyToOpenMetrics(&text, p.Family(at)); err != nil {
		return nil, err
	}
	like := &lines{}
	for line := range bytes.Lines(text.Bytes()) {
		if line[0] == '#' {
			if j.header {
				b.Write(line)
			}
			continue
		}
		b.Write(line)
		end := bytes.LastIndex(line, []byte("} ")) + 2
		if end < 2 {
			return nil, fmt.Errorf("a sample without labels: %s", line)
		}
		like.prefix = append(like.prefix, line[:end])
		like.kind = append(like.kind, kindOf(line, j.family))
	}
	return like, nil
}

func kindOf(line []byte, f *series.Family) int {
	name, _, _ := bytes.Cut(line, []byte("{"))
	switch {
	case f.Kind != series.Histogram:
		return plain
	case bytes.HasSuffix(name, []byte("_bucket")):
		return bucket
	case bytes.HasSuffix(name, []byte("_sum")):
		return sum
	default:
		return count
	}
}

func (e *encoder) again(b *bytes.Buffer, like *lines, histogram bool, at int64, p series.Point) {
	if histogram {
		e.counts = p.Cumulative(e.counts[:0])
	}
	buckets := 0
	for i, prefix := range like.prefix {
		e.number = e.number[:0]
		switch like.kind[i] {
		case bucket:
			e.number = strconv.AppendUint(e.number, e.counts[buckets], 10)
			buckets++
		case count:
			e.number = strconv.AppendUint(e.number, e.counts[len(e.counts)-1], 10)
		case sum:
			e.number = strconv.AppendFloat(e.number, series.Rounded(p.Value()), 'f', -1, 64)
		default:
			e.number = strconv.AppendFloat(e.number, p.Value(), 'f', -1, 64)
		}
		e.number = append(e.number, ' ')
		e.number = strconv.AppendFloat(e.number, float64(at)/1000, 'f', -1, 64)
		e.number = append(e.number, '\n')
		b.Write(prefix)
		b.Write(e.number)
	}
}
