package dbtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/review"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

func (w *world) desk() review.Desk {
	return review.Desk{Now: w.clock.now, Policy: review.Policy{Rules: incident.DefaultReviews, Factors: []review.Choice{{ID: "software"}}}}
}

// reviewing does something with reviews of organisation 1 in one transaction.
func (w *world) reviewing(do func(context.Context, review.Desk, *store.Tx) error) error {
	return w.store.Write(context.Background(), 1, func(ctx context.Context, tx *store.Tx) error { return do(ctx, w.desk(), tx) })
}

func (w *world) reviewed(do func(context.Context, review.Desk, *store.Tx) error) {
	w.t.Helper()
	if err := w.reviewing(do); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) start(number int64) *review.Review {
	w.t.Helper()
	var r *review.Review
	w.reviewed(func(ctx context.Context, d review.Desk, tx *store.Tx) error {
		var err error
		r, err = d.Start(ctx, tx, number, "ed")
		return err
	})
	return r
}

func (w *world) review(number int64) *review.Review {
	w.t.Helper()
	r, _, err := w.store.Review(context.Background(), 1, number, store.Reader{All: true})
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// complete is a content that may be published.
func complete(at time.Time) review.Content {
	value := 12.0
	return review.Content{
		Summary: "Carts were lost.", Factors: []review.Cause{{Kind: "software", Text: "A retry."}},
		Impact: []review.Measure{{
			ID: "a", Kind: "failed-requests", Title: "Failed requests", Method: review.Measured, Value: &value, Query: "up", SourceName: "p", From: at.Add(-time.Hour), To: at,
		}},
	}
}

// publishReview writes, approves and publishes a review.
func publishReview(w *world, number int64) {
	w.t.Helper()
	r := w.start(number)
	w.reviewed(func(ctx context.Context, d review.Desk, tx *store.Tx) error {
		_, err := d.Write(ctx, tx, number, r.Version, "ed", complete(w.clock.now()))
		return err
	})
	for _, to := range []review.State{review.InReview, review.Approved, review.Published} {
		version := w.review(number).Version
		w.reviewed(func(ctx context.Context, d review.Desk, tx *store.Tx) error {
			_, err := d.Move(ctx, tx, number, version, "ann", to, "", func(context.Context, *review.Review) (*review.Facts, error) {
				return &review.Facts{Summary: "frozen"}, nil
			})
			return err
		})
	}
}

func TestReviewsOutliveTheirIncidents(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := aged(t, config)
		if _, err := w.store.Tidy(context.Background(), 1, month, time.Minute); err != nil {
			t.Fatal(err)
		}
		if got := incidentNumbers(w, 1); !slices.Equal(got, []int64{2, 3, 5}) {
			t.Fatalf("incidents %v", got)
		}
		r, there, err := w.store.Review(context.Background(), 1, 4, store.Reader{})
		if err != nil || there || r.Facts == nil || r.Facts.Summary != "frozen" || r.Header.Title == "" || !slices.Equal(r.Header.Services, []string{"s4"}) || r.Content.Summary != "Carts were lost." {
			t.Fatalf("%v %v %+v", err, there, r)
		}
		views, _, err := w.store.Reviews(context.Background(), 1, store.ReviewFilter{Service: "s4", Limit: 10}, w.clock.now())
		if err != nil || len(views) != 1 || !views[0].IncidentGone {
			t.Fatalf("%v %+v", err, views)
		}
	})
}

func TestRestrictedReviewsStaySoWithoutTheirIncident(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		start := w.clock.now()
		w.send(1, firing("Down", start, "service", "cart"))
		w.do(1, incident.Edit{Readers: &[]string{"ann"}})
		w.send(1, firing("Down", start, "service", "cart").resolvedAt(start))
		w.clock.advance(time.Hour)
		publishReview(w, 1)
		w.reviewed(func(ctx context.Context, d review.Desk, tx *store.Tx) error {
			_, err := d.AddAction(ctx, tx, 1, "ann", review.ActionInput{Title: "x", Type: review.Prevent, Priority: "high", State: review.ActionOpen})
			return err
		})
		seen := func(reader store.Reader) [3]int {
			views, _, err := w.store.Reviews(context.Background(), 1, store.ReviewFilter{Limit: 10, Reader: reader}, w.clock.now())
			if err != nil {
				t.Fatal(err)
			}
			actions, _, err := w.store.Actions(context.Background(), 1, store.ActionFilter{Limit: 10, Reader: reader})
			if err != nil {
				t.Fatal(err)
			}
			one := 1
			if _, _, err := w.store.Review(context.Background(), 1, 1, reader); err != nil {
				one = 0
			}
			return [3]int{one, len(views), len(actions)}
		}
		for _, when := range []string{"with its incident", "without"} {
			for reader, want := range map[store.Reader][3]int{{All: true}: {1, 1, 1}, {Login: "Ann"}: {1, 1, 1}, {Login: "bob"}: {}, {}: {}} {
				if got := seen(reader); got != want {
					t.Errorf("%s, %+v sees %v", when, reader, got)
				}
			}
			w.clock.advance(40 * day)
			if _, err := w.store.Tidy(context.Background(), 1, month, time.Minute); err != nil {
				t.Fatal(err)
			}
		}
		if list := incidentNumbers(w, 1); len(list) != 0 {
			t.Fatalf("%v", list)
		}
	})
}

// Of two people who save the same version, one is told what the other changed.
func TestTwoPeopleSaveAReviewAtOnce(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		w.send(1, firing("Down", w.clock.now(), "service", "cart"))
		r := w.start(1)
		var group sync.WaitGroup
		failures := make([]error, 8)
		for i := range failures {
			group.Go(func() {
				failures[i] = w.reviewing(func(ctx context.Context, d review.Desk, tx *store.Tx) error {
					_, err := d.Write(ctx, tx, 1, r.Version, fmt.Sprint("p", i), review.Content{Summary: fmt.Sprint("text ", i)})
					return err
				})
			})
		}
		group.Wait()
		saved := 0
		for _, err := range failures {
			if err == nil {
				saved++
				continue
			}
			var stale *review.Stale
			if !errors.As(err, &stale) || !slices.Equal(stale.Changed, []string{"summary"}) || len(stale.By) != 1 {
				t.Errorf("%v", err)
			}
		}
		list, err := w.store.ReviewRevisions(context.Background(), 1, 1, 10)
		if saved != 1 || err != nil || len(list) != 1 {
			t.Errorf("%d saved, %d revisions, %v", saved, len(list), err)
		}
	})
}

func TestReviewsAreOfOneOrganisation(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1, 2)
		for _, org := range []int64{1, 2} {
			w.send(org, firing("Down", w.clock.now(), "service", "cart"))
		}
		publishReview(w, 1)
		if _, _, err := w.store.Review(context.Background(), 2, 1, store.Reader{All: true}); err == nil {
			t.Error("organisation 2 reads the review of organisation 1")
		}
		views, _, err := w.store.Reviews(context.Background(), 2, store.ReviewFilter{Limit: 10, Reader: store.Reader{All: true}}, w.clock.now())
		if err != nil || len(views) != 0 {
			t.Errorf("%v %+v", err, views)
		}
		list, err := w.store.ReviewRevisions(context.Background(), 2, 1, 10)
		if err != nil || len(list) != 0 {
			t.Errorf("%v %+v", err, list)
		}
	})
}

func TestPagesOfReviewsAndActions(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		now := w.clock.now()
		for i := range 5 {
			w.send(1, firing("Down", now, "service", fmt.Sprint("s", i)))
			r := w.start(int64(i + 1))
			due := now.Add(time.Duration(5-i) * time.Hour)
			w.reviewed(func(ctx context.Context, d review.Desk, tx *store.Tx) error {
				if i == 2 {
					due = time.Time{}
				}
				if _, err := d.SetHeader(ctx, tx, r.Number, r.Version, "ed", review.HeaderChange{DueAt: &due}); err != nil {
					return err
				}
				_, err := d.AddAction(ctx, tx, r.Number, "ed", review.ActionInput{Title: "x", Type: review.Prevent, Priority: "low", State: review.ActionOpen, DueAt: due})
				return err
			})
		}
		var reviews, actions []int64
		for cursor, more := "", true; more; more = cursor != "" {
			views, next, err := w.store.Reviews(context.Background(), 1, store.ReviewFilter{Unpublished: true, Limit: 2, Cursor: cursor}, now)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range views {
				reviews = append(reviews, v.Number)
			}
			cursor = next
		}
		for cursor, more := "", true; more; more = cursor != "" {
			views, next, err := w.store.Actions(context.Background(), 1, store.ActionFilter{Limit: 2, Cursor: cursor})
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range views {
				actions = append(actions, v.Number)
			}
			cursor = next
		}
		if want := []int64{5, 4, 2, 1, 3}; !slices.Equal(reviews, want) || !slices.Equal(actions, want) {
			t.Errorf("%v and %v", reviews, actions)
		}
		if _, _, err := w.store.Reviews(context.Background(), 1, store.ReviewFilter{Limit: 2, Cursor: "x"}, now); err == nil {
			t.Error("a cursor of nothing is taken")
		}
	})
}
