package exporters

import (
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// Bounds of the kubelet's and kube-proxy's histograms, seconds.
var (
	plegBounds    = model.NewBounds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
	startBounds   = model.NewBounds(0.5, 1, 2, 3, 4, 5, 6, 8, 10, 20, 30, 45, 60, 120, 180, 240, 300, 360, 480, 600)
	programBounds = model.NewBounds(0.25, 0.5, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70)
)

func kubelet() []filler {
	return []filler{
		&table[nodeAt]{path: at[nodeAt]("kubelet"), things: nodesOf, key: nodeKey, labels: kubeletLabels, rows: rows(kubeletRows(), kubeletEvictions())},
		&table[claim]{path: at[claim]("kubelet"), things: boundClaims, key: claimKey, labels: claimLabels, rows: claimRows()},
		&table[nodeAt]{path: at[nodeAt]("kube-proxy"), things: nodesOf, key: nodeKey, labels: nodeLabels("kube-proxy", "10249"), rows: []row[nodeAt]{
			spread("kubeproxy_network_programming_duration_seconds", "In Cluster Network Programming Latency in seconds", programBounds,
				func(n nodeAt) (float64, model.Dist) {
					return 0.04 + 0.02*n.troubled(), model.Dist{Main: 0.4 + 6*n.schedule(), Sigma: 0.4}
				}),
		}},
		single("cluster-autoscaler", cluster("cluster-autoscaler", "cluster-autoscaler:8085"), autoscalerRows()),
	}
}

// schedule is 0 on a node with room, and 1 when all its CPUs are wanted twice.
func (n nodeAt) schedule() float64 { return min(max(n.Load-0.9, 0), 1) }

func kubeletLabels(n nodeAt) []string {
	return cluster("kubelet", n.Plan.Name+":10250", "metrics_path", "/metrics", "node", n.Plan.Name)
}

func (n nodeAt) running() float64 {
	sum := 0.0
	for _, p := range n.w.Pods {
		sum += boolean(p.Running() && p.Node == n.Index)
	}
	return sum
}

func kubeletRows() []row[nodeAt] {
	alive := func(n nodeAt, v float64) float64 { return v * boolean(n.Hang == 0) }
	return []row[nodeAt]{
		number("up", "1 if the instance is healthy, 0 if the scrape failed.", func(n nodeAt) float64 { return boolean(n.Ready()) }),
		number("kubelet_running_pods", "Number of pods that have a running pod sandbox", nodeAt.running),
		spread("kubelet_pleg_relist_duration_seconds", "Duration in seconds for relisting pods in PLEG.", plegBounds,
			func(n nodeAt) (float64, model.Dist) {
				return alive(n, 1), model.Dist{Main: 0.004 * (1 + 8*n.schedule()), Sigma: 0.4}
			}),
		spread("kubelet_pod_start_duration_seconds", "Duration in seconds from kubelet seeing a pod for the first time to the pod starting to run", startBounds,
			func(n nodeAt) (float64, model.Dist) { return alive(n, 0.03), model.Dist{Main: 2.2, Sigma: 0.4} }),
		spent("node_cpu_usage_seconds_total", "Cumulative cpu time consumed by the node in core-seconds", func(n nodeAt) float64 { return n.UserCPU + n.SystemCPU + n.SoftIRQ }),
		number("node_memory_working_set_bytes", "Current working set of the node in bytes", func(n nodeAt) float64 { return n.MemoryUsed }),
		spent("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.", func(n nodeAt) float64 { return alive(n, 0.03) }),
		number("process_resident_memory_bytes", "Resident memory size in bytes.", func(n nodeAt) float64 { return 96e6 * n.wander("kubelet", 0.03) }),
	}
}

// kubeletEvictions counts what the kubelet throws out under pressure; the shop's pods stay, finished jobs and their kind go.
func kubeletEvictions() []row[nodeAt] {
	const name, help = "kubelet_evictions", "Cumulative number of pod evictions by eviction signal"
	return []row[nodeAt]{
		total(name, help, func(n nodeAt) float64 { return boolean(n.DiskPressure) / 40 }, "eviction_signal", "nodefs.available"),
		total(name, help, func(n nodeAt) float64 { return boolean(n.MemoryPressure) / 40 }, "eviction_signal", "memory.available"),
	}
}

// claim is a PersistentVolumeClaim of the shop; one that waits for its first consumer has no volume.
type claim struct {
	*frame
	namespace, name, volume string
	service                 int
	size                    float64
}

func claimsOf(f *frame) []claim {
	return []claim{
		{frame: f, namespace: "platform", name: "data-postgres-0", volume: "pvc-7d1f0c52", service: f.w.ServiceIndex("postgres"), size: 100e9},
		{frame: f, namespace: "shop", name: "data-redis-0", volume: "pvc-b08a94e1", service: f.w.ServiceIndex("redis"), size: 20e9},
		{frame: f, namespace: "shop", name: "report-scratch", service: -1},
	}
}

func boundClaims(f *frame) []claim { return claimsOf(f)[:2] }

func claimKey(c claim) any { return c.name }

func (c claim) node() *model.Node {
	if pods := c.w.Services[c.service].Pods; len(pods) > 0 {
		return c.w.Nodes[pods[0].Node]
	}
	return c.w.Nodes[0]
}

// used is the share in use: the volumes are folders of their nodes' disks, which fill up together.
func (c claim) used() float64 {
	if shop.Services[c.service].Name == "redis" {
		return 0.35 + 0.6*max(c.node().DiskUsed-0.6, 0)
	}
	return c.node().DiskUsed
}

func claimLabels(c claim) []string {
	node := c.node().Plan.Name
	return cluster("kubelet", node+":10250", "metrics_path", "/metrics", "node", node, "namespace", c.namespace, "persistentvolumeclaim", c.name)
}

func claimRows() []row[claim] {
	return []row[claim]{
		number("kubelet_volume_stats_capacity_bytes", "Capacity in bytes of the volume", func(c claim) float64 { return c.size }),
		number("kubelet_volume_stats_used_bytes", "Number of used bytes in the volume", func(c claim) float64 { return c.size * c.used() }),
		number("kubelet_volume_stats_available_bytes", "Number of available bytes in the volume", func(c claim) float64 { return c.size * (1 - c.used()) }),
		number("kubelet_volume_stats_inodes", "Maximum number of inodes in the volume", always[claim](6.5e6)),
		number("kubelet_volume_stats_inodes_used", "Number of used inodes in the volume", func(c claim) float64 { return 12e3 + 4e4*c.used() }),
	}
}

func autoscalerRows() []row[*frame] {
	ready := func(f *frame) float64 {
		n := 0.0
		for _, node := range f.w.Nodes {
			n += boolean(node.Ready())
		}
		return n
	}
	const name, help = "cluster_autoscaler_nodes_count", "Number of nodes in cluster."
	return []row[*frame]{
		number(name, help, ready, "state", "ready"),
		number(name, help, func(f *frame) float64 { return float64(len(f.w.Nodes)) - ready(f) }, "state", "unready"),
		number(name, help, always[*frame](0), "state", "notStarted"),
		total("cluster_autoscaler_failed_scale_ups_total", "Number of times scale-up operation has failed.", always[*frame](0), "reason", "cloudProviderError", "gpu_name", "", "gpu_resource_name", ""),
		number("cluster_autoscaler_unschedulable_pods_count", "Number of unschedulable pods in the cluster.", always[*frame](0), "type", "unschedulable"),
	}
}
