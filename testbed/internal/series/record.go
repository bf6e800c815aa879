package series

import (
	"slices"
	"time"

	dto "github.com/prometheus/client_model/go"
)

// Record keeps the present value of every visible series as the sample of a tick (0, 1, 2 ... without gaps).
func (s *Store) Record(tick int) {
	for _, name := range s.names {
		for _, one := range s.families[name].series {
			one.record(tick)
		}
	}
}

func (s *Series) record(tick int) {
	if s.start < 0 {
		if !s.visible() {
			return
		}
		s.start = tick
	}
	if s.fam.Kind == Histogram {
		s.course = append(s.course, s.value.Counts...)
		s.course = append(s.course, s.value.Sum)
		return
	}
	s.course = append(s.course, s.fam.shown(s.value.V))
}

// Forget drops what was recorded; series go on recording at the next tick.
func (s *Store) Forget() {
	for _, name := range s.names {
		f := s.families[name]
		f.gone = nil
		for _, one := range f.series {
			one.course, one.start = nil, -1
		}
	}
}

// Recorded returns a family's recorded series: sorted by labels, and parts of one series in order of time.
func (f *Family) Recorded() []*Series {
	all := append(append([]*Series{}, f.gone...), f.sorted()...)
	out := all[:0]
	for _, one := range all {
		if len(one.course) > 0 {
			out = append(out, one)
		}
	}
	sortStable(out)
	return out
}

func sortStable(list []*Series) {
	for i := 1; i < len(list); i++ { // nearly sorted: few series end and return
		for j := i; j > 0 && before(list[j], list[j-1]); j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
}

func before(a, b *Series) bool {
	if a.key != b.key {
		return a.key < b.key
	}
	return a.start < b.start
}

// Ticks returns the number of recorded samples.
func (s *Series) Ticks() int { return len(s.course) / s.stride() }

func (s *Series) stride() int {
	if s.fam.Kind == Histogram {
		return len(s.fam.Bounds) + 2
	}
	return 1
}

// Frame is a reusable family message that carries up to n consecutive samples of one series.
type Frame struct {
	Family  *dto.MetricFamily
	kind    Kind
	metrics []*dto.Metric
	last    int64 // time of the last loaded sample
}

// NewFrame allocates a frame for series of the family.
func (f *Family) NewFrame(n int) *Frame {
	fr := &Frame{Family: f.proto(), kind: f.Kind}
	for range n {
		m := &dto.Metric{TimestampMs: new(int64)}
		if f.Kind == Histogram {
			m.Histogram = newHistogram(f.Bounds)
		} else {
			setScalar(m, f.Kind, 0)
		}
		fr.metrics = append(fr.metrics, m)
	}
	return fr
}

// Dormant is how long the samples of a series that does not change may lie apart: below Prometheus' look-back of
// five minutes, so that nothing goes stale, and far fewer samples than one per tick.
const Dormant = 4 * time.Minute

// Fill loads samples of a recorded series, beginning with the one at from. It returns where to go on and how many
// it loaded; samples in the midst of a dormant stretch are left out. stamp gives the time of a tick in Unix milliseconds.
func (fr *Frame) Fill(s *Series, from int, stamp func(tick int) int64) (next, n int) {
	if from == 0 {
		fr.last = 0
	}
	ticks := s.Ticks()
	for next = from; next < ticks && n < len(fr.metrics); next++ {
		at := stamp(s.start + next)
		if next < ticks-1 && at-fr.last < Dormant.Milliseconds() && s.still(next) && s.still(next+1) {
			continue
		}
		fr.last = at
		fr.load(fr.metrics[n], s, next, at)
		n++
	}
	fr.Family.Metric = fr.metrics[:n]
	return next, n
}

// still tells whether a sample is the same as the one before it.
func (s *Series) still(i int) bool {
	if i == 0 {
		return false
	}
	w := s.stride()
	return slices.Equal(s.course[i*w:(i+1)*w], s.course[(i-1)*w:i*w])
}

func (fr *Frame) load(m *dto.Metric, s *Series, i int, at int64) {
	w := s.stride()
	v := s.course[i*w : (i+1)*w]
	m.Label = s.labels
	*m.TimestampMs = at
	switch fr.kind {
	case Histogram:
		fillHistogram(m.Histogram, v[:w-1], v[w-1])
	case Counter:
		*m.Counter.Value = v[0]
	case Gauge:
		*m.Gauge.Value = v[0]
	default:
		*m.Untyped.Value = v[0]
	}
}
