package plugin

import (
	"context"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/review"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

func encodeReviewView(v store.ReviewView, policy review.Policy, now time.Time) api.ReviewSummary {
	out := encodeReviewSummary(v.Review, now)
	missing := review.MissingOf(v.Content, policy.Rule(v.Header.Severity), v.Loose)
	out.Quality, out.Missing = v.Quality, &missing
	out.IncidentGone, out.Actions, out.OpenActions, out.OverdueActions = optional(v.IncidentGone), v.Actions, v.Open, v.Late
	return out
}

func encodeReviewSummary(r *review.Review, now time.Time) api.ReviewSummary {
	r.Header.Services = append([]string{}, r.Header.Services...)
	kinds := mapped(r.Content.Factors, func(c review.Cause) string { return c.Kind })
	out := api.ReviewSummary{
		Number: r.Number, State: r.State, Version: r.Version, Header: r.Header, Summary: optional(r.Content.Summary), Owner: optional(r.Owner),
		Facilitator: optional(r.Facilitator), Tags: optionalList(r.Content.Tags), Factors: optionalList(kinds), DueAt: optionalTime(r.DueAt),
		Overdue: r.Overdue(now), Restricted: len(r.Header.Readers) > 0, Imported: optional(r.Imported),
		CreatedAt: optionalTime(r.CreatedAt), UpdatedAt: r.UpdatedAt, PublishedAt: optionalTime(r.PublishedAt),
	}
	if r.Content.Trigger != nil {
		out.Trigger = optional(r.Content.Trigger.Kind)
	}
	return out
}

func encodeReview(r *review.Review, facts review.Facts, actions []*review.Action, comments []review.Comment, policy review.Policy, c caller, now time.Time) api.Review {
	out := api.Review{
		Summary: encodeReviewSummary(r, now), Content: r.Content.Clean(), Facts: facts.Clean(), Timing: review.TimingOf(facts.Times, r.Content.Times),
		Actions:  mapped(actions, func(a *review.Action) api.ActionItem { return encodeAction(a, now) }),
		Comments: mapped(comments, encodeReviewComment), SignOffs: append([]review.SignOff{}, r.SignOffs...),
		Missing: review.MissingOf(r.Content, policy.Rule(r.Header.Severity), actions), Quality: review.QualityOf(r.Content, facts, actions),
		Allowed: []api.ReviewState{}, Filled: r.Filled, MeasuredAt: optionalTime(r.MeasuredAt), MeasureNote: optional(r.MeasureNote), Frozen: optional(r.Facts != nil),
	}
	out.Summary.Quality = &out.Quality.Score
	for _, a := range out.Actions {
		out.Summary.Actions++
		if !a.Action.State.Over() {
			out.Summary.OpenActions++
		}
		if a.Overdue {
			out.Summary.OverdueActions++
		}
	}
	if c.role >= editor {
		out.Allowed = r.State.Next()
		out.Editable = optional(r.State == review.Draft || r.State == review.InReview)
	}
	return out
}

func encodeAction(a *review.Action, now time.Time) api.ActionItem {
	return api.ActionItem{
		Id: a.ID, Number: a.Number, Version: a.Version, Action: a.ActionInput, Overdue: a.Overdue(now), CreatedAt: a.CreatedAt, CreatedBy: a.CreatedBy, UpdatedAt: a.UpdatedAt,
		DoneAt: optionalTime(a.DoneAt), VerifiedAt: optionalTime(a.VerifiedAt), VerifiedBy: optional(a.VerifiedBy), Reminded: a.Reminded,
	}
}

func encodeReviewComment(c review.Comment) api.ReviewComment {
	return api.ReviewComment{
		Id: c.ID, Field: optional(c.Field), Text: c.Text, By: c.By, At: c.At, ResolvedBy: optional(c.ResolvedBy), ResolvedAt: optionalTime(c.ResolvedAt),
	}
}

func encodeReviewRevision(r review.Revision) api.ReviewRevision {
	return api.ReviewRevision{Version: r.Version, By: r.By, At: r.At, Note: optional(r.Note), Fields: append([]string{}, r.Fields...), Restores: optional(r.Restores)}
}

// longestEffect is how far before and after an action is looked.
const longestEffect = 90 * 24 * time.Hour

// addEffects says of actions that are done what came after.
func (a *App) addEffects(ctx context.Context, org *organisation, c caller, items []api.ActionItem) error {
	for i := range items {
		done := items[i].DoneAt
		if done == nil {
			continue
		}
		inc, err := org.store.Incident(ctx, org.id, items[i].Number)
		if err != nil {
			return err
		}
		until := a.now().UTC()
		if end := done.Add(longestEffect); end.Before(until) {
			until = end
		}
		again, before, after, err := org.store.After(ctx, org.id, inc, *done, until, c.reader())
		if err != nil {
			return err
		}
		items[i].Effect = &api.ActionEffect{
			Since: *done, Days: int(until.Sub(*done).Hours() / 24), Recurrences: append([]int64{}, again...), AlertsBefore: before, AlertsAfter: after,
		}
	}
	return nil
}
