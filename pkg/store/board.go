package store

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// Board is what a board of open incidents shows, or what changed of it.
type Board struct {
	Seq       int64 // ask for what changed after it
	Incidents []*incident.Incident
	Gone      []int64 // numbers that the reader must not see (any more)
	Truncated bool    // there is more
}

// OpenBoard reads all open incidents, most severe first, then oldest first; at most limit.
func (db *database) OpenBoard(ctx context.Context, orgID int64, reader Reader, limit int) (Board, error) {
	var b Board
	var err error
	// Read first: what changes meanwhile is told again, and nothing is missed.
	if b.Seq, err = db.LastChange(ctx, orgID); err != nil {
		return b, err
	}
	var rows []*incidentRow
	query := db.reader.NewSelect().Model(&rows).Where("i.org_id = ?", orgID).Where("i.status IN (?)", bun.List(incident.OpenStatuses))
	reader.sees(query)
	if err := query.Order("severity", "number").Limit(limit + 1).Scan(ctx); err != nil {
		return b, db.problem(err)
	}
	if b.Truncated = len(rows) > limit; b.Truncated {
		rows = rows[:limit]
	}
	b.Incidents, err = convertAll(rows, incidentFromRow)
	return b, err
}

// BoardAfter reads incidents of any state that changed after seq. When there are more than limit it is truncated and empty: read the board anew.
func (db *database) BoardAfter(ctx context.Context, orgID, seq int64, reader Reader, limit int) (Board, error) {
	var b Board
	var err error
	if b.Seq, err = db.LastChange(ctx, orgID); err != nil || b.Seq <= seq {
		return b, err
	}
	var rows []*incidentRow
	err = db.reader.NewSelect().Model(&rows).Where("i.org_id = ? AND i.change_seq > ?", orgID, seq).Order("change_seq", "number").Limit(limit + 1).Scan(ctx)
	if err != nil {
		return b, db.problem(err)
	}
	if b.Truncated = len(rows) > limit; b.Truncated {
		return b, nil
	}
	for _, row := range rows {
		inc, err := incidentFromRow(row)
		if err != nil {
			return b, err
		}
		if reader.MayRead(inc) {
			b.Incidents = append(b.Incidents, inc)
		} else {
			b.Gone = append(b.Gone, inc.Number)
		}
	}
	return b, nil
}
