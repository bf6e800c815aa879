package exporters

import (
	"fmt"
	"hash/fnv"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// ksmObjects is what kube-state-metrics tells beside the state of pods, workloads and nodes.
func ksmObjects() []filler {
	path := at[podAt](ksmPath)
	return []filler{
		&table[podAt]{path: path, things: podsWhere(anyPod), key: podKey, labels: podIdentity, rows: podObjectRows()},
		&table[podAt]{path: path, things: podsWhere(anyPod), key: podKey, labels: containerLabels, rows: []row[podAt]{
			number("kube_pod_container_info", "Information about a container in a pod.", always[podAt](1))}},
		&table[podAt]{path: at[podAt]("scheduler"), things: podsWhere(anyPod), key: podKey, labels: schedulerPodLabels, rows: []row[podAt]{
			level("kube_pod_resource_request", "Resources requested by workloads on the cluster, broken down by pod.", func(p podAt) float64 { return p.svc.Plan.CPURequest }, "resource", "cpu", "unit", "cores"),
			level("kube_pod_resource_request", "", func(p podAt) float64 { return p.svc.Plan.MemRequest }, "resource", "memory", "unit", "bytes"),
		}},
		&table[podAt]{path: path, things: podsWhere(anyPod), key: readyKey, labels: endpointLabels, rows: []row[podAt]{
			number("kube_endpointslice_endpoints", "Endpoints attached to the endpointslice.", always[podAt](1))}},
		&table[podAt]{path: path, things: podsWhere(anyPod), key: readyKey, labels: addressLabels, rows: []row[podAt]{
			number("kube_endpoint_address", "Information about Endpoint available and non available addresses.", always[podAt](1))}},
		&table[deployment]{path: at[deployment](ksmPath), things: deploymentsOf, key: deploymentKey, labels: deploymentLabels, rows: deploymentRows()},
		&table[deployment]{path: at[deployment](ksmPath), things: deploymentsOf, key: func(d deployment) any { return d.Index }, labels: func(d deployment) []string {
			return ksmLabels("namespace", d.Plan.Namespace, "deployment", d.Plan.Name)
		}, rows: []row[deployment]{
			number("kube_deployment_metadata_generation", "Sequence number representing a specific generation of the desired state.", func(d deployment) float64 { return 7 + float64(d.Revision) }),
			number("kube_deployment_status_observed_generation", "The generation observed by the deployment controller.", func(d deployment) float64 { return 7 + float64(d.Revision) }),
		}},
		&table[scaler]{path: at[scaler](ksmPath), things: scalersOf, key: func(s scaler) any { return s.name }, labels: scalerLabels, rows: scalerRows()},
		&table[claim]{path: at[claim](ksmPath), things: claimsOf, key: claimKey, labels: func(c claim) []string {
			return ksmLabels("namespace", c.namespace, "persistentvolumeclaim", c.name)
		}, rows: each([]string{"Bound", "Lost", "Pending"}, func(phase string) row[claim] {
			return number("kube_persistentvolumeclaim_status_phase", "The phase the persistent volume claim is currently in.", func(c claim) float64 {
				return boolean(phase == map[bool]string{true: "Bound", false: "Pending"}[c.service >= 0])
			}, "phase", phase)
		})},
		&table[claim]{path: at[claim](ksmPath), things: boundClaims, key: claimKey, labels: func(c claim) []string { return ksmLabels("persistentvolume", c.volume) },
			rows: each([]string{"Pending", "Available", "Bound", "Released", "Failed"}, func(phase string) row[claim] {
				return number("kube_persistentvolume_status_phase", "The phase indicates if a volume is available, bound to a claim, or released by a claim.",
					always[claim](boolean(phase == "Bound")), "phase", phase)
			})},
		&table[quota]{path: at[quota](ksmPath), things: quotasOf, key: func(q quota) any { return q.namespace + q.resource }, labels: func(q quota) []string {
			return ksmLabels("namespace", q.namespace, "resourcequota", "team-"+q.namespace, "resource", q.resource)
		}, rows: []row[quota]{
			level("kube_resourcequota", "Information about resource quota.", func(q quota) float64 { return q.hard }, "type", "hard"),
			level("kube_resourcequota", "", quota.used, "type", "used"),
		}},
		&table[object]{path: at[object](ksmPath), things: objectsOf("secret", 6), key: objectKey, labels: objectLabels, rows: objectRows("secret")},
		&table[object]{path: at[object](ksmPath), things: objectsOf("configmap", 5), key: objectKey, labels: objectLabels, rows: objectRows("configmap")},
	}
}

func anyPod(podAt) bool { return true }

// uid makes the identity of a pod, in the form that Kubernetes gives it.
func uid(name string) string {
	h := fnv.New128a()
	_, _ = h.Write([]byte(name))
	b := h.Sum(nil)
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:16])
}

func podIdentity(p podAt) []string {
	return ksmLabels("namespace", p.svc.Plan.Namespace, "pod", p.Name, "uid", uid(p.Name))
}

func podObjectRows() []row[podAt] {
	created := func(p podAt) float64 { return float64(p.Created.Unix()) }
	return rows([]row[podAt]{
		number("kube_pod_created", "Unix creation timestamp", created),
		number("kube_pod_status_scheduled_time", "Unix timestamp when pod moved into scheduled status", func(p podAt) float64 { return created(p) + 1 }),
	}, each([]string{"Evicted", "SchedulingGated", "NodeLost"}, func(reason string) row[podAt] {
		return number("kube_pod_status_reason", "The pod status reasons", always[podAt](0), "reason", reason)
	}))
}

func containerLabels(p podAt) []string {
	s := p.svc.Plan
	return ksmLabels("namespace", s.Namespace, "pod", p.Name, "container", s.Name, "image", s.Image)
}

func schedulerPodLabels(p podAt) []string {
	return cluster("kube-scheduler", "control-1:10259", "namespace", p.svc.Plan.Namespace, "pod", p.Name, "node", p.node.Plan.Name, "scheduler", "default-scheduler", "priority", "0")
}

// readyKey changes with readiness, so that the series of the other state ends, as it does in kube-state-metrics.
func readyKey(p podAt) any {
	return struct {
		pod   *model.Pod
		ready bool
	}{p.Pod, p.Ready()}
}

func endpointLabels(p podAt) []string {
	s := p.svc.Plan
	ready := truth(p.Ready())
	return ksmLabels("namespace", s.Namespace, "endpointslice", s.Name+"-"+uid(s.Name)[:5], "address", p.IP, "ready", ready, "serving", ready, "terminating", "false",
		"targetref_kind", "Pod", "targetref_namespace", s.Namespace, "targetref_name", p.Name, "nodename", p.node.Plan.Name)
}

func addressLabels(p podAt) []string {
	s := p.svc.Plan
	return ksmLabels("namespace", s.Namespace, "endpoint", s.Name, "ip", p.IP, "ready", truth(p.Ready()), "port_protocol", "TCP", "port_number", fmt.Sprint(s.Port), "port_name", "main")
}

// deployment is a Deployment; stuck once its pods have crashed again and again beyond the deadline for progress.
type deployment struct {
	*frame
	*model.Service
	stuck bool
}

const crashesUntilStuck = 4 // with their waits more than a minute, the shop's progressDeadlineSeconds

func deploymentsOf(f *frame) []deployment {
	var out []deployment
	for _, s := range f.w.Services {
		if s.Plan.Kind != shop.Deployment {
			continue
		}
		d := deployment{frame: f, Service: s}
		for _, p := range s.Pods {
			d.stuck = d.stuck || p.Crashes >= crashesUntilStuck
		}
		out = append(out, d)
	}
	return out
}

func deploymentKey(d deployment) any {
	return struct {
		service int
		stuck   bool
	}{d.Index, d.stuck}
}

func deploymentLabels(d deployment) []string {
	reason := map[bool]string{true: "ProgressDeadlineExceeded", false: "NewReplicaSetAvailable"}[d.stuck]
	return ksmLabels("namespace", d.Plan.Namespace, "deployment", d.Plan.Name, "condition", "Progressing", "reason", reason)
}

func deploymentRows() []row[deployment] {
	return each([]string{"true", "false", "unknown"}, func(status string) row[deployment] {
		return number("kube_deployment_status_condition", "The current status conditions of a deployment.",
			func(d deployment) float64 { return boolean(status == truth(!d.stuck)) }, "status", status)
	})
}

// scaler is a HorizontalPodAutoscaler. The shop's own never have to act; one is switched off, its target scaled to none.
type scaler struct {
	*frame
	name, namespace string
	service         int
	most            float64
}

func scalersOf(f *frame) []scaler {
	out := []scaler{{frame: f, name: "recommendation-batch", namespace: "shop", service: -1, most: 4}}
	for _, name := range []string{"frontend", "catalog", "checkout"} {
		i := f.w.ServiceIndex(name)
		plan := f.w.Services[i].Plan
		out = append(out, scaler{frame: f, name: name, namespace: plan.Namespace, service: i, most: 3 * float64(plan.Replicas)})
	}
	return out
}

func scalerLabels(s scaler) []string {
	return ksmLabels("namespace", s.namespace, "horizontalpodautoscaler", s.name)
}

// utilization is the pods' CPU against their requests, in percent.
func (s scaler) utilization() float64 {
	if s.service < 0 {
		return 0
	}
	svc, used := s.w.Services[s.service], 0.0
	for _, p := range svc.Pods {
		used += p.Used
	}
	return 100 * used / (svc.Plan.CPURequest * float64(max(len(svc.Pods), 1)))
}

func (s scaler) replicas() float64 {
	if s.service < 0 {
		return 0
	}
	return float64(s.w.Services[s.service].Plan.Replicas)
}

func scalerRows() []row[scaler] {
	metric := []string{"metric_name", "cpu", "metric_target_type", "utilization"}
	conditions := func(status string) []row[scaler] {
		return each([]string{"AbleToScale", "ScalingActive", "ScalingLimited"}, func(condition string) row[scaler] {
			return number("kube_horizontalpodautoscaler_status_condition", "The condition of this autoscaler.", func(s scaler) float64 {
				holds := condition == "AbleToScale" || (condition == "ScalingActive" && s.service >= 0)
				return boolean(status == truth(holds))
			}, "condition", condition, "status", status)
		})
	}
	return rows([]row[scaler]{
		number("kube_horizontalpodautoscaler_spec_min_replicas", "Lower limit for the number of pods that can be set by the autoscaler, default 1.", func(s scaler) float64 { return max(s.replicas(), 1) }),
		number("kube_horizontalpodautoscaler_spec_max_replicas", "Upper limit for the number of pods that can be set by the autoscaler; cannot be smaller than MinReplicas.", func(s scaler) float64 { return s.most }),
		number("kube_horizontalpodautoscaler_status_current_replicas", "Current number of replicas of pods managed by this autoscaler.", scaler.replicas),
		number("kube_horizontalpodautoscaler_status_desired_replicas", "Desired number of replicas of pods managed by this autoscaler.", scaler.replicas),
		number("kube_horizontalpodautoscaler_spec_target_metric", "The metric specifications used by this autoscaler when calculating the desired replica count.", always[scaler](320), metric...),
		number("kube_horizontalpodautoscaler_status_target_metric", "The current metric status used by this autoscaler when calculating the desired replica count.", scaler.utilization, metric...),
	}, conditions("true"), conditions("false"))
}

// quota is one resource of a namespace's ResourceQuota.
type quota struct {
	*frame
	namespace, resource string
	hard                float64
}

func quotasOf(f *frame) []quota {
	return []quota{
		{f, "shop", "requests.cpu", 8}, {f, "shop", "requests.memory", 12 << 30}, {f, "shop", "pods", 50},
		{f, "platform", "requests.cpu", 4}, {f, "platform", "requests.memory", 6 << 30}, {f, "platform", "pods", 30},
	}
}

func (q quota) used() float64 {
	sum := 0.0
	for _, p := range q.w.Pods {
		plan := q.w.Services[p.Service].Plan
		if plan.Namespace == q.namespace {
			sum += map[string]float64{"requests.cpu": plan.CPURequest, "requests.memory": plan.MemRequest, "pods": 1}[q.resource]
		}
	}
	return sum
}

// object is a Secret or ConfigMap; its resource version rises when somebody changes it, some every day.
type object struct {
	*frame
	kind, namespace, name string
	n                     int
}

func objectsOf(kind string, count int) func(*frame) []object {
	return func(f *frame) []object {
		var out []object
		for i, name := range []string{"shop", "platform"} {
			for n := range count - i {
				out = append(out, object{f, kind, name, fmt.Sprintf("%s-%d", kind, n+1), n})
			}
		}
		return out
	}
}

func objectKey(o object) any { return o.kind + o.namespace + o.name }

func objectLabels(o object) []string { return ksmLabels("namespace", o.namespace, o.kind, o.name) }

func objectRows(kind string) []row[object] {
	return []row[object]{
		number("kube_"+kind+"_info", "Information about "+kind+".", always[object](1)),
		number("kube_"+kind+"_metadata_resource_version", "Resource version representing a specific version of "+kind+".", func(o object) float64 {
			changes := float64(o.w.Now.Unix()/int64(day)) + float64(o.w.Now.Unix()/7200)*boolean(o.n == 0)
			return 1e6 + changes*37 + float64(o.n)
		}),
	}
}
