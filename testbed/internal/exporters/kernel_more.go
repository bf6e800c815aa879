package exporters

import (
	"strconv"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/series"
)

// Bounds: SYN backlog lengths, and nanoseconds and microseconds in powers of two.
var (
	backlogBounds = linear(50, 20)
	nanoBounds    = exp2(24, 1024)
	gadgetBounds  = exp2(26, 1)
)

func linear(step float64, count int) model.Bounds {
	out := make([]float64, 0, count)
	for i := range count {
		out = append(out, step*float64(i))
	}
	return model.NewBounds(out...)
}

// kernelMore is what the kernel's other observers add: more of ebpf_exporter's and Rezolus' programs, PCP, Inspektor Gadget and node_exporter.
func kernelMore() []filler {
	perNode := func(path func(nodeAt) string, job, port string, list []row[nodeAt]) filler {
		return &table[nodeAt]{path: path, things: nodesOf, key: nodeKey, labels: nodeLabels(job, port), rows: list}
	}
	byName := func(path func(string) string) func(nodeAt) string {
		return func(n nodeAt) string { return path(n.Plan.Name) }
	}
	return []filler{
		perNode(byName(NodePath), "node-exporter", "9100", nodeExporterMore()),
		perNode(byName(EBPFPath), "ebpf-exporter", "9435", rows(ebpfSoftirq(), ebpfSyscalls(), ebpfSockets(), ebpfSelf())),
		perNode(byName(RezolusPath), "rezolus", "4242", rows(rezolusCounters(), rezolusTimes(), rezolusSelf())),
		perNode(at[nodeAt]("pcp"), "pmproxy", "44322", pcpRows()),
		perNode(at[nodeAt]("gadget"), "inspektor-gadget", "2224", gadgetRows()),
	}
}

// statistic is one of the kernel's statistics, which node_exporter shows without a type.
func statistic(name, help string, perSecond func(nodeAt) float64) row[nodeAt] {
	return row[nodeAt]{desc: series.Desc{Name: name, Help: help, Kind: series.Untyped, Whole: true}, value: perSecond}
}

func nodeExporterMore() []row[nodeAt] {
	eth := []string{"device", "eth0"}
	backlog := each([]string{"0", "1", "2", "3"}, func(cpu string) row[nodeAt] {
		return number("node_softnet_backlog_len", "Softnet backlog status", func(n nodeAt) float64 {
			return boolean(cpu == "0") * n.SoftnetDrops * 0.01
		}, "cpu", cpu)
	})
	return rows(backlog, []row[nodeAt]{
		statistic("node_netstat_TcpExt_SyncookiesFailed", "Statistic TcpExtSyncookiesFailed.", always[nodeAt](0)),
		statistic("node_netstat_Udp_InErrors", "Statistic UdpInErrors.", always[nodeAt](0.002)),
		statistic("node_netstat_Udp_NoPorts", "Statistic UdpNoPorts.", always[nodeAt](0.01)),
		number("node_sockstat_TCP_tw", "Number of TCP sockets in state tw.", func(n nodeAt) float64 { return n.TimeWait }),
		number("node_sockstat_TCP_orphan", "Number of TCP sockets in state orphan.", func(n nodeAt) float64 { return 1 + n.FailedConns*0.2 }),
		number("node_sockstat_UDP_inuse", "Number of UDP sockets in state inuse.", func(n nodeAt) float64 { return 14 + n.w.DNS.Rate*0.05 }),
		number("node_sockstat_UDP_mem_bytes", "Number of UDP sockets in state mem_bytes.", func(n nodeAt) float64 { return 8192 + n.w.DNS.Rate*200 }),
		total("node_network_transmit_fifo_total", "Network device statistic transmit_fifo.", always[nodeAt](0), eth...),
		number("node_network_transmit_queue_length", "Network device property: transmit_queue_length", always[nodeAt](1000), eth...),
	})
}

func ebpfSoftirq() []row[nodeAt] {
	packets := func(n nodeAt) float64 { return n.RxPackets*0.2 + 50 }
	runs := func(n nodeAt) (float64, model.Dist) {
		return packets(n), model.Dist{Main: 14e-6 * (1 + 4*n.schedule()), Sigma: 0.7}.AddTail(min(n.SoftnetSqueezed/5000, 0.3), 0.004)
	}
	return []row[nodeAt]{
		spread("ebpf_exporter_softirq_service_latency_seconds", "Latency histogram for how long softirq takes to run", softirqBounds, runs, "kind", "NET_RX_SOFTIRQ"),
		spread("ebpf_exporter_softirq_runtime_seconds", "Time spent in the network softirq", softirqBounds, runs),
		spread("ebpf_exporter_softirq_wait_seconds", "Time that the network softirq waited", softirqBounds, func(n nodeAt) (float64, model.Dist) { return packets(n), n.SoftIRQWait() }),
	}
}

// Calls per second of a quiet node beside those that the model knows.
var quietSyscalls = []struct {
	name string
	rate float64
}{{"epoll_wait", 2100}, {"read", 900}, {"write", 700}, {"openat", 240}, {"futex", 3800}, {"execve", 0.6}, {"mount", 0.002}, {"setns", 0.05}, {"unshare", 0.01}, {"bpf", 0.4}, {"ptrace", 0}}

func ebpfSyscalls() []row[nodeAt] {
	const name, help = "ebpf_exporter_syscalls_total", "Total number of executed syscalls by name"
	var out []row[nodeAt]
	for _, call := range syscalls {
		out = append(out, total(name, help, func(n nodeAt) float64 { return n.SyscallRate(call) }, "syscall", call))
	}
	for _, call := range quietSyscalls {
		out = append(out, total(name, help, func(n nodeAt) float64 { return call.rate * (0.6 + 0.4*min(n.Load, 2)) }, "syscall", call.name))
	}
	return out
}

func ebpfSockets() []row[nodeAt] {
	return rows([]row[nodeAt]{
		spread("ebpf_exporter_tcp_connection_duration_seconds", "Time from the established to the closed state of connections", microBounds,
			func(n nodeAt) (float64, model.Dist) { return n.ActiveOpens, model.Dist{Main: 4, Sigma: 1.4} }),
		spread("ebpf_exporter_tcp_syn_backlog", "SYN backlog size", backlogBounds,
			func(n nodeAt) (float64, model.Dist) {
				return n.PassiveOpens, model.Dist{Main: 0.3 + n.ListenOverflows*4, Sigma: 0.6}
			}),
		total("ebpf_exporter_udp_fail_queue_rcv_skbs_total", "Total number of skbs that failed to enter a socket's receive queue", always[nodeAt](0), "local_port", "53"),
		total("ebpf_exporter_icmp4_received_packets_total", "Received ICMP packets by source", always[nodeAt](0.4), "source_addr", "10.0.0.1"),
	}, each([]string{"tcp_write_timer", "tcp_delack_timer", "tcp_keepalive_timer"}, func(function string) row[nodeAt] {
		return total("ebpf_exporter_timer_starts_total", "Timers fired in the kernel", func(n nodeAt) float64 {
			return map[string]float64{"tcp_write_timer": 20 + n.Timeouts, "tcp_delack_timer": n.Segments * 0.1, "tcp_keepalive_timer": 3}[function]
		}, "function", function)
	}), each([]string{"8080", "5432", "6379"}, func(port string) row[nodeAt] {
		return total("ebpf_exporter_xdp_incoming_packets_total", "Incoming packets going through xdp", func(n nodeAt) float64 { return n.RxPackets * 0.3 }, "ip", "v4", "protocol", "tcp", "dst_port", port)
	}))
}

func ebpfSelf() []row[nodeAt] {
	configs := []string{"accept-latency", "kfree_skb", "softirq-latency", "sre-syscall-latency", "sre-tcp-lifetime", "sre-tcp-window", "tcp-retransmit"}
	return rows(each(configs, func(config string) row[nodeAt] {
		return number("ebpf_exporter_enabled_configs", "The set of enabled configs", always[nodeAt](1), "name", config)
	}), each(configs[:2], func(config string) row[nodeAt] {
		return total("ebpf_exporter_decoder_errors_total", "How many times has decoders encountered errors", always[nodeAt](0), "config", config)
	}), []row[nodeAt]{
		number("ebpf_exporter_bpf_jit_pages_currently_allocated", "Number of pages of compiled BPF programs", always[nodeAt](212)),
	})
}

func rezolusCounters() []row[nodeAt] {
	calls := map[string]func(nodeAt) float64{
		"socket": func(n nodeAt) float64 { return n.SyscallRate(model.SendTo) + n.SyscallRate(model.RecvFrom) }, "read": always[nodeAt](900), "write": func(n nodeAt) float64 { return 700 + n.DiskIOPS },
		"poll": always[nodeAt](2100), "lock": always[nodeAt](3800), "other": always[nodeAt](600),
	}
	return rows(each([]string{"socket", "read", "write", "poll", "lock", "other"}, func(op string) row[nodeAt] {
		return total("syscall", "The number of syscalls", calls[op], "op", op)
	}), each([]string{"/kubepods.slice", "/system.slice"}, func(name string) row[nodeAt] {
		return total("cgroup_syscall", "The number of syscalls on a per-cgroup basis", func(n nodeAt) float64 { return calls["socket"](n) * map[string]float64{"/kubepods.slice": 0.9}[name] }, "name", name, "op", "socket")
	}), []row[nodeAt]{
		total("softirq", "The count of softirqs", func(n nodeAt) float64 { return n.RxPackets*0.2 + 50 }, "kind", "net_rx"),
		total("network_receive_errors_missed", "Number of packets missed by the interface", func(n nodeAt) float64 { return n.SoftnetDrops * 0.02 }),
	})
}

func rezolusTimes() []row[nodeAt] {
	inNanos := func(d model.Dist) model.Dist {
		d.Main *= 1e9
		d.Tail *= 1e9
		return d
	}
	jitter := func(n nodeAt) model.Dist {
		d := n.RTT()
		d.Main *= 0.3
		return d
	}
	var out []row[nodeAt]
	for _, q := range []float64{0.5, 0.99} {
		percentile := strconv.FormatFloat(q, 'f', -1, 64)
		out = append(out,
			number("tcp_jitter", "Distribution of TCP latency jitter", func(n nodeAt) float64 { return jitter(n).Quantile(q) * 1e9 }, "percentile", percentile),
			number("tcp_packet_latency", "Distribution of latency from a socket becoming readable until a userspace read", func(n nodeAt) float64 {
				return model.Dist{Main: 60e-6 * (1 + 20*n.schedule()), Sigma: 0.9}.Quantile(q) * 1e9
			}, "percentile", percentile))
	}
	calls := map[string]string{"socket": model.SendTo, "write": model.Fsync}
	for _, op := range []string{"socket", "write"} {
		call := calls[op]
		out = append(out, spread("syscall_latency_distribution", "Latency of syscalls", nanoBounds,
			func(n nodeAt) (float64, model.Dist) { return n.SyscallRate(call), inNanos(n.Syscall(call)) }, "op", op))
	}
	return append(out, spread("tcp_srtt_distribution", "Smoothed round-trip time", nanoBounds, func(n nodeAt) (float64, model.Dist) { return n.Segments * 0.4, inNanos(n.RTT()) }))
}

func rezolusSelf() []row[nodeAt] {
	samplers := []string{"syscall_latency", "tcp_packet_latency", "tcp_retransmit"}
	return rows(each(samplers, func(sampler string) row[nodeAt] {
		return total("rezolus_bpf_run_count", "The number of times Rezolus BPF programs have been run", func(n nodeAt) float64 { return n.Segments * 0.6 }, "sampler", sampler)
	}), each(samplers, func(sampler string) row[nodeAt] {
		return total("rezolus_bpf_run_time", "The amount of time Rezolus BPF programs have been executing", func(n nodeAt) float64 { return n.Segments * 0.6 * 350 }, "sampler", sampler)
	}), []row[nodeAt]{
		total("rezolus_cpu_usage", "The amount of CPU time Rezolus was executing", always[nodeAt](6e6), "mode", "user"),
		total("rezolus_cpu_usage", "", always[nodeAt](4e6), "mode", "system"),
	})
}

// pcpRows are the sockets that PCP's BPF agent follows: one of each node stands for all.
func pcpRows() []row[nodeAt] {
	socket := []string{"instname", "10.0.1.11_8080"}
	rtt := func(n nodeAt) float64 { return median(n.RTT()) * 1000 }
	return []row[nodeAt]{
		level("network_persocket_round_trip_rtt", "Round trip time, milliseconds", rtt, socket...),
		level("network_persocket_round_trip_rttvar", "Round trip time variance, milliseconds", func(n nodeAt) float64 { return rtt(n) * 0.4 }, socket...),
		number("network_persocket_cwnd", "Congestion window", func(n nodeAt) float64 { return median(n.Window()) }, socket...),
		number("network_persocket_ssthresh", "Slow start threshold", func(n nodeAt) float64 { return 2 * median(n.Window()) }, socket...),
	}
}

func gadgetRows() []row[nodeAt] {
	inMicros := func(d model.Dist) model.Dist {
		d.Main *= 1e6
		d.Tail *= 1e6
		return d
	}
	return []row[nodeAt]{
		spread("latency", "Latency histogram of a gadget, microseconds", gadgetBounds, func(n nodeAt) (float64, model.Dist) { return n.Segments * 0.4, inMicros(n.RTT()) }, "otel_scope_name", "tcprtt-metrics"),
		spread("latency", "", gadgetBounds, func(n nodeAt) (float64, model.Dist) {
			return n.TxPackets * 0.1, model.Dist{Main: 8 + 1e6*n.LinkDelay, Sigma: 0.6}
		}, "otel_scope_name", "qdisc-metrics"),
	}
}
