package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// OccurrencesOf lists all occurrences that the incident has now, oldest first.
func (t *Tx) OccurrencesOf(ctx context.Context, number int64) ([]*incident.Occurrence, error) {
	return t.occurrencesWhere(ctx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("o.incident_number = ?", number)
	})
}

// MovedOccurrences lists the occurrences of the incident `in` that were taken out of the incident `from` at this time.
func (t *Tx) MovedOccurrences(ctx context.Context, from, in int64, at time.Time) ([]*incident.Occurrence, error) {
	return t.occurrencesWhere(ctx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("o.incident_number = ?", in).
			Where(`EXISTS (SELECT 1 FROM strata_incident_alert AS m WHERE m.org_id = o.org_id AND m.occurrence_id = o.id
				AND m.incident_number = ? AND m.removed_at = ?)`, from, at.UnixMilli())
	})
}

func (t *Tx) occurrencesWhere(ctx context.Context, filter func(*bun.SelectQuery) *bun.SelectQuery) ([]*incident.Occurrence, error) {
	var rows []*occurrenceRow
	query := t.tx.NewSelect().Model(&rows).Where("o.org_id = ?", t.org)
	if err := filter(query).Order("o.starts_at", "o.id").Scan(ctx); err != nil {
		return nil, err
	}
	return convertAll(rows, occurrenceFromRow)
}

// AlertsByID finds alerts with their current occurrence.
func (t *Tx) AlertsByID(ctx context.Context, ids []int64) (map[int64]*incident.Alert, error) {
	var rows []*alertRow
	err := inChunks(ids, func(part []int64) error {
		var found []*alertRow
		err := t.tx.NewSelect().Model(&found).Where("org_id = ?", t.org).Where("id IN (?)", bun.List(part)).Scan(ctx)
		rows = append(rows, found...)
		return err
	})
	if err != nil {
		return nil, err
	}
	list, err := t.withCurrent(ctx, rows)
	if err != nil {
		return nil, err
	}
	alerts := make(map[int64]*incident.Alert, len(list))
	for _, a := range list {
		alerts[a.ID] = a
	}
	return alerts, nil
}

// withCurrent reads alerts together with their current occurrence.
func (t *Tx) withCurrent(ctx context.Context, rows []*alertRow) ([]*incident.Alert, error) {
	occurrences, err := t.occurrences(ctx, rows)
	if err != nil {
		return nil, err
	}
	return convertAll(rows, func(r *alertRow) (*incident.Alert, error) {
		a, err := alertFromRow(r)
		if err == nil {
			a.Current = occurrences[r.CurrentOccurrence]
		}
		return a, err
	})
}
