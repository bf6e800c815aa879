package plugin

import (
	"context"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// GetRunbook serves what to do about an alert, and which of the organisation's signals lead to it.
func (s *server) GetRunbook(ctx context.Context, r api.GetRunbookRequestObject) (api.GetRunbookResponseObject, error) {
	view, err := s.app.view(ctx, callerOf(ctx).org)
	if err != nil {
		return nil, err
	}
	found, ok := view.Catalog.Runbook(r.RunbookId)
	if !ok {
		return nil, problem.New(problem.NotFound, "unknown_runbook", "There is no runbook %q.", r.RunbookId).At("runbookId").Try("Follow the link of an alert, or look at Alert rules.")
	}
	return api.GetRunbook200JSONResponse{Id: found.ID, Title: found.Title, Body: found.Body, Signals: view.Catalog.RunbookSignals(found.ID)}, nil
}
