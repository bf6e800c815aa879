package notify

import "time"

// maxShifts bounds a schedule; a rotation may change every hour.
const maxShifts = 200

// Schedule is who is on call in a rotation for a time.
type Schedule struct {
	Rotation string
	Zone     *time.Location
	Shifts   []Shift // in their order; where one begins later than the one before ends, nobody is on call
	More     bool    // there are further ones in the time, which are left out
}

// Schedules lists the shifts of each rotation that touch the time from one moment to another, in the order of the settings.
func (b *Book) Schedules(from, until time.Time) []Schedule {
	out := make([]Schedule, len(b.order))
	for i, name := range b.order {
		r := b.rotations[name]
		out[i] = Schedule{Rotation: name, Zone: r.Zone}
		out[i].Shifts, out[i].More = shifts(r, from, until)
	}
	return out
}

func shifts(r Rotation, from, until time.Time) ([]Shift, bool) {
	var list []Shift
	shift, on := OnCall(r, from)
	if !on {
		shift, on = Next(r, from)
	}
	for on && shift.From.Before(until) {
		if len(list) == maxShifts {
			return list, true
		}
		list = append(list, shift)
		if shift.Until.IsZero() {
			break
		}
		shift, on = Next(r, shift.From)
	}
	return list, false
}
