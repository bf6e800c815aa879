package pixie

import (
	"fmt"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// Pod is one pod as Pixie names it. Name and Service are "namespace/name"; Service is "" for pods without one.
type Pod struct {
	Namespace, Name, Service, Node, IP, Command string
	Port                                        int
}

// PodsOf lists the pods of a world and, on each node, the agents that watch it.
func PodsOf(w *model.World) []Pod {
	var pods []Pod
	for _, p := range w.Pods {
		s := w.Services[p.Service].Plan
		pods = append(pods, Pod{Namespace: s.Namespace, Name: s.Namespace + "/" + p.Name, Service: s.Namespace + "/" + s.Name,
			Node: w.Nodes[p.Node].Plan.Name, IP: p.IP, Port: s.Port, Command: command(s)})
	}
	for _, n := range w.Nodes {
		letter := n.Plan.Name[len(n.Plan.Name)-1:]
		pods = append(pods,
			Pod{Namespace: "kube-system", Name: "kube-system/cilium-7x2q" + letter, Node: n.Plan.Name, IP: n.Plan.IP, Command: "cilium-agent --config-dir=/tmp/cilium/config-map"},
			Pod{Namespace: "pl", Name: "pl/vizier-pem-k4d9" + letter, Node: n.Plan.Name, IP: n.Plan.IP, Command: "/app/src/vizier/services/agent/pem/pem"})
	}
	return pods
}

// healthyPods are those of a shop that nobody runs, for callers without a world.
func healthyPods() []Pod { return PodsOf(model.New(1)) }

func command(s shop.Service) string {
	switch {
	case s.JVM:
		return "java -jar /app/" + s.Name + ".jar"
	case s.Name == "recommendation":
		return "python3 -m gunicorn recommendation:app"
	case s.Kind == shop.StatefulSet:
		return s.Name + "-server"
	default:
		return "/app/" + s.Name
	}
}

// outsider is an address outside the cluster, with the name that DNS gives it.
type outsider struct{ addr, name string }

var (
	users    = []outsider{{"198.51.100.23", "198.51.100.23"}, {"198.51.100.77", "198.51.100.77"}, {"203.0.113.141", "crawler.search.example"}}
	provider = outsider{"203.0.113.10", shop.PSP}
)

// conversation is one kind of request between two pods, or between a pod and somebody outside.
type conversation struct {
	client, server             Pod
	clientOutside, serverAway  outsider
	protocol, method, path, op string
}

// conversations follow the shop's plan of calls: users to the frontend, service to service, everybody to DNS.
func conversations(pods []Pod) []conversation {
	byService := map[string][]Pod{}
	for _, p := range pods {
		byService[p.Service] = append(byService[p.Service], p)
	}
	byName := map[string]shop.Operation{}
	for _, op := range shop.Operations {
		byName[op.Service+"."+op.Name] = op
	}
	var all []conversation
	for _, op := range shop.Operations {
		own := byService[fullName(op.Service)]
		if op.UserShare > 0 {
			all = append(all, fromUsers(own, op)...)
		}
		for _, call := range op.Calls {
			to := byName[call.To]
			all = append(all, between(own, byService[fullName(to.Service)], to)...)
		}
	}
	return append(all, lookups(pods, byService[fullName("coredns")])...)
}

func fullName(service string) string {
	for _, s := range shop.Services {
		if s.Name == service {
			return s.Namespace + "/" + service
		}
	}
	return service
}

func fromUsers(servers []Pod, op shop.Operation) []conversation {
	var all []conversation
	for i, p := range servers {
		all = append(all, conversation{clientOutside: users[i%len(users)], server: p, protocol: shop.HTTP, method: op.Method, path: op.Route, op: op.Name})
	}
	return all
}

// between pairs each client with one server, as an exemplar of all.
func between(clients, servers []Pod, op shop.Operation) []conversation {
	var all []conversation
	for i, c := range clients {
		one := conversation{client: c, protocol: shop.ProtocolOf(op.Service), method: op.Method, path: op.Route, op: op.Name}
		switch {
		case !op.OwnService():
			one.serverAway = provider
		case len(servers) > 0:
			one.server = servers[i%len(servers)]
		default:
			continue
		}
		all = append(all, one)
	}
	return all
}

func lookups(pods, servers []Pod) []conversation {
	var all []conversation
	for i, p := range pods {
		if p.Service != "" && len(servers) > 0 && p.Service != servers[0].Service {
			all = append(all, conversation{client: p, server: servers[i%len(servers)], protocol: "dns"})
		}
	}
	return all
}

func (c conversation) edge() string {
	return fmt.Sprintf("%s -> %s", c.clientName(), c.serverName())
}

// clientName is the calling service, or the address of a caller outside.
func (c conversation) clientName() string {
	if c.client.Name == "" {
		return c.clientOutside.addr
	}
	return c.client.Service
}

func (c conversation) serverName() string {
	if c.server.Name == "" {
		return c.serverAway.addr
	}
	return c.server.Service
}
