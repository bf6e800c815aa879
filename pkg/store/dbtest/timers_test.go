package dbtest

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// tick does what is due, and the sweep for silent alerts.
func (w *world) tick() {
	w.t.Helper()
	for _, part := range []func(context.Context, incident.Ledger) (bool, error){w.engine.Tick, w.engine.EndMaintenance, w.engine.SweepStale} {
		err := w.store.Write(context.Background(), 1, func(ctx context.Context, tx *store.Tx) error {
			_, err := part(ctx, tx)
			return err
		})
		if err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *world) status(number int64, want incident.Status) {
	w.t.Helper()
	if inc := w.incident(1, number); inc.Status != want {
		w.t.Fatalf("incident %d is %s, want %s", number, inc.Status, want)
	}
}

// patient runs a test on an open P1 that is watched for 5 minutes before it is resolved.
func patient(t *testing.T, test func(w *world, a alert)) {
	each(t, func(t *testing.T, config store.Config) {
		policy := incident.Policy{ResolveDelay: map[incident.Severity]time.Duration{incident.P1: 5 * time.Minute}, StaleAfter: 9 * time.Hour}
		w := worldWith(t, config, newClock(), policy, 1)
		a := firing("Down", w.clock.now(), "service", "cart", "severity", "P1")
		w.send(1, a)
		test(w, a)
	})
}

func TestResolveWaits(t *testing.T) {
	patient(t, func(w *world, a alert) {
		w.clock.advance(time.Minute)
		mitigated := w.clock.now()
		w.send(1, a.resolvedAt(w.clock.now()))
		w.status(1, incident.Monitoring)
		w.clock.advance(5*time.Minute - time.Millisecond)
		w.tick()
		w.status(1, incident.Monitoring)
		w.clock.advance(time.Millisecond)
		w.tick()
		inc := w.incident(1, 1)
		if inc.Status != incident.ResolvedState || !inc.ResolvedAt.Equal(w.clock.now()) || !inc.MitigatedAt.Equal(mitigated) {
			w.t.Fatalf("%s, mitigated %s, resolved %s", inc.Status, inc.MitigatedAt, inc.ResolvedAt)
		}
		entries := len(w.timeline(1, 1))
		w.tick()
		if got := len(w.timeline(1, 1)); got != entries {
			w.t.Fatalf("a second tick wrote %d entries", got-entries)
		}
		w.whole(1)
	})
}

// An alert that fires and goes silent within one body has no net effect on the count, but nobody saw its condition end.
func TestWhatWentSilentWithinOneBodyIsNotResolved(t *testing.T) {
	patient(t, func(w *world, a alert) {
		other := firing("Slow", w.clock.now(), "service", "cart", "severity", "P1")
		w.send(1, other)
		w.clock.advance(time.Minute)
		w.send(1, a.resolvedAt(w.clock.now()))
		w.clock.advance(time.Minute)
		w.send(1, a, a.resolvedAt(w.clock.now()).softly("Paused"))
		w.send(1, other.resolvedAt(w.clock.now()))
		w.clock.advance(time.Hour)
		w.tick()
		w.status(1, incident.Monitoring)
	})
}

func TestFlappingStaysOneOpenIncident(t *testing.T) {
	patient(t, func(w *world, a alert) {
		for range 50 {
			w.clock.advance(35 * time.Second)
			w.send(1, a.resolvedAt(w.clock.now()))
			w.tick()
			w.clock.advance(35 * time.Second)
			a = firing("Down", w.clock.now(), "service", "cart", "severity", "P1")
			w.send(1, a)
			w.tick()
		}
		if list := w.incidents(1, store.ListAll); len(list) != 1 || list[0].FlapCount != 0 || !list[0].Status.Open() {
			w.t.Fatalf("%d incidents, %+v", len(list), list[0])
		}
		w.clock.advance(time.Hour)
		w.tick() // it fires: the old timer must not resolve it
		w.status(1, incident.Triage)
		w.whole(1)
	})
}

func TestAPersonKeepsItOpen(t *testing.T) {
	patient(t, func(w *world, a alert) {
		w.send(1, a.resolvedAt(w.clock.now()))
		w.do(1, incident.SetStatus{To: incident.Mitigating})
		w.clock.advance(time.Hour)
		w.tick()
		w.status(1, incident.Mitigating)
	})
}

func TestAcknowledgementExpires(t *testing.T) {
	patient(t, func(w *world, _ alert) {
		if _, err := w.act(1, 1, incident.Acknowledge, incident.Action{By: "ann", For: 30 * time.Minute}); err != nil {
			w.t.Fatal(err)
		}
		w.clock.advance(29 * time.Minute)
		w.tick()
		if inc := w.incident(1, 1); !inc.Acknowledged || !inc.AckUntil.Equal(w.clock.now().Add(time.Minute)) {
			w.t.Fatalf("%v until %s", inc.Acknowledged, inc.AckUntil)
		}
		w.clock.advance(time.Minute)
		w.tick()
		inc := w.incident(1, 1)
		if inc.Acknowledged || inc.AcknowledgedBy != "" || inc.Status != incident.Investigating {
			w.t.Fatalf("%+v", inc)
		}
		w.do(1, incident.Acknowledge)
		w.clock.advance(24 * time.Hour)
		if again := w.incident(1, 1); !again.Acknowledged || !again.AckUntil.IsZero() {
			w.t.Fatalf("%+v", again)
		}
		w.whole(1)
	})
}

func TestTakenBackAcknowledgementHasNoTimer(t *testing.T) {
	patient(t, func(w *world, _ alert) {
		if _, err := w.act(1, 1, incident.Acknowledge, incident.Action{By: "ann", For: time.Hour}); err != nil {
			w.t.Fatal(err)
		}
		w.do(1, incident.Unacknowledge)
		w.do(1, incident.Acknowledge)
		w.clock.advance(2 * time.Hour)
		w.tick()
		if inc := w.incident(1, 1); !inc.Acknowledged {
			w.t.Fatal("the first acknowledgement's timer took the second one")
		}
	})
}

// An alert that is silenced at the sender and ends there is never heard of again.
func TestSilentAlertsAreAskedAbout(t *testing.T) {
	patient(t, func(w *world, a alert) {
		w.clock.advance(9 * time.Hour)
		w.tick()
		w.status(1, incident.Triage)
		w.send(1, a) // still there
		w.clock.advance(9*time.Hour + time.Millisecond)
		w.tick()
		inc := w.incident(1, 1)
		if inc.Status != incident.Monitoring || inc.FiringAlerts != 0 {
			w.t.Fatalf("%s with %d", inc.Status, inc.FiringAlerts)
		}
		w.clock.advance(24 * time.Hour)
		w.tick()
		w.status(1, incident.Monitoring) // never resolved by itself
		w.send(1, a)
		inc = w.incident(1, 1)
		if inc.Status != incident.Triage || inc.FiringAlerts != 1 || inc.TotalAlerts != 1 {
			w.t.Fatalf("it was still firing: %s with %d of %d", inc.Status, inc.FiringAlerts, inc.TotalAlerts)
		}
		w.whole(1)
	})
}

// Replicas, or instances of the plugin beside each other, look at the same timers.
func TestTimersRingOnce(t *testing.T) {
	patient(t, func(w *world, a alert) {
		w.send(1, a.resolvedAt(w.clock.now()))
		w.clock.advance(time.Hour)
		second, err := store.Open(context.Background(), w.config, w.clock.now)
		if err != nil {
			w.t.Fatal(err)
		}
		defer second.Close()
		before := len(w.timeline(1, 1))
		var all sync.WaitGroup
		for i := range 8 {
			db := []*store.Store{w.store, second}[i%2]
			all.Go(func() {
				err := db.Write(context.Background(), 1, func(ctx context.Context, tx *store.Tx) error {
					_, err := w.engine.Tick(ctx, tx)
					return err
				})
				if err != nil {
					w.t.Error(err)
				}
			})
		}
		all.Wait()
		if got := len(w.timeline(1, 1)); got != before+1 {
			w.t.Fatalf("%d entries for one resolve", got-before)
		}
	})
}
