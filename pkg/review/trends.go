package review

import (
	"maps"
	"slices"
	"time"
)

// Month is what became of the incidents that were detected in one month.
type Month struct {
	Month     string // such as 2026-11, in UTC
	Reviews   int
	Published int
	Triggers  map[string]int
	Factors   map[string]int // a review counts once for each kind
	Median    *int64         // seconds from resolved to published
	Actions   int
	Open      int
	Overdue   int
	took      []int64
}

// Counted is a review with how many actions it has.
type Counted struct {
	*Review
	Actions, Open, Overdue int
}

// TrendsOf counts reviews of incidents that were detected from a time to another one, by month.
func TrendsOf(list []Counted, from, to time.Time) []Month {
	months := map[string]*Month{}
	for _, r := range list {
		at := r.Header.DetectedAt
		if at.IsZero() {
			at = r.CreatedAt
		}
		if r.Header.Drill || at.Before(from) || !at.Before(to) {
			continue
		}
		name := at.UTC().Format("2006-01")
		m := months[name]
		if m == nil {
			m = &Month{Month: name, Triggers: map[string]int{}, Factors: map[string]int{}}
			months[name] = m
		}
		m.add(r)
	}
	out := []Month{}
	for _, name := range slices.Sorted(maps.Keys(months)) {
		m := months[name]
		if n := len(m.took); n > 0 {
			slices.Sort(m.took)
			middle := (m.took[(n-1)/2] + m.took[n/2]) / 2
			m.Median = &middle
		}
		out = append(out, *m)
	}
	return out
}

func (m *Month) add(r Counted) {
	m.Reviews++
	m.Actions += r.Actions
	m.Open += r.Open
	m.Overdue += r.Overdue
	if r.Content.Trigger != nil {
		m.Triggers[r.Content.Trigger.Kind]++
	}
	kinds := map[string]bool{}
	for _, f := range r.Content.Factors {
		kinds[f.Kind] = true
	}
	for kind := range kinds {
		m.Factors[kind]++
	}
	if r.State == Published {
		m.Published++
		if resolved := r.Header.ResolvedAt; !resolved.IsZero() && r.PublishedAt.After(resolved) {
			m.took = append(m.took, int64(r.PublishedAt.Sub(resolved)/time.Second))
		}
	}
}
