package dbtest

import (
	"slices"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// do does a command as ann and fails the test when it is refused.
func (w *world) do(number int64, command incident.Command) *incident.Incident {
	w.t.Helper()
	after, err := w.act(1, number, command, incident.Action{By: "ann"})
	if err != nil {
		w.t.Fatal(err)
	}
	return after
}

// refused fails the test unless the command is refused with this code.
func (w *world) refused(number int64, command incident.Command, code string) {
	w.t.Helper()
	before := w.incident(1, number)
	_, err := w.act(1, number, command, incident.Action{By: "ann"})
	if got := problem.From(err).Code; err == nil || got != code {
		w.t.Fatalf("%T %+v: %v, want %s", command, command, err, code)
	}
	if after := w.incident(1, number); after.TimelineSeq != before.TimelineSeq || after.Version != before.Version {
		w.t.Fatalf("%T was refused and yet changed %+v", command, after)
	}
}

// whole fails the test when a timeline's chain is broken.
func (w *world) whole(numbers ...int64) {
	w.t.Helper()
	for _, n := range numbers {
		if err := incident.VerifyTimeline(w.timeline(1, n)); err != nil {
			w.t.Fatal(err)
		}
	}
}

// people runs a test on an open incident 1 of severity P1.
func people(t *testing.T, test func(w *world, a alert)) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		a := firing("Down", w.clock.now(), "service", "cart", "severity", "P1")
		w.send(1, a)
		test(w, a)
	})
}

func TestStatesByHand(t *testing.T) {
	people(t, func(w *world, a alert) {
		w.do(1, incident.SetStatus{To: incident.Mitigating})
		w.clock.advance(time.Minute)
		mitigated := w.clock.now()
		if inc := w.do(1, incident.SetStatus{To: incident.Monitoring}); !inc.MitigatedAt.Equal(mitigated) {
			w.t.Fatalf("mitigated at %s", inc.MitigatedAt)
		}
		w.refused(1, incident.SetStatus{To: incident.ResolvedState}, "status_not_next")
		w.refused(1, incident.Close, "not_resolved")
		if inc := w.do(1, incident.SetStatus{To: incident.Investigating}); !inc.MitigatedAt.IsZero() {
			w.t.Fatalf("mitigated at %s although the work goes on", inc.MitigatedAt)
		}
		w.send(1, a.resolvedAt(w.clock.now()))
		w.refused(1, incident.SetStatus{To: incident.Triage}, "not_open")
		w.whole(1)
	})
}

func TestDecline(t *testing.T) {
	people(t, func(w *world, a alert) {
		w.refused(1, incident.Decline{Reason: "  "}, "reason_missing")
		inc := w.do(1, incident.Decline{Reason: "a test of the load balancer"})
		if inc.Status != incident.Declined || !slices.Contains(inc.Allowed(), incident.Reopen) {
			w.t.Fatalf("%+v may %v", inc, inc.Allowed())
		}
		w.clock.advance(time.Minute)
		w.send(1, a) // still fires: no news
		if list := w.incidents(1, store.ListAll); len(list) != 1 {
			w.t.Fatalf("%d incidents after a repeat", len(list))
		}
		w.send(1, firing("Down", w.clock.now(), "service", "cart", "severity", "P1"))
		if list := w.incidents(1, store.ListOpen); len(list) != 1 || list[0].Number != 2 {
			w.t.Fatalf("%+v", list)
		}
		w.refused(1, incident.Reopen, "group_open")
		w.do(2, incident.SetStatus{To: incident.Mitigating})
		w.refused(2, incident.Decline{Reason: "too late"}, "decline_too_late")
		w.whole(1, 2)
	})
}

func TestSeverityByHand(t *testing.T) {
	people(t, func(w *world, _ alert) {
		w.refused(1, incident.SetSeverity{To: incident.P3}, "reason_missing")
		w.do(1, incident.SetSeverity{To: incident.P3, Reason: "only the test shop"})
		w.send(1, firing("Slow", w.clock.now(), "service", "cart", "severity", "P1"))
		if inc := w.incident(1, 1); inc.Severity != incident.P3 || inc.LoweredFrom != incident.P1 || inc.TotalAlerts != 2 {
			w.t.Fatalf("%s from %s with %d alerts: as bad as before must not raise it again", inc.Severity, inc.LoweredFrom, inc.TotalAlerts)
		}
		w.send(1, firing("Gone", w.clock.now(), "service", "cart", "severity", "P0"))
		if inc := w.incident(1, 1); inc.Severity != incident.P0 || inc.LoweredFrom != "" {
			w.t.Fatalf("%s from %s: worse than before must raise it", inc.Severity, inc.LoweredFrom)
		}
		w.do(1, incident.SetSeverity{To: incident.P2, Reason: "one region"})
		if inc := w.do(1, incident.SetSeverity{To: incident.P1}); inc.Severity != incident.P1 || inc.LoweredFrom != incident.P0 {
			w.t.Fatalf("%s from %s", inc.Severity, inc.LoweredFrom)
		}
		w.whole(1)
	})
}

func TestCloseNeedsTheReview(t *testing.T) {
	people(t, func(w *world, a alert) {
		w.do(1, incident.SetSeverity{To: incident.P3, Reason: "to get around the review"})
		w.send(1, a.resolvedAt(w.clock.now()))
		w.refused(1, incident.Close, "review_missing")
		publishReview(w, 1)
		if inc := w.do(1, incident.Close); inc.Status != incident.Closed || !inc.ClosedAt.Equal(w.clock.now()) {
			w.t.Fatalf("%+v", inc)
		}
		w.refused(1, incident.Reopen, "not_resolved")
		w.refused(1, incident.SetSeverity{To: incident.P0}, "not_changeable")
		w.clock.advance(time.Minute)
		minor := firing("Down", w.clock.now(), "service", "cart", "severity", "P3")
		w.send(1, minor)
		if inc := w.incident(1, 2); inc.RecurrenceOf != 1 {
			w.t.Fatalf("recurrence of %d", inc.RecurrenceOf)
		}
		w.send(1, minor.resolvedAt(w.clock.now()))
		w.do(2, incident.Close)
		w.whole(1, 2)
	})
}

func TestEdit(t *testing.T) {
	people(t, func(w *world, a alert) {
		title, summary := "Carts\nare lost", "What we **know**"
		inc := w.do(1, incident.Edit{Title: &title, Summary: &summary})
		if inc.Title != "Carts are lost" || w.incident(1, 1).Summary != summary {
			w.t.Fatalf("%q, %q", inc.Title, inc.Summary)
		}
		before := inc.Version
		if again := w.do(1, incident.Edit{Title: &title}); again.Version != before {
			w.t.Fatal("the same title is a change")
		}
		w.clock.advance(time.Minute)
		w.send(1, a.resolvedAt(w.clock.now()), firing("Down", w.clock.now(), "service", "cart", "severity", "P1"))
		if now := w.incident(1, 1); now.Title != "Carts are lost" {
			w.t.Fatalf("an alert renamed it to %q", now.Title)
		}
		w.whole(1)
	})
}
