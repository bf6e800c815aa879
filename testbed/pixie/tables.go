package pixie

import "strings"

const peer = " remote_addr remote_port local_addr local_port trace_role encrypted"

// tables are what an agent records from the start, and what the catalog's tracepoints fill, with their columns.
var tables = map[string][]string{
	"http_events": split("time_ upid" + peer + " major_version minor_version content_type req_headers req_method req_path req_body req_body_size" +
		" resp_headers resp_status resp_message resp_body resp_body_size latency"),
	"dns_events":       split("time_ upid" + peer + " req_header req_body resp_header resp_body latency"),
	"conn_stats":       split("time_ upid remote_addr remote_port trace_role addr_family protocol ssl conn_open conn_close conn_active bytes_sent bytes_recv"),
	"network_stats":    split("time_ pod_id rx_bytes rx_packets rx_errors rx_drops tx_bytes tx_packets tx_errors tx_drops"),
	"process_stats":    split("time_ upid major_faults minor_faults cpu_utime_ns cpu_ktime_ns num_threads vsize_bytes rss_bytes rchar_bytes wchar_bytes read_bytes write_bytes"),
	"tcp_stats_events": split("time_ upid local_addr local_port remote_addr remote_port tx rx retransmits"),
	"tls_events":       split("time_ upid remote_addr remote_port local_addr local_port trace_role req_type req_body resp_body latency"),
	"jvm_stats":        split("time_ upid young_gc_time full_gc_time used_heap_size total_heap_size max_heap_size"),
	"proc_exit_events": split("time_ upid exit_code signal comm"),
	"probe_status":     split("time_ upid source_connector tracepoint status error info"),
	"stirling_error":   split("time_ upid source_connector status error context"),

	"sre_tcp_retransmits": split("time_ src_ip src_port dst_ip dst_port state"),
	"sre_net_syscalls":    split("time_ pid comm syscall latency_ns ret"),
	"sre_tcp_probe":       split("time_ pid snd_cwnd ssthresh snd_wnd rcv_wnd srtt_us sport dport"),
	"sre_kernel_drops":    split("time_ pid comm reason protocol"),
	"sre_denied_syscalls": split("time_ pid uid comm syscall_nr ret"),
	"cap_capable_table":   split("time_ uid pid comm cap name audit"),
}

func split(names string) []string { return strings.Fields(names) }
