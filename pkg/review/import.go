package review

import (
	"context"
	"fmt"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// Import keeps a review of a file as a draft of its own number, without an incident. Nothing of it counts as measured by Strata here.
// Problems: bad_review, bad_action.
func (d Desk) Import(ctx context.Context, l Ledger, by string, f File) (*Review, error) {
	if err := d.Policy.Check(f.Content); err != nil {
		return nil, err
	}
	if err := checkFacts(&f.Facts, f.Header); err != nil {
		return nil, err
	}
	if len(f.Actions) > maxActions {
		return nil, bad("actions", "The file has %d actions, more than %d.", len(f.Actions), maxActions)
	}
	for i, a := range f.Actions {
		if err := CheckAction(a.ActionInput); err != nil {
			p := problem.From(err)
			return nil, p.At(fmt.Sprintf("actions[%d].%s", i, p.Field))
		}
		c := &checker{}
		c.date(fmt.Sprintf("actions[%d].doneAt", i), a.DoneAt)
		if c.date(fmt.Sprintf("actions[%d].verifiedAt", i), a.VerifiedAt); c.err != nil {
			return nil, c.err
		}
	}
	facts, now := f.Facts.Clean(), d.now()
	r := &Review{
		Number: l.NextIncident(), State: Draft, Header: f.Header, Owner: cut(f.Owner, maxLogin), Facilitator: cut(f.Facilitator, maxLogin), CreatedAt: now, CreatedBy: by,
		Filled: true, Imported: true, Content: f.Content, Facts: &facts,
	}
	for i := range r.Content.Impact {
		r.Content.Impact[i].By = by
	}
	for i := range r.Content.Times {
		r.Content.Times[i].By = by
	}
	note := fmt.Sprintf("Imported; it was the review of incident %d, %s.", f.Number, f.ExportedAt.UTC().Format(time.DateOnly))
	if f.Restricted {
		// Who may read it elsewhere means nothing here; open to all it would be told what was kept from them.
		r.Header.Readers = incident.NewReaders(by)
		note += fmt.Sprintf(" It is restricted, so only %s and Admins may read it.", by)
	}
	if err := d.save(ctx, l, r, by, []string{}, note, 0); err != nil {
		return nil, err
	}
	for _, in := range f.Actions {
		a := &Action{
			ActionInput: in.clean(), ID: l.NextReviewRow(), Number: r.Number, Version: 1, CreatedAt: now, CreatedBy: by, UpdatedAt: now,
			DoneAt: in.DoneAt, VerifiedAt: in.VerifiedAt, VerifiedBy: cut(in.VerifiedBy, maxLogin),
		}
		d.schedule(a)
		if err := l.SaveAction(ctx, a); err != nil {
			return nil, err
		}
	}
	return r, l.Judge(ctx, r.Number)
}
