package model

import "github.com/strata-sre/strata-sre-app/testbed/internal/shop"

// Effects are the knobs that faults turn; a step reads them and never changes them.
type Effects struct {
	Load    float64 // factor on the users' load, 1 when healthy
	Service []ServiceEffects
	Node    []NodeEffects
	Deny    map[[2]int]float64 // share of packets dropped by policy, by caller and callee service
	DNS     DNSEffects
	PSP     float64 // extra seconds at the payment service provider
}

// ServiceEffects perturb one workload. Factors are 1 when healthy, shares are 0..1.
type ServiceEffects struct {
	ErrorRate   float64 // share of requests that fail inside the service
	Deploy      bool    // a bad revision is rolled out; ErrorRate and CPUFactor then hold for its pods only
	Crash       float64 // share of pods that cannot start
	CPUFactor   float64
	Delay       float64 // seconds of waiting inside the service, per request
	Leak        float64 // bytes per second and pod
	AcceptStall float64 // share of time in which the listener does not accept
	QueryFactor float64 // factor on the duration of this service's database queries
	LimitFactor float64 // factor on the CPU limit
	CacheMiss   float64 // additional share of cache misses
}

// NodeEffects perturb one node.
type NodeEffects struct {
	CPU        float64 // cores that a neighbour takes
	Storm      float64 // small packets per second that flood the interface
	Fsync      float64 // seconds that a flush to disk takes longer
	DiskFill   float64 // share of the way from normal to full
	Memory     float64 // share of the way from normal to no memory left
	Hang       bool    // kubelet and containers stand still
	Loss       float64 // share of packets lost on the wire
	Traffic    float64 // bytes per second of foreign bulk traffic
	Conntrack  float64 // share of the way from normal to a full connection table
	Hook       float64 // seconds that a slow eBPF hook holds a socket call
	SocketDrop float64 // share of received segments dropped for lack of socket memory
}

// DNSEffects perturb name resolution.
type DNSEffects struct {
	SlowShare, SlowSeconds float64
	ServFail               float64 // share of answers
}

// NewEffects returns the effects of a healthy system.
func NewEffects() *Effects {
	e := &Effects{Service: make([]ServiceEffects, len(shop.Services)), Node: make([]NodeEffects, len(shop.Nodes)), Deny: map[[2]int]float64{}}
	e.Reset()
	return e
}

// Reset makes the effects healthy again.
func (e *Effects) Reset() {
	e.Load, e.PSP, e.DNS = 1, 0, DNSEffects{}
	for i := range e.Service {
		e.Service[i] = ServiceEffects{CPUFactor: 1, QueryFactor: 1, LimitFactor: 1}
	}
	for i := range e.Node {
		e.Node[i] = NodeEffects{}
	}
	clear(e.Deny)
}
