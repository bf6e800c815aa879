package promds

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/gtime"
)

const (
	defaultScrape = 15 * time.Second
	defaultPoints = 1100
	// maxPoints is Prometheus' own limit per series of a range query.
	maxPoints = 11000
)

// niceSteps are the steps a computed interval is rounded to: up to `below` milliseconds becomes `step` milliseconds.
var niceSteps = []struct{ below, step int64 }{
	{10, 1}, {15, 10}, {35, 20}, {75, 50}, {150, 100}, {350, 200}, {750, 500}, {1500, 1000}, {3500, 2000}, {7500, 5000},
	{12500, 10000}, {17500, 15000}, {25000, 20000}, {45000, 30000}, {90000, 60000}, {210000, 120000}, {450000, 300000},
	{750000, 600000}, {1050000, 900000}, {1500000, 1200000}, {2700000, 1800000}, {5400000, 3600000}, {9000000, 7200000},
	{16200000, 10800000}, {32400000, 21600000}, {86400000, 43200000}, {604800000, 86400000}, {1814400000, 604800000},
	{3628800000, 2592000000},
}

func roundStep(d time.Duration) time.Duration {
	for _, s := range niceSteps {
		if d.Milliseconds() <= s.below {
			return time.Duration(s.step) * time.Millisecond
		}
	}
	return 365 * 24 * time.Hour
}

// timing is what a query's macros and its step are made of.
type timing struct {
	Step         time.Duration
	Interval     time.Duration
	RateInterval time.Duration
	Range        time.Duration
}

// parseInterval reads "15s", ">15s" or a macro; a macro or nothing gives 0.
func parseInterval(s string) time.Duration {
	s = strings.TrimLeft(strings.TrimSpace(s), "><=")
	if s == "" || strings.Contains(s, "$") {
		return 0
	}
	d, err := gtime.ParseDuration(s)
	if err != nil {
		return 0
	}
	return d
}

// plan chooses the step: range / points, rounded to a nice value, not below the minimum interval, not above Prometheus' limit
// of points. $__rate_interval is max($__interval + scrape interval, 4 × scrape interval), as Grafana documents it.
func plan(m model, scrape time.Duration, span time.Duration, asked time.Duration, points int64) timing {
	if scrape == 0 {
		scrape = defaultScrape
	}
	if points <= 0 {
		points = defaultPoints
	}
	minimum := parseInterval(m.Interval)
	if minimum > 0 {
		scrape = minimum
	}
	interval := max(roundStep(span/time.Duration(points)), roundStep(span/maxPoints), minimum, asked, time.Millisecond)
	if minimum == 0 && asked == 0 {
		interval = max(interval, scrape)
	}
	rate := max(interval+scrape, 4*scrape)
	step := interval * time.Duration(max(m.IntervalFactor, 1))
	if strings.Contains(m.Interval, "rate_interval") {
		step = rate
	}
	return timing{Step: step, Interval: interval, RateInterval: rate, Range: span}
}

var macro = regexp.MustCompile(`\$(?:\{(__[a-z_]+)\}|(__[a-z_]+))`)

// expand fills in $__interval, $__rate_interval, $__range and their _ms and _s forms.
func (t timing) expand(expr string) string {
	values := map[string]string{
		"__interval":         gtime.FormatInterval(t.Step),
		"__interval_ms":      strconv.FormatInt(t.Step.Milliseconds(), 10),
		"__rate_interval":    gtime.FormatInterval(t.RateInterval),
		"__rate_interval_ms": strconv.FormatInt(t.RateInterval.Milliseconds(), 10),
		"__range":            strconv.FormatInt(seconds(t.Range), 10) + "s",
		"__range_s":          strconv.FormatInt(seconds(t.Range), 10),
		"__range_ms":         strconv.FormatInt(t.Range.Milliseconds(), 10),
	}
	return macro.ReplaceAllStringFunc(expr, func(match string) string {
		if v, ok := values[strings.Trim(match, "${}")]; ok {
			return v
		}
		return match
	})
}

func seconds(d time.Duration) int64 { return int64(math.Round(d.Seconds())) }
