package notify

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // images of Grafana need not have a database of time zones

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// RotationSettings are those of one rotation.
type RotationSettings struct {
	Name      string             `json:"name"`
	Members   []string           `json:"members"`
	Start     string             `json:"start"`    // RFC 3339, or a date
	Every     string             `json:"every"`    // a length such as 168h, daily or weekly
	At        string             `json:"at"`       // of the day, for daily and weekly: 09:00
	Weekday   string             `json:"weekday"`  // for weekly: monday
	TimeZone  string             `json:"timeZone"` // such as Europe/Vienna
	Overrides []OverrideSettings `json:"overrides"`
}

// OverrideSettings are those of one override; times are RFC 3339.
type OverrideSettings struct {
	From  string `json:"from"`
	Until string `json:"until"`
	Login string `json:"login"`
}

var (
	slackMember = regexp.MustCompile(`^[UW][A-Z0-9]{6,}$`)
	weekdays    = map[string]time.Weekday{
		"sunday": time.Sunday, "monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday, "thursday": time.Thursday, "friday": time.Friday, "saturday": time.Saturday,
	}
)

const (
	defaultAt  = "09:00"
	shortShift = time.Hour
	longShift  = 366 * 24 * time.Hour
	maxMembers = 100
)

// check reads a rotation. Problem: bad_settings.
func (s RotationSettings) check(field string) (Rotation, error) {
	r := Rotation{Name: s.Name, Members: s.Members}
	if !channelName.MatchString(s.Name) {
		return r, badField(field+".name", "%q is not a name of a rotation.", clip(s.Name, maxName)).Try("Use letters, digits, blanks, dots, dashes and underscores, at most 64.")
	}
	if len(s.Members) > maxMembers || slices.ContainsFunc(s.Members, func(m string) bool { return strings.TrimSpace(m) == "" }) {
		return r, badField(field+".members", "A member has no login, or there are more than %d.", maxMembers).Try("List logins of contacts.")
	}
	var err error
	if r.Zone, err = time.LoadLocation(s.TimeZone); err != nil || s.TimeZone == "Local" {
		return r, badField(field+".timeZone", "%q is not a time zone.", s.TimeZone).Try("Use a name such as Europe/Vienna, or none for UTC.")
	}
	if err := s.readShifts(field, &r); err != nil {
		return r, err
	}
	for i, o := range s.Overrides {
		override, err := o.check(fmt.Sprintf("%s.overrides[%d]", field, i))
		if err != nil {
			return r, err
		}
		r.Overrides = append(r.Overrides, override)
	}
	return r, nil
}

func (s RotationSettings) readShifts(field string, r *Rotation) error {
	start, dateOnly, err := readStart(s.Start, r.Zone)
	if err != nil {
		return badField(field+".start", "%q is not a time.", s.Start).Try("Write 2026-01-05, or 2026-01-05T09:00:00+01:00.")
	}
	switch s.Every {
	case "daily":
		r.Days = 1
	case "weekly", "":
		r.Days = 7
	default:
		r.Every, err = time.ParseDuration(s.Every)
		if err != nil || r.Every < shortShift || r.Every > longShift {
			return badField(field+".every", "%q is neither daily, weekly nor a length from 1h to 8784h.", s.Every).Try("Write weekly, or 168h.")
		}
		if s.At != "" || s.Weekday != "" {
			return badField(field+".at", "A fixed length begins at start, whatever the clock says.").Try("Take at and weekday away, or use daily or weekly.")
		}
		r.Start = start
		return nil
	}
	return s.readHandover(field, r, start, dateOnly)
}

// readHandover moves the start to the first hand-over from there on.
func (s RotationSettings) readHandover(field string, r *Rotation, start time.Time, dateOnly bool) error {
	local := start.In(r.Zone)
	hour, minute := local.Hour(), local.Minute()
	if s.At != "" || dateOnly {
		given := s.At
		if given == "" {
			given = defaultAt
		}
		at, err := time.Parse("15:04", given)
		if err != nil {
			return badField(field+".at", "%q is not a time of the day.", s.At).Try("Write 09:00.")
		}
		hour, minute = at.Hour(), at.Minute()
	}
	day := local.Day()
	if s.Weekday != "" {
		weekday, ok := weekdays[strings.ToLower(s.Weekday)]
		if !ok || r.Days != 7 {
			return badField(field+".weekday", "%q is not a day of the week, or the rotation is not weekly.", s.Weekday).Try("Write monday, with every: weekly.")
		}
		day += (int(weekday) - int(local.Weekday()) + 7) % 7
	}
	r.Start = time.Date(local.Year(), local.Month(), day, hour, minute, 0, 0, r.Zone)
	if r.Start.Before(start) && !dateOnly {
		r.Start = time.Date(local.Year(), local.Month(), day+r.Days, hour, minute, 0, 0, r.Zone)
	}
	return nil
}

func readStart(raw string, zone *time.Location) (start time.Time, dateOnly bool, err error) {
	if start, err = time.ParseInLocation(time.DateOnly, raw, zone); err == nil {
		return start, true, nil
	}
	start, err = time.Parse(time.RFC3339, raw)
	return start, false, err
}

func (o OverrideSettings) check(field string) (Override, error) {
	from, err := time.Parse(time.RFC3339, o.From)
	if err != nil {
		return Override{}, notATime(field+".from", o.From)
	}
	until, err := time.Parse(time.RFC3339, o.Until)
	if err != nil || !until.After(from) {
		return Override{}, notATime(field+".until", o.Until)
	}
	if strings.TrimSpace(o.Login) == "" {
		return Override{}, badField(field+".login", "An override has no login.").Try("Say who takes over.")
	}
	return Override{From: from, Until: until, Login: o.Login}, nil
}

func notATime(field, given string) *problem.Problem {
	return badField(field, "%q is not a time, or not after from.", given).Try("Write 2026-01-05T09:00:00+01:00.")
}
