package review

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// shop makes counters as a scrape sees them: two pods, one of which restarts, and failures whose series appear with the fault.
func shop(seed uint64, start, end time.Time) ([]Counter, float64) {
	random := rand.New(rand.NewPCG(seed, 1))
	const scrape = 15 * time.Second
	good, bad, reborn := &Counter{}, &Counter{Failing: true}, &Counter{Failing: true}
	ok, failed, again, truth := 5000.0, 0.0, 0.0, 0.0
	second := at.Add(-time.Duration(random.IntN(15)) * time.Second)
	look := second.Add(scrape)
	for ; second.Before(at.Add(time.Hour)); second = second.Add(time.Second) {
		ok += 20
		if !second.Before(start) && second.Before(end) {
			n := float64(1 + random.IntN(5))
			truth += n
			if second.Before(start.Add(4 * time.Minute)) {
				failed += n
			} else {
				again += n
			}
		}
		if second.Before(look) {
			continue
		}
		look = look.Add(scrape)
		good.Times, good.Values = append(good.Times, second), append(good.Values, ok)
		if failed > 0 {
			bad.Times, bad.Values = append(bad.Times, second), append(bad.Values, failed)
		}
		if again > 0 { // the pod came back under another name
			reborn.Times, reborn.Values = append(reborn.Times, second), append(reborn.Values, again)
		}
	}
	return []Counter{*good, *bad, *reborn}, truth
}

func TestFailedRequestsAreThoseOfTheTruth(t *testing.T) {
	for seed := range uint64(50) {
		start := at.Add(25*time.Minute + time.Duration(seed)*time.Second)
		end := start.Add(7 * time.Minute)
		counters, truth := shop(seed, start, end)
		s := StepsOf(counters)
		// The alert knows of it only after its wait of two minutes.
		from, to, found := s.Elevated(start.Add(2*time.Minute), end.Add(5*time.Minute))
		if !found {
			t.Fatalf("seed %d: nothing found", seed)
		}
		if from.After(start) || start.Sub(from) > 15*time.Second {
			t.Errorf("seed %d: starts %s before the truth", seed, start.Sub(from))
		}
		all, failing := s.Sum(from, to)
		if math.Abs(failing-truth) > 0.05*truth || all < failing {
			t.Errorf("seed %d: %.0f failed, the truth is %.0f", seed, failing, truth)
		}
	}
}

func TestCountersThatFallBeginAnew(t *testing.T) {
	times := []time.Time{at, at.Add(15 * time.Second), at.Add(30 * time.Second), at.Add(45 * time.Second)}
	s := StepsOf([]Counter{{Failing: true, Times: times, Values: []float64{100, 110, 4, 9}}})
	if _, failing := s.Sum(at, at.Add(time.Minute)); failing != 19 {
		t.Errorf("%v", failing)
	}
	if _, _, found := StepsOf([]Counter{{Times: times, Values: []float64{1, 2, 3, 4}}}).Elevated(at, at.Add(time.Minute)); found {
		t.Error("failures rose where there are none")
	}
	if _, _, found := StepsOf(nil).Elevated(at, at); found {
		t.Error("failures rose in nothing")
	}
}

// Looks are further apart than scrapes: the closer look finds the scrape.
func TestTheStartIsWithinOneScrape(t *testing.T) {
	const scrape, look = 2 * time.Second, 15 * time.Second
	for seed := range 30 {
		start := at.Add(20*time.Minute + time.Duration(seed*731)*time.Millisecond)
		for _, background := range []float64{0, 0.4} { // failures in a scrape that are usual
			sampled := func(from, to time.Time, every time.Duration) []Counter {
				good, bad := Counter{}, Counter{Failing: true}
				for t := from; !t.After(to); t = t.Add(every) {
					scraped := t.Truncate(scrape).Add(-time.Second) // scrapes have a phase of their own
					ok, failed := 40*scraped.Sub(at).Seconds(), math.Floor(background*scraped.Sub(at).Seconds()/scrape.Seconds())
					failed += math.Floor(max(0, scraped.Sub(start).Seconds()) * 5)
					good.Times, good.Values = append(good.Times, t), append(good.Values, ok)
					if failed > 0 {
						bad.Times, bad.Values = append(bad.Times, t), append(bad.Values, failed)
					}
				}
				return []Counter{good, bad}
			}
			around := start.Add(30 * time.Second)
			s := StepsOf(sampled(at, at.Add(25*time.Minute), look))
			from, _, found := s.Elevated(around, at.Add(25*time.Minute))
			if !found {
				t.Fatalf("seed %d: nothing found", seed)
			}
			sharp := s.Sharpen(from, around, StepsOf(sampled(from, from.Add(2*look), time.Second)))
			if off := sharp.Sub(start); off < -scrape-time.Second || off > scrape+time.Second {
				t.Errorf("seed %d, %g usual: off by %s, roughly by %s", seed, background, off, from.Sub(start))
			}
			if kept := s.Sharpen(from, around, StepsOf(nil)); !kept.Equal(from) {
				t.Errorf("seed %d: moved to %s by nothing", seed, kept)
			}
		}
	}
}

// Pods are scraped one after the other: a calm scrape of a healthy one between the first failure of another and the rest ends nothing.
func TestTheFirstFailureOfManyIsTheStart(t *testing.T) {
	second := func(n int) time.Time { return at.Add(time.Duration(n) * time.Second) }
	s := Steps{Times: []time.Time{at.Add(-time.Minute)}, All: []float64{60}, Failing: []float64{0}}
	closer := Steps{}
	for i, failing := range []float64{0, 0, 0, 1, 0, 6, 9} {
		closer.Times, closer.All, closer.Failing = append(closer.Times, second(i)), append(closer.All, 5), append(closer.Failing, failing)
	}
	if start := s.Sharpen(second(0), second(30), closer); !start.Equal(second(2)) {
		t.Errorf("it began at %s, want %s", start, second(2))
	}
}

// What was usual is only known where the data reaches back as far as the impact took.
func TestAShortfallNeedsAsLongATimeBefore(t *testing.T) {
	c := Counter{}
	for i := range 121 {
		c.Times, c.Values = append(c.Times, at.Add(time.Duration(i)*time.Minute)), append(c.Values, float64(10*min(i, 60)))
	}
	s := StepsOf([]Counter{c})
	m := Measure{Method: Measured, From: at.Add(time.Hour), To: at.Add(2 * time.Hour)}
	m.Take("shortfall", s)
	if m.Value == nil || *m.Value != 600 || *m.Baseline != 600 || m.Method != Estimated {
		t.Errorf("%+v", m)
	}
	m = Measure{Method: Measured, From: at.Add(50 * time.Minute), To: at.Add(2 * time.Hour)}
	m.Take("shortfall", s)
	if m.Value != nil || m.Failure == "" {
		t.Errorf("%+v", m)
	}
}
