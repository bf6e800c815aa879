package ingest

import (
	"fmt"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

func TestStormPassesAndRateHolds(t *testing.T) {
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	l := newLimits(nil)
	s := store.Source{ID: "a", Name: "A"}
	for i := range 3 {
		if err := l.alerts(s, 20_000, now); err != nil {
			t.Fatalf("storm %d: %v", i, err)
		}
	}
	err := l.alerts(s, 1, now)
	if p := problem.From(err); p.Code != LimitedCode || p.Kind != problem.Unavailable || p.Fix == "" {
		t.Fatalf("%v", err)
	}
	if err := l.alerts(store.Source{ID: "b"}, 10_000, now); err != nil {
		t.Errorf("another source pays: %v", err)
	}
	if err := l.alerts(s, 20_001, now.Add(time.Minute)); err == nil {
		t.Error("more than a minute's worth after a minute")
	}
	if err := l.alerts(s, 20_000, now.Add(time.Minute)); err != nil {
		t.Errorf("a refused body took from the bucket: %v", err)
	}
	for range 2000 {
		if err := l.request(s, now); err != nil {
			t.Fatal(err)
		}
	}
	if l.request(s, now) == nil {
		t.Error("2001 requests at once pass")
	}
}

// However small the limit is, the largest body that is allowed must pass at some time.
func TestOwnLimits(t *testing.T) {
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	l := newLimits([]Provisioned{{ID: "a", Name: "A", Limit: Limit{RequestsPerSecond: 0.05, AlertsPerMinute: 60}}})
	s := store.Source{ID: "a", Name: "A"}
	if err := l.alerts(s, maxAlerts, now); err != nil {
		t.Error(err)
	}
	if l.alerts(s, 61, now.Add(time.Minute)) == nil {
		t.Error("more than 60 in a minute")
	}
	if err := l.request(s, now); err != nil {
		t.Error(err)
	}
	if l.request(s, now.Add(19*time.Second)) == nil || l.request(s, now.Add(20*time.Second)) != nil {
		t.Error("not one request each 20 s")
	}
	for _, bad := range []Limit{{RequestsPerSecond: -1}, {AlertsPerMinute: -1}, {RequestsPerSecond: 1e9}} {
		if bad.check("jsonData.sources[0].") == nil {
			t.Errorf("%+v passes", bad)
		}
	}
}

func TestLimitsForgetRatherThanGrow(t *testing.T) {
	l := newLimits(nil)
	for i := range 3 * maxRemembered {
		if err := l.request(store.Source{ID: fmt.Sprint(i)}, time.Time{}.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	if len(l.bySource) > maxRemembered {
		t.Errorf("%d sources are remembered", len(l.bySource))
	}
}
