package dbtest

import (
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/ingest"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// flap ends an alert and lets it fire again, each after half of the time.
func (w *world) flap(a *alert, every time.Duration, times int) {
	w.t.Helper()
	for range times {
		w.clock.advance(every / 2)
		w.tick()
		w.send(1, a.resolvedAt(w.clock.now()))
		w.clock.advance(every - every/2)
		w.tick()
		a.starts = w.clock.now()
		w.send(1, *a)
	}
}

func flapping(t *testing.T, test func(w *world, a *alert)) {
	t.Helper()
	each(t, func(t *testing.T, config store.Config) {
		policy := incident.Policy{Flapping: incident.Flapping{Times: 4, Window: time.Hour}, ResolveDelay: map[incident.Severity]time.Duration{incident.P1: 2 * time.Minute}}
		w := worldWith(t, config, newClock(), policy, 1)
		a := firing("Down", w.clock.now(), "service", "cart", "severity", "P1")
		w.send(1, a)
		test(w, &a)
	})
}

func (w *world) kindCounts(number int64) map[string]int {
	kinds := map[string]int{}
	for _, e := range w.timeline(1, number) {
		kinds[e.Kind]++
	}
	return kinds
}

func TestFlappingIsOneEntry(t *testing.T) {
	flapping(t, func(w *world, a *alert) {
		w.flap(a, time.Minute, 3)
		if inc := w.incident(1, 1); !inc.FlappingSince.IsZero() {
			w.t.Fatalf("flaps too early: %+v", inc)
		}
		w.flap(a, time.Minute, 1)
		inc := w.incident(1, 1)
		if inc.FlappingSince.IsZero() || inc.FlapCount != 0 {
			w.t.Fatalf("%+v", inc)
		}
		before, version := inc.TimelineSeq, inc.Version
		w.flap(a, time.Minute, 40)
		inc = w.incident(1, 1)
		if inc.TimelineSeq != before || inc.Version != version || inc.Status != incident.Triage || inc.FiringAlerts != 1 {
			w.t.Fatalf("entries %d, before %d: %+v", inc.TimelineSeq, before, inc)
		}
		// News that is no flapping is still listed.
		w.send(1, firing("Slow", w.clock.now(), "service", "cart", "severity", "P2"))
		if inc := w.incident(1, 1); inc.TimelineSeq != before+1 {
			w.t.Fatalf("%+v", inc)
		}
		w.clock.advance(time.Hour)
		w.tick()
		inc = w.incident(1, 1)
		if _, last := w.keys(1); !inc.FlappingSince.IsZero() || last.Kind != incident.KindFlapping || last.Data["hidden"] != float64(81) {
			w.t.Fatalf("%+v %+v", inc, last)
		}
		w.whole(1)
	})
}

// An alert that comes back slower than the resolve delay would resolve and reopen its incident for ever.
func TestResolveDelayGrowsWithFlapping(t *testing.T) {
	flapping(t, func(w *world, a *alert) {
		w.flap(a, 10*time.Minute, 20)
		inc := w.incident(1, 1)
		if inc.FlapCount > 4 || inc.FlappingSince.IsZero() {
			w.t.Fatalf("opened %d times again: %+v", inc.FlapCount, inc)
		}
		if kinds := w.kindCounts(1); kinds[incident.KindFlapping] > 3 || kinds[incident.KindReopened] > 4 {
			w.t.Errorf("%v", kinds)
		}
		w.send(1, a.resolvedAt(w.clock.now()))
		w.clock.advance(time.Hour)
		w.tick()
		inc = w.incident(1, 1)
		if inc.Status != incident.ResolvedState || !inc.FlappingSince.IsZero() {
			w.t.Fatalf("%+v", inc)
		}
		w.whole(1)
	})
}

// A person's word ends it, and another engine, as after a restart, knows what was counted.
func TestFlappingSurvivesRestartAndEndsByHand(t *testing.T) {
	flapping(t, func(w *world, a *alert) {
		w.flap(a, time.Minute, 2)
		w.ingest[1].Close()
		w.ingest[1] = ingest.NewService(1, w.store, w.engine, w.clock.now, nil)
		w.flap(a, time.Minute, 2)
		if inc := w.incident(1, 1); inc.FlappingSince.IsZero() {
			w.t.Fatalf("%+v", inc)
		}
		if _, err := w.act(1, 1, incident.Resolve, incident.Action{By: "ada", Confirm: true}); err != nil {
			w.t.Fatal(err)
		}
		if inc := w.incident(1, 1); !inc.FlappingSince.IsZero() || inc.Status != incident.ResolvedState {
			w.t.Fatalf("%+v", inc)
		}
		if kinds := w.kindCounts(1); kinds[incident.KindFlapping] != 2 {
			w.t.Errorf("%v", kinds)
		}
		w.whole(1)
	})
}
