package exporters

import "github.com/strata-sre/strata-sre-app/testbed/internal/model"

// cadvisorMore is the root of each node, the agents that watch it, and what the network of pods does not do wrong.
func cadvisorMore() []filler {
	path := "cadvisor"
	return []filler{
		&table[podAt]{path: at[podAt](path), things: podsWhere(started), key: podKey, labels: func(p podAt) []string {
			return cluster("kubelet", p.node.Plan.Name+":10250", "interface", "eth0", "namespace", p.svc.Plan.Namespace, "pod", p.Name, "node", p.node.Plan.Name, "image", p.svc.Plan.Image)
		}, rows: []row[podAt]{
			total("container_network_transmit_errors_total", "Cumulative count of errors encountered while transmitting", always[podAt](0)),
		}},
		&table[nodeAt]{path: at[nodeAt](path), things: nodesOf, key: nodeKey, labels: func(n nodeAt) []string {
			return cluster("kubelet", n.Plan.Name+":10250", "id", "/", "node", n.Plan.Name)
		}, rows: []row[nodeAt]{
			spent("container_cpu_usage_seconds_total", "Cumulative cpu time consumed in seconds.", func(n nodeAt) float64 { return n.UserCPU + n.SystemCPU + n.SoftIRQ }, "cpu", "total"),
		}},
		&table[agent]{path: at[agent](path), things: agentsOf, key: agentKey, labels: agentLabels, rows: []row[agent]{
			spent("container_cpu_usage_seconds_total", "", agent.cores, "cpu", "total"),
			number("container_memory_working_set_bytes", "Current working set in bytes.", func(a agent) float64 { return a.memory * a.wander(a.name, 0.03) }),
		}},
	}
}

// agent is a daemon that watches a node.
type agent struct {
	nodeAt
	name         string
	idle, memory float64
}

func agentsOf(f *frame) []agent {
	var out []agent
	for _, n := range nodesOf(f) {
		out = append(out, agent{n, "cilium", 0.04, 310e6}, agent{n, "tetragon", 0.02, 120e6}, agent{n, "coroot-node-agent", 0.025, 140e6}, agent{n, "ebpf-exporter", 0.004, 40e6})
	}
	return out
}

func agentKey(a agent) any {
	return struct {
		node *model.Node
		name string
	}{a.Node, a.name}
}

func agentLabels(a agent) []string {
	return cluster("kubelet", a.Plan.Name+":10250", "namespace", "kube-system", "pod", a.name+"-"+uid(a.name + a.Plan.Name)[:5], "container", a.name,
		"image", "registry.shop.example/agents/"+a.name+":1", "node", a.Plan.Name)
}

// cores rise with the packets that the agents have to look at.
func (a agent) cores() float64 { return a.idle + 2e-8*(a.RxPackets+a.TxPackets) }
