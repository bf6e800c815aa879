package exporters

import "fmt"

// security is what watches for forbidden calls: Tetragon, Falco and falcosidekick. Nobody attacks the shop: what is
// forbidden has happened once, long ago, and only observation goes on.
func security() []filler {
	return []filler{
		&table[nodeAt]{path: at[nodeAt]("tetragon"), things: nodesOf, key: nodeKey, labels: nodeLabels("tetragon", "2112"), rows: rows(tetragonPolicies(), tetragonCost())},
		&table[serviceAt]{path: at[serviceAt]("tetragon"), things: servicesWhere(ownService), key: serviceKey, labels: func(s serviceAt) []string {
			return cluster("tetragon", "node-a:2112", "namespace", s.Plan.Namespace, "workload", s.Plan.Name)
		}, rows: []row[serviceAt]{
			total("tetragon_events_total", "The total number of Tetragon events", always[serviceAt](0.1), "type", "PROCESS_EXEC", "binary", "/bin/grpc_health_probe"),
			total("tetragon_policy_events_total", "Policy events calls observed.", func(s serviceAt) float64 { return s.Rate * 0.01 }, "policy", "observe-connects", "hook", "tcp_connect", "binary", "/app/server"),
			past[serviceAt]("tetragon_policy_events_total", "Policy events calls observed.", 2, "policy", "deny-ptrace", "hook", "sys_ptrace", "binary", "/usr/bin/gdb"),
		}},
		&table[nodeAt]{path: at[nodeAt]("falco"), things: nodesOf, key: nodeKey, labels: nodeLabels("falco", "8765"), rows: falcoRows()},
		single("falco", cluster("falcosidekick", "falcosidekick:2801"), sidekickRows()),
	}
}

// past is a counter of what happened long ago and does not happen again.
func past[T any](name, help string, count float64, labels ...string) row[T] {
	r := total(name, help, always[T](0), labels...)
	r.from = count
	return r
}

type selectorAction struct {
	policy, action string
	rate           float64
}

func tetragonPolicies() []row[nodeAt] {
	actions := []selectorAction{{"observe-connects", "post", 0.4}, {"deny-ptrace", "override", 0}, {"deny-raw-sockets", "signal", 0}}
	return rows(each([]string{"enabled", "disabled", "error", "load_error"}, func(state string) row[nodeAt] {
		return number("tetragon_tracingpolicy_loaded", "The number of loaded tracing policy by state.", always[nodeAt](3*boolean(state == "enabled")), "state", state)
	}), each(actions, func(a selectorAction) row[nodeAt] {
		r := total("tetragon_tracingpolicy_selector_actions_total", "Number of actions of selectors.", always[nodeAt](a.rate), "policy", a.policy, "action", a.action, "namespace", "")
		r.from = 1
		return r
	}), []row[nodeAt]{
		number("tetragon_build_info", "Build information about tetragon", always[nodeAt](1), "version", "1.6.0"),
		total("tetragon_missed_prog_probes_total", "The total number of Tetragon probe missed by program.", always[nodeAt](0), "policy", "observe-connects", "attach", "tcp_connect"),
	})
}

func tetragonCost() []row[nodeAt] {
	programs := []struct{ policy, section string }{{"__base__", "tracepoint/sys_execve"}, {"observe-connects", "kprobe/generic_kprobe"}, {"deny-ptrace", "kprobe/generic_kprobe"}}
	runs := func(n nodeAt) float64 { return n.ActiveOpens + 4 }
	var out []row[nodeAt]
	for _, p := range programs {
		labels := []string{"namespace", "", "policy", p.policy, "sensor", "generic_kprobe", "attach", "tcp_connect", "section", p.section}
		out = append(out,
			total("tetragon_overhead_program_runs_total", "The total number of times a BPF program was executed.", runs, labels...),
			spent("tetragon_overhead_program_seconds_total", "The total time of BPF program running.", func(n nodeAt) float64 { return runs(n) * 9e-6 }, labels...))
	}
	for i, m := range []string{"execve_map", "tg_conf_map", "policy_filter_maps"} {
		out = append(out,
			number("tetragon_map_entries", "The total number of in-use entries per map.", func(n nodeAt) float64 { return float64(40+60*i) + 8*n.running() }, "map", m),
			number("tetragon_map_capacity", "Capacity of a BPF map. Expected to be constant.", always[nodeAt](32768), "map", m))
	}
	return append(out,
		total("tetragon_observer_ringbuf_events_received_total", "Number of perf events Tetragon ring buffer received.", func(n nodeAt) float64 { return runs(n) * 0.5 }),
		total("tetragon_observer_ringbuf_events_lost_total", "Number of perf events Tetragon ring buffer lost.", always[nodeAt](0)),
		total("tetragon_bpf_missed_events_total", "Number of Tetragon perf events that are failed to be sent from the kernel.", always[nodeAt](0), "msg_op", "13", "error", "EBUSY"))
}

// falcoRule is a rule of Falco's default set; priority counts from 0, emergency, to 7, debug.
type falcoRule struct {
	rule     string
	priority int
	rate     float64
	from     float64
}

var falcoRules = []falcoRule{
	{"Contact K8S API Server From Container", 5, 0.01, 0}, {"Packet socket created in container", 5, 0.0005, 3}, {"System user interactive", 6, 0.0003, 1},
	{"Read sensitive file untrusted", 3, 0, 1},
}

func falcoRows() []row[nodeAt] {
	return rows(each(falcoRules, func(r falcoRule) row[nodeAt] {
		out := total("falcosecurity_falco_rules_matches_total", "Number of times the rule matched", always[nodeAt](r.rate), "rule_name", r.rule, "priority", fmt.Sprint(r.priority), "source", "syscall")
		out.from = r.from
		return out
	}), []row[nodeAt]{
		number("falcosecurity_falco_version_info", "Falco version", always[nodeAt](1), "version", "0.42.0"),
		total("falcosecurity_scap_n_drops_total", "Number of dropped events", always[nodeAt](0)),
	})
}

func sidekickRows() []row[*frame] {
	event := func(r falcoRule, name string) row[*frame] {
		priority := map[int]string{3: "Error", 5: "Notice", 6: "Informational"}[r.priority]
		out := total(name, "Number of Falco events received", always[*frame](r.rate*3),
			"rule", r.rule, "priority", priority, "source", "syscall", "hostname", "node-a", "k8s_ns_name", "shop", "k8s_pod_name", "")
		out.from = r.from
		return out
	}
	return rows(each(falcoRules, func(r falcoRule) row[*frame] { return event(r, "falcosecurity_falcosidekick_falco_events_total") }),
		each(falcoRules, func(r falcoRule) row[*frame] { return event(r, "falco_events") })) // the name of older releases
}
