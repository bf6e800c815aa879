package signals

func rate(metric string, match ...string) Select { return Select{Metric: metric, Match: match} }
func level(metric string, match ...string) Select {
	return Select{Metric: metric, Match: match, Gauge: true}
}
func ptr(s Select) *Select { return &s }

const (
	httpServer = "http_server_request_duration_seconds"
	httpClient = "http_client_request_duration_seconds"
	database   = "db_client_operation_duration_seconds"
)

var (
	byService   = []string{"k8s_namespace_name", "service_name"}
	byPod       = []string{"namespace", "pod"}
	byInstance  = []string{"instance"}
	byWorkloads = []string{"source_workload", "destination_workload"}
)

// All are the signals with the thresholds of the alert rules that the testbed is made to trip or to leave alone.
var All = func() []Measure {
	var out []Measure
	for _, part := range []struct {
		layer string
		list  []Measure
	}{{Application, application}, {Cluster, clusterwide}, {Network, network}, {EBPF, kernel}} {
		for _, m := range part.list {
			m.Layer = part.layer
			out = append(out, m)
		}
	}
	return out
}()

var application = []Measure{
	{ID: "http-5xx-ratio", Title: "Share of requests answered with 5xx", Unit: "ratio", By: byService, Threshold: 0.05,
		Num: rate(httpServer, "http_response_status_code", "5.."), Den: ptr(rate(httpServer)), MinDen: 0.1},
	{ID: "http-4xx-ratio", Title: "Share of requests answered with 4xx", Unit: "ratio", By: byService, Threshold: 0.2,
		Num: rate(httpServer, "http_response_status_code", "4.."), Den: ptr(rate(httpServer)), MinDen: 0.5},
	{ID: "http-latency-percentiles", Title: "Request duration, p95", Unit: "s", By: byService, Threshold: 1, Quantile: 0.95, Num: rate(httpServer)},
	{ID: "slo-latency-p99", Title: "Request duration, p99", Unit: "s", By: byService, Threshold: 3, Quantile: 0.99, Num: rate(httpServer)},
	{ID: "business-failed-transactions", Title: "Share of business transactions that fail", Unit: "ratio", By: []string{"transaction"}, Threshold: 0.05,
		Num: rate("business_transactions_total", "outcome", "failure"), Den: ptr(rate("business_transactions_total")), MinDen: 0.02},
	{ID: "avail-dependency-errors", Title: "Share of calls to a dependency that fail", Unit: "ratio", By: []string{"service_name", "server_address"}, Threshold: 0.1,
		Num: rate(httpClient, "error_type", ".+"), Den: ptr(rate(httpClient)), MinDen: 0.1},
	{ID: "res-db-query-latency", Title: "Database operations, p95", Unit: "s", By: []string{"service_name", "db_system_name"}, Threshold: 0.5, Quantile: 0.95, Num: rate(database)},
	{ID: "res-db-pool", Title: "Database connections in use", Unit: "ratio", By: []string{"service_name", "db_client_connection_pool_name"}, Threshold: 0.9,
		Num: level("db_client_connection_count", "db_client_connection_state", "used"), Den: ptr(level("db_client_connection_max"))},
	{ID: "res-db-pool-waiters", Title: "Requests waiting for a database connection", Unit: "requests", By: []string{"service_name"}, Threshold: 5, Num: level("db_client_connection_pending_requests")},
	{ID: "res-app-cpu", Title: "CPU against limit", Unit: "ratio", By: byPod, Threshold: 0.9,
		Num: rate("container_cpu_usage_seconds_total"), Den: ptr(level("kube_pod_container_resource_limits", "resource", "cpu"))},
	{ID: "res-app-memory", Title: "Memory against limit", Unit: "ratio", By: byPod, Threshold: 0.9,
		Num: level("container_memory_working_set_bytes"), Den: ptr(level("kube_pod_container_resource_limits", "resource", "memory"))},
	{ID: "res-jvm-heap", Title: "Java heap against limit", Unit: "ratio", By: []string{"service_instance_id"}, Threshold: 0.9,
		Num: level("jvm_memory_used_bytes"), Den: ptr(level("jvm_memory_limit_bytes"))},
	{ID: "res-cpu-throttling", Title: "Throttled scheduling periods", Unit: "ratio", By: byPod, Threshold: 0.25,
		Num: rate("container_cpu_cfs_throttled_periods_total"), Den: ptr(rate("container_cpu_cfs_periods_total"))},
}

var clusterwide = []Measure{
	{ID: "node-cpu-usage", Title: "CPU of a node in use", Unit: "ratio", By: byInstance, Threshold: 0.9, Scale: 0.25,
		Num: rate("node_cpu_seconds_total", "!mode", "idle|iowait|steal")},
	{ID: "node-load", Title: "Load average over 5 minutes per CPU", Unit: "ratio", By: byInstance, Threshold: 2, Scale: 0.25, Num: level("node_load5")},
	{ID: "node-memory-usage", Title: "Available memory of a node", Unit: "ratio", By: byInstance, Threshold: 0.1, Below: true,
		Num: level("node_memory_MemAvailable_bytes"), Den: ptr(level("node_memory_MemTotal_bytes"))},
	{ID: "node-disk-usage", Title: "Free disk of a node", Unit: "ratio", By: byInstance, Threshold: 0.15, Below: true,
		Num: level("node_filesystem_avail_bytes"), Den: ptr(level("node_filesystem_size_bytes"))},
	{ID: "node-disk-io", Title: "Time that a disk is busy", Unit: "ratio", By: byInstance, Threshold: 0.9, Num: rate("node_disk_io_time_seconds_total")},
	{ID: "node-ready", Title: "Node is ready", Unit: "bool", By: []string{"node"}, Threshold: 0.5, Below: true,
		Num: level("kube_node_status_condition", "condition", "Ready", "status", "true")},
	{ID: "node-conditions", Title: "Node is under pressure", Unit: "bool", By: []string{"node", "condition"}, Threshold: 0.5,
		Num: level("kube_node_status_condition", "condition", ".*Pressure", "status", "true")},
	{ID: "pod-cpu-throttling", Title: "Throttled scheduling periods of a pod", Unit: "ratio", By: byPod, Threshold: 0.25,
		Num: rate("container_cpu_cfs_throttled_periods_total"), Den: ptr(rate("container_cpu_cfs_periods_total"))},
	{ID: "pod-cpu-vs-request", Title: "CPU against request", Unit: "ratio", By: byPod, Threshold: 3,
		Num: rate("container_cpu_usage_seconds_total"), Den: ptr(level("kube_pod_container_resource_requests", "resource", "cpu"))},
	{ID: "pod-memory-vs-limit", Title: "Memory of a pod against its limit", Unit: "ratio", By: byPod, Threshold: 0.95,
		Num: level("container_memory_working_set_bytes"), Den: ptr(level("kube_pod_container_resource_limits", "resource", "memory"))},
	{ID: "pod-crashloop", Title: "Container waits after crashes", Unit: "bool", By: byPod, Threshold: 0.5, Num: level("kube_pod_container_status_waiting_reason", "reason", "CrashLoopBackOff")},
	{ID: "pod-restarts", Title: "Container restarts", Unit: "per s", By: byPod, Threshold: 0.002, Num: rate("kube_pod_container_status_restarts_total")},
	{ID: "pod-oomkilled", Title: "Containers killed for lack of memory", Unit: "per s", By: byPod, Threshold: 0, Num: rate("container_oom_events_total")},
	{ID: "pod-not-ready", Title: "Pod is ready", Unit: "bool", By: byPod, Threshold: 0.5, Below: true, Num: level("kube_pod_status_ready", "condition", "true")},
	{ID: "workload-availability", Title: "Available replicas", Unit: "ratio", By: []string{"namespace", "deployment"}, Threshold: 0.99, Below: true,
		Num: level("kube_deployment_status_replicas_available"), Den: ptr(level("kube_deployment_spec_replicas"))},
	{ID: "coredns-health", Title: "DNS answers SERVFAIL", Unit: "ratio", Threshold: 0.03,
		Num: rate("coredns_dns_responses_total", "rcode", "SERVFAIL"), Den: ptr(rate("coredns_dns_responses_total"))},
}

// ByID finds a measure.
func ByID(id string) (Measure, bool) {
	for _, m := range All {
		if m.ID == id {
			return m, true
		}
	}
	return Measure{}, false
}
