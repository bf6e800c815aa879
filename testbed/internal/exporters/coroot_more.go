package exporters

import (
	"strings"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// Bounds of coroot-node-agent's histograms, seconds.
var corootBounds = model.NewBounds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

// corootMore is what the agent reads of HTTP and DNS in each container, and its pings.
func corootMore() []filler {
	return []filler{
		&table[podAt]{path: at[podAt](corootPath), things: podsWhere(func(p podAt) bool { return ownService(p.svc) && started(p) }), key: podKey, labels: corootLabels, rows: rows(corootInbound(), corootDNS())},
		&table[podRequest]{path: at[podRequest](corootPath), things: podRequests, key: podRequestKey, labels: func(r podRequest) []string {
			return append(corootLabels(r.podAt), "destination", r.destination, "actual_destination", r.destination)
		}, rows: corootOutbound()},
		&table[podRequest]{path: at[podRequest](corootPath), things: podRequests, key: podRequestKey, labels: func(r podRequest) []string {
			return append(corootLabels(r.podAt), "destination_ip", strings.TrimSuffix(r.destination, ":8080"))
		}, rows: []row[podRequest]{
			level("container_net_latency_seconds", "Round-trip time between the container and a remote IP", func(r podRequest) float64 { return median(r.request.edge.RTT) }),
		}},
	}
}

func corootLabels(p podAt) []string {
	return cluster("coroot-node-agent", p.node.Plan.Name+":10300", "container_id", ContainerID(p.w, p.Pod), "machine_id", shop.MachineID(p.w.Noise, p.node.Plan.Name))
}

// podRequest is what one pod asks of one service.
type podRequest struct {
	podAt
	request     *request
	destination string
}

func podRequests(f *frame) []podRequest {
	var out []podRequest
	for _, p := range podsWhere(started)(f) {
		for i := range f.requests[1:] {
			r := &f.requests[i+1]
			if r.edge.From != p.Service {
				continue
			}
			peers := f.w.Services[r.edge.To].Pods
			if len(peers) > 0 {
				out = append(out, podRequest{p, r, peers[p.Slot%len(peers)].IP + ":8080"})
			}
		}
	}
	return out
}

func podRequestKey(r podRequest) any {
	return struct {
		pod         *model.Pod
		destination string
	}{r.Pod, r.destination}
}

// share is the share of a request's answers with a status; all client errors stand as 400.
func (r *request) share(status string) float64 {
	switch status {
	case "400":
		return r.s4xx
	case "500":
		return r.s500
	case "503":
		return r.s503
	case "504":
		return r.s504
	default:
		return 1 - min(r.s4xx+r.s500+r.s503+r.s504, 1)
	}
}

var shownStatuses = []string{"200", "400", "500", "503", "504"}

func corootOutbound() []row[podRequest] {
	const name, help = "container_http_requests_total", "Total number of outbound HTTP requests made by the container"
	return rows(each(shownStatuses, func(status string) row[podRequest] {
		return rare(name, help, func(r podRequest) float64 { return r.request.arrived() * r.part * r.request.share(status) }, "status", status)
	}), []row[podRequest]{
		spread("container_http_requests_duration_seconds_total", "Histogram of the response time for each outbound HTTP request", corootBounds,
			func(r podRequest) (float64, model.Dist) { return r.request.rate * r.part, r.request.client }),
	})
}

// inbound is what a service is asked, by all callers together.
func (f *frame) inbound(service string) *request {
	if all, known := f.asked[service]; known {
		return all
	}
	all := &request{to: service, server: model.Dist{Sigma: 0.45}}
	for i := range f.requests {
		r := &f.requests[i]
		if r.to != service {
			continue
		}
		n := r.arrived()
		all.rate += n
		all.s4xx, all.s500, all.s503, all.s504 = all.s4xx+n*r.s4xx, all.s500+n*r.s500, all.s503+n*r.s503, all.s504+n*r.s504
		all.server.Main += n * r.server.Main
		all.server.TailW += n * r.server.TailW
		all.server.Tail = max(all.server.Tail, r.server.Tail)
	}
	if all.rate > 0 {
		for _, v := range []*float64{&all.s4xx, &all.s500, &all.s503, &all.s504, &all.server.Main, &all.server.TailW} {
			*v /= all.rate
		}
	}
	all.server.Main = max(all.server.Main, 1e-5)
	f.asked[service] = all
	return all
}

func corootInbound() []row[podAt] {
	const name, help = "container_http_inbound_requests_total", "Total number of HTTP requests received by the container"
	return rows(each(shownStatuses, func(status string) row[podAt] {
		perSecond := func(p podAt) float64 {
			all := p.inbound(p.svc.Plan.Name)
			return all.rate * p.part * all.share(status)
		}
		if status == "200" || status == "500" {
			return total(name, help, perSecond, "status", status)
		}
		return rare(name, help, perSecond, "status", status)
	}), []row[podAt]{
		spread("container_http_inbound_requests_duration_seconds_total", "Histogram of the response time for each HTTP request received by the container", corootBounds,
			func(p podAt) (float64, model.Dist) {
				all := p.inbound(p.svc.Plan.Name)
				return all.rate * p.part, all.server
			}),
	})
}

func (p podAt) lookups() float64 {
	sum := 0.0
	for _, e := range p.w.Edges {
		if e.From == p.Service {
			sum += e.Rate * e.Lookups() * p.part
		}
	}
	return sum
}

func corootDNS() []row[podAt] {
	shown := map[string]string{"NoError": "ok", "NXDomain": "nxdomain", "ServFail": "servfail"}
	name := []string{"domain", "svc.cluster.local", "request_type", "TypeA"}
	return rows(each([]string{"NoError", "NXDomain", "ServFail"}, func(code string) row[podAt] {
		return total("container_dns_requests_total", "Total number of outbound DNS requests", func(p podAt) float64 { return p.lookups() * dnsShare(p.frame, code) },
			append(name, "status", shown[code])...)
	}), []row[podAt]{
		spread("container_dns_requests_duration_seconds_total", "Histogram of the response time for each outbound DNS request", corootBounds,
			func(p podAt) (float64, model.Dist) { return p.lookups(), p.w.DNS.Server }),
	})
}
