package exporters

import (
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/series"
)

// Bucket bounds of CoreDNS: 16 powers of two from 0.25 ms.
var coreDNSBounds = exp2(15, 0.00025)

// coreDNS is the prometheus plugin of CoreDNS, its pods added up behind one service.
type coreDNS struct {
	observer
	duration  map[string]*series.Series
	requests  map[string]*series.Series
	responses map[string]*series.Series
	hits      *series.Series
	lookups   *series.Series
	panics    *series.Series
}

func newCoreDNS(store *series.Store) *coreDNS {
	with := func(labels ...string) []string {
		return cluster("coredns", "coredns:9153", append([]string{"server", "dns://:53", "view", "default"}, labels...)...)
	}
	const path, zone = "coredns", "cluster.local."
	c := &coreDNS{duration: map[string]*series.Series{}, requests: map[string]*series.Series{}, responses: map[string]*series.Series{}}
	for _, z := range []string{zone, "."} {
		c.duration[z] = histogram(store, "coredns_dns_request_duration_seconds", "Histogram of the time (in seconds) each request took per zone.", coreDNSBounds).With(path, with("zone", z)...)
	}
	for _, t := range []string{"A", "AAAA"} {
		c.requests[t] = counter(store, "coredns_dns_requests_total", "Counter of DNS requests made per zone, protocol and family.").With(path, with("zone", zone, "type", t, "proto", "udp", "family", "1")...)
	}
	for _, r := range []string{"NOERROR", "NXDOMAIN", "SERVFAIL"} {
		c.responses[r] = counter(store, "coredns_dns_responses_total", "Counter of response status codes.").With(path, with("zone", zone, "rcode", r, "plugin", "kubernetes")...)
	}
	c.hits = counter(store, "coredns_cache_hits_total", "The count of cache hits.").With(path, with("type", "success", "zones", ".")...)
	c.lookups = counter(store, "coredns_cache_requests_total", "The count of cache requests.").With(path, with("zones", ".")...)
	c.panics = counter(store, "coredns_panics_total", "A metrics that counts the number of panics.").With(path, cluster("coredns", "coredns:9153")...)
	return c
}

func (c *coreDNS) Update(w *model.World, _ *model.Effects, dt float64) {
	n := w.DNS.Rate * (1 - w.DNS.ServFail*0.1) * dt
	outside := w.DNS.Server
	outside.Main *= 3
	c.observe(c.duration["cluster.local."], n*0.93, w.DNS.Server, coreDNSBounds)
	c.observe(c.duration["."], n*0.07, outside, coreDNSBounds)
	c.requests["A"].Add(n * 0.55)
	c.requests["AAAA"].Add(n * 0.45)
	bad := n * w.DNS.ServFail
	c.responses["SERVFAIL"].Add(bad)
	c.responses["NXDOMAIN"].Add((n - bad) * 0.06)
	c.responses["NOERROR"].Add((n - bad) * 0.94)
	c.lookups.Add(n)
	c.hits.Add((n - bad) * 0.86)
}
