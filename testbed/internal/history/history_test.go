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

	"github.com/prometheus/common/expfmt"

	"github.com/strata-sre/strata-sre-app/testbed/internal/faults"
	"github.com/strata-sre/strata-sre-app/testbed/internal/series"
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
		if at != want && !strings.Contains(labels, "reason=") && !strings.Contains(labels, `"report-`) {
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

// TestLaterSamplesReadLikeTheFirst holds the reused lines against what the library writes for the same samples.
func TestLaterSamplesReadLikeTheFirst(t *testing.T) {
	s := sim.New(1, end, 1, nil)
	stamp := func(tick int) int64 { return end.Add(time.Duration(tick) * time.Minute).UnixMilli() }
	for tick := range 3 {
		if err := s.Advance(end.Add(time.Duration(tick)*time.Minute), false); err != nil {
			t.Fatal(err)
		}
		s.Store.Record(tick, nil)
	}
	for _, name := range []string{"http_server_request_duration_seconds", "node_cpu_seconds_total", "node_netstat_Tcp_OutSegs", "kube_pod_info"} {
		one := s.Store.Get(name).Recorded()[0]
		enc := encoder{stamp: stamp}
		got := enc.encode(&job{family: s.Store.Get(name), series: one})
		want := library(t, one, stamp)
		if got.err != nil || numbers(t, string(got.data)) != numbers(t, want) {
			t.Errorf("%s:\n%s\nwanted\n%s %v", name, got.data, want, got.err)
		}
	}
}

// library writes every sample of a series with the library.
func library(t *testing.T, s *series.Series, stamp func(int) int64) string {
	t.Helper()
	var out strings.Builder
	s.Walk(stamp, func(at int64, p series.Point) {
		var text bytes.Buffer
		if _, err := expfmt.MetricFamilyToOpenMetrics(&text, p.Family(at)); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(text.String()) {
			if !strings.HasPrefix(line, "#") {
				out.WriteString(line)
			}
		}
	})
	return out.String()
}

// numbers brings all numbers of a text to one notation.
func numbers(t *testing.T, text string) string {
	t.Helper()
	var out strings.Builder
	for line := range strings.Lines(text) {
		labels, rest, _ := strings.Cut(line, "} ")
		out.WriteString(labels)
		for field := range strings.FieldsSeq(rest) {
			v, err := strconv.ParseFloat(field, 64)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&out, " %f", v)
		}
		out.WriteString("\n")
	}
	return out.String()
}
