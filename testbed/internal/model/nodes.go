package model

import (
	"math"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/noise"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// Node is the state of one machine.
type Node struct {
	Plan  shop.Node
	Index int
	Hang  float64 // seconds that kubelet and containers stand still
	NotOK float64 // seconds that the control plane has known

	UserCPU, SystemCPU, SoftIRQ, IOWait float64 // cores
	BusyCPU                             float64 // cores spent by softirq on the one CPU that serves the interface
	Load                                float64 // cores wanted / cores there are
	Load1, Load5, Load15                float64
	MemoryUsed                          float64
	DiskUsed                            float64 // share
	DiskPressure, MemoryPressure        bool
	DiskIOPS, DiskBusy, FsyncExtra      float64
	DiskWrite, DiskRead                 float64 // bytes per second

	RxBytes, TxBytes, RxPackets, TxPackets float64 // per second
	RxErrors, RxDrops, TxDrops             float64
	QdiscDrops, QdiscBacklog               float64
	SoftnetDrops, SoftnetSqueezed          float64
	Saturation                             float64 // of the link, 0..1
	LinkDelay                              float64 // seconds of queueing
	LinkLoss                               float64 // share of packets lost here

	Segments, Retrans, SynRetrans, Timeouts float64 // TCP, per second
	ActiveOpens, PassiveOpens, Resets       float64
	FailedConns                             float64
	Established, TimeWait                   float64
	Conntrack, ConntrackDrops               float64 // entries, drops per second
	conntrackFill                           float64
	ListenOverflows, RcvQDrops              float64

	Hook     float64 // seconds that socket calls are held
	HookTime float64 // CPU seconds per second spent in eBPF programs
	slots    int
}

func newNode(i int, plan shop.Node) *Node {
	return &Node{Plan: plan, Index: i, DiskUsed: 0.42 + 0.05*float64(i), Load1: 1.2, Load5: 1.2, Load15: 1.2}
}

// Ready is what the control plane believes.
func (n *Node) Ready() bool { return n.Hang < frozenAfter }

func (w *World) stepNodesHealth(dt float64, fx *Effects) {
	for i, n := range w.Nodes {
		if fx.Node[i].Hang {
			n.Hang += dt
		} else {
			n.Hang = 0
		}
		base := 0.42 + 0.05*float64(i) + 0.01*w.Noise.Smooth(noise.Key("disk", n.Plan.Name), w.Now, 9*time.Hour)
		target := base + fx.Node[i].DiskFill*(0.985-base)
		n.DiskUsed = approach(n.DiskUsed, target, dt, 3)
		n.DiskPressure = n.DiskUsed > 0.9
	}
}

// stepCPU shares the cores of each node among its pods and tells what queueing that means for them.
func (w *World) stepCPU(dt float64, fx *Effects) {
	demand := make([]float64, len(w.Nodes))
	for _, p := range w.Pods {
		p.Demand = w.wanted(p, fx)
		demand[p.Node] += p.Demand
		if limit := w.Services[p.Service].CPULimit; limit > 0 && p.Demand > limit {
			demand[p.Node] += limit - p.Demand
		}
	}
	for i, n := range w.Nodes {
		n.SystemCPU = 0.12 + 0.12*demand[i]/float64(n.Plan.CPUs) + n.HookTime
		room := float64(n.Plan.CPUs) - n.SystemCPU - n.SoftIRQ
		n.Load = (demand[i] + n.SystemCPU + n.SoftIRQ) / float64(n.Plan.CPUs)
		n.UserCPU = 0
		for _, p := range w.Pods {
			if p.Node == i {
				w.serve(p, room, demand[i], dt)
				n.UserCPU += p.Used
			}
		}
		n.IOWait = math.Min(0.02+n.FsyncExtra*4, math.Max(0.02, room-n.UserCPU)*0.8)
		running := n.Load*float64(n.Plan.CPUs) + n.FsyncExtra*8
		n.Load1 = approach(n.Load1, running, dt, 60)
		n.Load5 = approach(n.Load5, running, dt, 300)
		n.Load15 = approach(n.Load15, running, dt, 900)
	}
}

// wanted is the CPU that a pod would use if it could, in cores.
func (w *World) wanted(p *Pod, fx *Effects) float64 {
	s := w.Services[p.Service]
	e := fx.Service[p.Service]
	if !p.Running() || p.Frozen {
		return 0
	}
	idle := s.Plan.CPUIdle * (1 + 0.2*w.Noise.Smooth(noise.Key("idle", p.Name), w.Now, 2*time.Minute))
	if s.Plan.Name == "log-shipper" {
		return idle + fx.Node[p.Node].CPU
	}
	if p.State != StateReady {
		return idle + 0.3*s.Plan.CPURequest // start-up work
	}
	p.ErrorRate = e.ErrorRate
	factor := e.CPUFactor
	if e.Deploy && p.Revision == 0 {
		p.ErrorRate, factor = 0, 1
	}
	work := 0.0
	for _, op := range w.Ops {
		if op.Service == p.Service {
			work += op.Rate * op.Plan.CPU
		}
	}
	if s.Plan.Name == "coredns" {
		work = w.DNS.Rate * 60e-6
	}
	if s.Plan.Name == "postgres" {
		work *= w.databaseStrain(fx)
	}
	gc := 1 + 2.5*w.memoryPressure(p)
	return idle + work/float64(w.ready(s))*factor*gc*(1+0.04*w.Noise.Smooth(noise.Key("cpu", p.Name), w.Now, time.Minute))
}

// databaseStrain is how much more CPU the database needs when some clients' queries are slow.
func (w *World) databaseStrain(fx *Effects) float64 {
	slow, all := 0.0, 0.0
	for _, s := range w.Services {
		f := fx.Service[s.Index].QueryFactor
		all += s.Pool.Rate
		slow += s.Pool.Rate * math.Min(f-1, 12)
	}
	if all == 0 {
		return 1
	}
	return math.Min(1+slow/all, 6)
}

// serve gives a pod its share of the node and derives contention, throttling and queue.
func (w *World) serve(p *Pod, room, demand, dt float64) {
	s := w.Services[p.Service]
	capacity := math.Max(0.05, room-(demand-p.Demand))
	if demand > room {
		capacity = math.Max(0.02, p.Demand*room/demand)
	}
	p.Throttled = 0.004
	if s.CPULimit > 0 {
		capacity = math.Min(capacity, s.CPULimit)
		p.Throttled += clamp((p.Demand/s.CPULimit-0.7)/0.5, 0, 0.95)
	}
	p.Capacity = capacity
	p.Backlog = math.Max(0, p.Backlog+(p.Demand-capacity)*dt)
	full := capacity * 4 // seconds of work that may wait before requests are refused
	p.Shed = approach(p.Shed, 0, dt, 1)
	if p.Backlog >= full && p.Demand > 0 {
		p.Backlog = full
		p.Shed = clamp(1-capacity/p.Demand, 0, 0.9)
	}
	p.Wait = p.Backlog / capacity
	use := math.Min(p.Demand/capacity, 1)
	p.Stretch = 1 + math.Min(0.7*math.Pow(use, 4)/(1.03-use), 12)
	p.Used = math.Min(capacity, p.Demand)
	if p.Backlog > 0 {
		p.Used = capacity
	}
	if w.Nodes[p.Node].Load > 0.9 { // waiting for a run queue even when there is room in the end
		p.Stretch += 6 * clamp(w.Nodes[p.Node].Load-0.9, 0, 1.5)
	}
}

// ready counts the pods that take requests; at least 1, so that it can divide.
func (w *World) ready(s *Service) int {
	n := 0
	for _, p := range s.Pods {
		if p.Ready() {
			n++
		}
	}
	return max(n, 1)
}

// share is the part of a service's requests that go to pods on a node.
func (w *World) share(service, node int) float64 {
	if service < 0 {
		return 0
	}
	return w.shares[service][node]
}

// spread works out the shares of all nodes in all services' requests.
func (w *World) spread() {
	for i, s := range w.Services {
		clear(w.shares[i])
		all := 0.0
		for _, p := range s.Pods {
			if p.Ready() {
				all++
				w.shares[i][p.Node]++
			}
		}
		for n := range w.shares[i] {
			if all > 0 {
				w.shares[i][n] /= all
			}
		}
	}
}

// Share is the part of a service's requests that go to pods on a node.
func (w *World) Share(service, node int) float64 { return w.share(service, node) }
