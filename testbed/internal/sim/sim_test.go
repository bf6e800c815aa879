package sim

import (
	"bytes"
	"path/filepath"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/strata-sre/strata-sre-app/testbed/internal/faults"
	"github.com/strata-sre/strata-sre-app/testbed/internal/series"
)

var noon = time.Date(2026, 11, 18, 12, 0, 0, 0, time.UTC)

func text(t *testing.T, s *Sim) []byte {
	t.Helper()
	var b bytes.Buffer
	enc := expfmt.NewEncoder(&b, expfmt.NewFormat(expfmt.TypeTextPlain))
	for _, mf := range s.Store.Gather("") {
		must(t, enc.Encode(mf))
	}
	return b.Bytes()
}

func broken(t *testing.T, seed int64) *Sim {
	t.Helper()
	s := New(seed, noon, 1, nil)
	must(t, s.Advance(noon.Add(5*time.Second), true))
	_, err := s.Faults.Start(faults.Request{Name: "bad-deploy"}, s.Now)
	must(t, err)
	must(t, s.Advance(noon.Add(30*time.Second), true))
	return s
}

func TestSameSeedSameBytes(t *testing.T) {
	a, b := text(t, broken(t, 7)), text(t, broken(t, 7))
	if !bytes.Equal(a, b) {
		t.Error("the same seed and clock gave different series")
	}
	if bytes.Equal(a, text(t, broken(t, 8))) {
		t.Error("another seed gave the same series")
	}
}

func TestExpositionParses(t *testing.T) {
	s := broken(t, 1)
	p := expfmt.NewTextParser(model.UTF8Validation)
	families, err := p.TextToMetricFamilies(bytes.NewReader(text(t, s)))
	must(t, err)
	if len(families) < 100 {
		t.Errorf("only %d families", len(families))
	}
	for _, mf := range families {
		for _, m := range mf.GetMetric() {
			checkLabels(t, mf.GetName(), m)
			if h := m.GetHistogram(); h != nil {
				checkHistogram(t, mf.GetName(), h)
			}
		}
	}
}

func checkLabels(t *testing.T, name string, m *dto.Metric) {
	t.Helper()
	have := map[string]string{}
	for _, l := range m.GetLabel() {
		have[l.GetName()] = l.GetValue()
	}
	if have["testbed"] != "sim" || have["job"] == "" || have["instance"] == "" {
		t.Errorf("%s lacks testbed, job or instance: %v", name, have)
	}
	if have["cluster"] != "shop" && have["k8s_cluster_name"] != "shop" {
		t.Errorf("%s does not name the cluster: %v", name, have)
	}
}

func checkHistogram(t *testing.T, name string, h *dto.Histogram) {
	t.Helper()
	last := uint64(0)
	for _, b := range h.GetBucket() {
		if b.GetCumulativeCount() < last {
			t.Errorf("%s: bucket %g has fewer than the one below", name, b.GetUpperBound())
		}
		last = b.GetCumulativeCount()
	}
	if last != h.GetSampleCount() {
		t.Errorf("%s: +Inf is %d, count is %d", name, last, h.GetSampleCount())
	}
}

// values collects everything that must never go down.
func values(s *Sim) map[*series.Series]float64 {
	out := map[*series.Series]float64{}
	for _, name := range s.Store.Names() {
		f := s.Store.Get(name)
		if f.Kind == series.Gauge || name == "node_netstat_Tcp_CurrEstab" {
			continue
		}
		f.Each(func(one *series.Series, v series.Value) { out[one] = v.V })
	}
	return out
}

func TestCountersNeverGoDown(t *testing.T) {
	s := New(3, noon, 1, nil)
	must(t, s.Advance(noon.Add(time.Second), true))
	for _, d := range faults.All() {
		_, err := s.Faults.Start(faults.Request{Name: d.Name, Duration: faults.Duration(20 * time.Second)}, s.Now)
		must(t, err)
		for range 6 {
			before := values(s)
			must(t, s.Advance(s.Now.Add(7*time.Second), true))
			for one, v := range values(s) {
				if v < before[one] {
					t.Errorf("%s: %g went down to %g", d.Name, before[one], v)
				}
			}
		}
	}
}

func TestStateGoesOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state")
	a := broken(t, 5)
	must(t, a.Save(path))
	b := New(5, noon, 1, nil)
	found, err := b.Load(path)
	must(t, err)
	if !found || len(b.Faults.Active()) != 1 || !b.Now.Equal(a.Now) {
		t.Fatalf("found %v, %d faults, at %s", found, len(b.Faults.Active()), b.Now)
	}
	must(t, b.Advance(a.Now.Add(time.Second), true))
	old, now := counts(a), counts(b)
	seen := 0
	for key, v := range old {
		if after, ok := now[key]; ok {
			seen++
			if after < v {
				t.Errorf("%s fell from %g to %g over the restart", key, v, after)
			}
		}
	}
	if seen < len(old)*9/10 {
		t.Errorf("only %d of %d series came back", seen, len(old))
	}
}

// counts collects the counters and histogram counts that are exposed, by name and labels.
func counts(s *Sim) map[string]float64 {
	out := map[string]float64{}
	for _, mf := range s.Store.Gather("") {
		for _, m := range mf.GetMetric() {
			key := mf.GetName()
			for _, l := range m.GetLabel() {
				key += "," + l.GetName() + "=" + l.GetValue()
			}
			if m.GetCounter() != nil {
				out[key] = m.GetCounter().GetValue()
			}
			if h := m.GetHistogram(); h != nil {
				out[key] = float64(h.GetSampleCount())
			}
		}
	}
	return out
}

func TestStateOfAnotherSeedIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state")
	must(t, broken(t, 5).Save(path))
	if _, err := New(6, noon, 1, nil).Load(path); err == nil {
		t.Error("a state of another seed was taken")
	}
}

func TestSpeedKeepsRates(t *testing.T) {
	night := time.Date(2026, 11, 18, 4, 0, 0, 0, time.UTC)
	s := New(1, night, 720, nil) // a day in two minutes
	must(t, s.Advance(night.Add(time.Second), true))
	early := s.World.Users
	must(t, s.Advance(night.Add(80*time.Second), true)) // 16 hours later in the day
	if late := s.World.Users; late < 2*early {
		t.Errorf("users went from %.0f to %.0f per second between night and evening", early, late)
	}
}
