package sim

import (
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/faults"
	"github.com/strata-sre/strata-sre-app/testbed/internal/signals"
)

// seen is what one exporter must show of a fault beside those that the fault's own signals are read from.
type seen struct {
	fault  string
	metric string
	match  []string
	gauge  bool
	p95    bool    // the 95th percentile of a histogram, instead of its rate
	by     string  // label that tells its series apart
	above  float64 // value that the worst series is beyond while the fault lasts, and not before
	below  bool    // beyond means below
}

var spreads = []seen{
	{fault: "memory-leak", metric: "jvm_memory_used_bytes", match: []string{"area", "heap", "job", "checkout"}, gauge: true, by: "pod", above: 320e6},
	{fault: "bad-deploy", metric: "istio_requests_total", match: []string{"reporter", "destination", "response_code", "5.."}, by: "destination_workload", above: 1},
	{fault: "bad-deploy", metric: "http_server_requests_seconds", match: []string{"status", "5.."}, by: "job", above: 0.4},
	{fault: "bad-deploy", metric: "logback_events_total", match: []string{"level", "error"}, by: "job", above: 0.4},
	{fault: "bad-deploy", metric: "nginx_ingress_controller_requests", match: []string{"status", "5.."}, by: "exported_service", above: 0.4},
	{fault: "bad-deploy", metric: "container_http_inbound_requests_total", match: []string{"status", "5.."}, by: "container_id", above: 0.4},
	{fault: "bad-deploy", metric: "slo:current_burn_rate:ratio", gauge: true, by: "sloth_service", above: 6},
	{fault: "slow-queries", metric: "hikaricp_connections_pending", gauge: true, by: "job", above: 3},
	{fault: "slow-queries", metric: "pg_stat_activity_max_tx_duration", gauge: true, by: "datname", above: 0.5},
	{fault: "slow-queries", metric: "tomcat_threads_busy_threads", gauge: true, by: "job", above: 8},
	{fault: "traffic-surge", metric: "kube_horizontalpodautoscaler_status_target_metric", gauge: true, by: "horizontalpodautoscaler", above: 250},
	{fault: "crashloop", metric: "kube_endpointslice_endpoints", match: []string{"ready", "false"}, gauge: true, by: "endpointslice", above: 1},
	{fault: "disk-full", metric: "kubelet_volume_stats_used_bytes", match: []string{"persistentvolumeclaim", "data-postgres-0"}, gauge: true, by: "node", above: 85e9},
	{fault: "disk-full", metric: "kubelet_evictions", match: []string{"eviction_signal", "nodefs.available"}, by: "node", above: 0},
	{fault: "disk-full", metric: "kube_pod_status_reason", match: []string{"reason", "Evicted", "pod", "archive-.*"}, gauge: true, by: "pod", above: 0.5},
	{fault: "disk-full", metric: "kube_job_failed", match: []string{"condition", "true"}, gauge: true, by: "job_name", above: 0.5},
	{fault: "node-not-ready", metric: "up", match: []string{"job", "kubelet"}, gauge: true, by: "node", above: 0.5, below: true},
	{fault: "node-not-ready", metric: "probe_success", match: []string{"job", "blackbox-icmp"}, gauge: true, by: "instance", above: 0.5, below: true},
	{fault: "node-not-ready", metric: "networkobservability_node_connectivity_status", gauge: true, by: "source_node_name", above: 1.5, below: true},
	{fault: "node-not-ready", metric: "cluster_autoscaler_nodes_count", match: []string{"state", "unready"}, gauge: true, by: "state", above: 0.5},
	{fault: "dns-slow", metric: "container_dns_requests_duration_seconds_total", p95: true, by: "container_id", above: 0.25},
	{fault: "dns-slow", metric: "netobserv_namespace_dns_latency_seconds", match: []string{"DnsFlagsResponseCode", "NoError"}, p95: true, by: "DstK8S_Namespace", above: 0.2},
	{fault: "dns-servfail", metric: "container_dns_requests_total", match: []string{"status", "servfail"}, by: "container_id", above: 0.3},
	{fault: "dns-servfail", metric: "networkobservability_dns_response_count", match: []string{"return_code", "SERVFAIL"}, by: "instance", above: 1},
	{fault: "packet-loss", metric: "networkobservability_adv_tcpretrans_count", by: "source_workload", above: 5},
	{fault: "packet-loss", metric: "kubeskoop_tcpretrans_total", by: "src_pod", above: 3},
	{fault: "packet-loss", metric: "netobserv_workload_rtt_seconds", p95: true, by: "DstK8S_OwnerName", above: 0.1},
	{fault: "packet-loss", metric: "tcp_srtt_distribution", p95: true, by: "instance", above: 1e8},
	{fault: "policy-denied", metric: "netobserv_namespace_network_policy_events_total", match: []string{"action", "drop"}, by: "name", above: 5},
	{fault: "policy-denied", metric: "networkobservability_drop_count", match: []string{"reason", "IPTABLE_RULE_DROP"}, by: "instance", above: 1},
	{fault: "link-saturated", metric: "kubeskoop_netiftxlat_qdiscslow100ms", by: "k8s_node", above: 1},
	{fault: "conntrack-full", metric: "networkobservability_conntrack_total_connections", gauge: true, by: "instance", above: 1e5},
	{fault: "slow-hook", metric: "kubeskoop_socketlatency_write100ms", by: "k8s_pod", above: 1},
	{fault: "slow-hook", metric: "syscall_latency_distribution", match: []string{"op", "socket"}, p95: true, by: "instance", above: 1e8},
	{fault: "slow-fsync", metric: "syscall_latency_distribution", match: []string{"op", "write"}, p95: true, by: "instance", above: 1e8},
	{fault: "softirq-saturation", metric: "ebpf_exporter_softirq_wait_seconds", p95: true, by: "instance", above: 0.002},
	{fault: "softirq-saturation", metric: "kubeshark_dropped_packets_total", by: "node", above: 100},
	{fault: "accept-queue-overflow", metric: "ebpf_exporter_tcp_syn_backlog", p95: true, by: "instance", above: 100},
	{fault: "socket-memory", metric: "kubeskoop_tcpsummary_tcprxqueue", gauge: true, by: "k8s_pod", above: 1e4},
}

func (x seen) measure() signals.Measure {
	m := signals.Measure{ID: x.metric, By: []string{x.by}, Threshold: x.above, Below: x.below, Num: signals.Select{Metric: x.metric, Match: x.match, Gauge: x.gauge}}
	if x.p95 {
		m.Quantile = 0.95
	}
	return m
}

// TestFaultsShowEverywhere holds that exporters that are declared in tables follow the faults as well.
func TestFaultsShowEverywhere(t *testing.T) {
	byFault := map[string][]seen{}
	for _, x := range spreads {
		byFault[x.fault] = append(byFault[x.fault], x)
	}
	for name, list := range byFault {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var measures []signals.Measure
			for _, x := range list {
				measures = append(measures, x.measure())
			}
			at := time.Date(2026, 11, 18, 12, 5, 0, 0, time.UTC)
			s := New(1, at, 1, nil)
			must(t, s.Advance(at.Add(40*time.Second), true))
			calm := take(t, s, measures)
			_, err := s.Faults.Start(faults.Request{Name: name}, s.Now)
			must(t, err)
			must(t, s.Advance(s.Now.Add(20*time.Second), true))
			broken := take(t, s, measures)
			for i, m := range measures {
				if m.Fires(calm[i]) || !m.Fires(broken[i]) {
					t.Errorf("%s %v: %g (%s) before and %g (%s) during the fault, expected to cross %g", m.ID, m.Num.Match,
						calm[i].Value, calm[i].Group, broken[i].Value, broken[i].Group, m.Threshold)
				}
			}
		})
	}
}

// take evaluates measures over the next 20 s.
func take(t *testing.T, s *Sim, measures []signals.Measure) []signals.Result {
	t.Helper()
	before := signals.Take(s.Store, measures)
	must(t, s.Advance(s.Now.Add(20*time.Second), true))
	after := signals.Take(s.Store, measures)
	var out []signals.Result
	for _, m := range measures {
		out = append(out, m.Evaluate(s.Store, before, after, 20))
	}
	return out
}

// TestRolloutsGetStuck follows a crash loop until the deployment is given up.
func TestRolloutsGetStuck(t *testing.T) {
	s := New(1, noon, 1, nil)
	must(t, s.Advance(noon.Add(5*time.Second), true))
	_, err := s.Faults.Start(faults.Request{Name: "crashloop", Service: "cart"}, s.Now)
	must(t, err)
	stuck := signals.Measure{By: []string{"deployment"}, Threshold: 0.5,
		Num: signals.Select{Metric: "kube_deployment_status_condition", Match: []string{"condition", "Progressing", "status", "false"}, Gauge: true}}
	now := func() signals.Result {
		shot := signals.Take(s.Store, []signals.Measure{stuck})
		return stuck.Evaluate(s.Store, shot, shot, 1)
	}
	must(t, s.Advance(s.Now.Add(30*time.Second), true))
	if stuck.Fires(now()) {
		t.Error("given up before the deadline")
	}
	must(t, s.Advance(s.Now.Add(80*time.Second), true))
	if r := now(); !stuck.Fires(r) || r.Group != "cart" {
		t.Errorf("%v", r)
	}
	_, err = s.Faults.Stop("crashloop", s.Now)
	must(t, err)
	must(t, s.Advance(s.Now.Add(2*time.Minute), true))
	if stuck.Fires(now()) {
		t.Error("still stuck when the pods run again")
	}
}
