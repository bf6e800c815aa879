package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

var _ incident.Ledger = (*Tx)(nil)

// chunk bounds the length of one statement.
const chunk = 400

// inChunks calls do with parts of list until it fails.
func inChunks[T any](list []T, do func([]T) error) error {
	for part := range slices.Chunk(list, chunk) {
		if err := do(part); err != nil {
			return err
		}
	}
	return nil
}

// Alerts finds alerts with their current occurrence.
func (t *Tx) Alerts(ctx context.Context, keys []incident.AlertKey) (map[incident.AlertKey]*incident.Alert, error) {
	bySource := map[string][]string{}
	for _, k := range keys {
		bySource[k.SourceID] = append(bySource[k.SourceID], k.Fingerprint)
	}
	var rows []*alertRow
	for source, fingerprints := range bySource {
		err := inChunks(fingerprints, func(part []string) error {
			var found []*alertRow
			err := t.tx.NewSelect().Model(&found).Where("org_id = ? AND source_id = ?", t.org, source).Where("fingerprint IN (?)", bun.List(part)).Scan(ctx)
			rows = append(rows, found...)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	list, err := t.withCurrent(ctx, rows)
	if err != nil {
		return nil, err
	}
	alerts := make(map[incident.AlertKey]*incident.Alert, len(list))
	for _, a := range list {
		alerts[incident.AlertKey{SourceID: a.SourceID, Fingerprint: a.Fingerprint}] = a
	}
	return alerts, nil
}

func (t *Tx) occurrences(ctx context.Context, alerts []*alertRow) (map[int64]*incident.Occurrence, error) {
	found := make(map[int64]*incident.Occurrence, len(alerts))
	err := inChunks(alerts, func(part []*alertRow) error {
		ids := make([]int64, len(part))
		for i, a := range part {
			ids[i] = a.CurrentOccurrence
		}
		var rows []*occurrenceRow
		if err := t.tx.NewSelect().Model(&rows).Where("org_id = ?", t.org).Where("id IN (?)", bun.List(ids)).Scan(ctx); err != nil {
			return err
		}
		for _, r := range rows {
			o, err := occurrenceFromRow(r)
			if err != nil {
				return err
			}
			found[o.ID] = o
		}
		return nil
	})
	return found, err
}

// OccurrenceExists says whether an alert has an occurrence with this start.
func (t *Tx) OccurrenceExists(ctx context.Context, alertID int64, startsAt time.Time) (bool, error) {
	return t.tx.NewSelect().Model((*occurrenceRow)(nil)).
		Where("org_id = ? AND alert_id = ? AND starts_at = ?", t.org, alertID, startsAt.UnixMilli()).Exists(ctx)
}

// OpenIncidents finds the one open incident of each group key.
func (t *Tx) OpenIncidents(ctx context.Context, groupKeys []string) (map[string]*incident.Incident, error) {
	return t.incidentsByGroup(ctx, groupKeys, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("status IN (?)", bun.List(incident.OpenStatuses))
	})
}

// LatestIncidents finds the newest incident of each group key, leaving out declined ones.
func (t *Tx) LatestIncidents(ctx context.Context, groupKeys []string) (map[string]*incident.Incident, error) {
	return t.incidentsByGroup(ctx, groupKeys, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where(`number = (SELECT MAX(n.number) FROM strata_incident AS n WHERE n.org_id = i.org_id AND n.group_key = i.group_key
			AND n.status <> 'declined')`)
	})
}

// NewestIncident finds the newest incident of a group key, whatever its state; nil when there is none.
func (t *Tx) NewestIncident(ctx context.Context, groupKey string) (*incident.Incident, error) {
	row := new(incidentRow)
	err := t.tx.NewSelect().Model(row).Where("i.org_id = ? AND group_key = ?", t.org, groupKey).Order("number DESC").Limit(1).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return incidentFromRow(row)
}

func (t *Tx) incidentsByGroup(ctx context.Context, keys []string, filter func(*bun.SelectQuery) *bun.SelectQuery) (map[string]*incident.Incident, error) {
	found := map[string]*incident.Incident{}
	err := inChunks(keys, func(part []string) error {
		var rows []*incidentRow
		query := t.tx.NewSelect().Model(&rows).Where("i.org_id = ?", t.org).Where("group_key IN (?)", bun.List(part))
		if err := filter(query).Scan(ctx); err != nil {
			return err
		}
		for _, r := range rows {
			inc, err := incidentFromRow(r)
			if err != nil {
				return err
			}
			found[inc.GroupKey] = inc
		}
		return nil
	})
	return found, err
}

// Incidents finds incidents by number.
func (t *Tx) Incidents(ctx context.Context, numbers []int64) (map[int64]*incident.Incident, error) {
	found := map[int64]*incident.Incident{}
	err := inChunks(numbers, func(part []int64) error {
		var rows []*incidentRow
		if err := t.tx.NewSelect().Model(&rows).Where("org_id = ?", t.org).Where("number IN (?)", bun.List(part)).Scan(ctx); err != nil {
			return err
		}
		for _, r := range rows {
			inc, err := incidentFromRow(r)
			if err != nil {
				return err
			}
			found[inc.Number] = inc
		}
		return nil
	})
	return found, err
}

// HasAlert says whether the incident has any occurrence of the alert.
func (t *Tx) HasAlert(ctx context.Context, number, alertID int64) (bool, error) {
	return t.tx.NewSelect().Model((*occurrenceRow)(nil)).
		Where("org_id = ? AND alert_id = ? AND incident_number = ?", t.org, alertID, number).Exists(ctx)
}

// ResolvedOccurrences lists the incident's resolved occurrences: only identity, name, times and soft reason are set.
func (t *Tx) ResolvedOccurrences(ctx context.Context, number int64) ([]*incident.Occurrence, error) {
	var rows []*occurrenceRow
	err := t.tx.NewSelect().Model(&rows).Column("id", "alert_id", "name", "starts_at", "ends_at", "soft_resolve_reason").
		Where("org_id = ? AND incident_number = ? AND state = ?", t.org, number, incident.Resolved).Order("id").Scan(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]*incident.Occurrence, len(rows))
	for i, r := range rows {
		out[i] = &incident.Occurrence{
			ID: r.ID, AlertID: r.AlertID, Name: r.Name, StartsAt: fromMillis(r.StartsAt), EndsAt: fromMillis(r.EndsAt),
			State: incident.Resolved, SoftReason: r.SoftReason, Incident: number,
		}
	}
	return out, nil
}
