package series

import (
	"testing"
	"time"
)

func stamp(tick int) int64 { return int64(tick) * time.Minute.Milliseconds() }

func ticks(s *Series) []int64 {
	var out []int64
	s.Walk(stamp, func(at int64, _ Point) { out = append(out, at/time.Minute.Milliseconds()) })
	return out
}

func equal(a []int64, b ...int64) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestDormantStretchesAreThin(t *testing.T) {
	st := New("testbed", "sim")
	f := st.Family(Desc{Name: "x", Kind: Gauge, Whole: true})
	c := st.Family(Desc{Name: "x_total", Kind: Counter, Whole: true}).With("p")
	s := f.With("p", "a", "1")
	for tick := range 14 {
		if tick == 10 {
			s.Set(5)
		}
		st.Record(tick, nil)
	}
	if got := ticks(s); !equal(got, 0, 4, 8, 9, 10, 13) {
		t.Errorf("samples at %v", got)
	}
	if got := ticks(c); len(got) != 14 {
		t.Errorf("a counter that stands still has samples at %v only", got)
	}
}

func TestFamiliesCanBeginLater(t *testing.T) {
	st := New()
	early, late := st.Family(Desc{Name: "a", Kind: Counter}).With("p"), st.Family(Desc{Name: "b", Kind: Counter}).With("p")
	for tick := range 5 {
		st.Record(tick, func(name string) bool { return name == "a" || tick >= 3 })
	}
	if !equal(ticks(early), 0, 1, 2, 3, 4) || !equal(ticks(late), 3, 4) {
		t.Errorf("samples at %v and %v", ticks(early), ticks(late))
	}
}

func TestEndedSeriesKeepTheirCourse(t *testing.T) {
	st := New()
	f := st.Family(Desc{Name: "up", Kind: Gauge})
	f.With("p", "pod", "a").Set(1)
	st.Record(0, nil)
	f.With("p", "pod", "a").End()
	st.Record(1, nil)
	f.With("p", "pod", "a").Set(1)
	st.Record(2, nil)
	list := f.Recorded()
	if len(list) != 2 || !equal(ticks(list[0]), 0) || !equal(ticks(list[1]), 2) {
		t.Errorf("%d parts", len(list))
	}
	if len(st.Gather("p")[0].GetMetric()) != 1 || len(st.Gather("other")) != 0 {
		t.Error("an ended series is still shown, or on another path")
	}
}

func TestLazySeriesWaitForTheirFirstEvent(t *testing.T) {
	st := New()
	f := st.Family(Desc{Name: "drops_total", Kind: Counter, Whole: true, Lazy: true})
	s := f.With("p")
	s.Add(0.5)
	if st.Count() != 0 {
		t.Error("shown before the first whole event")
	}
	s.Add(0.6)
	s.Add(-3)
	if st.Count() != 1 || st.Gather("")[0].GetMetric()[0].GetCounter().GetValue() != 1 {
		t.Error("not shown as one event")
	}
}

func TestHistogramsAddUp(t *testing.T) {
	st := New()
	f := st.Family(Desc{Name: "d", Kind: Histogram, Bounds: []float64{1, 2}})
	s := f.With("p")
	s.Observe(10, 1.5, []float64{0.25, 0.75})
	s.Observe(0.4, 1, []float64{1, 1})
	h := st.Gather("p")[0].GetMetric()[0].GetHistogram()
	if h.GetSampleCount() != 10 || h.GetBucket()[0].GetCumulativeCount() != 2 || h.GetBucket()[1].GetCumulativeCount() != 7 || h.GetSampleSum() != 15.4 {
		t.Errorf("%v", h)
	}
}

func TestSavedSeriesGoOn(t *testing.T) {
	a := New()
	d := Desc{Name: "x_total", Kind: Counter}
	a.Family(d).With("p", "l", "v").Add(41)
	b := New()
	b.Load(a.Save())
	s := b.Family(d).With("p", "l", "v")
	s.Add(1)
	if s.Get() != 42 {
		t.Errorf("went on with %g", s.Get())
	}
}

func TestThinTailsAreNoObservations(t *testing.T) {
	st := New()
	s := st.Family(Desc{Name: "wait_seconds", Kind: Histogram, Bounds: []float64{1}}).With("p")
	s.Observe(3, 0.1, []float64{1 - 1e-7})
	st.Record(0, nil)
	s.Walk(stamp, func(_ int64, p Point) {
		if got := p.Cumulative(nil); got[0] != 3 || got[len(got)-1] != 3 {
			t.Errorf("shown as %v", got)
		}
	})
}
