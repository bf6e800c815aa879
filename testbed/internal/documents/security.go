package documents

import (
	"fmt"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
)

// accounts makes sign-ins at the nodes, changes of accounts, and what the detection rules made of it.
func (s step) accounts() {
	node := s.w.Nodes[int(s.draw("account")*float64(len(s.w.Nodes)))]
	if s.every("ssh.failed", 45*time.Second) {
		s.signIn(node, fmt.Sprintf("192.0.2.%d", 10+int(s.draw("attacker")*6)), []string{"root", "admin", "test", "oracle"}[int(s.draw("name")*4)], true)
	}
	if s.every("ssh.ok", 7*time.Minute) {
		s.signIn(node, "10.20.0.5", "mara", false)
	}
	if s.every("iam", 27*time.Minute) {
		d := dataset(onNode(node), "logs", "system.auth")
		d["event.category"], d["event.type"], d["event.action"] = []string{"iam"}, []string{"group", "change"}, "group-user-added"
		d["user.name"], d["user.target.name"], d["group.name"], d["event.outcome"] = "mara", "deploy", "docker", "success"
		d["message"] = "mara added deploy to the group docker"
		s.put(accounts, s.w.Now, d)
	}
	if s.every("rule", 24*time.Minute) {
		d := doc{"kibana.alert.rule.name": "Many failed sign-ins from one address", "kibana.alert.rule.category": "Threshold Rule", "kibana.alert.severity": "high",
			"kibana.alert.workflow_status": "open", "kibana.alert.risk_score": 73, "kibana.alert.uuid": s.id("rule", 32), "host.name": node.Plan.Name,
			"source.ip": "192.0.2.12", "orchestrator.cluster.name": Cluster, "labels.testbed": "sim", "message": "Many failed sign-ins from 192.0.2.12"}
		s.put(securityRule, s.w.Now, d)
	}
}

func (s step) signIn(n *model.Node, from, user string, failed bool) {
	d := dataset(onNode(n), "logs", "system.auth")
	d["event.category"], d["event.type"], d["event.action"] = []string{"authentication"}, []string{"start"}, "ssh_login"
	d["event.outcome"], d["user.name"], d["source.ip"] = outcome(failed), user, from
	d["process.name"] = "sshd"
	d["message"] = fmt.Sprintf("%s password for %s from %s port %d ssh2", map[bool]string{true: "Failed", false: "Accepted"}[failed], user, from, s.port())
	s.put(accounts, s.when("ssh"), d)
}

// watched are the tracing policies and what they see in a healthy cluster.
var watched = []struct {
	every                                              time.Duration
	policy, function, action, namespace, workload, bin string
}{
	{80 * time.Second, "sensitive-files", "security_file_permission", "KPROBE_ACTION_POST", "platform", "log-shipper", "/fluent-bit/bin/fluent-bit"},
	{2 * time.Minute, "outbound-connections", "tcp_connect", "KPROBE_ACTION_POST", "shop", "payment", "/usr/bin/java"},
	{9 * time.Minute, "sensitive-files", "security_file_permission", "KPROBE_ACTION_OVERRIDE", "staging", "preview-42", "/bin/cat"},
	{14 * time.Minute, "no-crypto-miners", "sys_execve", "KPROBE_ACTION_SIGKILL", "staging", "preview-42", "/tmp/xmrig"},
}

// started are the programs that probes and people start in containers.
var started = []struct {
	every                          time.Duration
	namespace, workload, bin, args string
}{
	{30 * time.Second, "platform", "postgres", "/usr/bin/pg_isready", "-U shop"},
	{40 * time.Second, "shop", "redis", "/usr/local/bin/redis-cli", "ping"},
	{13 * time.Minute, "shop", "orders", "/bin/sh", "-c ps"},
	{8 * time.Minute, "staging", "preview-42", "/usr/bin/curl", "-s http://postgres.platform:5432"},
}

// runtime makes the events of Tetragon and Falco.
func (s step) runtime() {
	for i, k := range watched {
		if s.every(fmt.Sprintf("kprobe.%d", i), k.every) {
			process := "process_kprobe.process."
			d := s.seen("PROCESS_KPROBE", process, k.namespace, k.workload, k.bin)
			d["process_kprobe.policy_name"], d["process_kprobe.function_name"], d["process_kprobe.action"] = k.policy, k.function, k.action
			s.put(tetragon, s.when("tetragon"), d)
		}
	}
	for i, p := range started {
		if s.every(fmt.Sprintf("exec.%d", i), p.every) {
			d := s.seen("PROCESS_EXEC", "process_exec.process.", p.namespace, p.workload, p.bin)
			d["process_exec.process.arguments"] = p.args
			s.put(tetragon, s.when("tetragon"), d)
		}
	}
	s.rules()
}

func (s step) seen(kind, process, namespace, workload, bin string) doc {
	node := s.w.Nodes[int(s.draw("tetragon")*float64(len(s.w.Nodes)))].Plan.Name
	return doc{"event_type": doc{"name": kind}, process + "binary": bin, process + "pod.namespace": namespace, process + "pod.workload": workload,
		process + "pod.name": workload + "-0", process + "pod.container.name": workload, "node_name": node, "cluster_name": Cluster,
		"labels.testbed": "sim", "message": fmt.Sprintf("%s %s/%s %s", kind, namespace, workload, bin)}
}

var falcoRules = []struct {
	every                                   time.Duration
	rule, priority, namespace, pod, command string
}{
	{5 * time.Minute, "Contact K8S API Server From Container", "Notice", "staging", "preview-42-6c9f7b8d5-x7k2p", "curl -s https://10.96.0.1"},
	{9 * time.Minute, "Read sensitive file untrusted", "Warning", "staging", "preview-42-6c9f7b8d5-x7k2p", "cat /etc/shadow"},
	{12 * time.Minute, "Terminal shell in container", "Notice", "shop", "orders-shell", "sh -c ps"},
}

// rules makes Falco's events in the form in which falcosidekick indexes them.
func (s step) rules() {
	for i, f := range falcoRules {
		if !s.every(fmt.Sprintf("falco.%d", i), f.every) {
			continue
		}
		output := fmt.Sprintf("%s %s (command=%s pod=%s ns=%s)", f.priority, f.rule, f.command, f.pod, f.namespace)
		s.put(falco, s.when("falco"), doc{"rule": f.rule, "priority": f.priority, "output": output, "source": "syscall", "hostname": "node-b",
			"tags": []string{"container", "sim"}, "output_fields": doc{"k8s_ns_name": f.namespace, "k8s_pod_name": f.pod, "proc_cmdline": f.command}})
	}
}
