package documents

import (
	"fmt"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

const checkPeriod = 30 * time.Second

// monitors are what Heartbeat checks from outside: pages of the shop, and what it depends on.
var monitors = []struct{ name, kind, service, operation string }{
	{"Shop home page", "http", "frontend", "home"},
	{"Shop checkout", "http", "frontend", "checkout"},
	{"Sign-in", "http", "auth", "login"},
	{"PostgreSQL", "tcp", "postgres", ""},
	{"Redis", "tcp", "redis", ""},
	{"Payment provider", "http", shop.PSP, "charge"},
}

// checks makes the summary document of each monitor.
func (s step) checks() {
	if !s.every("checks", checkPeriod) {
		return
	}
	for _, m := range monitors {
		up, seconds := s.check(m.service, m.operation)
		if m.service == shop.PSP && s.every("provider.down", 19*time.Minute) { // the provider is not ours to mend
			up, seconds = false, 16
		}
		d := dataset(doc{"orchestrator.cluster.name": Cluster}, "synthetics", m.kind)
		d["monitor.name"], d["monitor.id"], d["monitor.type"] = m.name, hash(m.name)[:12], m.kind
		d["monitor.status"], d["monitor.duration.us"] = map[bool]string{true: "up", false: "down"}[up], micros(seconds)
		d["monitor.check_group"] = s.id("check", 32)
		d["summary.up"], d["summary.down"] = map[bool]int{true: 1}[up], map[bool]int{false: 1}[up]
		d["event.outcome"], d["observer.geo.name"] = outcome(!up), "sim-west"
		d["service.name"] = m.service
		d["url.domain"] = m.service
		d["message"] = fmt.Sprintf("%s is %s", m.name, d["monitor.status"])
		s.put(checks, s.w.Now, d)
	}
}

// check is what one check from outside would find, and how long it would take in seconds.
func (s step) check(service, operation string) (bool, float64) {
	index := s.w.ServiceIndex(service)
	if index >= 0 && (s.w.Down(index) || len(ready(s.w, index)) == 0) {
		return false, 16
	}
	op := s.operation(service, operation)
	if op == nil {
		return true, 0.002
	}
	seconds := op.Dist.Quantile(0.05+0.9*s.draw("check")) + 0.03
	return !s.chance("check", op.Fail500+op.Fail503+op.Fail504) && seconds < 16, seconds
}
