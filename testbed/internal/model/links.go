package model

import (
	"math"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/noise"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

const (
	segment       = 1448.0 // payload bytes of a full TCP segment
	quietLoss     = 0.0003 // share of segments sent again on a healthy network
	sameNodeRTT   = 0.00008
	crossNodeRTT  = 0.00035
	worldRTT      = 0.012
	backlogPPS    = 240000.0 // small packets per second that one CPU can receive
	packetSoftIRQ = 3.5e-6   // core-seconds of softirq per packet
)

// stepLinks loads the network interfaces and tells their delay and loss.
func (w *World) stepLinks(fx *Effects) {
	rx, tx := make([]float64, len(w.Nodes)), make([]float64, len(w.Nodes))
	packets := make([]float64, len(w.Nodes))
	for _, op := range w.Ops {
		for _, c := range op.Calls {
			w.addTraffic(op, c, rx, tx, packets)
		}
	}
	for i, n := range w.Nodes {
		e := fx.Node[i]
		wander := 1 + 0.05*w.Noise.Smooth(noise.Key("link", n.Plan.Name), w.Now, 90*time.Second)
		n.RxBytes = rx[i]*wander + 1.2e6 + e.Storm*80
		n.TxBytes = tx[i]*wander + 0.9e6 + e.Traffic
		n.Saturation = math.Max(n.RxBytes, n.TxBytes) / n.Plan.LinkBytes
		over := clamp(n.Saturation-0.98, 0, 1)
		n.RxBytes, n.TxBytes = math.Min(n.RxBytes, n.Plan.LinkBytes*0.985), math.Min(n.TxBytes, n.Plan.LinkBytes*0.985)
		n.TxPackets = packets[i] + n.TxBytes/1300
		n.RxPackets = packets[i] + n.RxBytes/1300
		storm := math.Min(e.Storm, backlogPPS*1.05)
		n.RxPackets += storm
		n.SoftIRQ = (n.RxPackets+n.TxPackets-storm)*packetSoftIRQ + math.Min(e.Storm/backlogPPS, 0.99)
		n.BusyCPU = math.Min(0.02+0.3*n.SoftIRQ+math.Min(e.Storm/backlogPPS, 0.97), 0.995)
		flood := clamp((e.Storm/backlogPPS-0.7)/0.6, 0, 1)
		n.LinkDelay = math.Min(0.00015*math.Pow(clamp(n.Saturation, 0, 0.998), 3)/(1.0005-clamp(n.Saturation, 0, 0.9995)), 0.08) + flood*0.03
		n.LinkLoss = e.Loss + over*0.12 + flood*0.05 + e.SocketDrop*0.04
		n.RxErrors = e.Loss * n.RxPackets
		n.SoftnetDrops = flood * 0.2 * e.Storm
		n.SoftnetSqueezed = 0.02 + flood*900
		n.RxDrops = n.SoftnetDrops * 0.02
		n.TxDrops = over * n.TxPackets * 0.3
		n.QdiscDrops = n.TxDrops
		n.QdiscBacklog = clamp(n.Saturation-0.8, 0, 0.2) * 5 * 1.5e6
	}
}

func (w *World) addTraffic(op *Op, c *CallState, rx, tx, packets []float64) {
	out, back := c.Rate*c.To.Plan.ReqBytes*1.1, c.Rate*c.To.Plan.RespBytes*1.1
	for from := range w.Nodes {
		a := w.share(op.Service, from)
		if a == 0 {
			continue
		}
		if c.To.Service < 0 {
			tx[from] += a * out
			rx[from] += a * back
			packets[from] += a * c.Rate * 3
			continue
		}
		for to := range w.Nodes {
			b := a * w.share(c.To.Service, to)
			if from == to || b == 0 {
				continue
			}
			tx[from] += b * out
			rx[from] += b * back
			tx[to] += b * back
			rx[to] += b * out
			packets[from] += b * c.Rate * 3
			packets[to] += b * c.Rate * 3
		}
	}
}

// path is what lies between a node and a service: mean round trip, loss, and shares of trouble over the service's pods.
type path struct {
	rtt, loss float64
	hook      float64 // seconds that socket calls are held at either end
	newConn   float64 // share of new connections that the connection table refuses
	scheduled float64 // seconds until a busy node gets to the packet
}

func (w *World) pathTo(from int, service int) path {
	n := w.Nodes[from]
	if service < 0 {
		return path{rtt: worldRTT + 2*n.LinkDelay, loss: quietLoss + n.LinkLoss, hook: n.Hook, newConn: n.refusal()}
	}
	p := path{hook: n.Hook, scheduled: n.schedDelay(), newConn: n.refusal()}
	total := 0.0
	for to, m := range w.Nodes {
		share := w.share(service, to)
		if share == 0 {
			continue
		}
		total += share
		rtt, loss := sameNodeRTT, quietLoss/3
		if to != from {
			rtt = crossNodeRTT + 2*n.LinkDelay + 2*m.LinkDelay
			loss = 1 - (1-quietLoss)*(1-n.LinkLoss)*(1-m.LinkLoss)
			p.newConn += share * m.refusal()
			p.hook += share * m.Hook
			p.scheduled += share * m.schedDelay()
		}
		p.rtt += share * rtt
		p.loss += share * loss
	}
	if total == 0 {
		return path{rtt: crossNodeRTT, loss: quietLoss}
	}
	p.newConn = clamp(p.newConn, 0, 1)
	p.rtt += p.scheduled
	return p
}

// schedDelay is the time until a crowded node runs the softirq or the thread that a packet needs.
func (n *Node) schedDelay() float64 { return 0.004 * clamp(n.Load-0.92, 0, 1.5) }

// refusal is the share of new connections that find the connection table full.
func (n *Node) refusal() float64 {
	return clamp((n.Conntrack/n.Plan.ConntrackLimit-0.97)/0.03, 0, 1) * 0.65
}

// segments is the number of TCP segments of one call, acknowledgements included.
func segments(op shop.Operation) float64 {
	return 4 + (op.ReqBytes+op.RespBytes)/segment
}
