package dbtest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/review"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

func (w *world) reviewList(f store.ReviewFilter) []store.ReviewView {
	w.t.Helper()
	f.Reader, f.Limit = store.Reader{All: true}, max(f.Limit, 10)
	views, _, err := w.store.Reviews(context.Background(), 1, f, w.clock.now())
	if err != nil {
		w.t.Fatal(err)
	}
	return views
}

// judged is the quality of a review as lists have it; -1 when it was not worked out yet.
func (w *world) judged(number int64) int {
	w.t.Helper()
	for _, v := range w.reviewList(store.ReviewFilter{}) {
		if v.Number == number && v.Quality != nil {
			return *v.Quality
		}
	}
	return -1
}

// right is the quality of a review as it follows from everything that is known, and says so when lists have another one.
func (w *world) right(number int64, facts review.Facts, when string) int {
	w.t.Helper()
	actions, err := w.store.ReviewActions(context.Background(), 1, number)
	if err != nil {
		w.t.Fatal(err)
	}
	want := review.QualityOf(w.review(number).Content, facts, actions).Score
	if got := w.judged(number); got != want {
		w.t.Errorf("%s: the list says %d, the review %d", when, got, want)
	}
	return want
}

func (w *world) unjudged() []int64 {
	w.t.Helper()
	orgs, err := w.store.OrganisationsUnjudged(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	return orgs
}

func (w *world) judgeAll() {
	w.t.Helper()
	for more := true; more; {
		w.must(func(ctx context.Context, tx *store.Tx) error {
			var err error
			more, err = tx.JudgeReviews(ctx, 1)
			return err
		})
	}
	if orgs := w.unjudged(); len(orgs) > 0 {
		w.t.Fatalf("organisations %v still wait", orgs)
	}
}

func TestTheListHasTheQualityOfTheReview(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		start := w.clock.now()
		w.send(1, firing("Down", start, "service", "cart"))
		r := w.start(1)
		before := w.right(1, review.Facts{}, "begun")
		content := complete(w.clock.now())
		content.Factors[0].Text = "ann restarted the wrong pod."
		w.reviewed(func(ctx context.Context, d review.Desk, tx *store.Tx) error {
			_, err := d.Write(ctx, tx, 1, r.Version, "ed", content)
			return err
		})
		written := w.right(1, review.Facts{}, "written")
		if written <= before {
			t.Errorf("%d after %d", written, before)
		}
		var a *review.Action
		w.reviewed(func(ctx context.Context, d review.Desk, tx *store.Tx) (err error) {
			a, err = d.AddAction(ctx, tx, 1, "ed", review.ActionInput{Title: "Be more careful", Type: review.Prevent, Priority: "high", Must: true, State: review.ActionOpen})
			return err
		})
		w.right(1, review.Facts{}, "with an action")
		if v := w.reviewList(store.ReviewFilter{})[0]; len(v.Loose) != 1 || v.Loose[0].Title != "Be more careful" {
			t.Errorf("%+v", v.Loose)
		}
		w.reviewed(func(ctx context.Context, d review.Desk, tx *store.Tx) error {
			in := a.ActionInput
			in.Title, in.Owner, in.DueAt, in.Verification = "Limit retries", "ed", start.Add(time.Hour), "No retries in the log."
			_, err := d.ChangeAction(ctx, tx, 1, a.ID, a.Version, "ed", in)
			return err
		})
		better := w.right(1, review.Facts{}, "with a better action")
		if v := w.reviewList(store.ReviewFilter{})[0]; len(v.Loose) != 0 || v.Dated != (review.Dated{Running: 1}) {
			t.Errorf("%+v %+v", v.Loose, v.Dated)
		}
		if orgs := w.unjudged(); len(orgs) > 0 {
			t.Errorf("organisations %v wait", orgs)
		}
		// Whoever takes part later is a name that the causes do not say; the list learns that without a change of the review.
		if _, err := w.act(1, 1, incident.Acknowledge, incident.Action{By: "ann"}); err != nil {
			t.Fatal(err)
		}
		if orgs := w.unjudged(); !slices.Equal(orgs, []int64{1}) {
			t.Errorf("organisations %v wait", orgs)
		}
		w.judgeAll()
		if named := w.right(1, review.Facts{Participants: []review.Participant{{Login: "ann"}}}, "acknowledged by whom it names"); named >= better {
			t.Errorf("%d after %d", named, better)
		}
		w.reviewed(func(ctx context.Context, d review.Desk, tx *store.Tx) error {
			return d.RemoveAction(ctx, tx, 1, a.ID, a.Version+1)
		})
		w.right(1, review.Facts{Participants: []review.Participant{{Login: "ann"}}}, "without the action")
	})
}

// What was written before the quality was kept gets it, also where the incident is gone.
func TestReviewsOfBeforeAreJudged(t *testing.T) {
	eachBare(t, func(t *testing.T, config store.Config) {
		versions, err := store.Versions(config.Kind)
		if err != nil {
			t.Fatal(err)
		}
		grow(t, config, versions, 14)
		w := newWorld(t, config, 1)
		if got := []int{w.judged(2), w.judged(77)}; !slices.Equal(got, []int{-1, -1}) {
			t.Errorf("%v", got)
		}
		if orgs := w.unjudged(); !slices.Equal(orgs, []int64{1}) {
			t.Fatalf("organisations %v wait", orgs)
		}
		w.judgeAll()
		w.right(2, review.Facts{}, "of before")
		w.right(77, *w.review(77).Facts, "of a gone incident")
	})
}

func TestReviewsByQuality(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		for i := range 5 {
			w.send(1, firing("Down", w.clock.now(), "service", fmt.Sprint("s", i)))
			w.start(int64(i + 1))
		}
		for number, content := range map[int64]review.Content{2: complete(w.clock.now()), 4: {Background: "x"}} {
			w.reviewed(func(ctx context.Context, d review.Desk, tx *store.Tx) error {
				_, err := d.Write(ctx, tx, number, 1, "ed", content)
				return err
			})
		}
		if _, err := raw(t, config).Exec("UPDATE strata_review SET judged = 0 WHERE incident_number = 1"); err != nil {
			t.Fatal(err)
		}
		for order, want := range map[store.ReviewOrder][]int64{store.ByQuality: {3, 5, 4, 2, 1}, store.ByNewest: {5, 4, 3, 2, 1}, store.ByDue: {1, 2, 3, 4, 5}} {
			var got []int64
			for cursor, more := "", true; more; more = cursor != "" {
				views, next, err := w.store.Reviews(context.Background(), 1, store.ReviewFilter{Unpublished: true, Order: order, Limit: 2, Cursor: cursor, Reader: store.Reader{All: true}}, w.clock.now())
				if err != nil {
					t.Fatal(err)
				}
				for _, v := range views {
					got = append(got, v.Number)
				}
				cursor = next
			}
			if !slices.Equal(got, want) {
				t.Errorf("by %s: %v", order, got)
			}
		}
	})
}
