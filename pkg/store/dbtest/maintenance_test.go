package dbtest

import (
	"context"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/maintenance"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// plan saves a window of two hours from now on about the service cart.
func (w *world) plan(effect maintenance.Effect, change func(*maintenance.Window)) maintenance.Window {
	w.t.Helper()
	window := maintenance.Window{
		Name: "Upgrade", Matchers: []string{"service=cart"}, Effect: effect, Version: 1, CreatedBy: "ann", CreatedAt: w.clock.now(), UpdatedAt: w.clock.now(),
		First: maintenance.Span{Start: w.clock.now(), End: w.clock.now().Add(2 * time.Hour)},
	}
	if change != nil {
		change(&window)
	}
	w.write(1, func(ctx context.Context, tx *store.Tx) error {
		if window.ID == 0 {
			window.ID = tx.NewWindowID()
		}
		return tx.SaveWindow(ctx, window)
	})
	return window
}

// planned runs a test in an organisation without incidents.
func planned(t *testing.T, test func(w *world)) {
	each(t, func(t *testing.T, config store.Config) {
		test(worldWith(t, config, newClock(), incident.Policy{StaleAfter: 9 * time.Hour}, 1, 2))
	})
}

func (w *world) count(want int) {
	w.t.Helper()
	if got := len(w.incidents(1, store.ListAll)); got != want {
		w.t.Fatalf("%d incidents, want %d", got, want)
	}
}

func down(w *world, labels ...string) alert {
	return firing("Down", w.clock.now(), append([]string{"service", "cart", "severity", "P1"}, labels...)...)
}

// Two replicas look at the end of the window at once, in several turns.
func TestSuppressedAlertThatStillFiresOpensOneIncident(t *testing.T) {
	planned(t, func(w *world) {
		w.plan(maintenance.Suppress, nil)
		began := w.clock.now()
		a, b := down(w), down(w, "pod", "cart-1")
		w.send(1, a, b)
		w.send(2, a) // the window is not theirs
		w.count(0)
		if n := len(w.incidents(2, store.ListAll)); n != 1 {
			w.t.Fatalf("%d incidents in the other organisation", n)
		}
		held, err := w.store.HeldByWindow(context.Background(), 1)
		if err != nil || len(held) != 1 {
			w.t.Fatalf("%v %v", held, err)
		}
		w.clock.advance(2*time.Hour - time.Millisecond)
		w.tick()
		w.count(0)
		w.clock.advance(time.Millisecond)
		w.fromTwoReplicas(w.engine.EndMaintenance)
		w.count(1)
		inc := w.incident(1, 1)
		if inc.FiringAlerts != 2 || inc.TotalAlerts != 2 || !inc.ImpactStarted.Equal(began) || !inc.DetectedAt.Equal(w.clock.now()) {
			w.t.Errorf("%d of %d, began %s, detected %s", inc.FiringAlerts, inc.TotalAlerts, inc.ImpactStarted, inc.DetectedAt)
		}
		if w.entriesOf(1, incident.KindMaintenance) != 1 {
			w.t.Error("the timeline does not say once that the alerts were held back")
		}
		w.send(1, a.resolvedAt(w.clock.now()), b.resolvedAt(w.clock.now()))
		w.status(1, incident.ResolvedState)
		w.whole(1)
	})
}

func TestSuppressedAlertThatEndsOpensNothing(t *testing.T) {
	planned(t, func(w *world) {
		w.plan(maintenance.Suppress, nil)
		a := down(w)
		w.send(1, a)
		w.clock.advance(time.Hour)
		if receipt := w.send(1, a.resolvedAt(w.clock.now())); receipt.Resolved != 1 {
			w.t.Errorf("%+v", receipt)
		}
		w.clock.advance(2 * time.Hour)
		w.tick()
		w.count(0)
		w.send(1, down(w))
		w.count(1)
	})
}

// Of an alert that was silent for too long nobody knows whether it still fires; it began and ended inside the window.
func TestSilentSuppressedAlertOpensNothing(t *testing.T) {
	planned(t, func(w *world) {
		w.plan(maintenance.Suppress, func(m *maintenance.Window) { m.First.End = m.First.Start.Add(12 * time.Hour) })
		a := down(w)
		w.send(1, a)
		w.clock.advance(12 * time.Hour)
		w.tick()
		w.count(0)
		w.send(1, a) // it does
		w.count(1)
	})
}

// A window neither resolves nor hides what is open, and what joins it is counted there.
func TestWindowsLeaveOpenIncidentsAlone(t *testing.T) {
	planned(t, func(w *world) {
		w.send(1, down(w))
		w.plan(maintenance.Suppress, nil)
		w.send(1, down(w, "pod", "cart-1"))
		w.count(1)
		if inc := w.incident(1, 1); inc.FiringAlerts != 2 || inc.Quiet(w.clock.now()) {
			w.t.Errorf("%d alerts, quiet %v", inc.FiringAlerts, inc.Quiet(w.clock.now()))
		}
		w.clock.advance(3 * time.Hour)
		w.tick()
		w.status(1, incident.Triage)
		if w.entriesOf(1, incident.KindMaintenance) != 0 {
			w.t.Error("the window left something in the timeline")
		}
	})
}

// Inside of a window nothing that was resolved a short while ago is reopened.
func TestSuppressedAlertDoesNotReopen(t *testing.T) {
	planned(t, func(w *world) {
		a := down(w)
		w.send(1, a)
		w.clock.advance(time.Minute)
		w.send(1, a.resolvedAt(w.clock.now()))
		w.plan(maintenance.Suppress, nil)
		w.clock.advance(time.Minute)
		w.send(1, down(w))
		w.status(1, incident.ResolvedState)
		w.clock.advance(2 * time.Hour)
		w.tick()
		w.count(2)
	})
}

func TestQuietIncidentSpeaksAfterItsWindow(t *testing.T) {
	planned(t, func(w *world) {
		window := w.plan(maintenance.Quiet, nil)
		w.send(1, down(w))
		w.quiet(1, true)
		if inc := w.incident(1, 1); inc.Maintenance != window.ID || !inc.MaintenanceUntil.Equal(window.First.End) {
			w.t.Errorf("%d until %s", inc.Maintenance, inc.MaintenanceUntil)
		}
		window.First.End = window.First.End.Add(time.Hour)
		w.plan(maintenance.Quiet, func(m *maintenance.Window) { *m = window })
		w.tick()
		w.clock.advance(2 * time.Hour)
		w.tick()
		w.quiet(1, true) // it was made longer
		w.clock.advance(time.Hour)
		w.tick()
		w.quiet(1, false)
		w.status(1, incident.Triage)
		if n := w.entriesOf(1, incident.KindMaintenance); n != 2 {
			w.t.Errorf("%d entries, want one for the begin and one for the end", n)
		}
		w.whole(1)
	})
}

func TestAnotherAlertEndsTheQuiet(t *testing.T) {
	planned(t, func(w *world) {
		w.plan(maintenance.Quiet, func(m *maintenance.Window) { m.Matchers = []string{`pod=~"cart-.*"`} })
		w.send(1, down(w, "pod", "cart-1"))
		w.quiet(1, true)
		w.send(1, down(w, "pod", "cart-2"))
		w.quiet(1, true)
		w.send(1, down(w))
		w.quiet(1, false)
		w.send(1, down(w, "pod", "cart-3"))
		w.quiet(1, false)
	})
}

// One delivery, or one commit, that has both kinds of alerts makes an incident that speaks.
func TestMixedAlertsAreNotQuiet(t *testing.T) {
	planned(t, func(w *world) {
		w.plan(maintenance.Suppress, func(m *maintenance.Window) { m.Matchers = []string{`pod=~"cart-.*"`} })
		w.send(1, down(w, "pod", "cart-1"), down(w))
		w.count(1)
		w.quiet(1, false)
		if inc := w.incident(1, 1); inc.FiringAlerts != 2 {
			w.t.Errorf("%d alerts fire", inc.FiringAlerts)
		}
	})
}

func TestCancelledWindowLetsGoAtOnce(t *testing.T) {
	planned(t, func(w *world) {
		suppress := w.plan(maintenance.Suppress, nil)
		quiet := w.plan(maintenance.Quiet, func(m *maintenance.Window) { m.Matchers = []string{"service=web"} })
		w.send(1, down(w), firing("Down", w.clock.now(), "service", "web"))
		w.count(1)
		w.quiet(1, true)
		for _, window := range []maintenance.Window{suppress, quiet} {
			window.CancelledAt = w.clock.now()
			w.plan(window.Effect, func(m *maintenance.Window) { *m = window })
		}
		w.tick()
		w.count(2)
		w.quiet(1, false)
	})
}

// A window at night in Berlin, on the night in which the clocks are put back: it is an hour longer.
func TestWindowAcrossTheChangeOfClocks(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		clock := &clock{at: time.Date(2026, 10, 24, 12, 0, 0, 0, time.UTC)}
		w := worldWith(t, config, clock, incident.Policy{}, 1)
		w.plan(maintenance.Suppress, func(m *maintenance.Window) {
			m.First = maintenance.Span{Start: time.Date(2026, 10, 20, 0, 0, 0, 0, time.UTC), End: time.Date(2026, 10, 20, 2, 0, 0, 0, time.UTC)} // 02:00 to 04:00
			m.TimeZone, m.Recurrence = "Europe/Berlin", "FREQ=DAILY"
		})
		clock.advance(14*time.Hour + 30*time.Minute) // 02:30 UTC, 03:30 on the wall for the second time
		w.send(1, down(w))
		w.count(0)
		clock.advance(29 * time.Minute)
		w.tick()
		w.count(0)
		clock.advance(time.Minute) // 04:00
		w.tick()
		w.count(1)
	})
}

// Another replica, with its own memory, sees a new window with the next delivery.
func TestWindowsReachOtherReplicas(t *testing.T) {
	planned(t, func(w *world) {
		w.send(1, firing("Other", w.clock.now(), "service", "web"))
		replica := worldWith(t, w.config, w.clock, incident.Policy{}, 1)
		replica.send(1, firing("Other", w.clock.now().Add(time.Second), "service", "web"))
		w.plan(maintenance.Suppress, nil)
		replica.send(1, down(w))
		w.count(1)
	})
}
