package shop

import (
	"regexp"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/noise"
)

func TestLoadHasADayAndAWeekend(t *testing.T) {
	monday := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)
	for minute := 0; minute < 7*24*60; minute += 7 {
		if v := Load(monday.Add(time.Duration(minute) * time.Minute)); v < 0.3 || v > 1 {
			t.Fatalf("load %g at minute %d", v, minute)
		}
	}
	at := func(day, hour int) float64 {
		return Load(monday.AddDate(0, 0, day).Add(time.Duration(hour) * time.Hour))
	}
	if at(1, 20) < 2*at(1, 4) || at(1, 20) < 1.15*at(5, 20) || at(5, 15) < at(1, 16)*1.05 {
		t.Errorf("Tuesday evening %g, night %g, Saturday evening %g, afternoons %g and %g", at(1, 20), at(1, 4), at(5, 20), at(1, 16), at(5, 15))
	}
	step := Load(monday) - Load(monday.Add(-time.Second))
	if step > 0.01 || step < -0.01 {
		t.Errorf("load jumps by %g between Sunday and Monday", step)
	}
}

func TestCallersComeFirst(t *testing.T) {
	place := map[string]int{}
	for i, op := range Operations {
		place[op.Service+"."+op.Name] = i
	}
	share := 0.0
	for i, op := range Operations {
		share += op.UserShare
		for _, c := range op.Calls {
			if to, ok := place[c.To]; !ok || to <= i {
				t.Errorf("%s.%s calls %s, which is missing or comes before it", op.Service, op.Name, c.To)
			}
		}
	}
	if share < 0.999 || share > 1.001 {
		t.Errorf("the users' shares add up to %g", share)
	}
}

func TestNames(t *testing.T) {
	src := noise.New(1)
	pod := regexp.MustCompile(`^frontend-[0-9a-f]{9}-[b-df-hj-np-tv-z2-9]{5}$`)
	seen := map[string]bool{}
	for n := range 50 {
		name := PodName(src, Services[0], 0, n)
		if !pod.MatchString(name) || seen[name] {
			t.Errorf("name %q", name)
		}
		seen[name] = true
	}
	if PodName(src, Services[0], 1, 0) == PodName(src, Services[0], 0, 0) || PodName(noise.New(2), Services[0], 0, 0) == PodName(src, Services[0], 0, 0) {
		t.Error("names do not depend on revision and seed")
	}
}
