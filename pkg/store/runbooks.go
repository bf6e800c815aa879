package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// Runbook is what an organisation says about a runbook, its own or a built-in one.
type Runbook struct {
	ID           string
	Revision     int64 // grows with every write of the organisation; none comes twice
	Current      int64 // the version in effect; 0 when none of its own is
	Last         int64 // the newest version; 0 when there never was one
	VerifiedHash string
	VerifiedAt   time.Time
	VerifiedBy   string // login
	ArchivedAt   time.Time
	ArchivedBy   string // login
}

// RunbookVersion is one text of a runbook. It is never changed.
type RunbookVersion struct {
	Version   int64
	Source    string // Markdown; empty in lists
	Comment   string
	CreatedBy string // login
	CreatedAt time.Time
}

type runbookRow struct {
	bun.BaseModel `bun:"table:strata_runbook,alias:rb"`

	OrgID        int64  `bun:"org_id,pk"`
	ID           string `bun:"id,pk"`
	Revision     int64  `bun:"revision"`
	Current      int64  `bun:"current_version"`
	Last         int64  `bun:"last_version"`
	VerifiedHash string `bun:"verified_hash"`
	VerifiedAt   int64  `bun:"verified_at"`
	VerifiedBy   string `bun:"verified_by"`
	ArchivedAt   int64  `bun:"archived_at"`
	ArchivedBy   string `bun:"archived_by"`
}

type runbookVersionRow struct {
	bun.BaseModel `bun:"table:strata_runbook_version,alias:rv"`

	OrgID     int64  `bun:"org_id,pk"`
	RunbookID string `bun:"runbook_id,pk"`
	Version   int64  `bun:"version,pk"`
	Source    string `bun:"source"`
	Comment   string `bun:"comment"`
	CreatedBy string `bun:"created_by"`
	CreatedAt int64  `bun:"created_at"`
}

func runbookFromRow(r *runbookRow) Runbook {
	return Runbook{
		ID: r.ID, Revision: r.Revision, Current: r.Current, Last: r.Last, VerifiedHash: r.VerifiedHash, VerifiedAt: fromMillis(r.VerifiedAt),
		VerifiedBy: r.VerifiedBy, ArchivedAt: fromMillis(r.ArchivedAt), ArchivedBy: r.ArchivedBy,
	}
}

func runbookVersionFromRow(r *runbookVersionRow) RunbookVersion {
	return RunbookVersion{Version: r.Version, Source: r.Source, Comment: r.Comment, CreatedBy: r.CreatedBy, CreatedAt: fromMillis(r.CreatedAt)}
}

// RunbooksSeq is the number of the last change of the organisation's runbooks; 0 before the first.
func (db *database) RunbooksSeq(ctx context.Context, orgID int64) (int64, error) {
	var seq int64
	err := db.reader.NewSelect().Model((*runbookRow)(nil)).ColumnExpr("COALESCE(MAX(revision), 0)").Where("org_id = ?", orgID).Scan(ctx, &seq)
	return seq, db.problem(err)
}

// Runbooks lists what the organisation says about runbooks, with the versions in effect by id, and the number of the last change
// that is surely in the list.
func (db *database) Runbooks(ctx context.Context, orgID int64) ([]Runbook, map[string]RunbookVersion, int64, error) {
	// The number is read first: a change between the reads is then read once more, never missed.
	seq, err := db.RunbooksSeq(ctx, orgID)
	if err != nil {
		return nil, nil, 0, err
	}
	var rows []*runbookRow
	if err := db.reader.NewSelect().Model(&rows).Where("org_id = ?", orgID).Order("id").Scan(ctx); err != nil {
		return nil, nil, 0, db.problem(err)
	}
	var versions []*runbookVersionRow
	err = db.reader.NewSelect().Model(&versions).Where("rv.org_id = ?", orgID).
		Join("JOIN strata_runbook AS rb ON rb.org_id = rv.org_id AND rb.id = rv.runbook_id AND rb.current_version = rv.version").Scan(ctx)
	if err != nil {
		return nil, nil, 0, db.problem(err)
	}
	list := make([]Runbook, len(rows))
	for i, r := range rows {
		list[i] = runbookFromRow(r)
	}
	current := make(map[string]RunbookVersion, len(versions))
	for _, v := range versions {
		current[v.RunbookID] = runbookVersionFromRow(v)
	}
	return list, current, seq, nil
}

// RunbookVersions lists the versions of a runbook without their texts, newest first, at most limit.
func (db *database) RunbookVersions(ctx context.Context, orgID int64, id string, limit int) ([]RunbookVersion, error) {
	var rows []*runbookVersionRow
	err := db.reader.NewSelect().Model(&rows).ExcludeColumn("source").Where("org_id = ? AND runbook_id = ?", orgID, id).
		Order("version DESC").Limit(limit).Scan(ctx)
	out := make([]RunbookVersion, len(rows))
	for i, r := range rows {
		out[i] = runbookVersionFromRow(r)
	}
	return out, db.problem(err)
}

// RunbookVersion finds one version with its text. Problem: not_found.
func (db *database) RunbookVersion(ctx context.Context, orgID int64, id string, version int64) (RunbookVersion, error) {
	row := new(runbookVersionRow)
	err := db.reader.NewSelect().Model(row).Where("org_id = ? AND runbook_id = ? AND version = ?", orgID, id, version).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return RunbookVersion{}, NoRunbookVersion(id, version)
	}
	return runbookVersionFromRow(row), db.problem(err)
}

// NoRunbookVersion is the problem of a version that does not exist.
func NoRunbookVersion(id string, version int64) error {
	return problem.New(problem.NotFound, "not_found", "The runbook %q has no version %d of your own.", id, version).At("version").
		Try("Look at the list of its versions.")
}

// Runbook finds what the organisation says about a runbook; false when it said nothing.
func (t *Tx) Runbook(ctx context.Context, id string) (Runbook, bool, error) {
	row := new(runbookRow)
	err := t.tx.NewSelect().Model(row).Where("org_id = ? AND id = ?", t.org, id).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return Runbook{}, false, nil
	}
	return runbookFromRow(row), err == nil, err
}

// RunbookVersion finds one version with its text. Problem: not_found.
func (t *Tx) RunbookVersion(ctx context.Context, id string, version int64) (RunbookVersion, error) {
	row := new(runbookVersionRow)
	err := t.tx.NewSelect().Model(row).Where("org_id = ? AND runbook_id = ? AND version = ?", t.org, id, version).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return RunbookVersion{}, NoRunbookVersion(id, version)
	}
	return runbookVersionFromRow(row), err
}

// CountRunbooks counts the runbooks of which the organisation has versions.
func (t *Tx) CountRunbooks(ctx context.Context) (int, error) {
	return t.tx.NewSelect().Model((*runbookRow)(nil)).Where("org_id = ? AND last_version > 0", t.org).Count(ctx)
}

// SaveRunbook inserts or replaces what the organisation says about a runbook, and returns it with its new revision.
func (t *Tx) SaveRunbook(ctx context.Context, r Runbook) (Runbook, error) {
	r.Revision = t.state.ChangeSeq
	rows := []*runbookRow{{
		OrgID: t.org, ID: r.ID, Revision: r.Revision, Current: r.Current, Last: r.Last, VerifiedHash: r.VerifiedHash, VerifiedAt: millis(r.VerifiedAt),
		VerifiedBy: r.VerifiedBy, ArchivedAt: millis(r.ArchivedAt), ArchivedBy: r.ArchivedBy,
	}}
	return r, upsert(ctx, t.tx, rows, "org_id, id", []string{
		"revision", "current_version", "last_version", "verified_hash", "verified_at", "verified_by", "archived_at", "archived_by",
	})
}

// AddRunbookVersion adds a text; its runbook must have been saved before.
func (t *Tx) AddRunbookVersion(ctx context.Context, id string, v RunbookVersion) error {
	row := &runbookVersionRow{
		OrgID: t.org, RunbookID: id, Version: v.Version, Source: v.Source, Comment: v.Comment, CreatedBy: v.CreatedBy, CreatedAt: millis(v.CreatedAt),
	}
	_, err := t.tx.NewInsert().Model(row).Exec(ctx)
	return err
}
