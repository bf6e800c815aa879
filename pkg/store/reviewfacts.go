package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

const maxAgain = 10 // of an incident, after an action

// RolesEver lists who has or had a role in the incident, longest first.
func (db *database) RolesEver(ctx context.Context, org, number int64) ([]incident.Assignment, error) {
	list, err := rolesEver(ctx, db.reader, org, number)
	return list, db.problem(err)
}

func rolesEver(ctx context.Context, db bun.IDB, org, number int64) ([]incident.Assignment, error) {
	var rows []*roleRow
	err := db.NewSelect().Model(&rows).Where("org_id = ? AND incident_number = ?", org, number).Order("assigned_at", "role", "login").Scan(ctx)
	out := make([]incident.Assignment, len(rows))
	for i, r := range rows {
		out[i] = incident.Assignment{Incident: number, Role: r.Role, Login: r.Login, By: r.AssignedBy, At: fromMillis(r.AssignedAt), Ended: fromMillis(r.EndedAt)}
	}
	return out, err
}

// After counts what came back since an action was done: later incidents of the group, and firings of the incident's alerts in as long a
// time before the incident and after the action.
func (db *database) After(ctx context.Context, orgID int64, inc *incident.Incident, since, until time.Time, reader Reader) (again []int64, before, after int, err error) {
	later := db.reader.NewSelect().Model((*incidentRow)(nil)).Column("number").
		Where("i.org_id = ? AND i.group_key = ? AND i.number > ? AND i.detected_at >= ? AND i.detected_at < ?", orgID, inc.GroupKey, inc.Number, millis(since), millis(until)).
		Where("i.status <> 'declined' AND i.drill = FALSE").Order("i.number").Limit(maxAgain)
	reader.sees(later)
	if err = later.Scan(ctx, &again); err != nil {
		return nil, 0, 0, db.problem(err)
	}
	long := until.Sub(since)
	firings := func(from, to time.Time) (int, error) {
		return db.reader.NewSelect().Model((*occurrenceRow)(nil)).Where("o.org_id = ? AND o.starts_at >= ? AND o.starts_at < ?", orgID, millis(from), millis(to)).
			Where("o.alert_id IN (SELECT DISTINCT own.alert_id FROM strata_occurrence AS own WHERE own.org_id = o.org_id AND own.incident_number = ?)", inc.Number).Count(ctx)
	}
	end := inc.DetectedAt.Add(time.Millisecond)
	if before, err = firings(end.Add(-long), end); err == nil {
		after, err = firings(since, until)
	}
	return again, before, after, db.problem(err)
}
