// Package maintenance knows planned work: when its windows are open, and which alerts they are about.
package maintenance

import (
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // time zones also where the system has none

	"github.com/teambition/rrule-go"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// Span is the time from Start to End; End is no longer in it.
type Span struct{ Start, End time.Time }

// Schedule is when a window is open: once, or again and again by the clock on the wall of a time zone.
type Schedule struct {
	first Span
	zone  *time.Location
	rule  *rrule.RRule // in wall clock times, written as UTC; nil for once

	mu    sync.Mutex
	known lookup
}

// lookup is what a schedule last found; it holds from `from` until `until`, that is the next start.
type lookup struct {
	from, until time.Time
	open        Span
}

const (
	maxOnce      = 31 * 24 * time.Hour
	maxRecurring = 7 * 24 * time.Hour
	minLength    = time.Minute
	maxRule      = 500 // bytes
	maxYears     = 50  // of a recurrence
	checked      = 60  // spans of a recurrence that are checked for overlaps
)

// NewSchedule checks a schedule. recurrence is an RRULE of RFC 5545 without DTSTART, empty for once; zone is an IANA name, empty
// for UTC. Problem: bad_window, at startsAt, endsAt, timeZone or recurrence.
func NewSchedule(first Span, zone, recurrence string) (*Schedule, error) {
	location, err := time.LoadLocation(zone)
	if err != nil || strings.EqualFold(zone, "local") {
		return nil, bad("%q is not a time zone.", short(zone)).At("timeZone").Try("Use a name such as Europe/Berlin or UTC.")
	}
	first = Span{first.Start.UTC().Truncate(time.Second), first.End.UTC().Truncate(time.Second)}
	if year := first.Start.Year(); year < 2000 || year > 2200 {
		return nil, bad("The start is not a time of this age.").At("startsAt").Try("Write it as 2026-11-21T22:00:00+01:00.")
	}
	longest := maxOnce
	if recurrence != "" {
		longest = maxRecurring
	}
	if length := first.End.Sub(first.Start); length < minLength || length > longest {
		return nil, bad("A window is open for 1 minute to %d days, not %s.", int(longest.Hours())/24, length).At("endsAt").Try("Set another end.")
	}
	s := &Schedule{first: first, zone: location}
	if recurrence == "" {
		return s, nil
	}
	if s.rule, err = s.parse(recurrence); err != nil {
		return nil, err
	}
	return s, s.check()
}

// parse reads the rule for wall clock times: a window at 22:00 stays at 22:00 when the clocks change.
func (s *Schedule) parse(text string) (*rrule.RRule, error) {
	text = strings.TrimPrefix(strings.TrimSpace(text), "RRULE:")
	if len(text) > maxRule || strings.ContainsAny(text, "\r\n") || strings.Contains(strings.ToUpper(text), "DTSTART") {
		return nil, badRule("It must be one line without DTSTART.")
	}
	option, err := rrule.StrToROptionInLocation(text, s.zone)
	if err != nil {
		return nil, badRule(err.Error() + ".")
	}
	if option.Freq > rrule.DAILY || len(option.Byhour)+len(option.Byminute)+len(option.Bysecond) > 0 {
		return nil, badRule("FREQ is DAILY, WEEKLY, MONTHLY or YEARLY, and the hour is that of the start.")
	}
	option.Dtstart = s.wall(s.first.Start)
	// The end keeps the search short for a rule that never comes.
	last := option.Dtstart.AddDate(maxYears, 0, 0)
	if !option.Until.IsZero() && option.Until.Before(last) {
		last = s.wall(option.Until)
	}
	option.Until = last
	rule, err := rrule.NewRRule(*option)
	if err != nil {
		return nil, badRule(err.Error() + ".")
	}
	return rule, nil
}

// check refuses what never opens, and what opens again before it was closed.
func (s *Schedule) check() error {
	spans := s.From(s.first.Start, checked)
	if len(spans) == 0 {
		return badRule("It never comes.")
	}
	for i := 1; i < len(spans); i++ {
		if spans[i].Start.Before(spans[i-1].End) {
			return bad("The window opens again before it is closed.").At("endsAt").Try("Make it shorter, or let it come less often.")
		}
	}
	return nil
}

// wall is the clock on the wall at t, written as UTC.
func (s *Schedule) wall(t time.Time) time.Time {
	t = t.In(s.zone)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// instant is when the clock on the wall shows this for the first time. What it never shows, since the clock is put forward, is
// taken by the clock before the change, as RFC 5545 (3.3.5) has it.
func (s *Schedule) instant(wall time.Time) time.Time {
	_, offset := wall.Add(-24 * time.Hour).In(s.zone).Zone()
	before := wall.Add(-time.Duration(offset) * time.Second)
	if s.wall(before).Equal(wall) {
		return before
	}
	after := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, s.zone).UTC()
	if s.wall(after).Equal(wall) {
		return after
	}
	return before
}

// span is the one that begins at this wall clock time. It ends when the clock on the wall shows the end.
func (s *Schedule) span(start time.Time) Span {
	length := s.wall(s.first.End).Sub(s.wall(s.first.Start))
	span := Span{s.instant(start), s.instant(start.Add(length))}
	if !span.End.After(span.Start) {
		span.End = span.Start.Add(s.first.End.Sub(s.first.Start))
	}
	return span
}

// From lists at most n spans that end after t, in their order.
func (s *Schedule) From(t time.Time, n int) []Span {
	if s.rule == nil {
		if s.first.End.After(t) {
			return []Span{s.first}
		}
		return nil
	}
	var spans []Span
	// A span that is still open began at most its length, and a change of clocks, before t.
	at := s.wall(t.Add(-maxRecurring - 4*time.Hour))
	for len(spans) < n {
		start := s.rule.After(at, false)
		if start.IsZero() {
			break
		}
		if span := s.span(start); span.End.After(t) {
			spans = append(spans, span)
		}
		at = start
	}
	return spans
}

// At says whether the window is open at t, and until when.
func (s *Schedule) At(t time.Time) (Span, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t.Before(s.known.from) || !t.Before(s.known.until) {
		s.known = s.look(t)
	}
	open := !t.Before(s.known.open.Start) && t.Before(s.known.open.End)
	return s.known.open, open
}

// farAway stands in for a next start that never comes.
const farAway = 100 * 365 * 24 * time.Hour

func (s *Schedule) look(t time.Time) lookup {
	spans := s.From(t, 2)
	switch {
	case len(spans) == 0:
		return lookup{from: t, until: t.Add(farAway)}
	case t.Before(spans[0].Start):
		return lookup{from: t, until: spans[0].Start}
	case len(spans) == 1:
		return lookup{from: spans[0].Start, until: t.Add(farAway), open: spans[0]}
	default:
		return lookup{from: spans[0].Start, until: spans[1].Start, open: spans[0]}
	}
}

func bad(format string, args ...any) *problem.Problem {
	return problem.New(problem.Invalid, "bad_window", format, args...)
}

func badRule(why string) error {
	return bad("The recurrence cannot be used: %s", why).At("recurrence").Try("Write it as FREQ=WEEKLY;BYDAY=SU, or leave it out for once.")
}

func short(text string) string {
	if len(text) > 60 {
		return strings.ToValidUTF8(text[:60], "") + "…"
	}
	return text
}
