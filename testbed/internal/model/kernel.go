package model

import (
	"math"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/noise"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// stepKernel works out disks, connection tables and hooks of each node.
func (w *World) stepKernel(dt float64, fx *Effects) {
	for i, n := range w.Nodes {
		e := fx.Node[i]
		n.Hook = e.Hook
		n.HookTime = 0.004 + 2.4*e.Hook*clamp(w.Users/shop.PeakRPS+0.5, 0.5, 1.5)
		n.FsyncExtra = e.Fsync
		if n.DiskUsed > 0.955 {
			n.FsyncExtra += 0.08 // the file system looks for free blocks
		}
		w.stepDisk(n)
		normal := 900 + n.Established + n.ActiveOpens*45
		target := normal + e.Conntrack*(n.Plan.ConntrackLimit*1.02-normal)
		n.conntrackFill = approach(n.conntrackFill, target, dt, 1.5)
		n.Conntrack = math.Min(n.conntrackFill, n.Plan.ConntrackLimit)
		n.ConntrackDrops = n.refusal() * (n.ActiveOpens + n.PassiveOpens + 25)
		used := 0.0
		for _, p := range w.Pods {
			if p.Node == i {
				used += p.Memory
			}
		}
		normal = used + 2.2e9 + 2e8*w.Noise.Smooth(noise.Key("memory", n.Plan.Name), w.Now, 20*time.Minute)
		n.MemoryUsed = normal + e.Memory*math.Max(0, 0.975*n.Plan.Memory-normal)
		n.MemoryPressure = n.MemoryUsed > 0.95*n.Plan.Memory
	}
}

func (w *World) stepDisk(n *Node) {
	writes := 6.0
	for _, op := range w.Ops {
		if op.Plan.Name == "write" {
			writes += op.Rate * w.share(op.Service, n.Index)
		}
	}
	n.DiskIOPS = writes * 2
	n.DiskWrite = writes*18e3 + 2e5
	n.DiskRead = 8e4
	n.DiskBusy = clamp(0.02+n.DiskIOPS*0.0006+n.FsyncExtra*8, 0, 0.995)
}

// stepDNS answers the lookups: the servers' own time, and what is lost on the way to them.
func (w *World) stepDNS(fx *Effects) {
	index := w.ServiceIndex("coredns")
	d := Dist{Main: 0.0007, Sigma: 0.9}
	lost, alive, count := 0.0, 0.0, 0.0
	for _, p := range w.Services[index].Pods {
		count++
		n := w.Nodes[p.Node]
		if !p.Ready() || p.Frozen {
			continue
		}
		alive++
		d.Main += (p.Wait + 0.0001*(p.Stretch-1)) / count
		lost += 1 - (1-n.LinkLoss)*(1-n.refusal())
	}
	w.DNS.ServFail = clamp(0.0004+fx.DNS.ServFail, 0, 1)
	if alive == 0 {
		w.DNS.lost, w.DNS.Server = 1, d
		return
	}
	w.DNS.lost = lost / alive
	if fx.DNS.SlowShare > 0 {
		d = d.AddTail(fx.DNS.SlowShare, fx.DNS.SlowSeconds)
	}
	w.DNS.Server = d
}

// Socket calls whose latency the eBPF exporter measures.
const (
	Connect  = "connect"
	SendTo   = "sendto"
	RecvFrom = "recvfrom"
	Accept4  = "accept4"
	Fsync    = "fsync"
)

// Syscall returns the latency of a system call on a node.
func (n *Node) Syscall(name string) Dist {
	crowd := 1 + 8*clamp(n.Load-0.9, 0, 1.5)
	var d Dist
	switch name {
	case Connect:
		d = Dist{Main: 90e-6 * crowd, Sigma: 0.7}
		d = d.AddTail(clamp(n.SynRetrans/(n.ActiveOpens+1), 0, 0.5), synTimeout)
	case SendTo:
		d = Dist{Main: 14e-6 * crowd, Sigma: 0.6}
	case RecvFrom:
		d = Dist{Main: 1.6e-3 * crowd, Sigma: 1.3}
	case Accept4:
		d = Dist{Main: 18e-3, Sigma: 1.2}
	default:
		d = Dist{Main: 1.4e-3 + 0.6*n.FsyncExtra, Sigma: 0.5}
		return d.AddTail(math.Min(n.FsyncExtra*4, 0.6), n.FsyncExtra*3)
	}
	if n.Hook > 0 {
		d = d.AddTail(0.12, n.Hook)
	}
	return d
}

// SyscallRate is the number of calls per second on a node.
func (n *Node) SyscallRate(name string) float64 {
	switch name {
	case Connect:
		return n.ActiveOpens + 2
	case SendTo:
		return n.Segments * 0.35
	case RecvFrom:
		return n.Segments * 0.45
	case Accept4:
		return n.PassiveOpens + 1
	default:
		return n.DiskIOPS * 0.4
	}
}

// SoftIRQWait is the time from raising to running the receive softirq.
func (n *Node) SoftIRQWait() Dist {
	d := Dist{Main: 5e-6 * (1 + 10*clamp(n.Load-0.9, 0, 1.5)), Sigma: 0.7}
	return d.AddTail(clamp((n.BusyCPU-0.7)*3, 0, 0.6), 0.012)
}

// AcceptWait is the time that finished handshakes wait in the accept queue of a service's pods on a node.
func (w *World) AcceptWait(n *Node, service int, fx *Effects) Dist {
	d := Dist{Main: 45e-6 * (1 + 20*clamp(n.Load-0.9, 0, 1.5)), Sigma: 0.8}
	return d.AddTail(0.6*fx.Service[service].AcceptStall, 1.4)
}

// Window is the distribution of congestion windows in segments.
func (n *Node) Window() Dist {
	loss := 0.0
	if n.Segments > 0 {
		loss = n.Retrans / n.Segments
	}
	return Dist{Main: math.Max(1.6, 14/(1+90*loss)), Sigma: 0.35} // window shrinks as loss grows (Mathis et al. 1997, in spirit)
}

// Handshake is the time that connections opened on a node spend until the peer has answered.
func (n *Node) Handshake() Dist {
	d := Dist{Main: 0.0004 + n.LinkDelay + n.schedDelay(), Sigma: 0.6}
	return d.AddTail(clamp(n.SynRetrans/(n.ActiveOpens+1), 0, 0.7), 1.6)
}

// OpensTo is the number of connections per second that services open to a service.
func (w *World) OpensTo(service int) float64 {
	sum := 0.0
	for _, e := range w.Edges {
		if e.To == service {
			sum += max(e.NewConns-e.FailedConns, 0)
		}
	}
	return sum
}
