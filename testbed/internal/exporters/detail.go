package exporters

import (
	"strings"
	"sync"
)

// detail are the metrics that nobody needs days of: a history leaves them out unless asked for all.
var detail = map[string]bool{
	"hubble_http_request_duration_seconds": true, "hubble_http_requests_total": true, "hubble_tcp_flags_total": true, "hubble_policy_verdicts_total": true,
	"traces_service_graph_request_client_seconds": true, "traces_service_graph_request_total": true, "traces_service_graph_request_failed_total": true,
	"obi_stat_tcp_retransmits_total": true, "obi_stat_tcp_failed_connections_total": true,
	"ebpf_exporter_tcp_cwnd_segments": true, "ebpf_exporter_tcp_state_duration_seconds": true, "ebpf_exporter_softirq_entry_latency_seconds": true,
	"ebpf_exporter_ebpf_program_run_count_total": true, "ebpf_exporter_syscall_errors_total": true, "ebpf_exporter_tcp_window_clamps_total": true,
	"tcp_srtt": true, "tcp_connect_latency": true, "syscall_latency": true, "tcp_packets": true, "tcp_retransmit": true, "network_drop": true, "softirq_time": true,
	"container_net_tcp_active_connections": true, "container_net_tcp_retransmits_total": true, "container_net_tcp_bytes_sent_total": true, "container_net_tcp_bytes_received_total": true,
	"container_fs_reads_bytes_total": true, "container_fs_writes_bytes_total": true, "container_memory_rss": true, "container_network_receive_errors_total": true,
	"container_network_receive_packets_dropped_total": true, "container_network_transmit_packets_dropped_total": true,
	"kube_pod_owner": true, "kube_pod_container_status_ready": true, "kube_node_status_capacity": true, "kube_deployment_status_replicas": true,
	"cilium_node_health_connectivity_latency_seconds": true, "jvm_cpu_recent_utilization_ratio": true, "node_tcp_connection_states": true,
}

// kept are the metrics out of tables that views of days need: objectives, capacity, comparisons with the day before.
var kept = map[string]bool{
	"up": true, "probe_success": true, "istio_requests_total": true, "netobserv_workload_rtt_seconds": true, "apiserver_request_total": true,
	"kubelet_volume_stats_available_bytes": true, "kubelet_volume_stats_capacity_bytes": true, "kubelet_volume_stats_used_bytes": true,
	"kube_horizontalpodautoscaler_status_current_replicas": true, "kube_horizontalpodautoscaler_status_desired_replicas": true,
	"kube_horizontalpodautoscaler_spec_max_replicas": true, "kube_horizontalpodautoscaler_spec_min_replicas": true, "kube_resourcequota": true,
	"etcd_mvcc_db_total_size_in_bytes": true, "etcd_server_quota_backend_bytes": true, "kubelet_evictions": true, "kube_deployment_status_condition": true,
	"redis_keyspace_hits_total": true, "redis_keyspace_misses_total": true, "pg_up": true, "redis_up": true, "mysql_up": true, "pg_stat_activity_count": true,
	"kube_job_status_failed": true, "kube_job_failed": true, "kube_endpointslice_endpoints": true, "logback_events_total": true,
	"tomcat_threads_busy_threads": true, "tomcat_threads_config_max_threads": true,
	"hubble_flows_processed_total": true, "hubble_drop_total": true, "cilium_drop_count_total": true, "jvm_memory_used_bytes": true, "obi_network_flow_bytes_total": true,
	"kube_pod_status_phase": true, "kube_pod_container_status_waiting_reason": true, "container_network_transmit_errors_total": true,
}

// Core tells whether a metric belongs into a history that is kept small.
func Core(name string) bool { return !detail[name] && (kept[name] || !inTables()[name]) }

// inTables are the names of all metrics that tables declare.
var inTables = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, t := range declared() {
		for _, d := range t.descs() {
			out[d.Name] = true
		}
	}
	return out
})

// quick are the paths of exporters whose signals the faults are told by.
var quick = map[string]bool{"otel": true, ksmPath: true, "cadvisor": true, "node": true, "coredns": true, hubblePath: true, ciliumPath: true, obiPath: true,
	corootPath: true, "ebpf": true, "rezolus": true, "kubelet": true, "blackbox": true}

// Slow tells whether the exporter of a path may be scraped less often than the others.
func Slow(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !quick[first]
}
