package store

import (
	"context"
	"slices"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/review"
)

// Judge works out the quality of a review again and keeps it for lists. A review that is not there is left alone.
func (t *Tx) Judge(ctx context.Context, number int64) error {
	r, err := t.Review(ctx, number)
	if err != nil || r == nil {
		return err
	}
	actions, err := t.Actions(ctx, number)
	if err != nil {
		return err
	}
	facts, entries, err := t.factsToJudge(ctx, r)
	if err != nil {
		return err
	}
	_, err = t.tx.NewUpdate().Model((*reviewRow)(nil)).Set("quality = ?", review.QualityOf(r.Content, facts, actions).Score).Set("judged = ?", entries+1).
		Where("org_id = ? AND incident_number = ?", t.org, number).Exec(ctx)
	return err
}

// factsToJudge are the facts that the quality follows from, the times and who took part, and how many entries the timeline has. Only what
// people did is read, since alerts may have left thousands of entries.
func (t *Tx) factsToJudge(ctx context.Context, r *review.Review) (review.Facts, int64, error) {
	found, err := t.Incidents(ctx, []int64{r.Number})
	if err != nil {
		return review.Facts{}, 0, err
	}
	inc := found[r.Number]
	var seq int64
	if inc != nil {
		seq = inc.TimelineSeq
	}
	if r.Facts != nil || inc == nil {
		return r.KnownFacts(), seq, nil
	}
	var rows []*timelineRow
	err = t.tx.NewSelect().Model(&rows).Where("org_id = ? AND incident_number = ?", t.org, r.Number).
		Where("(actor_type = ? OR kind = ?)", incident.User, incident.KindAck).Order("seq").Scan(ctx)
	if err != nil {
		return review.Facts{}, 0, err
	}
	record := review.Record{Incident: inc}
	if record.Entries, err = convertAll(rows, entryFromRow); err != nil {
		return review.Facts{}, 0, err
	}
	if err := marked(ctx, t.tx, t.org, r.Number, record.Entries); err != nil {
		return review.Facts{}, 0, err
	}
	record.Roles, err = rolesEver(ctx, t.tx, t.org, r.Number)
	return review.FactsOf(record, r.UpdatedAt), seq, err
}

// Two ways for a review to wait for its quality, each with an index of its own: it was never worked out, or the facts are not frozen and the
// timeline went on since.
const (
	neverJudged = "v.judged = 0"
	leftBehind  = "v.published_at = 0 AND i.timeline_seq >= v.judged"
)

// OrganisationsUnjudged lists organisations with reviews whose quality has to be worked out.
func (db *database) OrganisationsUnjudged(ctx context.Context) ([]int64, error) {
	var orgs, behind []int64
	if err := db.reader.NewSelect().Model((*reviewRow)(nil)).ColumnExpr("DISTINCT v.org_id").Where(neverJudged).Scan(ctx, &orgs); err != nil {
		return nil, db.problem(err)
	}
	if err := db.reader.NewSelect().Model((*reviewRow)(nil)).ColumnExpr("DISTINCT v.org_id").Join(ofReview).Where(leftBehind).Scan(ctx, &behind); err != nil {
		return nil, db.problem(err)
	}
	orgs = append(orgs, behind...)
	slices.Sort(orgs)
	return slices.Compact(orgs), nil
}

// JudgeReviews works out the quality of reviews that wait for it, about so many, and says whether there may be more.
func (t *Tx) JudgeReviews(ctx context.Context, limit int) (bool, error) {
	more := false
	for _, which := range []string{neverJudged, leftBehind} {
		var numbers []int64
		err := t.tx.NewSelect().Model((*reviewRow)(nil)).ColumnExpr("v.incident_number").Join(ofReview).Where("v.org_id = ?", t.org).Where(which).
			OrderExpr("v.incident_number DESC").Limit(limit).Scan(ctx, &numbers)
		if err != nil {
			return false, err
		}
		for _, number := range numbers {
			if err := t.Judge(ctx, number); err != nil {
				return false, err
			}
		}
		more = more || len(numbers) == limit
	}
	return more, nil
}
