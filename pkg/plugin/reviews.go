package plugin

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/review"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// ListReviews lists reviews that the caller may read.
func (s *server) ListReviews(ctx context.Context, r api.ListReviewsRequestObject) (api.ListReviewsResponseObject, error) {
	now := s.app.now().UTC()
	filter, err := reviewFilter(r.Params, now)
	if err != nil {
		return nil, err
	}
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	filter.Reader = c.reader()
	views, next, err := org.store.Reviews(ctx, org.id, filter, now)
	if err != nil {
		return nil, err
	}
	policy := s.app.reviewPolicy()
	return api.ListReviews200JSONResponse{
		Reviews: mapped(views, func(v store.ReviewView) api.ReviewSummary { return encodeReviewView(v, policy, now) }), Next: optional(next),
	}, nil
}

func reviewFilter(p api.ListReviewsParams, now time.Time) (store.ReviewFilter, error) {
	var f store.ReviewFilter
	if p.State != nil {
		if !p.State.Valid() {
			return f, badParam("state", "%q is not a state.", string(*p.State)).Try("Use draft, in_review, approved, published, unpublished or all.")
		}
		switch *p.State {
		case "all":
		case "unpublished":
			f.Unpublished = true
		default:
			f.State = review.State(*p.State)
		}
	}
	if p.Overdue != nil && *p.Overdue {
		f.Overdue = now
	}
	if p.Sort != nil {
		if !p.Sort.Valid() {
			return f, badParam("sort", "%q is no order of reviews.", string(*p.Sort)).Try("Use due, newest or quality.")
		}
		f.Order = store.ReviewOrder(*p.Sort)
	}
	list, err := listFilter(api.ListIncidentsParams{Severity: p.Severity, Service: p.Service, Q: p.Q, Limit: p.Limit, Cursor: p.Cursor})
	f.Severities, f.Service, f.Words, f.Limit, f.Cursor = list.Severities, list.Service, list.Words, list.Limit, list.Cursor
	return f, err
}

// StartReview begins the review of an incident, or answers the one that is there.
func (s *server) StartReview(ctx context.Context, r api.StartReviewRequestObject) (api.StartReviewResponseObject, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	desk := s.app.reviewDesk()
	err = org.store.Write(ctx, org.id, func(ctx context.Context, tx *store.Tx) error {
		_, err := desk.Start(ctx, tx, r.Number, c.login)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := s.app.runtime.fillReview(ctx, org, r.Number); err != nil {
		return nil, err
	}
	out, err := s.app.wholeReview(ctx, org, c, r.Number)
	return api.StartReview200JSONResponse{ReviewAnswerJSONResponse: api.ReviewAnswerJSONResponse(out)}, err
}

// GetReview serves a review.
func (s *server) GetReview(ctx context.Context, r api.GetReviewRequestObject) (api.GetReviewResponseObject, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	out, err := s.app.wholeReview(ctx, org, c, r.Number)
	return api.GetReview200JSONResponse{ReviewAnswerJSONResponse: api.ReviewAnswerJSONResponse(out)}, err
}

// PutReview replaces what people wrote.
func (s *server) PutReview(ctx context.Context, r api.PutReviewRequestObject) (api.PutReviewResponseObject, error) {
	out, err := s.changeReview(ctx, r.Number, func(ctx context.Context, d review.Desk, tx *store.Tx, by string) error {
		_, err := d.Write(ctx, tx, r.Number, r.Body.Version, by, r.Body.Content)
		return err
	})
	return api.PutReview200JSONResponse{ReviewAnswerJSONResponse: api.ReviewAnswerJSONResponse(out)}, err
}

// PatchReview changes owner, facilitator or due date.
func (s *server) PatchReview(ctx context.Context, r api.PatchReviewRequestObject) (api.PatchReviewResponseObject, error) {
	change := review.HeaderChange{DueAt: r.Body.DueAt}
	for name, pair := range map[string]struct{ from, to **string }{"owner": {&r.Body.Owner, &change.Owner}, "facilitator": {&r.Body.Facilitator, &change.Facilitator}} {
		if *pair.from == nil {
			continue
		}
		login, err := text(name, *pair.from, maxLogin)
		if err != nil {
			return nil, err
		}
		login = strings.TrimSpace(login)
		*pair.to = &login
	}
	out, err := s.changeReview(ctx, r.Number, func(ctx context.Context, d review.Desk, tx *store.Tx, by string) error {
		_, err := d.SetHeader(ctx, tx, r.Number, r.Body.Version, by, change)
		return err
	})
	return api.PatchReview200JSONResponse{ReviewAnswerJSONResponse: api.ReviewAnswerJSONResponse(out)}, err
}

// MoveReview moves a review along, or back.
func (s *server) MoveReview(ctx context.Context, r api.MoveReviewRequestObject) (api.MoveReviewResponseObject, error) {
	reason, err := text("reason", r.Body.Reason, 2000)
	if err != nil {
		return nil, err
	}
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	// The record is read before the write begins, which must not wait for it.
	var facts *review.Facts
	if r.Body.To == review.Published {
		if facts, err = s.app.runtime.facts(ctx, org, r.Number); err != nil {
			return nil, err
		}
	}
	out, err := s.changeReview(ctx, r.Number, func(ctx context.Context, d review.Desk, tx *store.Tx, by string) error {
		moved, err := d.Move(ctx, tx, r.Number, r.Body.Version, by, r.Body.To, reason, func(context.Context, *review.Review) (*review.Facts, error) { return facts, nil })
		if err != nil {
			return err
		}
		return tx.AuditData(ctx, s.app.now().UTC(), by, "review."+string(moved.State), review.Ref(r.Number), map[string]any{"version": moved.Version})
	})
	return api.MoveReview200JSONResponse{ReviewAnswerJSONResponse: api.ReviewAnswerJSONResponse(out)}, err
}

// RestoreReview makes an older content the content again.
func (s *server) RestoreReview(ctx context.Context, r api.RestoreReviewRequestObject) (api.RestoreReviewResponseObject, error) {
	out, err := s.changeReview(ctx, r.Number, func(ctx context.Context, d review.Desk, tx *store.Tx, by string) error {
		_, err := d.Restore(ctx, tx, r.Number, r.Body.Version, r.Body.Revision, by)
		return err
	})
	return api.RestoreReview200JSONResponse{ReviewAnswerJSONResponse: api.ReviewAnswerJSONResponse(out)}, err
}

// changeReview does something with a review that the caller may read, and answers it as it is then.
func (s *server) changeReview(ctx context.Context, number int64, change func(context.Context, review.Desk, *store.Tx, string) error) (api.Review, error) {
	org, c, err := s.readableReview(ctx, number)
	if err != nil {
		return api.Review{}, err
	}
	err = org.store.Write(ctx, org.id, func(ctx context.Context, tx *store.Tx) error { return change(ctx, s.app.reviewDesk(), tx, c.login) })
	if stale, ok := errors.AsType[*review.Stale](err); ok {
		current, err := s.app.wholeReview(ctx, org, c, number)
		if err != nil {
			return api.Review{}, err
		}
		return api.Review{}, &staleReview{stale: stale, current: current}
	}
	if err != nil {
		return api.Review{}, err
	}
	return s.app.wholeReview(ctx, org, c, number)
}

// readableReview answers a restricted review as if it were not there, also when its incident is not there any more.
func (s *server) readableReview(ctx context.Context, number int64) (*organisation, caller, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, c, err
	}
	_, _, err = org.store.Review(ctx, org.id, number, c.reader())
	return org, c, err
}

// staleReview is a conflict together with how the review is now.
type staleReview struct {
	stale   *review.Stale
	current api.Review
}

func (e *staleReview) Error() string { return e.stale.Error() }

func (e *staleReview) answer() api.ReviewConflict {
	return api.ReviewConflict{Error: encodeProblem(problem.From(e.stale)), Current: e.current, Changed: e.stale.Changed, ChangedBy: optionalList(e.stale.By)}
}

// wholeReview reads a review with everything that belongs to it.
func (a *App) wholeReview(ctx context.Context, org *organisation, c caller, number int64) (api.Review, error) {
	r, there, err := org.store.Review(ctx, org.id, number, c.reader())
	if err != nil {
		return api.Review{}, err
	}
	actions, err := org.store.ReviewActions(ctx, org.id, number)
	if err != nil {
		return api.Review{}, err
	}
	comments, err := org.store.ReviewComments(ctx, org.id, number)
	if err != nil {
		return api.Review{}, err
	}
	facts := r.Facts
	if facts == nil {
		if facts, err = a.runtime.factsFor(ctx, org, number, c.reader()); err != nil {
			return api.Review{}, err
		}
	}
	out := encodeReview(r, *facts, actions, comments, a.reviewPolicy(), c, a.now().UTC())
	out.Summary.IncidentGone = optional(!there)
	if there {
		err = a.addEffects(ctx, org, c, out.Actions)
	}
	return out, err
}
