package pixie

import (
	"strconv"
	"strings"

	"github.com/strata-sre/strata-sre-app/testbed/internal/noise"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// subject is what one row speaks of: its text columns by name. Rows of a table are the subjects that the script's filters let through.
type subject map[string]string

// protocolNames are Pixie's names of the shop's protocols.
var protocolNames = map[string]string{shop.HTTP: "HTTP", shop.Postgres: "PGSQL", shop.Redis: "Redis", shop.External: "Unknown", "dns": "DNS"}

// subjects lists what a table can tell about. Tables of tracepoints know no pods.
func subjects(table string, pods []Pod) []subject {
	if fixed, ok := ofTracepoints[table]; ok {
		return fixed
	}
	switch table {
	case "process_stats", "jvm_stats", "proc_exit_events", "network_stats":
		return lone(pods, table != "network_stats") // host network pods have no device of their own
	case "probe_status", "stirling_error":
		return agents(pods)
	}
	var out []subject
	for _, c := range conversations(pods) {
		if speaks(table, c.protocol) {
			out = append(out, views(c)...)
		}
	}
	return out
}

func speaks(table, protocol string) bool {
	switch table {
	case "http_events":
		return protocol == shop.HTTP
	case "dns_events":
		return protocol == "dns"
	case "tls_events":
		return protocol == shop.External
	default:
		return true
	}
}

// views are the two sides of a conversation, without sides that lie outside the cluster: Pixie sees only its own nodes.
func views(c conversation) []subject {
	both := subject{"edge": c.edge(), "hop": c.edge(), "caller": c.clientName(), "source": c.clientName(), "target": c.serverName(),
		"protocol_name": protocolNames[c.protocol], "req_method": c.method, "req_path": c.path}
	var out []subject
	if c.client.Name != "" {
		port := c.server.Port
		if c.server.Name == "" {
			port = 443
		}
		out = append(out, both.seenFrom(c.client, "1", c.server, c.serverAway, port))
	}
	if c.server.Name != "" {
		port := 32768 + int(noise.Key(c.edge(), c.op)%28000)
		out = append(out, both.seenFrom(c.server, "2", c.client, c.clientOutside, port))
	}
	return out
}

func (s subject) seenFrom(own Pod, role string, remote Pod, outside outsider, port int) subject {
	out := subject{}
	for k, v := range s {
		out[k] = v
	}
	addr, name := outside.addr, outside.name
	if remote.Name != "" {
		addr, name = remote.IP, strings.ReplaceAll(remote.IP, ".", "-")+"."+strings.ReplaceAll(remote.Namespace, "/", "-")+".pod.cluster.local"
	}
	for k, v := range map[string]string{"pod": own.Name, "namespace": own.Namespace, "service": own.Service, "node": own.Node, "trace_role": role,
		"remote_addr": addr, "remote_port": strconv.Itoa(port), "remote_pod": remote.Name, "remote_svc": remote.Service, "remote_namespace": remote.Namespace,
		"name": name, "peer": name, "src": own.Name, "dst": name, "dst_port": strconv.Itoa(port), "state": "1", "destination": out["target"],
		"method": own.Service + " " + out["req_path"]} {
		out[k] = v
	}
	out["role"] = map[string]string{"1": "client", "2": "server"}[role]
	return out
}

func lone(pods []Pod, withAgents bool) []subject {
	var out []subject
	for _, p := range pods {
		if withAgents || p.Service != "" {
			out = append(out, subject{"pod": p.Name, "namespace": p.Namespace, "service": p.Service, "node": p.Node, "cmd": p.Command})
		}
	}
	return out
}

func agents(pods []Pod) []subject {
	var out []subject
	for _, p := range pods {
		if !strings.Contains(p.Name, "vizier-pem") {
			continue
		}
		for _, connector := range []string{"socket_tracer", "network_stats", "process_stats"} {
			out = append(out, subject{"pod": p.Name, "namespace": p.Namespace, "node": p.Node, "source_connector": connector,
				"tracepoint": connector + "_probe", "error": "", "status": "0"})
		}
	}
	return out
}

// ofTracepoints has what the tables of deployed tracepoints speak of.
var ofTracepoints = map[string][]subject{
	"sre_net_syscalls": list("syscall", "connect", "send", "recv"),
	"sre_tcp_probe":    list("port", "8080", "5432", "6379", "443"),
	"sre_kernel_drops": list("reason_code", "3", "5", "16"),
	"sre_denied_syscalls": list("who", "java uid 1000 ret -13", "fluent-bit uid 0 ret -1",
		"postgres uid 999 ret -13"),
	"cap_capable_table": {
		{"name": "CAP_NET_ADMIN", "comm": "cilium-agent", "uid": "0"}, {"name": "CAP_SYS_ADMIN", "comm": "runc:[2:INIT]", "uid": "0"},
		{"name": "CAP_SYS_PTRACE", "comm": "pem", "uid": "0"}, {"name": "CAP_KILL", "comm": "kubelet", "uid": "0"},
	},
}

func list(column string, values ...string) []subject {
	var out []subject
	for _, v := range values {
		out = append(out, subject{column: v})
	}
	return out
}

// choices are columns that every subject has in several values, with the share of each.
var choices = map[string]map[string]float64{
	"status": {"200": 0.95, "404": 0.04, "500": 0.007, "503": 0.003},
	"rcode":  {"NoError": 0.93, "NXDomain": 0.065, "ServFail": 0.005},
}
