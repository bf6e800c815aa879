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
	Due       int // have a due date, and are published or overdue
	InTime    int // of these, published by their due date
	Triggers  map[string]int
	Factors   map[string]int // a review counts once for each kind
	Services  map[string]int
	Median    *int64 // seconds from resolved to published
	Actions   int
	Open      int
	Overdue   int
	Dated     Dated
	took      []int64
}

// Dated counts actions that have a due date and were not dropped.
type Dated struct{ InTime, Late, Overdue, Running int }

// Counted is a review with how many actions it has.
type Counted struct {
	*Review
	Actions, Open, Overdue int
	Dated                  Dated
}

// happened is when the incident was detected, else when the review was made.
func (r *Review) happened() time.Time {
	if at := r.Header.DetectedAt; !at.IsZero() {
		return at
	}
	return r.CreatedAt
}

// TrendsOf counts reviews of incidents that were detected from a time to another one, by month, at a time now. Drills are left out. Months
// between the first and the last that have no review are there too, so that they show as a gap.
func TrendsOf(list []Counted, from, to, now time.Time) []Month {
	months := map[string]*Month{}
	var first, last time.Time
	for _, r := range list {
		at := r.happened().UTC()
		if r.Header.Drill || at.Before(from) || !at.Before(to) {
			continue
		}
		begin := time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC)
		if first.IsZero() || begin.Before(first) {
			first = begin
		}
		if begin.After(last) {
			last = begin
		}
		monthOf(months, begin).add(r, now)
	}
	// A review with a date of long ago must not make a list of empty months without end.
	for at := first; at.Before(last) && last.Sub(first) < maxGap; at = at.AddDate(0, 1, 0) {
		monthOf(months, at)
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

const maxGap = 20 * 366 * 24 * time.Hour

func monthOf(months map[string]*Month, begin time.Time) *Month {
	name := begin.Format("2006-01")
	m := months[name]
	if m == nil {
		m = &Month{Month: name, Triggers: map[string]int{}, Factors: map[string]int{}, Services: map[string]int{}}
		months[name] = m
	}
	return m
}

func (m *Month) add(r Counted, now time.Time) {
	m.Reviews++
	m.Actions += r.Actions
	m.Open += r.Open
	m.Overdue += r.Overdue
	m.Dated.InTime += r.Dated.InTime
	m.Dated.Late += r.Dated.Late
	m.Dated.Overdue += r.Dated.Overdue
	m.Dated.Running += r.Dated.Running
	if r.Content.Trigger != nil {
		m.Triggers[r.Content.Trigger.Kind]++
	}
	once(m.Factors, r.Content.Factors, func(f Cause) string { return f.Kind })
	once(m.Services, r.Header.Services, func(s string) string { return s })
	m.punctual(r, now)
	if r.State == Published {
		m.Published++
		if resolved := r.Header.ResolvedAt; !resolved.IsZero() && r.PublishedAt.After(resolved) {
			m.took = append(m.took, int64(r.PublishedAt.Sub(resolved)/time.Second))
		}
	}
}

// once counts each value of a list one time.
func once[T any](counts map[string]int, list []T, of func(T) string) {
	seen := map[string]bool{}
	for _, v := range list {
		if name := of(v); !seen[name] {
			seen[name] = true
			counts[name]++
		}
	}
}

func (m *Month) punctual(r Counted, now time.Time) {
	if r.DueAt.IsZero() || r.State != Published && !r.Review.Overdue(now) {
		return
	}
	m.Due++
	if r.State == Published && !r.PublishedAt.After(r.DueAt) {
		m.InTime++
	}
}
