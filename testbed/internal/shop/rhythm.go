package shop

import (
	"math"
	"time"
)

// Load returns the users' load at a time as a share of PeakRPS: a lunch and an evening peak on weekdays,
// a later and broader day at the week-end, never below a third.
func Load(t time.Time) float64 {
	t = t.UTC()
	hour := float64(t.Hour()) + float64(t.Minute())/60 + float64(t.Second())/3600
	weekday, weekend := weekdayLoad(hour), weekendLoad(hour)
	share := weekendShare(t.Weekday(), hour)
	return weekday*(1-share) + weekend*share
}

func weekdayLoad(hour float64) float64 {
	return 0.35 + 0.38*bump(hour, 12, 2.6) + 0.60*bump(hour, 20, 2.4)
}

func weekendLoad(hour float64) float64 {
	return 0.34 + 0.42*bump(hour, 14.5, 3.6) + 0.34*bump(hour, 20.5, 2.4)
}

// weekendShare fades between the two rhythms over the first two hours of Saturday and of Monday.
func weekendShare(day time.Weekday, hour float64) float64 {
	fade := math.Min(hour/2, 1)
	switch day {
	case time.Saturday:
		return fade
	case time.Sunday:
		return 1
	case time.Monday:
		return 1 - fade
	default:
		return 0
	}
}

func bump(hour, centre, width float64) float64 {
	d := math.Abs(hour - centre)
	d = math.Min(d, 24-d)
	return math.Exp(-d * d / (2 * width * width))
}
