package exporters

import (
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
)

// Bounds of the control plane's histograms, seconds.
var (
	sliBounds     = model.NewBounds(0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60)
	requestBounds = model.NewBounds(0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60)
	certBounds    = model.NewBounds(1800, 3600, 7200, 21600, 43200, 86400, 172800, 345600, 604800, 2592000, 7776000, 15552000, 31104000)
	queueBounds   = model.NewBounds(1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10)
	attemptBounds = exp2(14, 0.001)
	podBounds     = exp2(19, 0.01)
)

const day = 86400.0

// apiCall is one kind of request that the API server answers.
type apiCall struct {
	verb, group, resource, subresource, code string
	rate                                     float64 // per second on a quiet cluster
	trouble                                  float64 // more per second for each pod that is not ready
}

// Reads by controllers and kubelets, leases and events make up the load; what is refused is rare.
var apiCalls = []apiCall{
	{verb: "GET", resource: "pods", code: "200", rate: 6, trouble: 0.6}, {verb: "LIST", resource: "pods", code: "200", rate: 1.2},
	{verb: "WATCH", resource: "pods", code: "200", rate: 0.1}, {verb: "GET", resource: "nodes", code: "200", rate: 2},
	{verb: "PUT", group: "coordination.k8s.io", resource: "leases", code: "200", rate: 8}, {verb: "PATCH", resource: "pods", subresource: "status", code: "200", rate: 0.8, trouble: 0.5},
	{verb: "POST", resource: "events", code: "201", rate: 0.4, trouble: 0.4}, {verb: "POST", resource: "pods", code: "201", rate: 0.04, trouble: 0.02},
	{verb: "DELETE", resource: "pods", code: "200", rate: 0.04}, {verb: "PUT", group: "apps", resource: "replicasets", subresource: "status", code: "200", rate: 0.3, trouble: 0.2},
	{verb: "GET", resource: "configmaps", code: "404", rate: 0.2}, {verb: "GET", resource: "secrets", code: "200", rate: 0.5},
	{verb: "GET", resource: "pods", code: "401", rate: 0.02}, {verb: "LIST", resource: "secrets", code: "403", rate: 0.03},
	{verb: "GET", resource: "pods", subresource: "exec", code: "101", rate: 0.0015}, {verb: "LIST", resource: "events", code: "500", rate: 0.003},
	{verb: "POST", group: "rbac.authorization.k8s.io", resource: "rolebindings", code: "201", rate: 0.0004},
	{verb: "PATCH", group: "rbac.authorization.k8s.io", resource: "clusterroles", code: "200", rate: 0.0003},
}

type apiObject struct {
	group, resource string
	count           float64
}

// apiObjects are the objects that the cluster keeps, by group and resource.
var apiObjects = []apiObject{
	{"", "pods", 44}, {"", "secrets", 31}, {"", "configmaps", 38}, {"", "events", 410}, {"", "services", 19}, {"", "serviceaccounts", 47}, {"", "nodes", 4},
	{"apps", "replicasets", 96}, {"apps", "deployments", 22}, {"batch", "jobs", 7}, {"coordination.k8s.io", "leases", 18}, {"discovery.k8s.io", "endpointslices", 23},
	{"rbac.authorization.k8s.io", "clusterroles", 82},
}

func controlPlane() []filler {
	server := cluster("kube-apiserver", "control-1:6443")
	return []filler{
		single("apiserver", server, rows(apiServerRequests(), apiServerLatency(), apiServerState(), process(0.22, 780e6, 1900))),
		single("scheduler", cluster("kube-scheduler", "control-1:10259"), rows(schedulerRows(), process(0.012, 64e6, 190))),
		single("controller-manager", cluster("kube-controller-manager", "control-1:10257"), rows(controllerRows(), process(0.03, 142e6, 1300))),
	}
}

// single is a table of one server.
func single(path string, labels []string, list []row[*frame]) filler {
	return &table[*frame]{path: at[*frame](path), things: once, key: onlyOne, labels: func(*frame) []string { return labels }, rows: list}
}

// process is what every Go program tells of itself, and Prometheus of its scrape: cores, resident bytes, goroutines.
func process(cores, bytes, routines float64) []row[*frame] {
	return []row[*frame]{
		spent("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.", func(f *frame) float64 { return cores * (f.wander("process", 0.15) + 0.1*f.troubled()) }),
		number("process_resident_memory_bytes", "Resident memory size in bytes.", func(f *frame) float64 { return bytes * f.wander("resident", 0.04) }),
		number("go_goroutines", "Number of goroutines that currently exist.", func(f *frame) float64 { return routines * f.wander("goroutines", 0.05) }),
		number("up", "1 if the instance is healthy, 0 if the scrape failed.", always[*frame](1)),
	}
}

func apiServerRequests() []row[*frame] {
	requests := each(apiCalls, func(c apiCall) row[*frame] {
		return total("apiserver_request_total", "Counter of apiserver requests broken out for each verb, dry run value, group, version, resource, scope, component, and HTTP response code.",
			func(f *frame) float64 { return (c.rate + c.trouble*f.troubled()) * f.wander(c.verb+c.resource, 0.1) },
			"verb", c.verb, "group", c.group, "version", "v1", "resource", c.resource, "subresource", c.subresource, "code", c.code, "scope", "namespace", "component", "apiserver")
	})
	objects := rows(each(apiObjects, func(o apiObject) row[*frame] {
		return number("apiserver_resource_objects", "Number of stored objects at the time of last check split by kind.", always[*frame](o.count), "group", o.group, "resource", o.resource)
	}), each(apiObjects[:5], func(o apiObject) row[*frame] {
		return number("apiserver_storage_objects", "Number of stored objects at the time of last check split by kind.", always[*frame](o.count), "resource", o.resource)
	}))
	return rows(requests, objects)
}

// apiServerLatency is the time of requests without watches; the store's disk stands behind all writes.
func apiServerLatency() []row[*frame] {
	verbs := []struct {
		verb  string
		rate  float64
		write bool
	}{{"GET", 9, false}, {"LIST", 1.3, false}, {"PUT", 8.3, true}, {"PATCH", 0.8, true}, {"POST", 0.5, true}, {"DELETE", 0.04, true}}
	var out []row[*frame]
	for _, v := range verbs {
		of := func(f *frame) (float64, model.Dist) {
			d := model.Dist{Main: 0.004, Sigma: 0.8}
			if v.write {
				d.Main = 0.009
			}
			if v.verb == "LIST" {
				d.Main = 0.03
			}
			return v.rate + 0.3*f.troubled(), d
		}
		labels := []string{"verb", v.verb, "group", "", "version", "v1", "resource", "pods", "subresource", "", "scope", "namespace", "component", "apiserver"}
		out = append(out,
			spread("apiserver_request_sli_duration_seconds", "Response latency distribution (not counting webhook duration and priority & fairness queue wait times) in seconds.", sliBounds, of, labels...),
			spread("apiserver_request_duration_seconds", "Response latency distribution in seconds.", requestBounds, of, labels...))
	}
	for _, operation := range []string{"get", "list", "update"} {
		out = append(out, spread("etcd_request_duration_seconds", "Etcd request latency in seconds for each operation and object type.", requestBounds,
			func(*frame) (float64, model.Dist) { return 4, model.Dist{Main: 0.003, Sigma: 0.7} }, "operation", operation, "type", "pods"))
	}
	return out
}

func apiServerState() []row[*frame] {
	return rows([]row[*frame]{
		number("apiserver_current_inflight_requests", "Maximal number of currently used inflight request limit of this apiserver per request kind in last second.",
			func(f *frame) float64 { return 2.2*f.wander("inflight", 0.5) + 0.4*f.troubled() }, "request_kind", "readOnly"),
		number("apiserver_current_inflight_requests", "", func(f *frame) float64 { return 1.2 * f.wander("mutating", 0.5) }, "request_kind", "mutating"),
		total("apiserver_request_terminations_total", "Number of requests which apiserver terminated in self-defense.", always[*frame](0), "verb", "LIST", "code", "503", "component", "apiserver"),
		total("apiserver_flowcontrol_rejected_requests_total", "Number of requests rejected by API Priority and Fairness subsystem", always[*frame](0),
			"priority_level", "workload-low", "flow_schema", "service-accounts", "reason", "queue-full"),
		spread("apiserver_client_certificate_expiration_seconds", "Distribution of the remaining lifetime on the certificate used to authenticate a request.", certBounds,
			func(*frame) (float64, model.Dist) { return 9, model.Dist{Main: 240 * day, Sigma: 0.2} }),
		number("apiserver_storage_size_bytes", "Size of the storage database file physically allocated in bytes.", databaseSize, "storage_cluster_id", "etcd-0"),
		total("authorization_attempts_total", "Counter of authorization attempts broken down by result.", always[*frame](22), "result", "allowed"),
		total("authorization_attempts_total", "", always[*frame](0.4), "result", "no-opinion"),
	}, each([]string{"workload-low", "workload-high", "system"}, func(level string) row[*frame] {
		return number("apiserver_flowcontrol_current_inqueue_requests", "Number of requests currently pending in queues of the API Priority and Fairness subsystem", always[*frame](0),
			"priority_level", level, "flow_schema", level)
	}), each([]string{"success", "failure", "error"}, func(result string) row[*frame] {
		return total("authentication_attempts", "Counter of authenticated attempts.", always[*frame](map[string]float64{"success": 22, "failure": 0.02, "error": 0.001}[result]), "result", result)
	}))
}

func schedulerRows() []row[*frame] {
	placed := func(f *frame) float64 { return 0.05 + 0.02*f.troubled() }
	return rows([]row[*frame]{
		spread("scheduler_pod_scheduling_sli_duration_seconds", "E2e latency for a pod being scheduled, from the time the pod enters the scheduling queue and might involve multiple scheduling attempts.",
			podBounds, func(f *frame) (float64, model.Dist) { return placed(f), model.Dist{Main: 0.02, Sigma: 0.5} }, "attempts", "1"),
		spread("scheduler_scheduling_attempt_duration_seconds", "Scheduling attempt latency in seconds (scheduling algorithm + binding)", attemptBounds,
			func(f *frame) (float64, model.Dist) { return placed(f), model.Dist{Main: 0.006, Sigma: 0.5} }, "profile", "default-scheduler", "result", "scheduled"),
		total("scheduler_schedule_attempts_total", "Number of attempts to schedule pods, by the result.", placed, "profile", "default-scheduler", "result", "scheduled"),
		total("scheduler_schedule_attempts_total", "", always[*frame](0.0003), "profile", "default-scheduler", "result", "unschedulable"),
		total("scheduler_schedule_attempts_total", "", always[*frame](0), "profile", "default-scheduler", "result", "error"),
		total("scheduler_preemption_attempts_total", "Total preemption attempts in the cluster till now", always[*frame](0)),
	}, each([]string{"active", "backoff", "gated", "unschedulable"}, func(queue string) row[*frame] {
		return number("scheduler_pending_pods", "Number of pending pods, by the queue type.", always[*frame](0), "queue", queue)
	}), each([]string{"NodeResourcesFit", "NodeAffinity", "TaintToleration"}, func(plugin string) row[*frame] {
		return number("scheduler_unschedulable_pods", "The number of unschedulable pods broken down by plugin name.", always[*frame](0), "plugin", plugin, "profile", "default-scheduler")
	}))
}

func controllerRows() []row[*frame] {
	queues := []string{"deployment", "replicaset", "endpoint_slice", "job", "node_lifecycle_controller", "serviceaccount"}
	return rows(
		each(queues, func(name string) row[*frame] {
			return number("workqueue_depth", "Current depth of workqueue", func(f *frame) float64 { return 0.4*f.wander(name, 1) + 0.3*f.troubled() }, "name", name)
		}),
		each(queues, func(name string) row[*frame] {
			return spread("workqueue_queue_duration_seconds", "How long in seconds an item stays in workqueue before being requested.", queueBounds,
				func(f *frame) (float64, model.Dist) { return 0.5 + f.troubled(), model.Dist{Main: 12e-6, Sigma: 1} }, "name", name)
		}),
		each([]string{"none", "scale_up", "scale_down"}, func(action string) row[*frame] {
			return total("horizontal_pod_autoscaler_controller_reconciliations_total", "Number of reconciliations of HPA controller.",
				always[*frame](map[string]float64{"none": 0.27}[action]), "action", action, "error", "none")
		}),
	)
}
