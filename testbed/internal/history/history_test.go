package history

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/faults"
	"github.com/strata-sre/strata-sre-app/testbed/internal/sim"
)

var end = time.Date(2026, 11, 20, 12, 0, 17, 0, time.UTC)

type piece struct{ bytes.Buffer }

func (*piece) Close() error { return nil }

func produce(t *testing.T, p Plan, truth *faults.Truth) ([]*piece, *sim.Sim, Result) {
	t.Helper()
	var out []*piece
	s := sim.New(1, p.Start(), 1, truth)
	res, err := Run(s, p, func(n int) (io.WriteCloser, error) {
		if n != len(out) {
			t.Errorf("piece %d came after %d", n, len(out))
		}
		out = append(out, &piece{})
		return out[n], nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out, s, res
}

// check reads OpenMetrics as promtool needs it: families in one run, times of a series rising, EOF at the end.
func check(t *testing.T, text string) (samples int, last map[string]float64) {
	t.Helper()
	if !strings.HasSuffix(text, "\n# EOF\n") {
		t.Fatal("no # EOF at the end")
	}
	last = map[string]float64{}
	done := map[string]bool{}
	family := ""
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			if name, found := strings.CutPrefix(line, "# TYPE "); found {
				family = strings.Fields(name)[0]
				if done[family] {
					t.Errorf("family %s comes twice", family)
				}
				done[family] = true
			}
			continue
		}
		labels, rest, found := strings.Cut(line, "} ")
		if !found || !strings.HasPrefix(line, family) {
			t.Fatalf("in family %s: %q", family, line)
		}
		fields := strings.Fields(rest)
		at, err := strconv.ParseFloat(fields[1], 64)
		if err != nil || at <= last[labels] {
			t.Fatalf("%q follows a sample at %f", line, last[labels])
		}
		last[labels] = at
		samples++
	}
	return samples, last
}

func TestOneFile(t *testing.T) {
	out, s, res := produce(t, Plan{End: end, Span: 15 * time.Minute, Step: 30 * time.Second}, nil)
	samples, last := check(t, out[0].String())
	if len(out) != 1 || res.Ticks != 30 || samples < 40000 {
		t.Errorf("%d pieces, %d ticks, %d samples", len(out), res.Ticks, samples)
	}
	want := float64(end.Truncate(30 * time.Second).Unix())
	if !s.Now.Equal(end.Truncate(30*time.Second)) || res.Last.Unix() != int64(want) {
		t.Errorf("ends at %s, the simulation at %s", res.Last, s.Now)
	}
	for labels, at := range last {
		if at != want && !strings.Contains(labels, "reason=") {
			t.Errorf("%s ends at %f, not %f", labels, at, want)
		}
	}
}

func TestPiecesEndWhereBlocksDo(t *testing.T) {
	out, _, _ := produce(t, Plan{End: end, Span: 4 * time.Hour, Step: 2 * time.Minute, Split: 2 * time.Hour, Only: func(m string) bool { return m == "node_load1" }}, nil)
	if len(out) != 3 {
		t.Fatalf("%d pieces", len(out))
	}
	_, before := check(t, out[0].String())
	for _, at := range before {
		if at >= float64(end.Truncate(2*time.Hour).Add(-2*time.Hour).Unix()) {
			t.Errorf("the first piece reaches into the second block: %f", at)
		}
	}
	check(t, out[1].String())
	check(t, out[2].String())
}

func TestPastFaults(t *testing.T) {
	path := filepath.Join(t.TempDir(), "truth")
	truth, err := faults.OpenTruth(path)
	if err != nil {
		t.Fatal(err)
	}
	past, err := Parse("bad-deploy:orders@-40m/10m, packet-loss:node-b@2026-11-20T11:45:00Z/5m", end)
	if err != nil {
		t.Fatal(err)
	}
	out, _, res := produce(t, Plan{End: end, Span: 45 * time.Minute, Step: time.Minute, Past: past}, truth)
	check(t, out[0].String())
	if !strings.Contains(out[0].String(), `http_response_status_code="500",http_route="/orders"`) || res.Faults != 2 {
		t.Error("the bad release left no trace in the samples")
	}
	events, err := faults.ReadTruth(path)
	if err != nil || len(events) != 4 {
		t.Fatalf("%d events of truth, %v", len(events), err)
	}
	if events[0].Service != "orders" || !events[1].End.Equal(end.Add(-30*time.Minute)) || events[2].Node != "node-b" {
		t.Errorf("truth: %+v", events)
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	for _, spec := range []string{"bad-deploy", "bad-deploy@-1h", "bad-deploy@-1x/5m", "bad-deploy@-1h/-5m", "bad-deploy@soon/5m"} {
		if _, err := Parse(spec, end); err == nil || !strings.Contains(err.Error(), "NAME[:TARGET]@WHEN/DURATION") {
			t.Errorf("%q: %v", spec, err)
		}
	}
}

func TestScatter(t *testing.T) {
	start := end.Add(-48 * time.Hour)
	a, b := Scatter(8, 1, start, end), Scatter(8, 1, start, end)
	if fmt.Sprint(a) != fmt.Sprint(b) || fmt.Sprint(a) == fmt.Sprint(Scatter(8, 2, start, end)) {
		t.Error("not a function of the seed")
	}
	last := start
	for _, p := range a {
		if p.At.Before(last) || p.At.Add(time.Duration(p.Duration)).After(end.Add(-quietEnd)) {
			t.Errorf("%s at %s for %s overlaps or reaches the end", p.Name, p.At, time.Duration(p.Duration))
		}
		last = p.At.Add(time.Duration(p.Duration))
	}
	if len(a) != 8 || len(Scatter(0, 1, start, end)) != 0 {
		t.Error("wrong number of faults")
	}
}
