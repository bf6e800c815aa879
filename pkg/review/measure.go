package review

import (
	"context"
	"maps"
	"math"
	"slices"
	"time"
)

// Counter is a counter over time, one series of it.
type Counter struct {
	Failing bool // it counts what failed
	Times   []time.Time
	Values  []float64
}

// Steps is how much was counted up to each time since the time before.
type Steps struct {
	Times   []time.Time // ascending
	All     []float64
	Failing []float64
}

// StepsOf adds up counters. A counter that falls began anew at zero. One that appears later than the others did not exist before, so its
// first value was counted as well: this is what increase() of PromQL leaves out, and what makes the first failures of an incident vanish.
// Nothing is extrapolated.
func StepsOf(counters []Counter) Steps {
	all, failing := map[int64]float64{}, map[int64]float64{}
	first := int64(math.MaxInt64)
	for _, c := range counters {
		if len(c.Times) > 0 {
			first = min(first, c.Times[0].UnixMilli())
		}
	}
	for _, c := range counters {
		for i, t := range c.Times {
			at, grown := t.UnixMilli(), c.Values[i]
			switch {
			case i > 0 && c.Values[i] >= c.Values[i-1]:
				grown -= c.Values[i-1]
			case i == 0 && at == first:
				grown = 0
			}
			all[at] += grown
			if c.Failing {
				failing[at] += grown
			}
		}
	}
	s := Steps{}
	for _, at := range slices.Sorted(maps.Keys(all)) {
		s.Times, s.All, s.Failing = append(s.Times, time.UnixMilli(at).UTC()), append(s.All, all[at]), append(s.Failing, failing[at])
	}
	return s
}

// Sum adds up what was counted after a time, up to another one.
func (s Steps) Sum(from, to time.Time) (all, failing float64) {
	for i, t := range s.Times {
		if t.After(from) && !t.After(to) {
			all += s.All[i]
			failing += s.Failing[i]
		}
	}
	return all, failing
}

const (
	calmBefore = 10 * time.Minute // of the alert's start: what was before that is usual
	startGap   = 2                // steps in a row that are usual within what rises
	endGap     = 4
)

// Elevated finds from when to when failures were above what is usual, around a time at which they surely were. The start is the last
// usual look before they rose, so it is at most one scrape early; false when they never rose.
func (s Steps) Elevated(around, until time.Time) (from, to time.Time, found bool) {
	_, limit := s.usual(around.Add(-calmBefore))
	high := func(i int) bool { return s.Failing[i] > limit }
	anchor := -1
	for i, t := range s.Times {
		if t.After(until) {
			break
		}
		if high(i) && (anchor < 0 || t.Sub(around).Abs() < s.Times[anchor].Sub(around).Abs()) {
			anchor = i
		}
	}
	if anchor < 0 {
		return from, to, false
	}
	begin, end := anchor, anchor
	for i, calm := anchor-1, 0; i >= 0 && calm <= startGap; i-- {
		calm++
		if high(i) {
			begin, calm = i, 0
		}
	}
	for i, calm := anchor+1, 0; i < len(s.Times) && calm <= endGap && !s.Times[i].After(until); i++ {
		calm++
		if high(i) {
			end, calm = i, 0
		}
	}
	from = s.Times[begin]
	if begin > 0 {
		from = s.Times[begin-1]
	}
	return from, s.Times[end], true
}

// Sharpen narrows down the start that Elevated found by a closer look at the time around it, in which scrapes can be told apart: the
// last scrape at which failures were still as usual. A first failure may be too few to be remarkable, and pods are scraped one after
// the other, so the next calm scrapes are not yet an end of it. The start stays where the closer look shows no rise.
func (s Steps) Sharpen(from, around time.Time, closer Steps) time.Time {
	mean, limit := s.usual(around.Add(-calmBefore))
	last, sum, calm := from, 0.0, startGap
	for i, t := range closer.Times {
		if t.Before(from) || closer.All[i] == 0 { // nothing was scraped since the look before
			continue
		}
		if sum += closer.Failing[i]; sum > limit {
			return last
		}
		if calm++; closer.Failing[i] > mean {
			calm = 0
		}
		if calm > startGap {
			last = t
		}
	}
	return from
}

// usual is the mean of failures in a step before a time, and how many are not remarkable: four deviations more, at least one.
func (s Steps) usual(before time.Time) (mean, limit float64) {
	n, sum, squares := 0.0, 0.0, 0.0
	for i, t := range s.Times {
		if t.Before(before) {
			n, sum, squares = n+1, sum+s.Failing[i], squares+s.Failing[i]*s.Failing[i]
		}
	}
	if n == 0 {
		return 0, 1
	}
	mean = sum / n
	return mean, max(1, mean+4*math.Sqrt(max(0, squares/n-mean*mean)))
}

// Asked is what was found out at data sources: the figures, the start of the impact as seen there (zero for unknown), and why nothing
// was found.
type Asked struct {
	Measures []Measure
	Start    time.Time
	Source   string // of the start
	Note     string
}

// Measure keeps figures that Strata asked for. Those of people stay, as do their corrections of times. A review that changed meanwhile
// is not touched when version is set. Problems: not_found, Stale, not_changeable.
func (d Desk) Measure(ctx context.Context, l Ledger, number, version int64, by string, asked Asked) (*Review, error) {
	r, err := l.Review(ctx, number)
	if err != nil {
		return nil, err
	}
	if r == nil {
		return nil, NotFound(number)
	}
	if version != 0 {
		if r, err = d.find(ctx, l, number, version); err != nil {
			return nil, err
		}
	}
	if err := changeable(r); err != nil {
		return nil, err
	}
	r.MeasuredAt, r.MeasureNote = d.now(), asked.Note
	if len(asked.Measures) == 0 {
		return r, l.SaveReview(ctx, r)
	}
	before := r.Content
	c := &r.Content
	c.Impact = slices.DeleteFunc(slices.Clone(c.Impact), func(m Measure) bool { return m.By == Strata })
	c.Impact = append(slices.Clone(asked.Measures), c.Impact...)
	if !asked.Start.IsZero() && !slices.ContainsFunc(c.Times, func(t Correction) bool { return t.Moment == ImpactStart && t.By != Strata }) {
		c.Times = slices.DeleteFunc(slices.Clone(c.Times), func(t Correction) bool { return t.Moment == ImpactStart })
		c.Times = append(c.Times, Correction{Moment: ImpactStart, At: asked.Start, Source: asked.Source, By: Strata})
	}
	return r, d.save(ctx, l, r, by, Fields(before, *c), "Impact measured.", 0)
}

// Take works out the figure of what was counted: failed, counted (how many), share (failed in %), minutes (of full outage that the
// failures amount to) or shortfall (how many fewer than in as long a time just before, which is a comparison and no measurement).
func (m *Measure) Take(of string, s Steps) {
	all, failing := s.Sum(m.From, m.To)
	var v float64
	switch of {
	case "failed":
		v = failing
	case "counted":
		v = all
	case "share", "minutes":
		if all == 0 {
			m.Failure = "There were no requests in this time."
			return
		}
		v = 100 * failing / all
		if of == "minutes" {
			v = failing / all * m.To.Sub(m.From).Minutes()
		}
	case "shortfall":
		since := m.From.Add(-m.To.Sub(m.From))
		if len(s.Times) == 0 || since.Before(s.Times[0]) {
			m.Method, m.Failure = Estimated, "The data does not reach as long before the impact as it took."
			return
		}
		before, _ := s.Sum(since, m.From)
		m.Baseline, m.Method = &before, Estimated
		v = max(0, before-all)
	}
	v = math.Round(v*100) / 100
	m.Value = &v
}
