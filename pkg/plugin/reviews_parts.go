package plugin

import (
	"context"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/review"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// ListReviewRevisions lists who changed what.
func (s *server) ListReviewRevisions(ctx context.Context, r api.ListReviewRevisionsRequestObject) (api.ListReviewRevisionsResponseObject, error) {
	org, _, err := s.readableReview(ctx, r.Number)
	if err != nil {
		return nil, err
	}
	list, err := org.store.ReviewRevisions(ctx, org.id, r.Number, store.MaxRevisions)
	if err != nil {
		return nil, err
	}
	return api.ListReviewRevisions200JSONResponse{Revisions: mapped(list, encodeReviewRevision)}, nil
}

// GetReviewRevision serves the content as one change left it.
func (s *server) GetReviewRevision(ctx context.Context, r api.GetReviewRevisionRequestObject) (api.GetReviewRevisionResponseObject, error) {
	org, _, err := s.readableReview(ctx, r.Number)
	if err != nil {
		return nil, err
	}
	revision, found, err := org.store.ReviewRevision(ctx, org.id, r.Number, r.Version)
	if err == nil && !found {
		err = problem.New(problem.NotFound, "not_found", "The review of incident %d has no revision %d.", r.Number, r.Version).At("version").Try("Look at the list of its revisions.")
	}
	if err != nil {
		return nil, err
	}
	out := encodeReviewRevision(revision)
	out.Content = &revision.Content
	return api.GetReviewRevision200JSONResponse(out), nil
}

// AddReviewComment adds what somebody says.
func (s *server) AddReviewComment(ctx context.Context, r api.AddReviewCommentRequestObject) (api.AddReviewCommentResponseObject, error) {
	org, c, err := s.readableReview(ctx, r.Number)
	if err != nil {
		return nil, err
	}
	field := ""
	if r.Body.Field != nil {
		field = *r.Body.Field
	}
	var comment review.Comment
	err = org.store.Write(ctx, org.id, func(ctx context.Context, tx *store.Tx) error {
		var err error
		comment, err = s.app.reviewDesk().AddComment(ctx, tx, r.Number, c.login, field, r.Body.Text)
		return err
	})
	return api.AddReviewComment201JSONResponse(encodeReviewComment(comment)), err
}

// ResolveReviewComment says that a comment is dealt with.
func (s *server) ResolveReviewComment(ctx context.Context, r api.ResolveReviewCommentRequestObject) (api.ResolveReviewCommentResponseObject, error) {
	org, c, err := s.readableReview(ctx, r.Number)
	if err != nil {
		return nil, err
	}
	var comment review.Comment
	err = org.store.Write(ctx, org.id, func(ctx context.Context, tx *store.Tx) error {
		var err error
		comment, err = s.app.reviewDesk().ResolveComment(ctx, tx, r.Number, r.CommentId, c.login)
		return err
	})
	return api.ResolveReviewComment200JSONResponse(encodeReviewComment(comment)), err
}

// changeAction does something with an action of a review that the caller may read.
func (s *server) changeAction(ctx context.Context, number int64, change func(context.Context, review.Desk, *store.Tx, string) (*review.Action, error)) (api.ActionItem, error) {
	org, c, err := s.readableReview(ctx, number)
	if err != nil {
		return api.ActionItem{}, err
	}
	var a *review.Action
	err = org.store.Write(ctx, org.id, func(ctx context.Context, tx *store.Tx) error {
		var err error
		a, err = change(ctx, s.app.reviewDesk(), tx, c.login)
		return err
	})
	if err != nil || a == nil {
		return api.ActionItem{}, err
	}
	return encodeAction(a, s.app.now().UTC()), nil
}

// AddAction adds a corrective action.
func (s *server) AddAction(ctx context.Context, r api.AddActionRequestObject) (api.AddActionResponseObject, error) {
	out, err := s.changeAction(ctx, r.Number, func(ctx context.Context, d review.Desk, tx *store.Tx, by string) (*review.Action, error) {
		return d.AddAction(ctx, tx, r.Number, by, *r.Body)
	})
	return api.AddAction201JSONResponse(out), err
}

// PutAction changes a corrective action.
func (s *server) PutAction(ctx context.Context, r api.PutActionRequestObject) (api.PutActionResponseObject, error) {
	out, err := s.changeAction(ctx, r.Number, func(ctx context.Context, d review.Desk, tx *store.Tx, by string) (*review.Action, error) {
		return d.ChangeAction(ctx, tx, r.Number, r.ActionId, r.Body.Version, by, r.Body.Action)
	})
	return api.PutAction200JSONResponse(out), err
}

// DeleteAction takes an action away.
func (s *server) DeleteAction(ctx context.Context, r api.DeleteActionRequestObject) (api.DeleteActionResponseObject, error) {
	_, err := s.changeAction(ctx, r.Number, func(ctx context.Context, d review.Desk, tx *store.Tx, _ string) (*review.Action, error) {
		return nil, d.RemoveAction(ctx, tx, r.Number, r.ActionId, r.Params.Version)
	})
	return api.DeleteAction204Response{}, err
}

// ListActions lists corrective actions of all reviews that the caller may read.
func (s *server) ListActions(ctx context.Context, r api.ListActionsRequestObject) (api.ListActionsResponseObject, error) {
	p, now := r.Params, s.app.now().UTC()
	list, err := listFilter(api.ListIncidentsParams{Q: p.Q, Limit: p.Limit, Cursor: p.Cursor})
	if err != nil {
		return nil, err
	}
	f := store.ActionFilter{States: deref(p.State), Types: deref(p.Type), Words: list.Words, Limit: list.Limit, Cursor: list.Cursor}
	if f.Owner, err = text("owner", p.Owner, maxLogin); err != nil {
		return nil, err
	}
	if f.Team, err = text("team", p.Team, maxLogin); err != nil {
		return nil, err
	}
	if p.Number != nil {
		f.Number = *p.Number
	}
	if p.Overdue != nil && *p.Overdue {
		f.Overdue = now
	}
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	f.Reader = c.reader()
	views, next, err := org.store.Actions(ctx, org.id, f)
	if err != nil {
		return nil, err
	}
	return api.ListActions200JSONResponse{Next: optional(next), Actions: mapped(views, func(v store.ActionView) api.ActionItem {
		item := encodeAction(v.Action, now)
		item.ReviewTitle, item.Severity = optional(v.Title), optional(api.Severity(v.Severity))
		return item
	})}, nil
}

// GetReviewOptions says what can be chosen in a review.
func (s *server) GetReviewOptions(context.Context, api.GetReviewOptionsRequestObject) (api.GetReviewOptionsResponseObject, error) {
	if s.app.catalogErr != nil {
		return nil, s.app.catalogErr
	}
	settings := s.app.runtime.settings.reviews
	policy := settings.policy
	choice := func(c review.Choice) api.ReviewChoice {
		return api.ReviewChoice{Id: c.ID, Title: c.Title, Help: optional(c.Help)}
	}
	out := api.GetReviewOptions200JSONResponse{
		Triggers: mapped(policy.Triggers, choice), Factors: mapped(policy.Factors, choice), ActionTypes: mapped(policy.ActionTypes, choice),
		Impact: mapped(settings.impact, func(k catalog.ImpactKind) api.ReviewImpactKind {
			return api.ReviewImpactKind{Id: k.ID, Title: k.Title, Unit: k.Unit, Help: optional(k.Help), Asked: len(k.Queries) > 0}
		}),
		Templates: mapped(policy.Templates, func(t review.Template) api.ReviewTemplate {
			return api.ReviewTemplate{
				Id: t.ID, Title: t.Title, Provisioned: optional(t.Provisioned), Sections: append([]review.Section{}, t.Sections...),
				Severities: mapped(t.Severities, func(s incident.Severity) api.Severity { return api.Severity(s) }),
			}
		}),
		Rules: []api.ReviewRule{},
	}
	for _, severity := range []incident.Severity{incident.P0, incident.P1, incident.P2, incident.P3} {
		rule := policy.Rule(severity)
		entry := api.ReviewRule{Severity: api.Severity(severity), Review: "none", Measured: rule.Measured, DueSeconds: optional(int64(rule.Due.Seconds()))}
		switch {
		case rule.Required:
			entry.Review = "full"
		case rule.Made:
			entry.Review = "note"
		}
		out.Rules = append(out.Rules, entry)
	}
	return out, nil
}
