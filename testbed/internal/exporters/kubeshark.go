package exporters

// kubeshark is the workers of Kubeshark, one on each node.
func kubeshark() []filler {
	labels := func(n nodeAt) []string {
		return cluster("kubeshark-worker", n.Plan.Name+":49100", "node", n.Plan.Name)
	}
	packets := func(n nodeAt) float64 { return n.RxPackets + n.TxPackets }
	return []filler{&table[nodeAt]{path: at[nodeAt]("kubeshark"), things: nodesOf, key: nodeKey, labels: labels, rows: []row[nodeAt]{
		total("kubeshark_received_packets_total", "The total number of packets received", packets),
		// A capture that cannot keep up loses packets once they come by the hundred thousand.
		total("kubeshark_dropped_packets_total", "The total number of packets dropped", func(n nodeAt) float64 { return max(packets(n)-200e3, 0) * 0.3 }),
		total("kubeshark_dropped_chunks_total", "The total number of chunks dropped", always[nodeAt](0)),
		total("kubeshark_dropped_tcp_streams_total", "The total number of TCP streams dropped", always[nodeAt](0)),
		number("kubeshark_live_tcp_streams", "The number of live TCP streams", func(n nodeAt) float64 { return n.Established }),
		total("kubeshark_processed_bytes_total", "The total number of bytes processed", func(n nodeAt) float64 { return n.RxBytes + n.TxBytes }),
		total("kubeshark_matched_pairs_total", "The total number of matched request-response pairs", func(n nodeAt) float64 { return n.w.Users * 1.4 }),
		total("kubeshark_reassembled_tcp_payloads_total", "The total number of reassembled TCP payloads", func(n nodeAt) float64 { return n.Segments * 0.4 }),
		total("kubeshark_tcp_packets_total", "The total number of TCP packets processed", func(n nodeAt) float64 { return packets(n) * 0.96 }),
		total("kubeshark_dns_packets_total", "The total number of DNS packets processed", func(n nodeAt) float64 { return n.w.DNS.Rate * 2 / float64(len(n.w.Nodes)) }),
		total("kubeshark_icmp_packets_total", "The total number of ICMP packets processed", always[nodeAt](1)),
	}}}
}
