package dbtest

import (
	"strings"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// last finds the newest entry of a kind.
func (w *world) last(number int64, kind string) incident.Entry {
	w.t.Helper()
	entries := w.timeline(1, number)
	for i := len(entries) - 1; i >= 0; i-- {
		if entries[i].Kind == kind {
			return entries[i]
		}
	}
	w.t.Fatalf("incident %d has no entry %s", number, kind)
	return incident.Entry{}
}

func (w *world) entriesOf(number int64, kind string) int {
	w.t.Helper()
	n := 0
	for _, e := range w.timeline(1, number) {
		if e.Kind == kind {
			n++
		}
	}
	return n
}

func (w *world) snooze(number int64, d time.Duration) {
	w.t.Helper()
	w.do(number, incident.SetSnooze{Until: w.clock.now().Add(d), Reason: "known, the vendor is on it"})
}

func (w *world) quiet(number int64, want bool) {
	w.t.Helper()
	if inc := w.incident(1, number); inc.Quiet(w.clock.now()) != want {
		w.t.Fatalf("incident %d: quiet %v, want %v (snoozed until %s as %s, maintenance until %s)", number, !want, want, inc.SnoozedUntil, inc.SnoozedAs, inc.MaintenanceUntil)
	}
}

// The alert fires again in the same incident, then in a new one; both are as quiet as the first.
func TestSnoozeSurvivesResolveAndRefire(t *testing.T) {
	people(t, func(w *world, a alert) {
		w.snooze(1, 3*time.Hour)
		w.quiet(1, true)
		w.clock.advance(time.Minute)
		w.send(1, a.resolvedAt(w.clock.now()))
		w.clock.advance(time.Minute)
		w.send(1, firing("Down", w.clock.now(), "service", "cart", "severity", "P1")) // within the reopen window
		w.status(1, incident.Triage)
		w.quiet(1, true)
		w.send(1, firing("Down", w.clock.now(), "service", "cart", "severity", "P1").resolvedAt(w.clock.now()))
		w.clock.advance(time.Hour)
		w.send(1, firing("Down", w.clock.now(), "service", "cart", "severity", "P1"))
		if n := len(w.incidents(1, store.ListAll)); n != 2 {
			w.t.Fatalf("%d incidents", n)
		}
		w.quiet(2, true)
		if body := w.last(2, incident.KindSnoozed).Body; !strings.Contains(body, "vendor") || !strings.Contains(body, "ann") {
			w.t.Errorf("%q does not say who and why", body)
		}
		w.clock.advance(2 * time.Hour)
		w.tick()
		w.quiet(2, false)
		if w.entriesOf(2, incident.KindUnsnoozed) != 1 {
			w.t.Errorf("%d entries say that the snooze ended", w.entriesOf(2, incident.KindUnsnoozed))
		}
		if inc := w.incident(1, 1); !inc.SnoozedUntil.IsZero() {
			w.t.Errorf("the first incident is snoozed until %s", inc.SnoozedUntil)
		}
		w.send(1, firing("Down", w.clock.now(), "service", "cart", "severity", "P1").resolvedAt(w.clock.now()))
		w.clock.advance(2 * time.Hour)
		w.send(1, firing("Down", w.clock.now(), "service", "cart", "severity", "P1"))
		w.quiet(3, false)
		w.whole(1, 2, 3)
	})
}

func TestWorseEndsTheSnooze(t *testing.T) {
	people(t, func(w *world, _ alert) {
		w.snooze(1, 3*time.Hour)
		w.send(1, firing("Slow", w.clock.now(), "service", "cart", "severity", "P1"))
		w.quiet(1, true)
		w.send(1, firing("Gone", w.clock.now(), "service", "cart", "severity", "P0"))
		w.quiet(1, false)
		if body := w.last(1, incident.KindUnsnoozed).Body; !strings.Contains(body, "P0") {
			w.t.Error(body)
		}
		if inc := w.incident(1, 1); !inc.SnoozedUntil.IsZero() {
			w.t.Errorf("still until %s", inc.SnoozedUntil)
		}
		w.clock.advance(4 * time.Hour)
		w.tick()
		if n := w.entriesOf(1, incident.KindUnsnoozed); n != 1 {
			w.t.Errorf("%d entries for one end", n)
		}
		w.whole(1)
	})
}

// Worse than what was snoozed counts from the severity that people gave it since.
func TestRaisedByHandAfterLoweringEndsTheSnooze(t *testing.T) {
	people(t, func(w *world, _ alert) {
		w.snooze(1, 3*time.Hour)
		w.do(1, incident.SetSeverity{To: incident.P3, Reason: "a test system"})
		w.quiet(1, true)
		w.do(1, incident.SetSeverity{To: incident.P2})
		w.quiet(1, false)
	})
}

func TestNewIncidentWorseThanItsSnoozeIsNotSnoozed(t *testing.T) {
	people(t, func(w *world, a alert) {
		w.snooze(1, 3*time.Hour)
		w.send(1, a.resolvedAt(w.clock.now()))
		w.clock.advance(time.Hour)
		w.send(1, firing("Gone", w.clock.now(), "service", "cart", "severity", "P0"))
		w.quiet(2, false)
		w.send(1, firing("Gone", w.clock.now(), "service", "cart", "severity", "P0").resolvedAt(w.clock.now()))
		w.clock.advance(time.Hour)
		w.send(1, firing("Down", w.clock.now(), "service", "cart", "severity", "P1"))
		w.quiet(3, false) // the snooze ended for the group, not for one incident
	})
}

func TestSnoozeByHand(t *testing.T) {
	people(t, func(w *world, a alert) {
		w.refused(1, incident.SetSnooze{Until: w.clock.now().Add(time.Hour)}, "reason_missing")
		w.refused(1, incident.SetSnooze{Until: w.clock.now(), Reason: "x"}, "bad_until")
		w.refused(1, incident.SetSnooze{Until: w.clock.now().Add(8 * 24 * time.Hour), Reason: "x"}, "bad_until")
		w.refused(1, incident.Unsnooze, "not_snoozed")
		w.snooze(1, time.Hour)
		w.snooze(1, 2*time.Hour)
		w.clock.advance(time.Hour)
		w.tick()
		w.quiet(1, true) // set anew
		w.do(1, incident.Unsnooze)
		w.quiet(1, false)
		w.snooze(1, time.Hour)
		w.send(1, a.resolvedAt(w.clock.now()))
		w.refused(1, incident.SetSnooze{Until: w.clock.now().Add(time.Hour), Reason: "x"}, "not_open")
		w.do(1, incident.Unsnooze) // of a resolved one: its group is free again
		w.clock.advance(45 * time.Minute)
		w.send(1, firing("Down", w.clock.now(), "service", "cart", "severity", "P1"))
		w.quiet(2, false)
		w.whole(1, 2)
	})
}
