package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// Source is one webhook with its own token. Only hashes of tokens are kept.
type Source struct {
	ID                 string
	Name               string
	Kind               string
	Enabled            bool
	Provisioned        bool
	GroupBy            []string
	Mapping            string // JSON: how a source of JSON is read; {} for others
	TokenHash          string
	PreviousTokenHash  string
	PreviousTokenUntil time.Time
	TokenRotatedAt     time.Time
	CreatedAt          time.Time
	UpdatedAt          time.Time
	DeletedAt          time.Time // zero while it exists
	Stats              SourceStats
}

// SourceStats counts what a source has delivered since it was made.
type SourceStats struct {
	Deliveries     int64
	Alerts         int64
	Rejected       int64
	LastDeliveryAt time.Time
	LastError      string
	LastErrorAt    time.Time
	Limited        int64 // deliveries refused because there were too many
	LastLimitedAt  time.Time
	LastTestAt     time.Time // a test alert came
	DeadLetters    int       // kept bodies that could not be used; only in what is read
}

func sourceFromRow(r *sourceRow) (Source, error) {
	s := Source{
		ID: r.ID, Name: r.Name, Kind: r.Kind, Enabled: r.Enabled, Provisioned: r.Provisioned, Mapping: r.Mapping, TokenHash: r.TokenHash,
		PreviousTokenHash: r.PreviousTokenHash, PreviousTokenUntil: fromMillis(r.PreviousTokenUntil), TokenRotatedAt: fromMillis(r.TokenRotatedAt),
		CreatedAt: fromMillis(r.CreatedAt), UpdatedAt: fromMillis(r.UpdatedAt), DeletedAt: fromMillis(r.DeletedAt),
	}
	return s, fromJSON(r.GroupBy, &s.GroupBy)
}

// Sources lists the sources of an organisation by name, without deleted ones.
func (db *database) Sources(ctx context.Context, orgID int64) ([]Source, error) {
	var rows []*sourceRow
	if err := db.reader.NewSelect().Model(&rows).Where("org_id = ? AND deleted_at = 0", orgID).Order("name").Scan(ctx); err != nil {
		return nil, db.problem(err)
	}
	var stats []*statsRow
	if err := db.reader.NewSelect().Model(&stats).Where("org_id = ?", orgID).Scan(ctx); err != nil {
		return nil, db.problem(err)
	}
	letters, err := db.countDeadLetters(ctx, orgID)
	if err != nil {
		return nil, err
	}
	byID := map[string]*statsRow{}
	for _, s := range stats {
		byID[s.SourceID] = s
	}
	sources, err := convertAll(rows, sourceFromRow)
	for i := range sources {
		if s := byID[sources[i].ID]; s != nil {
			sources[i].Stats = SourceStats{
				Deliveries: s.Deliveries, Alerts: s.Alerts, Rejected: s.Rejected, LastDeliveryAt: fromMillis(s.LastDeliveryAt),
				LastError: s.LastError, LastErrorAt: fromMillis(s.LastErrorAt),
				Limited: s.Limited, LastLimitedAt: fromMillis(s.LastLimitedAt), LastTestAt: fromMillis(s.LastTestAt),
			}
		}
		sources[i].Stats.DeadLetters = letters[sources[i].ID]
	}
	return sources, err
}

// Source finds one source, without its stats. The problem of a missing or deleted one is unknown_source.
func (db *database) Source(ctx context.Context, orgID int64, id string) (Source, error) {
	known, generation, ok := db.sources.get(sourceID{orgID, id})
	if ok {
		return known, nil
	}
	row := new(sourceRow)
	err := db.reader.NewSelect().Model(row).Where("org_id = ? AND id = ? AND deleted_at = 0", orgID, id).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return Source{}, UnknownSource(id)
	}
	if err != nil {
		return Source{}, db.problem(err)
	}
	source, err := sourceFromRow(row)
	if err == nil && db.config.Kind != Postgres {
		db.sources.keep(sourceID{orgID, id}, source, generation)
	}
	return source, err
}

// SourceWithStats finds one source with its stats. Problem: unknown_source.
func (db *database) SourceWithStats(ctx context.Context, orgID int64, id string) (Source, error) {
	sources, err := db.Sources(ctx, orgID)
	if err != nil {
		return Source{}, err
	}
	for _, s := range sources {
		if s.ID == id {
			return s, nil
		}
	}
	return Source{}, UnknownSource(id)
}

// UnknownSource is the problem of a source that the organisation does not have.
func UnknownSource(id string) error {
	return problem.New(problem.NotFound, "unknown_source", "There is no source %q in this organisation.", id).
		At("sourceId").Try("Copy the address from Strata's settings, page Sources.")
}

// Source finds one source inside the transaction; also a deleted one.
func (t *Tx) Source(ctx context.Context, id string) (Source, error) {
	row := new(sourceRow)
	err := t.tx.NewSelect().Model(row).Where("org_id = ? AND id = ?", t.org, id).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return Source{}, UnknownSource(id)
	}
	if err != nil {
		return Source{}, err
	}
	return sourceFromRow(row)
}

// SourceNamed finds the id of the source with this name; empty when there is none.
func (t *Tx) SourceNamed(ctx context.Context, name string) (string, error) {
	var id string
	err := t.tx.NewSelect().Model((*sourceRow)(nil)).Column("id").Where("org_id = ? AND name = ? AND deleted_at = 0", t.org, name).Scan(ctx, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return id, err
}

// SaveSource inserts or replaces a source; its stats stay.
func (t *Tx) SaveSource(ctx context.Context, s Source) error {
	t.sourcesChanged = true
	groupBy, err := toJSON(orNone(s.GroupBy))
	if err != nil {
		return err
	}
	row := &sourceRow{
		OrgID: t.org, ID: s.ID, Name: s.Name, Kind: s.Kind, Enabled: s.Enabled, Provisioned: s.Provisioned, GroupBy: groupBy, Mapping: cmp.Or(s.Mapping, "{}"), TokenHash: s.TokenHash,
		PreviousTokenHash: s.PreviousTokenHash, PreviousTokenUntil: millis(s.PreviousTokenUntil), TokenRotatedAt: millis(s.TokenRotatedAt),
		CreatedAt: millis(s.CreatedAt), UpdatedAt: millis(s.UpdatedAt), DeletedAt: millis(s.DeletedAt),
	}
	return upsert(ctx, t.tx, []*sourceRow{row}, "org_id, id", []string{
		"name", "kind", "enabled", "provisioned", "group_by", "mapping", "token_hash", "previous_token_hash", "previous_token_until", "token_rotated_at",
		"updated_at", "deleted_at",
	})
}

// ProvisionedSources lists the ids of sources that a file has made and that are not deleted.
func (t *Tx) ProvisionedSources(ctx context.Context) ([]string, error) {
	ids := []string{}
	err := t.tx.NewSelect().Model((*sourceRow)(nil)).Column("id").Where("org_id = ? AND provisioned AND deleted_at = 0", t.org).Scan(ctx, &ids)
	return ids, err
}

// AddStats adds counts to a source. A delivery time or error that is zero leaves the old one.
func (t *Tx) AddStats(ctx context.Context, sourceID string, d SourceStats) error {
	row := &statsRow{
		OrgID: t.org, SourceID: sourceID, Deliveries: d.Deliveries, Alerts: d.Alerts, Rejected: d.Rejected,
		LastDeliveryAt: millis(d.LastDeliveryAt), LastError: d.LastError, LastErrorAt: millis(d.LastErrorAt),
		Limited: d.Limited, LastLimitedAt: millis(d.LastLimitedAt), LastTestAt: millis(d.LastTestAt),
	}
	_, err := t.tx.NewInsert().Model(row).On("CONFLICT (org_id, source_id) DO UPDATE").
		Set("deliveries = ss.deliveries + EXCLUDED.deliveries").
		Set("alerts = ss.alerts + EXCLUDED.alerts").
		Set("rejected = ss.rejected + EXCLUDED.rejected").
		Set("last_delivery_at = CASE WHEN EXCLUDED.last_delivery_at > 0 THEN EXCLUDED.last_delivery_at ELSE ss.last_delivery_at END").
		Set("last_error = CASE WHEN EXCLUDED.last_error_at > 0 THEN EXCLUDED.last_error ELSE ss.last_error END").
		Set("last_error_at = CASE WHEN EXCLUDED.last_error_at > 0 THEN EXCLUDED.last_error_at ELSE ss.last_error_at END").
		Set("limited = ss.limited + EXCLUDED.limited").
		Set("last_limited_at = CASE WHEN EXCLUDED.last_limited_at > 0 THEN EXCLUDED.last_limited_at ELSE ss.last_limited_at END").
		Set("last_test_at = CASE WHEN EXCLUDED.last_test_at > 0 THEN EXCLUDED.last_test_at ELSE ss.last_test_at END").
		Exec(ctx)
	return err
}
