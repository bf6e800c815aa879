package runbook

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// States of a step of a run.
const (
	StepOpen    = "open"
	StepDone    = "done"
	StepSkipped = "skipped"
)

// Runs are runbooks in use on incidents of one organisation.
type Runs struct {
	Org    int64
	Store  *store.Store
	Engine *incident.Engine
	Now    func() time.Time
}

func (r Runs) time() time.Time { return r.Now().UTC().Truncate(time.Millisecond) }

// Start begins a runbook on an incident. While a run of the same runbook is open that one is given back, so that two people who
// start it at once work on one. The bool says whether it is new. Problems: not_found, merged, not_usable, too_many_runs.
func (r Runs) Start(ctx context.Context, e *Entry, number int64, login string) (*store.RunbookRun, bool, error) {
	if !e.Usable() {
		return nil, false, problem.New(problem.Refused, "not_usable", "The runbook %q is archived or cannot be read.", e.ID).At("runbook").
			Try("Look at its page, and put it back or mend it there.")
	}
	var run *store.RunbookRun
	created := false
	err := r.Store.Write(ctx, r.Org, func(ctx context.Context, tx *store.Tx) error {
		var err error
		if run, err = tx.OpenRunbookRun(ctx, number, e.ID); err != nil || run != nil {
			created = false
			return err
		}
		n, err := tx.CountRunbookRuns(ctx, number)
		if err != nil {
			return err
		}
		if n >= store.MaxRuns {
			return problem.New(problem.Refused, "too_many_runs", "Incident %d has %d runs of runbooks, which are the most.", number, n).Try("Go on with one of them.")
		}
		run = &store.RunbookRun{
			Incident: number, RunbookID: e.ID, Version: e.Version, Origin: string(e.Origin), Title: e.Title(), Source: e.Source, StartedBy: login, StartedAt: r.time(),
		}
		created = true
		// The entry comes first: without the incident it fails, and so does the run.
		run.ID = 0
		if err := r.record(ctx, tx, run, login, fmt.Sprintf("%s started (%s).", named(run), versionName(run)), map[string]any{"event": "started"}); err != nil {
			return err
		}
		return tx.AddRunbookRun(ctx, run)
	})
	return run, created, err
}

// Tick is what a person says about a step; nil leaves it as it is. Seen is the revision of the step that the person saw.
type Tick struct {
	State   *string // open, done or skipped
	Verdict *string // helped, wrong, missing, or empty to take it back
	Comment *string
	Seen    int64
}

// Step takes what a person says about a step. What holds already changes nothing; what somebody else changed meanwhile is refused.
// Problems: not_found, no_such_step, run_ended, stale_version.
func (r Runs) Step(ctx context.Context, number, runID int64, position int, login string, t Tick) (*store.RunbookRun, error) {
	var run *store.RunbookRun
	err := r.Store.Write(ctx, r.Org, func(ctx context.Context, tx *store.Tx) error {
		var err error
		if run, err = tx.RunbookRun(ctx, number, runID); err != nil {
			return err
		}
		doc, _ := Parse(run.Source)
		if position < 1 || position > len(doc.Steps()) {
			return problem.New(problem.NotFound, "no_such_step", "The run has no step %d.", position).At("position").Try("Load the incident again.")
		}
		before := stepOf(run, position)
		after := r.apply(before, login, t)
		if same(before, after) {
			return nil
		}
		if before.Revision != t.Seen {
			return problem.New(problem.Conflict, "stale_version", "Step %d was changed since you read it.", position).At("seen").
				Try("Look at it again, then repeat what you wanted to do.")
		}
		if !run.EndedAt.IsZero() && before.State != after.State {
			return problem.New(problem.Refused, "run_ended", "The run has ended; its steps stay as they are.").At("state").
				Try("Start the runbook again, or say how the step was.")
		}
		if after, err = tx.SaveRunbookStep(ctx, run.ID, after); err != nil {
			return err
		}
		setStep(run, after)
		body, data := sentence(run, before, after)
		return r.record(ctx, tx, run, login, body, data)
	})
	return run, err
}

// End ends a run; ending it again changes nothing. Problem: not_found.
func (r Runs) End(ctx context.Context, number, runID int64, login, comment string) (*store.RunbookRun, error) {
	var run *store.RunbookRun
	err := r.Store.Write(ctx, r.Org, func(ctx context.Context, tx *store.Tx) error {
		var err error
		if run, err = tx.RunbookRun(ctx, number, runID); err != nil || !run.EndedAt.IsZero() {
			return err
		}
		run.EndedBy, run.EndedAt, run.Comment = login, r.time(), comment
		if err := tx.EndRunbookRun(ctx, run); err != nil {
			return err
		}
		doc, _ := Parse(run.Source)
		done := 0
		for _, s := range run.Steps {
			if s.State != StepOpen {
				done++
			}
		}
		total := len(doc.Steps())
		body := withComment(fmt.Sprintf("%s ended: %d of %d steps done or skipped.", named(run), done, total), comment)
		return r.record(ctx, tx, run, login, body, map[string]any{"event": "ended", "done": done, "steps": total})
	})
	return run, err
}

func (r Runs) apply(s store.RunbookStep, login string, t Tick) store.RunbookStep {
	if t.State != nil && *t.State != s.State {
		s.State, s.DoneBy, s.DoneAt = *t.State, login, r.time()
		if s.State == StepOpen {
			s.DoneBy, s.DoneAt = "", time.Time{}
		}
	}
	if t.Verdict != nil && *t.Verdict != s.Verdict {
		s.Verdict, s.VerdictBy, s.VerdictAt = *t.Verdict, login, r.time()
		if s.Verdict == "" {
			s.VerdictBy, s.VerdictAt = "", time.Time{}
		}
	}
	if t.Comment != nil {
		s.Comment = *t.Comment
	}
	return s
}

func same(a, b store.RunbookStep) bool {
	return a.State == b.State && a.Verdict == b.Verdict && a.Comment == b.Comment
}

func stepOf(run *store.RunbookRun, position int) store.RunbookStep {
	for _, s := range run.Steps {
		if s.Position == position {
			return s
		}
	}
	return store.RunbookStep{Position: position, State: StepOpen}
}

func setStep(run *store.RunbookRun, step store.RunbookStep) {
	for i, s := range run.Steps {
		if s.Position == step.Position {
			run.Steps[i] = step
			return
		}
	}
	run.Steps = append(run.Steps, step)
}

func (r Runs) record(ctx context.Context, tx *store.Tx, run *store.RunbookRun, login, body string, data map[string]any) error {
	data["runbook"], data["version"], data["origin"] = run.RunbookID, run.Version, run.Origin
	if run.ID != 0 {
		data["run"] = run.ID
	}
	_, err := r.Engine.Record(ctx, tx, run.Incident, incident.Entry{
		Kind: incident.KindRunbook, Actor: incident.Actor{Type: incident.User, Name: login}, Body: body, Data: data,
	})
	return err
}

func named(run *store.RunbookRun) string { return "**" + incident.Plain(run.Title) + "**" }

func versionName(run *store.RunbookRun) string {
	switch Origin(run.Origin) {
	case Own:
		return fmt.Sprintf("version %d", run.Version)
	case File:
		return "from a file"
	default:
		return "built in"
	}
}

// sentence is small: a timeline is read in a hurry.
func sentence(run *store.RunbookRun, before, after store.RunbookStep) (string, map[string]any) {
	data := map[string]any{"event": "step", "step": after.Position, "state": after.State}
	var said []string
	if before.State != after.State {
		said = append(said, map[string]string{StepOpen: "open again", StepDone: "done", StepSkipped: "skipped"}[after.State])
	}
	if after.Verdict != "" {
		data["verdict"] = after.Verdict
	}
	if before.Verdict != after.Verdict {
		said = append(said, map[string]string{"": "verdict taken back", "helped": "it helped", "wrong": "it is wrong", "missing": "something is missing"}[after.Verdict])
	}
	comment := ""
	if before.Comment != after.Comment {
		comment = after.Comment
		if len(said) == 0 {
			said = append(said, "comment changed")
		}
	}
	return withComment(fmt.Sprintf("%s, step %d: %s.", named(run), after.Position, strings.Join(said, ", ")), comment), data
}

func withComment(body, comment string) string {
	if strings.TrimSpace(comment) == "" {
		return body
	}
	return body + "\n\n" + comment
}
