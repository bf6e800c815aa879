package plugin

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	asker "github.com/strata-sre/strata-sre-app/pkg/grafana"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/review"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const (
	measureEvery = 15 * time.Second
	measureSince = 24 * time.Hour // older reviews are measured when people ask
	measuredOnce = 5              // reviews of one organisation at a time
)

// acquaintance is what Grafana said of itself last: requests carry it, loops do not.
type acquaintance struct {
	mu          sync.Mutex
	root, token string
}

// meet remembers address and token that Grafana gave along.
func (r *runtime) meet(ctx context.Context) {
	config := backend.GrafanaConfigFromContext(ctx)
	root, _ := config.AppURL()                 // empty when it did not say
	token, _ := config.PluginAppClientSecret() // likewise
	r.grafana.mu.Lock()
	defer r.grafana.mu.Unlock()
	r.grafana.root, r.grafana.token = cmp.Or(root, r.grafana.root), cmp.Or(token, r.grafana.token)
}

// client asks Grafana: with the token that people gave, else with that of the plugin's own account.
func (r *runtime) client() asker.Client {
	r.grafana.mu.Lock()
	defer r.grafana.mu.Unlock()
	return asker.Client{
		Root:  cmp.Or(r.settings.reviews.grafanaURL, r.grafana.root),
		Token: cmp.Or(r.settings.secrets["serviceAccountToken"], r.grafana.token),
	}
}

// measure asks for the impact of new reviews, away from the loop of the timers, which must not wait for data sources.
func (r *runtime) measure(ctx context.Context, s *store.Store) {
	ticker := time.NewTicker(measureEvery)
	defer ticker.Stop()
	for {
		if err := r.measureOnce(ctx, s); err != nil && ctx.Err() == nil {
			logger.Warn("The impact of reviews cannot be measured", "error", err)
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

func (r *runtime) measureOnce(ctx context.Context, s *store.Store) error {
	// The data sources of other organisations are not those of this instance.
	for _, id := range r.servedOnes() {
		numbers, err := s.UnmeasuredReviews(ctx, id, r.now().Add(-measureSince), measuredOnce)
		if err != nil {
			return err
		}
		for _, number := range numbers {
			if err := r.measureReview(ctx, &organisation{id: id, store: s}, number); err != nil {
				return err
			}
		}
	}
	return nil
}

// measureReview keeps what was found, or why nothing was. Somebody who changed the review meanwhile comes first; the next look measures it.
func (r *runtime) measureReview(ctx context.Context, org *organisation, number int64) error {
	found, _, err := org.store.Review(ctx, org.id, number, store.Reader{All: true})
	if err != nil {
		return err
	}
	asked, err := r.ask(ctx, org, found, question{})
	if err != nil {
		p := problem.From(err)
		if p.Kind != problem.Refused {
			return err
		}
		asked = review.Asked{Note: p.Message + " " + p.Fix}
	}
	err = r.keepMeasured(ctx, org, number, found.Version, review.Strata, asked)
	if _, stale := errors.AsType[*review.Stale](err); stale {
		return nil
	}
	return err
}

func (r *runtime) keepMeasured(ctx context.Context, org *organisation, number, version int64, by string, asked review.Asked) error {
	desk := r.settings.reviews.desk(r.now)
	return org.store.Write(ctx, org.id, func(ctx context.Context, tx *store.Tx) error {
		_, err := desk.Measure(ctx, tx, number, version, by, asked)
		return err
	})
}

// MeasureReview asks the data sources for the impact.
func (s *server) MeasureReview(ctx context.Context, r api.MeasureReviewRequestObject) (api.MeasureReviewResponseObject, error) {
	source, err := text("dataSource", r.Body.DataSource, 100)
	if err != nil {
		return nil, err
	}
	from, to := timeOr(r.Body.From), timeOr(r.Body.To)
	if !from.IsZero() && !to.IsZero() {
		if err := forwards(from, to); err != nil {
			return nil, err
		}
	}
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	found, _, err := org.store.Review(ctx, org.id, r.Number, c.reader())
	if err != nil {
		return nil, err
	}
	asked, err := s.app.runtime.ask(ctx, org, found, question{source: source, from: from, to: to})
	if err != nil {
		return nil, err
	}
	out, err := s.changeReview(ctx, r.Number, func(ctx context.Context, d review.Desk, tx *store.Tx, by string) error {
		_, err := d.Measure(ctx, tx, r.Number, r.Body.Version, by, asked)
		return err
	})
	return api.MeasureReview200JSONResponse{ReviewAnswerJSONResponse: api.ReviewAnswerJSONResponse(out)}, err
}
