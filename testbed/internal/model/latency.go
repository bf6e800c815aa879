package model

import (
	"math"

	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

const (
	quietErrors  = 0.0004 // share of requests that fail in a healthy service which users or money meet
	seenAfter    = 2.0    // seconds until callers feel what happens below them
	rto          = 0.28   // mean wait for a retransmission timeout
	rtoShare     = 0.45   // share of losses that fast retransmit cannot mend
	synTimeout   = 1.0    // first retransmission of a lost SYN
	dnsTimeout   = 2.0    // resolver's wait before it asks again
	stuckRequest = 0.7    // wait in a service whose listener stalls
)

// stepLatency carries latency and failures up the call graph, leaves first.
func (w *World) stepLatency(dt float64, fx *Effects) {
	for i := len(w.Ops) - 1; i >= 0; i-- {
		if len(w.Ops[i].Calls) == 0 {
			w.serveOp(w.Ops[i], dt, fx)
		}
	}
	w.stepPools(dt, fx)
	for i := len(w.Ops) - 1; i >= 0; i-- {
		if len(w.Ops[i].Calls) > 0 {
			w.serveOp(w.Ops[i], dt, fx)
		}
	}
}

func (w *World) serveOp(op *Op, dt float64, fx *Effects) {
	if op.Service < 0 {
		op.Dist = Dist{Main: op.Plan.Wait + fx.PSP, Sigma: 0.3}
		op.Fail500 = quietErrors
		return
	}
	for n := range w.Nodes {
		op.byNode[n] = w.callOut(op, n, dt, fx)
	}
	w.joinCalls(op)
	w.joinPods(op, fx)
}

// callOut makes an operation's calls from one node.
func (w *World) callOut(op *Op, node int, dt float64, fx *Effects) nodeOp {
	out := nodeOp{chain: newChain(0)}
	ok := 1.0
	for _, c := range op.Calls {
		s := w.call(op, c, node, dt, fx)
		fan := c.Plan.Fan + c.extra
		out.chain.add(Dist{Main: s.main, TailW: s.tailW, Tail: s.tail}, fan)
		if c.Plan.Optional {
			continue
		}
		fail := math.Pow(s.once, float64(1+c.Plan.Retries)) * math.Min(fan, 1)
		if s.once > 0 {
			out.fail504 += ok * fail * s.timeout / s.once
			out.fail503 += ok * fail * (1 - s.timeout/s.once)
		}
		ok *= 1 - fail
	}
	return out
}

// call is one call as seen from one node; what the caller sees lags a little behind what happens.
func (w *World) call(op *Op, c *CallState, node int, dt float64, fx *Effects) seen {
	d, refused := w.transport(op, c, node, fx)
	d, over := d.Cut(c.Plan.Timeout)
	broken := c.To.Fail500 + c.To.Fail503 + c.To.Fail504
	if c.To.Plan.Route == "" && broken < 0.01 {
		broken = 0 // what a healthy database refuses is below notice
	}
	now := seen{main: d.Main, tailW: d.TailW, tail: math.Max(d.Tail, d.Main), timeout: over, refused: refused, broken: clamp(broken, 0, 1)}
	now.once = 1 - (1-refused)*(1-over)*(1-now.broken)
	s := &c.perNode[node]
	if !c.smoothInit {
		*s = now
		if node == len(w.Nodes)-1 {
			c.smoothInit = true
		}
		return *s
	}
	s.follow(now, dt, c.Plan.Timeout)
	return *s
}

// follow brings what a caller sees nearer to what is; a timeout is not seen before it has passed.
func (s *seen) follow(now seen, dt, timeout float64) {
	later := seenAfter + timeout/2
	if now.timeout < s.timeout {
		later = seenAfter
	}
	s.main = approach(s.main, now.main, dt, seenAfter)
	s.tailW = approach(s.tailW, now.tailW, dt, seenAfter)
	s.tail = approach(s.tail, now.tail, dt, seenAfter)
	s.refused = approach(s.refused, now.refused, dt, seenAfter)
	s.timeout = approach(s.timeout, now.timeout, dt, later)
	s.broken = approach(s.broken, now.broken, dt, seenAfter)
	s.once = 1 - (1-s.refused)*(1-s.timeout)*(1-s.broken)
}

// transport adds to the callee's own time what lies in between: names, connections, packets, kernel.
// The second result is the share of attempts that get no connection.
func (w *World) transport(op *Op, c *CallState, node int, fx *Effects) (Dist, float64) {
	d := c.To.Dist
	protocol := c.Edge.Protocol
	refused := 0.0
	if protocol == shop.Postgres {
		pool := &w.Services[op.Service].Pool
		d.Main = d.Main*fx.Service[op.Service].QueryFactor + pool.Wait
		refused = pool.Fail
	}
	p := w.pathTo(node, c.To.Service)
	d.Main += 1.3 * p.rtt
	lost := 1 - math.Pow(1-p.loss, segments(c.To.Plan))
	d = d.AddTail(lost*rtoShare, rto*(1+2.5*p.loss))
	fresh := newConns(protocol)
	d = d.AddTail(fresh*(1-(1-p.loss)*(1-p.loss)), synTimeout)
	d = d.AddTail(fresh*p.newConn, synTimeout)
	refused += fresh * p.newConn * p.newConn
	if c.To.Service >= 0 {
		stall := fx.Service[c.To.Service].AcceptStall
		d = d.AddTail(fresh*stall+0.35*stall, synTimeout*fresh+stuckRequest)
		refused += fresh * stall * stall
		deny := fx.Deny[[2]int{op.Service, c.To.Service}]
		d = d.AddTail(deny, math.Min(synTimeout, c.Plan.Timeout))
		refused = 1 - (1-refused)*(1-deny)
		if w.down(c.To.Service) {
			refused = 1
		}
	}
	if p.hook > 0 {
		d = d.AddTail(0.45, 3*p.hook)
	}
	d, unnamed := w.lookUp(d, lookups(protocol), p, fx)
	return d, clamp(1-(1-refused)*(1-unnamed), 0, 1)
}

// lookUp adds the time and the failures of name resolution for the share of calls that need it.
func (w *World) lookUp(d Dist, share float64, p path, fx *Effects) (Dist, float64) {
	d.Main += share * w.DNS.Server.Main
	d = d.AddTail(share*w.DNS.Server.TailW, w.DNS.Server.Tail)
	d = d.AddTail(share*clamp(w.DNS.lost+p.newConn, 0, 1), dnsTimeout)
	fail := w.DNS.ServFail
	if fx.DNS.SlowSeconds > dnsTimeout { // the resolver asks twice, then gives up
		fail += 0.3 * fx.DNS.SlowShare
	}
	return d, share * fail
}

func (w *World) down(service int) bool {
	for _, p := range w.Services[service].Pods {
		if p.Ready() {
			return false
		}
	}
	return true
}

// joinCalls averages what the nodes see, weighted by where the calling pods run.
func (w *World) joinCalls(op *Op) {
	for _, c := range op.Calls {
		var m seen
		for n := range w.Nodes {
			share := w.share(op.Service, n)
			s := c.perNode[n]
			m.main += share * s.main
			m.tailW += share * s.tailW
			m.tail += share * s.tailW * s.tail
			m.once += share * s.once
			m.timeout += share * s.timeout
			m.refused += share * s.refused
		}
		c.Once, c.Timeout, c.Refused = m.once, m.timeout, m.refused
		c.Fail = math.Pow(m.once, float64(1+c.Plan.Retries))
		c.Dist = Dist{Main: math.Max(m.main, 1e-5), Sigma: callSigma, TailW: m.tailW}
		if m.tailW > 1e-9 {
			c.Dist.Tail = m.tail / m.tailW
		}
	}
}

// joinPods mixes the pods of an operation; pods that are much slower than the rest become part of the tail.
func (w *World) joinPods(op *Op, fx *Effects) {
	s := w.Services[op.Service]
	e := fx.Service[op.Service]
	var mains []float64
	var tailW, excess, frozen, count float64
	op.Fail500, op.Fail503, op.Fail504 = 0, 0, 0
	for _, p := range s.Pods {
		if !p.Ready() {
			continue
		}
		count++
		if p.Frozen {
			frozen++
			continue
		}
		n := op.byNode[p.Node]
		wait := op.Plan.Wait + e.Delay
		if op.Plan.Name == "write" {
			wait += w.Nodes[p.Node].FsyncExtra
		}
		own := op.Plan.CPU*p.Stretch*(1+3*w.memoryPressure(p)) + p.Wait + wait
		mains = append(mains, own+n.chain.main)
		tailW += 1 - n.chain.clear
		excess += n.chain.excess
		alive := 1 - p.ErrorRate
		if op.Plan.UserShare > 0 || op.Plan.Transaction != "" {
			alive *= 1 - quietErrors
		}
		op.Fail500 += 1 - alive
		op.Fail503 += alive * (p.Shed + (1-p.Shed)*clamp(n.fail503, 0, 1))
		op.Fail504 += alive * (1 - p.Shed) * clamp(n.fail504, 0, 1-clamp(n.fail503, 0, 1))
		if op.Plan.Name == "write" && w.Nodes[p.Node].DiskUsed > 0.955 {
			op.Fail500 += 0.9 // no space left on device
		}
	}
	if count == 0 {
		op.Dist, op.Fail503 = Dist{Main: 0.002, Sigma: 0.3}, 1
		return
	}
	op.Fail500, op.Fail503, op.Fail504 = op.Fail500/count, op.Fail503/count, op.Fail504/count
	op.Dist = mix(mains, tailW/count, excess/count, frozen/count)
}

func mix(mains []float64, tailW, excess, frozen float64) Dist {
	if len(mains) == 0 {
		return Dist{Main: 30, Sigma: 0.2}
	}
	least := mains[0]
	for _, m := range mains {
		least = math.Min(least, m)
	}
	fast, slow, nFast, nSlow := 0.0, 0.0, 0.0, 0.0
	for _, m := range mains {
		if m > 3*least+0.05 {
			slow += m
			nSlow++
		} else {
			fast += m
			nFast++
		}
	}
	d := Dist{Main: fast / nFast, Sigma: callSigma}
	if tailW > 1e-9 {
		d = d.AddTail(tailW, excess/tailW)
	}
	if nSlow > 0 {
		d = d.AddTail(nSlow/(nFast+nSlow), slow/nSlow-d.Main)
	}
	return d.AddTail(frozen, 30)
}

// stepPools fills the database connection pools: used connections are rate times duration (Little's law).
func (w *World) stepPools(dt float64, fx *Effects) {
	for _, s := range w.Services {
		if s.Plan.PoolMax == 0 {
			continue
		}
		pool := &s.Pool
		pool.Max = float64(s.Plan.PoolMax * len(s.Pods))
		pool.Query = w.databaseTime(s.Index, fx)
		mean := math.Min(pool.Query.Mean(), 3)
		wanted := pool.Rate * mean
		pool.Used = approach(pool.Used, math.Min(wanted, pool.Max), dt, 0.5)
		most := pool.Rate * 2 // those that have waited for two seconds give up
		pool.Pending = clamp(pool.Pending+(pool.Rate-pool.Max/mean)*dt, 0, math.Max(most, 0.001))
		pool.Wait = pool.Pending * mean / pool.Max
		pool.Fail = 0
		if wanted > pool.Max && pool.Pending >= 0.9*most {
			pool.Fail = clamp(1-pool.Max/wanted, 0, 1)
		}
		pool.Wait = math.Min(pool.Wait, 2)
	}
}

// databaseTime is the mean of a service's database operations, as its driver measures them.
func (w *World) databaseTime(service int, fx *Effects) Dist {
	var d Dist
	total := 0.0
	for _, op := range w.Ops {
		if op.Service != service {
			continue
		}
		for _, c := range op.Calls {
			if c.Edge.Protocol == shop.Postgres {
				total += c.Rate
				d.Main += c.Rate * c.To.Dist.Main
				d.TailW += c.Rate * c.To.Dist.TailW
				d.Tail = math.Max(d.Tail, c.To.Dist.Tail)
			}
		}
	}
	if total == 0 {
		return Dist{Main: 0.003, Sigma: callSigma}
	}
	d.Main = d.Main/total*fx.Service[service].QueryFactor + crossNodeRTT
	d.TailW /= total
	d.Tail = math.Max(d.Tail, d.Main)
	d.Sigma = callSigma
	return d
}
