package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

const keptDeadLetters = 100 // per source

// DeadLetter is a body that a known source sent and that Strata could not use.
type DeadLetter struct {
	ID         int64 // set when it is kept
	SourceID   string
	ReceivedAt time.Time
	Reason     string
	Body       string
	Truncated  bool
}

// AddDeadLetter keeps the body and forgets the oldest ones of the same source beyond a hundred.
func (t *Tx) AddDeadLetter(ctx context.Context, d DeadLetter) error {
	row := &deadLetterRow{
		OrgID: t.org, ID: t.nextRow(), SourceID: d.SourceID, ReceivedAt: d.ReceivedAt.UnixMilli(), Reason: d.Reason, Body: d.Body, Truncated: d.Truncated,
	}
	if _, err := t.tx.NewInsert().Model(row).Exec(ctx); err != nil {
		return err
	}
	newest := t.tx.NewSelect().Model((*deadLetterRow)(nil)).Column("id").
		Where("org_id = ? AND source_id = ?", t.org, d.SourceID).Order("id DESC").Limit(keptDeadLetters)
	_, err := t.tx.NewDelete().Model((*deadLetterRow)(nil)).Where("org_id = ? AND source_id = ?", t.org, d.SourceID).
		Where("id NOT IN (?)", newest).Exec(ctx)
	return err
}

// DeadLetters lists the newest unusable bodies of a source, newest first.
func (db *database) DeadLetters(ctx context.Context, orgID int64, sourceID string, limit int) ([]DeadLetter, error) {
	var rows []*deadLetterRow
	err := db.reader.NewSelect().Model(&rows).Where("org_id = ? AND source_id = ?", orgID, sourceID).Order("id DESC").Limit(limit).Scan(ctx)
	if err != nil {
		return nil, db.problem(err)
	}
	return convertAll(rows, deadLetterFromRow)
}

// countDeadLetters counts the kept bodies of each source.
func (db *database) countDeadLetters(ctx context.Context, orgID int64) (map[string]int, error) {
	var rows []struct {
		SourceID string `bun:"source_id"`
		Count    int    `bun:"letters"`
	}
	err := db.reader.NewSelect().Model((*deadLetterRow)(nil)).ColumnExpr("source_id, COUNT(*) AS letters").
		Where("org_id = ?", orgID).Group("source_id").Scan(ctx, &rows)
	counts := map[string]int{}
	for _, r := range rows {
		counts[r.SourceID] = r.Count
	}
	return counts, db.problem(err)
}

// DeadLetter finds one unusable body of a source. Problem: not_found.
func (db *database) DeadLetter(ctx context.Context, orgID int64, sourceID string, id int64) (DeadLetter, error) {
	row := new(deadLetterRow)
	err := db.reader.NewSelect().Model(row).Where("org_id = ? AND source_id = ? AND id = ?", orgID, sourceID, id).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return DeadLetter{}, problem.New(problem.NotFound, "not_found", "There is no dead letter %d of source %q.", id, sourceID).
			At("letterId").Try("Load the list again.")
	}
	if err != nil {
		return DeadLetter{}, db.problem(err)
	}
	return deadLetterFromRow(row)
}

// DeleteDeadLetter forgets a body; it is no error when it is gone already.
func (t *Tx) DeleteDeadLetter(ctx context.Context, sourceID string, id int64) error {
	_, err := t.tx.NewDelete().Model((*deadLetterRow)(nil)).Where("org_id = ? AND source_id = ? AND id = ?", t.org, sourceID, id).Exec(ctx)
	return err
}

func deadLetterFromRow(r *deadLetterRow) (DeadLetter, error) {
	return DeadLetter{ID: r.ID, SourceID: r.SourceID, ReceivedAt: fromMillis(r.ReceivedAt), Reason: r.Reason, Body: r.Body, Truncated: r.Truncated}, nil
}
