package exporters

import (
	"math"
	"strconv"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/series"
)

// nodeExporter is node_exporter with the collectors tcpstat, qdisc and conntrack switched on.
type nodeExporter struct{ nodes []*nodeSeries }

type nodeSeries struct {
	store   *series.Store
	path    string
	labels  []string
	cpu     [][]*series.Series // by CPU, then by mode
	byName  map[string]*series.Series
	softnet []*series.Series // dropped, squeezed per CPU
}

var cpuModes = []string{"idle", "iowait", "irq", "nice", "softirq", "steal", "system", "user"}

// NodePath is the exposition path of a node's node_exporter.
func NodePath(node string) string { return "node/" + node }

func newNodeExporter(store *series.Store, w *model.World) *nodeExporter {
	x := &nodeExporter{}
	for _, n := range w.Nodes {
		ns := &nodeSeries{store: store, path: NodePath(n.Plan.Name), labels: cluster("node-exporter", n.Plan.Name+":9100"), byName: map[string]*series.Series{}}
		for c := range n.Plan.CPUs {
			var modes []*series.Series
			for _, mode := range cpuModes {
				modes = append(modes, seconds(store, "node_cpu_seconds_total", "Seconds the CPUs spent in each mode.").With(ns.path, ns.with("cpu", strconv.Itoa(c), "mode", mode)...))
			}
			ns.cpu = append(ns.cpu, modes)
			ns.softnet = append(ns.softnet,
				counter(store, "node_softnet_dropped_total", "Number of dropped packets").With(ns.path, ns.with("cpu", strconv.Itoa(c))...),
				counter(store, "node_softnet_times_squeezed_total", "Number of times processing packets ran out of quota").With(ns.path, ns.with("cpu", strconv.Itoa(c))...))
		}
		x.nodes = append(x.nodes, ns)
	}
	return x
}

func (ns *nodeSeries) with(labels ...string) []string {
	return append(append([]string{}, ns.labels...), labels...)
}

// at returns a series of the node, kept by name and its one or two labels.
func (ns *nodeSeries) at(f func(*series.Store, string, string) *series.Family, name string, labels ...string) *series.Series {
	key := name
	for _, l := range labels {
		key += "|" + l
	}
	s := ns.byName[key]
	if s == nil {
		s = f(ns.store, name, helps[name]).With(ns.path, ns.with(labels...)...)
		ns.byName[key] = s
	}
	return s
}

func (x *nodeExporter) Update(w *model.World, fx *model.Effects, dt float64) {
	for i, n := range w.Nodes {
		ns := x.nodes[i]
		ns.processors(n, dt)
		ns.memory(n)
		ns.disks(n, dt)
		ns.network(n, dt)
		ns.tcp(w, n, fx, dt)
	}
}

func (ns *nodeSeries) processors(n *model.Node, dt float64) {
	cpus := float64(len(ns.cpu))
	spread := math.Max(0, n.SoftIRQ-n.BusyCPU)
	for c, modes := range ns.cpu {
		soft := spread / cpus
		if c == 0 { // the CPU that serves the interface's interrupts
			soft += n.BusyCPU
		}
		soft = math.Min(soft, 1)
		free := 1 - soft
		total := n.UserCPU + n.SystemCPU
		busy := math.Min(free, total*free/math.Max(cpus-n.SoftIRQ, 0.1))
		user := busy * n.UserCPU / math.Max(total, 1e-6)
		wait := math.Min(n.IOWait/cpus, free-busy)
		amounts := map[string]float64{"user": user, "system": busy - user, "softirq": soft, "iowait": wait, "irq": 0, "nice": 0, "steal": 0.001,
			"idle": math.Max(0, free-busy-wait)}
		for m, mode := range cpuModes {
			modes[m].Add(amounts[mode] * dt)
		}
		ns.softnet[2*c].Add(boolean(c == 0) * n.SoftnetDrops * dt)
		ns.softnet[2*c+1].Add(boolean(c == 0) * n.SoftnetSqueezed * dt)
	}
	ns.at(gauge, "node_load1").Set(n.Load1)
	ns.at(gauge, "node_load5").Set(n.Load5)
	ns.at(gauge, "node_load15").Set(n.Load15)
	ns.at(seconds, "node_pressure_cpu_waiting_seconds_total").Add(dt * math.Min(0.01+math.Max(0, n.Load-0.7)*0.8, 1))
	ns.at(seconds, "node_pressure_io_waiting_seconds_total").Add(dt * math.Min(0.002+n.FsyncExtra*5, 1))
	ns.at(counter, "node_context_switches_total").Add(dt * (9000 + 6000*n.UserCPU + n.Segments))
}

func (ns *nodeSeries) memory(n *model.Node) {
	ns.at(whole, "node_memory_MemTotal_bytes").Set(n.Plan.Memory)
	ns.at(whole, "node_memory_MemAvailable_bytes").Set(n.Plan.Memory - n.MemoryUsed)
	ns.at(whole, "node_memory_MemFree_bytes").Set((n.Plan.Memory - n.MemoryUsed) * 0.45)
	ns.at(whole, "node_memory_Cached_bytes").Set((n.Plan.Memory - n.MemoryUsed) * 0.5)
}

func (ns *nodeSeries) disks(n *model.Node, dt float64) {
	fs := []string{"device", "/dev/nvme0n1p1", "fstype", "ext4", "mountpoint", "/"}
	ns.at(whole, "node_filesystem_size_bytes", fs...).Set(n.Plan.Disk)
	ns.at(whole, "node_filesystem_avail_bytes", fs...).Set(n.Plan.Disk * (1 - n.DiskUsed) * 0.999)
	ns.at(whole, "node_filesystem_free_bytes", fs...).Set(n.Plan.Disk * (1 - n.DiskUsed))
	ns.at(whole, "node_filesystem_readonly", fs...).Set(0)
	ns.at(whole, "node_filesystem_files", fs...).Set(7.8e6)
	ns.at(whole, "node_filesystem_files_free", fs...).Set(7.1e6)
	const disk = "nvme0n1"
	ns.at(seconds, "node_disk_io_time_seconds_total", "device", disk).Add(n.DiskBusy * dt)
	ns.at(counter, "node_disk_writes_completed_total", "device", disk).Add(n.DiskIOPS * dt)
	ns.at(seconds, "node_disk_write_time_seconds_total", "device", disk).Add(n.DiskIOPS * (0.0009 + n.FsyncExtra) * dt)
	ns.at(counter, "node_disk_written_bytes_total", "device", disk).Add(n.DiskWrite * dt)
	ns.at(counter, "node_disk_read_bytes_total", "device", disk).Add(n.DiskRead * dt)
}

func (ns *nodeSeries) network(n *model.Node, dt float64) {
	eth := []string{"device", "eth0"}
	add := func(name string, v float64) { ns.at(counter, name, eth...).Add(v * dt) }
	add("node_network_receive_bytes_total", n.RxBytes)
	add("node_network_transmit_bytes_total", n.TxBytes)
	add("node_network_receive_packets_total", n.RxPackets)
	add("node_network_transmit_packets_total", n.TxPackets)
	add("node_network_receive_errs_total", n.RxErrors)
	add("node_network_transmit_errs_total", 0)
	add("node_network_receive_drop_total", n.RxDrops)
	add("node_network_transmit_drop_total", n.TxDrops)
	add("node_network_receive_fifo_total", n.SoftnetDrops*0.02)
	ns.at(whole, "node_network_speed_bytes", eth...).Set(n.Plan.LinkBytes)
	ns.at(whole, "node_network_up", eth...).Set(1)
	qdisc := append([]string{"kind", "fq_codel"}, eth...)
	ns.at(counter, "node_qdisc_drops_total", qdisc...).Add(n.QdiscDrops * dt)
	ns.at(whole, "node_qdisc_backlog", qdisc...).Set(n.QdiscBacklog)
	ns.at(whole, "node_qdisc_current_queue_length", qdisc...).Set(n.QdiscBacklog / 1500)
}

func (ns *nodeSeries) tcp(w *model.World, n *model.Node, _ *model.Effects, dt float64) {
	add := func(name string, v float64) { ns.at(untyped, name).Add(v * dt) }
	add("node_netstat_Tcp_OutSegs", n.Segments)
	add("node_netstat_Tcp_InSegs", n.Segments*0.98)
	add("node_netstat_Tcp_RetransSegs", n.Retrans)
	add("node_netstat_Tcp_ActiveOpens", n.ActiveOpens)
	add("node_netstat_Tcp_PassiveOpens", n.PassiveOpens)
	add("node_netstat_Tcp_AttemptFails", n.FailedConns)
	add("node_netstat_Tcp_OutRsts", n.Resets)
	add("node_netstat_TcpExt_ListenOverflows", n.ListenOverflows)
	add("node_netstat_TcpExt_ListenDrops", n.ListenOverflows*1.02)
	add("node_netstat_TcpExt_TCPSynRetrans", n.SynRetrans)
	add("node_netstat_TcpExt_TCPTimeouts", n.Timeouts)
	add("node_netstat_TcpExt_TCPRcvQDrop", n.RcvQDrops)
	add("node_netstat_TcpExt_SyncookiesSent", 0)
	add("node_netstat_Udp_InDatagrams", w.DNS.Rate/float64(len(w.Nodes))*2)
	add("node_netstat_Udp_RcvbufErrors", 0)
	ns.at(untyped, "node_netstat_Tcp_CurrEstab").Set(n.Established)
	for state, v := range map[string]float64{"established": n.Established, "time_wait": n.TimeWait, "syn_sent": 1 + n.SynRetrans*1.5, "close_wait": 2,
		"listen": 38, "syn_recv": 0.5 + n.ListenOverflows, "rx_queued_bytes": 1200 + n.RcvQDrops*9e3, "tx_queued_bytes": 800 + n.Retrans*1448} {
		ns.at(whole, "node_tcp_connection_states", "state", state).Set(v)
	}
	ns.at(whole, "node_sockstat_TCP_mem_bytes").Set(4e6 + n.Established*9e3 + n.RcvQDrops*8e5)
	ns.at(whole, "node_nf_conntrack_entries").Set(n.Conntrack)
	ns.at(whole, "node_nf_conntrack_entries_limit").Set(n.Plan.ConntrackLimit)
	ns.at(counter, "node_nf_conntrack_stat_drop").Add(n.ConntrackDrops * dt)
}
