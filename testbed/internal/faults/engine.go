package faults

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
)

const (
	recovery    = 4 * time.Second // in which a stopped fault fades
	maxSeverity = 1.0
)

// ErrUnknown says that there is no fault, or no active fault, of a name.
var ErrUnknown = errors.New("unknown fault")

// Request asks for a fault. Empty fields take the definition's defaults; a severity of 0 means 1.
type Request struct {
	Name     string   `json:"name"`
	Service  string   `json:"service,omitempty"`
	Node     string   `json:"node,omitempty"`
	Severity float64  `json:"severity,omitempty"`
	Duration Duration `json:"duration,omitempty"`
	Ramp     Duration `json:"ramp,omitempty"`
}

// Active is a fault that runs, or ran.
type Active struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Layer    string     `json:"layer"`
	Service  string     `json:"service,omitempty"`
	Space    string     `json:"namespace,omitempty"`
	Node     string     `json:"node,omitempty"`
	Severity float64    `json:"severity"`
	Ramp     Duration   `json:"ramp"`
	Start    time.Time  `json:"start"`
	Until    *time.Time `json:"until,omitempty"` // when it stops by itself
	End      *time.Time `json:"end,omitempty"`
	Signals  []string   `json:"signals"`

	target Target
	def    Definition
}

// Engine applies active faults. It is not safe for concurrent use.
type Engine struct {
	world  *model.World
	fx     *model.Effects
	truth  *Truth
	active []*Active
}

// NewEngine returns an engine without faults; truth may be nil.
func NewEngine(w *model.World, truth *Truth) *Engine {
	return &Engine{world: w, fx: model.NewEffects(), truth: truth}
}

// Start starts a fault at a time and writes its truth.
func (e *Engine) Start(r Request, now time.Time) (*Active, error) {
	def, ok := Find(r.Name)
	if !ok {
		return nil, fmt.Errorf("name: %w %q; `testbed fault list` shows all", ErrUnknown, r.Name)
	}
	if r.Severity == 0 {
		r.Severity = maxSeverity
	}
	if r.Severity < 0 || r.Severity > maxSeverity {
		return nil, fmt.Errorf("severity: %g is not between 0 and 1", r.Severity)
	}
	if r.Duration < 0 || r.Ramp < 0 {
		return nil, errors.New("duration, ramp: must not be negative")
	}
	target, err := def.resolve(e.world, r.Service, r.Node)
	if err != nil {
		return nil, err
	}
	if r.Ramp == 0 {
		r.Ramp = Duration(def.Ramp)
	}
	now = now.UTC().Truncate(time.Millisecond)
	a := &Active{ID: e.newID(def.Name, now), Name: def.Name, Layer: def.Layer, Severity: r.Severity, Ramp: r.Ramp,
		Start: now, Signals: def.Signals, target: target, def: def}
	if target.Service >= 0 {
		a.Service = e.world.Services[target.Service].Plan.Name
		a.Space = e.world.Services[target.Service].Plan.Namespace
	}
	if target.Node >= 0 {
		a.Node = e.world.Nodes[target.Node].Plan.Name
	}
	if r.Duration > 0 {
		until := now.Add(time.Duration(r.Duration))
		a.Until = &until
	}
	e.active = append(e.active, a)
	return a, e.truth.write("start", a)
}

func (e *Engine) newID(name string, now time.Time) string {
	id := name + "-" + strings.ToLower(now.Format("20060102T150405Z"))
	for n := 2; e.byID(id) != nil; n++ {
		id = fmt.Sprintf("%s-%s-%d", name, strings.ToLower(now.Format("20060102T150405Z")), n)
	}
	return id
}

func (e *Engine) byID(id string) *Active {
	for _, a := range e.active {
		if a.ID == id {
			return a
		}
	}
	return nil
}

// Stop stops the faults of a name or id, or all for "". It returns those it stopped.
func (e *Engine) Stop(name string, now time.Time) ([]*Active, error) {
	var out []*Active
	var failed error
	for _, a := range e.active {
		if a.End == nil && (name == "" || a.Name == name || a.ID == name) {
			failed = errors.Join(failed, e.end(a, now))
			out = append(out, a)
		}
	}
	if name != "" && len(out) == 0 {
		return nil, fmt.Errorf("name: %w: no active fault %q", ErrUnknown, name)
	}
	return out, failed
}

func (e *Engine) end(a *Active, at time.Time) error {
	at = at.UTC().Truncate(time.Millisecond)
	a.End = &at
	return e.truth.write("stop", a)
}

// Active returns the faults that have not been stopped.
func (e *Engine) Active() []*Active {
	out := []*Active{}
	for _, a := range e.active {
		if a.End == nil {
			out = append(out, a)
		}
	}
	return out
}

// Between returns the faults that were active at some time in between; those that ended more than an hour ago are forgotten.
func (e *Engine) Between(since, until time.Time) []*Active {
	out := []*Active{}
	for _, a := range e.active {
		if a.Start.Before(until) && (a.End == nil || a.End.After(since)) {
			out = append(out, a)
		}
	}
	return out
}

// Recent tells whether a fault is active or was, up to a while ago.
func (e *Engine) Recent(now time.Time, while time.Duration) bool {
	for _, a := range e.active {
		if a.End == nil || now.Sub(*a.End) < while {
			return true
		}
	}
	return false
}

// Effects returns the effects at a time; they are valid until the next call.
func (e *Engine) Effects(now time.Time) (*model.Effects, error) {
	e.fx.Reset()
	var failed error
	kept := e.active[:0]
	for _, a := range e.active {
		if a.End == nil && a.Until != nil && !now.Before(*a.Until) {
			failed = errors.Join(failed, e.end(a, *a.Until))
		}
		if level := a.level(now); level > 0 {
			a.def.Apply(e.fx, a.target, level)
		}
		if a.End == nil || now.Sub(*a.End) < time.Hour {
			kept = append(kept, a)
		}
	}
	e.active = kept
	return e.fx, failed
}

// level rises from the start over the ramp to the severity, and fades after the end.
func (a *Active) level(now time.Time) float64 {
	up := 1.0
	if a.Ramp > 0 {
		up = float64(now.Sub(a.Start)) / float64(a.Ramp)
	}
	level := a.Severity * max(0, min(up, 1))
	if now.Equal(a.Start) && a.Ramp == 0 {
		level = a.Severity
	}
	if a.End != nil {
		level *= max(0, 1-float64(now.Sub(*a.End))/float64(recovery))
	}
	return level
}

// Saved returns what Restore needs to continue the active faults.
func (e *Engine) Saved() []*Active { return e.Active() }

// Restore continues faults that were active when a state was saved.
func (e *Engine) Restore(list []*Active) error {
	for _, a := range list {
		def, ok := Find(a.Name)
		if !ok {
			return fmt.Errorf("state: %w %q", ErrUnknown, a.Name)
		}
		a.def = def
		a.target = Target{Service: -1, Node: -1}
		if a.Service != "" {
			a.target.Service = e.world.ServiceIndex(a.Service)
		}
		if a.Node != "" {
			a.target.Node = e.world.NodeIndex(a.Node)
		}
		e.active = append(e.active, a)
	}
	return nil
}
