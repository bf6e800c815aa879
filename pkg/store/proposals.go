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

// Proposals lists what a review proposes, oldest first.
func (db *database) Proposals(ctx context.Context, orgID, number int64) ([]review.Proposal, error) {
	var rows []*proposalRow
	err := db.reader.NewSelect().Model(&rows).Where("org_id = ? AND incident_number = ?", orgID, number).Order("id").Scan(ctx)
	out := make([]review.Proposal, len(rows))
	for i, r := range rows {
		out[i] = proposalFromRow(r)
	}
	return out, db.problem(err)
}

// Proposal finds one. Problem: not_found.
func (t *Tx) Proposal(ctx context.Context, number, id int64) (review.Proposal, error) {
	row := new(proposalRow)
	err := t.tx.NewSelect().Model(row).Where("org_id = ? AND incident_number = ? AND id = ?", t.org, number, id).Scan(ctx)
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
