package plugin

import (
	"context"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const (
	defaultSimilar = 5
	maxSimilar     = 20
)

// ListSimilar answers incidents like this one, as far as the caller may see them.
func (s *server) ListSimilar(ctx context.Context, r api.ListSimilarRequestObject) (api.ListSimilarResponseObject, error) {
	limit, err := number("limit", r.Params.Limit, defaultSimilar, 1, maxSimilar)
	if err != nil {
		return nil, err
	}
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	found, err := org.store.SimilarTo(ctx, org.id, r.Number, c.reader(), limit)
	if err != nil {
		return nil, err
	}
	return api.ListSimilar200JSONResponse{Incidents: mapped(found, encodeSimilar)}, nil
}

func encodeSimilar(s store.Similar) api.SimilarIncident {
	return api.SimilarIncident{
		Incident: encodeIncident(s.Incident), SameGroup: s.Group, Alerts: append([]string{}, s.Alerts...), Services: append([]string{}, s.Services...),
		Runbooks: mapped(s.Runs, func(r store.RunUse) api.RunbookUsed {
			return api.RunbookUsed{Id: r.RunbookID, Title: r.Title, Helped: r.Helped}
		}),
	}
}
