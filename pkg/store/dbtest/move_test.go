package dbtest

import (
	"context"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

func TestMergeAndItsReturn(t *testing.T) {
	people(t, func(w *world, cart alert) {
		mail := firing("Down", w.clock.now().Add(-time.Hour), "service", "mail", "severity", "P0", "layer", "network")
		w.send(1, mail)
		w.refused(2, incident.MergeInto{Number: 2}, "merge_self")
		w.refused(2, incident.MergeInto{Number: 9}, "not_found")
		w.do(2, incident.MergeInto{Number: 1})
		w.refused(1, incident.MergeInto{Number: 2}, "merge_self")

		into, merged := w.incident(1, 1), w.incident(1, 2)
		if into.FiringAlerts != 2 || into.TotalAlerts != 2 || into.Severity != incident.P0 || !into.ImpactStarted.Equal(mail.starts) || len(into.Services) != 2 {
			w.t.Fatalf("%+v", into)
		}
		if merged.Status != incident.Merged || merged.MergedInto != 1 || merged.FiringAlerts != 0 {
			w.t.Fatalf("%+v", merged)
		}

		w.clock.advance(time.Minute)
		later := firing("Slow", w.clock.now(), "service", "mail", "severity", "P3")
		if r := w.send(1, later); len(r.Incidents) != 1 || r.Incidents[0] != 1 {
			w.t.Fatalf("a later alert of the merged group went to %v", r.Incidents)
		}
		w.do(2, incident.Unmerge)
		into, merged = w.incident(1, 1), w.incident(1, 2)
		if into.FiringAlerts != 2 || into.TotalAlerts != 2 || merged.FiringAlerts != 1 || merged.Status != incident.Triage || merged.MergedInto != 0 {
			w.t.Fatalf("taken out: %+v\n%+v", into, merged)
		}
		w.send(1, mail.resolvedAt(w.clock.now()))
		if now := w.incident(1, 2); now.Status != incident.ResolvedState {
			w.t.Fatalf("%s", now.Status)
		}
		w.send(1, cart.resolvedAt(w.clock.now()), later.resolvedAt(w.clock.now()))
		if now := w.incident(1, 1); now.Status != incident.ResolvedState || now.FiringAlerts != 0 {
			w.t.Fatalf("%s with %d", now.Status, now.FiringAlerts)
		}
		w.whole(1, 2)
	})
}

func TestMergesInARow(t *testing.T) {
	people(t, func(w *world, _ alert) {
		w.send(1, firing("Down", w.clock.now(), "service", "mail"), firing("Down", w.clock.now(), "service", "pay"))
		w.do(3, incident.MergeInto{Number: 2})
		w.clock.advance(time.Minute)
		w.do(2, incident.MergeInto{Number: 1})
		if r := w.send(1, firing("Slow", w.clock.now(), "service", "pay")); r.Incidents[0] != 1 {
			w.t.Fatalf("to %v", r.Incidents)
		}
		w.do(2, incident.Unmerge)
		if two, one := w.incident(1, 2), w.incident(1, 1); two.TotalAlerts != 2 || one.TotalAlerts != 2 {
			w.t.Fatalf("%d and %d alerts", two.TotalAlerts, one.TotalAlerts)
		}
		w.do(3, incident.Unmerge)
		if three := w.incident(1, 3); three.TotalAlerts != 1 || three.Status != incident.Triage {
			w.t.Fatalf("%+v", three)
		}
		w.whole(1, 2, 3)
	})
}

func TestUnmergeWhenNothingFires(t *testing.T) {
	people(t, func(w *world, cart alert) {
		mail := firing("Down", w.clock.now(), "service", "mail")
		w.send(1, mail)
		w.do(2, incident.MergeInto{Number: 1})
		w.clock.advance(time.Minute)
		w.send(1, cart.resolvedAt(w.clock.now()))
		w.do(2, incident.Unmerge)
		if one := w.incident(1, 1); one.Status != incident.ResolvedState {
			w.t.Fatalf("nothing of it fires, but it is %s", one.Status)
		}
		if two := w.incident(1, 2); two.Status != incident.Triage || two.FiringAlerts != 1 {
			w.t.Fatalf("%+v", two)
		}
	})
}

func TestSplit(t *testing.T) {
	people(t, func(w *world, down alert) {
		slow := firing("Slow", w.clock.now(), "service", "cart", "severity", "P3")
		w.send(1, slow)
		ids := map[string]int64{}
		alerts, _, err := w.store.IncidentAlerts(context.Background(), 1, 1, 10)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, a := range alerts {
			ids[a.Occurrence.Name] = a.Occurrence.ID
		}
		w.refused(1, incident.Split{}, "split_none")
		w.refused(1, incident.Split{Occurrences: []int64{99}}, "unknown_occurrence")
		w.refused(1, incident.Split{Occurrences: []int64{ids["Slow"], ids["Down"]}}, "split_all")
		w.do(1, incident.Split{Occurrences: []int64{ids["Slow"]}, Title: "Slow carts"})

		one, part := w.incident(1, 1), w.incident(1, 2)
		if one.TotalAlerts != 1 || part.TotalAlerts != 1 || part.FiringAlerts != 1 || part.Severity != incident.P3 || part.Title != "Slow carts" {
			w.t.Fatalf("%+v\n%+v", one, part)
		}
		w.clock.advance(time.Minute)
		w.send(1, slow.resolvedAt(w.clock.now()))
		if now := w.incident(1, 2); now.Status != incident.ResolvedState {
			w.t.Fatalf("%s", now.Status)
		}
		w.clock.advance(time.Minute)
		if r := w.send(1, firing("Slow", w.clock.now(), "service", "cart", "severity", "P3")); r.Incidents[0] != 2 {
			w.t.Fatalf("it fired again in %v", r.Incidents)
		}
		w.send(1, firing("Slow", w.clock.now(), "service", "cart", "severity", "P3").resolvedAt(w.clock.now()))
		w.clock.advance(time.Hour)
		if r := w.send(1, firing("Slow", w.clock.now(), "service", "cart", "severity", "P3")); r.Incidents[0] != 1 {
			w.t.Fatalf("long after, it belongs to its group again, not to %v", r.Incidents)
		}
		w.send(1, down.resolvedAt(w.clock.now()))
		w.whole(1, 2)
	})
}

func TestAMergedGroupFiresAgainAfterItsEnd(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		cart, mail := firing("Down", w.clock.now(), "service", "cart"), firing("Down", w.clock.now(), "service", "mail")
		w.send(1, cart, mail)
		w.do(2, incident.MergeInto{Number: 1})
		w.clock.advance(time.Minute)
		w.send(1, cart.resolvedAt(w.clock.now()), mail.resolvedAt(w.clock.now()))
		w.clock.advance(time.Minute)
		if r := w.send(1, firing("Down", w.clock.now(), "service", "mail")); r.Incidents[0] != 1 {
			t.Fatalf("within the window: %v", r.Incidents)
		}
		w.do(1, incident.Edit{})
		if _, err := w.act(1, 1, incident.Resolve, incident.Action{By: "ann", Confirm: true}); err != nil {
			t.Fatal(err)
		}
		w.clock.advance(time.Hour)
		r := w.send(1, firing("Down", w.clock.now(), "service", "mail"))
		if inc := w.incident(1, r.Incidents[len(r.Incidents)-1]); inc.Number != 3 || inc.RecurrenceOf != 1 {
			t.Fatalf("after the window: %+v", inc)
		}
	})
}
