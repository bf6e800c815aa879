package report

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func at(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }

func TestDurationsLeaveOutWhatDidNotHappen(t *testing.T) {
	got := DurationsOf([]Facts{
		{Severity: incident.P1, ImpactStarted: at(0), Detected: at(2), Acknowledged: at(5), Mitigated: at(20), Resolved: at(30)},
		{Severity: incident.P1, ImpactStarted: at(0), Detected: at(4)},
		{Severity: incident.P3, ImpactStarted: at(3), Detected: at(1)}, // a clock runs ahead
	}, BySeverity)
	if len(got) != 2 || got[0].Key != "P1" || got[1].Key != "P3" {
		t.Fatalf("%+v", got)
	}
	p1 := got[0]
	if p1.Incidents != 2 || p1.Detect != (Spread{2, 180, 180, 228, 234, 240}) {
		t.Errorf("detect: %+v", p1.Detect)
	}
	if p1.Acknowledge != (Spread{1, 180, 180, 180, 180, 180}) || p1.Mitigate.Max != 1200 || p1.Resolve.Max != 1680 {
		t.Errorf("%+v", p1)
	}
	if got[1].Detect != (Spread{Count: 1}) || got[1].Resolve != (Spread{}) {
		t.Errorf("%+v", got[1])
	}
}

func TestAnIncidentCountsForEachOfItsServices(t *testing.T) {
	got := DurationsOf([]Facts{{Services: []string{"cart", "pay"}}, {Services: []string{"pay"}}, {}}, ByService)
	keys := []string{}
	counts := []int{}
	for _, d := range got {
		keys, counts = append(keys, d.Key), append(counts, d.Incidents)
	}
	if !slices.Equal(keys, []string{"", "cart", "pay"}) || !slices.Equal(counts, []int{1, 1, 2}) {
		t.Errorf("%v %v", keys, counts)
	}
}

func TestQuantilesAreThoseOfR(t *testing.T) {
	for q, want := range map[float64]float64{0.5: 2.5, 0.9: 3.7, 0.95: 3.85, 1: 4, 0: 1} {
		if got := quantile([]float64{1, 2, 3, 4}, q); math.Abs(got-want) > 1e-9 {
			t.Errorf("quantile %v is %v, not %v", q, got, want)
		}
	}
}

func TestCountsOverTime(t *testing.T) {
	step := 10 * time.Minute
	grid := Grid(at(1), at(40), step)
	if len(grid) != 4 || !grid[0].Equal(at(0)) {
		t.Fatalf("%v", grid)
	}
	got := CountsOf([]Facts{
		{Severity: incident.P0, Layers: []incident.Layer{incident.Network, incident.Cluster}, Detected: at(-60), Resolved: at(10)}, // open at the very beginning of the second step
		{Severity: incident.P0, Layers: []incident.Layer{incident.Network}, Detected: at(12)},
		{Severity: incident.P2, Detected: at(39), Resolved: at(39)},
		{Severity: incident.P2, Detected: at(-60), Resolved: at(-50)},
	}, ByLayer, grid, step, at(35))
	if len(got) != 2 || got[1].Key != "network" {
		t.Fatalf("%+v", got)
	}
	if network := got[1]; !slices.Equal(network.Opened, []int{0, 1, 0, 0}) || !slices.Equal(network.Open, []int{1, 2, 1, 1}) {
		t.Errorf("network: %+v", network)
	}
	if none := got[0]; !slices.Equal(none.Opened, []int{0, 0, 0, 1}) || !slices.Equal(none.Open, []int{0, 0, 0, 1}) {
		t.Errorf("without layer: %+v", none)
	}
}
