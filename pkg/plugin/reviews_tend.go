package plugin

import (
	"context"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/review"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

var (
	exports = promauto.NewCounterVec(prometheus.CounterOpts{
		Name: "strata_reviews_exports_total", Help: "Reviews that were exported, by format.",
	}, []string{"format"})
	reviewsWaiting = promauto.NewGaugeVec(prometheus.GaugeOpts{
		Name: "strata_reviews_unpublished", Help: "Reviews that are not published, by organisation.",
	}, []string{"org"})
	reviewsOverdue = promauto.NewGaugeVec(prometheus.GaugeOpts{
		Name: "strata_reviews_overdue", Help: "Reviews that should be published by now, by organisation.",
	}, []string{"org"})
	actionsOverdue = promauto.NewGaugeVec(prometheus.GaugeOpts{
		Name: "strata_reviews_actions_overdue", Help: "Corrective actions that should be done by now, by organisation.",
	}, []string{"org"})
)

// eachReminding tells owners of overdue actions. Channels are settings of one organisation, so others are left to their instances.
func (r *runtime) eachReminding(ctx context.Context, s *store.Store, now time.Time) error {
	if len(r.settings.reviews.policy.Reminders.Channels) == 0 {
		return nil // they wait until there is one
	}
	orgs, err := s.OrganisationsReminding(ctx, now)
	if err != nil {
		return err
	}
	desk := r.settings.reviews.desk(r.now)
	for _, id := range orgs {
		for more := r.serves(id); more; {
			err := s.Write(ctx, id, func(ctx context.Context, tx *store.Tx) error {
				var err error
				more, err = desk.Remind(ctx, tx)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func countReviews(ctx context.Context, s *store.Store, now time.Time) error {
	counts, err := s.CountReviews(ctx, now)
	if err != nil {
		return err
	}
	for _, gauge := range []*prometheus.GaugeVec{reviewsWaiting, reviewsOverdue, actionsOverdue} {
		gauge.Reset()
	}
	for _, c := range counts {
		org := fmt.Sprint(c.Org)
		reviewsWaiting.WithLabelValues(org).Set(float64(c.Unpublished))
		reviewsOverdue.WithLabelValues(org).Set(float64(c.Overdue))
		actionsOverdue.WithLabelValues(org).Set(float64(c.OverdueActions))
	}
	return nil
}

const maxTrends = 5000 // reviews

// GetReviewTrends counts causes and factors.
func (s *server) GetReviewTrends(ctx context.Context, r api.GetReviewTrendsRequestObject) (api.GetReviewTrendsResponseObject, error) {
	if !r.Params.From.Before(r.Params.To) {
		return nil, badParam("from", "The range ends before it begins.").Try("Set from before to.")
	}
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	var list []review.Counted
	now, cursor := s.app.now().UTC(), ""
	for more := true; more && len(list) < maxTrends; more = cursor != "" {
		var views []store.ReviewView
		views, cursor, err = org.store.Reviews(ctx, org.id, store.ReviewFilter{Limit: maxPage, Cursor: cursor, Reader: c.reader(), From: r.Params.From, To: r.Params.To}, now)
		if err != nil {
			return nil, err
		}
		for _, v := range views {
			list = append(list, review.Counted{Review: v.Review, Actions: v.Actions, Open: v.Open, Overdue: v.Late, Dated: v.Dated})
		}
	}
	out := api.GetReviewTrends200JSONResponse{Months: []api.ReviewMonth{}, Cut: optional(cursor != "")}
	for _, m := range review.TrendsOf(list, r.Params.From, r.Params.To, now) {
		out.Reviews += m.Reviews
		out.Months = append(out.Months, encodeMonth(m))
	}
	return out, nil
}

func encodeMonth(m review.Month) api.ReviewMonth {
	return api.ReviewMonth{
		Month: m.Month, Reviews: m.Reviews, Published: m.Published, Due: m.Due, InTime: m.InTime, Triggers: m.Triggers, Factors: m.Factors, Services: m.Services,
		MedianSeconds: m.Median, Actions: m.Actions, OpenActions: m.Open, OverdueActions: m.Overdue, ActionsInTime: m.Dated.InTime, ActionsLate: m.Dated.Late,
		ActionsRunning: m.Dated.Running,
	}
}

const judgedOnce = 20 // reviews of one organisation in one transaction

// eachUnjudged works out the quality of reviews whose incident went on, and of those of before it was kept. It follows from the records
// alone, so any instance may do it for any organisation, and doing it twice changes nothing.
func eachUnjudged(ctx context.Context, s *store.Store) error {
	orgs, err := s.OrganisationsUnjudged(ctx)
	if err != nil {
		return err
	}
	for _, id := range orgs {
		for more := true; more; {
			err := s.Write(ctx, id, func(ctx context.Context, tx *store.Tx) error {
				var err error
				more, err = tx.JudgeReviews(ctx, judgedOnce)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
