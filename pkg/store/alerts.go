package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// AlertView is an occurrence with what its alert and source say.
type AlertView struct {
	Occurrence  *incident.Occurrence
	Fingerprint string
	Labels      map[string]string
	SourceID    string
	SourceName  string // also of a deleted source
}

type viewRow struct {
	occurrenceRow `bun:",extend"`

	Fingerprint string `bun:"fingerprint,scanonly"`
	Labels      string `bun:"labels,scanonly"`
	SourceID    string `bun:"source_id,scanonly"`
	SourceName  string `bun:"source_name,scanonly"`
}

func (db *database) views(rows *[]*viewRow) *bun.SelectQuery {
	return db.reader.NewSelect().Model(rows).ColumnExpr("o.*, a.fingerprint, a.labels, a.source_id, s.name AS source_name").
		Join("JOIN strata_alert AS a ON a.org_id = o.org_id AND a.id = o.alert_id").
		Join("JOIN strata_source AS s ON s.org_id = a.org_id AND s.id = a.source_id")
}

func viewFromRow(r *viewRow) (AlertView, error) {
	o, err := occurrenceFromRow(&r.occurrenceRow)
	if err != nil {
		return AlertView{}, err
	}
	v := AlertView{Occurrence: o, Fingerprint: r.Fingerprint, SourceID: r.SourceID, SourceName: r.SourceName}
	return v, fromJSON(r.Labels, &v.Labels)
}

// IncidentAlerts lists occurrences of an incident, firing first, then latest first, and whether there are more than limit.
func (db *database) IncidentAlerts(ctx context.Context, orgID, number int64, limit int) ([]AlertView, bool, error) {
	var rows []*viewRow
	err := db.views(&rows).Where("o.org_id = ? AND o.incident_number = ?", orgID, number).
		Order("o.state", "o.starts_at DESC", "o.id DESC").Limit(limit + 1).Scan(ctx)
	if err != nil {
		return nil, false, db.problem(err)
	}
	more := len(rows) > limit
	views, err := convertAll(rows[:min(limit, len(rows))], viewFromRow)
	return views, more, err
}

// FiringAlerts lists alerts that fire, latest first, and whether there are more than limit.
func (db *database) FiringAlerts(ctx context.Context, orgID int64, reader Reader, limit int) ([]AlertView, bool, error) {
	return db.newest(ctx, reader, limit, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("o.org_id = ? AND o.state = 'firing'", orgID)
	})
}

// NewestAlerts lists firing periods that began at or after since, newest first, and whether there are more than limit.
func (db *database) NewestAlerts(ctx context.Context, orgID int64, reader Reader, since time.Time, limit int) ([]AlertView, bool, error) {
	return db.newest(ctx, reader, limit, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("o.org_id = ? AND o.starts_at >= ?", orgID, since.UnixMilli())
	})
}

func (db *database) newest(ctx context.Context, reader Reader, limit int, filter func(*bun.SelectQuery) *bun.SelectQuery) ([]AlertView, bool, error) {
	var rows []*viewRow
	query := filter(db.views(&rows)).Order("o.id DESC").Limit(limit + 1)
	reader.seesAlerts(query)
	if err := query.Scan(ctx); err != nil {
		return nil, false, db.problem(err)
	}
	more := len(rows) > limit
	views, err := convertAll(rows[:min(limit, len(rows))], viewFromRow)
	return views, more, err
}

// lookupCandidates is how many alerts, latest first, a lookup by labels compares.
const lookupCandidates = 2000

// AlertQuery says which alert is looked for: by Fingerprint, or by Labels that all must be there.
type AlertQuery struct {
	Fingerprint string
	SourceID    string // empty for any
	Labels      map[string]string
	Reader      Reader
}

// FindAlert finds the current occurrence of an alert: among several the one that fires, then the latest. False when there is none.
func (db *database) FindAlert(ctx context.Context, orgID int64, query AlertQuery) (AlertView, bool, error) {
	var rows []*viewRow
	q := db.views(&rows).Where("o.org_id = ? AND o.id = a.current_occurrence", orgID).
		Order("o.state", "a.last_seen_at DESC", "o.id DESC").Limit(lookupCandidates)
	query.Reader.seesAlerts(q)
	if query.Fingerprint != "" {
		q.Where("a.fingerprint = ?", query.Fingerprint)
	}
	if query.SourceID != "" {
		q.Where("a.source_id = ?", query.SourceID)
	}
	if name := query.Labels["alertname"]; name != "" {
		q.Where("a.name = ?", incident.NameOf(query.Labels))
	}
	if err := q.Scan(ctx); err != nil {
		return AlertView{}, false, db.problem(err)
	}
	for _, r := range rows {
		v, err := viewFromRow(r)
		if err != nil {
			return AlertView{}, false, err
		}
		if hasLabels(v.Labels, query.Labels) {
			return v, true, nil
		}
	}
	return AlertView{}, false, nil
}

func hasLabels(have, want map[string]string) bool {
	for name, value := range want {
		if have[name] != value {
			return false
		}
	}
	return true
}
