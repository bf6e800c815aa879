package plugin

import (
	"context"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/runbook"
	"github.com/strata-sre/strata-sre-app/pkg/signals"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const maxTickComment = 2_000 // characters

// ListIncidentRunbooks says which runbooks fit an incident and which are in use on it.
func (s *server) ListIncidentRunbooks(ctx context.Context, r api.ListIncidentRunbooksRequestObject) (api.ListIncidentRunbooksResponseObject, error) {
	org, h, err := s.enterRunbooks(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := org.store.Incident(ctx, org.id, r.Number); err != nil {
		return nil, err
	}
	alerts, _, err := org.store.IncidentAlerts(ctx, org.id, r.Number, maxAlerts)
	if err != nil {
		return nil, err
	}
	runs, err := org.store.RunbookRuns(ctx, org.id, r.Number)
	if err != nil {
		return nil, err
	}
	matches, links := h.books.Match(mapped(alerts, alertToMatch), runbookOfSignal(h.catalog))
	return api.ListIncidentRunbooks200JSONResponse{
		Matches: mapped(matches, s.encodeMatch),
		Links:   mapped(links, func(l runbook.OutsideLink) api.OutsideRunbook { return api.OutsideRunbook{Alert: l.Alert, Url: l.URL} }),
		Runs:    mapped(runs, func(run *store.RunbookRun) api.RunbookRun { return encodeRun(run, h.books) }),
	}, nil
}

// enterRunbooks is for routes that cannot do without the store.
func (s *server) enterRunbooks(ctx context.Context) (*organisation, shelf, error) {
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, shelf{}, err
	}
	h, err := s.shelf(ctx)
	return org, h, err
}

func alertToMatch(v store.AlertView) runbook.Alert {
	o := v.Occurrence
	return runbook.Alert{Name: o.Name, Signal: o.Signal, Labels: v.Labels, Runbook: o.Links.Runbook, Severity: string(o.Severity), Firing: o.State == incident.Firing}
}

func runbookOfSignal(view *signals.View) func(string) string {
	return func(id string) string {
		sig, ok := view.Catalog.Signal(id)
		if !ok || sig.Alert == nil {
			return ""
		}
		return sig.Alert.Runbook
	}
}

func (s *server) encodeMatch(m runbook.Match) api.RunbookMatch {
	return api.RunbookMatch{
		Id: m.Entry.ID, Title: m.Entry.Title(), Kind: api.RunbookKind(m.Entry.Doc.Kind), Steps: len(m.Entry.Doc.Steps()), Stale: s.app.runbooks.Stale(m.Entry),
		VerifiedAt: optionalTime(m.Entry.VerifiedAt), By: api.RunbookMatchBy(m.By), Alert: m.Alert, Detail: optional(m.Detail), Alerts: m.Alerts,
	}
}

// StartRun starts a runbook on an incident.
func (s *server) StartRun(ctx context.Context, r api.StartRunRequestObject) (api.StartRunResponseObject, error) {
	org, h, err := s.enterRunbooks(ctx)
	if err != nil {
		return nil, err
	}
	e, err := h.books.Find(r.Body.Runbook)
	if err != nil {
		return nil, err
	}
	run, _, err := s.runs(org).Start(ctx, e, r.Number, h.caller.login)
	if err != nil {
		return nil, err
	}
	return api.StartRun200JSONResponse(encodeRun(run, h.books)), nil
}

// TickStep says what became of a step.
func (s *server) TickStep(ctx context.Context, r api.TickStepRequestObject) (api.TickStepResponseObject, error) {
	tick, err := tickOf(*r.Body)
	if err != nil {
		return nil, err
	}
	org, h, err := s.enterRunbooks(ctx)
	if err != nil {
		return nil, err
	}
	run, err := s.runs(org).Step(ctx, r.Number, r.RunId, r.Position, h.caller.login, tick)
	if err != nil {
		return nil, err
	}
	return api.TickStep200JSONResponse(encodeRun(run, h.books)), nil
}

func tickOf(body api.Tick) (runbook.Tick, error) {
	tick := runbook.Tick{Seen: body.Seen, State: (*string)(body.State), Verdict: (*string)(body.Verdict), Comment: body.Comment}
	if body.State != nil && !body.State.Valid() {
		return tick, badParam("state", "%q is not a state of a step.", string(*body.State)).Try("Use open, done or skipped.")
	}
	if body.Verdict != nil && !body.Verdict.Valid() {
		return tick, badParam("verdict", "%q is not a verdict.", string(*body.Verdict)).Try("Use helped, wrong or missing, or leave it empty.")
	}
	_, err := text("comment", body.Comment, maxTickComment)
	return tick, err
}

// EndRun ends a run.
func (s *server) EndRun(ctx context.Context, r api.EndRunRequestObject) (api.EndRunResponseObject, error) {
	comment, err := text("comment", r.Body.Comment, maxTickComment)
	if err != nil {
		return nil, err
	}
	org, h, err := s.enterRunbooks(ctx)
	if err != nil {
		return nil, err
	}
	run, err := s.runs(org).End(ctx, r.Number, r.RunId, h.caller.login, comment)
	if err != nil {
		return nil, err
	}
	return api.EndRun200JSONResponse(encodeRun(run, h.books)), nil
}

func (s *server) runs(org *organisation) runbook.Runs {
	return runbook.Runs{Org: org.id, Store: org.store, Engine: org.engine, Now: s.app.now}
}
