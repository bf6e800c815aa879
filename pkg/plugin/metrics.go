package plugin

import (
	"context"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// countEvery is how often open incidents are counted for the metrics.
const countEvery = 30 * time.Second

// The SDK serves the default registry, which is one per process by design.
var (
	instances = promauto.NewGauge(prometheus.GaugeOpts{
		Name: "strata_instances", Help: "Instances of the plugin in this process that have their store open; 0 after a restart until one is woken.",
	})
	awakeSince = promauto.NewGauge(prometheus.GaugeOpts{
		Name: "strata_awake_timestamp_seconds", Help: "When an instance last opened its store, in seconds since 1970; 0 before the first.",
	})
	lastLook = promauto.NewGauge(prometheus.GaugeOpts{
		Name: "strata_timers_look_timestamp_seconds", Help: "When timers were last looked after, in seconds since 1970.",
	})
	timersLate = promauto.NewGauge(prometheus.GaugeOpts{
		Name: "strata_timers_late_seconds", Help: "How long the oldest due timer had been waiting at the last look, in seconds.",
	})
	timerFailures = promauto.NewCounter(prometheus.CounterOpts{
		Name: "strata_timers_failures_total", Help: "Looks at the timers that failed.",
	})
	openIncidents = promauto.NewGaugeVec(prometheus.GaugeOpts{
		Name: "strata_incidents_open", Help: "Open incidents by organisation and severity, counted every 30 seconds.",
	}, []string{"org", "severity"})
)

// countOpen keeps the gauge of open incidents; an organisation that has none any more goes to zero.
func countOpen(ctx context.Context, s *store.Store) error {
	counts, err := s.OpenCounts(ctx)
	if err != nil {
		return err
	}
	for org, bySeverity := range counts {
		for _, severity := range []incident.Severity{incident.P0, incident.P1, incident.P2, incident.P3} {
			openIncidents.WithLabelValues(strconv.FormatInt(org, 10), string(severity)).Set(float64(bySeverity[severity]))
		}
	}
	return nil
}
