package exporters

import (
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/series"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

const ksmPath = "ksm"

// ksm is kube-state-metrics.
type ksm struct {
	store *series.Store
	pods  map[*model.Pod]*ksmPod
	shown map[any]any // last state of each workload and node, to skip what has not changed
}

type ksmPod struct {
	all                      []*series.Series
	phases                   map[string]*series.Series
	ready, notReady          *series.Series
	containerReady, restarts *series.Series
	cpuLimit                 *series.Series
	waiting, last            *series.Series
	waitingReason            string
	lastReason               string
}

func newKSM(store *series.Store) *ksm {
	return &ksm{store: store, pods: map[*model.Pod]*ksmPod{}, shown: map[any]any{}}
}

// same tells whether a thing looks as it did last time, and remembers how it looks now.
func (k *ksm) same(thing, state any) bool {
	if k.shown[thing] == state {
		return true
	}
	k.shown[thing] = state
	return false
}

func ksmLabels(labels ...string) []string {
	return cluster("kube-state-metrics", "kube-state-metrics:8080", labels...)
}

func (k *ksm) set(name, help string, v float64, labels ...string) *series.Series {
	s := whole(k.store, name, help).With(ksmPath, ksmLabels(labels...)...)
	s.Set(v)
	return s
}

func (k *ksm) Update(w *model.World, _ *model.Effects, _ float64) {
	alive := map[*model.Pod]bool{}
	for _, p := range w.Pods {
		alive[p] = true
		k.updatePod(w, p)
	}
	for p, ps := range k.pods {
		if !alive[p] {
			for _, s := range append(ps.all, ps.waiting, ps.last) {
				if s != nil {
					s.End()
				}
			}
			delete(k.pods, p)
		}
	}
	for _, s := range w.Services {
		k.updateWorkload(w, s)
	}
	for _, n := range w.Nodes {
		k.updateNode(w, n)
	}
}

func podLabels(w *model.World, p *model.Pod) []string {
	return []string{"namespace", w.Services[p.Service].Plan.Namespace, "pod", p.Name}
}

func (k *ksm) register(w *model.World, p *model.Pod) *ksmPod {
	s := w.Services[p.Service]
	id := podLabels(w, p)
	in := append(append([]string{}, id...), "container", s.Plan.Name)
	ps := &ksmPod{phases: map[string]*series.Series{}}
	add := func(one *series.Series) *series.Series {
		ps.all = append(ps.all, one)
		return one
	}
	with := func(base []string, more ...string) []string { return append(append([]string{}, base...), more...) }
	for _, phase := range []string{"Pending", "Running", "Succeeded", "Failed", "Unknown"} {
		ps.phases[phase] = add(k.set("kube_pod_status_phase", "The pods current phase.", 0, with(id, "phase", phase)...))
	}
	ps.ready = add(k.set("kube_pod_status_ready", "Describes whether the pod is ready to serve requests.", 0, with(id, "condition", "true")...))
	ps.notReady = add(k.set("kube_pod_status_ready", "", 0, with(id, "condition", "false")...))
	ps.containerReady = add(k.set("kube_pod_container_status_ready", "Describes whether the containers readiness check succeeded.", 0, in...))
	ps.restarts = add(counter(k.store, "kube_pod_container_status_restarts_total", "The number of container restarts per container.").With(ksmPath, ksmLabels(in...)...))
	owner, kind := ownerOf(w, s.Plan, p)
	add(k.set("kube_pod_info", "Information about pod.", 1, with(id, "host_ip", shop.Nodes[p.Node].IP, "pod_ip", p.IP, "node", shop.Nodes[p.Node].Name,
		"created_by_kind", kind, "created_by_name", owner)...))
	add(k.set("kube_pod_owner", "Information about the Pod's owner.", 1, with(id, "owner_kind", kind, "owner_name", owner, "owner_is_controller", "true")...))
	node := shop.Nodes[p.Node].Name
	amounts := gauge(k.store, "kube_pod_container_resource_requests", "The number of requested request resource by a container.")
	add(amounts.With(ksmPath, ksmLabels(with(in, "node", node, "resource", "cpu", "unit", "core")...)...)).Set(s.Plan.CPURequest)
	add(amounts.With(ksmPath, ksmLabels(with(in, "node", node, "resource", "memory", "unit", "byte")...)...)).Set(s.Plan.MemRequest)
	limits := gauge(k.store, "kube_pod_container_resource_limits", "The number of requested limit resource by a container.")
	if s.Plan.CPULimit > 0 {
		ps.cpuLimit = add(limits.With(ksmPath, ksmLabels(with(in, "node", node, "resource", "cpu", "unit", "core")...)...))
	}
	add(limits.With(ksmPath, ksmLabels(with(in, "node", node, "resource", "memory", "unit", "byte")...)...)).Set(s.Plan.MemLimit)
	return ps
}

func ownerOf(w *model.World, plan shop.Service, p *model.Pod) (name, kind string) {
	if plan.Kind == shop.Deployment {
		return shop.ReplicaSetName(w.Noise, plan, p.Revision), "ReplicaSet"
	}
	return plan.Name, plan.Kind
}

func (k *ksm) updatePod(w *model.World, p *model.Pod) {
	ps := k.pods[p]
	if ps == nil {
		ps = k.register(w, p)
		k.pods[p] = ps
	}
	phase := "Running"
	if p.State <= model.StateCreating {
		phase = "Pending"
	}
	for name, s := range ps.phases {
		s.Set(boolean(name == phase))
	}
	ps.ready.Set(boolean(p.Ready()))
	ps.notReady.Set(boolean(!p.Ready()))
	ps.containerReady.Set(boolean(p.Ready()))
	ps.restarts.Set(float64(p.Restarts))
	if ps.cpuLimit != nil {
		ps.cpuLimit.Set(w.Services[p.Service].CPULimit)
	}
	in := append(podLabels(w, p), "container", w.Services[p.Service].Plan.Name)
	reason := map[model.PodState]string{model.StateCreating: "ContainerCreating", model.StateBackOff: "CrashLoopBackOff"}[p.State]
	ps.waiting, ps.waitingReason = k.swap(ps.waiting, ps.waitingReason, reason, "kube_pod_container_status_waiting_reason",
		"Describes the reason the container is currently in waiting state.", in)
	ps.last, ps.lastReason = k.swap(ps.last, ps.lastReason, p.LastReason, "kube_pod_container_status_last_terminated_reason",
		"Describes the last reason the container was in terminated state.", in)
}

// swap keeps at most one series of a reason, as kube-state-metrics does: it exists only while the reason holds.
func (k *ksm) swap(s *series.Series, had, reason, name, help string, labels []string) (*series.Series, string) {
	if had == reason {
		return s, had
	}
	if s != nil {
		s.End()
	}
	if reason == "" {
		return nil, ""
	}
	return k.set(name, help, 1, append(append([]string{}, labels...), "reason", reason)...), reason
}

func (k *ksm) updateWorkload(w *model.World, s *model.Service) {
	ready, updated := 0.0, 0.0
	for _, p := range s.Pods {
		ready += boolean(p.Ready())
		updated += boolean(p.Revision == s.Revision)
	}
	if k.same(s, [3]float64{ready, updated, float64(len(s.Pods))}) {
		return
	}
	want := float64(s.Plan.Replicas)
	id := []string{"namespace", s.Plan.Namespace}
	switch s.Plan.Kind {
	case shop.Deployment:
		id = append(id, "deployment", s.Plan.Name)
		k.set("kube_deployment_spec_replicas", "Number of desired pods for a deployment.", want, id...)
		k.set("kube_deployment_status_replicas", "The number of replicas per deployment.", float64(len(s.Pods)), id...)
		k.set("kube_deployment_status_replicas_available", "The number of available replicas per deployment.", min(ready, want), id...)
		k.set("kube_deployment_status_replicas_unavailable", "The number of unavailable replicas per deployment.", max(want-ready, 0), id...)
		k.set("kube_deployment_status_replicas_updated", "The number of updated replicas per deployment.", updated, id...)
	case shop.StatefulSet:
		id = append(id, "statefulset", s.Plan.Name)
		k.set("kube_statefulset_replicas", "Number of desired pods for a StatefulSet.", want, id...)
		k.set("kube_statefulset_status_replicas_ready", "The number of ready replicas per StatefulSet.", ready, id...)
	default:
		id = append(id, "daemonset", s.Plan.Name)
		k.set("kube_daemonset_status_desired_number_scheduled", "The number of nodes that should be running the daemon pod.", want, id...)
		k.set("kube_daemonset_status_number_available", "The number of nodes that should be running the daemon pod and have one or more of the daemon pod running and available.", ready, id...)
	}
}

func (k *ksm) updateNode(w *model.World, n *model.Node) {
	if k.same(n, [3]bool{n.Ready(), n.DiskPressure, n.MemoryPressure}) {
		return
	}
	node := []string{"node", n.Plan.Name}
	with := func(more ...string) []string { return append(append([]string{}, node...), more...) }
	status := map[bool]string{true: "true", false: "unknown"}[n.Ready()]
	conditions := map[string]string{"Ready": status, "DiskPressure": truth(n.DiskPressure), "MemoryPressure": truth(n.MemoryPressure), "PIDPressure": "false"}
	for _, name := range []string{"Ready", "DiskPressure", "MemoryPressure", "PIDPressure"} {
		for _, v := range []string{"true", "false", "unknown"} {
			k.set("kube_node_status_condition", "The condition of a cluster node.", boolean(conditions[name] == v), with("condition", name, "status", v)...)
		}
	}
	k.set("kube_node_info", "Information about a cluster node.", 1, with("kernel_version", "6.12.48", "os_image", "Debian GNU/Linux 13 (trixie)",
		"container_runtime_version", "containerd://2.1.4", "kubelet_version", "v1.34.1", "internal_ip", n.Plan.IP)...)
	k.set("kube_node_spec_unschedulable", "Whether a node can schedule new pods.", 0, node...)
	for _, name := range []string{"kube_node_status_allocatable", "kube_node_status_capacity"} {
		f := gauge(k.store, name, "The resources of a node.")
		f.With(ksmPath, ksmLabels(with("resource", "cpu", "unit", "core")...)...).Set(float64(n.Plan.CPUs))
		f.With(ksmPath, ksmLabels(with("resource", "memory", "unit", "byte")...)...).Set(n.Plan.Memory)
		f.With(ksmPath, ksmLabels(with("resource", "pods", "unit", "integer")...)...).Set(110)
	}
}

func truth(b bool) string {
	if b {
		return "true"
	}
	return "false"
}
