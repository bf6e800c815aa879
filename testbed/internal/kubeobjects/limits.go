package kubeobjects

import (
	"strconv"

	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// quotaRoom is how much more than today's requests a namespace may ask for.
const quotaRoom = 1.6

// limits gives each namespace a quota with room over what its workloads ask for, and defaults for containers without requests.
func limits() []Object {
	var out []Object
	for _, namespace := range shopNamespaces() {
		cpu, memory, pods := requested(namespace)
		quota := object("v1", "ResourceQuota", namespace, "compute").with("spec", Object{"hard": Object{
			"requests.cpu": cores(cpu * quotaRoom), "requests.memory": bytes(memory * quotaRoom), "pods": strconv.Itoa(int(float64(pods) * quotaRoom)),
			"persistentvolumeclaims": "4",
		}})
		out = append(out, quota, object("v1", "LimitRange", namespace, "defaults").with("spec", Object{"limits": []Object{{
			"type": "Container", "defaultRequest": Object{"cpu": "50m", "memory": "64Mi"},
		}}}))
	}
	return out
}

// requested is the CPU in cores, the memory in bytes and the pods that a namespace's workloads ask for.
func requested(namespace string) (cpu, memory float64, pods int) {
	for _, s := range shop.Services {
		if s.Namespace == namespace {
			n := float64(s.Replicas)
			cpu, memory, pods = cpu+n*s.CPURequest, memory+n*s.MemRequest, pods+s.Replicas
		}
	}
	return cpu, memory, pods
}
