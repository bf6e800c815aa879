package store

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

type snoozeRow struct {
	bun.BaseModel `bun:"table:strata_snooze,alias:sn"`

	OrgID     int64  `bun:"org_id,pk"`
	GroupKey  string `bun:"group_key,pk"`
	Until     int64  `bun:"until"`
	Severity  string `bun:"severity"`
	Reason    string `bun:"reason"`
	CreatedBy string `bun:"created_by"`
	CreatedAt int64  `bun:"created_at"`
}

// saveSnoozes sets or takes away snoozes in their order.
func (t *Tx) saveSnoozes(ctx context.Context, c incident.Changes) error {
	for _, s := range c.Snoozes {
		if s.Until.IsZero() {
			if _, err := t.tx.NewDelete().Model((*snoozeRow)(nil)).Where("org_id = ? AND group_key = ?", t.org, s.GroupKey).Exec(ctx); err != nil {
				return err
			}
			continue
		}
		row := &snoozeRow{
			OrgID: t.org, GroupKey: s.GroupKey, Until: s.Until.UnixMilli(), Severity: string(s.Severity), Reason: s.Reason, CreatedBy: s.By, CreatedAt: s.At.UnixMilli(),
		}
		if err := upsert(ctx, t.tx, []*snoozeRow{row}, "org_id, group_key", []string{"until", "severity", "reason", "created_by", "created_at"}); err != nil {
			return err
		}
	}
	return nil
}

// Snoozes finds the snooze of each group key.
func (t *Tx) Snoozes(ctx context.Context, groupKeys []string) (map[string]incident.Snooze, error) {
	found := map[string]incident.Snooze{}
	err := inChunks(groupKeys, func(part []string) error {
		var rows []*snoozeRow
		err := t.tx.NewSelect().Model(&rows).Where("org_id = ?", t.org).Where("group_key IN (?)", bun.List(part)).Scan(ctx)
		for _, r := range rows {
			found[r.GroupKey] = incident.Snooze{
				GroupKey: r.GroupKey, Until: fromMillis(r.Until), Severity: incident.Severity(r.Severity), Reason: r.Reason, By: r.CreatedBy, At: fromMillis(r.CreatedAt),
			}
		}
		return err
	})
	return found, err
}

// SnoozedIncidents lists incidents of a group key that are marked as snoozed.
func (t *Tx) SnoozedIncidents(ctx context.Context, groupKey string) ([]*incident.Incident, error) {
	var rows []*incidentRow
	err := t.tx.NewSelect().Model(&rows).Where("org_id = ? AND group_key = ? AND snoozed_until > 0", t.org, groupKey).Order("number").Scan(ctx)
	if err != nil {
		return nil, err
	}
	return convertAll(rows, incidentFromRow)
}
