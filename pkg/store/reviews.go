package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/review"
)

var _ review.Ledger = (*Tx)(nil)

// MaxRevisions is how many changes of one review are kept; the oldest go first.
const MaxRevisions = 200

// saveReviewStarts begins reviews. One that is there and still a draft gets the date that follows from the newer resolve, and its impact,
// which was measured up to the older one, is measured again.
func (t *Tx) saveReviewStarts(ctx context.Context, c incident.Changes) error {
	rows, err := convertAll(c.Reviews, func(s incident.ReviewStart) (*reviewRow, error) {
		return reviewToRow(t.org, review.New(s.Incident, s.Rule, s.Incident.UpdatedAt))
	})
	if err != nil {
		return err
	}
	return insertRows(ctx, t.tx, rows, " ON CONFLICT (org_id, incident_number) DO UPDATE SET due_at = EXCLUDED.due_at, resolved_at = EXCLUDED.resolved_at, measured_at = 0 WHERE strata_review.status = 'draft'")
}

// looseActions are those that keep an incident from being closed: see review.Action.Loose.
const looseActions = "must AND status <> 'dropped' AND (due_at = 0 OR owner = '' AND team = '')"

// ReviewStanding says how far the incident's review is; the zero value when there is none.
func (t *Tx) ReviewStanding(ctx context.Context, number int64) (incident.ReviewStanding, error) {
	var s incident.ReviewStanding
	row := new(reviewRow)
	err := t.tx.NewSelect().Model(row).Column("published_at", "measures").Where("org_id = ? AND incident_number = ?", t.org, number).Scan(ctx)
	if err != nil {
		return s, ignoreNoRows(err)
	}
	s.Published, s.Measured = row.PublishedAt > 0, row.Measures
	s.Loose, err = t.tx.NewSelect().Model((*actionRow)(nil)).Where("org_id = ? AND incident_number = ?", t.org, number).
		Where(looseActions).Count(ctx)
	return s, err
}

// Review finds a review with its header as it is now; nil when there is none.
func (t *Tx) Review(ctx context.Context, number int64) (*review.Review, error) {
	return reviewOf(ctx, t.tx, t.org, number)
}

// ReviewState is how far the review of an incident is.
type ReviewState struct {
	State   review.State
	DueAt   time.Time
	Overdue bool
}

// ReviewState finds how far the review of an incident is; nil when there is none.
func (db *database) ReviewState(ctx context.Context, orgID, number int64) (*ReviewState, error) {
	row := new(reviewRow)
	err := db.reader.NewSelect().Model(row).Column("status", "due_at").Where("org_id = ? AND incident_number = ?", orgID, number).Scan(ctx)
	if err != nil {
		return nil, db.problem(ignoreNoRows(err))
	}
	r := review.Review{State: review.State(row.State), DueAt: fromMillis(row.DueAt)}
	return &ReviewState{State: r.State, DueAt: r.DueAt, Overdue: r.Overdue(db.now())}, nil
}

// Review finds a review that the reader may see. Problem: not_found.
func (db *database) Review(ctx context.Context, orgID, number int64, reader Reader) (*review.Review, bool, error) {
	r, err := reviewOf(ctx, db.reader, orgID, number)
	if err != nil {
		return nil, false, db.problem(err)
	}
	if r == nil || !reader.MayRead(&incident.Incident{Readers: r.Header.Readers}) {
		return nil, false, review.NotFound(number)
	}
	there, err := db.reader.NewSelect().Model((*incidentRow)(nil)).Where("org_id = ? AND number = ?", orgID, number).Exists(ctx)
	return r, there, db.problem(err)
}

func reviewOf(ctx context.Context, db bun.IDB, org, number int64) (*review.Review, error) {
	row := new(reviewRow)
	err := db.NewSelect().Model(row).Where("org_id = ? AND incident_number = ?", org, number).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r, err := reviewFromRow(row)
	if err != nil {
		return nil, err
	}
	_, err = withHeaders(ctx, db, org, []*review.Review{r})
	return r, err
}

// withHeaders gives reviews the headers of their incidents as they are now, and says which incidents are there.
func withHeaders(ctx context.Context, db bun.IDB, org int64, list []*review.Review) (map[int64]bool, error) {
	there := map[int64]bool{}
	if len(list) == 0 {
		return there, nil
	}
	numbers := make([]int64, len(list))
	for i, r := range list {
		numbers[i] = r.Number
	}
	var rows []*incidentRow
	if err := db.NewSelect().Model(&rows).Where("org_id = ? AND number IN (?)", org, bun.List(numbers)).Scan(ctx); err != nil {
		return nil, err
	}
	incidents, err := convertAll(rows, incidentFromRow)
	if err != nil {
		return nil, err
	}
	headers := map[int64]review.Header{}
	for _, inc := range incidents {
		headers[inc.Number], there[inc.Number] = review.HeaderOf(inc), true
	}
	for _, r := range list {
		if there[r.Number] {
			r.Header = headers[r.Number]
		}
	}
	return there, nil
}

// SaveReview inserts or replaces a review.
func (t *Tx) SaveReview(ctx context.Context, r *review.Review) error {
	row, err := reviewToRow(t.org, r)
	if err != nil {
		return err
	}
	return upsertAll(ctx, t.tx, row, "org_id, incident_number")
}

// AddRevision adds what a change left, and forgets the oldest of too many.
func (t *Tx) AddRevision(ctx context.Context, number int64, r review.Revision) error {
	row := &revisionRow{OrgID: t.org, Number: number, Version: r.Version, Note: r.Note, Restores: r.Restores, ChangedBy: r.By, ChangedAt: millis(r.At)}
	var err error
	if row.Content, err = toJSON(r.Content.Clean()); err != nil {
		return err
	}
	if row.Fields, err = toJSON(orNone(r.Fields)); err != nil {
		return err
	}
	if err := insertRows(ctx, t.tx, []*revisionRow{row}, ""); err != nil {
		return err
	}
	_, err = t.tx.NewDelete().Model((*revisionRow)(nil)).Where("org_id = ? AND incident_number = ? AND version <= ?", t.org, number, r.Version-MaxRevisions).Exec(ctx)
	return err
}

// Revisions lists changes after a version without their content, newest first.
func (t *Tx) Revisions(ctx context.Context, number, after int64, limit int) ([]review.Revision, error) {
	return revisionsOf(ctx, t.tx, t.org, number, after, limit)
}

// ReviewRevisions lists changes without their content, newest first.
func (db *database) ReviewRevisions(ctx context.Context, orgID, number int64, limit int) ([]review.Revision, error) {
	list, err := revisionsOf(ctx, db.reader, orgID, number, 0, limit)
	return list, db.problem(err)
}

func revisionsOf(ctx context.Context, db bun.IDB, org, number, after int64, limit int) ([]review.Revision, error) {
	var rows []*revisionRow
	err := db.NewSelect().Model(&rows).ExcludeColumn("content").Where("org_id = ? AND incident_number = ? AND version > ?", org, number, after).
		Order("version DESC").Limit(limit).Scan(ctx)
	if err != nil {
		return nil, err
	}
	return convertAll(rows, revisionFromRow)
}

// Revision finds one change with its content; false when there is none.
func (t *Tx) Revision(ctx context.Context, number, version int64) (review.Revision, bool, error) {
	return revisionOf(ctx, t.tx, t.org, number, version)
}

// ReviewRevision finds one change with its content; false when there is none.
func (db *database) ReviewRevision(ctx context.Context, orgID, number, version int64) (review.Revision, bool, error) {
	r, found, err := revisionOf(ctx, db.reader, orgID, number, version)
	return r, found, db.problem(err)
}

func revisionOf(ctx context.Context, db bun.IDB, org, number, version int64) (review.Revision, bool, error) {
	row := new(revisionRow)
	err := db.NewSelect().Model(row).Where("org_id = ? AND incident_number = ? AND version = ?", org, number, version).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return review.Revision{}, false, nil
	}
	if err != nil {
		return review.Revision{}, false, err
	}
	r, err := revisionFromRow(row)
	return r, err == nil, err
}

// Comment finds one comment; nil when there is none.
func (t *Tx) Comment(ctx context.Context, number, id int64) (*review.Comment, error) {
	row := new(commentRow)
	err := t.tx.NewSelect().Model(row).Where("org_id = ? AND incident_number = ? AND id = ?", t.org, number, id).Scan(ctx)
	if err != nil {
		return nil, ignoreNoRows(err)
	}
	c := commentFromRow(row)
	return &c, nil
}

// CountComments counts the comments of a review.
func (t *Tx) CountComments(ctx context.Context, number int64) (int, error) {
	return t.tx.NewSelect().Model((*commentRow)(nil)).Where("org_id = ? AND incident_number = ?", t.org, number).Count(ctx)
}

// SaveComment inserts or replaces a comment.
func (t *Tx) SaveComment(ctx context.Context, number int64, c review.Comment) error {
	return upsertAll(ctx, t.tx, &commentRow{
		OrgID: t.org, ID: c.ID, Number: number, Field: c.Field, Body: c.Text, CreatedBy: c.By, CreatedAt: millis(c.At), ResolvedBy: c.ResolvedBy, ResolvedAt: millis(c.ResolvedAt),
	}, "org_id, id")
}

// ReviewComments lists the comments of a review, oldest first.
func (db *database) ReviewComments(ctx context.Context, orgID, number int64) ([]review.Comment, error) {
	var rows []*commentRow
	err := db.reader.NewSelect().Model(&rows).Where("org_id = ? AND incident_number = ?", orgID, number).Order("id").Scan(ctx)
	out := make([]review.Comment, len(rows))
	for i, r := range rows {
		out[i] = commentFromRow(r)
	}
	return out, db.problem(err)
}

// NextReviewRow hands out the id of a new action or comment.
func (t *Tx) NextReviewRow() int64 { return t.nextRow() }

// keepReviewHeader writes what a review has to know of its incident before that is deleted.
func (t *Tx) keepReviewHeader(ctx context.Context, number int64) error {
	r, err := t.Review(ctx, number)
	if err != nil || r == nil {
		return err
	}
	return t.SaveReview(ctx, r)
}
