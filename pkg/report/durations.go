package report

import (
	"maps"
	"math"
	"slices"
	"time"
)

// Spread is how a duration is spread over incidents; all in seconds. Count is how many incidents have the duration; without any the rest is 0.
type Spread struct {
	Count                    int
	Mean, P50, P90, P95, Max float64
}

// Durations is how long the steps of incidents took.
type Durations struct {
	Key         string
	Incidents   int
	Detect      Spread // from the start of the impact to its detection
	Acknowledge Spread // from detection to the first acknowledgement
	Mitigate    Spread // from the start of the impact to its end
	Resolve     Spread // from detection to resolved
}

// DurationsOf measures incidents, a group for each key, in the order of keys.
func DurationsOf(facts []Facts, by By) []Durations {
	groups := map[string][]Facts{}
	for _, f := range facts {
		for _, key := range f.keys(by) {
			groups[key] = append(groups[key], f)
		}
	}
	out := make([]Durations, 0, len(groups))
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		out = append(out, durationsOf(key, groups[key]))
	}
	return out
}

func durationsOf(key string, facts []Facts) Durations {
	d := Durations{Key: key, Incidents: len(facts)}
	var detect, acknowledge, mitigate, resolve []float64
	for _, f := range facts {
		detect = between(detect, f.ImpactStarted, f.Detected)
		acknowledge = between(acknowledge, f.Detected, f.Acknowledged)
		mitigate = between(mitigate, f.ImpactStarted, f.Mitigated)
		resolve = between(resolve, f.Detected, f.Resolved)
	}
	d.Detect, d.Acknowledge, d.Mitigate, d.Resolve = spreadOf(detect), spreadOf(acknowledge), spreadOf(mitigate), spreadOf(resolve)
	return d
}

// between adds a duration in seconds when both ends are known. A clock that runs ahead makes no time before zero.
func between(list []float64, from, to time.Time) []float64 {
	if from.IsZero() || to.IsZero() {
		return list
	}
	return append(list, max(0, to.Sub(from).Seconds()))
}

func spreadOf(values []float64) Spread {
	if len(values) == 0 {
		return Spread{}
	}
	slices.Sort(values)
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return Spread{
		Count: len(values), Mean: sum / float64(len(values)), P50: quantile(values, 0.5), P90: quantile(values, 0.9), P95: quantile(values, 0.95),
		Max: values[len(values)-1],
	}
}

// quantile interpolates between the closest ranks of sorted values (type 7 of Hyndman and Fan, 1996; the default of R and NumPy).
func quantile(sorted []float64, q float64) float64 {
	place := q * float64(len(sorted)-1)
	low := int(math.Floor(place))
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (place-float64(low))*(sorted[high]-sorted[low])
}
