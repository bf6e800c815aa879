package faults

import (
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/signals"
)

var application = []Definition{
	{Name: "bad-deploy", Layer: signals.Application, On: OnService, Default: "payment", Ramp: time.Second,
		Title:   "A release that fails most of its requests",
		Breaks:  "Pods are replaced one by one by a revision that answers 500; callers fail with it.",
		Signals: []string{"http-5xx-ratio", "avail-dependency-errors", "business-failed-transactions", "net-http-5xx"},
		Apply: func(fx *model.Effects, t Target, level float64) {
			fx.Service[t.Service].Deploy = true
			fx.Service[t.Service].ErrorRate = 0.7 * level
		}},
	{Name: "slow-queries", Layer: signals.Application, On: OnService, Default: "orders", Ramp: 4 * time.Second,
		Title:   "Queries without an index",
		Breaks:  "The service's database queries take seconds, its connection pool fills, requests wait and time out.",
		Signals: []string{"res-db-query-latency", "res-db-pool", "res-db-pool-waiters", "http-latency-percentiles", "net-s2s-latency", "ebpf-critical-path"},
		Apply: func(fx *model.Effects, t Target, level float64) {
			fx.Service[t.Service].QueryFactor = 1 + 450*level
		}},
	{Name: "memory-leak", Layer: signals.Application, On: OnService, Default: "checkout", Ramp: 2 * time.Second,
		Title:   "A memory leak that ends in OOM kills",
		Breaks:  "Memory climbs to the limit, garbage collection takes the CPU, the kernel kills the container, again and again.",
		Signals: []string{"res-app-memory", "pod-memory-vs-limit", "pod-oomkilled"},
		Apply: func(fx *model.Effects, t Target, level float64) {
			fx.Service[t.Service].Leak = 40 << 20 * level
		}},
	{Name: "slow-provider", Layer: signals.Application, On: OnCluster, Ramp: 4 * time.Second,
		Title:   "The payment provider hangs",
		Breaks:  "Calls to the provider outside run into timeouts: payment and checkout fail, other pages work.",
		Signals: []string{"avail-dependency-errors", "http-5xx-ratio", "http-latency-percentiles", "business-failed-transactions", "net-s2s-latency"},
		Apply:   func(fx *model.Effects, _ Target, level float64) { fx.PSP = 12 * level }},
	{Name: "traffic-surge", Layer: signals.Application, On: OnCluster, Ramp: 6 * time.Second,
		Title:   "Three to eight times the usual load",
		Breaks:  "Users come in numbers that the busiest services cannot serve: CPU, queues, then refused requests.",
		Signals: []string{"http-latency-percentiles", "res-cpu-throttling", "node-cpu-usage"},
		Apply:   func(fx *model.Effects, _ Target, level float64) { fx.Load = 1 + 7*level }},
}

var clusterwide = []Definition{
	{Name: "noisy-neighbour", Layer: signals.Cluster, On: OnNode, Default: "@catalog", Ramp: 5 * time.Second,
		Title:   "A log shipper without CPU limit runs wild",
		Breaks:  "All cores of the node are taken; its pods queue, its kernel is late, requests that land there are slow.",
		Signals: []string{"pod-cpu-vs-request", "node-cpu-usage", "http-latency-percentiles"},
		Apply:   func(fx *model.Effects, t Target, level float64) { fx.Node[t.Node].CPU = 9 * level }},
	{Name: "crashloop", Layer: signals.Cluster, On: OnService, Default: "cart", Ramp: time.Second,
		Title:   "A configuration that the service cannot start with",
		Breaks:  "Containers exit at start and wait in CrashLoopBackOff; no endpoint is left, callers get refused connections.",
		Signals: []string{"pod-crashloop", "pod-restarts", "workload-availability", "http-5xx-ratio", "avail-dependency-errors", "net-connection-failures"},
		Apply:   func(fx *model.Effects, t Target, level float64) { fx.Service[t.Service].Crash = level }},
	{Name: "disk-full", Layer: signals.Cluster, On: OnNode, Default: "@postgres", Ramp: 3 * time.Second,
		Title:   "The disk of a node fills up",
		Breaks:  "DiskPressure, slow flushes, then no space left: the database there refuses writes, orders and payments fail.",
		Signals: []string{"node-disk-usage", "node-conditions", "http-5xx-ratio", "business-failed-transactions", "net-http-5xx", "ebpf-syscall-latency"},
		Apply:   func(fx *model.Effects, t Target, level float64) { fx.Node[t.Node].DiskFill = level }},
	{Name: "node-not-ready", Layer: signals.Cluster, On: OnNode, Default: "@frontend", Ramp: 4 * time.Second,
		Title:   "A node runs out of memory and stands still",
		Breaks:  "Memory of the node is gone, pods there stop answering: first timeouts, then the node is NotReady and its pods leave the services.",
		Signals: []string{"node-memory-usage", "node-conditions", "node-ready", "pod-not-ready", "workload-availability", "http-latency-percentiles", "net-node-unreachable"},
		Apply: func(fx *model.Effects, t Target, level float64) {
			fx.Node[t.Node].Memory = min(1, 2*level)
			fx.Node[t.Node].Hang = level > 0.6
		}},
	{Name: "cpu-limit", Layer: signals.Cluster, On: OnService, Default: "catalog", Ramp: 2 * time.Second,
		Title:   "A CPU limit that is far too low",
		Breaks:  "The kernel throttles the containers; requests queue and the services above slow down.",
		Signals: []string{"pod-cpu-throttling", "res-cpu-throttling", "http-latency-percentiles", "net-s2s-latency"},
		Apply:   func(fx *model.Effects, t Target, level float64) { fx.Service[t.Service].LimitFactor = 1 - 0.93*level }},
}

var network = []Definition{
	{Name: "packet-loss", Layer: signals.Network, On: OnNode, Default: "@catalog", Ramp: 4 * time.Second,
		Title:   "A node's link loses packets",
		Breaks:  "Damaged frames are dropped on the wire of one node; segments are sent again, calls across it wait for timeouts.",
		Signals: []string{"net-retransmits", "net-interface-errors", "net-rtt-service", "ebpf-tcp-retransmits", "ebpf-tcp-rtt", "ebpf-tcp-timeouts"},
		Apply:   func(fx *model.Effects, t Target, level float64) { fx.Node[t.Node].Loss = 0.14 * level }},
	{Name: "dns-slow", Layer: signals.Network, On: OnCluster, Ramp: 4 * time.Second,
		Title:   "Slow name resolution",
		Breaks:  "Most lookups take seconds; every call that needs a new connection waits for its name.",
		Signals: []string{"net-dns-latency", "http-latency-percentiles", "ebpf-critical-path"},
		Apply: func(fx *model.Effects, _ Target, level float64) {
			fx.DNS.SlowShare, fx.DNS.SlowSeconds = 0.85*level, 1.8
		}},
	{Name: "dns-servfail", Layer: signals.Network, On: OnCluster, Ramp: 4 * time.Second,
		Title:   "Name servers answer SERVFAIL",
		Breaks:  "Names do not resolve; new connections fail everywhere, kept ones go on.",
		Signals: []string{"net-dns-failures", "coredns-health", "http-5xx-ratio"},
		Apply:   func(fx *model.Effects, _ Target, level float64) { fx.DNS.ServFail = 0.9 * level }},
	{Name: "policy-denied", Layer: signals.Network, On: OnService, Default: "cart", Ramp: 2 * time.Second,
		Title:   "A network policy that forgot a caller",
		Breaks:  "Packets to the service are dropped by policy; its callers wait for connects that never come.",
		Signals: []string{"net-policy-denied", "net-connection-failures", "http-5xx-ratio", "avail-dependency-errors", "ebpf-tcp-timeouts"},
		Apply: func(fx *model.Effects, t Target, level float64) {
			for caller := range fx.Service {
				fx.Deny[[2]int{caller, t.Service}] = level
			}
		}},
	{Name: "link-saturated", Layer: signals.Network, On: OnNode, Default: "@frontend", Ramp: 4 * time.Second,
		Title:   "A backup fills a node's link",
		Breaks:  "The link is full: queues grow, packets are dropped, everything that crosses it gets slower.",
		Signals: []string{"net-bottleneck-link", "net-retransmits", "net-loss-ratio", "ebpf-qdisc-backlog", "ebpf-kernel-drops"},
		Apply:   func(fx *model.Effects, t Target, level float64) { fx.Node[t.Node].Traffic = 175e6 * level }},
	{Name: "conntrack-full", Layer: signals.Network, On: OnNode, Default: "@frontend", Ramp: 4 * time.Second,
		Title:   "The connection table of a node is full",
		Breaks:  "The kernel drops first packets of new connections: SYNs are sent again, lookups are lost, connects fail.",
		Signals: []string{"net-conntrack", "net-drops-reason", "ebpf-kernel-drops", "http-latency-percentiles"},
		Apply:   func(fx *model.Effects, t Target, level float64) { fx.Node[t.Node].Conntrack = level }},
}

var kernel = []Definition{
	{Name: "slow-hook", Layer: signals.EBPF, On: OnNode, Default: "@frontend", Ramp: 4 * time.Second,
		Title:   "A slow eBPF program on the socket calls",
		Breaks:  "A security agent's program holds send and connect; every request of the node pays several times.",
		Signals: []string{"ebpf-syscall-latency-net", "ebpf-prog-cpu", "http-latency-percentiles"},
		Apply:   func(fx *model.Effects, t Target, level float64) { fx.Node[t.Node].Hook = 0.28 * level }},
	{Name: "slow-fsync", Layer: signals.EBPF, On: OnNode, Default: "@postgres", Ramp: 4 * time.Second,
		Title:   "Flushes to disk take far too long",
		Breaks:  "fsync and block I/O are slow on the database's node: writes wait, pools fill, orders and payments slow down.",
		Signals: []string{"ebpf-syscall-latency", "node-disk-io", "res-db-query-latency", "http-latency-percentiles"},
		Apply:   func(fx *model.Effects, t Target, level float64) { fx.Node[t.Node].Fsync = 0.7 * level }},
	{Name: "softirq-saturation", Layer: signals.EBPF, On: OnNode, Default: "@frontend", Ramp: 4 * time.Second,
		Title:   "A flood of small packets takes the receiving CPU",
		Breaks:  "One CPU does nothing but softirq; packets wait or are dropped before the stack sees them.",
		Signals: []string{"ebpf-softirq-load", "ebpf-stage-nic-kernel", "ebpf-kernel-drops", "net-bottleneck-softnet", "net-retransmits"},
		Apply:   func(fx *model.Effects, t Target, level float64) { fx.Node[t.Node].Storm = 330000 * level }},
	{Name: "accept-queue-overflow", Layer: signals.EBPF, On: OnService, Default: "catalog", Ramp: 4 * time.Second,
		Title:   "A service stops accepting connections in time",
		Breaks:  "The accept queue overflows, SYNs are dropped and sent again, callers wait a second or fail.",
		Signals: []string{"ebpf-stage-application", "net-listen-overflow", "http-latency-percentiles"},
		Apply:   func(fx *model.Effects, t Target, level float64) { fx.Service[t.Service].AcceptStall = 0.8 * level }},
	{Name: "socket-memory", Layer: signals.EBPF, On: OnNode, Default: "@catalog", Ramp: 4 * time.Second,
		Title:   "No memory left for socket buffers",
		Breaks:  "Received segments are thrown away for lack of buffer memory; windows shrink, peers send again.",
		Signals: []string{"ebpf-socket-buffers", "ebpf-kernel-drops", "ebpf-tcp-retransmits", "net-retransmits"},
		Apply:   func(fx *model.Effects, t Target, level float64) { fx.Node[t.Node].SocketDrop = level }},
}
