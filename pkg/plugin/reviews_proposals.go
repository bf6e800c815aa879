package plugin

import (
	"context"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/review"
	"github.com/strata-sre/strata-sre-app/pkg/runbook"
	"github.com/strata-sre/strata-sre-app/pkg/signals"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const maxTargetProposals = 50

// ListProposals lists what a review proposes to change.
func (s *server) ListProposals(ctx context.Context, r api.ListProposalsRequestObject) (api.ListProposalsResponseObject, error) {
	org, _, err := s.readableReview(ctx, r.Number)
	if err != nil {
		return nil, err
	}
	list, err := org.store.Proposals(ctx, org.id, store.ProposalFilter{Number: r.Number, Reader: store.Reader{All: true}})
	return api.ListProposals200JSONResponse{Proposals: mapped(list, encodeProposal)}, err
}

// ListTargetProposals lists what reviews changed or propose to change.
func (s *server) ListTargetProposals(ctx context.Context, r api.ListTargetProposalsRequestObject) (api.ListTargetProposalsResponseObject, error) {
	target, err := text("target", r.Params.Target, 63)
	if err != nil {
		return nil, err
	}
	f := store.ProposalFilter{Target: target, Limit: maxTargetProposals}
	if of := r.Params.Of; of != nil {
		if !of.Valid() {
			return nil, badParam("of", "%q is nothing that reviews change.", string(*of)).Try("Use runbook or signal.")
		}
		f.Kinds = kindsOf(string(*of))
	}
	if state := r.Params.State; state != nil {
		if !state.Valid() {
			return nil, badParam("state", "%q is no state of proposals.", string(*state)).Try("Use open, accepted or rejected.")
		}
		f.State = string(*state)
	}
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	f.Reader = c.reader()
	list, err := org.store.Proposals(ctx, org.id, f)
	return api.ListTargetProposals200JSONResponse{Proposals: mapped(list, encodeProposal)}, err
}

func kindsOf(target string) []string {
	if target == review.ForRunbook {
		return []string{review.ForRunbook}
	}
	return []string{review.ForSignal, review.ForThreshold}
}

// GetProposal serves a proposal beside what is in effect.
func (s *server) GetProposal(ctx context.Context, r api.GetProposalRequestObject) (api.GetProposalResponseObject, error) {
	org, _, err := s.readableReview(ctx, r.Number)
	if err != nil {
		return nil, err
	}
	p, err := org.store.Proposal(ctx, org.id, r.Number, r.ProposalId)
	if err != nil {
		return nil, err
	}
	target, err := s.proposalTarget(ctx, p.Kind, p.Target)
	if err != nil {
		return nil, err
	}
	out := api.ProposalDetail{Proposal: encodeProposal(p), Body: p.Body, Proposed: target.as(p.Body), Present: target.present, Stale: target.version != p.Base}
	if err := target.acceptable(p.Body); err != nil {
		out.Refused = optional(problem.From(err).Message)
	}
	return api.GetProposal200JSONResponse(out), nil
}

// AddProposal proposes a change.
func (s *server) AddProposal(ctx context.Context, r api.AddProposalRequestObject) (api.AddProposalResponseObject, error) {
	why, err := required("why", &r.Body.Why, 400)
	if err != nil {
		return nil, err
	}
	body, err := required("body", &r.Body.Body, 200_000)
	if err != nil {
		return nil, err
	}
	org, c, err := s.readableReview(ctx, r.Number)
	if err != nil {
		return nil, err
	}
	target, err := s.proposalTarget(ctx, string(r.Body.Kind), r.Body.Target)
	if err != nil {
		return nil, err
	}
	if err := target.acceptable(body); err != nil {
		return nil, err
	}
	desk := s.app.reviewDesk()
	p := review.Proposal{Number: r.Number, Kind: string(r.Body.Kind), Target: r.Body.Target, Why: why, Body: body, Base: target.version, CreatedBy: c.login}
	err = org.store.Write(ctx, org.id, func(ctx context.Context, tx *store.Tx) error {
		n, err := tx.CountProposals(ctx, r.Number)
		if err != nil {
			return err
		}
		p.ID = tx.NextReviewRow()
		if err := desk.Propose(&p, n); err != nil {
			return err
		}
		return tx.SaveProposal(ctx, p)
	})
	return api.AddProposal201JSONResponse(encodeProposal(p)), err
}

// DecideProposal accepts or rejects a proposal. The change and the decision are one transaction, so there is never one without the other.
func (s *server) DecideProposal(ctx context.Context, r api.DecideProposalRequestObject) (api.DecideProposalResponseObject, error) {
	reason, err := text("reason", r.Body.Reason, 1000)
	if err != nil {
		return nil, err
	}
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	of, _, err := org.store.Review(ctx, org.id, r.Number, c.reader())
	if err != nil {
		return nil, err
	}
	view, err := s.app.view(ctx, c.org)
	if err != nil {
		return nil, err
	}
	var decided review.Proposal
	err = org.store.Write(ctx, org.id, func(ctx context.Context, tx *store.Tx) error {
		p, err := tx.Proposal(ctx, r.Number, r.ProposalId)
		if err != nil {
			return err
		}
		if err := s.app.reviewDesk().Decide(&p, r.Body.Accept, c.login, reason); err != nil {
			return err
		}
		if r.Body.Accept {
			if p.Result, err = s.accept(ctx, tx, c, p, view, p.Comment(len(of.Header.Readers) > 0)); err != nil {
				return err
			}
		}
		decided = p
		if err := tx.SaveProposal(ctx, p); err != nil {
			return err
		}
		return tx.AuditData(ctx, p.DecidedAt, c.login, "review.proposal."+p.State, review.Ref(r.Number), map[string]any{"kind": p.Kind, "target": p.Target, "version": p.Result})
	})
	return api.DecideProposal200JSONResponse(encodeProposal(decided)), err
}

// accept makes the change, and gives back the version that is in effect then. What it is based on must still hold.
func (s *server) accept(ctx context.Context, tx *store.Tx, c caller, p review.Proposal, view *signals.View, comment string) (int64, error) {
	if p.Kind == review.ForRunbook {
		return s.app.runbooks.SaveIn(ctx, tx, runbook.Change{Org: c.org, ID: p.Target, Login: c.login, Revision: p.Base}, p.Body, comment)
	}
	if err := c.may(admin); err != nil {
		return 0, err
	}
	var version *int64
	if p.Base > 0 {
		version = &p.Base
	}
	record, err := s.app.library.PutIn(ctx, tx, view, c.login, p.Target, []byte(p.Body), version)
	return record.Version, err
}

func encodeProposal(p review.Proposal) api.Proposal {
	return api.Proposal{
		Id: p.ID, Number: p.Number, Kind: api.ProposalKind(p.Kind), Target: p.Target, Why: p.Why, State: api.ProposalState(p.State), CreatedBy: p.CreatedBy,
		CreatedAt: p.CreatedAt, DecidedBy: optional(p.DecidedBy), DecidedAt: optionalTime(p.DecidedAt), Reason: optional(p.Reason), Result: optional(p.Result),
	}
}
