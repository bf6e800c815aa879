package exporters

import (
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
)

// Bounds of Retina's handshake times, milliseconds.
var retinaBounds = model.NewBounds(0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 10, 50, 100, 1000)

// retina is Microsoft's Retina with the plugins for flows, drops, DNS, TCP and interfaces, in its advanced mode too.
func retina() []filler {
	return []filler{
		&table[nodeAt]{path: at[nodeAt]("retina"), things: nodesOf, key: nodeKey, labels: nodeLabels("retina", "10093"), rows: rows(retinaNode(), retinaStates(), retinaInterface())},
		&table[nodePair]{path: at[nodePair]("retina"), things: nodePairs, key: nodePairKey, labels: func(p nodePair) []string {
			return cluster("retina", p.from.Plan.Name+":10093", "source_node_name", p.from.Plan.Name, "target_node_name", p.to.Plan.Name)
		}, rows: []row[nodePair]{
			number("networkobservability_node_connectivity_status", "The last observed status of both ICMP and HTTP connectivity between the current node and other nodes", nodePair.reach),
			level("networkobservability_node_connectivity_latency_seconds", "The last observed latency between the current node and other nodes in seconds", nodePair.rtt),
		}},
		&table[edgeAt]{path: at[edgeAt]("retina"), things: insideOf, key: edgeKey, labels: retinaPair, rows: retinaAdvanced()},
		&table[podAt]{path: at[podAt]("retina"), things: podsWhere(started), key: podKey, labels: func(p podAt) []string {
			return cluster("retina", p.node.Plan.Name+":10093", "source_namespace", p.svc.Plan.Namespace, "source_pod", p.Name,
				"destination_namespace", p.svc.Plan.Namespace, "destination_pod", p.Name)
		}, rows: []row[podAt]{
			climbing("networkobservability_adv_forward_bytes", "Total bytes forwarded per pod", podAt.received, "direction", "ingress"),
			climbing("networkobservability_adv_forward_bytes", "", podAt.sent, "direction", "egress"),
		}},
	}
}

func retinaPair(e edgeAt) []string {
	return cluster("retina", "retina:10093", "source_namespace", e.fromNS, "source_workload", e.from, "destination_namespace", e.toNS, "destination_workload", e.to)
}

func retinaNode() []row[nodeAt] {
	drops := map[string]func(nodeAt) float64{
		"IPTABLE_RULE_DROP": func(n nodeAt) float64 { return n.w.DeniedAt(n.Index) }, "CONNTRACK_ADD_DROP": func(n nodeAt) float64 { return n.ConntrackDrops },
		"TCP_ACCEPT_BASIC": func(n nodeAt) float64 { return n.ListenOverflows },
	}
	const bytes, packets = "networkobservability_forward_bytes", "networkobservability_forward_count"
	return rows([]row[nodeAt]{
		climbing(bytes, "Total forwarded bytes", func(n nodeAt) float64 { return n.RxBytes }, "direction", "ingress"), climbing(bytes, "", func(n nodeAt) float64 { return n.TxBytes }, "direction", "egress"),
		climbing(packets, "Total forwarded packets", func(n nodeAt) float64 { return n.RxPackets }, "direction", "ingress"), climbing(packets, "", func(n nodeAt) float64 { return n.TxPackets }, "direction", "egress"),
		number("networkobservability_conntrack_total_connections", "Number of connections in conntrack", func(n nodeAt) float64 { return n.Conntrack }),
		climbing("networkobservability_dns_request_count", "Total DNS requests", func(n nodeAt) float64 { return n.w.DNS.Rate / float64(len(n.w.Nodes)) }, "query_type", "A"),
		number("networkobservability_udp_connection_stats", "UDP connections statistics", func(n nodeAt) float64 { return 14 + n.w.DNS.Rate*0.05 }, "statistic_name", "ACTIVE"),
		climbing("networkobservability_tcp_connection_stats", "TCP connections statistics", func(n nodeAt) float64 { return n.Timeouts }, "statistic_name", "TCPTimeouts"),
		spread("networkobservability_adv_node_apiserver_tcp_handshake_latency", "Histogram depicting latency of the TCP handshake between nodes and Kubernetes API server measured in milliseconds", retinaBounds,
			func(n nodeAt) (float64, model.Dist) { return 0.5, inMillis(n.Handshake()) }),
	}, each([]string{"IPTABLE_RULE_DROP", "CONNTRACK_ADD_DROP", "TCP_ACCEPT_BASIC"}, func(reason string) row[nodeAt] {
		return climbing("networkobservability_drop_count", "Total dropped packets", drops[reason], "reason", reason, "direction", "ingress")
	}), each([]string{"NoError", "NXDomain", "ServFail"}, func(code string) row[nodeAt] {
		shown := map[string]string{"NoError": "NOERROR", "NXDomain": "NXDOMAIN", "ServFail": "SERVFAIL"}[code]
		return climbing("networkobservability_dns_response_count", "Total DNS responses", func(n nodeAt) float64 { return n.w.DNS.Rate / float64(len(n.w.Nodes)) * dnsShare(n.frame, code) },
			"return_code", shown, "query_type", "A")
	}))
}

// tcpStates are the sockets of a node by state.
var tcpStates = []struct {
	state string
	of    func(nodeAt) float64
}{
	{"ESTABLISHED", func(n nodeAt) float64 { return n.Established }}, {"TIME_WAIT", func(n nodeAt) float64 { return n.TimeWait }},
	{"SYN_SENT", func(n nodeAt) float64 { return 1 + n.SynRetrans*1.5 }}, {"SYN_RECV", func(n nodeAt) float64 { return 0.5 + n.ListenOverflows }},
	{"CLOSE_WAIT", always[nodeAt](2)}, {"LISTEN", always[nodeAt](38)},
}

func retinaStates() []row[nodeAt] {
	out := make([]row[nodeAt], 0, len(tcpStates))
	for _, s := range tcpStates {
		out = append(out, number("networkobservability_tcp_state", "Number of active TCP connections by state", s.of, "state", s.state))
	}
	return out
}

func retinaInterface() []row[nodeAt] {
	const name, help = "networkobservability_interface_stats", "Interface statistics"
	return []row[nodeAt]{
		climbing(name, help, func(n nodeAt) float64 { return n.RxErrors }, "interface_name", "eth0", "statistic_name", "rx_errors"),
		climbing(name, help, func(n nodeAt) float64 { return n.TxDrops }, "interface_name", "eth0", "statistic_name", "tx_dropped"),
		climbing(name, help, func(n nodeAt) float64 { return n.SoftnetDrops * 0.02 }, "interface_name", "eth0", "statistic_name", "rx_missed_errors"),
		climbing(name, help, always[nodeAt](0), "interface_name", "eth0", "statistic_name", "tx_queue_full"),
	}
}

func retinaAdvanced() []row[edgeAt] {
	opened := func(e edgeAt) float64 { return max(e.NewConns-e.FailedConns, 0) }
	flags := map[string]func(edgeAt) float64{
		"SYN": func(e edgeAt) float64 { return e.NewConns + e.FailedConns }, "ACK": func(e edgeAt) float64 { return e.Segments }, "FIN": func(e edgeAt) float64 { return opened(e) * 0.98 },
		"RST": func(e edgeAt) float64 { return 0.02*e.NewConns + 0.2*e.FailedConns },
	}
	return rows([]row[edgeAt]{
		climbing("networkobservability_adv_drop_count", "Total dropped packets per workload", func(e edgeAt) float64 { return e.Denied }, "reason", "IPTABLE_RULE_DROP", "direction", "ingress"),
		climbing("networkobservability_adv_tcpretrans_count", "Total TCP retransmitted packets", func(e edgeAt) float64 { return e.Retrans }, "direction", "egress"),
	}, each([]string{"SYN", "ACK", "FIN", "RST"}, func(flag string) row[edgeAt] {
		return climbing("networkobservability_adv_tcpflags_count", "Total TCP packets by flag", flags[flag], "flag", flag)
	}))
}
