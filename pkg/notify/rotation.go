package notify

import (
	"slices"
	"time"
)

// Rotation says who is on call. A shift has a fixed length, or goes from one time of the day to the next, by the clock on the
// wall of its time zone: across a change to or from summer time it is then an hour shorter or longer.
type Rotation struct {
	Name      string
	Members   []string // logins, in their order
	Start     time.Time
	Every     time.Duration // of shifts with a fixed length; zero for days
	Days      int           // 1 for daily, 7 for weekly; zero for a fixed length
	Zone      *time.Location
	Overrides []Override
}

// Override puts somebody else on call. The last one that covers a time counts.
type Override struct {
	From  time.Time
	Until time.Time // not any more then
	Login string
}

// Shift is a time in which one person is on call.
type Shift struct {
	Login    string
	From     time.Time
	Until    time.Time // zero for no end
	Override bool
}

// OnCall says who is on call at a time, from when to when. False: nobody, since the rotation has no members or has not begun.
func OnCall(r Rotation, at time.Time) (Shift, bool) {
	shift, on := r.regular(at)
	covering := -1
	for i, o := range r.Overrides {
		if !at.Before(o.From) && at.Before(o.Until) {
			covering = i
		}
	}
	if covering >= 0 {
		o := r.Overrides[covering]
		shift, on = Shift{Login: o.Login, From: o.From, Until: o.Until, Override: true}, true
	}
	if !on {
		return Shift{}, false
	}
	return r.cutByOverrides(shift, covering, at), true
}

// cutByOverrides ends a shift where an override that counts more begins, and begins it where such a one ended.
func (r Rotation) cutByOverrides(shift Shift, covering int, at time.Time) Shift {
	for _, o := range r.Overrides[covering+1:] {
		if o.From.After(at) && (shift.Until.IsZero() || o.From.Before(shift.Until)) {
			shift.Until = o.From
		}
		if !o.Until.After(at) && o.Until.After(o.From) && o.Until.After(shift.From) {
			shift.From = o.Until
		}
	}
	return shift
}

// Next says who is on call after the shift at a time ends. When nobody is on call at that time, it is the first shift after it.
func Next(r Rotation, at time.Time) (Shift, bool) {
	current, on := OnCall(r, at)
	if on {
		if current.Until.IsZero() {
			return Shift{}, false
		}
		if next, ok := OnCall(r, current.Until); ok {
			return next, true
		}
		at = current.Until
	}
	// The gaps are before the start of the rotation only.
	var starts []time.Time
	if len(r.Members) > 0 {
		starts = append(starts, r.Start)
	}
	for _, o := range r.Overrides {
		starts = append(starts, o.From)
	}
	slices.SortFunc(starts, time.Time.Compare)
	for _, start := range starts {
		if start.After(at) {
			return OnCall(r, start)
		}
	}
	return Shift{}, false
}

// regular leaves overrides out.
func (r Rotation) regular(at time.Time) (Shift, bool) {
	if len(r.Members) == 0 || at.Before(r.Start) || r.Days <= 0 && r.Every <= 0 {
		return Shift{}, false
	}
	index := r.shiftAt(at)
	return Shift{Login: r.Members[index%len(r.Members)], From: r.handover(index), Until: r.handover(index + 1)}, true
}

// handover is the begin of a shift, counted from 0.
func (r Rotation) handover(index int) time.Time {
	if r.Days == 0 {
		return r.Start.Add(time.Duration(index) * r.Every)
	}
	first := r.Start.In(r.Zone)
	return time.Date(first.Year(), first.Month(), first.Day()+index*r.Days, first.Hour(), first.Minute(), first.Second(), 0, r.Zone)
}

// shiftAt finds the shift that a time not before the start is in.
func (r Rotation) shiftAt(at time.Time) int {
	if r.Days == 0 {
		return int(at.Sub(r.Start) / r.Every)
	}
	index := int(at.Sub(r.Start)/(24*time.Hour)) / r.Days // summer time makes it one too many or too few
	for index > 0 && r.handover(index).After(at) {
		index--
	}
	for !r.handover(index + 1).After(at) {
		index++
	}
	return index
}
