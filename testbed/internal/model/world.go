// Package model is a discrete-time model of the shop: load flows down the call graph, work queues at pods and nodes,
// latency and failures flow back up. It knows nothing of metrics or logs.
package model

import (
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/noise"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// World is the whole state of the simulated system. Rates are per second, times in seconds, sizes in bytes, CPU in cores.
type World struct {
	Now      time.Time
	Noise    noise.Source
	Users    float64 // offered users' requests per second
	Services []*Service
	Pods     []*Pod
	Nodes    []*Node
	Ops      []*Op
	Edges    []*Edge
	DNS      DNS
	Rhythm   func(time.Time) float64 // load as a share of the peak
	shares   [][]float64
}

// Service is the state of one workload.
type Service struct {
	Plan      shop.Service
	Index     int
	Pods      []*Pod // present pods, oldest first
	Revision  int    // revision that should run
	Ordinal   int    // pods ever made
	Rate      float64
	Pool      Pool
	CacheHit  float64
	CacheRate float64
	CPULimit  float64 // per pod, after effects; 0 means none
}

// Pool is a service's database connection pools taken together.
type Pool struct {
	Max, Used, Pending, Wait float64
	Fail                     float64 // share of requests that get no connection
	Rate                     float64 // operations per second
	Query                    Dist    // time of an operation without the wait for a connection
}

// Op is the state of one operation, over all pods that serve it.
type Op struct {
	Plan             shop.Operation
	Service          int // -1 outside the cluster
	Calls            []*CallState
	Rate             float64
	Dist             Dist // server side, of requests that are not timed out by a dependency
	Fail500          float64
	Fail503, Fail504 float64
	byNode           []nodeOp
}

type nodeOp struct {
	chain            chain
	fail503, fail504 float64
}

// CallState is one call of an operation as its caller sees it.
type CallState struct {
	Plan       shop.Call
	To         *Op
	Edge       *Edge
	Rate       float64 // attempts per second
	Fail       float64 // after retries
	Once       float64 // of one attempt
	Timeout    float64 // share of attempts that time out
	Refused    float64 // share of attempts that get no connection
	Dist       Dist
	extra      float64 // fan added by effects
	perNode    []seen
	smoothInit bool
}

type seen struct {
	main, tailW, tail, once, timeout, refused, broken float64
}

// Edge is all traffic from one service to another.
type Edge struct {
	From, To    int // To is -1 outside the cluster
	ToName      string
	Protocol    string
	Rate        float64 // attempts per second
	NewConns    float64
	FailedConns float64
	Denied      float64 // packets dropped by policy
	Untracked   float64 // packets dropped because the connection table is full
	BytesOut    float64
	BytesIn     float64
	RTT         Dist
	Segments    float64
	Retrans     float64
	late        float64 // of Retrans, segments of open connections
	ConnectTime float64 // mean seconds of a successful connect
	Client      Dist    // as the caller sees it
	Fail        float64 // share of attempts
}

func (e *Edge) reset() {
	e.Rate, e.NewConns, e.FailedConns, e.Denied, e.Untracked, e.BytesOut, e.BytesIn = 0, 0, 0, 0, 0, 0, 0
	e.Segments, e.Retrans, e.late, e.ConnectTime, e.Fail = 0, 0, 0, 0, 0
	e.RTT, e.Client = Dist{Sigma: rttSigma}, Dist{Sigma: callSigma}
}

// DNS is the state of name resolution.
type DNS struct {
	Rate     float64
	Server   Dist    // answer time of the servers
	ServFail float64 // share of answers
	lost     float64 // share of lookups whose packets are lost on the way
}

const (
	rttSigma  = 0.35
	callSigma = 0.45
)

// New builds a healthy world for a seed; call Step to give it a time and a load.
func New(seed int64) *World {
	w := &World{Noise: noise.New(seed), Rhythm: shop.Load}
	for i, plan := range shop.Services {
		w.Services = append(w.Services, &Service{Plan: plan, Index: i, CacheHit: 0.92, CPULimit: plan.CPULimit})
	}
	for i, plan := range shop.Nodes {
		w.Nodes = append(w.Nodes, newNode(i, plan))
	}
	for _, s := range w.Services {
		for range s.Plan.Replicas {
			w.addPod(s, StateReady)
		}
	}
	w.remember()
	for range w.Services {
		w.shares = append(w.shares, make([]float64, len(w.Nodes)))
	}
	w.buildCalls()
	return w
}

// remember gives two pods a past: containers that ended once, long before the first sample.
func (w *World) remember() {
	for _, past := range []struct{ service, reason string }{{"log-shipper", "OOMKilled"}, {"recommendation", "Error"}} {
		p := w.Services[w.ServiceIndex(past.service)].Pods[0]
		p.Restarts, p.LastReason = 1, past.reason
		if past.reason == "OOMKilled" {
			p.OOMKills = 1
		}
	}
}

func (w *World) buildCalls() {
	byName := map[string]*Op{}
	for _, plan := range shop.Operations {
		op := &Op{Plan: plan, Service: w.ServiceIndex(plan.Service), byNode: make([]nodeOp, len(w.Nodes))}
		byName[plan.Service+"."+plan.Name] = op
		w.Ops = append(w.Ops, op)
	}
	edges := map[[2]string]*Edge{}
	for _, op := range w.Ops {
		for _, c := range op.Plan.Calls {
			to := byName[c.To]
			key := [2]string{op.Plan.Service, to.Plan.Service}
			if edges[key] == nil {
				edges[key] = &Edge{From: op.Service, To: to.Service, ToName: to.Plan.Service, Protocol: shop.ProtocolOf(to.Plan.Service)}
				w.Edges = append(w.Edges, edges[key])
			}
			op.Calls = append(op.Calls, &CallState{Plan: c, To: to, Edge: edges[key], perNode: make([]seen, len(w.Nodes))})
		}
	}
}

// ServiceIndex returns the index of a service by name, or -1.
func (w *World) ServiceIndex(name string) int {
	for i, s := range shop.Services {
		if s.Name == name {
			return i
		}
	}
	return -1
}

// NodeIndex returns the index of a node by name, or -1.
func (w *World) NodeIndex(name string) int {
	for i, n := range shop.Nodes {
		if n.Name == name {
			return i
		}
	}
	return -1
}

// Step advances the world by dt seconds to the time now under the given effects.
func (w *World) Step(now time.Time, dt float64, fx *Effects) {
	w.Now = now
	w.stepNodesHealth(dt, fx)
	w.stepPods(dt, fx)
	w.spread()
	w.stepLoad(fx)
	w.stepCPU(dt, fx)
	w.stepMemory(dt, fx)
	w.stepLinks(fx)
	w.stepKernel(dt, fx)
	w.stepDNS(fx)
	w.stepLatency(dt, fx)
	w.stepEdges(fx)
}

// Hittable tells whether a service answers HTTP requests of its own.
func (w *World) Hittable(service int) bool {
	for _, op := range w.Ops {
		if op.Service == service && op.Plan.Route != "" {
			return true
		}
	}
	return false
}
