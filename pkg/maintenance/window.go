package maintenance

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/strata-sre/strata-sre-app/pkg/matcher"
)

// Effect is what a window does to alerts that begin to fire in it.
type Effect string

// The effects.
const (
	Suppress Effect = "suppress" // recorded, without an incident before the window ends
	Quiet    Effect = "quiet"    // an incident that nobody is told of before the window ends
)

const (
	maxTitle   = 100   // characters
	maxComment = 2_000 // characters
	// MaxWindows is how many windows of an organisation may be planned at once.
	MaxWindows = 200
)

// Window is planned work. Times are UTC.
type Window struct {
	ID          int64
	Name        string
	Comment     string
	Matchers    []string
	First       Span
	TimeZone    string // IANA name
	Recurrence  string // RRULE without DTSTART; empty for once
	Effect      Effect
	Provisioned bool
	Version     int64
	CreatedBy   string
	CreatedAt   time.Time
	UpdatedBy   string
	UpdatedAt   time.Time
	CancelledBy string
	CancelledAt time.Time // zero while it is planned
}

// Ready is a window that was checked and can be asked.
type Ready struct {
	Window
	*Schedule
	Selects matcher.Set
}

// Check reads what a person or a file wrote. Problems: bad_window, bad_matcher, with the field.
func (w Window) Check() (*Ready, error) {
	if n := utf8.RuneCountInString(w.Name); n == 0 || n > maxTitle || strings.TrimSpace(w.Name) != w.Name || !clean(w.Name) {
		return nil, bad("A window needs a name of 1 to %d characters.", maxTitle).At("name").Try("Name the work, such as Database upgrade.")
	}
	if utf8.RuneCountInString(w.Comment) > maxComment || !clean(w.Comment) {
		return nil, bad("The comment has more than %d characters.", maxComment).At("comment")
	}
	if w.Effect != Suppress && w.Effect != Quiet {
		return nil, bad("%q is not an effect.", short(string(w.Effect))).At("effect").Try("Use suppress or quiet.")
	}
	selects, err := matcher.Parse("matchers", w.Matchers)
	if err != nil {
		return nil, err
	}
	schedule, err := NewSchedule(w.First, w.TimeZone, w.Recurrence)
	if err != nil {
		return nil, err
	}
	return &Ready{Window: w, Schedule: schedule, Selects: selects}, nil
}

func clean(text string) bool { return utf8.ValidString(text) && !strings.ContainsRune(text, 0) }

// Plan is the windows of an organisation that are not cancelled.
type Plan []*Ready

// Covering finds a window with this effect that is open at t and about an alert with these labels, and until when it is open:
// of several the one that is open longest. Nil when there is none.
func (p Plan) Covering(effect Effect, labels map[string]string, t time.Time) (*Ready, time.Time) {
	var longest *Ready
	var end time.Time
	for _, w := range p {
		if w.Effect != effect {
			continue
		}
		if span, open := w.At(t); open && span.End.After(end) && w.Selects.Matches(labels) {
			longest, end = w, span.End
		}
	}
	return longest, end
}

// Find finds a window by id; nil when it is not planned any more.
func (p Plan) Find(id int64) *Ready {
	for _, w := range p {
		if w.ID == id {
			return w
		}
	}
	return nil
}
