package incident

import (
	"context"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// ReviewRule is what a severity asks for after the incident.
type ReviewRule struct {
	Made     bool          // a review begins by itself when the incident is resolved
	Required bool          // the incident cannot be closed without a published one
	Measured bool          // at least one figure of the impact must be measured
	Due      time.Duration // after it is resolved; zero for no date
}

// DefaultReviews are the rules of severities for which the settings have none.
var DefaultReviews = map[Severity]ReviewRule{
	P0: {Made: true, Required: true, Measured: true, Due: 3 * 24 * time.Hour},
	P1: {Made: true, Required: true, Measured: true, Due: 5 * 24 * time.Hour},
	P2: {Due: 10 * 24 * time.Hour},
}

// ReviewStanding is what closing an incident asks of its review.
type ReviewStanding struct {
	Published bool
	Measured  int // figures of the impact that were measured
	Loose     int // actions that must be done and have no owner or no date
}

// ReviewStart is an incident whose review begins, unless it is there.
type ReviewStart struct {
	Incident *Incident
	Rule     ReviewRule
}

// ReviewRule is what the policy asks for after an incident of a severity.
func (p Policy) ReviewRule(s Severity) ReviewRule {
	if p.Reviews == nil {
		return DefaultReviews[s]
	}
	return p.Reviews[s]
}

// Worst is the worst severity that the incident, or one that was merged into it, once had, as far as people lowered it.
func (inc *Incident) Worst() Severity {
	worst := inc.Severity
	for _, once := range []Severity{inc.LoweredFrom, inc.MergedWorst} {
		if once != "" && once.Worse(worst) {
			worst = once
		}
	}
	return worst
}

// mustBeReviewed refuses to close an incident whose review the policy asks for. Problems: review_missing, review_unmeasured, actions_loose.
func (u *unit) mustBeReviewed(ctx context.Context, inc *Incident) error {
	rule := u.policy.ReviewRule(inc.Worst())
	if inc.Drill || !rule.Required {
		return nil
	}
	s, err := u.ledger.ReviewStanding(ctx, inc.Number)
	switch {
	case err != nil:
		return err
	case !s.Published:
		return problem.New(problem.Refused, "review_missing", "Incident %d was a %s, and its review is not published.", inc.Number, inc.Worst()).
			Try("Publish the review first.")
	case rule.Measured && s.Measured == 0:
		return problem.New(problem.Refused, "review_unmeasured", "The review of incident %d has no measured figure of the impact.", inc.Number).
			Try("Take the review back to draft, measure the impact and publish it again.")
	case s.Loose > 0:
		return problem.New(problem.Refused, "actions_loose", "%d actions of incident %d must be done, but have no owner or no due date.", s.Loose, inc.Number).
			Try("Set both in the review, or drop the action with a reason.")
	}
	return nil
}

// wantReview begins the review of an incident that was just resolved, when the policy asks for one.
func (u *unit) wantReview(inc *Incident) {
	if !inc.Drill && u.policy.ReviewRule(inc.Worst()).Made {
		u.reviews.add(inc)
	}
}

func (u *unit) reviewStarts() []ReviewStart {
	var starts []ReviewStart
	for _, inc := range u.reviews.list {
		starts = append(starts, ReviewStart{Incident: inc, Rule: u.policy.ReviewRule(inc.Worst())})
	}
	u.reviews = ordered[*Incident]{}
	return starts
}
