package notify

import (
	"testing"
	"time"
)

func book(t *testing.T, s RotationSettings) *Book {
	t.Helper()
	r, err := s.check("rotations[0]")
	if err != nil {
		t.Fatal(err)
	}
	return NewBook(nil, []Rotation{r})
}

// In Vienna the clocks go back on 2026-10-25: the shift of that week has an hour more, and changes at 09:00 by the clock on the wall.
func TestAScheduleAcrossTheChangeOfTheClocks(t *testing.T) {
	b := book(t, RotationSettings{Name: "shop", Members: []string{"ann", "bob"}, Start: "2026-01-05", Weekday: "monday", TimeZone: "Europe/Vienna"})
	from := time.Date(2026, 10, 14, 0, 0, 0, 0, time.UTC)
	s := b.Schedules(from, from.AddDate(0, 0, 28))[0]
	if len(s.Shifts) != 5 || s.More || s.Zone.String() != "Europe/Vienna" {
		t.Fatalf("%+v", s)
	}
	longer := 0
	for i, shift := range s.Shifts {
		if local := shift.From.In(s.Zone); local.Hour() != 9 || local.Weekday() != time.Monday {
			t.Errorf("%v", local)
		}
		if i > 0 && (!shift.From.Equal(s.Shifts[i-1].Until) || shift.Login == s.Shifts[i-1].Login) {
			t.Errorf("%+v after %+v", shift, s.Shifts[i-1])
		}
		if shift.Until.Sub(shift.From) == 169*time.Hour {
			longer++
		}
	}
	if longer != 1 {
		t.Errorf("%d shifts have an hour more", longer)
	}
}

func TestAScheduleWithOverridesAndGaps(t *testing.T) {
	b := book(t, RotationSettings{
		Name: "shop", Members: []string{"ann"}, Start: "2026-11-02T09:00:00Z", Every: "daily",
		Overrides: []OverrideSettings{{From: "2026-10-30T00:00:00Z", Until: "2026-10-31T00:00:00Z", Login: "cyd"}, {From: "2026-11-02T12:00:00Z", Until: "2026-11-02T14:00:00Z", Login: "bob"}},
	})
	from := time.Date(2026, 10, 29, 0, 0, 0, 0, time.UTC)
	s := b.Schedules(from, from.AddDate(0, 0, 5))[0]
	var who []string
	for _, shift := range s.Shifts {
		who = append(who, shift.Login+" "+shift.From.UTC().Format("02T15"))
	}
	want := []string{"cyd 30T00", "ann 02T09", "bob 02T12", "ann 02T14"}
	if len(who) != len(want) {
		t.Fatalf("%v", who)
	}
	for i := range want {
		if who[i] != want[i] {
			t.Errorf("%v, want %v", who, want)
		}
	}
	if !s.Shifts[0].Override || s.Shifts[1].Override {
		t.Errorf("%+v", s.Shifts)
	}
}

func TestALongScheduleIsCut(t *testing.T) {
	b := book(t, RotationSettings{Name: "shop", Members: []string{"ann", "bob"}, Start: "2026-01-05T00:00:00Z", Every: "1h"})
	from := time.Date(2026, 10, 14, 0, 30, 0, 0, time.UTC)
	if s := b.Schedules(from, from.AddDate(0, 0, 28))[0]; len(s.Shifts) != maxShifts || !s.More {
		t.Errorf("%d shifts, %v", len(s.Shifts), s.More)
	}
	empty := book(t, RotationSettings{Name: "shop", Start: "2026-01-05"})
	if s := empty.Schedules(from, from.AddDate(0, 0, 28))[0]; len(s.Shifts) != 0 || s.More {
		t.Errorf("%+v", s)
	}
}
