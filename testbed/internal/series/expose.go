package series

import (
	"math"

	dto "github.com/prometheus/client_model/go"
	"google.golang.org/protobuf/proto"
)

// Gather returns the families of one exposition path, or of all for "", sorted by name, ready for an encoder.
func (s *Store) Gather(path string) []*dto.MetricFamily {
	var out []*dto.MetricFamily
	for _, name := range s.names {
		f := s.families[name]
		mf := f.proto()
		for _, one := range f.sorted() {
			if (path == "" || one.path == path) && one.visible() {
				mf.Metric = append(mf.Metric, one.metric())
			}
		}
		if len(mf.Metric) > 0 {
			out = append(out, mf)
		}
	}
	return out
}

// Paths returns the exposition paths in order of first use.
func (s *Store) Paths() []string {
	seen := map[string]bool{}
	var out []string
	for _, name := range s.names {
		for _, one := range s.families[name].sorted() {
			if !seen[one.path] {
				seen[one.path] = true
				out = append(out, one.path)
			}
		}
	}
	return out
}

// Count returns the number of samples of one scrape of everything, buckets included.
func (s *Store) Count() int {
	n := 0
	for _, name := range s.names {
		f := s.families[name]
		for _, one := range f.series {
			if !one.visible() {
				continue
			}
			if f.Kind == Histogram {
				n += len(f.Bounds) + 3
			} else {
				n++
			}
		}
	}
	return n
}

func (f *Family) proto() *dto.MetricFamily {
	t := map[Kind]dto.MetricType{Counter: dto.MetricType_COUNTER, Gauge: dto.MetricType_GAUGE,
		Histogram: dto.MetricType_HISTOGRAM, Untyped: dto.MetricType_UNTYPED}[f.Kind]
	return &dto.MetricFamily{Name: proto.String(f.Name), Help: proto.String(f.Help), Type: &t}
}

func (s *Series) metric() *dto.Metric {
	m := &dto.Metric{Label: s.labels}
	if s.fam.Kind == Histogram {
		m.Histogram = newHistogram(s.fam.Bounds)
		fillHistogram(m.Histogram, s.value.Counts, s.value.Sum)
		return m
	}
	setScalar(m, s.fam.Kind, s.fam.shown(s.value.V))
	return m
}

func setScalar(m *dto.Metric, kind Kind, v float64) {
	switch kind {
	case Counter:
		m.Counter = &dto.Counter{Value: &v}
	case Gauge:
		m.Gauge = &dto.Gauge{Value: &v}
	default:
		m.Untyped = &dto.Untyped{Value: &v}
	}
}

// shown rounds a value as its exporter would show it: whole numbers down, the rest to microunits,
// which also keeps the lines of the history short.
func (f *Family) shown(v float64) float64 {
	if f.Whole {
		return math.Floor(v)
	}
	return Rounded(v)
}

// Rounded brings a value to microunits, and a large one to units.
func Rounded(v float64) float64 {
	if math.Abs(v) < 1e6 {
		return math.Round(v*1e6) / 1e6
	}
	return math.Round(v)
}

func newHistogram(bounds []float64) *dto.Histogram {
	h := &dto.Histogram{SampleCount: new(uint64), SampleSum: new(float64)}
	for i := range bounds {
		h.Bucket = append(h.Bucket, &dto.Bucket{CumulativeCount: new(uint64), UpperBound: &bounds[i]})
	}
	return h
}

// wholeCount rounds a cumulative count down. What lacks a thousandth counts as there: else the thin end of a distribution
// would look for a moment like an observation beyond the last bound.
func wholeCount(v float64) uint64 { return uint64(v + 1e-3) }

// fillHistogram writes cumulative whole counts; rounding down the running sum keeps them in order.
func fillHistogram(h *dto.Histogram, counts []float64, sum float64) {
	total := 0.0
	for i, c := range counts {
		total += c
		if i < len(h.Bucket) {
			*h.Bucket[i].CumulativeCount = wholeCount(total)
		}
	}
	*h.SampleCount = wholeCount(total)
	*h.SampleSum = Rounded(sum)
}

// Each calls fn for every visible series of a family.
func (f *Family) Each(fn func(s *Series, v Value)) {
	for _, one := range f.sorted() {
		if one.visible() {
			fn(one, one.value)
		}
	}
}
