package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/maintenance"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

type windowRow struct {
	bun.BaseModel `bun:"table:strata_maintenance_window,alias:w"`

	OrgID       int64  `bun:"org_id,pk"`
	ID          int64  `bun:"id,pk"`
	Name        string `bun:"name"`
	Comment     string `bun:"comment"`
	Matchers    string `bun:"matchers"`
	StartsAt    int64  `bun:"starts_at"`
	EndsAt      int64  `bun:"ends_at"`
	TimeZone    string `bun:"time_zone"`
	Recurrence  string `bun:"recurrence"`
	Effect      string `bun:"effect"`
	Provisioned bool   `bun:"provisioned"`
	Version     int64  `bun:"version"`
	CreatedBy   string `bun:"created_by"`
	CreatedAt   int64  `bun:"created_at"`
	UpdatedBy   string `bun:"updated_by"`
	UpdatedAt   int64  `bun:"updated_at"`
	CancelledBy string `bun:"cancelled_by"`
	CancelledAt int64  `bun:"cancelled_at"`
}

func windowFromRow(r *windowRow) (maintenance.Window, error) {
	w := maintenance.Window{
		ID: r.ID, Name: r.Name, Comment: r.Comment, First: maintenance.Span{Start: fromMillis(r.StartsAt), End: fromMillis(r.EndsAt)},
		TimeZone: r.TimeZone, Recurrence: r.Recurrence, Effect: maintenance.Effect(r.Effect), Provisioned: r.Provisioned, Version: r.Version,
		CreatedBy: r.CreatedBy, CreatedAt: fromMillis(r.CreatedAt), UpdatedBy: r.UpdatedBy, UpdatedAt: fromMillis(r.UpdatedAt),
		CancelledBy: r.CancelledBy, CancelledAt: fromMillis(r.CancelledAt),
	}
	return w, fromJSON(r.Matchers, &w.Matchers)
}

// Plan is the maintenance windows of the organisation that are not cancelled. Between changes it is kept in memory.
func (t *Tx) Plan(ctx context.Context) (maintenance.Plan, error) {
	known, err := t.known(ctx)
	return known.plan, err
}

func (t *Tx) readPlan(ctx context.Context) (maintenance.Plan, error) {
	var rows []*windowRow
	if err := planned(t.tx.NewSelect().Model(&rows), t.org, t.now()).Order("id").Scan(ctx); err != nil {
		return nil, err
	}
	plan := make(maintenance.Plan, 0, len(rows))
	for _, r := range rows {
		w, err := windowFromRow(r)
		if err != nil {
			return nil, err
		}
		// A window that a later version of the rules refuses costs itself, not the alerts.
		if ready, err := w.Check(); err == nil {
			plan = append(plan, ready)
		}
	}
	return plan, nil
}

// planned leaves out what is cancelled, or was for once and is over.
func planned(q *bun.SelectQuery, org int64, now time.Time) *bun.SelectQuery {
	return q.Where("org_id = ? AND cancelled_at = 0 AND (recurrence <> '' OR ends_at > ?)", org, now.UnixMilli())
}

// PlannedWindows counts the windows that may still open.
func (t *Tx) PlannedWindows(ctx context.Context) (int, error) {
	return planned(t.tx.NewSelect().Model((*windowRow)(nil)), t.org, t.now()).Count(ctx)
}

// ProvisionedWindows lists the windows that a file has made and that are not cancelled, by name.
func (t *Tx) ProvisionedWindows(ctx context.Context) (map[string]maintenance.Window, error) {
	var rows []*windowRow
	if err := t.tx.NewSelect().Model(&rows).Where("org_id = ? AND provisioned AND cancelled_at = 0", t.org).Order("id").Scan(ctx); err != nil {
		return nil, err
	}
	found := map[string]maintenance.Window{}
	for _, r := range rows {
		w, err := windowFromRow(r)
		if err != nil {
			return nil, err
		}
		found[w.Name] = w
	}
	return found, nil
}

// NewWindowID hands out the id of a new window.
func (t *Tx) NewWindowID() int64 { return t.nextRow() }

// SaveWindow inserts or replaces a window. What it held back, or kept quiet, is looked at again.
func (t *Tx) SaveWindow(ctx context.Context, w maintenance.Window) error {
	matchers, err := toJSON(orNone(w.Matchers))
	if err != nil {
		return err
	}
	row := &windowRow{
		OrgID: t.org, ID: w.ID, Name: w.Name, Comment: w.Comment, Matchers: matchers, StartsAt: w.First.Start.UnixMilli(), EndsAt: w.First.End.UnixMilli(),
		TimeZone: w.TimeZone, Recurrence: w.Recurrence, Effect: string(w.Effect), Provisioned: w.Provisioned, Version: w.Version,
		CreatedBy: w.CreatedBy, CreatedAt: millis(w.CreatedAt), UpdatedBy: w.UpdatedBy, UpdatedAt: millis(w.UpdatedAt),
		CancelledBy: w.CancelledBy, CancelledAt: millis(w.CancelledAt),
	}
	err = upsert(ctx, t.tx, []*windowRow{row}, "org_id, id", []string{
		"name", "comment", "matchers", "starts_at", "ends_at", "time_zone", "recurrence", "effect", "version", "updated_by", "updated_at", "cancelled_by", "cancelled_at",
	})
	if err != nil {
		return err
	}
	t.quietChanged()
	return t.lookAgain(ctx, w.ID)
}

// lookAgain makes due now what a window holds back, so that it is judged by the window as it is now.
func (t *Tx) lookAgain(ctx context.Context, window int64) error {
	_, err := t.tx.NewUpdate().Model((*occurrenceRow)(nil)).Set("suppressed_until = ?", t.now().UnixMilli()).
		Where("org_id = ? AND state = 'firing' AND suppressed_until > 0 AND suppressed_by = ?", t.org, window).Exec(ctx)
	if err != nil {
		return err
	}
	marked := t.tx.NewSelect().Model((*incidentRow)(nil)).Column("number").Where("org_id = ? AND maintenance_window = ?", t.org, window)
	_, err = t.tx.NewUpdate().Model((*timerRow)(nil)).Set("due_at = ?", t.now().UnixMilli()).
		Where("org_id = ? AND kind = ?", t.org, incident.TimerMaintenance).Where("incident_number IN (?)", marked).Exec(ctx)
	return err
}

// Window finds a window, also a cancelled one. Problem: not_found.
func (t *Tx) Window(ctx context.Context, id int64) (maintenance.Window, error) {
	row := new(windowRow)
	err := t.tx.NewSelect().Model(row).Where("org_id = ? AND id = ?", t.org, id).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return maintenance.Window{}, problem.New(problem.NotFound, "not_found", "There is no maintenance window %d in this organisation.", id).
			At("windowId").Try("Load the list again.")
	}
	if err != nil {
		return maintenance.Window{}, err
	}
	return windowFromRow(row)
}

// Windows lists the windows of an organisation, newest first: those that may still open, and at most `old` of the others.
func (db *database) Windows(ctx context.Context, orgID int64, old int) ([]maintenance.Window, error) {
	var coming, gone []*windowRow
	now := db.now()
	if err := planned(db.reader.NewSelect().Model(&coming), orgID, now).Order("id DESC").Scan(ctx); err != nil {
		return nil, db.problem(err)
	}
	err := db.reader.NewSelect().Model(&gone).Where("org_id = ? AND (cancelled_at > 0 OR recurrence = '' AND ends_at <= ?)", orgID, now.UnixMilli()).
		Order("id DESC").Limit(old).Scan(ctx)
	if err != nil {
		return nil, db.problem(err)
	}
	return convertAll(append(coming, gone...), windowFromRow)
}

// HeldByWindow counts the firing alerts that each window holds back.
func (db *database) HeldByWindow(ctx context.Context, orgID int64) (map[int64]int, error) {
	var rows []struct {
		Window int64 `bun:"suppressed_by"`
		Count  int   `bun:"held"`
	}
	err := db.reader.NewSelect().Model((*occurrenceRow)(nil)).ColumnExpr("suppressed_by, COUNT(*) AS held").
		Where("org_id = ? AND state = 'firing' AND suppressed_until > 0", orgID).Group("suppressed_by").Scan(ctx, &rows)
	held := map[int64]int{}
	for _, r := range rows {
		held[r.Window] = r.Count
	}
	return held, db.problem(err)
}

// HeldBack lists firing occurrences whose maintenance window has ended, longest over first.
func (t *Tx) HeldBack(ctx context.Context, now time.Time, limit int) ([]*incident.Occurrence, error) {
	var rows []*occurrenceRow
	err := t.tx.NewSelect().Model(&rows).Where("o.org_id = ? AND o.state = 'firing'", t.org).
		Where("o.suppressed_until > 0 AND o.suppressed_until <= ?", now.UnixMilli()).Order("o.suppressed_until", "o.id").Limit(limit).Scan(ctx)
	if err != nil {
		return nil, err
	}
	return convertAll(rows, occurrenceFromRow)
}

// OrganisationsHoldingBack lists organisations with a firing alert whose maintenance window has ended.
func (db *database) OrganisationsHoldingBack(ctx context.Context, now time.Time) ([]int64, error) {
	var orgs []int64
	err := db.reader.NewSelect().Model((*occurrenceRow)(nil)).ColumnExpr("DISTINCT o.org_id").
		Where("o.state = 'firing' AND o.suppressed_until > 0 AND o.suppressed_until <= ?", now.UnixMilli()).Scan(ctx, &orgs)
	return orgs, db.problem(err)
}

// SourcesByID finds sources, also deleted ones.
func (t *Tx) SourcesByID(ctx context.Context, ids []string) (map[string]incident.Source, error) {
	found := map[string]incident.Source{}
	err := inChunks(ids, func(part []string) error {
		var rows []*sourceRow
		if err := t.tx.NewSelect().Model(&rows).Where("org_id = ?", t.org).Where("id IN (?)", bun.List(part)).Scan(ctx); err != nil {
			return err
		}
		for _, r := range rows {
			s, err := sourceFromRow(r)
			if err != nil {
				return err
			}
			found[s.ID] = incident.Source{ID: s.ID, Name: s.Name, GroupBy: s.GroupBy}
		}
		return nil
	})
	return found, err
}
