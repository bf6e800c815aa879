package notify

import (
	"testing"
	"time"
)

func rotationOf(t *testing.T, s RotationSettings) Rotation {
	t.Helper()
	r, err := s.check("rotations[0]")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func at(t *testing.T, text string) time.Time {
	t.Helper()
	when, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

func wantShift(t *testing.T, r Rotation, when, login, from, until string) {
	t.Helper()
	s, on := OnCall(r, at(t, when))
	if !on || s.Login != login || !s.From.Equal(at(t, from)) || !s.Until.Equal(at(t, until)) {
		t.Errorf("%s: %v %s from %s until %s, want %s from %s until %s", when, on, s.Login, s.From.Format(time.RFC3339), s.Until.Format(time.RFC3339), login, from, until)
	}
}

func TestWeeklyRotationKeepsItsHourOverSummerTime(t *testing.T) {
	r := rotationOf(t, RotationSettings{Name: "shop", Members: []string{"ann", "bob", "cyd"}, Start: "2026-03-02", Every: "weekly", Weekday: "Monday", At: "09:00", TimeZone: "Europe/Vienna"})
	wantShift(t, r, "2026-03-02T08:00:00Z", "ann", "2026-03-02T09:00:00+01:00", "2026-03-09T09:00:00+01:00")
	wantShift(t, r, "2026-03-09T07:59:59Z", "ann", "2026-03-02T09:00:00+01:00", "2026-03-09T09:00:00+01:00")
	wantShift(t, r, "2026-03-09T08:00:00Z", "bob", "2026-03-09T09:00:00+01:00", "2026-03-16T09:00:00+01:00")
	// Summer time begins on 29 March: this shift has 167 hours, and the next one begins at 7:00 UTC.
	wantShift(t, r, "2026-03-30T06:59:59Z", "ann", "2026-03-23T09:00:00+01:00", "2026-03-30T09:00:00+02:00")
	wantShift(t, r, "2026-03-30T07:00:00Z", "bob", "2026-03-30T09:00:00+02:00", "2026-04-06T09:00:00+02:00")
	// It ends on 25 October.
	wantShift(t, r, "2026-10-26T07:59:59Z", "ann", "2026-10-19T09:00:00+02:00", "2026-10-26T09:00:00+01:00")
	wantShift(t, r, "2026-10-26T08:00:00Z", "bob", "2026-10-26T09:00:00+01:00", "2026-11-02T09:00:00+01:00")
	if _, on := OnCall(r, at(t, "2026-03-02T07:59:59Z")); on {
		t.Error("somebody is on call before the start")
	}
	if next, ok := Next(r, at(t, "2026-01-01T00:00:00Z")); !ok || next.Login != "ann" {
		t.Errorf("%+v", next)
	}
}

func TestDailyRotationInTheHourThatDoesNotExist(t *testing.T) {
	r := rotationOf(t, RotationSettings{Name: "night", Members: []string{"ann", "bob"}, Start: "2026-03-28", Every: "daily", At: "02:30", TimeZone: "Europe/Vienna"})
	day := at(t, "2026-03-28T12:00:00Z")
	for range 5 {
		s, on := OnCall(r, day)
		next, ok := Next(r, day)
		if !on || !ok || !next.From.Equal(s.Until) || next.Login == s.Login || s.Until.Sub(s.From) < 22*time.Hour || s.Until.Sub(s.From) > 26*time.Hour {
			t.Fatalf("%v %+v then %v %+v", on, s, ok, next)
		}
		day = day.AddDate(0, 0, 1)
	}
}

// Each instant belongs to exactly one shift, and the shifts take turns.
func TestShiftsHaveNoGap(t *testing.T) {
	for _, every := range []string{"daily", "weekly"} {
		r := rotationOf(t, RotationSettings{Name: "all", Members: []string{"a", "b", "c"}, Start: "2024-01-01", Every: every, At: "01:30", TimeZone: "America/New_York"})
		when := r.Start
		for i := range 2000 {
			s, on := OnCall(r, when)
			if !on || !s.From.Equal(when) || s.Login != r.Members[i%3] {
				t.Fatalf("%s, shift %d at %s: %+v", every, i, when, s)
			}
			if last, _ := OnCall(r, s.Until.Add(-time.Nanosecond)); last != s {
				t.Fatalf("%s, shift %d ends as %+v", every, i, last)
			}
			when = s.Until
		}
	}
}

func TestFixedLength(t *testing.T) {
	r := rotationOf(t, RotationSettings{Name: "12h", Members: []string{"day", "night"}, Start: "2026-03-28T08:00:00+01:00", Every: "12h"})
	wantShift(t, r, "2026-03-28T07:00:00Z", "day", "2026-03-28T07:00:00Z", "2026-03-28T19:00:00Z")
	wantShift(t, r, "2026-03-29T07:00:00Z", "day", "2026-03-29T07:00:00Z", "2026-03-29T19:00:00Z")
	wantShift(t, r, "2030-01-01T20:00:00Z", "night", "2030-01-01T19:00:00Z", "2030-01-02T07:00:00Z")
}

func TestOverrides(t *testing.T) {
	r := rotationOf(t, RotationSettings{
		Name: "shop", Members: []string{"ann", "bob"}, Start: "2026-01-05T09:00:00Z", Every: "weekly",
		Overrides: []OverrideSettings{
			{From: "2026-01-06T09:00:00Z", Until: "2026-01-08T09:00:00Z", Login: "cyd"},
			{From: "2026-01-07T09:00:00Z", Until: "2026-01-07T12:00:00Z", Login: "dan"},
		},
	})
	wantShift(t, r, "2026-01-05T09:00:00Z", "ann", "2026-01-05T09:00:00Z", "2026-01-06T09:00:00Z")
	wantShift(t, r, "2026-01-06T09:00:00Z", "cyd", "2026-01-06T09:00:00Z", "2026-01-07T09:00:00Z")
	wantShift(t, r, "2026-01-07T10:00:00Z", "dan", "2026-01-07T09:00:00Z", "2026-01-07T12:00:00Z")
	wantShift(t, r, "2026-01-07T12:00:00Z", "cyd", "2026-01-07T12:00:00Z", "2026-01-08T09:00:00Z")
	wantShift(t, r, "2026-01-08T09:00:00Z", "ann", "2026-01-08T09:00:00Z", "2026-01-12T09:00:00Z")
	if s, _ := OnCall(r, at(t, "2026-01-07T10:00:00Z")); !s.Override {
		t.Error("an override does not say so")
	}
	for when, login := range map[string]string{"2026-01-05T10:00:00Z": "cyd", "2026-01-06T10:00:00Z": "dan", "2026-01-07T10:00:00Z": "cyd", "2026-01-08T08:00:00Z": "ann", "2026-01-09T00:00:00Z": "bob"} {
		if next, ok := Next(r, at(t, when)); !ok || next.Login != login {
			t.Errorf("after %s: %v %+v, want %s", when, ok, next, login)
		}
	}
}

func TestNobodyIsOnCall(t *testing.T) {
	empty := rotationOf(t, RotationSettings{Name: "empty", Start: "2026-01-05"})
	when := at(t, "2026-02-01T00:00:00Z")
	if s, on := OnCall(empty, when); on {
		t.Errorf("%+v", s)
	}
	if s, ok := Next(empty, when); ok {
		t.Errorf("%+v", s)
	}
	if s, on := OnCall(Rotation{}, when); on {
		t.Errorf("%+v", s)
	}
	// Only an override fills it.
	empty.Overrides = []Override{{From: when, Until: when.Add(time.Hour), Login: "ann"}}
	if s, on := OnCall(empty, when); !on || s.Login != "ann" {
		t.Errorf("%v %+v", on, s)
	}
	if s, ok := Next(empty, when.Add(-time.Hour)); !ok || s.Login != "ann" {
		t.Errorf("%v %+v", ok, s)
	}
	if s, ok := Next(empty, when); ok {
		t.Errorf("%+v", s)
	}
}

func TestWrongRotationsNameTheField(t *testing.T) {
	good := RotationSettings{Name: "shop", Members: []string{"ann"}, Start: "2026-01-05", Every: "weekly"}
	cases := map[string]func(*RotationSettings){
		"name": func(r *RotationSettings) { r.Name = "a/b" }, "start": func(r *RotationSettings) { r.Start = "monday" }, "every": func(r *RotationSettings) { r.Every = "1m" },
		"at": func(r *RotationSettings) { r.At = "25:00" }, "weekday": func(r *RotationSettings) { r.Weekday = "someday" }, "timeZone": func(r *RotationSettings) { r.TimeZone = "Mars/Base" },
		"members": func(r *RotationSettings) { r.Members = []string{" "} },
		"overrides[0].until": func(r *RotationSettings) {
			r.Overrides = []OverrideSettings{{From: "2026-01-06T09:00:00Z", Until: "2026-01-06T09:00:00Z", Login: "x"}}
		},
		"overrides[0].login": func(r *RotationSettings) {
			r.Overrides = []OverrideSettings{{From: "2026-01-06T09:00:00Z", Until: "2026-01-07T09:00:00Z"}}
		},
	}
	for field, spoil := range cases {
		bad := good
		spoil(&bad)
		setup := NewSetup(Settings{Rotations: []RotationSettings{bad, good}}, nil, names{}, time.Now)
		wantProblem(t, setup, "jsonData.rotations[0]."+field)
		if _, on := OnCall(setup.Book.rotations["shop"], at(t, "2026-01-06T10:00:00Z")); !on {
			t.Errorf("%s: the other rotation is gone too", field)
		}
	}
}
