// Package documents makes what Elastic's agents, integrations and exporters would index of the shop: traces, errors, metrics, Kubernetes
// events and audit, network traffic, checks from outside, and what security tools see. Everything follows the simulated world, so that
// faults show; background events that a healthy shop does not have come from other namespaces of the cluster, at fixed intervals.
package documents

import (
	"fmt"
	"math"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/ecslog"
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/noise"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// Indexes, named as the data streams of the integrations; the namespace says that they are simulated.
const (
	Logs         = "logs-shop.app-sim"
	traces       = "traces-apm-sim"
	browser      = "traces-apm.rum-sim"
	apmErrors    = "logs-apm.error-sim"
	apmMetrics   = "metrics-apm.app-sim"
	ingress      = "logs-nginx_ingress_controller.access-sim"
	postgresLog  = "logs-postgresql.log-sim"
	stubStatus   = "metrics-nginx.stubstatus-sim"
	diskIO       = "metrics-system.diskio-sim"
	redisInfo    = "metrics-redis.info-sim"
	events       = "metrics-kubernetes.event-sim"
	audit        = "logs-kubernetes.audit_logs-sim"
	accounts     = "logs-system.auth-sim"
	checks       = "synthetics-http-sim"
	trafficFlow  = "logs-network_traffic.flow-sim"
	trafficDNS   = "logs-network_traffic.dns-sim"
	trafficHTTP  = "logs-network_traffic.http-sim"
	hubbleFlows  = "hubble-flows-sim"
	tetragon     = "tetragon-sim"
	falco        = "falco-sim"
	securityRule = ".alerts-security.alerts-sim"
)

// Cluster is the name of the shop's cluster in all documents.
const Cluster = "shop"

// Sink takes finished documents.
type Sink interface {
	Add(index string, doc map[string]any) error
}

type doc = map[string]any

// Maker turns the steps of a world into documents. It is not safe for concurrent use.
type Maker struct {
	sink     Sink
	noise    noise.Source
	born     string
	serial   map[string]int64
	credit   map[string]float64
	counters map[string]float64
	turns    map[string]int64
	heard    map[string]podNews
	failed   error
}

// New returns a maker of documents.
func New(sink Sink, src noise.Source) *Maker {
	return &Maker{sink: sink, noise: src, serial: map[string]int64{}, credit: map[string]float64{}, counters: map[string]float64{}, turns: map[string]int64{}, heard: map[string]podNews{}}
}

// Step makes the documents of one step of dt seconds.
func (m *Maker) Step(w *model.World, fx *model.Effects, dt float64) error {
	m.begin(w)
	s := step{m, w, fx, dt}
	s.metrics()
	s.destinations()
	s.browsers()
	s.jobs()
	s.databases()
	s.podEvents()
	s.clusterEvents()
	s.auditLog()
	s.flows()
	s.lookups()
	s.verdicts()
	s.checks()
	s.accounts()
	s.runtime()
	return m.end()
}

// Request makes the documents of one request that a service logged.
func (m *Maker) Request(w *model.World, r ecslog.Request) error {
	m.begin(w)
	m.trace(w, r)
	m.proxied(w, r)
	m.captured(w, r)
	return m.end()
}

func (m *Maker) begin(w *model.World) {
	if m.born == "" {
		m.born = w.Now.Format(time.RFC3339)
	}
	m.failed = nil
}

func (m *Maker) end() error {
	failed := m.failed
	m.failed = nil
	return failed
}

// step is one step of the world, for the makers of one kind of document each.
type step struct {
	*Maker
	w  *model.World
	fx *model.Effects
	dt float64
}

// put stamps a document and hands it on; the first error is kept for the end of the step.
func (m *Maker) put(index string, at time.Time, d doc) {
	d["@timestamp"] = at.UTC().Format("2006-01-02T15:04:05.000Z")
	if err := m.sink.Add(index, d); err != nil && m.failed == nil {
		m.failed = err
	}
}

// draw returns the next random number of a stream, in [0, 1).
func (m *Maker) draw(stream string) float64 {
	m.serial[stream]++
	return m.noise.Uniform(noise.Key("document", stream), m.serial[stream])
}

// chance is true for a share of the calls.
func (m *Maker) chance(stream string, share float64) bool { return m.draw(stream) < share }

func (m *Maker) id(stream string, digits int) string {
	m.serial[stream]++
	high := m.noise.Bits(noise.Key("document", "id", stream, m.born), m.serial[stream])
	low := m.noise.Bits(noise.Key("document", "id", stream, m.born, "low"), m.serial[stream])
	return fmt.Sprintf("%016x%016x", high, low)[:digits]
}

// some returns how many documents of a stream are due, for a rate per second that is limited.
func (s step) some(stream string, rate, limit float64) int {
	if rate <= 0 {
		return 0
	}
	s.credit[stream] += math.Min(rate, limit) * s.dt
	n := math.Floor(s.credit[stream])
	s.credit[stream] -= n
	return int(n)
}

// when is a random time within the step.
func (s step) when(stream string) time.Time {
	return s.w.Now.Add(-time.Duration(s.draw(stream) * s.dt * float64(time.Second)))
}

// every is true when a multiple of the period has passed since it was asked last; each stream has its own offset.
func (s step) every(stream string, period time.Duration) bool {
	offset := int64(s.noise.Bits(noise.Key("offset", stream), 0) % uint64(period))
	turn := (s.w.Now.UnixNano() + offset) / int64(period)
	last, known := s.turns[stream]
	s.turns[stream] = turn
	return known && turn != last
}

// ready are the pods of a service that take requests.
func ready(w *model.World, service int) []*model.Pod {
	var out []*model.Pod
	for _, p := range w.Services[service].Pods {
		if p.Ready() && !p.Frozen {
			out = append(out, p)
		}
	}
	return out
}

// anyPod picks one of a service's pods that take requests; nil when there is none.
func (m *Maker) anyPod(w *model.World, service int) *model.Pod {
	pods := ready(w, service)
	if len(pods) == 0 {
		return nil
	}
	return pods[int(m.draw("pod")*float64(len(pods)))]
}

// dataset adds the data stream fields of an integration.
func dataset(d doc, kind, name string) doc {
	d["data_stream.type"], d["data_stream.dataset"], d["data_stream.namespace"] = kind, name, "sim"
	d["event.dataset"] = name
	d["labels.testbed"] = "sim"
	return d
}

// onNode are the fields of a document about a node.
func onNode(n *model.Node) doc {
	return doc{"host.name": n.Plan.Name, "host.ip": n.Plan.IP, "orchestrator.cluster.name": Cluster}
}

// onPod are the fields of a document about a pod that is not of the service itself.
func onPod(w *model.World, p *model.Pod) doc {
	s := w.Services[p.Service].Plan
	d := onNode(w.Nodes[p.Node])
	d["kubernetes.namespace"], d["kubernetes.pod.name"], d["kubernetes.node.name"] = s.Namespace, p.Name, w.Nodes[p.Node].Plan.Name
	d["kubernetes.container.name"] = s.Name
	if s.Kind == shop.Deployment {
		d["kubernetes.deployment.name"] = s.Name
	}
	return d
}

func outcome(failed bool) string {
	if failed {
		return "failure"
	}
	return "success"
}

func micros(seconds float64) int64 { return int64(seconds * 1e6) }
func nanos(seconds float64) int64  { return int64(seconds * 1e9) }
