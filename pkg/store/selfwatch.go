package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// OldestDue is when the timer that has waited longest was due, in any organisation; zero when none is.
func (db *database) OldestDue(ctx context.Context, now time.Time) (time.Time, error) {
	var at int64
	err := db.reader.NewSelect().Model((*timerRow)(nil)).ColumnExpr("COALESCE(MIN(due_at), 0)").Where("due_at <= ?", now.UnixMilli()).Scan(ctx, &at)
	return fromMillis(at), db.problem(err)
}

// OpenCounts counts open incidents by organisation and severity. Organisations without any have an empty map.
func (db *database) OpenCounts(ctx context.Context) (map[int64]map[incident.Severity]int, error) {
	var orgs []int64
	if err := db.reader.NewSelect().Model((*orgState)(nil)).Column("org_id").Scan(ctx, &orgs); err != nil {
		return nil, db.problem(err)
	}
	var rows []struct {
		OrgID    int64  `bun:"org_id"`
		Severity string `bun:"severity"`
		Count    int    `bun:"count"`
	}
	err := db.reader.NewSelect().Model((*incidentRow)(nil)).ColumnExpr("i.org_id, i.severity, COUNT(*) AS count").
		Where("i.status IN (?)", bun.List(incident.OpenStatuses)).Group("i.org_id", "i.severity").Scan(ctx, &rows)
	if err != nil {
		return nil, db.problem(err)
	}
	counts := map[int64]map[incident.Severity]int{}
	for _, org := range orgs {
		counts[org] = map[incident.Severity]int{}
	}
	for _, r := range rows {
		counts[r.OrgID][incident.Severity(r.Severity)] = r.Count
	}
	return counts, nil
}
