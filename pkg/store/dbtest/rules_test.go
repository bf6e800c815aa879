package dbtest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/ingest"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

func TestRepeatsAreNoEntries(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		a := firing("Down", w.clock.now(), "service", "cart", "severity", "P2")
		w.send(1, a)
		before := len(w.timeline(1, 1))
		for range 5 {
			w.clock.advance(15 * time.Minute)
			w.send(1, a, firing("Other", w.clock.now(), "service", "mail", "severity", "P3"))
		}
		if got := len(w.timeline(1, 1)); got != before {
			t.Fatalf("%d entries after repeats, %d before", got, before)
		}
		alerts, _, err := w.store.IncidentAlerts(context.Background(), 1, 1, 10)
		if err != nil || len(alerts) != 1 || alerts[0].Occurrence.RepeatCount != 5 {
			t.Fatalf("%v %+v", err, alerts)
		}
	})
}

func TestReopenWindow(t *testing.T) {
	cases := []struct {
		severity string
		pause    time.Duration
		same     bool
	}{
		{"P1", 29 * time.Minute, true}, {"P1", 31 * time.Minute, false}, {"P3", 9 * time.Minute, true}, {"P3", 11 * time.Minute, false},
	}
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		for _, c := range cases {
			t.Run(fmt.Sprintf("%s after %s", c.severity, c.pause), func(t *testing.T) {
				service := fmt.Sprint(c.severity, c.pause)
				a := firing("Down", w.clock.now(), "service", service, "severity", c.severity)
				first := w.send(1, a).Incidents[0]
				w.clock.advance(time.Minute)
				w.send(1, a.resolvedAt(w.clock.now()))
				w.clock.advance(c.pause)
				again := w.send(1, firing("Down", w.clock.now(), "service", service, "severity", c.severity)).Incidents[0]
				if (again == first) != c.same {
					t.Fatalf("incident %d, then %d", first, again)
				}
				inc := w.incident(1, again)
				if c.same && inc.FlapCount != 1 || !c.same && inc.RecurrenceOf != first {
					t.Fatalf("flaps %d, recurrence of %d", inc.FlapCount, inc.RecurrenceOf)
				}
			})
		}
	})
}

func TestFiringAfterResolvedWithTheSameStartWins(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		a := firing("Down", w.clock.now(), "service", "cart", "severity", "P2")
		w.send(1, a)
		w.clock.advance(5 * time.Minute)
		w.send(1, a.resolvedAt(w.clock.now()))
		w.clock.advance(time.Minute)
		receipt := w.send(1, a) // byte for byte the first body, yet no retry: the alert had ended
		if receipt.Duplicate || receipt.New != 1 {
			t.Fatalf("%+v", receipt)
		}
		inc := w.incident(1, 1)
		if !inc.Status.Open() || inc.FiringAlerts != 1 || inc.TotalAlerts != 1 || inc.FlapCount != 1 {
			t.Fatalf("%+v", inc)
		}
	})
}

func TestResolvedUnknownOpensNothing(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		a := firing("Down", w.clock.now(), "service", "cart")
		if r := w.send(1, a.resolvedAt(w.clock.now())); r.Ignored != 1 || len(r.Incidents) != 0 {
			t.Fatalf("%+v", r)
		}
		if list := w.incidents(1, store.ListAll); len(list) != 0 {
			t.Fatalf("%+v", list[0])
		}
		view, found, err := w.store.FindAlert(context.Background(), 1, store.AlertQuery{Labels: map[string]string{"alertname": "Down"}})
		if err != nil || !found || view.Occurrence.State != incident.Resolved || view.Occurrence.Incident != 0 {
			t.Fatalf("%v %v %+v", err, found, view.Occurrence)
		}
	})
}

func TestOutOfOrderIsHistory(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		old := firing("Down", w.clock.now(), "service", "cart")
		w.clock.advance(time.Hour)
		w.send(1, firing("Down", w.clock.now(), "service", "cart"))
		for _, late := range []alert{old, old.resolvedAt(old.starts.Add(time.Minute)), old} {
			if r := w.send(1, late); r.Ignored != 1 || len(r.Incidents) != 0 {
				t.Fatalf("%+v", r)
			}
		}
		inc := w.incident(1, 1)
		if inc.FiringAlerts != 1 || inc.TotalAlerts != 1 || !inc.Status.Open() {
			t.Fatalf("%+v", inc)
		}
		if n := count(t, raw(t, config), "SELECT COUNT(*) FROM strata_occurrence"); n != 2 {
			t.Fatalf("%d occurrences", n)
		}
	})
}

func TestSoftResolveIsWatchedAndRuleEditIsNot(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		a := firing("Down", w.clock.now(), "service", "cart", "severity", "P1")
		w.send(1, a)
		w.clock.advance(time.Minute)
		w.send(1, a.resolvedAt(w.clock.now()).softly("Paused"))
		if inc := w.incident(1, 1); inc.Status != incident.Monitoring {
			t.Fatalf("status %s after a soft resolve", inc.Status)
		}
		w.clock.advance(time.Minute)
		b := firing("Down", w.clock.now(), "service", "cart", "severity", "P1", "team", "shop")
		w.send(1, b)
		if inc := w.incident(1, 1); inc.Status != incident.Triage || inc.FlapCount != 0 {
			t.Fatalf("status %s, flaps %d when it fires again", inc.Status, inc.FlapCount)
		}
		w.clock.advance(time.Minute)
		w.send(1, b.resolvedAt(w.clock.now()))
		if inc := w.incident(1, 1); inc.Status != incident.ResolvedState {
			t.Fatalf("status %s after the condition has really ended", inc.Status)
		}
	})
}

func TestSeverityOnlyRises(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		w.send(1, firing("A", w.clock.now(), "service", "cart", "severity", "warning"))
		w.send(1, firing("B", w.clock.now(), "service", "cart", "severity", "critical"))
		w.send(1, firing("C", w.clock.now(), "service", "cart", "severity", "info"))
		if inc := w.incident(1, 1); inc.Severity != incident.P1 || inc.TotalAlerts != 3 {
			t.Fatalf("%+v", inc)
		}
	})
}

func TestLayersStandInOrderOfFiring(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		start := w.clock.now()
		w.clock.advance(time.Minute)
		w.send(1, firing("Slow", start.Add(30*time.Second), "service", "cart", "layer", "application"))
		w.send(1, firing("Loss", start.Add(10*time.Second), "service", "cart", "layer", "network"))
		layers := w.incident(1, 1).Layers
		if len(layers) != 2 || layers[0].Layer != incident.Network || layers[1].Layer != incident.Application {
			t.Fatalf("%+v", layers)
		}
	})
}

func TestConcurrentIdenticalWebhooksOpenOneIncident(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		same := body(t, firing("Down", w.clock.now(), "service", "cart"))
		var taken, duplicates int
		var mu sync.Mutex
		var all sync.WaitGroup
		for range 200 {
			all.Go(func() {
				r, err := w.try(1, same)
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					t.Error(err)
				}
				if r.Duplicate {
					duplicates++
				} else {
					taken++
				}
			})
		}
		all.Wait()
		if taken != 1 || duplicates != 199 {
			t.Fatalf("%d taken, %d duplicates", taken, duplicates)
		}
		inc := w.incidents(1, store.ListAll)
		if len(inc) != 1 || inc[0].TotalAlerts != 1 || inc[0].FiringAlerts != 1 {
			t.Fatalf("%+v", inc)
		}
	})
}

func TestConcurrentAlertsOfOneGroupOpenOneIncident(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		var all sync.WaitGroup
		for i := range 100 {
			all.Go(func() {
				if _, err := w.try(1, body(t, firing(fmt.Sprint("Alert", i), w.clock.now(), "service", "cart"))); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		list := w.incidents(1, store.ListAll)
		if len(list) != 1 || list[0].FiringAlerts != 100 || list[0].TotalAlerts != 100 {
			t.Fatalf("%d incidents: %+v", len(list), list[0])
		}
		if err := incident.VerifyTimeline(w.timeline(1, 1)); err != nil {
			t.Fatal(err)
		}
	})
}

func TestRetryAnswersTheFirstReceipt(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		a := firing("Down", w.clock.now(), "service", "cart")
		first := w.send(1, a)
		w.clock.advance(time.Minute)
		again := w.send(1, a)
		if !again.Duplicate || again.ID != first.ID || again.New != 1 {
			t.Fatalf("first %+v, again %+v", first, again)
		}
		w.clock.advance(25 * time.Hour)
		if late := w.send(1, a); late.Duplicate || late.Repeated != 1 {
			t.Fatalf("after a day %+v", late)
		}
	})
}

func TestManualResolveAndReopen(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		a := firing("Down", w.clock.now(), "service", "cart")
		w.send(1, a)
		if _, err := w.act(1, 1, incident.Resolve, incident.Action{By: "ed"}); problem.From(err).Code != "alerts_firing" {
			t.Fatalf("%v", err)
		}
		if _, err := w.act(1, 1, incident.Resolve, incident.Action{By: "ed", Confirm: true}); err != nil {
			t.Fatal(err)
		}
		w.clock.advance(11 * time.Minute)
		if r := w.send(1, a); w.incident(1, 1).Status.Open() {
			t.Fatalf("a repeat opened it again: %+v", r)
		}
		second := w.send(1, firing("Slow", w.clock.now(), "service", "cart")).Incidents[0]
		if second != 2 {
			t.Fatalf("incident %d", second)
		}
		if _, err := w.act(1, 1, incident.Reopen, incident.Action{By: "ed"}); problem.From(err).Code != "group_open" {
			t.Fatalf("%v", err)
		}
		if _, err := w.act(1, 2, incident.Resolve, incident.Action{By: "ed", Confirm: true, Note: "done"}); err != nil {
			t.Fatal(err)
		}
		inc, err := w.act(1, 1, incident.Reopen, incident.Action{By: "ed"})
		if err != nil || inc.Status != incident.Triage || inc.FlapCount != 1 {
			t.Fatalf("%v %+v", err, inc)
		}
	})
}

func TestOrganisationsSeeOnlyTheirOwn(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1, 2)
		a := firing("Down", w.clock.now(), "service", "cart")
		w.send(1, a)
		w.send(2, a, firing("Other", w.clock.now(), "service", "mail"))
		if one, two := len(w.incidents(1, store.ListAll)), len(w.incidents(2, store.ListAll)); one != 1 || two != 2 {
			t.Fatalf("%d and %d incidents", one, two)
		}
		if _, err := w.store.Incident(context.Background(), 1, 2); problem.From(err).Code != "not_found" {
			t.Fatalf("organisation 1 reads incident 2 of organisation 2: %v", err)
		}
		_, found, err := w.store.FindAlert(context.Background(), 1, store.AlertQuery{Labels: map[string]string{"alertname": "Other"}})
		if err != nil || found {
			t.Fatalf("found %v, %v", found, err)
		}
		overview, err := w.store.Overview(context.Background(), 1, store.Reader{All: true})
		if err != nil || len(overview.Services) != 1 {
			t.Fatalf("%+v %v", overview, err)
		}
	})
}

func TestStatsCountDeliveriesAndRefusals(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		w.send(1, firing("Down", w.clock.now(), "service", "cart"))
		_, err := w.ingest[1].Deliver(context.Background(), ingest.Request{SourceID: sourceID, Token: "wrong"})
		if problem.From(err).Code != "wrong_token" {
			t.Fatalf("%v", err)
		}
		if _, err := w.try(1, []byte(`{"hello":"world"}`)); problem.From(err).Code != "unknown_shape" {
			t.Fatalf("%v", err)
		}
		if err := w.ingest[1].FlushRejects(context.Background()); err != nil {
			t.Fatal(err)
		}
		s, err := w.store.SourceWithStats(context.Background(), 1, sourceID)
		if err != nil || s.Stats.Deliveries != 1 || s.Stats.Alerts != 1 || s.Stats.Rejected != 2 || s.Stats.LastError == "" {
			t.Fatalf("%v %+v", err, s.Stats)
		}
		letters, err := w.store.DeadLetters(context.Background(), 1, sourceID, 10)
		if err != nil || len(letters) != 1 || letters[0].Body != `{"hello":"world"}` {
			t.Fatalf("%v %+v", err, letters)
		}
	})
}
