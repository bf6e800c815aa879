package plugin

import (
	"context"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const (
	maxBoard  = 5_000 // incidents
	maxChange = 1_000 // incidents that changed since the last look
)

// GetBoard answers all open incidents, or those that changed after a place in the order of changes.
func (s *server) GetBoard(ctx context.Context, r api.GetBoardRequestObject) (api.GetBoardResponseObject, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	var board store.Board
	if r.Params.After != nil {
		board, err = org.store.BoardAfter(ctx, org.id, *r.Params.After, c.reader(), maxChange)
	} else {
		board, err = org.store.OpenBoard(ctx, org.id, c.reader(), maxBoard)
	}
	if err != nil {
		return nil, err
	}
	return api.GetBoard200JSONResponse{
		Seq: board.Seq, Incidents: mapped(board.Incidents, encodeIncident), Gone: append([]int64{}, board.Gone...), Truncated: board.Truncated, At: s.app.now().UTC(),
	}, nil
}
