package sim

import (
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/signals"
)

// TestHealthy holds that no threshold is near at any hour of the week while nothing is broken.
func TestHealthy(t *testing.T) {
	monday := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)
	for hour := 0; hour < 7*24; hour += 4 {
		at := monday.Add(time.Duration(hour) * time.Hour)
		t.Run(at.Format("Mon 15h"), func(t *testing.T) {
			t.Parallel()
			s := New(int64(hour%3+1), at, 1, nil)
			must(t, s.Advance(at.Add(10*time.Second), true))
			before := signals.Take(s.Store, signals.All)
			must(t, s.Advance(s.Now.Add(30*time.Second), true))
			now := signals.Take(s.Store, signals.All)
			for _, m := range signals.All {
				r := m.Evaluate(s.Store, before, now, 30)
				if m.Fires(r) || near(m, r) {
					t.Errorf("%s is %.4g, too near its threshold %g (%s)", m.ID, r.Value, m.Threshold, r.Group)
				}
			}
		})
	}
}

// near is within a quarter of the threshold; readiness and the like have nothing in between.
func near(m signals.Measure, r signals.Result) bool {
	if !r.Known || m.Unit == "bool" || m.ID == "workload-availability" {
		return false
	}
	if m.Below {
		return r.Value < m.Threshold*1.25
	}
	return r.Value > m.Threshold*0.75 && m.Threshold > 0
}
