package plugin

import (
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
)

// Grafana collects the default registry through the SDK.
func TestMetricsAreThere(t *testing.T) {
	h := newHarness(t)
	h.deliver(webhook(fire("Down", h.clock.now(), "service", "cart"))).want(200)
	h.call(robot, "POST", ingestPath+"/guess", "{}").want(401)
	families, err := prometheus.DefaultGatherer.Gather()
	if err != nil {
		t.Fatal(err)
	}
	found := ""
	for _, f := range families {
		if strings.HasPrefix(f.GetName(), "strata_") {
			found += f.GetName() + " "
		}
	}
	const want = "strata_ingest_alerts_total strata_ingest_answer_seconds strata_ingest_deliveries_total strata_ingest_queued_alerts strata_store_transaction_seconds "
	if found != want {
		t.Errorf("%s, want %s", found, want)
	}
}
