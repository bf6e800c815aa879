package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/review"
)

type proposalRow struct {
	bun.BaseModel `bun:"table:strata_review_proposal,alias:rp"`

	OrgID     int64  `bun:"org_id,pk"`
	ID        int64  `bun:"id,pk"`
	Number    int64  `bun:"incident_number"`
	Kind      string `bun:"kind"`
	Target    string `bun:"target"`
	Why       string `bun:"why"`
	Body      string `bun:"body"`
	Base      int64  `bun:"base"`
	State     string `bun:"state"`
	Version   int64  `bun:"version"`
	CreatedBy string `bun:"created_by"`
	CreatedAt int64  `bun:"created_at"`
	DecidedBy string `bun:"decided_by"`
	DecidedAt int64  `bun:"decided_at"`
	Reason    string `bun:"reason"`
	Result    int64  `bun:"result"`
}

func proposalFromRow(r *proposalRow) review.Proposal {
	return review.Proposal{
		ID: r.ID, Number: r.Number, Kind: r.Kind, Target: r.Target, Why: r.Why, Body: r.Body, Base: r.Base, State: r.State, CreatedBy: r.CreatedBy,
		CreatedAt: fromMillis(r.CreatedAt), DecidedBy: r.DecidedBy, DecidedAt: fromMillis(r.DecidedAt), Reason: r.Reason, Result: r.Result,
	}
}

// ProposalFilter narrows a list of proposals; empty fields narrow nothing.
type ProposalFilter struct {
	Number int64 // of the review
	Kinds  []string
	Target string
	State  string
	Limit  int // 0 for all
	Reader Reader
}

// Proposals lists proposals without their texts, newest first.
func (db *database) Proposals(ctx context.Context, orgID int64, f ProposalFilter) ([]review.Proposal, error) {
	var rows []*proposalRow
	q := db.reader.NewSelect().Model(&rows).ExcludeColumn("body").Where("rp.org_id = ?", orgID).Order("rp.id DESC")
	if f.Number > 0 {
		q.Where("rp.incident_number = ?", f.Number)
	}
	if len(f.Kinds) > 0 {
		q.Where("rp.kind IN (?)", bun.List(f.Kinds))
	}
	if f.Target != "" {
		q.Where("rp.target = ?", f.Target)
	}
	if f.State != "" {
		q.Where("rp.state = ?", f.State)
	}
	if f.Limit > 0 {
		q.Limit(f.Limit)
	}
	if !f.Reader.All {
		q.Where("EXISTS (?)", db.seenReviewOf(f.Reader))
	}
	err := q.Scan(ctx)
	out := make([]review.Proposal, len(rows))
	for i, r := range rows {
		out[i] = proposalFromRow(r)
	}
	return out, db.problem(err)
}

// seenReviewOf is the review of a proposal, where the reader may see it.
func (db *database) seenReviewOf(reader Reader) *bun.SelectQuery {
	return db.reader.NewSelect().Model((*reviewRow)(nil)).ColumnExpr("1").Join(ofReview).
		Where("v.org_id = rp.org_id AND v.incident_number = rp.incident_number").Where(reviewSeen, reader.pattern())
}

// Proposal finds one with its text. Problem: not_found.
func (db *database) Proposal(ctx context.Context, orgID, number, id int64) (review.Proposal, error) {
	p, err := proposalOf(ctx, db.reader, orgID, number, id)
	return p, db.problem(err)
}

// CountProposals counts what a review proposes.
func (t *Tx) CountProposals(ctx context.Context, number int64) (int, error) {
	return t.tx.NewSelect().Model((*proposalRow)(nil)).Where("org_id = ? AND incident_number = ?", t.org, number).Count(ctx)
}

// Proposal finds one. Problem: not_found.
func (t *Tx) Proposal(ctx context.Context, number, id int64) (review.Proposal, error) {
	return proposalOf(ctx, t.tx, t.org, number, id)
}

func proposalOf(ctx context.Context, db bun.IDB, org, number, id int64) (review.Proposal, error) {
	row := new(proposalRow)
	err := db.NewSelect().Model(row).Where("org_id = ? AND incident_number = ? AND id = ?", org, number, id).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return review.Proposal{}, problem.New(problem.NotFound, "not_found", "The review of incident %d has no proposal %d.", number, id).At("proposalId")
	}
	return proposalFromRow(row), err
}

// SaveProposal inserts or replaces a proposal.
func (t *Tx) SaveProposal(ctx context.Context, p review.Proposal) error {
	return upsertAll(ctx, t.tx, &proposalRow{
		OrgID: t.org, ID: p.ID, Number: p.Number, Kind: p.Kind, Target: p.Target, Why: p.Why, Body: p.Body, Base: p.Base, State: p.State, Version: 1,
		CreatedBy: p.CreatedBy, CreatedAt: millis(p.CreatedAt), DecidedBy: p.DecidedBy, DecidedAt: millis(p.DecidedAt), Reason: p.Reason, Result: p.Result,
	}, "org_id, id")
}
