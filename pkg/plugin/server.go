package plugin

import (
	"context"
	"errors"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

var _ api.StrictServerInterface = (*server)(nil)

// server is the contract's server: each method reads, calls one function of the domain or store, and writes.
type server struct{ app *App }

func (s *server) enter(ctx context.Context) (*organisation, caller, error) {
	c := callerOf(ctx)
	org, err := s.app.runtime.organisation(ctx, c.org)
	return org, c, err
}

func (s *server) ListIncidents(ctx context.Context, r api.ListIncidentsRequestObject) (api.ListIncidentsResponseObject, error) {
	filter, err := listFilter(r.Params)
	if err != nil {
		return nil, err
	}
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	incidents, next, err := org.store.Incidents(ctx, org.id, filter)
	if err != nil {
		return nil, err
	}
	return api.ListIncidents200JSONResponse{Incidents: mapped(incidents, encodeIncident), Next: optional(next)}, nil
}

func (s *server) GetOverview(ctx context.Context, _ api.GetOverviewRequestObject) (api.GetOverviewResponseObject, error) {
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	overview, err := org.store.Overview(ctx, org.id)
	if err != nil {
		return nil, err
	}
	return api.GetOverview200JSONResponse(encodeOverview(overview, s.app.now().UTC())), nil
}

func (s *server) GetIncident(ctx context.Context, r api.GetIncidentRequestObject) (api.GetIncidentResponseObject, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	detail, err := org.detail(ctx, c, r.Number)
	if err != nil {
		return nil, err
	}
	return api.GetIncident200JSONResponse(detail), nil
}

// detail reads an incident with its alerts and what the caller may do with it.
func (o *organisation) detail(ctx context.Context, c caller, number int64) (api.IncidentDetail, error) {
	inc, err := o.store.Incident(ctx, o.id, number)
	if err != nil {
		return api.IncidentDetail{}, err
	}
	alerts, more, err := o.store.IncidentAlerts(ctx, o.id, number, maxAlerts)
	if err != nil {
		return api.IncidentDetail{}, err
	}
	d := api.IncidentDetail{Incident: encodeIncident(inc), Alerts: mapped(alerts, encodeAlert), AlertsTruncated: optional(more), Allowed: []api.IncidentDetailAllowed{}}
	if c.role >= editor {
		d.Allowed = mapped(inc.Allowed(), func(v incident.Verb) api.IncidentDetailAllowed { return api.IncidentDetailAllowed(v) })
	}
	return d, nil
}

func (s *server) ListTimeline(ctx context.Context, r api.ListTimelineRequestObject) (api.ListTimelineResponseObject, error) {
	limit, err := number("limit", r.Params.Limit, defaultLines, 1, maxLines)
	if err != nil {
		return nil, err
	}
	after := int64(0)
	if r.Params.After != nil {
		after = *r.Params.After
	}
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := org.store.Incident(ctx, org.id, r.Number); err != nil {
		return nil, err
	}
	entries, more, err := org.store.Timeline(ctx, org.id, r.Number, after, limit)
	if err != nil {
		return nil, err
	}
	page := api.ListTimeline200JSONResponse{Entries: mapped(entries, encodeEntry)}
	if more {
		page.Next = optional(entries[len(entries)-1].Seq)
	}
	return page, nil
}

// act does one verb and answers the incident as it is then; a conflict carries the incident as it is now.
func (s *server) act(ctx context.Context, number int64, verb incident.Verb, body *api.Act) (api.IncidentAnswerJSONResponse, error) {
	var none api.IncidentAnswerJSONResponse
	words, err := note(body.Note)
	if err != nil {
		return none, err
	}
	org, c, err := s.enter(ctx)
	if err != nil {
		return none, err
	}
	action := incident.Action{By: c.login, Version: body.Version, Note: words, Confirm: body.Confirm != nil && *body.Confirm}
	err = org.store.Write(ctx, org.id, func(ctx context.Context, tx *store.Tx) error {
		_, err := org.engine.Act(ctx, tx, number, verb, action)
		return err
	})
	if p, ok := errors.AsType[*problem.Problem](err); err != nil && (!ok || p.Kind != problem.Conflict) {
		return none, err
	} else if err != nil {
		current, readErr := org.detail(ctx, c, number)
		if readErr != nil {
			return none, readErr
		}
		return none, &staleError{problem: p, current: current}
	}
	detail, err := org.detail(ctx, c, number)
	return api.IncidentAnswerJSONResponse(detail), err
}

func (s *server) AcknowledgeIncident(ctx context.Context, r api.AcknowledgeIncidentRequestObject) (api.AcknowledgeIncidentResponseObject, error) {
	answer, err := s.act(ctx, r.Number, incident.Acknowledge, r.Body)
	return api.AcknowledgeIncident200JSONResponse{IncidentAnswerJSONResponse: answer}, err
}

func (s *server) UnacknowledgeIncident(ctx context.Context, r api.UnacknowledgeIncidentRequestObject) (api.UnacknowledgeIncidentResponseObject, error) {
	answer, err := s.act(ctx, r.Number, incident.Unacknowledge, r.Body)
	return api.UnacknowledgeIncident200JSONResponse{IncidentAnswerJSONResponse: answer}, err
}

func (s *server) ResolveIncident(ctx context.Context, r api.ResolveIncidentRequestObject) (api.ResolveIncidentResponseObject, error) {
	answer, err := s.act(ctx, r.Number, incident.Resolve, r.Body)
	return api.ResolveIncident200JSONResponse{IncidentAnswerJSONResponse: answer}, err
}

func (s *server) ReopenIncident(ctx context.Context, r api.ReopenIncidentRequestObject) (api.ReopenIncidentResponseObject, error) {
	answer, err := s.act(ctx, r.Number, incident.Reopen, r.Body)
	return api.ReopenIncident200JSONResponse{IncidentAnswerJSONResponse: answer}, err
}

func (s *server) AddNote(ctx context.Context, r api.AddNoteRequestObject) (api.AddNoteResponseObject, error) {
	body, err := text("body", &r.Body.Body, maxText)
	if err != nil {
		return nil, err
	}
	if body == "" {
		return nil, badParam("body", "The note is empty.").Try("Write something.")
	}
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	var entry incident.Entry
	err = org.store.Write(ctx, org.id, func(ctx context.Context, tx *store.Tx) error {
		var err error
		entry, err = org.engine.Note(ctx, tx, r.Number, c.login, body)
		return err
	})
	if err != nil {
		return nil, err
	}
	return api.AddNote201JSONResponse(encodeEntry(entry)), nil
}
