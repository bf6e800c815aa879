package dbtest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

func found(t *testing.T, w *world, f store.Filter) []int64 {
	t.Helper()
	f.Limit = 100
	list, _, err := w.store.Incidents(context.Background(), 1, f)
	if err != nil {
		t.Fatal(err)
	}
	numbers := []int64{}
	for _, inc := range list {
		numbers = append(numbers, inc.Number)
	}
	slices.Sort(numbers)
	return numbers
}

func TestSearchMeansTheSameOnBothDatabases(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1, 2)
		w.send(1, firing("HighErrorRate", w.clock.now(), "service", "cart-checkout"))              // 1
		w.send(1, firing("Große Latenz über 5s", w.clock.now(), "service", "zahlung"))             // 2
		w.send(1, firing("http_5xx 1e5abc x-Large", w.clock.now(), "service", "supercalifragil2")) // 3
		w.send(1, firing("支払い遅延", w.clock.now(), "service", "pay"))                                // 4
		w.send(2, firing("HighErrorRate", w.clock.now(), "service", "cart-checkout"))
		cases := map[string][]int64{
			"higherr": {1}, "HIGHERRORRATE check": {1}, "cart pay": {}, "errorrate": {}, "checkout": {1}, "cart-checkout": {1}, "art": {},
			"große": {2}, "GROSSE": {}, "über": {2}, "ub": {}, "lat 5": {2}, "5xx": {3}, "http": {3}, "1e5": {3}, "x": {3}, "lar x": {3},
			"supercalifragil": {3}, "supercalifragil2": {3}, "supercalifragil3": {}, "支払": {4}, "wrong": {1, 2, 3, 4}, "!": {}, "": {1, 2, 3, 4},
			"' OR 1=1 --": {}, `"*`: {}, "NOT wrong": {}, "wrong OR x": {}, "shop": {1, 2, 3, 4},
		}
		for _, state := range []store.ListState{store.ListOpen, store.ListAll} {
			for words, want := range cases {
				if got := found(t, w, store.Filter{State: state, Words: words}); !slices.Equal(got, want) {
					t.Errorf("%s: %q finds %v, want %v", state, words, got, want)
				}
			}
		}
	})
}

func TestSearchFollowsEdits(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		w.send(1, firing("Down", w.clock.now(), "service", "cart"))
		title, summary := "Database is gone", "Replica lag on pg7"
		if _, err := w.act(1, 1, incident.Edit{Title: &title, Summary: &summary}, incident.Action{By: "ed"}); err != nil {
			t.Fatal(err)
		}
		w.send(1, firing("Slow", w.clock.now(), "service", "cart"))
		for words, want := range map[string]int{"database": 1, "replica pg7": 1, "wrong": 0, "cart": 1} {
			for _, state := range []store.ListState{store.ListOpen, store.ListAll} {
				if got := found(t, w, store.Filter{State: state, Words: words}); len(got) != want {
					t.Errorf("%s: %q finds %v, want %d", state, words, got, want)
				}
			}
		}
	})
}

// What lists are read along depends on the filter; the pages must not.
func TestFilteredPagesAreWhole(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		severities := []string{"P0", "P1", "P2", "P3"}
		for i := range 40 {
			w.send(1, firing(fmt.Sprintf("Down%d", i%3), w.clock.now(), "service", fmt.Sprint("s", i%20), "cluster", fmt.Sprint("c", i), "severity", severities[i%4], "layer", []string{"network", "cluster"}[i%2]))
		}
		filters := []store.Filter{
			{Words: "down1"}, {Words: "down"}, {Service: "s3"}, {Layers: []incident.Layer{"network"}}, {Layers: []incident.Layer{"network", "cluster"}},
			{Severities: []incident.Severity{"P1"}}, {Severities: []incident.Severity{"P1", "P3"}}, {Words: "down c1", Layers: []incident.Layer{"network"}},
			{Service: "s4", Severities: []incident.Severity{"P0"}}, {Words: "down", Severities: []incident.Severity{"P2"}},
		}
		for _, f := range filters {
			f.State = store.ListOpen
			want := found(t, w, f)
			if len(want) == 0 {
				t.Errorf("%+v finds nothing", f)
			}
			f.State, f.Limit = store.ListAll, 3
			got := []int64{}
			for {
				page, next, err := w.store.Incidents(context.Background(), 1, f)
				if err != nil {
					t.Fatal(err)
				}
				for _, inc := range page {
					got = append(got, inc.Number)
				}
				if f.Cursor = next; next == "" {
					break
				}
			}
			if !slices.IsSortedFunc(got, func(a, b int64) int { return int(b - a) }) {
				t.Errorf("%+v: not latest first: %v", f, got)
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%+v: pages have %v, want %v", f, got, want)
			}
		}
	})
}
