package plugin

import (
	"context"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/ingest"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

func (s *server) ListSources(ctx context.Context, _ api.ListSourcesRequestObject) (api.ListSourcesResponseObject, error) {
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	if err := org.ingest.FlushRejects(ctx); err != nil {
		logger.Warn("Counts of refused deliveries were not written", "error", err)
	}
	sources, err := org.store.Sources(ctx, org.id)
	if err != nil {
		return nil, err
	}
	return api.ListSources200JSONResponse{Sources: mapped(sources, org.encodeSource)}, nil
}

func (s *server) CreateSource(ctx context.Context, r api.CreateSourceRequestObject) (api.CreateSourceResponseObject, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	source, token, err := org.admin.Create(ctx, c.login, ingest.NewSource{
		Name: r.Body.Name, Kind: string(r.Body.Kind), GroupBy: deref(r.Body.GroupBy), Mapping: decodeMapping(r.Body.Mapping),
	})
	if err != nil {
		return nil, err
	}
	return api.CreateSource201JSONResponse{Source: org.encodeSource(source), Token: token}, nil
}

func (s *server) UpdateSource(ctx context.Context, r api.UpdateSourceRequestObject) (api.UpdateSourceResponseObject, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := org.admin.Update(ctx, c.login, r.SourceId, ingest.SourceChange{Name: r.Body.Name, Enabled: r.Body.Enabled, GroupBy: r.Body.GroupBy, Mapping: decodeMapping(r.Body.Mapping)}); err != nil {
		return nil, err
	}
	return s.readSource(ctx, org, r.SourceId)
}

// readSource answers a source with its stats, which a change does not touch.
func (s *server) readSource(ctx context.Context, org *organisation, id string) (api.UpdateSource200JSONResponse, error) {
	source, err := org.store.SourceWithStats(ctx, org.id, id)
	return api.UpdateSource200JSONResponse(org.encodeSource(source)), err
}

func (s *server) DeleteSource(ctx context.Context, r api.DeleteSourceRequestObject) (api.DeleteSourceResponseObject, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	return api.DeleteSource204Response{}, org.admin.Delete(ctx, c.login, r.SourceId)
}

func (s *server) RotateSourceToken(ctx context.Context, r api.RotateSourceTokenRequestObject) (api.RotateSourceTokenResponseObject, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	_, token, err := org.admin.Rotate(ctx, c.login, r.SourceId)
	if err != nil {
		return nil, err
	}
	source, err := s.readSource(ctx, org, r.SourceId)
	return api.RotateSourceToken200JSONResponse{Source: api.Source(source), Token: token}, err
}

// encodeSource adds what the source may send.
func (o *organisation) encodeSource(s store.Source) api.Source {
	out, limit := encodeSource(s), o.ingest.LimitOf(s.ID)
	out.Limit = &api.SourceLimit{RequestsPerSecond: float32(limit.RequestsPerSecond), AlertsPerMinute: limit.AlertsPerMinute}
	return out
}

func (s *server) TestSource(ctx context.Context, r api.TestSourceRequestObject) (api.TestSourceResponseObject, error) {
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	receipt, err := org.ingest.Test(ctx, r.SourceId)
	if err != nil {
		return nil, err
	}
	return api.TestSource200JSONResponse{ReceiptAnswerJSONResponse: api.ReceiptAnswerJSONResponse(encodeReceipt(receipt))}, nil
}
