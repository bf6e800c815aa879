package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/exporters"
	"github.com/strata-sre/strata-sre-app/testbed/internal/sim"
)

// slowest is the shortest interval for exporters that no fault is told by first: half of the samples need not come more often.
const slowest = 10 * time.Second

type scrapeCmd struct {
	Target   string        `default:"127.0.0.1:9750" help:"Address of the testbed as Prometheus reaches it."`
	Interval time.Duration `default:"2s" help:"Scrape interval."`
	One      bool          `help:"One job for all exporters instead of one for each."`
}

// Run prints the jobs. honor_labels keeps job and instance of the series, so that they agree with the history.
func (c *scrapeCmd) Run(o *Output) error {
	paths := []string{""}
	if !c.One {
		s := sim.New(1, time.Unix(0, 0), 1, nil)
		if err := s.Advance(time.Unix(1, 0), true); err != nil {
			return err
		}
		paths = s.Store.Paths()
	}
	var b strings.Builder
	b.WriteString("scrape_configs:\n")
	for _, path := range paths {
		name, at, interval := "testbed", "/metrics", c.Interval
		if path != "" {
			name, at = name+"/"+path, at+"/"+path
		}
		if path != "" && exporters.Slow(path) {
			interval = max(interval, slowest)
		}
		fmt.Fprintf(&b, "  - job_name: %s\n    honor_labels: true\n    scrape_interval: %s\n    scrape_timeout: %s\n    metrics_path: %s\n    static_configs:\n      - targets: [%q]\n",
			name, interval, interval, at, c.Target)
	}
	_, err := fmt.Fprint(o.Out, b.String())
	return err
}
