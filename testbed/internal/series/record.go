package series

import (
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

// Fill loads samples [from, from+n) of a recorded series and returns how many there were.
// stamp gives the time of a tick in Unix milliseconds.
func (fr *Frame) Fill(s *Series, from int, stamp func(tick int) int64) int {
	n := min(len(fr.metrics), s.Ticks()-from)
	w := s.stride()
	for i := range n {
		m := fr.metrics[i]
		m.Label = s.labels
		*m.TimestampMs = stamp(s.start + from + i)
		at := s.course[(from+i)*w : (from+i+1)*w]
		switch fr.kind {
		case Histogram:
			fillHistogram(m.Histogram, at[:w-1], at[w-1])
		case Counter:
			*m.Counter.Value = at[0]
		case Gauge:
			*m.Gauge.Value = at[0]
		default:
			*m.Untyped.Value = at[0]
		}
	}
	fr.Family.Metric = fr.metrics[:n]
	return n
}
