package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"
)

// OwnSignal is what an organisation says about one signal.
type OwnSignal struct {
	ID         string
	Definition string // JSON, an OwnSignal of api/openapi.yaml
	Version    int64  // grows with every write of the organisation; none comes twice, also after a delete
	UpdatedAt  time.Time
	UpdatedBy  string // login
}

type ownSignalRow struct {
	bun.BaseModel `bun:"table:strata_own_signal"`

	OrgID      int64  `bun:"org_id,pk"`
	ID         string `bun:"id,pk"`
	Definition string `bun:"definition"`
	Version    int64  `bun:"version"`
	UpdatedAt  int64  `bun:"updated_at"`
	UpdatedBy  string `bun:"updated_by"`
}

func ownSignalFromRow(r *ownSignalRow) OwnSignal {
	return OwnSignal{ID: r.ID, Definition: r.Definition, Version: r.Version, UpdatedAt: fromMillis(r.UpdatedAt), UpdatedBy: r.UpdatedBy}
}

// OwnSignalsSeq is the number of the last change of the organisation's own signals; 0 before the first.
func (db *database) OwnSignalsSeq(ctx context.Context, orgID int64) (int64, error) {
	var seq int64
	err := db.reader.NewSelect().Model((*orgState)(nil)).Column("own_signals_seq").Where("org_id = ?", orgID).Scan(ctx, &seq)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return seq, db.problem(err)
}

// OwnSignals lists the organisation's own signals by id, with the number of the last change of them that is surely in the list.
func (db *database) OwnSignals(ctx context.Context, orgID int64) ([]OwnSignal, int64, error) {
	// The number is read first: a change between the two reads is then read once more, never missed.
	seq, err := db.OwnSignalsSeq(ctx, orgID)
	if err != nil {
		return nil, 0, err
	}
	var rows []*ownSignalRow
	if err := db.reader.NewSelect().Model(&rows).Where("org_id = ?", orgID).Order("id").Scan(ctx); err != nil {
		return nil, 0, db.problem(err)
	}
	list := make([]OwnSignal, len(rows))
	for i, r := range rows {
		list[i] = ownSignalFromRow(r)
	}
	return list, seq, nil
}

// OwnSignal finds one own signal; false when there is none.
func (t *Tx) OwnSignal(ctx context.Context, id string) (OwnSignal, bool, error) {
	row := new(ownSignalRow)
	err := t.tx.NewSelect().Model(row).Where("org_id = ? AND id = ?", t.org, id).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return OwnSignal{}, false, nil
	}
	return ownSignalFromRow(row), err == nil, err
}

// CountOwnSignals counts the own signals of the organisation.
func (t *Tx) CountOwnSignals(ctx context.Context) (int, error) {
	return t.tx.NewSelect().Model((*ownSignalRow)(nil)).Where("org_id = ?", t.org).Count(ctx)
}

// SaveOwnSignal inserts or replaces an own signal and returns it with its new version.
func (t *Tx) SaveOwnSignal(ctx context.Context, s OwnSignal) (OwnSignal, error) {
	s.Version = t.touchOwnSignals()
	rows := []*ownSignalRow{{
		OrgID: t.org, ID: s.ID, Definition: s.Definition, Version: s.Version, UpdatedAt: millis(s.UpdatedAt), UpdatedBy: s.UpdatedBy,
	}}
	return s, upsert(ctx, t.tx, rows, "org_id, id", []string{"definition", "version", "updated_at", "updated_by"})
}

// DeleteOwnSignal deletes an own signal.
func (t *Tx) DeleteOwnSignal(ctx context.Context, id string) error {
	t.touchOwnSignals()
	_, err := t.tx.NewDelete().Model((*ownSignalRow)(nil)).Where("org_id = ? AND id = ?", t.org, id).Exec(ctx)
	return err
}

func (t *Tx) touchOwnSignals() int64 {
	t.state.OwnSignalsSeq = t.state.ChangeSeq
	return t.state.ChangeSeq
}
