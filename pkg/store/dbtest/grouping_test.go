package dbtest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/rules"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// ruled runs a test on every database in a world with these rules.
func ruled(t *testing.T, policy incident.Policy, config rules.Config, test func(w *world)) {
	t.Helper()
	set, err := rules.Compile(config)
	if err != nil {
		t.Fatal(err)
	}
	policy.Grouper, policy.Grader = set, set
	each(t, func(t *testing.T, config store.Config) { test(worldWith(t, config, newClock(), policy, 1)) })
}

func (w *world) keys(number int64) (count int, last incident.Entry) {
	entries := w.timeline(1, number)
	return len(entries), entries[len(entries)-1]
}

// After its window an incident takes nothing more of its key, but keeps what fires in it.
func TestWindowOfAGroupingRule(t *testing.T) {
	config := rules.Config{Grouping: []rules.Grouping{{Name: "hourly", When: `labels.team == "batch"`, By: []string{"team"}, Window: "1h"}}}
	ruled(t, incident.Policy{}, config, func(w *world) {
		first := firing("First", w.clock.now(), "team", "batch")
		w.send(1, first)
		w.clock.advance(59 * time.Minute)
		w.send(1, firing("Second", w.clock.now(), "team", "batch"))
		if inc := w.incident(1, 1); inc.FiringAlerts != 2 || inc.GroupKey != "team=batch" {
			w.t.Fatalf("%+v", inc)
		}
		w.clock.advance(time.Minute)
		w.send(1, firing("Third", w.clock.now(), "team", "batch"), firing("Fourth", w.clock.now(), "team", "batch"))
		old, young := w.incident(1, 1), w.incident(1, 2)
		if old.FiringAlerts != 2 || !old.Status.Open() || old.GroupKey == young.GroupKey || young.GroupKey != "team=batch" || young.FiringAlerts != 2 || young.RecurrenceOf != 1 {
			w.t.Fatalf("%+v\n%+v", old, young)
		}
		later, err := w.store.Recurrences(context.Background(), 1, 1, store.Reader{})
		if err != nil || fmt.Sprint(later) != "[2]" {
			w.t.Errorf("%v %v", later, err)
		}
		w.send(1, first.resolvedAt(w.clock.now()))
		again := first
		again.starts = w.clock.now().Add(time.Second)
		w.clock.advance(time.Minute)
		w.send(1, again)
		if old, young := w.incident(1, 1), w.incident(1, 2); old.FiringAlerts != 1 || young.FiringAlerts != 3 {
			w.t.Fatalf("%+v\n%+v", old, young)
		}
		w.whole(1)
		w.whole(2)
	})
}

// A resolved incident whose window has passed is not opened again, whatever the reopen window says.
func TestReopenWindows(t *testing.T) {
	config := rules.Config{Grouping: []rules.Grouping{
		{Name: "never", When: `labels.team == "a"`, By: []string{"team"}, ReopenWindow: "0s"},
		{Name: "long", When: `labels.team == "b"`, By: []string{"team"}, ReopenWindow: "3h"},
		{Name: "by severity", When: `labels.team == "c"`, By: []string{"team"}},
		{Name: "window", When: `labels.team == "d"`, By: []string{"team"}, ReopenWindow: "3h", Window: "1h"},
	}}
	policy := incident.Policy{ReopenWindow: map[incident.Severity]time.Duration{incident.P2: 2 * time.Hour}}
	ruled(t, policy, config, func(w *world) {
		var all []alert
		for _, team := range []string{"a", "b", "c", "d"} {
			all = append(all, firing("Down", w.clock.now(), "team", team))
		}
		w.send(1, all...)
		for i := range all {
			all[i] = all[i].resolvedAt(w.clock.now())
		}
		w.send(1, all...)
		w.clock.advance(119 * time.Minute)
		for i := range all {
			all[i].status, all[i].starts, all[i].ends = "firing", w.clock.now(), time.Time{}
		}
		w.send(1, all...)
		want := map[int64]incident.Status{1: incident.ResolvedState, 2: incident.Triage, 3: incident.Triage, 4: incident.ResolvedState, 5: incident.Triage, 6: incident.Triage}
		for number, status := range want {
			w.status(number, status)
		}
		if a, d := w.incident(1, 5), w.incident(1, 6); a.RecurrenceOf != 1 || d.RecurrenceOf != 4 {
			w.t.Errorf("%+v %+v", a, d)
		}
	})
}

// Rules must not slow ingest down to below what is promised; here they only have to give the same outcome when deliveries come at once.
func TestKeysAreTheSameInsideOneCommit(t *testing.T) {
	config := rules.Config{Grouping: []rules.Grouping{{Name: "service", When: `labels.service.startsWith("s")`, Key: `"service " + labels.service`}}}
	ruled(t, incident.Policy{}, config, func(w *world) {
		var all []alert
		for i := range 300 {
			all = append(all, firing(fmt.Sprint("Alert", i), w.clock.now(), "service", fmt.Sprint("s", i%3), "pod", fmt.Sprint(i)))
		}
		w.send(1, all[:150]...)
		w.send(1, all[150:]...)
		list := w.incidents(1, store.ListOpen)
		if len(list) != 3 {
			w.t.Fatalf("%d incidents", len(list))
		}
		for _, inc := range list {
			if inc.FiringAlerts != 100 || !strings.HasPrefix(inc.GroupKey, "key=service s") {
				w.t.Errorf("%+v", inc)
			}
		}
	})
}

// A rule raises an incident once, by people's word it stays lower, and the age alone can raise it.
func TestSeverityRules(t *testing.T) {
	config := rules.Config{Severity: []rules.SeverityRule{
		{Name: "spread", When: "services > 1", Severity: rules.Up, Reason: "It spreads."},
		{Name: "old", When: `age > 30 && !mitigated && source == "Test" && labels.team == "a"`, Severity: "P0"},
	}, Grouping: []rules.Grouping{{Name: "team", By: []string{"team"}}}}
	ruled(t, incident.Policy{}, config, func(w *world) {
		w.send(1, firing("Slow", w.clock.now(), "team", "a", "service", "cart", "severity", "P3"))
		w.send(1, firing("Slow", w.clock.now(), "team", "a", "service", "shop", "severity", "P3"))
		w.send(1, firing("Slow", w.clock.now(), "team", "a", "service", "mail", "severity", "P3"))
		inc := w.incident(1, 1)
		if inc.Severity != incident.P2 || fmt.Sprint(inc.RaisedBy) != "[spread]" {
			w.t.Fatalf("%+v", inc)
		}
		if _, err := w.act(1, 1, incident.SetSeverity{To: incident.P3, Reason: "Not so bad."}, incident.Action{By: "ada"}); err != nil {
			w.t.Fatal(err)
		}
		w.send(1, firing("Slow", w.clock.now(), "team", "a", "service", "more", "severity", "P3"))
		w.clock.advance(30 * time.Minute)
		w.tick()
		if inc := w.incident(1, 1); inc.Severity != incident.P3 {
			w.t.Fatalf("%+v", inc)
		}
		w.clock.advance(time.Minute)
		w.tick()
		if inc := w.incident(1, 1); inc.Severity != incident.P0 || fmt.Sprint(inc.RaisedBy) != "[spread old]" {
			w.t.Fatalf("%+v", inc)
		}
		w.clock.advance(time.Hour)
		w.tick()
		w.whole(1)
	})
}
