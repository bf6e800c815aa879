package documents

import (
	"fmt"
	"math"
	"net"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/ecslog"
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

const (
	flowPeriod = 20 * time.Second // Packetbeat reports open flows this often
	provider   = "203.0.113.80"   // address of the payment service provider
)

// connection is what a flow document is about: where it goes, and what went over it since the last report.
type connection struct {
	from, to           endpoint
	out, in            float64 // bytes
	seconds            float64 // age
	final              bool
	transport, product string
}

type endpoint struct {
	ip   string
	port int
	pod  *model.Pod // nil outside the cluster
}

// flows reports one open and one finished connection between the pods of each pair of services, and what comes from outside.
func (s step) flows() {
	if !s.every("flows", flowPeriod) {
		return
	}
	for _, e := range s.w.Edges {
		for _, final := range []bool{false, true} {
			s.edgeFlow(e, final)
		}
	}
	s.foreignFlows()
}

func (s step) edgeFlow(e *model.Edge, final bool) {
	from := s.anyPod(s.w, e.From)
	if from == nil || e.Rate == 0 {
		return
	}
	to := endpoint{ip: provider, port: 443}
	if e.To >= 0 {
		p := s.anyPod(s.w, e.To)
		if p == nil {
			return
		}
		to = endpoint{p.IP, shop.Services[e.To].Port, p}
	}
	share := flowPeriod.Seconds() / 2 / float64(max(len(ready(s.w, e.From)), 1))
	seconds := 2 + 28*s.draw("flow")
	if e.NewConns > 0 {
		seconds = math.Min(0.2+e.Rate/e.NewConns*0.5*s.draw("flow"), 600)
	}
	s.flow(connection{from: endpoint{from.IP, s.port(), from}, to: to, out: e.BytesOut * share, in: e.BytesIn * share, seconds: seconds, final: final, transport: "tcp"})
}

func (s step) port() int { return 32768 + int(s.draw("port")*28000) }

// foreignFlows are the users, the machines that look after the cluster, and name lookups.
func (s step) foreignFlows() {
	frontend := s.w.ServiceIndex("frontend")
	for range 3 {
		p := s.anyPod(s.w, frontend)
		if p == nil {
			break
		}
		client := endpoint{ip: fmt.Sprintf("198.51.100.%d", 1+int(s.draw("client")*250)), port: s.port()}
		s.flow(connection{from: client, to: endpoint{p.IP, 8080, p}, out: 4e3 + 3e4*s.draw("client"), in: 5e4 + 8e5*s.draw("client"), seconds: 3 + 50*s.draw("client"), final: true, transport: "tcp"})
	}
	for _, n := range s.w.Nodes {
		kubelet := connection{from: endpoint{ip: "10.20.0.10", port: s.port()}, to: endpoint{ip: n.Plan.IP, port: 10250}, out: 4e3, in: 6e4, seconds: 30, final: true, transport: "tcp"}
		s.flow(kubelet)
		api := connection{from: endpoint{ip: n.Plan.IP, port: s.port()}, to: endpoint{ip: "10.20.0.10", port: 6443}, out: 9e3, in: 5e4, seconds: 600, transport: "tcp"}
		s.flow(api)
	}
	if s.every("ssh", 7*time.Minute) {
		s.flow(connection{from: endpoint{ip: "10.20.0.5", port: s.port()}, to: endpoint{ip: s.w.Nodes[0].Plan.IP, port: 22}, out: 2e4, in: 9e4, seconds: 95, final: true, transport: "tcp"})
	}
	dns := s.anyPod(s.w, s.w.ServiceIndex("coredns"))
	asks := s.anyPod(s.w, frontend)
	if dns != nil && asks != nil {
		s.flow(connection{from: endpoint{asks.IP, s.port(), asks}, to: endpoint{dns.IP, 53, dns}, out: s.w.DNS.Rate * 60, in: s.w.DNS.Rate * 130, seconds: 0.01, final: true, transport: "udp"})
	}
}

func (s step) flow(c connection) {
	d := s.traffic("flow", c.from.pod, c.to.pod)
	s.ends(d, c)
	packets := func(bytes float64) int { return 2 + int(bytes/900) }
	d["network.transport"], d["network.type"] = c.transport, "ipv4"
	d["source.bytes"], d["destination.bytes"], d["network.bytes"] = int64(c.out), int64(c.in), int64(c.out)+int64(c.in)
	d["source.packets"], d["destination.packets"] = packets(c.out), packets(c.in)
	d["network.packets"] = packets(c.out) + packets(c.in)
	d["flow.id"], d["flow.final"] = s.id("flow", 24), c.final
	d["event.duration"] = nanos(c.seconds)
	s.put(trafficFlow, s.w.Now, d)
}

// traffic starts a document of network traffic; it is enriched with the pod that it belongs to, the callee's if there is one.
func (s step) traffic(kind string, from, to *model.Pod) doc { return traffic(s.w, kind, from, to) }

func traffic(w *model.World, kind string, from, to *model.Pod) doc {
	d := doc{"orchestrator.cluster.name": Cluster}
	if p := firstPod(to, from); p != nil {
		d = onPod(w, p)
		d["service.name"] = w.Services[p.Service].Plan.Name
	}
	if from != nil {
		d["source.service.name"] = w.Services[from.Service].Plan.Name
	}
	d["event.category"], d["event.kind"] = []string{"network"}, "event"
	d = dataset(d, "logs", "network_traffic."+kind)
	return d
}

func firstPod(pods ...*model.Pod) *model.Pod {
	for _, p := range pods {
		if p != nil {
			return p
		}
	}
	return nil
}

func (s step) ends(d doc, c connection) {
	d["source.ip"], d["source.port"] = c.from.ip, c.from.port
	d["destination.ip"], d["destination.port"] = c.to.ip, c.to.port
	d["network.direction"] = "internal"
	if !net.ParseIP(c.from.ip).IsPrivate() {
		d["network.direction"] = "inbound"
	} else if !net.ParseIP(c.to.ip).IsPrivate() {
		d["network.direction"] = "outbound"
	}
}

// captured makes the traffic document of a request, for a share of them.
func (m *Maker) captured(w *model.World, r ecslog.Request) {
	if r.Error == nil && r.Seconds < 0.5 && !m.chance("captured", 0.25) {
		return
	}
	d := traffic(w, "http", nil, r.Pod)
	d["source.ip"], d["destination.ip"], d["destination.port"] = r.Client, r.Pod.IP, 8080
	if r.Op.Plan.UserShare == 0 {
		d["source.ip"] = shop.PodIP(r.Pod.Node, 3)
	}
	service := shop.Services[r.Pod.Service]
	d["destination.domain"] = service.Name + "." + service.Namespace
	d["network.protocol"], d["network.transport"] = "http", "tcp"
	d["http.request.method"], d["http.response.status_code"] = r.Op.Plan.Method, r.Status
	d["http.request.body.bytes"], d["http.response.body.bytes"] = int(r.Op.Plan.ReqBytes), int(r.Op.Plan.RespBytes)
	d["url.path"], d["url.domain"] = r.Path, service.Name+"."+service.Namespace
	d["event.duration"], d["event.outcome"] = nanos(r.Seconds), outcome(r.Status >= 400)
	d["status"] = map[bool]string{true: "Error", false: "OK"}[r.Status >= 400]
	d["message"] = fmt.Sprintf("%s %s %d %.0f ms", r.Op.Plan.Method, r.Path, r.Status, r.Seconds*1000)
	d["trace.id"] = r.Trace
	m.put(trafficHTTP, r.At, d)
}

// lookups are a sample of the names that were asked for; the search domains make a share of them unknown.
func (s step) lookups() {
	server := s.anyPod(s.w, s.w.ServiceIndex("coredns"))
	for range s.some("lookups", s.w.DNS.Rate/20, 0.5) {
		e := s.w.Edges[int(s.draw("edge")*float64(len(s.w.Edges)))]
		from := s.anyPod(s.w, e.From)
		if server == nil || from == nil {
			return
		}
		code, name := "NOERROR", e.ToName
		if e.To >= 0 {
			name = fmt.Sprintf("%s.%s.svc.cluster.local", e.ToName, shop.Services[e.To].Namespace)
		}
		switch {
		case s.chance("servfail", s.w.DNS.ServFail):
			code = "SERVFAIL"
		case s.chance("nxdomain", 0.06):
			code, name = "NXDOMAIN", name+".shop.svc.cluster.local"
		}
		d := s.traffic("dns", from, server)
		s.ends(d, connection{from: endpoint{ip: from.IP, port: s.port()}, to: endpoint{ip: server.IP, port: 53}})
		d["network.protocol"], d["network.transport"] = "dns", "udp"
		d["dns.question.name"], d["dns.question.type"], d["dns.response_code"] = name, "A", code
		d["event.duration"], d["event.outcome"] = nanos(s.w.DNS.Server.Quantile(0.02+0.96*s.draw("dns"))), outcome(code == "SERVFAIL")
		s.put(trafficDNS, s.when("dns"), d)
	}
}

// verdicts are Hubble's exported flows of policy decisions: allowed ones now and then, dropped ones as they come.
func (s step) verdicts() {
	for _, e := range s.w.Edges {
		if e.To < 0 {
			continue
		}
		key := fmt.Sprintf("%d.%d", e.From, e.To)
		for range s.some("forwarded."+key, e.NewConns, 1.0/60) {
			s.verdict("FORWARDED", e)
		}
		for range s.some("dropped."+key, e.Denied, 0.5) {
			s.verdict("DROPPED", e)
		}
	}
	if s.every("staging", 100*time.Second) {
		s.hubble("DROPPED", doc{"source.namespace": "staging", "source.pod_name": "preview-42-6c9f7b8d5-x7k2p", "source.workloads.name": "preview-42",
			"destination.namespace": "platform", "destination.pod_name": "postgres-0", "destination.workloads.name": "postgres", "l4.TCP.destination_port": 5432})
	}
}

func (s step) verdict(verdict string, e *model.Edge) {
	from, to := s.anyPod(s.w, e.From), s.anyPod(s.w, e.To)
	if from == nil || to == nil {
		return
	}
	source, target := shop.Services[e.From], shop.Services[e.To]
	s.hubble(verdict, doc{"source.namespace": source.Namespace, "source.pod_name": from.Name, "source.workloads.name": source.Name,
		"destination.namespace": target.Namespace, "destination.pod_name": to.Name, "destination.workloads.name": target.Name,
		"l4.TCP.destination_port": target.Port, "IP.source": from.IP, "IP.destination": to.IP, "node_name": s.w.Nodes[to.Node].Plan.Name})
}

func (s step) hubble(verdict string, d doc) {
	d["verdict"], d["event_type.type"], d["Type"], d["traffic_direction"] = verdict, 5, "L3_L4", "INGRESS"
	d["is_reply"], d["uuid"], d["labels.testbed"] = false, s.id("hubble", 32), "sim"
	if verdict == "DROPPED" {
		d["drop_reason_desc"], d["drop_reason"] = "POLICY_DENIED", 133
	}
	d["message"] = fmt.Sprintf("%s/%s -> %s/%s %s", d["source.namespace"], d["source.pod_name"], d["destination.namespace"], d["destination.pod_name"], verdict)
	s.put(hubbleFlows, s.when("hubble"), d)
}
