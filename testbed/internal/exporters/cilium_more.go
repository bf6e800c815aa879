package exporters

import (
	"strconv"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// Bounds of Cilium's service histogram, seconds.
var ciliumDelayBounds = model.NewBounds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

// ciliumMore is the rest of the agents' metrics, and Hubble's contexts for the world, ports and DNS.
func ciliumMore() []filler {
	agent := nodeLabels("cilium-agent", "9962")
	return []filler{
		&table[nodeAt]{path: at[nodeAt](ciliumPath), things: nodesOf, key: nodeKey, labels: agent, rows: rows(ciliumTraffic(), ciliumHealth(), ciliumPolicy(), ciliumPrograms())},
		&table[nodePair]{path: at[nodePair](ciliumPath), things: nodePairs, key: nodePairKey, labels: func(p nodePair) []string {
			return cluster("cilium-agent", p.from.Plan.Name+":9962", "source_cluster", Cluster, "source_node_name", p.from.Plan.Name, "target_cluster", Cluster,
				"target_node_name", p.to.Plan.Name, "target_node_type", "remote_intra_cluster", "type", "node")
		}, rows: []row[nodePair]{
			level("cilium_node_connectivity_latency_seconds", "The last observed latency between the current Cilium agent and other Cilium nodes in seconds", nodePair.rtt, "protocol", "icmp", "address_type", "primary"),
		}},
		&table[edgeAt]{path: at[edgeAt](hubblePath), things: outsideOf, key: edgeKey, labels: func(e edgeAt) []string {
			return hubbleLabels("source_namespace", e.fromNS, "source_workload", e.from)
		}, rows: []row[edgeAt]{
			total("hubble_flows_to_world_total", "Total number of flows to reserved:world", func(e edgeAt) float64 { return e.Rate + e.NewConns }, "protocol", "TCP", "verdict", "FORWARDED"),
		}},
		&table[serviceAt]{path: at[serviceAt](hubblePath), things: servicesWhere(func(*model.Service) bool { return true }), key: serviceKey, labels: func(s serviceAt) []string {
			protocol := "TCP"
			if s.Plan.Name == "coredns" {
				protocol = "UDP"
			}
			return hubbleLabels("destination_namespace", s.Plan.Namespace, "destination_workload", s.Plan.Name, "protocol", protocol, "port", strconv.Itoa(s.Plan.Port))
		}, rows: []row[serviceAt]{
			total("hubble_port_distribution_total", "Numbers of packets distributed by destination port", serviceAt.packets),
		}},
		single(hubblePath, hubbleLabels("source_namespace", "platform", "source_workload", "log-shipper", "destination_namespace", "shop", "destination_workload", "redis"), []row[*frame]{
			// The log shipper looks for a metrics port that policy closes.
			total("hubble_drop_total", "Number of drops", always[*frame](0.02), "protocol", "TCP", "reason", "POLICY_DENIED"),
		}),
	}
}

func outsideOf(f *frame) []edgeAt {
	var out []edgeAt
	for _, e := range edgesOf(f) {
		if e.To < 0 {
			out = append(out, e)
		}
	}
	return out
}

func (s serviceAt) packets() float64 {
	if s.Plan.Name == "coredns" {
		return s.w.DNS.Rate
	}
	return s.traffic[s.Index][0] / 900
}

func ciliumTraffic() []row[nodeAt] {
	const drops, help = "cilium_drop_count_total", "Total dropped packets, tagged by drop reason and ingress/egress direction"
	return []row[nodeAt]{
		total("cilium_forward_bytes_total", "Total forwarded bytes, tagged by ingress/egress direction", func(n nodeAt) float64 { return n.RxBytes }, "direction", "INGRESS"),
		total("cilium_forward_bytes_total", "", func(n nodeAt) float64 { return n.TxBytes }, "direction", "EGRESS"),
		total(drops, help, always[nodeAt](0.03), "reason", "Stale or unroutable IP", "direction", "EGRESS"),
		total(drops, help, always[nodeAt](0.01), "reason", "Unsupported L3 protocol", "direction", "EGRESS"),
	}
}

func ciliumHealth() []row[nodeAt] {
	reached := func(n nodeAt) (yes, no float64) {
		for _, m := range n.w.Nodes {
			if m != n.Node {
				yes += boolean(m.Ready() && n.Ready())
				no += boolean(!m.Ready() || !n.Ready())
			}
		}
		return yes, no
	}
	const name, help = "cilium_node_health_connectivity_status", "The number of endpoints with last observed status of both ICMP and HTTP connectivity between the current Cilium agent and other Cilium nodes"
	var out []row[nodeAt]
	for _, kind := range []string{"node", "endpoint"} {
		labels := []string{"source_cluster", Cluster, "type", kind}
		out = append(out,
			number(name, help, func(n nodeAt) float64 { yes, _ := reached(n); return yes }, append(labels, "status", "reachable")...),
			number(name, help, func(n nodeAt) float64 { _, no := reached(n); return no }, append(labels, "status", "unreachable")...))
	}
	return append(out,
		number("cilium_unreachable_health_endpoints", "Number of health endpoints that cannot be reached", func(n nodeAt) float64 {
			_, no := reached(n)
			return no * boolean(n.Ready())
		}),
		spread("cilium_service_implementation_delay", "Duration in seconds to propagate the data plane programming of a service", ciliumDelayBounds,
			func(n nodeAt) (float64, model.Dist) {
				return 0.04 + 0.02*n.troubled(), model.Dist{Main: 0.05, Sigma: 0.5}
			}, "action", "update"),
		total("cilium_ipsec_xfrm_error", "Total number of xfrm errors", always[nodeAt](0), "type", "inbound", "error", "no_state"))
}

func ciliumPolicy() []row[nodeAt] {
	endpoints := map[string]float64{"ingress": 6, "egress": 1, "both": 4, "none": 1}
	return rows(each([]string{"both", "egress", "ingress", "none"}, func(enforcement string) row[nodeAt] {
		return number("cilium_policy_endpoint_enforcement_status", "Number of endpoints labeled by policy enforcement status", always[nodeAt](endpoints[enforcement]), "enforcement", enforcement)
	}), []row[nodeAt]{
		total("cilium_policy_change_total", "Number of policy changes by outcome", always[nodeAt](0.0005), "outcome", "success"),
		total("cilium_policy_change_total", "", always[nodeAt](0), "outcome", "fail"),
	})
}

func ciliumPrograms() []row[nodeAt] {
	return []row[nodeAt]{
		number("cilium_bpf_maps_virtual_memory_max_bytes", "BPF maps kernel max memory usage size in bytes.", always[nodeAt](186e6)),
		number("cilium_bpf_progs_virtual_memory_max_bytes", "BPF programs kernel max memory usage size in bytes.", always[nodeAt](14e6)),
		total("cilium_bpf_ratelimit_dropped_total", "Total drops resulting from BPF ratelimiter, tagged by source of drop", always[nodeAt](0), "usage", "icmpv6"),
	}
}

// obiMore is what OBI says of itself and of servers, and the same flows under Beyla's names.
func obiMore() []filler {
	pair := func(job, port string) func(edgeAt) []string {
		return func(e edgeAt) []string {
			return cluster(job, job+":"+port, "k8s_cluster_name", Cluster, "k8s_src_namespace", e.fromNS, "k8s_src_owner_name", e.from,
				"k8s_dst_namespace", e.toNS, "k8s_dst_owner_name", e.to, "direction", "request")
		}
	}
	names := func(job string) func(edgeAt) []string {
		return func(e edgeAt) []string {
			to := e.to
			if e.To < 0 {
				to = shop.PSP
			}
			return cluster(job, job+":8999", "k8s_cluster_name", Cluster, "src_name", e.from, "dst_name", to)
		}
	}
	return []filler{
		&table[edgeAt]{path: at[edgeAt](obiPath), things: edgesOf, key: edgeKey, labels: pair("obi", "8999"), rows: []row[edgeAt]{
			total("obi_network_flow_packets_total", "packets submitted from a source network endpoint to a destination network endpoint", func(e edgeAt) float64 { return e.Segments })}},
		&table[edgeAt]{path: at[edgeAt]("beyla"), things: edgesOf, key: edgeKey, labels: pair("beyla", "8999"), rows: []row[edgeAt]{
			total("beyla_network_flow_bytes_total", "bytes submitted from a source network endpoint to a destination network endpoint", func(e edgeAt) float64 { return e.BytesOut + e.BytesIn })}},
		&table[edgeAt]{path: at[edgeAt]("beyla"), things: edgesOf, key: edgeKey, labels: names("beyla"), rows: []row[edgeAt]{
			spread("beyla_stat_tcp_rtt_seconds", "smoothed TCP round trip time", obiRTTBounds, func(e edgeAt) (float64, model.Dist) { return e.Segments * 0.1, e.RTT })}},
		&table[*request]{path: at[*request](obiPath), things: func(f *frame) []*request { return pointers(f.requests[1:]) }, key: requestKey, labels: func(r *request) []string {
			return cluster("obi", "obi:8999", "k8s_cluster_name", Cluster, "client", r.from, "server", r.to, "client_service_namespace", r.fromNS, "server_service_namespace", r.toNS)
		}, rows: []row[*request]{
			spread("traces_service_graph_request_server_seconds", "Time for a request between two nodes as seen from the server", otelHTTP,
				func(r *request) (float64, model.Dist) { return r.arrived(), r.server })}},
		&table[visitor]{path: at[visitor](obiPath), things: visitorsOf, key: func(v visitor) any { return v.address }, labels: func(v visitor) []string {
			return cluster("obi", "obi:8999", "k8s_cluster_name", Cluster, "k8s_src_namespace", "", "k8s_src_owner_name", "", "src_address", v.address,
				"k8s_dst_namespace", "shop", "k8s_dst_owner_name", "frontend", "direction", "request")
		}, rows: []row[visitor]{
			total("obi_network_flow_bytes_total", "", func(v visitor) float64 { return v.w.Users * 700 * v.share })}},
		&table[visitor]{path: at[visitor](hubblePath), things: visitorsOf, key: func(v visitor) any { return v.address }, labels: func(v visitor) []string {
			return hubbleLabels("source_namespace", "", "source_workload", "", "source_ip", v.address, "destination_namespace", "shop", "destination_workload", "frontend",
				"protocol", "TCP", "type", "Trace", "subtype", "to-endpoint", "verdict", "FORWARDED")
		}, rows: []row[visitor]{
			total("hubble_flows_processed_total", "", func(v visitor) float64 { return v.w.Users * v.share })}},
		single(obiPath, cluster("obi", "obi:8999", "k8s_cluster_name", Cluster), []row[*frame]{
			total("obi_bpf_network_ignored_packets_total", "packets that the network programs left out", always[*frame](0.2)),
			number("obi_instrumented_processes", "Instrumented processes by OBI", func(f *frame) float64 { return float64(len(f.w.Pods)) }, "process_name", "server"),
		}),
	}
}

// visitor is an address outside from which users come, most of them through the providers' gateways.
type visitor struct {
	*frame
	address string
	share   float64
}

func visitorsOf(f *frame) []visitor {
	return []visitor{{f, "198.51.100.17", 0.4}, {f, "198.51.100.81", 0.25}, {f, "203.0.113.9", 0.2}, {f, "203.0.113.140", 0.1}, {f, "192.0.2.66", 0.05}}
}
