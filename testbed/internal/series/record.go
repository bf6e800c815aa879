package series

import (
	"slices"
	"time"

	dto "github.com/prometheus/client_model/go"
)

// Record keeps the present value of every visible series as the sample of a tick (0, 1, 2 ... without gaps).
// Only families that only accepts are kept; a family that is taken up later begins there. nil keeps all.
func (s *Store) Record(tick int, only func(metric string) bool) {
	for _, name := range s.names {
		if only != nil && !only(name) {
			continue
		}
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

// Dormant is how long the samples of a gauge that does not change may lie apart: below Prometheus' look-back of
// five minutes, so that nothing goes stale, and far fewer samples than one per tick. Counters are sampled at every
// tick: a rate needs two samples in its window, and a rate of nothing is a zero, not a gap.
const Dormant = 4 * time.Minute

// Walk calls fn for the samples of a recorded series in order of time, for gauges without those in the midst of a dormant stretch.
// stamp gives the time of a tick in Unix milliseconds.
func (s *Series) Walk(stamp func(tick int) int64, fn func(at int64, v Point)) {
	ticks, last := s.Ticks(), int64(0)
	for i := range ticks {
		at := stamp(s.start + i)
		if s.fam.Kind == Gauge && i < ticks-1 && at-last < Dormant.Milliseconds() && s.still(i) && s.still(i+1) {
			continue
		}
		last = at
		fn(at, Point{s, i})
	}
}

// still tells whether a sample is the same as the one before it.
func (s *Series) still(i int) bool {
	if i == 0 {
		return false
	}
	w := s.stride()
	return slices.Equal(s.course[i*w:(i+1)*w], s.course[(i-1)*w:i*w])
}

// Point is one recorded sample.
type Point struct {
	s *Series
	i int
}

func (p Point) values() []float64 {
	w := p.s.stride()
	return p.s.course[p.i*w : (p.i+1)*w]
}

// Value returns the value of a counter, gauge or untyped sample, or the sum of a histogram.
func (p Point) Value() float64 {
	v := p.values()
	return v[len(v)-1]
}

// Cumulative appends the cumulative counts of a histogram's buckets, +Inf last.
func (p Point) Cumulative(out []uint64) []uint64 {
	v := p.values()
	total := 0.0
	for _, c := range v[:len(v)-1] {
		total += c
		out = append(out, wholeCount(total))
	}
	return out
}

// Family returns the sample as a family of its own, for an encoder.
func (p Point) Family(at int64) *dto.MetricFamily {
	mf := p.s.fam.proto()
	m := &dto.Metric{Label: p.s.labels, TimestampMs: &at}
	if p.s.fam.Kind == Histogram {
		v := p.values()
		m.Histogram = newHistogram(p.s.fam.Bounds)
		fillHistogram(m.Histogram, v[:len(v)-1], v[len(v)-1])
	} else {
		setScalar(m, p.s.fam.Kind, p.Value())
	}
	mf.Metric = []*dto.Metric{m}
	return mf
}
