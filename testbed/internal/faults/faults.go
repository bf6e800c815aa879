// Package faults holds what can be broken on purpose: a registry of definitions, and the engine that
// applies the active ones to the model and keeps the truth about them.
package faults

import (
	"cmp"
	"fmt"
	"sort"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
)

// Kinds of targets.
const (
	OnService = "service"
	OnNode    = "node"
	OnCluster = "cluster"
)

// Definition is one fault that can be started. Apply turns the knobs for a level between 0 and 1.
type Definition struct {
	Name    string        `json:"name"`
	Layer   string        `json:"layer"` // where it originates
	Title   string        `json:"title"`
	Breaks  string        `json:"breaks"`
	On      string        `json:"on"`
	Default string        `json:"default"` // service or node unless the user names one; "@postgres" is the node of that service
	Ramp    time.Duration `json:"-"`
	Signals []string      `json:"signals"` // that should move beyond their thresholds, the layer of origin first

	Apply func(fx *model.Effects, t Target, level float64) `json:"-"`
}

// Target is what an active fault hits; indexes are -1 where they do not apply.
type Target struct{ Service, Node int }

// All returns the definitions, grouped by layer and sorted by name.
func All() []Definition {
	out := append(append(append(append([]Definition{}, application...), clusterwide...), network...), kernel...)
	order := map[string]int{}
	for i, d := range out {
		if _, ok := order[d.Layer]; !ok {
			order[d.Layer] = i
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		if out[i].Layer != out[j].Layer {
			return order[out[i].Layer] < order[out[j].Layer]
		}
		return out[i].Name < out[j].Name
	})
	return out
}

// Find returns a definition by name.
func Find(name string) (Definition, bool) {
	for _, d := range All() {
		if d.Name == name {
			return d, true
		}
	}
	return Definition{}, false
}

// resolve finds the target of a request.
func (d Definition) resolve(w *model.World, service, node string) (Target, error) {
	switch {
	case d.On == OnService && node != "":
		return Target{}, fmt.Errorf("node: %s hits a service; leave the node out", d.Name)
	case d.On == OnService:
		return d.onService(w, cmp.Or(service, d.Default))
	case d.On == OnNode && node == "" && service != "":
		return d.onNode(w, "@"+service)
	case d.On == OnNode:
		return d.onNode(w, cmp.Or(node, d.Default))
	case service != "" || node != "":
		return Target{}, fmt.Errorf("target: %s hits the whole cluster; leave service and node out", d.Name)
	default:
		return Target{Service: -1, Node: -1}, nil
	}
}

func (d Definition) onService(w *model.World, name string) (Target, error) {
	i := w.ServiceIndex(name)
	if i < 0 {
		return Target{}, fmt.Errorf("service: there is no %q; name one of the shop's services", name)
	}
	if !w.Hittable(i) {
		return Target{}, fmt.Errorf("service: %s needs a service that answers HTTP requests, not %q", d.Name, name)
	}
	return Target{Service: i, Node: -1}, nil
}

func (d Definition) onNode(w *model.World, name string) (Target, error) {
	i := nodeOf(w, name)
	if i < 0 {
		return Target{}, fmt.Errorf("node: there is no %q; name node-a, node-b or node-c", name)
	}
	return Target{Service: -1, Node: i}, nil
}

// nodeOf finds a node by name, or as "@service" the node where that service's first pod runs.
func nodeOf(w *model.World, name string) int {
	if len(name) > 1 && name[0] == '@' {
		s := w.ServiceIndex(name[1:])
		if s < 0 || len(w.Services[s].Pods) == 0 {
			return -1
		}
		return w.Services[s].Pods[0].Node
	}
	return w.NodeIndex(name)
}
