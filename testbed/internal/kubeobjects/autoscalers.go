package kubeobjects

import (
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// Autoscaled workloads: the replicas of the plan are the least, so that a healthy shop stays as the plan has it.
var autoscaled = []string{"frontend", "catalog", "checkout"}

const (
	maxFactor = 3  // most replicas as a multiple of the plan's
	cpuTarget = 70 // percent of the requests
	cpuNow    = 46
)

// autoscalers returns one for each autoscaled workload. `status` may change the status that it gets.
func autoscalers(status func(name string, o Object)) []Object {
	var out []Object
	for _, name := range autoscaled {
		s := serviceNamed(name)
		o := object("autoscaling/v2", "HorizontalPodAutoscaler", s.Namespace, s.Name)
		o["spec"] = Object{
			"scaleTargetRef": Object{"apiVersion": "apps/v1", "kind": s.Kind, "name": s.Name},
			"minReplicas":    s.Replicas, "maxReplicas": maxFactor * s.Replicas,
			"metrics": []Object{{"type": "Resource", "resource": Object{"name": "cpu", "target": Object{"type": "Utilization", "averageUtilization": cpuTarget}}}},
		}
		current := Object{
			"currentReplicas": s.Replicas, "desiredReplicas": s.Replicas,
			"currentMetrics": []Object{{"type": "Resource", "resource": Object{"name": "cpu", "current": Object{
				"averageUtilization": cpuNow, "averageValue": cores(s.CPURequest * cpuNow / 100),
			}}}},
			"conditions": []Object{
				condition("AbleToScale", "True", "ReadyForNewScale"), condition("ScalingActive", "True", "ValidMetricFound"), condition("ScalingLimited", "False", "DesiredWithinRange"),
			},
		}
		if status != nil {
			status(name, current)
		}
		out = append(out, o.with("status", current))
	}
	return out
}

func condition(kind, status, reason string) Object {
	return Object{"type": kind, "status": status, "reason": reason, "lastTransitionTime": "2026-01-01T00:00:00Z"}
}

// serviceNamed finds a service of the plan; the names come from this package's own tables, which a test holds.
func serviceNamed(name string) shop.Service {
	for _, s := range shop.Services {
		if s.Name == name {
			return s
		}
	}
	return shop.Service{}
}
