package plugin

import (
	"context"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/ingest"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const maxDeadLetters = 100

func (s *server) ListDeadLetters(ctx context.Context, r api.ListDeadLettersRequestObject) (api.ListDeadLettersResponseObject, error) {
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := org.store.Source(ctx, org.id, r.SourceId); err != nil {
		return nil, err
	}
	letters, err := org.store.DeadLetters(ctx, org.id, r.SourceId, maxDeadLetters)
	if err != nil {
		return nil, err
	}
	return api.ListDeadLetters200JSONResponse{Letters: mapped(letters, encodeDeadLetter)}, nil
}

func (s *server) DeleteDeadLetter(ctx context.Context, r api.DeleteDeadLetterRequestObject) (api.DeleteDeadLetterResponseObject, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	return api.DeleteDeadLetter204Response{}, org.ingest.Forget(ctx, c.login, r.SourceId, r.LetterId)
}

func (s *server) ReplayDeadLetter(ctx context.Context, r api.ReplayDeadLetterRequestObject) (api.ReplayDeadLetterResponseObject, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	receipt, err := org.ingest.Replay(ctx, c.login, r.SourceId, r.LetterId)
	if err != nil {
		return nil, err
	}
	return api.ReplayDeadLetter200JSONResponse{ReceiptAnswerJSONResponse: api.ReceiptAnswerJSONResponse(encodeReceipt(receipt))}, nil
}

func encodeDeadLetter(d store.DeadLetter) api.DeadLetter {
	return api.DeadLetter{Id: d.ID, ReceivedAt: d.ReceivedAt, Reason: d.Reason, Body: d.Body, Truncated: d.Truncated}
}

func encodeReceipt(r ingest.Receipt) api.Receipt {
	return api.Receipt{
		Receipt: r.ID, Duplicate: r.Duplicate, Received: r.Received, New: r.New, Repeated: r.Repeated, Resolved: r.Resolved, Ignored: r.Ignored,
		Incidents: append([]int64{}, r.Incidents...),
		Errors: mapped(r.Errors, func(e ingest.AlertError) api.ReceiptError {
			return api.ReceiptError{Index: e.Index, Field: e.Field, Message: e.Message}
		}),
	}
}
