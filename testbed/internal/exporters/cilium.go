package exporters

import (
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/series"
)

const ciliumPath = "cilium"

var ciliumHealthBounds = model.NewBounds(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1)

// cilium is the agent's own metrics on each node.
type cilium struct {
	observer
	nodes []ciliumNode
}

type ciliumNode struct {
	policy, ctFailed, forwardedIn, forwardedOut *series.Series
	ctPressure, unreachable, policies           *series.Series
	health                                      *series.Series
}

func newCilium(store *series.Store, w *model.World) *cilium {
	c := &cilium{}
	for _, n := range w.Nodes {
		with := func(labels ...string) []string { return cluster("cilium-agent", n.Plan.Name+":9962", labels...) }
		drops := lazyCounter(store, "cilium_drop_count_total", "Total dropped packets, tagged by drop reason and ingress/egress direction")
		forwards := counter(store, "cilium_forward_count_total", "Total forwarded packets, tagged by ingress/egress direction")
		c.nodes = append(c.nodes, ciliumNode{
			policy:       drops.With(ciliumPath, with("reason", "Policy denied", "direction", "INGRESS")...),
			ctFailed:     drops.With(ciliumPath, with("reason", "CT: Map insertion failed", "direction", "EGRESS")...),
			forwardedIn:  forwards.With(ciliumPath, with("direction", "INGRESS")...),
			forwardedOut: forwards.With(ciliumPath, with("direction", "EGRESS")...),
			ctPressure:   gauge(store, "cilium_bpf_map_pressure", "Fill percentage of map, tagged by map name").With(ciliumPath, with("map_name", "ct4_global")...),
			unreachable:  whole(store, "cilium_unreachable_nodes", "Number of nodes that cannot be reached").With(ciliumPath, with()...),
			policies:     whole(store, "cilium_policy", "Number of policies currently loaded").With(ciliumPath, with()...),
			health: histogram(store, "cilium_node_health_connectivity_latency_seconds", "The histogram for last observed latency between the current Cilium agent and other Cilium nodes in seconds",
				ciliumHealthBounds).With(ciliumPath, with("source_cluster", Cluster, "source_node_name", n.Plan.Name, "type", "node", "protocol", "icmp", "address_type", "primary")...),
		})
	}
	return c
}

func (c *cilium) Update(w *model.World, _ *model.Effects, dt float64) {
	hung := 0
	for _, n := range w.Nodes {
		if !n.Ready() {
			hung++
		}
	}
	for i, n := range w.Nodes {
		cn := c.nodes[i]
		cn.policy.Add(w.DeniedAt(i) * dt)
		cn.ctFailed.Add(n.ConntrackDrops * dt)
		cn.forwardedIn.Add(n.RxPackets * dt)
		cn.forwardedOut.Add(n.TxPackets * dt)
		cn.ctPressure.Set(n.Conntrack / n.Plan.ConntrackLimit)
		cn.unreachable.Set(float64(hung) - boolean(!n.Ready()))
		cn.policies.Set(14)
		c.observe(cn.health, 0.2*dt, n.RTT(), ciliumHealthBounds)
	}
}
