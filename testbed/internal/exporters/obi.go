package exporters

import (
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/series"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

const obiPath = "obi"

// Bounds of OBI's round trip histogram, seconds.
var obiRTTBounds = model.NewBounds(0.0005, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1)

// obi is OpenTelemetry eBPF Instrumentation with the features stats, network and application_service_graph.
type obi struct {
	observer
	edges map[*model.Edge]*obiEdge
}

type obiEdge struct {
	rtt, retransmits, failed, flow *series.Series
	graph, graphFailed, duration   *series.Series
}

func newOBI(store *series.Store, w *model.World) *obi {
	o := &obi{edges: map[*model.Edge]*obiEdge{}}
	base := func(labels ...string) []string {
		return cluster("obi", "obi:8999", append([]string{"k8s_cluster_name", Cluster}, labels...)...)
	}
	for _, e := range w.Edges {
		fromNS, from := serviceName(e.From, "")
		toNS, to := serviceName(e.To, shop.PSP)
		names := base("src_name", from, "dst_name", to)
		oe := &obiEdge{
			rtt:         histogram(store, "obi_stat_tcp_rtt_seconds", "smoothed TCP round trip time", obiRTTBounds).With(obiPath, names...),
			retransmits: counter(store, "obi_stat_tcp_retransmits_total", "TCP retransmissions").With(obiPath, names...),
			failed:      counter(store, "obi_stat_tcp_failed_connections_total", "failed TCP connections").With(obiPath, base("src_name", from, "dst_name", to, "reason", "timeout")...),
			flow: counter(store, "obi_network_flow_bytes_total", "bytes submitted from a source network endpoint to a destination network endpoint").With(obiPath,
				base("k8s_src_namespace", fromNS, "k8s_src_owner_name", from, "k8s_dst_namespace", toNS, "k8s_dst_owner_name", ownerName(e, to), "direction", "request")...),
		}
		if e.HTTP() {
			graph := base("client", from, "server", to, "client_service_namespace", fromNS, "server_service_namespace", toNS)
			oe.graph = counter(store, "traces_service_graph_request_total", "Total count of requests between two nodes").With(obiPath, graph...)
			oe.graphFailed = counter(store, "traces_service_graph_request_failed_total", "Total count of failed requests between two nodes").With(obiPath, graph...)
			oe.duration = histogram(store, "traces_service_graph_request_client_seconds", "Time for a request between two nodes as seen from the client", otelHTTP).With(obiPath, graph...)
		}
		o.edges[e] = oe
	}
	return o
}

func ownerName(e *model.Edge, name string) string {
	if e.To < 0 {
		return "" // outside the cluster there is no owner
	}
	return name
}

func (o *obi) Update(w *model.World, _ *model.Effects, dt float64) {
	for _, e := range w.Edges {
		oe := o.edges[e]
		o.observe(oe.rtt, e.Segments*0.1*dt, e.RTT, obiRTTBounds)
		oe.retransmits.Add(e.Retrans * dt)
		oe.failed.Add(e.FailedConns * dt)
		oe.flow.Add((e.BytesOut + e.BytesIn) * dt)
		if oe.graph != nil {
			oe.graph.Add(e.Rate * dt)
			oe.graphFailed.Add(e.Rate * e.Fail * dt)
			d := e.Client
			d.Sigma = 0.45
			o.observe(oe.duration, e.Rate*dt, d, otelHTTP)
		}
	}
}
