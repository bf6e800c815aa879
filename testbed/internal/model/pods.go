package model

import (
	"math"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/noise"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// PodState is where a pod stands in its life.
type PodState int

// States of a pod, in the order of a normal start.
const (
	StatePending PodState = iota
	StateCreating
	StateStarting // running, not yet ready
	StateReady
	StateBackOff // crashed, waiting to be started again
)

// Times that a pod spends in each state, seconds.
const (
	pendingTime  = 1.0
	creatingTime = 1.5
	startingTime = 2.5
	crashTime    = 1.5
	backOffMin   = 10.0
	backOffMax   = 40.0
	frozenAfter  = 8.0 // until a silent node counts as not ready
)

// Pod is one pod with one container.
type Pod struct {
	Service, Node, Slot, Revision int
	Name, IP                      string
	Created                       time.Time
	Started                       time.Time
	State                         PodState
	Restarts, OOMKills            int
	LastReason                    string // of the last termination
	Frozen                        bool   // its node stands still

	Memory, Leaked  float64
	Demand, Used    float64 // cores
	Capacity        float64
	Throttled       float64 // share of scheduling periods
	Backlog         float64 // core-seconds of queued work
	Wait            float64 // seconds that a request queues here
	Stretch         float64 // factor on CPU time through contention
	Shed            float64 // share of requests refused
	ErrorRate       float64
	Timer, CrashFor float64
	Crashes         int
}

// Ready tells whether the pod is an endpoint of its service.
func (p *Pod) Ready() bool { return p.State == StateReady }

// Running tells whether the container runs.
func (p *Pod) Running() bool { return p.State == StateStarting || p.State == StateReady }

func (w *World) addPod(s *Service, state PodState) *Pod {
	ordinal := s.Ordinal
	s.Ordinal++
	offset := int(w.Noise.Bits(noise.Key("placement", s.Plan.Name), 0) % uint64(len(w.Nodes)))
	node := (offset + ordinal) % len(w.Nodes)
	if s.Plan.Kind == shop.DaemonSet {
		node = ordinal % len(w.Nodes)
	}
	n := w.Nodes[node]
	n.slots++
	p := &Pod{Service: s.Index, Node: node, Slot: n.slots, Revision: s.Revision, Name: shop.PodName(w.Noise, s.Plan, s.Revision, ordinal),
		IP: shop.PodIP(node, n.slots), Created: w.Now, Started: w.Now, State: state, Memory: s.Plan.MemBase, Stretch: 1}
	s.Pods = append(s.Pods, p)
	w.Pods = append(w.Pods, p)
	return p
}

func (w *World) removePod(s *Service, p *Pod) {
	s.Pods = without(s.Pods, p)
	w.Pods = without(w.Pods, p)
}

func without(list []*Pod, p *Pod) []*Pod {
	out := make([]*Pod, 0, len(list))
	for _, other := range list {
		if other != p {
			out = append(out, other)
		}
	}
	return out
}

func (w *World) stepPods(dt float64, fx *Effects) {
	for i, s := range w.Services {
		e := fx.Service[i]
		s.CPULimit = s.Plan.CPULimit * e.LimitFactor
		w.rollout(s, e)
		for n, p := range s.Pods {
			crashing := float64(n) < math.Ceil(e.Crash*float64(len(s.Pods))-1e-9)
			w.live(p, dt, crashing, w.Nodes[p.Node])

		}
	}
}

// rollout replaces the pods of a wrong revision one by one, each new pod being ready before an old one goes.
func (w *World) rollout(s *Service, e ServiceEffects) {
	if s.Plan.Kind != shop.Deployment {
		return
	}
	s.Revision = 0
	if e.Deploy {
		s.Revision = 1
	}
	var old *Pod
	starting := false
	for _, p := range s.Pods {
		if p.Revision != s.Revision {
			if old == nil {
				old = p
			}
		} else if p.State < StateReady {
			starting = true
		}
	}
	switch {
	case starting:
	case len(s.Pods) > s.Plan.Replicas && old != nil:
		w.removePod(s, old)
	case old != nil:
		w.addPod(s, StatePending)
	}
}

// live moves one pod through its states.
func (w *World) live(p *Pod, dt float64, crashing bool, n *Node) {
	p.Frozen = n.Hang > 0
	if p.Frozen {
		if n.Hang > frozenAfter && p.State == StateReady {
			p.State, p.Timer = StateStarting, 0
		}
		return
	}
	p.Timer += dt
	if crashing && p.Running() {
		p.CrashFor += dt
		if p.CrashFor >= crashTime {
			w.crash(p, "Error")
		}
		return
	}
	p.CrashFor = 0
	w.advance(p)
}

func (w *World) advance(p *Pod) {
	for {
		need := map[PodState]float64{StatePending: pendingTime, StateCreating: creatingTime, StateStarting: startingTime, StateBackOff: p.backOff()}[p.State]
		if p.State == StateReady || p.Timer < need {
			break
		}
		p.Timer -= need
		switch p.State {
		case StateBackOff:
			p.State, p.Started = StateStarting, w.Now
		case StateCreating:
			p.State, p.Started = StateStarting, w.Now
		default:
			p.State++
		}
	}
	if p.State == StateReady && p.Timer > 60 {
		p.Crashes = 0
	}
}

func (p *Pod) backOff() float64 {
	if p.LastReason == "OOMKilled" && p.Crashes <= 1 {
		return 1 // the first restart comes at once
	}
	return math.Min(backOffMin*math.Pow(2, float64(p.Crashes-1)), backOffMax)
}

func (w *World) crash(p *Pod, reason string) {
	p.State, p.LastReason, p.Timer, p.CrashFor = StateBackOff, reason, 0, 0
	p.Restarts++
	p.Crashes++
	p.Backlog, p.Leaked = 0, 0
}

// stepMemory follows load and leaks; close to the limit a process spends its time on garbage collection, then is killed.
func (w *World) stepMemory(dt float64, fx *Effects) {
	for _, p := range w.Pods {
		s := w.Services[p.Service]
		if !p.Running() {
			p.Memory = 0
			continue
		}
		leak := fx.Service[p.Service].Leak
		if leak == 0 {
			p.Leaked = math.Max(0, p.Leaked-dt*s.Plan.MemLimit*0.02)
		}
		slower := clamp((0.985-p.Memory/s.Plan.MemLimit)*6, 0, 1) // garbage collection holds out for a while
		leak = math.Min(leak, math.Max(leak*slower, s.Plan.MemLimit*0.0008))
		p.Leaked += leak * dt
		wander := 1 + 0.02*w.Noise.Smooth(noise.Key("memory", p.Name), w.Now, 7*time.Minute)
		p.Memory = (s.Plan.MemBase+s.Plan.MemPerRPS*s.Rate/float64(len(s.Pods)))*wander + p.Leaked
		if p.Memory >= s.Plan.MemLimit*0.998 && s.Plan.MemLimit > 0 {
			p.OOMKills++
			w.crash(p, "OOMKilled")
		}
	}
}

// memoryPressure is 0 up to 85 % of the limit and 1 at the limit.
func (w *World) memoryPressure(p *Pod) float64 {
	limit := w.Services[p.Service].Plan.MemLimit
	if limit == 0 {
		return 0
	}
	return clamp((p.Memory/limit-0.85)/0.13, 0, 1)
}
