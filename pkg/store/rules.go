package store

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// NoDataAlerts finds the source's alerts that say of rules with these names that they have no data.
func (t *Tx) NoDataAlerts(ctx context.Context, sourceID string, names []string) ([]*incident.Alert, error) {
	var rows []*alertRow
	err := inChunks(names, func(part []string) error {
		var found []*alertRow
		err := t.tx.NewSelect().Model(&found).Where("a.org_id = ? AND a.source_id = ? AND a.no_data", t.org, sourceID).
			Where("a.name IN (?)", bun.List(part)).Scan(ctx)
		rows = append(rows, found...)
		return err
	})
	if err != nil {
		return nil, err
	}
	return t.withCurrent(ctx, rows)
}

// RuleAlerts finds alerts of the source with this name, without those about missing data, the newest first.
func (t *Tx) RuleAlerts(ctx context.Context, sourceID, name string, limit int) ([]*incident.Alert, error) {
	var rows []*alertRow
	err := t.tx.NewSelect().Model(&rows).Where("a.org_id = ? AND a.name = ? AND a.source_id = ? AND NOT a.no_data", t.org, name, sourceID).
		Order("a.last_seen_at DESC", "a.id DESC").Limit(limit).Scan(ctx)
	if err != nil {
		return nil, err
	}
	return t.withCurrent(ctx, rows)
}

// SourceName is empty when there is no such source.
func (t *Tx) SourceName(ctx context.Context, id string) (string, error) {
	s, err := t.Source(ctx, id)
	if problem.From(err).Code == "unknown_source" {
		return "", nil
	}
	return s.Name, err
}

// maxRecurrences is how many later incidents of one are listed.
const maxRecurrences = 20

// Recurrences lists the numbers of later incidents that name this one as the one before them and that the reader may see, newest first.
func (db *database) Recurrences(ctx context.Context, orgID, number int64, reader Reader) ([]int64, error) {
	numbers := []int64{}
	// "+ 0" keeps SQLite from walking over all incidents in their order instead of the index of recurrences.
	q := db.reader.NewSelect().Model((*incidentRow)(nil)).Column("number").Where("i.org_id = ? AND i.recurrence_of = ? AND i.recurrence_of > 0", orgID, number).
		OrderExpr("i.number + 0 DESC").Limit(maxRecurrences)
	reader.sees(q)
	err := q.Scan(ctx, &numbers)
	return numbers, db.problem(err)
}

// OpenIncident is the number of the open incident of a group key; 0 when there is none.
func (db *database) OpenIncident(ctx context.Context, orgID int64, groupKey string) (int64, error) {
	numbers := []int64{}
	err := db.reader.NewSelect().Model((*incidentRow)(nil)).Column("number").Where("i.org_id = ? AND i.group_key = ?", orgID, groupKey).
		Where("i.status IN (?)", bun.List(incident.OpenStatuses)).Limit(1).Scan(ctx, &numbers)
	if err != nil || len(numbers) == 0 {
		return 0, db.problem(err)
	}
	return numbers[0], nil
}
