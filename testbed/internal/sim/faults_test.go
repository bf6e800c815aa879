package sim

import (
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/faults"
	"github.com/strata-sre/strata-sre-app/testbed/internal/signals"
)

const window = 5 // seconds over which rates are taken

// run is the course of one fault: when each signal first went beyond its threshold, in seconds since the start.
type run struct {
	first map[string]int
	after []string // signals still beyond their thresholds once the fault is over
}

func watch(t *testing.T, d faults.Definition, at time.Time) run {
	t.Helper()
	var listed []signals.Measure
	for _, id := range d.Signals {
		m, ok := signals.ByID(id)
		if !ok {
			t.Fatalf("%s lists the unknown signal %s", d.Name, id)
		}
		listed = append(listed, m)
	}
	s := New(1, at, 1, nil)
	must(t, s.Advance(at.Add(20*time.Second), true))
	if _, err := s.Faults.Start(faults.Request{Name: d.Name}, s.Now); err != nil {
		t.Fatal(err)
	}
	out := run{first: map[string]int{}}
	shots := []signals.Snapshot{signals.Take(s.Store, listed)}
	for i := 1; i <= 42; i++ {
		must(t, s.Advance(s.Now.Add(time.Second), true))
		shots = append(shots, signals.Take(s.Store, listed))
		from := max(0, i-window)
		for _, m := range listed {
			if _, seen := out.first[m.ID]; !seen && m.Fires(m.Evaluate(s.Store, shots[from], shots[i], float64(i-from))) {
				out.first[m.ID] = i
			}
		}
	}
	if _, err := s.Faults.Stop(d.Name, s.Now); err != nil {
		t.Fatal(err)
	}
	must(t, s.Advance(s.Now.Add(60*time.Second), true))
	before := signals.Take(s.Store, signals.All)
	must(t, s.Advance(s.Now.Add(20*time.Second), true))
	now := signals.Take(s.Store, signals.All)
	for _, m := range signals.All {
		if r := m.Evaluate(s.Store, before, now, 20); m.Fires(r) {
			out.after = append(out.after, m.ID+" "+r.Group)
		}
	}
	return out
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestFaults starts every fault at the quietest and at the busiest hour.
func TestFaults(t *testing.T) {
	for _, d := range faults.All() {
		for _, hour := range []int{4, 20} {
			t.Run(d.Name, func(t *testing.T) {
				t.Parallel()
				checkFault(t, d, watch(t, d, time.Date(2026, 11, 18, hour, 0, 0, 0, time.UTC)))
			})
		}
	}
}

func checkFault(t *testing.T, d faults.Definition, r run) {
	t.Helper()
	earliest := map[string]int{}
	for _, id := range d.Signals {
		m, _ := signals.ByID(id) // watch has seen that it is known
		at, moved := r.first[id]
		if !moved {
			t.Errorf("%s does not move %s beyond its threshold", d.Name, id)
			continue
		}
		if id != "pod-oomkilled" && at > 15 {
			t.Errorf("%s moves %s only after %d s", d.Name, id, at)
		}
		if have, ok := earliest[m.Layer]; !ok || at < have {
			earliest[m.Layer] = at
		}
	}
	if len(earliest) < 2 {
		t.Errorf("%s moves signals of one layer only", d.Name)
	}
	own, ok := earliest[d.Layer]
	if !ok {
		t.Fatalf("%s moves nothing in its own layer", d.Name)
	}
	for layer, at := range earliest {
		if at < own {
			t.Errorf("%s begins in the %s layer after %d s, but %s moved after %d s", d.Name, d.Layer, own, layer, at)
		}
	}
	if len(r.after) > 0 {
		t.Errorf("%s is over, yet beyond thresholds are: %v", d.Name, r.after)
	}
}

// TestRegistry holds that each layer has three faults and that every text is there.
func TestRegistry(t *testing.T) {
	perLayer := map[string]int{}
	names := map[string]bool{}
	for _, d := range faults.All() {
		perLayer[d.Layer]++
		if names[d.Name] {
			t.Errorf("%s is defined twice", d.Name)
		}
		names[d.Name] = true
		if d.Title == "" || d.Breaks == "" || len(d.Signals) < 3 {
			t.Errorf("%s lacks a title, what it breaks, or signals", d.Name)
		}
	}
	for _, layer := range []string{signals.Application, signals.Cluster, signals.Network, signals.EBPF} {
		if perLayer[layer] < 3 {
			t.Errorf("only %d faults originate in the %s layer", perLayer[layer], layer)
		}
	}
}
