package shop

import "testing"

// TestRolloutsFitWithoutANode holds that no rollout of a healthy shop, which starts a pod before it ends one, asks for more CPU than
// two nodes have: the cluster could else not lose a node meanwhile, and an alert would say so.
func TestRolloutsFitWithoutANode(t *testing.T) {
	asked, surge, room := 0.0, 0.0, 0.0
	for _, s := range Services {
		asked += s.CPURequest * float64(s.Replicas)
		if s.Kind == Deployment {
			surge = max(surge, s.CPURequest)
		}
	}
	for _, n := range Nodes[1:] {
		room += float64(n.CPUs)
	}
	if asked+surge > room {
		t.Errorf("%g CPUs asked for and %g for a pod more, of %g", asked, surge, room)
	}
}
