package kubeobjects

import (
	"strconv"

	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// maxPods is the kubelet's default.
const maxPods = "110"

// kubelets keep something for themselves: cores and bytes.
const (
	reservedCPU    = 0.1
	reservedMemory = 512 << 20
)

// nodes carry a status, as the one that a kubelet registers itself with.
func nodes() []Object {
	var out []Object
	for i, n := range shop.Nodes {
		o := object("v1", "Node", "", n.Name)
		o["metadata"] = Object{
			"name": n.Name,
			"labels": Object{
				"kubernetes.io/hostname": n.Name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64",
				"topology.kubernetes.io/zone": "zone-" + strconv.Itoa(i+1),
			},
			"annotations": Object{"kwok.x-k8s.io/node": "fake"},
		}
		out = append(out, o.with("status", Object{
			"addresses": []Object{{"type": "InternalIP", "address": n.IP}, {"type": "Hostname", "address": n.Name}},
			"capacity":  Object{"cpu": strconv.Itoa(n.CPUs), "memory": bytes(n.Memory), "pods": maxPods, "ephemeral-storage": bytes(n.Disk)},
			"allocatable": Object{
				"cpu": cores(float64(n.CPUs) - reservedCPU), "memory": bytes(n.Memory - reservedMemory), "pods": maxPods, "ephemeral-storage": bytes(n.Disk * 0.9),
			},
			"nodeInfo": Object{
				"kernelVersion": "6.12.48", "osImage": "Debian GNU/Linux 13 (trixie)", "containerRuntimeVersion": "containerd://2.1.4", "kubeletVersion": "v1.34.1",
				"architecture": "amd64", "operatingSystem": "linux", "bootID": "", "machineID": "", "systemUUID": "", "kubeProxyVersion": "",
			},
		}))
	}
	return out
}

// cores is a Kubernetes quantity of CPU, in millicores.
func cores(v float64) string { return strconv.Itoa(int(v*1000+0.5)) + "m" }

// bytes is a Kubernetes quantity of memory or storage, in bytes.
func bytes(v float64) string { return strconv.FormatInt(int64(v), 10) }
