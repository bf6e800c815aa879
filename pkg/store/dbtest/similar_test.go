package dbtest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

func (w *world) similar(number int64, reader store.Reader, limit int) []store.Similar {
	w.t.Helper()
	found, err := w.store.SimilarTo(context.Background(), 1, number, reader, limit)
	if err != nil {
		w.t.Fatal(err)
	}
	return found
}

func similarNumbers(list []store.Similar) []int64 {
	numbers := []int64{}
	for _, s := range list {
		numbers = append(numbers, s.Number)
	}
	return numbers
}

func TestSimilarIncidents(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1, 2)
		cart := firing("Down", w.clock.now(), "service", "cart", "severity", "P3")
		w.send(1, cart)                                                                // 1: the same group, a day before
		w.send(2, cart)                                                                // of another organisation
		w.send(1, firing("Down", w.clock.now(), "service", "mail", "severity", "P3"))  // 2: the same alert elsewhere
		w.send(1, firing("Slow", w.clock.now(), "service", "web", "severity", "P3"))   // 3: nothing in common
		w.send(1, firing("Noise", w.clock.now(), "service", "cart", "cluster", "b"))   // 4: the same service, another group
		w.send(1, firing("Down", w.clock.now(), "service", "vault", "severity", "P3")) // 5: restricted
		w.send(1, firing("Down", w.clock.now(), "service", "test", "severity", "P3"))  // 6: declined
		readers := []string{"zoe"}
		w.do(5, incident.Edit{Readers: &readers})
		w.do(6, incident.Decline{Reason: "a test"})
		w.must(func(ctx context.Context, tx *store.Tx) error {
			run := &store.RunbookRun{Incident: 1, RunbookID: "restart", Title: "Restart", StartedBy: "ada", StartedAt: w.clock.now()}
			if err := tx.AddRunbookRun(ctx, run); err != nil {
				return err
			}
			for position, verdict := range []string{"helped", "", "helped", "wrong"} {
				if _, err := tx.SaveRunbookStep(ctx, run.ID, store.RunbookStep{Position: position, State: "done", Verdict: verdict}); err != nil {
					return err
				}
			}
			return nil
		})
		w.send(1, cart.resolvedAt(w.clock.now().Add(20*time.Minute)))
		w.clock.advance(24 * time.Hour)
		w.send(1, firing("Down", w.clock.now(), "service", "cart", "severity", "P3")) // 7

		all := w.similar(7, store.Reader{All: true}, 10)
		if got := similarNumbers(all); !slices.Equal(got, []int64{1, 5, 2, 4}) {
			t.Fatalf("%v", got)
		}
		first := all[0]
		if !first.Group || !slices.Equal(first.Services, []string{"cart"}) || first.Incident.ResolvedAt.IsZero() {
			t.Errorf("%+v %+v", first.Likeness, first.Incident)
		}
		if len(first.Runs) != 1 || first.Runs[0].RunbookID != "restart" || first.Runs[0].Helped != 2 {
			t.Errorf("%+v", first.Runs)
		}
		if !slices.Equal(all[2].Alerts, []string{"Down"}) || len(all[2].Runs) != 0 {
			t.Errorf("%+v", all[2])
		}
		if got := similarNumbers(w.similar(7, store.Reader{Login: "eve"}, 10)); !slices.Equal(got, []int64{1, 2, 4}) {
			t.Errorf("eve sees %v", got)
		}
		if got := similarNumbers(w.similar(7, store.Reader{Login: "Zoe"}, 2)); !slices.Equal(got, []int64{1, 5}) {
			t.Errorf("zoe sees %v", got)
		}
		if got := w.similar(3, store.Reader{All: true}, 10); len(got) != 0 {
			t.Errorf("%v", similarNumbers(got))
		}
		if _, err := w.store.SimilarTo(context.Background(), 2, 7, store.Reader{All: true}, 10); err == nil {
			t.Error("another organisation's incident is found")
		}
	})
}

// Many incidents of one service and of one alert name are not all read.
func TestSimilarIsBounded(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		var alerts []alert
		for i := range 60 {
			alerts = append(alerts, firing("Down", w.clock.now(), "service", "cart", "cluster", fmt.Sprint(i)))
		}
		w.send(1, alerts...)
		found := w.similar(60, store.Reader{All: true}, 20)
		if len(found) != 20 || found[0].Number != 59 || found[19].Number != 40 {
			t.Errorf("%v", similarNumbers(found))
		}
	})
}
