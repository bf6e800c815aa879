package plugin

import (
	"context"
	"fmt"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
)

// tooLate is how late timers may be before the status warns.
const tooLate = time.Minute

// wakeUp opens the store at once, and again until it opens: timers must not wait for a request because the store was down when
// the instance was made.
func (r *runtime) wakeUp(ctx context.Context) {
	for {
		if r.bad != nil || r.tryOpen(ctx) || !rest(ctx, retryAfter) {
			return
		}
	}
}

// tryOpen says whether there is nothing more to try.
func (r *runtime) tryOpen(ctx context.Context) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.open(ctx) == nil || r.closed
}

func (a *App) timersPart() api.StatusPart {
	if err := a.runtime.tendedProblem(); err != nil {
		return broken("timers", err)
	}
	l, awake := a.runtime.howAwake()
	details := map[string]string{"awakeSince": awake.UTC().Format(time.RFC3339)}
	part := api.StatusPart{Id: "timers", State: api.StatusPartStateOk, Message: "What is due is done within 2 s while this plugin runs.", Details: &details}
	details["worstSinceAwake"] = l.worst.Truncate(time.Second).String()
	if l.looked.IsZero() {
		return part
	}
	details["lastLook"] = l.looked.UTC().Format(time.RFC3339)
	details["late"] = l.late.Truncate(time.Second).String()
	switch silent := a.now().Sub(l.looked); {
	case silent > tooLate:
		part.State, part.Message = api.StatusPartStateWarning, fmt.Sprintf("Timers were not looked after for %s.", silent.Truncate(time.Second))
		part.Fix = optional("Look at the store's part of this status, and at Grafana's log.")
	case l.late > tooLate:
		part.State, part.Message = api.StatusPartStateWarning, fmt.Sprintf("The oldest timer that is due waits since %s.", l.late.Truncate(time.Second))
		part.Fix = optional("Steps of playbooks wait for an instance of their own organisation: set up what wakes each after a restart (configuration, After a restart).")
	}
	return part
}

func (r *runtime) howAwake() (lateness, time.Time) {
	r.mu.Lock()
	awake := r.awake
	r.mu.Unlock()
	r.tendMu.Lock()
	defer r.tendMu.Unlock()
	return r.tended.lateness, awake
}
