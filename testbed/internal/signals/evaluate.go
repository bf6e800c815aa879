// Package signals measures what alert rules measure, straight from the series, so that faults can be
// described and tested by the signals they move.
package signals

import (
	"math"
	"regexp"
	"sort"
	"strings"
	"sync"

	"github.com/strata-sre/strata-sre-app/testbed/internal/series"
)

// Layers, in the order in which users meet them.
const (
	Application = "application"
	Network     = "network"
	Cluster     = "cluster"
	EBPF        = "ebpf"
)

// Select picks series: Match holds label, regular expression pairs; a label that starts with ! must not match.
type Select struct {
	Metric string
	Match  []string
	Gauge  bool // the value itself; otherwise its increase per second
}

// Measure is one signal with the threshold of its alert rule.
type Measure struct {
	ID, Layer, Title, Unit string
	Num                    Select
	Den                    *Select // divides; groups without it are left out
	MinDen                 float64
	ClampDen               float64 // the divisor is at least this
	Scale                  float64 // factor on the result; 0 means 1
	Quantile               float64 // of a histogram, instead of a rate
	By                     []string
	Below                  bool // alerts when the value is below the threshold
	Threshold              float64
}

// Snapshot is a copy of the values that measures need.
type Snapshot map[string][]sample

type sample struct {
	series *series.Series
	value  series.Value
}

// Take copies the families that the measures use.
func Take(store *series.Store, measures []Measure) Snapshot {
	out := Snapshot{}
	for _, m := range measures {
		for _, sel := range []*Select{&m.Num, m.Den} {
			if sel == nil || out[sel.Metric] != nil {
				continue
			}
			f := store.Get(sel.Metric)
			if f == nil {
				continue
			}
			list := []sample{}
			f.Each(func(s *series.Series, v series.Value) {
				v.Counts = append([]float64{}, v.Counts...)
				list = append(list, sample{s, v})
			})
			out[sel.Metric] = list
		}
	}
	return out
}

// Result is the worst value of a measure over its groups.
type Result struct {
	Value float64
	Group string
	Known bool
}

// Fires tells whether the value is beyond the threshold.
func (m Measure) Fires(r Result) bool {
	if !r.Known {
		return false
	}
	if m.Below {
		return r.Value < m.Threshold
	}
	return r.Value > m.Threshold
}

// Evaluate works out a measure between two snapshots that lie the given number of seconds apart.
func (m Measure) Evaluate(store *series.Store, before, after Snapshot, seconds float64) Result {
	if m.Quantile > 0 {
		return m.worst(m.quantiles(store, before, after))
	}
	num := m.sum(m.Num, before, after, seconds)
	if m.Den != nil {
		den := m.sum(*m.Den, before, after, seconds)
		for g := range num {
			d := math.Max(den[g], m.ClampDen)
			if d <= m.MinDen || d == 0 {
				delete(num, g)
				continue
			}
			num[g] /= d
		}
	}
	if m.Scale != 0 {
		for g := range num {
			num[g] *= m.Scale
		}
	}
	return m.worst(num)
}

func (m Measure) worst(values map[string]float64) Result {
	groups := make([]string, 0, len(values))
	for g := range values {
		groups = append(groups, g)
	}
	sort.Strings(groups)
	var out Result
	for _, g := range groups {
		v := values[g]
		if math.IsNaN(v) {
			continue
		}
		if !out.Known || (v > out.Value) != m.Below && v != out.Value {
			out = Result{Value: v, Group: g, Known: true}
		}
	}
	return out
}

func (m Measure) group(s *series.Series) string {
	parts := make([]string, len(m.By))
	for i, l := range m.By {
		parts[i] = s.Label(l)
	}
	return strings.Join(parts, "/")
}

func (sel Select) matches(s *series.Series) bool {
	for i := 0; i+1 < len(sel.Match); i += 2 {
		label, not := strings.CutPrefix(sel.Match[i], "!")
		if matches(sel.Match[i+1], s.Label(label)) == not {
			return false
		}
	}
	return true
}

func (m Measure) sum(sel Select, before, after Snapshot, seconds float64) map[string]float64 {
	out := map[string]float64{}
	old := index(before[sel.Metric])
	for _, now := range after[sel.Metric] {
		if !sel.matches(now.series) {
			continue
		}
		g := m.group(now.series)
		if sel.Gauge {
			out[g] += now.value.V
			continue
		}
		out[g] += (now.value.V - old[now.series].V) / seconds
	}
	return out
}

func index(list []sample) map[*series.Series]series.Value {
	out := make(map[*series.Series]series.Value, len(list))
	for _, s := range list {
		out[s.series] = s.value
	}
	return out
}

func (m Measure) quantiles(store *series.Store, before, after Snapshot) map[string]float64 {
	f := store.Get(m.Num.Metric)
	if f == nil {
		return nil
	}
	old := index(before[m.Num.Metric])
	sums := map[string][]float64{}
	for _, now := range after[m.Num.Metric] {
		if !m.Num.matches(now.series) {
			continue
		}
		g := m.group(now.series)
		if sums[g] == nil {
			sums[g] = make([]float64, len(now.value.Counts))
		}
		was := old[now.series].Counts
		for i, c := range now.value.Counts {
			sums[g][i] += c
			if i < len(was) {
				sums[g][i] -= was[i]
			}
		}
	}
	out := map[string]float64{}
	for g, counts := range sums {
		out[g] = quantile(m.Quantile, f.Bounds, counts)
	}
	return out
}

// quantile interpolates inside the bucket as Prometheus' histogram_quantile does.
func quantile(q float64, bounds, counts []float64) float64 {
	total := 0.0
	for _, c := range counts {
		total += c
	}
	if total < 1 {
		return math.NaN()
	}
	rank, seen := q*total, 0.0
	for i, c := range counts {
		if seen+c < rank {
			seen += c
			continue
		}
		if i >= len(bounds) {
			return bounds[len(bounds)-1]
		}
		lower := 0.0
		if i > 0 {
			lower = bounds[i-1]
		}
		return lower + (bounds[i]-lower)*(rank-seen)/math.Max(c, 1e-12)
	}
	return bounds[len(bounds)-1]
}

// answers remembers what matched: the same few label values are asked about again and again.
var answers sync.Map

func matches(expr, value string) bool {
	key := [2]string{expr, value}
	if known, ok := answers.Load(key); ok {
		return known == true
	}
	found := regexp.MustCompile("^(?:" + expr + ")$").MatchString(value)
	answers.Store(key, found)
	return found
}
