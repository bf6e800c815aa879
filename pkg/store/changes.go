package store

import (
	"context"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// News is a timeline entry together with what the incident is now.
type News struct {
	Entry    incident.Entry
	Title    string
	Severity incident.Severity
	Status   incident.Status
	Drill    bool
}

type newsRow struct {
	timelineRow
	Title    string `bun:"title"`
	Severity string `bun:"severity"`
	Status   string `bun:"status"`
	Drill    bool   `bun:"drill"`
}

// NewestEntries lists the newest timeline entries over all incidents of an organisation that the reader may see, the newest first.
//
// Each entry marks its incident as changed, so the newest entries are among the last of the incidents that changed last: at most
// 2·limit incidents and limit entries of each are looked at, by their keys, however long the timelines are.
func (db *database) NewestEntries(ctx context.Context, orgID int64, reader Reader, limit int) ([]News, error) {
	changed := db.reader.NewSelect().Model((*incidentRow)(nil)).Column("number", "title", "severity", "status", "drill", "timeline_seq").
		Where("i.org_id = ?", orgID).Order("change_seq DESC", "number DESC").Limit(2 * limit)
	reader.sees(changed)
	var rows []newsRow
	err := db.reader.NewSelect().Model((*timelineRow)(nil)).ColumnExpr("t.*").ColumnExpr("c.title, c.severity, c.status, c.drill").
		Join("JOIN (?) AS c ON c.number = t.incident_number AND t.seq > c.timeline_seq - ?", changed, limit).
		Where("t.org_id = ?", orgID).Order("t.recorded_at DESC", "t.incident_number DESC", "t.seq DESC").Limit(limit).Scan(ctx, &rows)
	if err != nil {
		return nil, db.problem(err)
	}
	return convertAll(rows, func(r newsRow) (News, error) {
		entry, err := entryFromRow(&r.timelineRow)
		return News{Entry: entry, Title: r.Title, Severity: incident.Severity(r.Severity), Status: incident.Status(r.Status), Drill: r.Drill}, err
	})
}
