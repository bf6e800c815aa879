package model

// State is what a world needs to go on later; everything else follows from it within a few steps.
type State struct {
	Pods     []Pod          `json:"pods"`
	Services []ServiceState `json:"services"`
	Nodes    []NodeState    `json:"nodes"`
}

// ServiceState is the lasting part of a service.
type ServiceState struct {
	Revision int     `json:"revision"`
	Ordinal  int     `json:"ordinal"`
	PoolUsed float64 `json:"poolUsed"`
}

// NodeState is the lasting part of a node.
type NodeState struct {
	Hang      float64 `json:"hang"`
	Load1     float64 `json:"load1"`
	Load5     float64 `json:"load5"`
	Load15    float64 `json:"load15"`
	DiskUsed  float64 `json:"diskUsed"`
	Conntrack float64 `json:"conntrack"`
	Slots     int     `json:"slots"`
}

// Save returns the lasting state.
func (w *World) Save() State {
	var out State
	for _, p := range w.Pods {
		out.Pods = append(out.Pods, *p)
	}
	for _, s := range w.Services {
		out.Services = append(out.Services, ServiceState{Revision: s.Revision, Ordinal: s.Ordinal, PoolUsed: s.Pool.Used})
	}
	for _, n := range w.Nodes {
		out.Nodes = append(out.Nodes, NodeState{Hang: n.Hang, Load1: n.Load1, Load5: n.Load5, Load15: n.Load15, DiskUsed: n.DiskUsed, Conntrack: n.conntrackFill, Slots: n.slots})
	}
	return out
}

// Load continues from a saved state; it reports false when the state is of another shop.
func (w *World) Load(s State) bool {
	if len(s.Services) != len(w.Services) || len(s.Nodes) != len(w.Nodes) {
		return false
	}
	w.Pods = nil
	for i, one := range s.Services {
		sv := w.Services[i]
		sv.Pods, sv.Revision, sv.Ordinal, sv.Pool.Used = nil, one.Revision, one.Ordinal, one.PoolUsed
	}
	for i := range s.Pods {
		p := s.Pods[i]
		if p.Service < 0 || p.Service >= len(w.Services) || p.Node < 0 || p.Node >= len(w.Nodes) {
			return false
		}
		w.Pods = append(w.Pods, &p)
		w.Services[p.Service].Pods = append(w.Services[p.Service].Pods, &p)
	}
	for i, one := range s.Nodes {
		n := w.Nodes[i]
		n.Hang, n.Load1, n.Load5, n.Load15, n.DiskUsed, n.conntrackFill, n.slots = one.Hang, one.Load1, one.Load5, one.Load15, one.DiskUsed, one.Conntrack, one.Slots
	}
	return true
}
