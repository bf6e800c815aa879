package ingest

import (
	"cmp"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// Limit is how much a source may send; zero values stand for the defaults.
type Limit struct {
	RequestsPerSecond float64 `json:"requestsPerSecond"`
	AlertsPerMinute   int     `json:"alertsPerMinute"`
}

const (
	defaultRequests = 200.0  // per second
	defaultAlerts   = 20_000 // per minute
	maxRequests     = 100_000.0
	maxAlertRate    = 100_000_000

	// A storm comes all at once: so many seconds, or minutes, of the rate may come together, and always the largest body.
	burstSeconds  = 10
	burstMinutes  = 3
	maxRemembered = 10_000 // sources; beyond that all begin anew
)

// LimitedCode is the code of the problem of a source that sends too much.
const LimitedCode = "rate_limited"

func (l Limit) orDefault() Limit {
	return Limit{RequestsPerSecond: cmp.Or(l.RequestsPerSecond, defaultRequests), AlertsPerMinute: cmp.Or(l.AlertsPerMinute, defaultAlerts)}
}

// check bounds what a file may set. Problem: bad_source.
func (l Limit) check(path string) error {
	if l.RequestsPerSecond < 0 || l.RequestsPerSecond > maxRequests {
		return problem.New(problem.Invalid, "bad_source", "%v is no number of requests per second.", l.RequestsPerSecond).
			At(path+"limit.requestsPerSecond").Try("Use a number up to %d, or leave it out for %d.", int(maxRequests), int(defaultRequests))
	}
	if l.AlertsPerMinute < 0 || l.AlertsPerMinute > maxAlertRate {
		return problem.New(problem.Invalid, "bad_source", "%d is no number of alerts per minute.", l.AlertsPerMinute).
			At(path+"limit.alertsPerMinute").Try("Use a number up to %d, or leave it out for %d.", maxAlertRate, defaultAlerts)
	}
	return nil
}

// buckets are those of one source.
type buckets struct{ requests, alerts *rate.Limiter }

// limits keeps two token buckets for each source that delivers.
type limits struct {
	set map[string]Limit // by source id, where a file says so; never changed

	mu       sync.Mutex
	bySource map[string]buckets
}

func newLimits(list []Provisioned) *limits {
	set := map[string]Limit{}
	for _, p := range list {
		set[p.id()] = p.Limit
	}
	return &limits{set: set, bySource: map[string]buckets{}}
}

func (l *limits) of(source string) Limit { return l.set[source].orDefault() }

func (l *limits) buckets(source string) buckets {
	l.mu.Lock()
	defer l.mu.Unlock()
	if b, ok := l.bySource[source]; ok {
		return b
	}
	if len(l.bySource) >= maxRemembered {
		clear(l.bySource)
	}
	limit := l.of(source)
	b := buckets{
		requests: rate.NewLimiter(rate.Limit(limit.RequestsPerSecond), max(1, int(limit.RequestsPerSecond*burstSeconds))),
		alerts:   rate.NewLimiter(rate.Limit(float64(limit.AlertsPerMinute)/60), max(limit.AlertsPerMinute*burstMinutes, maxAlerts)),
	}
	l.bySource[source] = b
	return b
}

// request takes one request. Problem: rate_limited, answered with 503 since senders drop what is answered with 429.
func (l *limits) request(source store.Source, now time.Time) error {
	if l.buckets(source.ID).requests.AllowN(now, 1) {
		return nil
	}
	limited.WithLabelValues("requests").Inc()
	return problem.New(problem.Unavailable, LimitedCode, "Source %q sends more than %g requests per second.", source.Name, l.of(source.ID).RequestsPerSecond).
		Try("Alertmanager sends it again by itself. Have the sender group more alerts into one request, or raise limit.requestsPerSecond of the source in the provisioning file.")
}

// alerts takes the alerts of a body, all or none. Problem: rate_limited.
func (l *limits) alerts(source store.Source, n int, now time.Time) error {
	if l.buckets(source.ID).alerts.AllowN(now, n) {
		return nil
	}
	limited.WithLabelValues("alerts").Inc()
	return problem.New(problem.Unavailable, LimitedCode, "Source %q sends more than %d alerts per minute.", source.Name, l.of(source.ID).AlertsPerMinute).
		Try("Alertmanager sends it again by itself. Find the rule that makes so many, or raise limit.alertsPerMinute of the source in the provisioning file.")
}

// LimitOf is how much a source may send.
func (s *Service) LimitOf(sourceID string) Limit { return s.limits.of(sourceID) }
