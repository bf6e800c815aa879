package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/sim"
)

type scrapeCmd struct {
	Target   string        `default:"127.0.0.1:9750" help:"Address of the testbed as Prometheus reaches it."`
	Interval time.Duration `default:"2s" help:"Scrape interval."`
}

// Run prints one job per path. honor_labels keeps job and instance of the series, so that they agree with the history.
func (c *scrapeCmd) Run(o *Output) error {
	s := sim.New(1, time.Unix(0, 0), 1, nil)
	if err := s.Advance(time.Unix(1, 0), true); err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString("scrape_configs:\n")
	for _, path := range s.Store.Paths() {
		fmt.Fprintf(&b, "  - job_name: testbed/%s\n    honor_labels: true\n    scrape_interval: %s\n    scrape_timeout: %s\n    metrics_path: /metrics/%s\n    static_configs:\n      - targets: [%q]\n",
			path, c.Interval, c.Interval, path, c.Target)
	}
	_, err := fmt.Fprint(o.Out, b.String())
	return err
}
