package plugin

import (
	"context"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const (
	defaultNews = 30
	maxNews     = 100
)

func (s *server) ListChanges(ctx context.Context, r api.ListChangesRequestObject) (api.ListChangesResponseObject, error) {
	limit, err := number("limit", r.Params.Limit, defaultNews, 1, maxNews)
	if err != nil {
		return nil, err
	}
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	news, err := org.store.NewestEntries(ctx, org.id, c.reader(), limit)
	if err != nil {
		return nil, err
	}
	return api.ListChanges200JSONResponse{Changes: mapped(news, encodeNews)}, nil
}

func encodeNews(n store.News) api.Change {
	return api.Change{
		Incident: n.Entry.Incident, Title: n.Title, Severity: api.Severity(n.Severity), Status: api.IncidentStatus(n.Status), Drill: n.Drill,
		Entry: encodeEntry(n.Entry),
	}
}
