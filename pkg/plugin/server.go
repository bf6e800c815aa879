package plugin

import (
	"context"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
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
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	filter.Reader = c.reader()
	incidents, next, err := org.store.Incidents(ctx, org.id, filter)
	if err != nil {
		return nil, err
	}
	return api.ListIncidents200JSONResponse{Incidents: mapped(incidents, encodeIncident), Next: optional(next)}, nil
}

func (s *server) GetOverview(ctx context.Context, _ api.GetOverviewRequestObject) (api.GetOverviewResponseObject, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	overview, err := org.store.Overview(ctx, org.id, c.reader())
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
	if err == nil && !c.reader().MayRead(inc) {
		err = incident.NotFound(number)
	}
	if err != nil {
		return api.IncidentDetail{}, err
	}
	alerts, more, err := o.store.IncidentAlerts(ctx, o.id, number, maxAlerts)
	if err != nil {
		return api.IncidentDetail{}, err
	}
	d := api.IncidentDetail{Incident: encodeIncident(inc), Alerts: mapped(alerts, encodeAlert), AlertsTruncated: optional(more), Allowed: []api.IncidentDetailAllowed{}, Statuses: []api.IncidentStatus{}}
	later, err := o.store.Recurrences(ctx, o.id, number, c.reader())
	if err != nil {
		return api.IncidentDetail{}, err
	}
	if len(later) > 0 {
		d.Recurrences = &later
	}
	standing, err := o.store.ReviewState(ctx, o.id, number)
	if err != nil {
		return api.IncidentDetail{}, err
	}
	if standing != nil {
		d.Review = &api.ReviewStanding{State: standing.State, DueAt: optionalTime(standing.DueAt), Overdue: standing.Overdue}
	}
	if c.role >= editor {
		d.Allowed = mapped(inc.Allowed(), func(v incident.Verb) api.IncidentDetailAllowed { return api.IncidentDetailAllowed(v) })
		d.Statuses = mapped(inc.Status.NextByHand(), func(s incident.Status) api.IncidentStatus { return api.IncidentStatus(s) })
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

func (s *server) AddNote(ctx context.Context, r api.AddNoteRequestObject) (api.AddNoteResponseObject, error) {
	body, err := text("body", &r.Body.Body, maxText)
	if err != nil {
		return nil, err
	}
	if body == "" {
		return nil, badParam("body", "The note is empty.").Try("Write something.")
	}
	links, err := incidentLinks(deref(r.Body.Links))
	if err != nil {
		return nil, err
	}
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	var entry incident.Entry
	err = org.store.Write(ctx, org.id, func(ctx context.Context, tx *store.Tx) error {
		var err error
		entry, err = org.engine.Note(ctx, tx, r.Number, incident.Note{By: c.login, Body: body, At: timeOr(r.Body.At), Links: links})
		return err
	})
	if err != nil {
		return nil, err
	}
	return api.AddNote201JSONResponse(encodeEntry(entry)), nil
}
