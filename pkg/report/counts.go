package report

import (
	"maps"
	"slices"
	"time"
)

// MaxPoints bounds the points of a series.
const MaxPoints = 1000

// Counts is a series of one group. Both lists have one number for each time of the grid.
type Counts struct {
	Key    string
	Opened []int // detected in the step that begins at the time
	Open   []int // open at some time of the step that begins at the time
}

// Grid is the beginnings of the steps that cover a time range, in UTC.
func Grid(from, to time.Time, step time.Duration) []time.Time {
	times := []time.Time{}
	for at := from.UTC().Truncate(step); at.Before(to); at = at.Add(step) {
		times = append(times, at)
	}
	return times
}

// CountsOf counts incidents over a grid of equal steps, a series for each key, in the order of keys. An incident without an end is open until now.
func CountsOf(facts []Facts, by By, grid []time.Time, step time.Duration, now time.Time) []Counts {
	series := map[string]*Counts{}
	for _, f := range facts {
		for _, key := range f.keys(by) {
			s := series[key]
			if s == nil {
				s = &Counts{Key: key, Opened: make([]int, len(grid)), Open: make([]int, len(grid))}
				series[key] = s
			}
			s.add(f, grid, step, now)
		}
	}
	out := make([]Counts, 0, len(series))
	for _, key := range slices.Sorted(maps.Keys(series)) {
		out = append(out, *series[key])
	}
	return out
}

func (c *Counts) add(f Facts, grid []time.Time, step time.Duration, now time.Time) {
	if len(grid) == 0 {
		return
	}
	end := f.Resolved
	if end.IsZero() {
		end = now
	}
	first := int(max(0, f.Detected.Sub(grid[0])/step))
	if f.Detected.Before(grid[0]) {
		first = 0
	} else if first < len(grid) {
		c.Opened[first]++
	}
	for i := first; i < len(grid) && !grid[i].After(end); i++ {
		c.Open[i]++
	}
}
