package exporters

import (
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/series"
)

// things is a table over names that come and go.
func things(present *[]string, list ...row[string]) *table[string] {
	return &table[string]{path: at[string]("p"), things: func(*frame) []string { return *present }, key: func(s string) any { return s },
		labels: func(s string) []string { return []string{"thing", s} }, rows: list}
}

func count(store *series.Store, name string) (n int, sum float64) {
	if f := store.Get(name); f != nil {
		f.Each(func(_ *series.Series, v series.Value) { n, sum = n+1, sum+v.V })
	}
	return n, sum
}

func TestTablesFollowTheirThings(t *testing.T) {
	store, present := series.New(), []string{"a", "b"}
	tb := things(&present, total("x_total", "", always[string](3)), number("x", "", always[string](7)))
	tb.fill(store, &observer{}, nil, 2)
	if n, sum := count(store, "x_total"); n != 2 || sum != 12 {
		t.Errorf("%d counters, %g together", n, sum)
	}
	present = []string{"b"}
	tb.fill(store, &observer{}, nil, 2)
	if n, sum := count(store, "x_total"); n != 1 || sum != 12 {
		t.Errorf("%d counters, %g together", n, sum)
	}
	if n, sum := count(store, "x"); n != 1 || sum != 7 {
		t.Errorf("%d gauges, %g together", n, sum)
	}
}

func TestCountersOfThePastAreNotAddedAgain(t *testing.T) {
	present := []string{"a"}
	first := series.New()
	things(&present, past[string]("seen_total", "", 2)).fill(first, &observer{}, nil, 1)
	second := series.New()
	second.Load(first.Save())
	things(&present, past[string]("seen_total", "", 2)).fill(second, &observer{}, nil, 1)
	if _, sum := count(second, "seen_total"); sum != 2 {
		t.Errorf("stands at %g after a restart", sum)
	}
}

func TestClimbingGaugesRise(t *testing.T) {
	store, present := series.New(), []string{"a"}
	tb := things(&present, climbing("packets", "", always[string](5)))
	tb.fill(store, &observer{}, nil, 1)
	tb.fill(store, &observer{}, nil, 1)
	if _, sum := count(store, "packets"); sum != 10 || store.Get("packets").Kind != series.Gauge {
		t.Errorf("stands at %g", sum)
	}
}

// TestDeclarationsAgree holds that each name has one type and the same buckets, and a word of help, wherever it is declared.
func TestDeclarationsAgree(t *testing.T) {
	store, w := NewStore(), model.New(1)
	w.Now = time.Date(2026, 11, 18, 12, 20, 0, 0, time.UTC) // an export begins
	set := New(store, w)
	fx := model.NewEffects()
	fx.Node[0].DiskFill = 1 // some are there in trouble only
	for range 20 {
		w.Step(w.Now.Add(time.Second), 1, fx)
		set.Update(w, fx, 1)
	}
	for _, d := range descs() {
		f := store.Get(d.Name)
		if f == nil {
			t.Errorf("%s has no series", d.Name)
			continue
		}
		if f.Kind != d.Kind || f.Whole != d.Whole || len(f.Bounds) != len(d.Bounds) {
			t.Errorf("%s is declared twice in different ways", d.Name)
		}
		if f.Help == "" {
			t.Errorf("%s has no help", d.Name)
		}
	}
}

func descs() []series.Desc {
	var out []series.Desc
	for _, one := range declared() {
		out = append(out, one.descs()...)
	}
	return out
}

func TestJobsFollowTheClock(t *testing.T) {
	w := model.New(1)
	for minute, want := range map[int][3]bool{ // report waits, report works, export works
		0: {true, true, false}, 3: {false, true, false}, 10: {false, false, false}, 21: {false, false, true}, 45: {true, true, false},
	} {
		w.Now = time.Date(2026, 11, 18, 12, minute, 3, 0, time.UTC)
		var got [3]bool
		for _, j := range jobsOf(&frame{w: w}) {
			got[0] = got[0] || j.cron != "" && j.pending()
			got[1] = got[1] || j.cron != "" && j.active()
			got[2] = got[2] || j.cron == "" && j.active()
		}
		if minute == 21 {
			got[1] = false // the report of a quarter past ends at 20
		}
		if got != want {
			t.Errorf("minute %d: %v", minute, got)
		}
	}
}
