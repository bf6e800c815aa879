package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// saveTimers sets timers, or takes away those without a time. The last word about a timer counts.
func (t *Tx) saveTimers(ctx context.Context, c incident.Changes) error {
	type key struct {
		number int64
		kind   incident.TimerKind
	}
	last := map[key]int{}
	for i, timer := range c.Timers {
		last[key{timer.Incident, timer.Kind}] = i
	}
	var set []*timerRow
	gone := map[incident.TimerKind][]int64{}
	for i, timer := range c.Timers {
		switch {
		case last[key{timer.Incident, timer.Kind}] != i:
		case timer.Due.IsZero():
			gone[timer.Kind] = append(gone[timer.Kind], timer.Incident)
		default:
			set = append(set, &timerRow{OrgID: t.org, IncidentNumber: timer.Incident, Kind: string(timer.Kind), DueAt: timer.Due.UnixMilli()})
		}
	}
	for kind, numbers := range gone {
		err := inChunks(numbers, func(part []int64) error {
			_, err := t.tx.NewDelete().Model((*timerRow)(nil)).
				Where("org_id = ? AND kind = ? AND incident_number IN (?)", t.org, kind, bun.List(part)).Exec(ctx)
			return err
		})
		if err != nil {
			return err
		}
	}
	return upsert(ctx, t.tx, set, "org_id, incident_number, kind", []string{"due_at"})
}

// DueTimers lists timers that are due, longest due first, without those of some kinds.
func (t *Tx) DueTimers(ctx context.Context, now time.Time, leave []incident.TimerKind, limit int) ([]incident.Timer, error) {
	var rows []*timerRow
	query := t.tx.NewSelect().Model(&rows).Where("org_id = ? AND due_at <= ?", t.org, now.UnixMilli())
	if len(leave) > 0 {
		query = query.Where("kind NOT IN (?)", bun.List(leave))
	}
	if err := query.Order("due_at", "incident_number", "kind").Limit(limit).Scan(ctx); err != nil {
		return nil, err
	}
	timers := make([]incident.Timer, len(rows))
	for i, r := range rows {
		timers[i] = incident.Timer{Incident: r.IncidentNumber, Kind: incident.TimerKind(r.Kind), Due: fromMillis(r.DueAt)}
	}
	return timers, nil
}

// StaleOccurrences lists firing occurrences of incidents that were last heard of before this time, longest silent first.
func (t *Tx) StaleOccurrences(ctx context.Context, before time.Time, limit int) ([]*incident.Occurrence, error) {
	var rows []*occurrenceRow
	err := t.tx.NewSelect().Model(&rows).Where("o.org_id = ? AND o.state = 'firing'", t.org).
		Where("o.incident_number IS NOT NULL AND o.last_seen_at < ?", before.UnixMilli()).Order("o.last_seen_at", "o.id").Limit(limit).Scan(ctx)
	if err != nil {
		return nil, err
	}
	return convertAll(rows, occurrenceFromRow)
}

// OrganisationsDue lists organisations that have a timer due.
func (db *database) OrganisationsDue(ctx context.Context, now time.Time) ([]int64, error) {
	var orgs []int64
	err := db.reader.NewSelect().Model((*timerRow)(nil)).ColumnExpr("DISTINCT org_id").Where("due_at <= ?", now.UnixMilli()).Scan(ctx, &orgs)
	return orgs, db.problem(err)
}

// OrganisationsSilent lists organisations with a firing alert that was last heard of before this time.
func (db *database) OrganisationsSilent(ctx context.Context, before time.Time) ([]int64, error) {
	var orgs []int64
	err := db.reader.NewSelect().Model((*occurrenceRow)(nil)).ColumnExpr("DISTINCT o.org_id").
		Where("o.state = 'firing' AND o.incident_number IS NOT NULL AND o.last_seen_at < ?", before.UnixMilli()).Scan(ctx, &orgs)
	return orgs, db.problem(err)
}
