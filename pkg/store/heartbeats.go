package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/matcher"
)

// ownKind is the kind of the source whose alerts Strata makes itself.
const ownKind = "strata"

// watchEvery is how often it is noted that somebody watches the heartbeats of an organisation.
const watchEvery = 15 * time.Second

type heartbeatRow struct {
	bun.BaseModel `bun:"table:strata_heartbeat,alias:h"`

	OrgID       int64  `bun:"org_id,pk"`
	ID          string `bun:"id,pk"`
	Name        string `bun:"name"`
	EveryMs     int64  `bun:"every_ms"`
	GraceMs     int64  `bun:"grace_ms"`
	Severity    string `bun:"severity"`
	Labels      string `bun:"labels"`
	SourceID    string `bun:"source_id"`
	Matchers    string `bun:"matchers"`
	Provisioned bool   `bun:"provisioned"`
	LastBeatAt  int64  `bun:"last_beat_at"`
	DueAt       int64  `bun:"due_at"`
	LateSince   int64  `bun:"late_since"`
	CreatedBy   string `bun:"created_by"`
	CreatedAt   int64  `bun:"created_at"`
}

type watchRow struct {
	bun.BaseModel `bun:"table:strata_heartbeat_watch,alias:hw"`

	OrgID  int64 `bun:"org_id,pk"`
	SeenAt int64 `bun:"seen_at"`
}

func heartbeatFromRow(r *heartbeatRow) (incident.Heartbeat, error) {
	h := incident.Heartbeat{
		ID: r.ID, Name: r.Name, Every: time.Duration(r.EveryMs) * time.Millisecond, Grace: time.Duration(r.GraceMs) * time.Millisecond,
		Severity: incident.Severity(r.Severity), SourceID: r.SourceID, Provisioned: r.Provisioned, LastBeat: fromMillis(r.LastBeatAt),
		Due: fromMillis(r.DueAt), LateSince: fromMillis(r.LateSince), CreatedBy: r.CreatedBy, CreatedAt: fromMillis(r.CreatedAt),
	}
	if err := fromJSON(r.Labels, &h.Labels); err != nil {
		return h, err
	}
	if err := fromJSON(r.Matchers, &h.Matchers); err != nil {
		return h, err
	}
	if len(h.Matchers) > 0 {
		// Matchers that a later version refuses select nothing: the heartbeat is then late, which is seen.
		h.Selects, _ = matcher.Parse("matchers", h.Matchers)
	}
	return h, nil
}

// HeartbeatRules lists heartbeats as they were set up; times are not in it.
func (t *Tx) HeartbeatRules(ctx context.Context) ([]incident.Heartbeat, error) {
	known, err := t.known(ctx)
	return known.heartbeats, err
}

// Heartbeats reads heartbeats by id; nil for all.
func (t *Tx) Heartbeats(ctx context.Context, ids []string) ([]incident.Heartbeat, error) {
	var rows []*heartbeatRow
	query := t.tx.NewSelect().Model(&rows).Where("org_id = ?", t.org).Order("id")
	if ids != nil {
		query.Where("id IN (?)", bun.List(ids))
	}
	if err := query.Scan(ctx); err != nil {
		return nil, err
	}
	return convertAll(rows, heartbeatFromRow)
}

// Heartbeats lists the heartbeats of an organisation by name.
func (db *database) Heartbeats(ctx context.Context, orgID int64) ([]incident.Heartbeat, error) {
	var rows []*heartbeatRow
	if err := db.reader.NewSelect().Model(&rows).Where("org_id = ?", orgID).Order("name", "id").Scan(ctx); err != nil {
		return nil, db.problem(err)
	}
	return convertAll(rows, heartbeatFromRow)
}

// SaveBeats writes the times of heartbeats.
func (t *Tx) SaveBeats(ctx context.Context, list []incident.Heartbeat) error {
	for _, h := range list {
		_, err := t.tx.NewUpdate().Model((*heartbeatRow)(nil)).
			Set("last_beat_at = ?, due_at = ?, late_since = ?", millis(h.LastBeat), millis(h.Due), millis(h.LateSince)).
			Where("org_id = ? AND id = ?", t.org, h.ID).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}

// SaveHeartbeat inserts or replaces a heartbeat with all of its times.
func (t *Tx) SaveHeartbeat(ctx context.Context, h incident.Heartbeat) error {
	if h.Labels == nil {
		h.Labels = map[string]string{}
	}
	labels, err := toJSON(h.Labels)
	if err != nil {
		return err
	}
	matchers, err := toJSON(orNone(h.Matchers))
	if err != nil {
		return err
	}
	row := &heartbeatRow{
		OrgID: t.org, ID: h.ID, Name: h.Name, EveryMs: h.Every.Milliseconds(), GraceMs: h.Grace.Milliseconds(), Severity: string(h.Severity), Labels: labels,
		SourceID: h.SourceID, Matchers: matchers, Provisioned: h.Provisioned, LastBeatAt: millis(h.LastBeat), DueAt: millis(h.Due), LateSince: millis(h.LateSince),
		CreatedBy: h.CreatedBy, CreatedAt: millis(h.CreatedAt),
	}
	t.quietChanged()
	return upsert(ctx, t.tx, []*heartbeatRow{row}, "org_id, id", []string{
		"name", "every_ms", "grace_ms", "severity", "labels", "source_id", "matchers", "provisioned", "last_beat_at", "due_at", "late_since", "created_by", "created_at",
	})
}

// DeleteHeartbeat deletes a heartbeat.
func (t *Tx) DeleteHeartbeat(ctx context.Context, id string) error {
	t.quietChanged()
	_, err := t.tx.NewDelete().Model((*heartbeatRow)(nil)).Where("org_id = ? AND id = ?", t.org, id).Exec(ctx)
	return err
}

// WatchHeartbeats says when they were last watched, zero for never, and notes that they are now.
func (t *Tx) WatchHeartbeats(ctx context.Context, now time.Time) (time.Time, error) {
	row := new(watchRow)
	err := t.tx.NewSelect().Model(row).Where("org_id = ?", t.org).Scan(ctx)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, err
	}
	err = upsert(ctx, t.tx, []*watchRow{{OrgID: t.org, SeenAt: now.UnixMilli()}}, "org_id", []string{"seen_at"})
	return fromMillis(row.SeenAt), err
}

// KeepHeartbeatSource makes sure that the source of their alerts exists. It counts as deleted, so that it is in no list and takes
// no deliveries.
func (t *Tx) KeepHeartbeatSource(ctx context.Context) error {
	groupBy, err := toJSON(incident.HeartbeatSource.GroupBy)
	if err != nil {
		return err
	}
	now := t.now().UnixMilli()
	return insertMissing(ctx, t.tx, []*sourceRow{{
		OrgID: t.org, ID: incident.HeartbeatSource.ID, Name: incident.HeartbeatSource.Name, Kind: ownKind, GroupBy: groupBy, CreatedAt: now, UpdatedAt: now, DeletedAt: now,
	}})
}

// OrganisationsWatching lists organisations with a heartbeat that is late, or that nobody noted to watch for a while.
func (db *database) OrganisationsWatching(ctx context.Context, now time.Time) ([]int64, error) {
	var orgs []int64
	err := db.reader.NewSelect().Model((*heartbeatRow)(nil)).ColumnExpr("DISTINCT h.org_id").
		Join("LEFT JOIN strata_heartbeat_watch AS hw ON hw.org_id = h.org_id").
		Where("h.due_at <= ? OR hw.seen_at IS NULL OR hw.seen_at <= ?", now.UnixMilli(), now.Add(-watchEvery).UnixMilli()).Scan(ctx, &orgs)
	return orgs, db.problem(err)
}
