package review

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// next is the one table of what follows what.
var next = map[State][]State{
	Draft: {InReview}, InReview: {Approved, Draft}, Approved: {Published, InReview, Draft}, Published: {Draft},
}

var rank = map[State]int{Draft: 0, InReview: 1, Approved: 2, Published: 3}

// CanBecome says whether the table allows a step.
func (s State) CanBecome(to State) bool { return slices.Contains(next[s], to) }

// Next lists the states that can follow.
func (s State) Next() []State { return some(next[s]) }

// Move goes along the table. freeze gives the facts that a published review keeps; it is only called for that.
// Problems: not_found, Stale, state_not_next, reason_missing, review_incomplete, own_approval (Refused).
func (d Desk) Move(ctx context.Context, l Ledger, number, version int64, by string, to State, reason string, freeze func(context.Context, *Review) (*Facts, error)) (*Review, error) {
	r, err := d.find(ctx, l, number, version)
	if err != nil {
		return nil, err
	}
	if r.State == to {
		return r, nil
	}
	if !r.State.CanBecome(to) {
		return nil, problem.New(problem.Refused, "state_not_next", "A review that is %s does not become %s.", r.State, to).At("to").
			Try("It can become %s.", list(r.State.Next()))
	}
	reason = strings.TrimSpace(reason)
	switch {
	case rank[to] < rank[r.State]:
		if reason == "" {
			return nil, problem.New(problem.Refused, "reason_missing", "A reason is needed to take a review back.").At("reason").Try("Say what has to change.")
		}
		r.SignOffs, r.PublishedAt = nil, time.Time{}
		if !r.Imported {
			r.Facts = nil
		}
	case to == Approved:
		if err := d.approve(ctx, l, r, by, reason); err != nil {
			return nil, err
		}
	case to == Published:
		if err := d.publish(ctx, l, r, freeze); err != nil {
			return nil, err
		}
	}
	from := r.State
	r.State = to
	note := fmt.Sprintf("From %s to %s.", from, to)
	if reason != "" {
		note += " " + reason
	}
	return r, d.save(ctx, l, r, by, []string{"state"}, note, 0)
}

func list(states []State) string {
	words := make([]string, len(states))
	for i, s := range states {
		words[i] = string(s)
	}
	return strings.Join(words, " or ")
}

func (d Desk) approve(ctx context.Context, l Ledger, r *Review, by, note string) error {
	if err := d.complete(ctx, l, r); err != nil {
		return err
	}
	if d.Policy.ApproveByOther {
		last, err := d.lastWriter(ctx, l, r.Number)
		if err != nil {
			return err
		}
		if strings.EqualFold(last, by) {
			return problem.New(problem.Refused, "own_approval", "You wrote the last change of this review, so somebody else approves it.").Try("Ask a colleague.")
		}
	}
	r.SignOffs = append(r.SignOffs, SignOff{By: by, At: d.now(), Version: r.Version, Note: note})
	return nil
}

// lastWriter is who changed the content last; empty when nobody did.
func (d Desk) lastWriter(ctx context.Context, l Ledger, number int64) (string, error) {
	changes, err := l.Revisions(ctx, number, 0, maxCompared)
	if err != nil {
		return "", err
	}
	for _, c := range changes {
		if !slices.Equal(c.Fields, []string{"state"}) && c.By != Strata {
			return c.By, nil
		}
	}
	return "", nil
}

func (d Desk) publish(ctx context.Context, l Ledger, r *Review, freeze func(context.Context, *Review) (*Facts, error)) error {
	if err := d.complete(ctx, l, r); err != nil {
		return err
	}
	if r.Facts == nil {
		facts, err := freeze(ctx, r)
		if err != nil {
			return err
		}
		r.Facts = facts
	}
	r.PublishedAt = d.now()
	return nil
}

func (d Desk) complete(ctx context.Context, l Ledger, r *Review) error {
	actions, err := l.Actions(ctx, r.Number)
	if err != nil {
		return err
	}
	missing := MissingOf(r.Content, d.Policy.Rule(r.Header.Severity), actions)
	if len(missing) == 0 {
		return nil
	}
	messages := make([]string, len(missing))
	for i, m := range missing {
		messages[i] = m.Message
	}
	return problem.New(problem.Refused, "review_incomplete", "%s", strings.Join(messages, " ")).At(missing[0].Field).Try("Fill in what is missing.")
}
