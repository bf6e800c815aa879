package dbtest

import (
	"context"
	"encoding/base64"
	"fmt"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/review"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// A search with a cursor of its own making looks through what is there, and no further.
func TestASearchFromAPlaceThatNoIncidentHas(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		w.send(1, firing("Down", w.clock.now(), "service", "cart"))
		for number, want := range map[string]int{"1099511627776": 1, "2": 1, "1": 0, "-5": 0} {
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
			cursor := base64.RawURLEncoding.EncodeToString([]byte("all::" + number))
			list, next, err := w.store.Incidents(ctx, 1, store.Filter{State: store.ListAll, Words: "down", Limit: 5, Cursor: cursor})
			cancel()
			if err != nil || len(list) != want || next != "" {
				t.Errorf("behind %s: %d, %q, %v", number, len(list), next, err)
			}
		}
	})
}

// Whoever may not read a later incident does not hear that there is one.
func TestRecurrencesThatOnlySomeMayRead(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		down := firing("Down", w.clock.now(), "service", "cart", "severity", "P3")
		for range 3 {
			w.send(1, down)
			w.clock.advance(time.Minute)
			w.send(1, down.resolvedAt(w.clock.now()))
			w.clock.advance(24 * time.Hour)
			down.starts = w.clock.now()
		}
		if w.incident(1, 2).RecurrenceOf != 1 {
			t.Fatalf("%+v", w.incident(1, 2))
		}
		readers := []string{"zoe"}
		w.do(2, incident.Edit{Readers: &readers})
		for reader, want := range map[store.Reader]string{{Login: "eve"}: "[]", {}: "[]", {Login: "Zoe"}: "[2]", {All: true}: "[2]"} {
			later, err := w.store.Recurrences(context.Background(), 1, 1, reader)
			if err != nil || fmt.Sprint(later) != want {
				t.Errorf("%+v sees %v, want %s (%v)", reader, later, want, err)
			}
		}
	})
}

// Reviews that another instance measures do not stand in the way, and an incident that was resolved again is measured again.
func TestReviewsThatAreToBeMeasured(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1, 2)
		down := firing("Down", w.clock.now(), "service", "cart", "severity", "P1")
		over := func(org int64) {
			w.send(org, down)
			w.clock.advance(time.Minute)
			w.send(org, down.resolvedAt(w.clock.now()))
			w.clock.advance(time.Hour)
			w.tick()
		}
		waiting := func(org int64) string {
			t.Helper()
			list, err := w.store.UnmeasuredReviews(context.Background(), org, w.clock.now().Add(-24*time.Hour), 1)
			if err != nil {
				t.Fatal(err)
			}
			return fmt.Sprint(list)
		}
		begin := func(org int64) {
			err := w.store.Write(context.Background(), org, func(ctx context.Context, tx *store.Tx) error { return w.desk().Begin(ctx, tx, 1, review.Facts{}) })
			if err != nil {
				t.Fatal(err)
			}
		}
		over(2)
		over(1)
		begin(2)
		begin(1)
		if got := waiting(1); got != "[1]" {
			t.Errorf("%s", got)
		}
		if got := waiting(3); got != "[]" {
			t.Errorf("%s", got)
		}
		w.reviewed(func(ctx context.Context, d review.Desk, tx *store.Tx) error {
			_, err := d.Measure(ctx, tx, 1, 0, review.Strata, review.Asked{Note: "nothing"})
			return err
		})
		if got := waiting(1); got != "[]" {
			t.Errorf("%s", got)
		}
		w.clock.advance(30 * time.Hour)
		w.do(1, incident.Reopen)
		w.clock.advance(time.Minute)
		w.do(1, incident.Resolve)
		if got := waiting(1); got != "[1]" {
			t.Errorf("%s", got)
		}
	})
}

func TestReviewsOfATime(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		first := w.clock.now()
		for i := range 3 {
			w.send(1, firing("Down", w.clock.now(), "service", fmt.Sprint("s", i)))
			w.start(int64(i + 1))
			w.clock.advance(time.Hour)
		}
		for _, c := range []struct {
			from, to time.Time
			want     int
		}{{first, first.Add(time.Hour), 1}, {first.Add(time.Hour), time.Time{}, 2}, {time.Time{}, first, 0}, {first, first.Add(3 * time.Hour), 3}} {
			list, _, err := w.store.Reviews(context.Background(), 1, store.ReviewFilter{From: c.from, To: c.to, Limit: 10}, first)
			if err != nil || len(list) != c.want {
				t.Errorf("%s to %s: %d, want %d (%v)", c.from, c.to, len(list), c.want, err)
			}
		}
	})
}

// A merge does not lose that an incident was severe, and with it the review that closing asks for.
func TestAMergeIsNoWayRoundTheReview(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		down, slow := firing("Down", w.clock.now(), "service", "cart", "severity", "P1"), firing("Slow", w.clock.now(), "service", "mail", "severity", "P3")
		w.send(1, down) // 1
		w.send(1, slow) // 2
		drill, _ := w.declare(1, incident.Declaration{Key: "form-0001", By: "ed", Title: "A drill", Severity: incident.P3, Drill: true})
		second, _ := w.declare(1, incident.Declaration{Key: "form-0002", By: "ed", Title: "Another drill", Severity: incident.P3, Drill: true})
		w.refused(1, incident.MergeInto{Number: drill.Number}, "target_drill")
		w.do(second.Number, incident.MergeInto{Number: drill.Number})
		w.do(drill.Number, incident.MergeInto{Number: 2})
		w.do(1, incident.SetSeverity{To: incident.P3, Reason: "Only few are hit."})
		w.do(1, incident.MergeInto{Number: 2})
		if inc := w.incident(1, 2); inc.Severity != incident.P3 || inc.Worst() != incident.P1 || inc.Drill {
			t.Errorf("%+v", inc)
		}
		// Nobody lowered this one, so what is as bad as the other once was does raise it.
		worse := firing("Lost", w.clock.now(), "service", "mail", "severity", "P1")
		w.send(1, worse)
		if inc := w.incident(1, 2); inc.Severity != incident.P1 {
			t.Errorf("%s after a new P1", inc.Severity)
		}
		w.clock.advance(time.Minute)
		w.send(1, down.resolvedAt(w.clock.now()), slow.resolvedAt(w.clock.now()), worse.resolvedAt(w.clock.now()))
		w.clock.advance(time.Hour)
		w.tick()
		w.refused(2, incident.Close, "review_missing")
	})
}

func TestAuditOfALoginBeyondASCII(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		w.must(func(ctx context.Context, tx *store.Tx) error {
			return tx.AuditData(ctx, w.clock.now(), "Jörg.ÖZ", "signal.put", "x", nil)
		})
		list, err := w.store.AuditBefore(context.Background(), 1, store.AuditFilter{Login: "Jörg.ÖZ"}, 10)
		if err != nil || len(list) != 1 {
			t.Errorf("%d, %v", len(list), err)
		}
	})
}
