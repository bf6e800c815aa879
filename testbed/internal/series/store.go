// Package series holds every time series that the testbed exposes: their labels, their present values,
// and on demand the course of those values.
package series

import (
	"sort"
	"strings"

	dto "github.com/prometheus/client_model/go"
)

// Kind of a metric family.
type Kind int

// Kinds. Untyped stands for exporters that do not declare a type (node_exporter's netstat, for one).
const (
	Counter Kind = iota
	Gauge
	Histogram
	Untyped
)

// Desc describes a metric family.
type Desc struct {
	Name, Help string
	Kind       Kind
	Bounds     []float64 // upper bounds of histogram buckets, without +Inf
	Whole      bool      // values are whole numbers: shown rounded down
	Lazy       bool      // a series appears only once it has counted something, as real exporters do
}

// Store is the set of all series. It is not safe for concurrent use.
type Store struct {
	families map[string]*Family
	names    []string
	saved    map[string]Value
	common   []*dto.LabelPair
}

// Family is one metric with all its series.
type Family struct {
	Desc
	store  *Store
	bykey  map[string]*Series
	series []*Series // sorted by key
	gone   []*Series // ended series that still have a recorded course
	dirty  bool
}

// Series is one labelled series; it belongs to one exposition path.
type Series struct {
	fam    *Family
	path   string
	key    string
	labels []*dto.LabelPair
	value  Value
	ended  bool
	start  int // tick of the first recorded sample
	course []float64
}

// Value is the state of a series; Counts are per bucket, not cumulative, with +Inf last.
type Value struct {
	V      float64   `json:"v,omitempty"`
	Sum    float64   `json:"s,omitempty"`
	Counts []float64 `json:"b,omitempty"`
}

// New returns an empty store whose series all carry the common labels, given as name, value pairs.
func New(common ...string) *Store {
	return &Store{families: map[string]*Family{}, saved: map[string]Value{}, common: pairs(common)}
}

// Family returns the family of a name, made on first use.
func (s *Store) Family(d Desc) *Family {
	if f, ok := s.families[d.Name]; ok {
		return f
	}
	f := &Family{Desc: d, store: s, bykey: map[string]*Series{}}
	s.families[d.Name] = f
	s.names = append(s.names, d.Name)
	sort.Strings(s.names)
	return f
}

// Names returns the names of all families in order.
func (s *Store) Names() []string { return s.names }

// Get returns a family by name, or nil.
func (s *Store) Get(name string) *Family { return s.families[name] }

// With returns the series of the labels (name, value pairs), made on first use; path is where it is exposed.
// A series whose value was restored from a state starts with that value.
func (f *Family) With(path string, labels ...string) *Series {
	own := pairs(labels)
	key := keyOf(own)
	if s, ok := f.bykey[key]; ok {
		return s
	}
	s := &Series{fam: f, path: path, key: key, labels: merge(f.store.common, own), start: -1}
	if f.Kind == Histogram {
		s.value.Counts = make([]float64, len(f.Bounds)+1)
	}
	if v, ok := f.store.saved[f.Name+"|"+key]; ok && len(v.Counts) == len(s.value.Counts) {
		s.value = v
		delete(f.store.saved, f.Name+"|"+key)
	}
	f.bykey[key] = s
	f.series = append(f.series, s)
	f.dirty = true
	return s
}

// End removes a series from exposition; what was recorded of it stays.
func (s *Series) End() {
	if s.ended {
		return
	}
	s.ended = true
	delete(s.fam.bykey, s.key)
	for i, other := range s.fam.series {
		if other == s {
			s.fam.series = append(s.fam.series[:i], s.fam.series[i+1:]...)
			break
		}
	}
	if len(s.course) > 0 {
		s.fam.gone = append(s.fam.gone, s)
	}
}

// Add raises a counter; negative amounts are ignored, so that no rounding can turn a counter back.
func (s *Series) Add(v float64) {
	if v > 0 {
		s.value.V += v
	}
}

// Set sets a gauge, or an untyped value.
func (s *Series) Set(v float64) { s.value.V = v }

// Get returns the present value of a counter or gauge.
func (s *Series) Get() float64 { return s.value.V }

// Observe adds weight observations of which share(i) fall at or below the i-th bound; mean is their average.
func (s *Series) Observe(weight, mean float64, share []float64) {
	if weight <= 0 {
		return
	}
	last := 0.0
	for i, c := range share {
		if c > last {
			s.value.Counts[i] += weight * (c - last)
			last = c
		}
	}
	s.value.Counts[len(share)] += weight * (1 - last)
	s.value.V += weight
	s.value.Sum += weight * mean
}

func (s *Series) visible() bool {
	return !s.fam.Lazy || s.value.V >= 1 || (!s.fam.Whole && s.fam.Kind != Histogram && s.value.V > 0)
}

func (f *Family) sorted() []*Series {
	if f.dirty {
		sort.Slice(f.series, func(i, j int) bool { return f.series[i].key < f.series[j].key })
		f.dirty = false
	}
	return f.series
}

// Label returns the value of a label, or "".
func (s *Series) Label(name string) string {
	for _, l := range s.labels {
		if l.GetName() == name {
			return l.GetValue()
		}
	}
	return ""
}

func pairs(kv []string) []*dto.LabelPair {
	out := make([]*dto.LabelPair, 0, len(kv)/2)
	for i := 0; i+1 < len(kv); i += 2 {
		if kv[i+1] == "" {
			continue // an empty label is the same as none
		}
		name, value := kv[i], kv[i+1]
		out = append(out, &dto.LabelPair{Name: &name, Value: &value})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].GetName() < out[j].GetName() })
	return out
}

func merge(a, b []*dto.LabelPair) []*dto.LabelPair {
	out := append(append(make([]*dto.LabelPair, 0, len(a)+len(b)), a...), b...)
	sort.Slice(out, func(i, j int) bool { return out[i].GetName() < out[j].GetName() })
	return out
}

func keyOf(labels []*dto.LabelPair) string {
	var b strings.Builder
	for _, l := range labels {
		b.WriteString(l.GetName())
		b.WriteByte('=')
		b.WriteString(l.GetValue())
		b.WriteByte(',')
	}
	return b.String()
}
