package store

import (
	"context"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// DeadMessages lists messages that were given up, newest first.
func (db *database) DeadMessages(ctx context.Context, orgID int64, limit int) ([]Message, error) {
	var rows []*outboxRow
	err := db.reader.NewSelect().Model(&rows).Where("org_id = ? AND state = 'dead'", orgID).Order("id DESC").Limit(limit).Scan(ctx)
	if err != nil {
		return nil, db.problem(err)
	}
	return convertAll(rows, outboxFromRow)
}

// ReplayMessage lets a dead message be sent again, as the same delivery, with all the time that a new one has. Problem: not_found.
func (t *Tx) ReplayMessage(ctx context.Context, id int64, now time.Time) error {
	result, err := t.tx.NewRaw(`UPDATE strata_outbox SET state = 'waiting', done_at = 0, attempts = 0, next_attempt_at = ?, due_at = ?
		WHERE org_id = ? AND id = ? AND state = 'dead'`, now.UnixMilli(), now.UnixMilli(), t.org, id).Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return problem.New(problem.NotFound, "not_found", "There is no dead message %d.", id).At("messageId").Try("Load the list again.")
}

// DeleteDeadMessage forgets a dead message; it is no error when it is gone already.
func (t *Tx) DeleteDeadMessage(ctx context.Context, id int64) error {
	_, err := t.tx.NewDelete().Model((*outboxRow)(nil)).Where("org_id = ? AND id = ? AND state = 'dead'", t.org, id).Exec(ctx)
	return err
}

// NoticedChannels lists the channels to which anything about an incident was or will be sent.
func (t *Tx) NoticedChannels(ctx context.Context, number int64) ([]string, error) {
	var names []string
	err := t.tx.NewSelect().Model((*outboxRow)(nil)).ColumnExpr("DISTINCT destination").
		Where("org_id = ? AND incident_number = ?", t.org, number).Order("destination").Scan(ctx, &names)
	return names, err
}
