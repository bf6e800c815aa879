package exporters

import (
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/series"
)

// row declares one metric of a table. value gives a counter's increase per second, or a gauge's level;
// spread gives a histogram's observations per second and their distribution.
type row[T any] struct {
	desc   series.Desc
	bounds model.Bounds
	labels []string
	value  func(T) float64
	spread func(T) (float64, model.Dist)
	from   float64 // what a counter stands at when it begins
	climbs bool    // a gauge that its exporter uses as a counter
}

// table declares the metrics that an exporter has about things of one kind: nodes, pods, links or a single server.
// Things come and go; the series of a thing that is gone end.
type table[T any] struct {
	path   func(T) string
	labels func(T) []string
	things func(*frame) []T
	key    func(T) any
	rows   []row[T]

	live  map[any]*thing
	round int
}

type thing struct {
	series []*series.Series
	round  int
}

// filler is a table of any kind of thing.
type filler interface {
	descs() []series.Desc
	fill(store *series.Store, o *observer, f *frame, dt float64)
}

func (t *table[T]) descs() []series.Desc {
	out := make([]series.Desc, 0, len(t.rows))
	for i := range t.rows {
		out = append(out, t.rows[i].desc)
	}
	return out
}

func (t *table[T]) fill(store *series.Store, o *observer, f *frame, dt float64) {
	if t.live == nil {
		t.live = map[any]*thing{}
	}
	t.round++
	for _, x := range t.things(f) {
		key := t.key(x)
		is := t.live[key]
		if is == nil {
			is = t.register(store, x)
			t.live[key] = is
		}
		is.round = t.round
		for i := range t.rows {
			t.rows[i].book(is.series[i], o, x, dt)
		}
	}
	for key, is := range t.live {
		if is.round != t.round {
			for _, s := range is.series {
				s.End()
			}
			delete(t.live, key)
		}
	}
}

func (t *table[T]) register(store *series.Store, x T) *thing {
	base, path := t.labels(x), t.path(x)
	is := &thing{}
	for i := range t.rows {
		r := &t.rows[i]
		labels := append(append([]string{}, base...), r.labels...)
		one := store.Family(r.desc).With(path, labels...)
		if one.Get() == 0 {
			one.Add(r.from)
		}
		is.series = append(is.series, one)
	}
	return is
}

func (r *row[T]) book(s *series.Series, o *observer, x T, dt float64) {
	switch {
	case r.desc.Kind == series.Histogram:
		n, d := r.spread(x)
		o.observe(s, n*dt, d, r.bounds)
	case r.desc.Kind == series.Gauge && !r.climbs:
		s.Set(r.value(x))
	default:
		s.Add(r.value(x) * dt)
	}
}

// total is a counter of whole events.
func total[T any](name, help string, perSecond func(T) float64, labels ...string) row[T] {
	return row[T]{desc: series.Desc{Name: name, Help: help, Kind: series.Counter, Whole: true}, value: perSecond, labels: labels}
}

// rare is a counter that appears with its first event.
func rare[T any](name, help string, perSecond func(T) float64, labels ...string) row[T] {
	return row[T]{desc: series.Desc{Name: name, Help: help, Kind: series.Counter, Whole: true, Lazy: true}, value: perSecond, labels: labels}
}

// spent is a counter of seconds or other amounts that are not whole.
func spent[T any](name, help string, perSecond func(T) float64, labels ...string) row[T] {
	return row[T]{desc: series.Desc{Name: name, Help: help, Kind: series.Counter}, value: perSecond, labels: labels}
}

// level is a gauge.
func level[T any](name, help string, value func(T) float64, labels ...string) row[T] {
	return row[T]{desc: series.Desc{Name: name, Help: help, Kind: series.Gauge}, value: value, labels: labels}
}

// number is a gauge of whole things.
func number[T any](name, help string, value func(T) float64, labels ...string) row[T] {
	return row[T]{desc: series.Desc{Name: name, Help: help, Kind: series.Gauge, Whole: true}, value: value, labels: labels}
}

// spread is a histogram.
func spread[T any](name, help string, bounds model.Bounds, of func(T) (float64, model.Dist), labels ...string) row[T] {
	return row[T]{desc: series.Desc{Name: name, Help: help, Kind: series.Histogram, Bounds: bounds.Le}, bounds: bounds, spread: of, labels: labels}
}

// climbing is a gauge that only rises: some exporters declare their counters so.
func climbing[T any](name, help string, perSecond func(T) float64, labels ...string) row[T] {
	r := number(name, help, perSecond, labels...)
	r.climbs = true
	return r
}

// always is a value that nothing changes.
func always[T any](v float64) func(T) float64 { return func(T) float64 { return v } }

// rows joins rows and lists of rows.
func rows[T any](lists ...[]row[T]) []row[T] {
	var out []row[T]
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

// each makes a row for each value of a label.
func each[V, T any](values []V, one func(V) row[T]) []row[T] {
	out := make([]row[T], 0, len(values))
	for _, v := range values {
		out = append(out, one(v))
	}
	return out
}

// tables is the exporter of everything that is declared in tables.
type tables struct {
	observer
	store *series.Store
	all   []filler
	due   float64 // seconds since the tables were filled
}

// refresh is how often tables are filled at most, in seconds: nobody looks at them more often.
const refresh = 2

func (t *tables) Update(w *model.World, fx *model.Effects, dt float64) {
	t.due += dt
	if dt > 0 && t.due < refresh {
		return
	}
	f := newFrame(w, fx)
	for _, one := range t.all {
		one.fill(t.store, &t.observer, f, t.due)
	}
	t.due = 0
}
