package model

import (
	"math"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/noise"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// stepLoad carries the users' load down the call graph. Retries and give-ups follow from what callers saw in the step before.
func (w *World) stepLoad(fx *Effects) {
	giveUp := w.userFailures()
	w.Users = shop.PeakRPS * w.Rhythm(w.Now) * fx.Load * (1 - 0.3*giveUp) *
		(1 + 0.03*w.Noise.Smooth(noise.Key("users"), w.Now, 40*time.Second) + 0.02*w.Noise.Smooth(noise.Key("users", "slow"), w.Now, 13*time.Minute))
	for _, op := range w.Ops {
		op.Rate = w.Users * op.Plan.UserShare
	}
	for _, s := range w.Services {
		s.Rate, s.Pool.Rate, s.CacheRate = 0, 0, 0
		e := fx.Service[s.Index]
		s.CacheHit = 0.92 - e.CacheMiss*0.87 + 0.01*w.Noise.Smooth(noise.Key("cache", s.Plan.Name), w.Now, 5*time.Minute)
	}
	w.DNS.Rate = 4
	for _, op := range w.Ops { // callers come before callees
		w.callDown(op, fx)
	}
}

func (w *World) callDown(op *Op, fx *Effects) {
	if op.Service >= 0 {
		w.Services[op.Service].Rate += op.Rate
	}
	reach := 1.0
	for _, c := range op.Calls {
		c.extra = 0
		if c.Plan.Fan < 1 && c.To.Plan.Service == "postgres" { // reads that a cache absorbs
			c.extra = fx.Service[op.Service].CacheMiss * 1.5
		}
		tries := 1.0
		for r := 1; r <= c.Plan.Retries; r++ {
			tries += math.Pow(c.Once, float64(r))
		}
		c.Rate = op.Rate * reach * (c.Plan.Fan + c.extra) * tries
		c.To.Rate += c.Rate
		if c.Edge.Protocol == shop.Postgres {
			w.Services[op.Service].Pool.Rate += c.Rate
		}
		if c.Edge.Protocol == shop.Redis {
			w.Services[op.Service].CacheRate += c.Rate
		}
		w.DNS.Rate += c.Rate * lookups(c.Edge.Protocol)
		if !c.Plan.Optional {
			reach *= 1 - c.Fail*math.Min(c.Plan.Fan, 1)
		}
	}
}

// lookups is the number of name lookups per call: connections are kept, so most calls need none.
func lookups(protocol string) float64 {
	switch protocol {
	case shop.HTTP:
		return 0.12
	case shop.External:
		return 0.5
	default:
		return 0.02
	}
}

// newConns is the number of new TCP connections per call.
func newConns(protocol string) float64 {
	switch protocol {
	case shop.HTTP:
		return 0.15
	case shop.External:
		return 0.5
	default:
		return 0.03
	}
}

// userFailures is the share of users' requests that failed in the last step.
func (w *World) userFailures() float64 {
	failed, all := 0.0, 0.0
	for _, op := range w.Ops {
		if op.Plan.UserShare > 0 {
			all += op.Rate
			failed += op.Rate * (op.Fail500 + op.Fail503 + op.Fail504)
		}
	}
	if all == 0 {
		return 0
	}
	return failed / all
}
