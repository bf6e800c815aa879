package maintenance

import (
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

func at(t *testing.T, text string) time.Time {
	t.Helper()
	parsed, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return parsed.UTC()
}

func schedule(t *testing.T, start, end, zone, rule string) *Schedule {
	t.Helper()
	s, err := NewSchedule(Span{at(t, start), at(t, end)}, zone, rule)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Each row is the first window, its rule, and all windows after a moment, in UTC.
func TestRecurrenceKeepsToTheClockOnTheWall(t *testing.T) {
	cases := []struct {
		name, start, end, zone, rule, after string
		want                                []string
	}{
		{"spring, the hour is left out", "2026-03-28T02:30:00+01:00", "2026-03-28T04:00:00+01:00", "Europe/Berlin", "FREQ=DAILY;COUNT=3", "2026-03-01T00:00:00Z",
			[]string{"2026-03-28T01:30:00Z/2026-03-28T03:00:00Z", "2026-03-29T01:30:00Z/2026-03-29T02:00:00Z", "2026-03-30T00:30:00Z/2026-03-30T02:00:00Z"}},
		{"autumn, the hour comes twice", "2026-10-24T02:30:00+02:00", "2026-10-24T04:00:00+02:00", "Europe/Berlin", "FREQ=DAILY;COUNT=3", "2026-10-01T00:00:00Z",
			[]string{"2026-10-24T00:30:00Z/2026-10-24T02:00:00Z", "2026-10-25T00:30:00Z/2026-10-25T03:00:00Z", "2026-10-26T01:30:00Z/2026-10-26T03:00:00Z"}},
		{"spring in New York", "2026-03-07T02:30:00-05:00", "2026-03-07T05:00:00-05:00", "America/New_York", "FREQ=DAILY;COUNT=2", "2026-03-01T00:00:00Z",
			[]string{"2026-03-07T07:30:00Z/2026-03-07T10:00:00Z", "2026-03-08T07:30:00Z/2026-03-08T09:00:00Z"}},
		{"half an hour on Lord Howe", "2026-04-04T01:00:00+11:00", "2026-04-04T03:00:00+11:00", "Australia/Lord_Howe", "FREQ=DAILY;COUNT=2", "2026-04-01T00:00:00Z",
			[]string{"2026-04-03T14:00:00Z/2026-04-03T16:00:00Z", "2026-04-04T14:00:00Z/2026-04-04T16:30:00Z"}},
		{"a change that swallows the whole window", "2026-03-28T02:00:00+01:00", "2026-03-28T02:45:00+01:00", "Europe/Berlin", "FREQ=DAILY;COUNT=2", "2026-03-01T00:00:00Z",
			[]string{"2026-03-28T01:00:00Z/2026-03-28T01:45:00Z", "2026-03-29T01:00:00Z/2026-03-29T01:45:00Z"}},
		{"the last day of the month", "2026-01-31T22:00:00Z", "2026-02-01T02:00:00Z", "", "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-02-01T02:00:00Z",
			[]string{"2026-02-28T22:00:00Z/2026-03-01T02:00:00Z", "2026-03-31T22:00:00Z/2026-04-01T02:00:00Z", "2026-04-30T22:00:00Z/2026-05-01T02:00:00Z"}},
		{"until by the clock on the wall", "2026-06-07T23:00:00+02:00", "2026-06-08T01:00:00+02:00", "Europe/Berlin", "FREQ=WEEKLY;BYDAY=SU;UNTIL=20260614T230000", "2026-06-01T00:00:00Z",
			[]string{"2026-06-07T21:00:00Z/2026-06-07T23:00:00Z", "2026-06-14T21:00:00Z/2026-06-14T23:00:00Z"}},
		{"once", "2026-06-07T23:00:00Z", "2026-06-08T01:00:00Z", "Asia/Tokyo", "", "2026-06-01T00:00:00Z", []string{"2026-06-07T23:00:00Z/2026-06-08T01:00:00Z"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := schedule(t, c.start, c.end, c.zone, c.rule)
			spans := s.From(at(t, c.after), 3)
			if len(spans) != len(c.want) {
				t.Fatalf("%v, want %v", spans, c.want)
			}
			for i, span := range spans {
				if got := span.Start.Format(time.RFC3339) + "/" + span.End.Format(time.RFC3339); got != c.want[i] {
					t.Errorf("span %d is %s, want %s", i, got, c.want[i])
				}
			}
		})
	}
}

// At remembers what it found; it must say the same as a look from scratch, whichever way the clock goes.
func TestAtAgreesWithTheList(t *testing.T) {
	for _, rule := range []string{"FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=9", ""} {
		s := schedule(t, "2026-10-20T23:30:00+02:00", "2026-10-21T02:30:00+02:00", "Europe/Berlin", rule)
		spans := s.From(s.first.Start, 40)
		moments := []time.Time{}
		for m := at(t, "2026-10-19T00:00:00Z"); m.Before(at(t, "2026-11-20T00:00:00Z")); m = m.Add(30 * time.Minute) {
			moments = append(moments, m)
		}
		for i := range moments {
			m := moments[(i*577)%len(moments)]
			want := false
			for _, span := range spans {
				want = want || !m.Before(span.Start) && m.Before(span.End)
			}
			if _, open := s.At(m); open != want {
				t.Fatalf("%q at %s: open %v, want %v", rule, m, open, want)
			}
		}
	}
}

func TestBadSchedulesNameTheirField(t *testing.T) {
	cases := []struct{ start, end, zone, rule, field string }{
		{"2026-06-07T23:00:00Z", "2026-06-07T23:00:30Z", "UTC", "", "endsAt"},
		{"2026-06-07T23:00:00Z", "2026-06-07T22:00:00Z", "UTC", "", "endsAt"},
		{"2026-06-07T23:00:00Z", "2026-07-09T23:00:00Z", "UTC", "", "endsAt"},
		{"2026-06-07T23:00:00Z", "2026-06-15T00:00:00Z", "UTC", "FREQ=MONTHLY", "endsAt"},
		{"2026-06-07T23:00:00Z", "2026-06-09T00:00:00Z", "UTC", "FREQ=DAILY", "endsAt"},
		{"1970-01-01T00:00:00Z", "1970-01-01T01:00:00Z", "UTC", "", "startsAt"},
		{"2026-06-07T23:00:00Z", "2026-06-08T01:00:00Z", "Europe/Atlantis", "", "timeZone"},
		{"2026-06-07T23:00:00Z", "2026-06-08T01:00:00Z", "Local", "", "timeZone"},
		{"2026-06-07T23:00:00Z", "2026-06-08T01:00:00Z", "UTC", "FREQ=HOURLY", "recurrence"},
		{"2026-06-07T23:00:00Z", "2026-06-08T01:00:00Z", "UTC", "FREQ=DAILY;BYHOUR=1,2,3", "recurrence"},
		{"2026-06-07T23:00:00Z", "2026-06-08T01:00:00Z", "UTC", "every Sunday", "recurrence"},
		{"2026-06-07T23:00:00Z", "2026-06-08T01:00:00Z", "UTC", "DTSTART:20260101T000000Z\nRRULE:FREQ=DAILY", "recurrence"},
		{"2026-06-07T23:00:00Z", "2026-06-08T01:00:00Z", "UTC", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "recurrence"},
		{"2026-06-07T23:00:00Z", "2026-06-08T01:00:00Z", "UTC", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "recurrence"},
	}
	for _, c := range cases {
		_, err := NewSchedule(Span{at(t, c.start), at(t, c.end)}, c.zone, c.rule)
		if p := problem.From(err); p.Code != "bad_window" || p.Field != c.field {
			t.Errorf("%+v: %v at %q", c, err, p.Field)
		}
	}
}
