package store

import (
	"context"
	"time"
)

// RunbookUse is how often a runbook was used, and what people said of its steps.
type RunbookUse struct {
	Runs       int
	LastUsedAt time.Time
	Helped     int // verdicts
	Wrong      int
	Missing    int
}

type useRow struct {
	RunbookID string `bun:"runbook_id"`
	Runs      int    `bun:"runs"`
	LastUsed  int64  `bun:"last_used"`
}

type verdictRow struct {
	RunbookID string `bun:"runbook_id"`
	Verdict   string `bun:"verdict"`
	Count     int    `bun:"count"`
}

// RunbookUse counts runs and verdicts since a time, by runbook.
func (db *database) RunbookUse(ctx context.Context, orgID int64, since time.Time) (map[string]RunbookUse, error) {
	var runs []useRow
	err := db.reader.NewSelect().Model((*runRow)(nil)).ColumnExpr("runbook_id, COUNT(*) AS runs, MAX(started_at) AS last_used").
		Where("org_id = ? AND started_at >= ?", orgID, millis(since)).Group("runbook_id").Scan(ctx, &runs)
	if err != nil {
		return nil, db.problem(err)
	}
	var verdicts []verdictRow
	err = db.reader.NewSelect().Model((*runStepRow)(nil)).ColumnExpr("rr.runbook_id, rs.verdict, COUNT(*) AS count").
		Join("JOIN strata_runbook_run AS rr ON rr.org_id = rs.org_id AND rr.id = rs.run_id").
		Where("rs.org_id = ? AND rs.verdict <> '' AND rr.started_at >= ?", orgID, millis(since)).Group("rr.runbook_id", "rs.verdict").Scan(ctx, &verdicts)
	if err != nil {
		return nil, db.problem(err)
	}
	out := make(map[string]RunbookUse, len(runs))
	for _, r := range runs {
		out[r.RunbookID] = RunbookUse{Runs: r.Runs, LastUsedAt: fromMillis(r.LastUsed)}
	}
	for _, v := range verdicts {
		use := out[v.RunbookID]
		switch v.Verdict {
		case "helped":
			use.Helped = v.Count
		case "wrong":
			use.Wrong = v.Count
		case "missing":
			use.Missing = v.Count
		}
		out[v.RunbookID] = use
	}
	return out, nil
}

// RunbookRemark is what somebody said of a step while using the runbook.
type RunbookRemark struct {
	Incident int64
	Version  int64
	Origin   string
	Position int
	Verdict  string
	Comment  string
	By       string // login
	At       time.Time
}

type remarkRow struct {
	Incident int64  `bun:"incident_number"`
	Version  int64  `bun:"runbook_version"`
	Origin   string `bun:"origin"`
	Position int    `bun:"position"`
	Verdict  string `bun:"verdict"`
	Comment  string `bun:"comment"`
	By       string `bun:"verdict_by"`
	At       int64  `bun:"verdict_at"`
}

// RunbookRemarks lists steps of a runbook that were found wrong or missing on incidents that the reader may see, latest first.
func (db *database) RunbookRemarks(ctx context.Context, orgID int64, id string, reader Reader, limit int) ([]RunbookRemark, error) {
	var rows []remarkRow
	query := db.reader.NewSelect().Model((*runStepRow)(nil)).
		ColumnExpr("rr.incident_number, rr.runbook_version, rr.origin, rs.position, rs.verdict, rs.comment, rs.verdict_by, rs.verdict_at").
		Join("JOIN strata_runbook_run AS rr ON rr.org_id = rs.org_id AND rr.id = rs.run_id").
		Join("JOIN strata_incident AS i ON i.org_id = rr.org_id AND i.number = rr.incident_number").
		Where("rs.org_id = ? AND rr.runbook_id = ? AND rs.verdict IN ('wrong', 'missing')", orgID, id).
		Order("rs.verdict_at DESC", "rs.run_id DESC", "rs.position").Limit(limit)
	reader.sees(query)
	err := query.Scan(ctx, &rows)
	out := make([]RunbookRemark, len(rows))
	for i, r := range rows {
		out[i] = RunbookRemark{
			Incident: r.Incident, Version: r.Version, Origin: r.Origin, Position: r.Position, Verdict: r.Verdict, Comment: r.Comment, By: r.By, At: fromMillis(r.At),
		}
	}
	return out, db.problem(err)
}
