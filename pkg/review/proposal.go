package review

import (
	"fmt"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// What a review can propose to change.
const (
	ForRunbook   = "runbook"
	ForSignal    = "signal"
	ForThreshold = "threshold" // of the alert of a signal
)

// States of a proposal.
const (
	ProposalOpen     = "open"
	ProposalAccepted = "accepted"
	ProposalRejected = "rejected"
)

// MaxProposals is how many one review can have.
const MaxProposals = 50

// Proposal is a change that somebody else has to accept before anything happens.
type Proposal struct {
	ID        int64
	Number    int64 // of the review
	Kind      string
	Target    string // id
	Why       string
	Body      string // the whole new text or definition
	Base      int64  // revision or version of the target when it was proposed; 0 when there was none
	State     string
	CreatedBy string
	CreatedAt time.Time
	DecidedBy string
	DecidedAt time.Time
	Reason    string
	Result    int64 // version that came of it
}

// Propose begins a proposal beside so many others of the review. Problem: too_many.
func (d Desk) Propose(p *Proposal, others int) error {
	if others >= MaxProposals {
		return problem.New(problem.Refused, "too_many", "The review has %d proposals.", others).Try("Change the runbook or signal itself.")
	}
	p.State, p.CreatedAt = ProposalOpen, d.now()
	return nil
}

// Decide notes what was decided. Problems: decided, reason_missing, own_approval.
func (d Desk) Decide(p *Proposal, accept bool, by, reason string) error {
	if p.State != ProposalOpen {
		return problem.New(problem.Refused, "decided", "%s has %s this proposal.", p.DecidedBy, p.State).Try("Make a new one.")
	}
	if accept && d.Policy.ApproveByOther && strings.EqualFold(p.CreatedBy, by) {
		return problem.New(problem.Refused, "own_approval", "You made this proposal, so somebody else accepts it.").Try("Ask a colleague.")
	}
	p.Reason, p.DecidedBy, p.DecidedAt, p.State = strings.TrimSpace(reason), by, d.now(), ProposalAccepted
	if accept {
		return nil
	}
	p.State = ProposalRejected
	if p.Reason == "" {
		return problem.New(problem.Refused, "reason_missing", "A reason is needed to reject a proposal.").At("reason").Try("Say what speaks against it.")
	}
	return nil
}

// Comment is what the new version of a target says of its origin. Of a restricted review it says only that there is one.
func (p Proposal) Comment(restricted bool) string {
	if restricted {
		return fmt.Sprintf("From the restricted review of incident %d.", p.Number)
	}
	return fmt.Sprintf("From the review of incident %d: %s", p.Number, p.Why)
}
