package model

import (
	"math"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/noise"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// stepEdges sums up traffic per pair of services and TCP per node.
func (w *World) stepEdges(fx *Effects) {
	for _, e := range w.Edges {
		e.reset()
	}
	for _, n := range w.Nodes {
		n.Segments, n.Retrans, n.SynRetrans, n.Timeouts = 320, 0.05, 0.02, 0.02
		n.ActiveOpens, n.PassiveOpens, n.Resets = 3, 3, 0.4
		n.FailedConns, n.ListenOverflows, n.RcvQDrops = 0.01, 0, 0
	}
	for _, op := range w.Ops {
		for _, c := range op.Calls {
			w.sumCall(op, c, fx)
		}
	}
	for _, e := range w.Edges {
		e.finish()
	}
	for i, n := range w.Nodes {
		w.finishNode(n, fx.Node[i])
	}
}

func (w *World) sumCall(op *Op, c *CallState, fx *Effects) {
	e := c.Edge
	e.Rate += c.Rate
	e.Fail += c.Rate * c.Once
	e.BytesOut += c.Rate * c.To.Plan.ReqBytes
	e.BytesIn += c.Rate * c.To.Plan.RespBytes
	e.Client.Main += c.Rate * c.Dist.Main
	e.Client.TailW += c.Rate * c.Dist.TailW
	e.Client.Tail += c.Rate * c.Dist.TailW * c.Dist.Tail
	fresh := newConns(c.Edge.Protocol)
	deny, stall := 0.0, 0.0
	if e.To >= 0 {
		deny = fx.Deny[[2]int{e.From, e.To}]
		stall = fx.Service[e.To].AcceptStall
	}
	e.Denied += c.Rate * deny * 3 // a SYN and its repetitions
	for n := range w.Nodes {
		share := w.share(op.Service, n)
		if share == 0 {
			continue
		}
		rate := c.Rate * share
		p := w.pathTo(n, c.To.Service)
		opens := rate * math.Min(fresh+deny+c.perNode[n].timeout, 1)
		failed := rate * clamp(c.perNode[n].refused, 0, 1)
		segs := rate * segments(c.To.Plan)
		again := segs*p.loss*1.1 + rate*p.hook*0.02
		node := w.Nodes[n]
		node.ActiveOpens += opens
		node.Segments += segs * 0.5
		node.Retrans += again * 0.5
		node.FailedConns += failed
		syn := opens*p.loss*2 + rate*deny*2 + rate*fresh*(p.newConn*1.6+stall*1.3)
		node.SynRetrans += syn
		e.Untracked += rate * fresh * p.newConn * 2
		node.Retrans += syn
		node.Timeouts += again*0.3 + syn
		e.NewConns += opens
		e.FailedConns += failed
		e.Segments += segs
		e.Retrans += again + syn
		e.late += again
		e.ConnectTime += opens * (p.rtt + p.loss*2*synTimeout + p.newConn*synTimeout + stall*synTimeout)
		e.RTT.Main += rate * p.rtt
		w.answer(c, rate, opens, segs, again, stall, fresh)
	}
}

// answer books the callee's half of the traffic on the nodes of its pods.
func (w *World) answer(c *CallState, rate, opens, segs, again, stall, fresh float64) {
	if c.To.Service < 0 {
		return
	}
	for m, node := range w.Nodes {
		share := w.share(c.To.Service, m)
		node.PassiveOpens += share * opens
		node.Segments += share * segs * 0.5
		node.Retrans += share * again * 0.5
		node.ListenOverflows += share * rate * (fresh + 0.02) * stall * 2.2
	}
}

func (e *Edge) finish() {
	if e.Rate <= 0 {
		e.RTT.Main, e.Client.Main = crossNodeRTT, 0.001
		return
	}
	e.Fail /= e.Rate
	e.Client.Main /= e.Rate
	if e.Client.TailW > 1e-9 {
		e.Client.Tail /= e.Client.TailW
		e.Client.TailW /= e.Rate
	}
	e.RTT.Main = math.Max(e.RTT.Main/e.Rate, 2e-5)
	if e.NewConns > 0 {
		e.ConnectTime /= e.NewConns
	}
	if e.Segments > 0 { // smoothed round trips remember the segments that came late
		e.RTT = e.RTT.AddTail(clamp(e.late/e.Segments*0.9, 0, 0.6), rto)
	}
}

func (w *World) finishNode(n *Node, fx NodeEffects) {
	wander := 1 + 0.04*w.Noise.Smooth(noise.Key("tcp", n.Plan.Name), w.Now, time.Minute)
	n.Segments *= wander
	n.Established = 120 + n.Segments*0.02 + n.ActiveOpens*4
	n.TimeWait = n.ActiveOpens * 50
	n.Resets += n.FailedConns*0.3 + 0.01*n.ActiveOpens
	n.RcvQDrops = fx.SocketDrop * n.Segments * 0.08
	n.Retrans += fx.SocketDrop * n.Segments * 0.05
}

// RTT is the distribution of smoothed round trips of all connections on a node.
func (n *Node) RTT() Dist {
	d := Dist{Main: 0.0003 + 1.6*n.LinkDelay + n.schedDelay(), Sigma: 0.8}
	late := 0.0
	if n.Segments > 0 {
		late = math.Max(0, n.Retrans-n.SynRetrans) / n.Segments
	}
	return d.AddTail(clamp(late*0.9, 0, 0.6), rto)
}

// Down tells whether no pod of a service takes requests.
func (w *World) Down(service int) bool { return w.down(service) }

// HTTP tells whether an edge carries HTTP that exporters can parse.
func (e *Edge) HTTP() bool { return e.Protocol == shop.HTTP }

// Lookups is the number of name lookups per call on an edge.
func (e *Edge) Lookups() float64 { return lookups(e.Protocol) }

// DeniedAt is the number of packets per second that policy drops on a node (at the callee's side).
func (w *World) DeniedAt(node int) float64 {
	sum := 0.0
	for _, e := range w.Edges {
		if e.To >= 0 && e.Denied > 0 {
			sum += e.Denied * w.share(e.To, node)
		}
	}
	return sum
}
