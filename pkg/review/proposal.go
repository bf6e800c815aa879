package review

import (
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

// Decide notes what was decided. Problems: decided, reason_missing.
func (p *Proposal) Decide(accept bool, by, reason string, now time.Time) error {
	if p.State != ProposalOpen {
		return problem.New(problem.Refused, "decided", "%s has %s this proposal.", p.DecidedBy, p.State).Try("Make a new one.")
	}
	p.Reason, p.DecidedBy, p.DecidedAt, p.State = strings.TrimSpace(reason), by, now, ProposalAccepted
	if accept {
		return nil
	}
	p.State = ProposalRejected
	if p.Reason == "" {
		return problem.New(problem.Refused, "reason_missing", "A reason is needed to reject a proposal.").At("reason").Try("Say what speaks against it.")
	}
	return nil
}
