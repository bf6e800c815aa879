package playbook

import (
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// StepState is where a step of a playbook is.
type StepState string

// The states of a step.
const (
	StepDone   StepState = "done"
	StepNext   StepState = "next"   // it is planned
	StepHeld   StepState = "held"   // nobody is told now
	StepSpared StepState = "spared" // needless as long as somebody works on it, or nothing fires
	StepOver   StepState = "over"   // it was not needed
)

// StepProgress is one step of an incident's playbook.
type StepProgress struct {
	catalog.Step
	State StepState
	Due   time.Time // zero when it is not planned
	Done  time.Time // for the first time; zero when it is not
	Times int       // how often it was done
	Told  bool      // a channel was there when it was done last
}

// Progress is how far an incident is with its playbook.
type Progress struct {
	Playbook *catalog.Playbook // nil when it follows none
	Steps    []StepProgress
	Hold     Hold      // why nobody is told now; empty when people are
	Until    time.Time // of the hold; zero when it is not known
	AckDue   time.Time // by when somebody should have taken it; zero for no target
}

// Progress says how far an incident is at a time.
func (b *Book) Progress(inc *incident.Incident, now time.Time) Progress {
	out := Progress{Playbook: b.current(inc)}
	out.Hold, out.Until = hold(inc, now)
	if out.Playbook == nil {
		return out
	}
	if out.Playbook.Acknowledge > 0 {
		out.AckDue = inc.DetectedAt.Add(time.Duration(out.Playbook.Acknowledge))
	}
	for _, s := range out.Playbook.Steps {
		p := StepProgress{Step: s, State: StepOver}
		for _, state := range inc.Escalation.Steps {
			if state.ID == s.ID {
				p.Done, p.Times, p.Told = state.Done, state.Times, state.Times > 0 && !state.Untold
				p.State, p.Due = stateOf(inc, s, state, out.Hold)
			}
		}
		out.Steps = append(out.Steps, p)
	}
	return out
}

func stateOf(inc *incident.Incident, s catalog.Step, state incident.EscalationStep, why Hold) (StepState, time.Time) {
	again := state.Times > 0
	switch {
	case again && (state.Times >= limit(s) || why != "" || spared(inc, s, true)):
		return StepDone, time.Time{}
	case again:
		return StepDone, state.Due
	case why == HoldEnded:
		return StepOver, time.Time{}
	case spared(inc, s, false):
		return StepSpared, time.Time{}
	case why != "":
		return StepHeld, time.Time{}
	}
	return StepNext, state.Due
}
