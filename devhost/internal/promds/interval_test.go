package promds

import (
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

func TestPlan(t *testing.T) {
	cases := map[string]struct {
		m          model
		scrape     time.Duration
		span       time.Duration
		asked      time.Duration
		points     int64
		step, rate time.Duration
	}{
		"short range: the scrape interval": {model{}, 5 * time.Second, 5 * time.Minute, 0, 1000, 5 * time.Second, 20 * time.Second},
		"default scrape interval":          {model{}, 0, 5 * time.Minute, 0, 1000, 15 * time.Second, time.Minute},
		"long range":                       {model{}, 15 * time.Second, 24 * time.Hour, 0, 1000, time.Minute, 75 * time.Second},
		"interval of the browser":          {model{}, 15 * time.Second, time.Hour, 2 * time.Minute, 1000, 2 * time.Minute, 135 * time.Second},
		"minimum of the query":             {model{Interval: ">1m"}, 15 * time.Second, 5 * time.Minute, 0, 1000, time.Minute, 4 * time.Minute},
		"step is the rate interval":        {model{Interval: "$__rate_interval"}, 15 * time.Second, 5 * time.Minute, 0, 1000, time.Minute, time.Minute},
		"factor":                           {model{IntervalFactor: 3}, 15 * time.Second, 5 * time.Minute, 0, 1000, 45 * time.Second, time.Minute},
		"never above Prometheus' limit":    {model{Interval: "1s"}, time.Second, 30 * 24 * time.Hour, time.Second, 100000, 5 * time.Minute, 301 * time.Second},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got := plan(c.m, c.scrape, c.span, c.asked, c.points)
			if got.Step != c.step || got.RateInterval != c.rate {
				t.Errorf("step %v, rate interval %v; want %v, %v", got.Step, got.RateInterval, c.step, c.rate)
			}
		})
	}
}

func TestExpand(t *testing.T) {
	tm := timing{Step: 30 * time.Second, RateInterval: 2 * time.Minute, Range: 90 * time.Minute}
	for in, want := range map[string]string{
		"a[$__interval]":      "a[30s]",
		"a[${__interval}]":    "a[30s]",
		"$__interval_ms":      "30000",
		"a[$__rate_interval]": "a[2m]",
		"a[$__range]":         "a[5400s]",
		"$__range_s":          "5400",
		"$__range_ms":         "5400000",
		"$__unknown":          "$__unknown",
		"${service}":          "${service}",
	} {
		if got := tm.expand(in); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

func TestLegend(t *testing.T) {
	labels := data.Labels{"__name__": "up", "job": `a"b`, "zone": "z"}
	for format, want := range map[string]string{
		"":                      `up{job="a\"b", zone="z"}`,
		"__auto":                "",
		"{{job}} in {{ zone }}": `a"b in z`,
		"{{missing}}x":          "x",
		"plain":                 "plain",
	} {
		if got := legend(model{LegendFormat: format, Expr: "up"}, labels); got != want {
			t.Errorf("%q: got %q, want %q", format, got, want)
		}
	}
	if got := legend(model{Expr: "vector(1)"}, data.Labels{}); got != "vector(1)" {
		t.Errorf("without labels the expression names the series, got %q", got)
	}
}
