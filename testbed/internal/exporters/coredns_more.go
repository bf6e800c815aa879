package exporters

import "github.com/strata-sre/strata-sre-app/testbed/internal/model"

// coreDNSMore is CoreDNS' proxy to the name servers outside, and its view of the cluster's services.
func coreDNSMore() []filler {
	outside := func(f *frame) (float64, model.Dist) {
		d := f.w.DNS.Server
		d.Main = 0.006
		return f.w.DNS.Rate * 0.04, d
	}
	proxy := []string{"proxy_name", "forward", "to", "10.0.0.2:53", "rcode", "NOERROR"}
	return []filler{
		single("coredns", cluster("coredns", "coredns:9153"), []row[*frame]{
			spread("coredns_proxy_request_duration_seconds", "Histogram of the time each request took.", coreDNSBounds, outside, proxy...),
			spread("coredns_forward_request_duration_seconds", "Histogram of the time each request took.", coreDNSBounds, outside, proxy[2:]...),
			total("coredns_proxy_healthcheck_failures_total", "Counter of the number of failed healthchecks.", always[*frame](0), proxy[:4]...),
			total("coredns_forward_healthcheck_failures_total", "Counter of the number of failed healthchecks.", always[*frame](0), proxy[2:4]...),
			spread("coredns_kubernetes_dns_programming_duration_seconds", "Histogram of the time (in seconds) it took to program a dns instance.", exp2(19, 0.001),
				func(f *frame) (float64, model.Dist) {
					return 0.04 + 0.02*f.troubled(), model.Dist{Main: 0.3, Sigma: 0.5}
				}, "service_kind", "cluster_ip"),
		}),
	}
}
