package plugin

import (
	"context"
	"fmt"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/review"
	"github.com/strata-sre/strata-sre-app/pkg/runbook"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// ListProposals lists what a review proposes to change.
func (s *server) ListProposals(ctx context.Context, r api.ListProposalsRequestObject) (api.ListProposalsResponseObject, error) {
	org, _, err := s.readableReview(ctx, r.Number)
	if err != nil {
		return nil, err
	}
	list, err := org.store.Proposals(ctx, org.id, r.Number)
	return api.ListProposals200JSONResponse{Proposals: mapped(list, encodeProposal)}, err
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
	p := review.Proposal{
		Number: r.Number, Kind: string(r.Body.Kind), Target: r.Body.Target, Why: why, Body: body, State: review.ProposalOpen, CreatedBy: c.login,
		CreatedAt: s.app.now().UTC().Truncate(time.Millisecond),
	}
	if p.Base, err = s.proposable(ctx, p); err != nil {
		return nil, err
	}
	there, err := org.store.Proposals(ctx, org.id, r.Number)
	if err != nil {
		return nil, err
	}
	if len(there) >= review.MaxProposals {
		return nil, problem.New(problem.Refused, "too_many", "The review has %d proposals.", len(there)).Try("Decide some of them first.")
	}
	err = org.store.Write(ctx, org.id, func(ctx context.Context, tx *store.Tx) error {
		p.ID = tx.NextReviewRow()
		return tx.SaveProposal(ctx, p)
	})
	return api.AddProposal201JSONResponse(encodeProposal(p)), err
}

// proposable says what the proposal is based on, and refuses what could not be accepted. Problems: bad_runbook, bad_signal, bad_request.
func (s *server) proposable(ctx context.Context, p review.Proposal) (int64, error) {
	switch p.Kind {
	case review.ForRunbook:
		if err := runbook.CheckID(p.Target); err != nil {
			return 0, err
		}
		if _, problems := runbook.Parse(runbook.Normalise(p.Body)); len(problems) > 0 {
			return 0, problem.New(problem.Refused, "bad_runbook", "Line %d: %s", problems[0].Line, problems[0].Message).At("body")
		}
		h, err := s.shelf(ctx)
		if err != nil {
			return 0, err
		}
		if e, err := h.books.Find(p.Target); err == nil {
			return e.Revision, nil
		}
		return 0, nil
	case review.ForSignal, review.ForThreshold:
		view, err := s.app.view(ctx, callerOf(ctx).org)
		if err != nil {
			return 0, err
		}
		if _, problems := s.app.library.Check(view, []byte(p.Body)); len(problems) > 0 {
			return 0, problem.New(problem.Refused, "bad_signal", "%s", problems[0].Message).At("body." + problems[0].Field)
		}
		for _, own := range view.Own {
			if own.ID == p.Target {
				return own.Version, nil
			}
		}
		return 0, nil
	}
	return 0, badParam("kind", "%q is nothing that can be proposed.", p.Kind).Try("Use runbook, signal or threshold.")
}

// DecideProposal accepts or rejects a proposal.
func (s *server) DecideProposal(ctx context.Context, r api.DecideProposalRequestObject) (api.DecideProposalResponseObject, error) {
	reason, err := text("reason", r.Body.Reason, 1000)
	if err != nil {
		return nil, err
	}
	org, c, err := s.readableReview(ctx, r.Number)
	if err != nil {
		return nil, err
	}
	list, err := org.store.Proposals(ctx, org.id, r.Number)
	if err != nil {
		return nil, err
	}
	var result int64
	for _, p := range list {
		if p.ID != r.ProposalId || p.State != review.ProposalOpen || !r.Body.Accept {
			continue
		}
		// The target comes first: when only it was changed, accepting again finds it so.
		if result, err = s.accept(ctx, org, c, p); err != nil {
			return nil, err
		}
	}
	var decided review.Proposal
	err = org.store.Write(ctx, org.id, func(ctx context.Context, tx *store.Tx) error {
		p, err := tx.Proposal(ctx, r.Number, r.ProposalId)
		if err != nil {
			return err
		}
		now := s.app.now().UTC().Truncate(time.Millisecond)
		if err := p.Decide(r.Body.Accept, c.login, reason, now); err != nil {
			return err
		}
		p.Result = result
		decided = p
		if err := tx.SaveProposal(ctx, p); err != nil {
			return err
		}
		return tx.AuditData(ctx, now, c.login, "review.proposal."+p.State, review.Ref(r.Number), map[string]any{"kind": p.Kind, "target": p.Target, "version": p.Result})
	})
	return api.DecideProposal200JSONResponse(encodeProposal(decided)), err
}

// accept makes the change. What it is based on must still hold, unless the change is there already.
func (s *server) accept(ctx context.Context, org *organisation, c caller, p review.Proposal) (int64, error) {
	if p.Kind == review.ForRunbook {
		h, err := s.shelf(ctx)
		if err != nil {
			return 0, err
		}
		if e, err := h.books.Find(p.Target); err == nil && e.Source == runbook.Normalise(p.Body) {
			return e.Version, nil
		}
		comment := fmt.Sprintf("From the review of incident %d: %s", p.Number, p.Why)
		e, err := s.app.runbooks.Save(ctx, org.store, runbook.Change{Org: org.id, ID: p.Target, Login: c.login, Revision: p.Base}, p.Body, comment)
		if err != nil {
			return 0, err
		}
		return e.Version, nil
	}
	if err := c.may(admin); err != nil {
		return 0, err
	}
	var version *int64
	if p.Base > 0 {
		version = &p.Base
	}
	record, err := s.app.library.Put(ctx, org.id, org.store, c.login, p.Target, []byte(p.Body), version)
	return record.Version, err
}

func encodeProposal(p review.Proposal) api.Proposal {
	return api.Proposal{
		Id: p.ID, Kind: api.ProposalKind(p.Kind), Target: p.Target, Why: p.Why, Body: p.Body, State: api.ProposalState(p.State), CreatedBy: p.CreatedBy, CreatedAt: p.CreatedAt,
		DecidedBy: optional(p.DecidedBy), DecidedAt: optionalTime(p.DecidedAt), Reason: optional(p.Reason), Result: optional(p.Result),
	}
}
