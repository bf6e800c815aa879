package plugin

import (
	"context"

	"github.com/strata-sre/strata-sre-app/pkg/api"
)

// ListOwnSignals lists what files and administrators said, with what is wrong in it.
func (s *server) ListOwnSignals(ctx context.Context, _ api.ListOwnSignalsRequestObject) (api.ListOwnSignalsResponseObject, error) {
	view, err := s.app.view(ctx, callerOf(ctx).org)
	if err != nil {
		return nil, err
	}
	if view.Outdated != nil {
		return nil, view.Outdated
	}
	return api.ListOwnSignals200JSONResponse{Signals: mapped(view.Own, encodeRecord)}, nil
}

// PutOwnSignal stores an own signal once it is right.
func (s *server) PutOwnSignal(ctx context.Context, r api.PutOwnSignalRequestObject) (api.PutOwnSignalResponseObject, error) {
	org, c, err := s.enterCatalog(ctx)
	if err != nil {
		return nil, err
	}
	record, err := s.app.library.Put(ctx, org.id, org.store, c.login, r.SignalId, r.Body.Signal, r.Body.Version)
	if err != nil {
		return nil, err
	}
	return api.PutOwnSignal200JSONResponse(encodeRecord(record)), nil
}

// DeleteOwnSignal takes back what was said about a signal.
func (s *server) DeleteOwnSignal(ctx context.Context, r api.DeleteOwnSignalRequestObject) (api.DeleteOwnSignalResponseObject, error) {
	org, c, err := s.enterCatalog(ctx)
	if err != nil {
		return nil, err
	}
	return api.DeleteOwnSignal204Response{}, s.app.library.Delete(ctx, org.id, org.store, c.login, r.SignalId, r.Params.Version)
}

// CheckSignal says what is wrong with an own signal, without storing it.
func (s *server) CheckSignal(ctx context.Context, r api.CheckSignalRequestObject) (api.CheckSignalResponseObject, error) {
	view, err := s.app.view(ctx, callerOf(ctx).org)
	if err != nil {
		return nil, err
	}
	whole, problems := s.app.library.Check(view, *r.Body)
	signal, err := encodeSignal(whole)
	if err != nil {
		return nil, err
	}
	return api.CheckSignal200JSONResponse{Valid: len(problems) == 0, Problems: encodeProblems(problems), Signal: signal}, nil
}

func (s *server) enterCatalog(ctx context.Context) (*organisation, caller, error) {
	org, c, err := s.enter(ctx)
	if err == nil && s.app.catalogErr != nil {
		_, err = s.app.view(ctx, c.org)
	}
	return org, c, err
}
