package plugin

import (
	"os"
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
	documented, err := os.ReadFile("../../docs/metrics.md")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, f := range families {
		name := f.GetName()
		if strings.HasPrefix(name, "strata_") && !strings.Contains(string(documented), "`"+name+"`") {
			t.Errorf("%s is not in docs/metrics.md", name)
		}
		found[name] = true
	}
	for _, name := range []string{"strata_ingest_alerts_total", "strata_ingest_answer_seconds", "strata_ingest_deliveries_total", "strata_ingest_queued_alerts", "strata_store_transaction_seconds"} {
		if !found[name] {
			t.Errorf("%s is missing", name)
		}
	}
}
