package exporters

import (
	"strconv"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/noise"
	"github.com/strata-sre/strata-sre-app/testbed/internal/series"
)

// Bounds of the ebpf_exporter configurations.
var (
	microBounds   = exp2(26, 1e-6)
	softirqBounds = exp2(21, 1e-6)
	cwndBounds    = exp2(16, 1)
)

var syscalls = []string{model.Connect, model.SendTo, model.RecvFrom, model.Fsync}

// Reasons of kfree_skb that the model drops packets for.
var skbReasons = []string{"SKB_DROP_REASON_NETFILTER_DROP", "SKB_DROP_REASON_SOCKET_RCVBUFF", "SKB_DROP_REASON_SOCKET_BACKLOG",
	"SKB_DROP_REASON_CPU_BACKLOG", "SKB_DROP_REASON_QDISC_DROP", "SKB_DROP_REASON_NO_SOCKET"}

var bpfPrograms = []struct{ config, program string }{
	{"sre-syscall-latency", "sys_enter"}, {"sre-syscall-latency", "sys_exit"}, {"sre-tcp-window", "tcp_probe"}, {"sre-tcp-lifetime", "inet_sock_set_state"}, {"accept-latency", "inet_csk_accept"},
	{"kfree_skb", "kfree_skb"}, {"softirq-latency", "softirq_raise"}, {"tcp-retransmit", "tcp_retransmit_skb"},
}

// ebpfExporter is ebpf_exporter with its stock configurations and three of our own.
type ebpfExporter struct {
	observer
	nodes []*ebpfNode
}

type ebpfNode struct {
	syscall                   map[string]*series.Series
	srtt, cwnd, synSent, irq  *series.Series
	accept                    map[int]*series.Series // by service
	skb                       map[string]*series.Series
	retransmit, probe, clamps *series.Series
	runTime, runCount         []*series.Series
	errors                    map[string]*series.Series
}

// EBPFPath is the exposition path of a node's ebpf_exporter.
func EBPFPath(node string) string { return "ebpf/" + node }

func newEBPF(store *series.Store, w *model.World) *ebpfExporter {
	x := &ebpfExporter{}
	for _, n := range w.Nodes {
		x.nodes = append(x.nodes, newEBPFNode(store, w, n))
	}
	return x
}

func newEBPFNode(store *series.Store, w *model.World, n *model.Node) *ebpfNode {
	path := EBPFPath(n.Plan.Name)
	with := func(labels ...string) []string { return cluster("ebpf-exporter", n.Plan.Name+":9435", labels...) }
	en := &ebpfNode{syscall: map[string]*series.Series{}, accept: map[int]*series.Series{}, skb: map[string]*series.Series{}, errors: map[string]*series.Series{}}
	for _, call := range syscalls {
		en.syscall[call] = histogram(store, "ebpf_exporter_syscall_latency_seconds", "Time from entry to return of socket system calls, waits for data included", microBounds).With(path, with("syscall", call)...)
	}
	en.srtt = histogram(store, "ebpf_exporter_tcp_srtt_seconds", "Smoothed round trip time of the kernel, sampled on received segments", microBounds).With(path, with()...)
	en.cwnd = histogram(store, "ebpf_exporter_tcp_cwnd_segments", "Congestion window in segments, sampled on received segments", cwndBounds).With(path, with()...)
	en.synSent = histogram(store, "ebpf_exporter_tcp_state_duration_seconds", "Time that connections spent in a state, observed when they leave it", microBounds).With(path, with("state", "syn_sent")...)
	en.irq = histogram(store, "ebpf_exporter_softirq_entry_latency_seconds", "Latency histogram for how long it takes from softirq raise to entry", softirqBounds).With(path, with("kind", "NET_RX_SOFTIRQ")...)
	for _, port := range []int{8080, 5432, 6379} {
		if !listens(w, n.Index, port) {
			continue
		}
		en.accept[port] = histogram(store, "ebpf_exporter_accept_latency_seconds", "Latency histogram for how long sockets sit in accept queue", microBounds).With(path, with("port", strconv.Itoa(port))...)
	}
	for _, reason := range skbReasons {
		en.skb[reason] = counter(store, "ebpf_exporter_kfree_skb_total", "Number of calls into skb:kfree_skb with a per-reason breakdown").With(path, with("reason", reason, "ip_proto", "tcp", "eth_proto", "ipv4")...)
	}
	for _, errno := range []string{"ECONNREFUSED", "ETIMEDOUT", "ENOSPC", "EACCES"} {
		en.errors[errno] = counter(store, "ebpf_exporter_syscall_errors_total", "Failed system calls by error").With(path, with("errno", errno)...)
	}
	retransmits := counter(store, "ebpf_exporter_tcp_retransmit_ipv4_packets_total", "Total count of IPv4 TCP retransmissions")
	en.retransmit = retransmits.With(path, with("local_ip", n.Plan.IP, "type", "retransmit")...)
	en.probe = retransmits.With(path, with("local_ip", n.Plan.IP, "type", "tail_loss_probe")...)
	en.clamps = counter(store, "ebpf_exporter_tcp_window_clamps_total", "Number of times that TCP window was clamped to a low value").With(path, with()...)
	for i, p := range bpfPrograms {
		id := strconv.Itoa(240 + i)
		en.runTime = append(en.runTime, seconds(store, "ebpf_exporter_ebpf_program_run_time_seconds", "How long has the program been executing").With(path, with("id", id)...))
		en.runCount = append(en.runCount, counter(store, "ebpf_exporter_ebpf_program_run_count_total", "How many times has the program been executed").With(path, with("id", id)...))
		tag := strconv.FormatUint(w.Noise.Bits(noise.Key("bpf", p.program), 0), 16)
		whole(store, "ebpf_exporter_ebpf_program_info", "Info about ebpf programs").With(path, with("id", id, "config", p.config, "program", p.program, "tag", tag)...).Set(1)
		whole(store, "ebpf_exporter_ebpf_program_attached", "Whether a program is attached").With(path, with("id", id)...).Set(1)
	}
	return en
}

func listens(w *model.World, node, port int) bool {
	if port == 8080 {
		return true
	}
	for _, p := range w.Pods {
		if p.Node == node && w.Services[p.Service].Plan.Port == port {
			return true
		}
	}
	return false
}

func (x *ebpfExporter) Update(w *model.World, fx *model.Effects, dt float64) {
	for i, n := range w.Nodes {
		x.update(w, n, x.nodes[i], fx, dt)
	}
}

func (x *ebpfExporter) update(w *model.World, n *model.Node, en *ebpfNode, fx *model.Effects, dt float64) {
	for _, call := range syscalls {
		x.observe(en.syscall[call], n.SyscallRate(call)*dt, n.Syscall(call), microBounds)
	}
	x.observe(en.srtt, n.Segments*0.4*dt, n.RTT(), microBounds)
	x.observe(en.cwnd, n.Segments*0.4*dt, n.Window(), cwndBounds)
	x.observe(en.synSent, n.ActiveOpens*dt, n.Handshake(), microBounds)
	x.observe(en.irq, (n.RxPackets*0.2+50)*dt, n.SoftIRQWait(), softirqBounds)
	for s, plan := range w.Services {
		if h := en.accept[plan.Plan.Port]; h != nil {
			rate := w.OpensTo(s) * w.Share(s, n.Index)
			x.observe(h, rate*dt, w.AcceptWait(n, s, fx), microBounds)
		}
	}
	drops := map[string]float64{
		"SKB_DROP_REASON_NETFILTER_DROP": n.ConntrackDrops, "SKB_DROP_REASON_SOCKET_RCVBUFF": n.RcvQDrops, "SKB_DROP_REASON_SOCKET_BACKLOG": n.ListenOverflows + n.RcvQDrops*0.2,
		"SKB_DROP_REASON_CPU_BACKLOG": n.SoftnetDrops, "SKB_DROP_REASON_QDISC_DROP": n.QdiscDrops, "SKB_DROP_REASON_NO_SOCKET": 0.3 + n.Resets*0.2,
	}
	for reason, rate := range drops {
		en.skb[reason].Add(rate * dt)
	}
	en.errors["ETIMEDOUT"].Add((0.02 + n.FailedConns*0.8) * dt)
	en.errors["ECONNREFUSED"].Add((0.05 + n.FailedConns*0.2) * dt)
	en.errors["ENOSPC"].Add(boolean(n.DiskUsed > 0.955) * 30 * dt)
	en.errors["EACCES"].Add(0.03 * dt)
	en.retransmit.Add(n.Retrans * 0.85 * dt)
	en.probe.Add(n.Retrans * 0.15 * dt)
	en.clamps.Add((0.01 + n.RcvQDrops*0.6) * dt)
	for i := range en.runTime {
		runs := n.Segments * 0.3
		share := 1.0 / float64(len(en.runTime))
		if n.Hook > 0 && i < 2 {
			share = 0.45 // the slow programs are those on the socket calls
		}
		en.runTime[i].Add((n.HookTime*share + runs*0.4e-6) * dt)
		en.runCount[i].Add(runs * dt)
	}
}
