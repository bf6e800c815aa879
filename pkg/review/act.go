package review

import (
	"context"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

const (
	maxActions  = 100 // of one review
	maxComments = 500
)

// AddAction adds an action to a review in any state. Problems: not_found, bad_action, too_many.
func (d Desk) AddAction(ctx context.Context, l Ledger, number int64, by string, in ActionInput) (*Action, error) {
	r, err := l.Review(ctx, number)
	if err != nil {
		return nil, err
	}
	if r == nil {
		return nil, NotFound(number)
	}
	if err := CheckAction(in); err != nil {
		return nil, err
	}
	if in.State == ActionVerified {
		return nil, notDone()
	}
	there, err := l.Actions(ctx, number)
	if err != nil {
		return nil, err
	}
	if len(there) >= maxActions {
		return nil, problem.New(problem.Refused, "too_many", "The review has %d actions.", len(there)).Try("Put some of them together.")
	}
	a := &Action{ActionInput: in.clean(), ID: l.NextReviewRow(), Number: number, Version: 1, CreatedAt: d.now(), CreatedBy: by, UpdatedAt: d.now()}
	d.settle(a, ActionOpen, by)
	d.schedule(a)
	return a, keep(ctx, l, a)
}

// keep saves an action and judges its review again.
func keep(ctx context.Context, l Ledger, a *Action) error {
	if err := l.SaveAction(ctx, a); err != nil {
		return err
	}
	return l.Judge(ctx, a.Number)
}

func (in ActionInput) clean() ActionInput {
	in.Title, in.Owner, in.Team, in.Ticket = strings.TrimSpace(in.Title), strings.TrimSpace(in.Owner), strings.TrimSpace(in.Team), strings.TrimSpace(in.Ticket)
	if in.DueAt.UnixMilli() <= 0 {
		in.DueAt = time.Time{}
	}
	in.DueAt = in.DueAt.UTC().Truncate(time.Millisecond)
	return in
}

func notDone() error {
	return problem.New(problem.Refused, "bad_action", "Only what is done can be verified.").At("state").Try("Set it to done first.")
}

// ChangeAction changes an action. Problems: not_found, stale_version, bad_action.
func (d Desk) ChangeAction(ctx context.Context, l Ledger, number, id, version int64, by string, in ActionInput) (*Action, error) {
	a, err := d.action(ctx, l, number, id, version)
	if err != nil {
		return nil, err
	}
	if err := CheckAction(in); err != nil {
		return nil, err
	}
	in = in.clean()
	if in.State == ActionVerified {
		if a.State != ActionDone && a.State != ActionVerified {
			return nil, notDone()
		}
		if strings.TrimSpace(in.Verification) == "" {
			return nil, problem.New(problem.Refused, "bad_action", "Nothing says how it was verified.").At("verification").Try("Say how one knows that it works.")
		}
	}
	before, due := a.State, a.DueAt
	a.ActionInput = in
	a.Version++
	a.UpdatedAt = d.now()
	d.settle(a, before, by)
	if !due.Equal(a.DueAt) {
		a.Reminded = 0
	}
	d.schedule(a)
	return a, keep(ctx, l, a)
}

// settle keeps when the action was done and verified.
func (d Desk) settle(a *Action, before ActionState, by string) {
	done := a.State == ActionDone || a.State == ActionVerified
	switch {
	case !done:
		a.DoneAt = time.Time{}
	case a.DoneAt.IsZero():
		a.DoneAt = d.now()
	}
	switch {
	case a.State != ActionVerified:
		a.VerifiedAt, a.VerifiedBy = time.Time{}, ""
	case before != ActionVerified:
		a.VerifiedAt, a.VerifiedBy = d.now(), by
	}
}

// schedule sets when the owner hears of the action: when it falls overdue, then as often as the policy says.
func (d Desk) schedule(a *Action) {
	a.RemindAt = time.Time{}
	if a.State.Over() || a.DueAt.IsZero() || len(d.Policy.Reminders.Channels) == 0 {
		return
	}
	if a.Reminded == 0 {
		a.RemindAt = a.DueAt
		return
	}
	if d.Policy.Reminders.Every > 0 && a.Reminded < d.Policy.Reminders.Most {
		a.RemindAt = d.now().Add(d.Policy.Reminders.Every)
	}
}

// RemoveAction takes away an action of a review that was not published yet. Problems: not_found, stale_version, not_changeable.
func (d Desk) RemoveAction(ctx context.Context, l Ledger, number, id, version int64) error {
	a, err := d.action(ctx, l, number, id, version)
	if err != nil {
		return err
	}
	r, err := l.Review(ctx, number)
	if err != nil {
		return err
	}
	if r.State == Published {
		return problem.New(problem.Refused, "not_changeable", "The review of incident %d is published.", number).Try("Set the action to dropped, with a reason.")
	}
	if err := l.DeleteAction(ctx, a.ID); err != nil {
		return err
	}
	return l.Judge(ctx, number)
}

func (d Desk) action(ctx context.Context, l Ledger, number, id, version int64) (*Action, error) {
	list, err := l.Actions(ctx, number)
	if err != nil {
		return nil, err
	}
	for _, a := range list {
		if a.ID != id {
			continue
		}
		if a.Version != version {
			return nil, problem.New(problem.Conflict, "stale_version", "Somebody changed the action since you read it.").At("version").
				Try("Read it again, then send the new version.")
		}
		return a, nil
	}
	return nil, problem.New(problem.NotFound, "not_found", "The review of incident %d has no action %d.", number, id).At("actionId")
}

// AddComment adds what somebody says. Problems: not_found, bad_review, too_many.
func (d Desk) AddComment(ctx context.Context, l Ledger, number int64, by, field, text string) (Comment, error) {
	r, err := l.Review(ctx, number)
	if err != nil {
		return Comment{}, err
	}
	if r == nil {
		return Comment{}, NotFound(number)
	}
	c := &checker{}
	c.text("field", field, 100)
	c.needed("text", text, 5000)
	if c.err != nil {
		return Comment{}, c.err
	}
	n, err := l.CountComments(ctx, number)
	if err != nil {
		return Comment{}, err
	}
	if n >= maxComments {
		return Comment{}, problem.New(problem.Refused, "too_many", "The review has %d comments.", n).Try("Write into the review itself.")
	}
	comment := Comment{ID: l.NextReviewRow(), Field: field, Text: text, By: by, At: d.now()}
	return comment, l.SaveComment(ctx, number, comment)
}

// ResolveComment says that a comment is dealt with; the same again changes nothing. Problem: not_found.
func (d Desk) ResolveComment(ctx context.Context, l Ledger, number, id int64, by string) (Comment, error) {
	c, err := l.Comment(ctx, number, id)
	if err != nil {
		return Comment{}, err
	}
	if c == nil {
		return Comment{}, problem.New(problem.NotFound, "not_found", "The review of incident %d has no comment %d.", number, id).At("commentId")
	}
	if c.ResolvedBy != "" {
		return *c, nil
	}
	c.ResolvedBy, c.ResolvedAt = by, d.now()
	return *c, l.SaveComment(ctx, number, *c)
}
