package ingest

import (
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

var logger = log.DefaultLogger.With("part", "ingest")

// The SDK serves the default registry, which is one per process by design.
var (
	deliveries = promauto.NewCounterVec(prometheus.CounterOpts{
		Name: "strata_ingest_deliveries_total", Help: "Webhook deliveries by what was answered: taken, duplicate, or the code of the error.",
	}, []string{"answer"})
	alerts = promauto.NewCounterVec(prometheus.CounterOpts{
		Name: "strata_ingest_alerts_total", Help: "Alerts of committed deliveries by what they did: new, repeated, resolved, ignored or error.",
	}, []string{"effect"})
	limited = promauto.NewCounterVec(prometheus.CounterOpts{
		Name: "strata_ingest_limited_total", Help: "Deliveries refused because their source sent too much, by limit: requests or alerts.",
	}, []string{"limit"})
	queuedAlerts = promauto.NewGauge(prometheus.GaugeOpts{
		Name: "strata_ingest_queued_alerts", Help: "Alerts that wait for their commit.",
	})
	answerSeconds = promauto.NewHistogram(prometheus.HistogramOpts{
		Name: "strata_ingest_answer_seconds", Help: "Time from a delivery's arrival to its answer after the commit, in seconds.",
		Buckets: prometheus.ExponentialBuckets(0.001, 2, 14),
	})
)

// counted counts a refused delivery and returns err.
func counted(err error) error {
	deliveries.WithLabelValues(problem.From(err).Code).Inc()
	return err
}

func count(a answer, b Batch) {
	switch {
	case a.err != nil:
		deliveries.WithLabelValues(problem.From(a.err).Code).Inc()
		return
	case a.receipt.Duplicate:
		deliveries.WithLabelValues("duplicate").Inc()
		return
	}
	deliveries.WithLabelValues("taken").Inc()
	for effect, n := range map[string]int{
		"new": a.receipt.New, "repeated": a.receipt.Repeated, "resolved": a.receipt.Resolved, "ignored": a.receipt.Ignored, "error": len(b.Errors),
	} {
		alerts.WithLabelValues(effect).Add(float64(n))
	}
}
