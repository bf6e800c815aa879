package plugin

import (
	"context"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

func (s *server) SnoozeIncident(ctx context.Context, r api.SnoozeIncidentRequestObject) (api.SnoozeIncidentResponseObject, error) {
	reason, err := required("reason", &r.Body.Reason, maxReason)
	if err != nil {
		return nil, err
	}
	until, err := s.snoozeEnd(*r.Body)
	if err != nil {
		return nil, err
	}
	answer, err := s.act(ctx, r.Number, incident.SetSnooze{Until: until, Reason: reason}, incident.Action{Version: r.Body.Version}, nil)
	return api.SnoozeIncident200JSONResponse{IncidentAnswerJSONResponse: answer}, err
}

func (s *server) snoozeEnd(n api.NewSnooze) (time.Time, error) {
	if (n.Minutes == nil) == (n.Until == nil) {
		return time.Time{}, badParam("minutes", "Either minutes or until says how long.").Try("Send one of them.")
	}
	if n.Until != nil {
		return *n.Until, nil
	}
	minutes, err := number("minutes", n.Minutes, 0, 1, int(incident.MaxSnooze/time.Minute))
	return s.app.now().Add(time.Duration(minutes) * time.Minute), err
}

func (s *server) UnsnoozeIncident(ctx context.Context, r api.UnsnoozeIncidentRequestObject) (api.UnsnoozeIncidentResponseObject, error) {
	answer, err := s.act(ctx, r.Number, incident.Unsnooze, incident.Action{Version: r.Params.Version}, nil)
	return api.UnsnoozeIncident200JSONResponse{IncidentAnswerJSONResponse: answer}, err
}
