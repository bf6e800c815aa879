package store

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/review"
)

// ReviewFilter narrows a list of reviews; empty fields narrow nothing.
type ReviewFilter struct {
	State       review.State
	Unpublished bool
	Overdue     time.Time
	Severities  []incident.Severity
	Service     string
	Words       string
	From, To    time.Time // when the incident was detected, else when the review was made; the end is not included
	Limit       int
	Cursor      string
	Reader      Reader
	Order       ReviewOrder // empty for due of unpublished ones, else newest
}

// ReviewOrder is what a list of reviews is ordered by.
type ReviewOrder string

// The orders.
const (
	ByNewest  ReviewOrder = "newest"  // incident first
	ByDue     ReviewOrder = "due"     // date, the earliest first and those without one last
	ByQuality ReviewOrder = "quality" // the lowest first
)

// ReviewView is a review in a list, without its facts.
type ReviewView struct {
	*review.Review
	IncidentGone bool
	Actions      int
	Open         int
	Late         int
	Dated        review.Dated
	Loose        []*review.Action // that must be done, without an owner or a date
	Quality      *int             // from 0 to 100; nil before it was worked out
}

// never stands for no due date in an order.
const never = int64(1) << 62

const (
	dueOrder = "CASE WHEN v.due_at = 0 THEN 4611686018427387904 ELSE v.due_at END"
	// A review that was not judged yet stands behind those that were.
	qualityOrder = "CASE WHEN v.judged = 0 THEN 101 ELSE v.quality END"
	actionOrder  = "CASE WHEN ai.due_at = 0 THEN 4611686018427387904 ELSE ai.due_at END"
	happened     = "COALESCE(NULLIF(COALESCE(i.detected_at, v.detected_at), 0), v.created_at)"
	reviewSeen   = "(COALESCE(i.readers, v.readers) = '' OR COALESCE(i.readers, v.readers) LIKE ? ESCAPE '!')"
	worstOf      = "CASE WHEN i.number IS NULL THEN v.severity " +
		"WHEN i.merged_worst <> '' AND i.merged_worst < i.severity AND (i.lowered_from = '' OR i.merged_worst < i.lowered_from) THEN i.merged_worst " +
		"WHEN i.lowered_from <> '' AND i.lowered_from < i.severity THEN i.lowered_from ELSE i.severity END"
	ofReview = "LEFT JOIN strata_incident AS i ON i.org_id = v.org_id AND i.number = v.incident_number"
)

// Reviews lists one page and the cursor of the next one, empty on the last. Problem: bad_cursor.
func (db *database) Reviews(ctx context.Context, orgID int64, f ReviewFilter, now time.Time) ([]ReviewView, string, error) {
	after, err := readPlace(f.Cursor, f.order())
	if err != nil {
		return nil, "", err
	}
	var rows []*reviewRow
	q := db.reader.NewSelect().Model(&rows).ExcludeColumn("facts").Join(ofReview).Where("v.org_id = ?", orgID).Limit(f.Limit + 1)
	f.narrow(q)
	if by := f.orderBy(); by != "" {
		q.OrderExpr(by + ", v.incident_number")
		if f.Cursor != "" {
			q.Where("("+by+", v.incident_number) > (?, ?)", after[0], after[1])
		}
	} else {
		q.OrderExpr("v.incident_number DESC")
		if f.Cursor != "" {
			q.Where("v.incident_number < ?", after[1])
		}
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", db.problem(err)
	}
	next := ""
	if len(rows) > f.Limit {
		rows = rows[:f.Limit]
		next = writePlace(f.order(), f.placeOf(rows[f.Limit-1]), rows[f.Limit-1].Number)
	}
	views, err := db.reviewViews(ctx, orgID, rows, now)
	return views, next, db.problem(err)
}

func (f ReviewFilter) order() string {
	if f.Order == "" && f.Unpublished {
		return string(ByDue)
	}
	return cmp.Or(string(f.Order), string(ByNewest))
}

// orderBy is what comes before the number in the order; empty for the number alone, downwards.
func (f ReviewFilter) orderBy() string {
	return map[string]string{string(ByDue): dueOrder, string(ByQuality): qualityOrder}[f.order()]
}

// placeOf is the value of orderBy in a row.
func (f ReviewFilter) placeOf(r *reviewRow) int64 {
	switch {
	case f.order() == string(ByQuality) && r.Judged == 0:
		return 101
	case f.order() == string(ByQuality):
		return int64(r.Quality)
	case r.DueAt == 0:
		return never
	}
	return r.DueAt
}

func (f ReviewFilter) narrow(q *bun.SelectQuery) {
	if !f.Reader.All {
		q.Where(reviewSeen, f.Reader.pattern())
	}
	if f.State != "" {
		q.Where("v.status = ?", f.State)
	}
	if f.Unpublished {
		q.Where("v.published_at = 0")
	}
	if !f.Overdue.IsZero() {
		q.Where("v.published_at = 0 AND v.due_at > 0 AND v.due_at < ?", f.Overdue.UnixMilli())
	}
	if len(f.Severities) > 0 {
		q.Where("("+worstOf+") IN (?)", bun.List(f.Severities))
	}
	if f.Service != "" {
		name, _ := json.Marshal(f.Service) // a text always has a JSON form
		q.Where("COALESCE(i.services, v.services) LIKE ? ESCAPE '!'", "%"+likeEscaper.Replace(string(name))+"%")
	}
	if !f.From.IsZero() {
		q.Where(happened+" >= ?", f.From.UnixMilli())
	}
	if !f.To.IsZero() {
		q.Where(happened+" < ?", f.To.UnixMilli())
	}
	for word := range strings.FieldsSeq(strings.ToLower(f.Words)) {
		q.Where("v.search LIKE ? ESCAPE '!'", "%"+likeEscaper.Replace(word)+"%")
	}
}

func (db *database) reviewViews(ctx context.Context, orgID int64, rows []*reviewRow, now time.Time) ([]ReviewView, error) {
	list, err := convertAll(rows, reviewFromRow)
	if err != nil {
		return nil, err
	}
	there, err := withHeaders(ctx, db.reader, orgID, list)
	if err != nil {
		return nil, err
	}
	numbers := make([]int64, len(list))
	at := map[int64]int{}
	views := make([]ReviewView, len(list))
	for i, r := range list {
		numbers[i], at[r.Number] = r.Number, i
		views[i] = ReviewView{Review: r, IncidentGone: !there[r.Number]}
		if rows[i].Judged > 0 {
			views[i].Quality = &rows[i].Quality
		}
	}
	if len(list) == 0 {
		return views, nil
	}
	var counts []struct {
		Number int64 `bun:"incident_number"`
		All    int   `bun:"all_actions"`
		Open   int   `bun:"open_actions"`
		Late   int   `bun:"late_actions"`

		InTime   int `bun:"in_time"`
		DoneLate int `bun:"done_late"`
		Running  int `bun:"running"`
	}
	err = db.reader.NewSelect().Model((*actionRow)(nil)).ColumnExpr("incident_number, COUNT(*) AS all_actions").
		ColumnExpr("SUM(CASE WHEN status IN ('open', 'in_progress') THEN 1 ELSE 0 END) AS open_actions").
		ColumnExpr("SUM(CASE WHEN status IN ('open', 'in_progress') AND due_at > 0 AND due_at < ? THEN 1 ELSE 0 END) AS late_actions", now.UnixMilli()).
		ColumnExpr("SUM(CASE WHEN due_at > 0 AND done_at > 0 AND done_at <= due_at THEN 1 ELSE 0 END) AS in_time").
		ColumnExpr("SUM(CASE WHEN due_at > 0 AND done_at > due_at THEN 1 ELSE 0 END) AS done_late").
		ColumnExpr("SUM(CASE WHEN status IN ('open', 'in_progress') AND due_at >= ? THEN 1 ELSE 0 END) AS running", now.UnixMilli()).
		Where("org_id = ? AND incident_number IN (?)", orgID, bun.List(numbers)).Group("incident_number").Scan(ctx, &counts)
	for _, c := range counts {
		v := &views[at[c.Number]]
		v.Actions, v.Open, v.Late, v.Dated = c.All, c.Open, c.Late, review.Dated{InTime: c.InTime, Late: c.DoneLate, Overdue: c.Late, Running: c.Running}
	}
	if err != nil {
		return views, err
	}
	var loose []*actionRow
	err = db.reader.NewSelect().Model(&loose).Where("org_id = ? AND incident_number IN (?)", orgID, bun.List(numbers)).Where(looseActions).Order("id").Scan(ctx)
	for _, row := range loose {
		v := &views[at[row.Number]]
		v.Loose = append(v.Loose, actionFromRow(row))
	}
	return views, err
}

// A place is what a list is ordered by, and the key of the last row.
func writePlace(order string, by, key int64) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%s:%d:%d", order, by, key))
}

func readPlace(cursor, order string) ([2]int64, error) {
	var place [2]int64
	if cursor == "" {
		return place, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		_, err = fmt.Sscanf(string(raw), order+":%d:%d", &place[0], &place[1])
	}
	if err != nil {
		return place, problem.New(problem.Invalid, "bad_cursor", "This cursor is not of this list.").At("cursor").
			Try("Take it unchanged from `next` of the page before, with the same filters.")
	}
	return place, nil
}

// OrganisationsUnfilled lists organisations with reviews that nobody began to fill in, made at this time or before.
func (db *database) OrganisationsUnfilled(ctx context.Context, before time.Time) ([]int64, error) {
	var orgs []int64
	err := db.reader.NewSelect().Model((*reviewRow)(nil)).ColumnExpr("DISTINCT org_id").Where("filled = FALSE AND created_at <= ?", before.UnixMilli()).Scan(ctx, &orgs)
	return orgs, db.problem(err)
}

// UnfilledReviews lists numbers of such reviews of one organisation, oldest first.
func (db *database) UnfilledReviews(ctx context.Context, orgID int64, before time.Time, limit int) ([]int64, error) {
	var numbers []int64
	err := db.reader.NewSelect().Model((*reviewRow)(nil)).Column("incident_number").Where("org_id = ? AND filled = FALSE AND created_at <= ?", orgID, before.UnixMilli()).
		Order("incident_number").Limit(limit).Scan(ctx, &numbers)
	return numbers, db.problem(err)
}

// UnmeasuredReviews lists filled drafts of one organisation that were made, or whose incidents were resolved, since a time and of which no
// data source was asked since then, oldest first.
func (db *database) UnmeasuredReviews(ctx context.Context, orgID int64, since time.Time, limit int) ([]int64, error) {
	var numbers []int64
	err := db.reader.NewSelect().Model((*reviewRow)(nil)).Column("incident_number").Where("org_id = ?", orgID).
		Where("filled AND measured_at = 0 AND status = 'draft' AND imported = FALSE AND resolved_at > 0").
		Where("(created_at >= ? OR resolved_at >= ?)", since.UnixMilli(), since.UnixMilli()).
		Order("created_at").Limit(limit).Scan(ctx, &numbers)
	return numbers, db.problem(err)
}
