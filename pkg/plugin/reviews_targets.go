package plugin

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/review"
	"github.com/strata-sre/strata-sre-app/pkg/runbook"
)

// proposalTarget is what a proposal is about, as it is now.
type proposalTarget struct {
	present string // text of the runbook, or the signal in JSON; empty when there is none
	version int64  // revision of the runbook or version of the own signal; 0 when the organisation said nothing of it
	// as is how a body would look in effect, in the form of present.
	as func(body string) string
	// acceptable says why a body could not be accepted.
	acceptable func(body string) error
}

// proposalTarget finds the target. Problem: bad_request.
func (s *server) proposalTarget(ctx context.Context, kind, id string) (proposalTarget, error) {
	switch kind {
	case review.ForRunbook:
		return s.runbookTarget(ctx, id)
	case review.ForSignal, review.ForThreshold:
		return s.signalTarget(ctx, id)
	}
	return proposalTarget{}, badParam("kind", "%q is nothing that can be proposed.", kind).Try("Use runbook, signal or threshold.")
}

func (s *server) runbookTarget(ctx context.Context, id string) (proposalTarget, error) {
	t := proposalTarget{as: runbook.Normalise, acceptable: func(body string) error { return atBody(s.app.runbooks.Acceptable(id, body)) }}
	h, err := s.shelf(ctx)
	if err != nil {
		return t, err
	}
	if e, ok := h.books.Entries[id]; ok {
		t.present, t.version = e.Source, e.Revision
	}
	return t, nil
}

// signalTarget shows whole signals: what an own one leaves out would not tell what changes.
func (s *server) signalTarget(ctx context.Context, id string) (proposalTarget, error) {
	t := proposalTarget{}
	view, err := s.app.view(ctx, callerOf(ctx).org)
	if err != nil {
		return t, err
	}
	t.acceptable = func(body string) error { return atBody(s.app.library.Acceptable(view, id, []byte(body))) }
	t.as = func(body string) string {
		whole, problems := s.app.library.Check(view, []byte(body))
		if len(problems) > 0 {
			return body
		}
		return signalText(whole)
	}
	for _, own := range view.Own {
		if own.ID == id {
			t.version = own.Version
		}
	}
	for i := range view.Catalog.Signals {
		if view.Catalog.Signals[i].ID == id {
			t.present = signalText(&view.Catalog.Signals[i])
		}
	}
	return t, nil
}

func signalText(signal *catalog.Signal) string {
	var out bytes.Buffer
	w := json.NewEncoder(&out)
	w.SetEscapeHTML(false)
	w.SetIndent("", "  ")
	if err := w.Encode(signal); err != nil {
		return fmt.Sprintf("The signal cannot be shown: %v", err)
	}
	return out.String()
}

// atBody names the field of the request.
func atBody(err error) error {
	if err == nil {
		return nil
	}
	p := *problem.From(err)
	p.Field = "body"
	return &p
}
