package dbtest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/report"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// history makes: 1 resolved after 30 minutes and taken after 5, 2 still firing, 3 declined, 4 merged into 2, 5 a drill.
func history(w *world) {
	a := firing("Down", w.clock.now(), "service", "cart", "severity", "P1", "layer", "network")
	w.send(1, a)
	w.clock.advance(5 * time.Minute)
	w.do(1, incident.Acknowledge)
	w.do(1, incident.Unacknowledge)
	w.clock.advance(25 * time.Minute)
	w.send(1, a.resolvedAt(w.clock.now()))
	w.clock.advance(time.Hour)
	w.send(1, firing("Slow", w.clock.now().Add(-2*time.Minute), "service", "pay", "severity", "P2", "layer", "application"))
	w.send(1, firing("Noise", w.clock.now(), "service", "mail", "severity", "P3"))
	w.do(3, incident.Decline{Reason: "a test"})
	w.send(1, firing("Slow too", w.clock.now(), "service", "web", "severity", "P2"))
	w.do(4, incident.MergeInto{Number: 2})
	w.clock.advance(time.Hour)
}

func numbersOf(list []*incident.Incident) []int64 {
	numbers := []int64{}
	for _, inc := range list {
		numbers = append(numbers, inc.Number)
	}
	return numbers
}

func TestReportsOverATimeRange(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1, 2)
		began := w.clock.now()
		history(w)
		ctx := context.Background()
		for _, c := range []struct {
			name     string
			from, to time.Duration
			severity []incident.Severity
			services []string
			want     []int64
		}{
			{"all", 0, 3 * time.Hour, nil, nil, []int64{4, 3, 2, 1}},
			{"only the first was open", 0, time.Hour, nil, nil, []int64{1}},
			{"the first was over", 31 * time.Minute, 3 * time.Hour, nil, nil, []int64{4, 3, 2}},
			{"after what ended without being resolved", 2 * time.Hour, 3 * time.Hour, nil, nil, []int64{2}},
			{"of a severity", 0, 3 * time.Hour, []incident.Severity{incident.P1}, nil, []int64{1}},
			{"of a service", 0, 3 * time.Hour, nil, []string{"pay", "none"}, []int64{2}},
		} {
			found, more, err := w.store.IncidentsBetween(ctx, 1, store.Range{From: began.Add(c.from), To: began.Add(c.to), Severities: c.severity, Services: c.services}, 10)
			if err != nil || more || !slices.Equal(numbersOf(found), c.want) {
				t.Errorf("%s: %v, more %v, %v", c.name, numbersOf(found), more, err)
			}
		}
		within := store.Range{From: began, To: began.Add(3 * time.Hour)}
		if found, more, err := w.store.IncidentsBetween(ctx, 1, within, 3); err != nil || !more || len(found) != 3 {
			t.Errorf("a page of three: %v, more %v, %v", numbersOf(found), more, err)
		}
		if found, _, err := w.store.IncidentsBetween(ctx, 2, within, 10); err != nil || len(found) != 0 {
			t.Errorf("another organisation sees %v, %v", numbersOf(found), err)
		}
		facts, err := w.store.Facts(ctx, 1, within)
		if err != nil || len(facts) != 2 {
			t.Fatalf("%+v, %v", facts, err)
		}
		if first := facts[0]; !first.Acknowledged.Equal(began.Add(5*time.Minute)) || !first.Resolved.Equal(began.Add(30*time.Minute)) {
			t.Errorf("%+v", first)
		}
		got := report.DurationsOf(facts, report.ByLayer)
		if len(got) != 2 || got[0].Key != "application" || got[0].Detect.Max != 120 || got[1].Acknowledge.Max != 300 || got[1].Resolve.Max != 1800 {
			t.Errorf("%+v", got)
		}
	})
}

func TestNoisyAlerts(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1, 2)
		began := w.clock.now()
		for range 3 {
			flap := firing("Flap", w.clock.now(), "service", "cart", "severity", "P2", "layer", "cluster")
			w.send(1, flap)
			w.clock.advance(2 * time.Minute)
			w.send(1, flap.resolvedAt(w.clock.now()))
			w.clock.advance(time.Minute)
		}
		w.send(1, firing("Down", w.clock.now(), "service", "pay", "severity", "P1"))
		w.do(2, incident.Acknowledge)
		w.clock.advance(time.Hour)
		ctx, within := context.Background(), store.Range{From: began.Add(time.Minute), To: began.Add(24 * time.Hour)}
		got, err := w.store.NoisyAlerts(ctx, 1, within, w.clock.now(), 10)
		if err != nil {
			t.Fatal(err)
		}
		want := []store.AlertNoise{
			{Name: "Flap", Layer: "cluster", Firings: 3, Alerts: 1, Incidents: 1, Short: 3, FiringMillis: (5 * time.Minute).Milliseconds(), LastAt: began.Add(6 * time.Minute).UnixMilli()},
			{Name: "Down", Firings: 1, Alerts: 1, Incidents: 1, Acknowledged: 1, FiringMillis: time.Hour.Milliseconds(), LastAt: began.Add(9 * time.Minute).UnixMilli()},
		}
		if !slices.Equal(got, want) {
			t.Errorf("%+v", got)
		}
		within.Words = "dow"
		if got, err := w.store.NoisyAlerts(ctx, 1, within, w.clock.now(), 10); err != nil || len(got) != 1 || got[0].Name != "Down" {
			t.Errorf("by name: %+v, %v", got, err)
		}
		if got, err := w.store.NoisyAlerts(ctx, 2, within, w.clock.now(), 10); err != nil || len(got) != 0 {
			t.Errorf("another organisation sees %+v, %v", got, err)
		}
	})
}
