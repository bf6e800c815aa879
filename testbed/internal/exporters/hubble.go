package exporters

import (
	"strconv"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/series"
)

// Default bounds of Hubble's HTTP histograms, seconds.
var hubbleBounds = model.NewBounds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

const hubblePath = "hubble"

// hubble is the metrics endpoint of Hubble with workload context on flow, drop, tcp, httpV2, dns and policy.
type hubble struct {
	observer
	edges   map[*model.Edge]*hubbleEdge
	queries map[int]*series.Series
	answers map[string]*series.Series
	lost    *series.Series
}

type hubbleEdge struct {
	forwarded, dropped, dropsByFlow *series.Series
	untracked                       *series.Series
	syn, synAck, rst                *series.Series
	denied, allowed                 *series.Series
	status                          map[int]*series.Series
	duration                        *series.Series
}

func hubbleLabels(labels ...string) []string {
	return cluster("hubble", "hubble-metrics:9965", labels...)
}

func newHubble(store *series.Store, w *model.World) *hubble {
	h := &hubble{edges: map[*model.Edge]*hubbleEdge{}, queries: map[int]*series.Series{}, answers: map[string]*series.Series{}}
	for _, e := range w.Edges {
		h.edges[e] = newHubbleEdge(store, e)
	}
	for _, s := range w.Services {
		if lookups(w, s.Index) {
			h.queries[s.Index] = counter(store, "hubble_dns_queries_total", "Number of DNS queries observed").With(hubblePath,
				hubbleLabels("source_namespace", s.Plan.Namespace, "source_workload", s.Plan.Name, "qtypes", "A")...)
		}
	}
	for _, rcode := range []string{"No Error", "Non-Existent Domain", "Server Failure"} {
		h.answers[rcode] = counter(store, "hubble_dns_responses_total", "Number of DNS queries observed").With(hubblePath,
			hubbleLabels("source_namespace", "platform", "source_workload", "coredns", "destination_namespace", "shop", "rcode", rcode, "qtypes", "A")...)
	}
	h.lost = counter(store, "hubble_lost_events_total", "Number of lost events").With(hubblePath, hubbleLabels("source", "HUBBLE_RING_BUFFER")...)
	return h
}

func lookups(w *model.World, service int) bool {
	for _, e := range w.Edges {
		if e.From == service {
			return true
		}
	}
	return false
}

func newHubbleEdge(store *series.Store, e *model.Edge) *hubbleEdge {
	fromNS, from := serviceName(e.From, "")
	toNS, to := serviceName(e.To, "world")
	pair := func(labels ...string) []string {
		return hubbleLabels(append([]string{"source_namespace", fromNS, "source_workload", from, "destination_namespace", toNS, "destination_workload", to}, labels...)...)
	}
	kind, subtype := "Trace", "to-endpoint"
	flows := counter(store, "hubble_flows_processed_total", "Total number of flows processed")
	flags := counter(store, "hubble_tcp_flags_total", "TCP flag occurrences")
	he := &hubbleEdge{
		forwarded:   flows.With(hubblePath, pair("protocol", "TCP", "type", kind, "subtype", subtype, "verdict", "FORWARDED")...),
		dropsByFlow: lazyCounter(store, "hubble_flows_processed_total", "").With(hubblePath, pair("protocol", "TCP", "type", "Drop", "verdict", "DROPPED")...),
		dropped:     lazyCounter(store, "hubble_drop_total", "Number of drops").With(hubblePath, pair("protocol", "TCP", "reason", "POLICY_DENIED")...),
		untracked:   lazyCounter(store, "hubble_drop_total", "").With(hubblePath, pair("protocol", "TCP", "reason", "CT_MAP_INSERTION_FAILED")...),
		syn:         flags.With(hubblePath, pair("flag", "SYN", "family", "IPv4")...),
		rst:         flags.With(hubblePath, pair("flag", "RST", "family", "IPv4")...),
		synAck: flags.With(hubblePath, hubbleLabels("source_namespace", toNS, "source_workload", to, "destination_namespace", fromNS, "destination_workload", from,
			"flag", "SYN-ACK", "family", "IPv4")...),
		allowed: lazyCounter(store, "hubble_policy_verdicts_total", "Total number of policy verdicts").With(hubblePath, pair("direction", "ingress", "match", "l3-l4", "action", "forwarded")...),
		denied:  lazyCounter(store, "hubble_policy_verdicts_total", "").With(hubblePath, pair("direction", "ingress", "match", "none", "action", "dropped")...),
	}
	if e.HTTP() {
		he.status = map[int]*series.Series{}
		requests := lazyCounter(store, "hubble_http_requests_total", "Count of http requests by methods and status.")
		for _, code := range []int{200, 400, 500, 503, 504} {
			he.status[code] = requests.With(hubblePath, pair("method", method(e), "protocol", "HTTP/1.1", "reporter", "server", "status", strconv.Itoa(code))...)
		}
		he.duration = histogram(store, "hubble_http_request_duration_seconds", "Quantiles of HTTP request duration in seconds.", hubbleBounds).With(hubblePath,
			pair("method", method(e), "reporter", "server")...)
	}
	return he
}

// method is the commonest method between two services: Hubble's own split would triple the series.
func method(e *model.Edge) string {
	if e.ToName == "catalog" || e.ToName == "recommendation" {
		return "GET"
	}
	return "POST"
}

func (h *hubble) Update(w *model.World, _ *model.Effects, dt float64) {
	for _, e := range w.Edges {
		h.updateEdge(w, e, dt)
	}
	for i, s := range h.queries {
		rate := 0.0
		for _, e := range w.Edges {
			if e.From == i {
				rate += e.Rate * e.Lookups()
			}
		}
		s.Add(rate * dt)
	}
	n := w.DNS.Rate * dt
	h.answers["Server Failure"].Add(n * w.DNS.ServFail)
	h.answers["Non-Existent Domain"].Add(n * 0.06 * (1 - w.DNS.ServFail))
	h.answers["No Error"].Add(n * 0.94 * (1 - w.DNS.ServFail))
	h.lost.Add(0.001 * dt)
}

func (h *hubble) updateEdge(w *model.World, e *model.Edge, dt float64) {
	he := h.edges[e]
	he.forwarded.Add((e.Rate + e.NewConns) * dt)
	he.dropped.Add(e.Denied * dt)
	he.untracked.Add(e.Untracked * dt)
	he.dropsByFlow.Add((e.Denied + e.Untracked) * dt)
	he.denied.Add(e.Denied * dt)
	he.allowed.Add(max(e.NewConns-e.FailedConns, 0) * dt)
	again := min(e.FailedConns*1.7, e.Rate)
	he.syn.Add((e.NewConns + again) * dt)
	he.synAck.Add(max(e.NewConns-e.FailedConns, 0) * 0.998 * dt)
	he.rst.Add((0.02*e.NewConns + 0.2*e.FailedConns) * dt)
	if he.status == nil {
		return
	}
	arrived := e.Rate * (1 - refusedShare(e)) * dt
	s500, s503, s504, s4xx, mean := statuses(w, e)
	he.status[500].Add(arrived * s500)
	he.status[503].Add(arrived * s503)
	he.status[504].Add(arrived * s504)
	he.status[400].Add(arrived * s4xx)
	he.status[200].Add(arrived * (1 - min(s500+s503+s504+s4xx, 1)))
	h.observe(he.duration, arrived, mean, hubbleBounds)
}

func refusedShare(e *model.Edge) float64 {
	if e.Rate <= 0 {
		return 0
	}
	return min(e.FailedConns/e.Rate, 1)
}

// statuses averages what the callee's operations on an edge answer, weighted by their rates.
func statuses(w *model.World, e *model.Edge) (s500, s503, s504, s4xx float64, d model.Dist) {
	total := 0.0
	for _, op := range w.Ops {
		for _, c := range op.Calls {
			if c.Edge != e {
				continue
			}
			total += c.Rate
			s500 += c.Rate * c.To.Fail500
			s503 += c.Rate * c.To.Fail503
			s504 += c.Rate * c.To.Fail504
			s4xx += c.Rate * c.To.Plan.ClientErrorRatio
			d.Main += c.Rate * c.To.Dist.Main
			d.TailW += c.Rate * c.To.Dist.TailW
			d.Tail = max(d.Tail, c.To.Dist.Tail)
		}
	}
	d.Sigma = 0.45
	if total <= 0 {
		d.Main = 0.001
		return
	}
	d.Main /= total
	d.TailW /= total
	return s500 / total, s503 / total, s504 / total, s4xx / total, d
}
