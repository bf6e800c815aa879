package store

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/review"
)

// ActionFilter narrows a list of actions; empty fields narrow nothing.
type ActionFilter struct {
	States  []review.ActionState
	Types   []review.ActionType
	Overdue time.Time
	Owner   string
	Team    string
	Number  int64 // of one review
	Words   string
	Limit   int
	Cursor  string
	Reader  Reader
}

// ActionView is an action with what its review is about.
type ActionView struct {
	*review.Action
	Title    string
	Severity incident.Severity
}

type actionViewRow struct {
	actionRow `bun:",extend"`

	ReviewTitle    string `bun:"review_title,scanonly"`
	ReviewSeverity string `bun:"review_severity,scanonly"`
}

// Actions lists one page, the earliest due first and those without a date last, and the cursor of the next one. Problem: bad_cursor.
func (db *database) Actions(ctx context.Context, orgID int64, f ActionFilter) ([]ActionView, string, error) {
	after, err := readPlace(f.Cursor, "action")
	if err != nil {
		return nil, "", err
	}
	var rows []*actionViewRow
	q := db.reader.NewSelect().Model(&rows).ColumnExpr("ai.*, COALESCE(i.title, v.title) AS review_title, "+worstOf+" AS review_severity").
		Join("JOIN strata_review AS v ON v.org_id = ai.org_id AND v.incident_number = ai.incident_number").Join(ofReview).
		Where("ai.org_id = ?", orgID).OrderExpr(actionOrder + ", ai.id").Limit(f.Limit + 1)
	f.narrow(q)
	if f.Cursor != "" {
		q.Where("("+actionOrder+", ai.id) > (?, ?)", after[0], after[1])
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", db.problem(err)
	}
	next := ""
	if len(rows) > f.Limit {
		rows = rows[:f.Limit]
		last := rows[f.Limit-1]
		due := last.DueAt
		if due == 0 {
			due = never
		}
		next = writePlace("action", due, last.ID)
	}
	views := make([]ActionView, len(rows))
	for i, r := range rows {
		views[i] = ActionView{Action: actionFromRow(&r.actionRow), Title: r.ReviewTitle, Severity: incident.Severity(r.ReviewSeverity)}
	}
	return views, next, nil
}

func (f ActionFilter) narrow(q *bun.SelectQuery) {
	if !f.Reader.All {
		q.Where(reviewSeen, f.Reader.pattern())
	}
	if len(f.States) > 0 {
		q.Where("ai.status IN (?)", bun.List(f.States))
	}
	if len(f.Types) > 0 {
		q.Where("ai.kind IN (?)", bun.List(f.Types))
	}
	if !f.Overdue.IsZero() {
		q.Where("ai.status IN ('open', 'in_progress') AND ai.due_at > 0 AND ai.due_at < ?", f.Overdue.UnixMilli())
	}
	if f.Owner != "" {
		q.Where("ai.owner = ?", f.Owner)
	}
	if f.Team != "" {
		q.Where("ai.team = ?", f.Team)
	}
	if f.Number != 0 {
		q.Where("ai.incident_number = ?", f.Number)
	}
	for word := range strings.FieldsSeq(strings.ToLower(f.Words)) {
		q.Where("ai.search LIKE ? ESCAPE '!'", "%"+likeEscaper.Replace(word)+"%")
	}
}

// Actions lists the actions of a review in the order in which they were made.
func (t *Tx) Actions(ctx context.Context, number int64) ([]*review.Action, error) {
	return actionsOf(ctx, t.tx, t.org, number)
}

// ReviewActions lists the actions of a review in the order in which they were made.
func (db *database) ReviewActions(ctx context.Context, orgID, number int64) ([]*review.Action, error) {
	list, err := actionsOf(ctx, db.reader, orgID, number)
	return list, db.problem(err)
}

func actionsOf(ctx context.Context, db bun.IDB, org, number int64) ([]*review.Action, error) {
	var rows []*actionRow
	if err := db.NewSelect().Model(&rows).Where("org_id = ? AND incident_number = ?", org, number).Order("id").Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]*review.Action, len(rows))
	for i, r := range rows {
		out[i] = actionFromRow(r)
	}
	return out, nil
}

// SaveAction inserts or replaces an action.
func (t *Tx) SaveAction(ctx context.Context, a *review.Action) error {
	return upsertAll(ctx, t.tx, actionToRow(t.org, a), "org_id, id")
}

// DeleteAction takes an action away.
func (t *Tx) DeleteAction(ctx context.Context, id int64) error {
	_, err := t.tx.NewDelete().Model((*actionRow)(nil)).Where("org_id = ? AND id = ?", t.org, id).Exec(ctx)
	return err
}

var _ review.Reminding = (*Tx)(nil)

// reminding are actions whose timer is due, and overdue ones that never got a timer, since no channel was set up then.
const reminding = "(remind_at > 0 AND remind_at <= ? OR remind_at = 0 AND reminded = 0 AND due_at > 0 AND due_at <= ? AND status IN ('open', 'in_progress'))"

// DueReminders lists actions whose owners are to be told by now, longest due first.
func (t *Tx) DueReminders(ctx context.Context, now time.Time, limit int) ([]*review.Action, error) {
	var rows []*actionRow
	err := t.tx.NewSelect().Model(&rows).Where("org_id = ?", t.org).Where(reminding, now.UnixMilli(), now.UnixMilli()).Order("due_at", "id").Limit(limit).Scan(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]*review.Action, len(rows))
	for i, r := range rows {
		out[i] = actionFromRow(r)
	}
	return out, nil
}

// OrganisationsReminding lists organisations with reminders that are due.
func (db *database) OrganisationsReminding(ctx context.Context, now time.Time) ([]int64, error) {
	var orgs []int64
	err := db.reader.NewSelect().Model((*actionRow)(nil)).ColumnExpr("DISTINCT org_id").Where(reminding, now.UnixMilli(), now.UnixMilli()).Scan(ctx, &orgs)
	return orgs, db.problem(err)
}

// ReviewCounts is how many reviews and actions of all organisations wait, by organisation.
type ReviewCounts struct {
	Org            int64 `bun:"org_id"`
	Unpublished    int   `bun:"unpublished"`
	Overdue        int   `bun:"overdue"`
	OverdueActions int   `bun:"-"`
}

// CountReviews counts what waits, for metrics.
func (db *database) CountReviews(ctx context.Context, now time.Time) ([]ReviewCounts, error) {
	var counts []ReviewCounts
	err := db.reader.NewSelect().Model((*reviewRow)(nil)).ColumnExpr("org_id, COUNT(*) AS unpublished").
		ColumnExpr("SUM(CASE WHEN due_at > 0 AND due_at < ? THEN 1 ELSE 0 END) AS overdue", now.UnixMilli()).
		Where("published_at = 0").Group("org_id").Scan(ctx, &counts)
	if err != nil {
		return nil, db.problem(err)
	}
	var actions []struct {
		Org  int64 `bun:"org_id"`
		Late int   `bun:"late"`
	}
	err = db.reader.NewSelect().Model((*actionRow)(nil)).ColumnExpr("org_id, COUNT(*) AS late").
		Where("status IN ('open', 'in_progress') AND due_at > 0 AND due_at < ?", now.UnixMilli()).Group("org_id").Scan(ctx, &actions)
	for _, a := range actions {
		i := 0
		for i < len(counts) && counts[i].Org != a.Org {
			i++
		}
		if i == len(counts) {
			counts = append(counts, ReviewCounts{Org: a.Org})
		}
		counts[i].OverdueActions = a.Late
	}
	return counts, db.problem(err)
}
