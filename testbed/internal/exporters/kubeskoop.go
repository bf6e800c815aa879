package exporters

// kubeSkoop is the KubeSkoop exporter: what happens to each pod's packets and sockets in the kernel.
func kubeSkoop() []filler {
	pod := func(p podAt) []string {
		return cluster("kubeskoop", p.node.Plan.Name+":9102", "k8s_namespace", p.svc.Plan.Namespace, "k8s_pod", p.Name, "k8s_node", p.node.Plan.Name)
	}
	return []filler{
		&table[podAt]{path: at[podAt]("kubeskoop"), things: podsWhere(started), key: podKey, labels: pod, rows: rows(skoopLatency(), skoopSockets())},
		&table[nodeAt]{path: at[nodeAt]("kubeskoop"), things: nodesOf, key: nodeKey, labels: func(n nodeAt) []string {
			return cluster("kubeskoop", n.Plan.Name+":9102", "k8s_node", n.Plan.Name)
		}, rows: skoopNode()},
		&table[podLink]{path: at[podLink]("kubeskoop"), things: podLinks, key: podLinkKey, labels: func(l podLink) []string {
			return cluster("kubeskoop", l.from.node.Plan.Name+":9102", "k8s_node", l.from.node.Plan.Name, "src_namespace", l.from.svc.Plan.Namespace, "src_pod", l.from.Name,
				"dst_namespace", l.to.svc.Plan.Namespace, "dst_pod", l.to.Name)
		}, rows: []row[podLink]{
			total("kubeskoop_flow_bytes", "Bytes of flows", func(l podLink) float64 { return (l.edge.BytesOut + l.edge.BytesIn) * l.from.part }),
			total("kubeskoop_tcpretrans_total", "TCP segments sent again", func(l podLink) float64 { return l.edge.Retrans * l.from.part }),
			total("kubeskoop_packetloss_total", "Packets dropped in the kernel", func(l podLink) float64 { return l.edge.Denied * l.from.part }),
		}},
	}
}

// podLink is the traffic of one pod to a service, shown as that to one of its pods.
type podLink struct {
	from, to podAt
	edge     edgeAt
}

func podLinks(f *frame) []podLink {
	byService := map[int][]podAt{}
	for _, p := range podsWhere(started)(f) {
		byService[p.Service] = append(byService[p.Service], p)
	}
	var out []podLink
	for _, e := range insideOf(f) {
		peers := byService[e.To]
		for i, p := range byService[e.From] {
			if len(peers) > 0 {
				out = append(out, podLink{p, peers[i%len(peers)], e})
			}
		}
	}
	return out
}

func podLinkKey(l podLink) any {
	return [2]any{l.from.Pod, l.to.Pod}
}

// slow is the number of a pod's socket calls per second that take more than 100 ms.
func (p podAt) slow() float64 {
	d := p.node.Syscall("sendto")
	return p.svc.Rate * p.part * max(1-d.CDF(0.1), 0)
}

func skoopLatency() []row[podAt] {
	late := func(p podAt) float64 { return p.svc.Rate * p.part * max(1-p.node.SoftIRQWait().CDF(0.01), 0) }
	return []row[podAt]{
		total("kubeskoop_socketlatency_read100ms", "Reads that took more than 100 ms", podAt.slow),
		total("kubeskoop_socketlatency_write100ms", "Writes that took more than 100 ms", podAt.slow),
		total("kubeskoop_socketlatency_read1ms", "Reads that took more than 1 ms", func(p podAt) float64 { return p.svc.Rate * p.part * 0.6 }),
		total("kubeskoop_kernellatency_rxslow", "Received packets that took long in the kernel", late),
		total("kubeskoop_kernellatency_txslow", "Sent packets that took long in the kernel", late),
		total("kubeskoop_kernellatency_rxslow100ms", "Received packets that took more than 100 ms in the kernel", always[podAt](0)),
		total("kubeskoop_kernellatency_txslow100ms", "Sent packets that took more than 100 ms in the kernel", always[podAt](0)),
	}
}

func skoopSockets() []row[podAt] {
	open := func(p podAt) float64 { return 6 + 0.4*p.svc.Rate*p.part }
	return []row[podAt]{
		number("kubeskoop_tcpsummary_tcpestablishedconn", "Established connections", open),
		number("kubeskoop_tcpsummary_tcpsynsentconn", "Connections in SYN_SENT", func(p podAt) float64 { return p.node.SynRetrans * p.part * 0.2 }),
		number("kubeskoop_tcpsummary_tcpsynrecvconn", "Connections in SYN_RECV", func(p podAt) float64 { return p.node.ListenOverflows * p.part }),
		number("kubeskoop_tcpsummary_tcptimewaitconn", "Connections in TIME_WAIT", func(p podAt) float64 { return open(p) * 3 }),
		number("kubeskoop_tcpsummary_tcpclosewaitconn", "Connections in CLOSE_WAIT", always[podAt](0)),
		number("kubeskoop_tcpsummary_tcprxqueue", "Bytes in receive queues", func(p podAt) float64 { return 300 + p.node.RcvQDrops*900*p.part }),
		number("kubeskoop_tcpsummary_tcptxqueue", "Bytes in send queues", func(p podAt) float64 { return 200 + p.node.Retrans*200*p.part }),
		total("kubeskoop_tcpext_tcptimeouts", "Retransmission timeouts", func(p podAt) float64 { return p.node.Timeouts * p.part * 0.2 }),
		number("kubeskoop_qdisc_qlen", "Packets in the transmit queue", always[podAt](0)),
		total("kubeskoop_qdisc_drops", "Packets dropped in the transmit queue", func(p podAt) float64 { return p.node.QdiscDrops * p.part * 0.1 }),
	}
}

func skoopNode() []row[nodeAt] {
	return []row[nodeAt]{
		total("kubeskoop_softirq_schedslow100ms", "Soft interrupts that waited more than 100 ms", always[nodeAt](0)),
		total("kubeskoop_netiftxlat_qdiscslow100ms", "Packets that waited more than 100 ms in the transmit queue", func(n nodeAt) float64 { return n.QdiscDrops * 0.3 }),
		total("kubeskoop_netiftxlat_netdevslow100ms", "Packets that the device sent after more than 100 ms", always[nodeAt](0)),
	}
}
