package store

import (
	"context"
	"slices"
	"time"

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
		found, err := find[alertRow](ctx, t.tx, "a.org_id = ? AND a.source_id = ? AND "+t.tx.anyOf("a.fingerprint"), t.org, source, fingerprints)
		if err != nil {
			return nil, err
		}
		rows = append(rows, found...)
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
	if len(alerts) == 0 {
		return found, nil
	}
	ids := make([]int64, len(alerts))
	for i, a := range alerts {
		ids[i] = a.CurrentOccurrence
	}
	rows, err := find[occurrenceRow](ctx, t.tx, "o.org_id = ? AND "+t.tx.anyOf("o.id"), t.org, ids)
	if err != nil {
		return nil, err
	}
	list, err := convertAll(rows, occurrenceFromRow)
	for _, o := range list {
		found[o.ID] = o
	}
	return found, err
}

// OccurrenceExists says whether an alert has an occurrence with this start.
func (t *Tx) OccurrenceExists(ctx context.Context, alertID int64, startsAt time.Time) (bool, error) {
	return t.tx.NewSelect().Model((*occurrenceRow)(nil)).
		Where("org_id = ? AND alert_id = ? AND starts_at = ?", t.org, alertID, startsAt.UnixMilli()).Exists(ctx)
}

// OpenIncidents finds the one open incident of each group key.
func (t *Tx) OpenIncidents(ctx context.Context, groupKeys []string) (map[string]*incident.Incident, error) {
	// The states are written out, so that the index of open incidents fits.
	return t.incidentsByGroup(ctx, groupKeys, "i.status IN ('triage', 'investigating', 'mitigating', 'monitoring')")
}

// LatestIncidents finds the newest incident of each group key, leaving out declined ones.
func (t *Tx) LatestIncidents(ctx context.Context, groupKeys []string) (map[string]*incident.Incident, error) {
	return t.incidentsByGroup(ctx, groupKeys, `i.number = (SELECT MAX(n.number) FROM strata_incident AS n WHERE n.org_id = i.org_id
		AND n.group_key = i.group_key AND n.status <> 'declined')`)
}

// NewestIncident finds the newest incident of a group key, whatever its state; nil when there is none.
func (t *Tx) NewestIncident(ctx context.Context, groupKey string) (*incident.Incident, error) {
	list, err := t.incidentsWhere(ctx, "i.org_id = ? AND i.group_key = ? ORDER BY i.number DESC LIMIT 1", t.org, groupKey)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

func (t *Tx) incidentsByGroup(ctx context.Context, keys []string, condition string) (map[string]*incident.Incident, error) {
	byKey := map[string]*incident.Incident{}
	if len(keys) == 0 {
		return byKey, nil
	}
	list, err := t.incidentsWhere(ctx, "i.org_id = ? AND "+t.tx.anyOf("i.group_key")+" AND "+condition, t.org, keys)
	for _, inc := range list {
		byKey[inc.GroupKey] = inc
	}
	return byKey, err
}

// Incidents finds incidents by number.
func (t *Tx) Incidents(ctx context.Context, numbers []int64) (map[int64]*incident.Incident, error) {
	byNumber := map[int64]*incident.Incident{}
	if len(numbers) == 0 {
		return byNumber, nil
	}
	list, err := t.incidentsWhere(ctx, "i.org_id = ? AND "+t.tx.anyOf("i.number"), t.org, numbers)
	for _, inc := range list {
		byNumber[inc.Number] = inc
	}
	return byNumber, err
}

func (t *Tx) incidentsWhere(ctx context.Context, where string, args ...any) ([]*incident.Incident, error) {
	rows, err := find[incidentRow](ctx, t.tx, where, args...)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		t.note(r)
	}
	list, err := convertAll(rows, incidentFromRow)
	for _, inc := range list {
		t.remember(inc)
	}
	return list, err
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
