package exporters

import (
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
)

// Bounds of NetObserv's round trips and DNS times, seconds.
var flowBounds = model.NewBounds(0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.075, 0.1, 0.25, 1)

// netObserv is the metrics that the NetObserv operator makes of flows.
func netObserv() []filler {
	path := at[edgeAt]("netobserv")
	return []filler{
		&table[edgeAt]{path: path, things: edgesOf, key: edgeKey, labels: netObservPair, rows: workloadFlows()},
		&table[edgeAt]{path: path, things: insideOf, key: edgeKey, labels: netObservPair, rows: []row[edgeAt]{
			spread("netobserv_workload_rtt_seconds", "TCP handshake round-trip time per workload", flowBounds,
				func(e edgeAt) (float64, model.Dist) { return max(e.NewConns-e.FailedConns, 0.2), e.RTT }),
			total("netobserv_workload_drop_packets_total", "Packets dropped in the kernel per workload", func(e edgeAt) float64 { return e.Denied },
				"PktDropLatestState", "TCP_SYN_SENT", "PktDropLatestDropCause", "SKB_DROP_REASON_NETFILTER_DROP"),
		}},
		&table[nodeAt]{path: at[nodeAt]("netobserv"), things: nodesOf, key: nodeKey, labels: nodeLabels("netobserv", "9401"), rows: nodeFlows()},
		&table[nodePair]{path: at[nodePair]("netobserv"), things: nodePairs, key: nodePairKey, labels: func(p nodePair) []string {
			return cluster("netobserv", p.from.Plan.Name+":9401", "SrcK8S_HostName", p.from.Plan.Name, "DstK8S_HostName", p.to.Plan.Name)
		}, rows: []row[nodePair]{
			total("netobserv_node_ingress_bytes_total", "Bytes received per node", func(p nodePair) float64 { return p.to.RxBytes * p.share() }),
			total("netobserv_node_egress_bytes_total", "Bytes sent per node", func(p nodePair) float64 { return p.from.TxBytes * p.share() }),
			spread("netobserv_node_rtt_seconds", "TCP handshake round-trip time per node", flowBounds, func(p nodePair) (float64, model.Dist) {
				d := p.from.RTT()
				d.Main += p.to.LinkDelay
				return p.from.ActiveOpens * p.share(), d
			}),
		}},
		single("netobserv", cluster("netobserv", "netobserv:9401"), namespaceFlows()),
	}
}

func netObservPair(e edgeAt) []string {
	return cluster("netobserv", "netobserv:9401", "SrcK8S_Namespace", e.fromNS, "SrcK8S_OwnerName", e.from, "SrcK8S_Type", "Pod", "DstK8S_Namespace", e.toNS, "DstK8S_OwnerName", e.to, "DstK8S_Type", "Pod")
}

func workloadFlows() []row[edgeAt] {
	return []row[edgeAt]{
		total("netobserv_workload_ingress_bytes_total", "Bytes received per workload", func(e edgeAt) float64 { return e.BytesOut }),
		total("netobserv_workload_egress_bytes_total", "Bytes sent per workload", func(e edgeAt) float64 { return e.BytesOut }),
		total("netobserv_workload_flows_total", "Flows per workload", func(e edgeAt) float64 { return e.Rate + e.NewConns }),
	}
}

// nodePair is one direction between two nodes.
type nodePair struct {
	*frame
	from, to *model.Node
}

func nodePairs(f *frame) []nodePair {
	var out []nodePair
	for _, a := range f.w.Nodes {
		for _, b := range f.w.Nodes {
			if a != b {
				out = append(out, nodePair{f, a, b})
			}
		}
	}
	return out
}

func nodePairKey(p nodePair) any { return [2]*model.Node{p.from, p.to} }

// share is a node's traffic that goes to each of its peers.
func (p nodePair) share() float64 { return 1 / float64(len(p.w.Nodes)-1) }

// reach is 1 while both ends answer.
func (p nodePair) reach() float64 { return boolean(p.from.Hang == 0 && p.to.Hang == 0) }

// rtt is the median round trip between two nodes, in seconds.
func (p nodePair) rtt() float64 { return 0.0003 + 1.6*(p.from.LinkDelay+p.to.LinkDelay) }

func nodeFlows() []row[nodeAt] {
	causes := map[string]func(nodeAt) float64{
		"SKB_DROP_REASON_NETFILTER_DROP": func(n nodeAt) float64 { return n.ConntrackDrops }, "SKB_DROP_REASON_SOCKET_RCVBUFF": func(n nodeAt) float64 { return n.RcvQDrops },
		"SKB_DROP_REASON_CPU_BACKLOG": func(n nodeAt) float64 { return n.SoftnetDrops }, "SKB_DROP_REASON_QDISC_DROP": func(n nodeAt) float64 { return n.QdiscDrops },
	}
	return each(skbReasons[:5], func(cause string) row[nodeAt] {
		of := causes[cause]
		if of == nil {
			of = func(n nodeAt) float64 { return n.ListenOverflows }
		}
		return total("netobserv_node_drop_packets_total", "Packets dropped in the kernel per node", of, "PktDropLatestState", "TCP_ESTABLISHED", "PktDropLatestDropCause", cause)
	})
}

// dnsShare is the share of the name servers' answers with a code.
func dnsShare(f *frame, code string) float64 {
	bad := f.w.DNS.ServFail
	switch code {
	case "ServFail":
		return bad
	case "NXDomain":
		return (1 - bad) * 0.06
	default:
		return (1 - bad) * 0.94
	}
}

func namespaceFlows() []row[*frame] {
	policy := []string{"type", "K8sNetworkPolicy", "name", "cart-callers", "namespace", "shop", "direction", "Ingress"}
	denied := func(f *frame) float64 {
		sum := 0.0
		for _, e := range f.w.Edges {
			sum += e.Denied
		}
		return sum
	}
	return rows(each([]string{"NoError", "NXDomain", "ServFail"}, func(code string) row[*frame] {
		return spread("netobserv_namespace_dns_latency_seconds", "DNS latency per namespace", flowBounds,
			func(f *frame) (float64, model.Dist) { return f.w.DNS.Rate * dnsShare(f, code), f.w.DNS.Server },
			"DnsFlagsResponseCode", code, "SrcK8S_Namespace", "platform", "DstK8S_Namespace", "shop")
	}), []row[*frame]{
		total("netobserv_namespace_network_policy_events_total", "Network policy events per namespace", func(f *frame) float64 { return f.w.Users * 0.2 }, append(policy, "action", "allow")...),
		total("netobserv_namespace_network_policy_events_total", "", denied, append(policy, "action", "drop")...),
		total("netobserv_namespace_drop_packets_total", "Packets dropped in the kernel per namespace", func(f *frame) float64 {
			sum := 0.0
			for _, n := range f.w.Nodes {
				sum += n.ConntrackDrops + n.RcvQDrops
			}
			return sum
		}, "DstK8S_Namespace", "shop", "PktDropLatestState", "TCP_ESTABLISHED", "PktDropLatestDropCause", "SKB_DROP_REASON_SOCKET_RCVBUFF"),
	})
}
