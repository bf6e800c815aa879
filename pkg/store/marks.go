package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

type markRow struct {
	bun.BaseModel `bun:"table:strata_timeline_mark,alias:mk"`

	OrgID          int64 `bun:"org_id,pk"`
	IncidentNumber int64 `bun:"incident_number,pk"`
	Seq            int64 `bun:"seq,pk"`
	ShownAt        int64 `bun:"shown_at"`
}

// Entry finds one entry of a timeline with its mark; false when there is none.
func (t *Tx) Entry(ctx context.Context, number, seq int64) (incident.Entry, bool, error) {
	row := new(timelineRow)
	err := t.tx.NewSelect().Model(row).Where("org_id = ? AND incident_number = ? AND seq = ?", t.org, number, seq).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return incident.Entry{}, false, nil
	}
	if err != nil {
		return incident.Entry{}, false, err
	}
	e, err := entryFromRow(row)
	if err != nil {
		return incident.Entry{}, false, err
	}
	list := []incident.Entry{e}
	err = marked(ctx, t.tx, t.org, number, list)
	return list[0], true, err
}

// marked puts the marks of one incident into its entries, which are in the order of seq.
func marked(ctx context.Context, db bun.IDB, org, number int64, entries []incident.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	var rows []*markRow
	err := db.NewSelect().Model(&rows).Column("seq", "shown_at").
		Where("org_id = ? AND incident_number = ?", org, number).
		Where("seq BETWEEN ? AND ?", entries[0].Seq, entries[len(entries)-1].Seq).Scan(ctx)
	if err != nil {
		return err
	}
	shown := map[int64]int64{}
	for _, r := range rows {
		shown[r.Seq] = r.ShownAt
	}
	for i := range entries {
		entries[i].ShownAt = fromMillis(shown[entries[i].Seq])
	}
	return nil
}

func (t *Tx) saveMarks(ctx context.Context, c incident.Changes) error {
	rows := make([]*markRow, len(c.Marks))
	for i, m := range c.Marks {
		rows[i] = &markRow{OrgID: t.org, IncidentNumber: m.Incident, Seq: m.Seq, ShownAt: millis(m.ShownAt)}
	}
	return upsert(ctx, t.tx, rows, "org_id, incident_number, seq", []string{"shown_at"})
}
