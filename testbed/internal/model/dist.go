package model

import "math"

// Dist is a distribution of durations in seconds: a log-normal bulk and, with weight TailW, a slower log-normal tail
// (calls that met a retransmission, a slow lookup, a stuck pod).
type Dist struct {
	Main, Sigma float64 // median of the bulk, and its spread in log units
	TailW, Tail float64 // share of the tail, and its median
}

const tailSigma = 0.35

// Mean is the expected duration.
func (d Dist) Mean() float64 {
	return (1-d.TailW)*d.Main*math.Exp(d.Sigma*d.Sigma/2) + d.TailW*d.Tail*math.Exp(tailSigma*tailSigma/2)
}

// CDF is the share of durations up to x.
func (d Dist) CDF(x float64) float64 {
	share := (1 - d.TailW) * phi(math.Log(x/d.Main)/d.Sigma)
	if d.TailW > 0 {
		share += d.TailW * phi(math.Log(x/d.Tail)/tailSigma)
	}
	return share
}

// Quantile finds the duration that a share q stays below, by bisection.
func (d Dist) Quantile(q float64) float64 {
	lo, hi := 1e-7, 1e4
	for range 30 { // eleven decades halved thirty times
		mid := math.Sqrt(lo * hi)
		if d.CDF(mid) < q {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi
}

// AddTail mixes in a share w of durations that are extra seconds longer.
func (d Dist) AddTail(w, extra float64) Dist {
	w = clamp(w, 0, 1)
	if w < 1e-9 || extra <= 0 {
		return d
	}
	tail := d.Main + extra
	all := 1 - (1-w)*(1-d.TailW)
	sum := w*extra + d.TailW*math.Max(d.Tail-d.Main, 0)
	d.TailW, d.Tail = all, math.Max(d.Main+sum/all, math.Min(tail, d.Main*1.01))
	return d
}

// Cut limits durations to a timeout and returns the share that ran into it.
func (d Dist) Cut(timeout float64) (Dist, float64) {
	over := 1 - d.CDF(timeout)
	if over < 1e-9 {
		return d, 0
	}
	d.Main = math.Min(d.Main, timeout)
	d.Tail = math.Min(d.Tail, timeout)
	return d, over
}

// Bounds are bucket bounds with their logarithms.
type Bounds struct{ Le, log []float64 }

// NewBounds prepares bucket bounds, in rising order.
func NewBounds(le ...float64) Bounds {
	b := Bounds{Le: le}
	for _, v := range le {
		b.log = append(b.log, math.Log(v))
	}
	return b
}

// Shares fills out with the CDF at each of the bounds.
func (d Dist) Shares(b Bounds, out []float64) []float64 {
	out = out[:0]
	main, tail := math.Log(d.Main), 0.0
	if d.TailW > 0 {
		tail = math.Log(d.Tail)
	}
	for _, log := range b.log {
		share := (1 - d.TailW) * phi((log-main)/d.Sigma)
		if d.TailW > 0 {
			share += d.TailW * phi((log-tail)/tailSigma)
		}
		out = append(out, share)
	}
	return out
}

// chain accumulates the distributions of calls that are made one after the other.
type chain struct {
	main, clear, excess float64
}

func newChain(own float64) chain { return chain{main: own, clear: 1} }

func (c *chain) add(d Dist, fan float64) {
	c.main += fan * d.Main
	if d.TailW > 0 {
		c.clear *= math.Pow(1-math.Min(d.TailW, 0.9999), fan)
		c.excess += fan * d.TailW * math.Max(d.Tail-d.Main, 0)
	}
}

func (c chain) dist(sigma float64) Dist {
	d := Dist{Main: c.main, Sigma: sigma}
	if w := 1 - c.clear; w > 1e-9 {
		d.TailW, d.Tail = w, c.main+c.excess/w
	}
	return d
}

// phi is the standard normal distribution function, from a table (error below 1e-4, ample for buckets).
func phi(z float64) float64 {
	pos := (z + phiRange) * phiSteps
	if pos <= 0 {
		return 0
	}
	i := int(pos)
	if i >= len(phiTable)-1 {
		return 1
	}
	f := pos - float64(i)
	return phiTable[i]*(1-f) + phiTable[i+1]*f
}

const (
	phiRange = 5
	phiSteps = 64
)

var phiTable = func() []float64 {
	out := make([]float64, 2*phiRange*phiSteps+1)
	for i := range out {
		out[i] = 0.5 * math.Erfc(-(float64(i)/phiSteps-phiRange)/math.Sqrt2)
	}
	return out
}()

func clamp(x, lo, hi float64) float64 { return math.Max(lo, math.Min(hi, x)) }

// approach moves x towards target with time constant tau over dt seconds.
func approach(x, target, dt, tau float64) float64 {
	return target + (x-target)*math.Exp(-dt/tau)
}
