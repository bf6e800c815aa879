package exporters

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

// Core tells whether a metric belongs into a history that is kept small.
func Core(name string) bool { return !detail[name] }
