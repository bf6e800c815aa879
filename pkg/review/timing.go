package review

import (
	"fmt"
	"time"
)

// Time is one time of the incident as the review has it.
type Time struct {
	Moment    Moment    `json:"moment"`
	At        time.Time `json:"at"`
	Source    string    `json:"source"`
	Corrected bool      `json:"corrected"`
	By        string    `json:"by,omitempty"`      // login of who corrected it
	Recorded  time.Time `json:"recorded,omitzero"` // what the record says, when it was corrected
}

// Timing is the times with what follows from them, in whole seconds; nil where an end is not known or the order cannot be.
type Timing struct {
	Times       []Time `json:"times"`
	Detect      *int64 `json:"detect,omitempty"`      // impact start to detected
	Acknowledge *int64 `json:"acknowledge,omitempty"` // detected to acknowledged
	Engage      *int64 `json:"engage,omitempty"`      // detected to first action
	Mitigate    *int64 `json:"mitigate,omitempty"`    // impact start to mitigated
	Resolve     *int64 `json:"resolve,omitempty"`     // impact start to resolved
	Disorder    string `json:"disorder,omitempty"`
}

// TimingOf puts people's corrections over the recorded times.
func TimingOf(facts []Fact, corrections []Correction) Timing {
	at := map[Moment]Time{}
	for _, f := range facts {
		at[f.Moment] = Time{Moment: f.Moment, At: f.At, Source: f.Source}
	}
	for _, c := range corrections {
		at[c.Moment] = Time{Moment: c.Moment, At: c.At, Source: c.Source, Corrected: true, By: c.By, Recorded: at[c.Moment].At}
	}
	t := Timing{Times: []Time{}}
	for _, m := range Moments {
		if known, ok := at[m]; ok && !known.At.IsZero() {
			t.Times = append(t.Times, known)
		}
	}
	t.Detect = between(at, ImpactStart, Detected)
	t.Acknowledge = between(at, Detected, Acknowledged)
	t.Engage = between(at, Detected, FirstAction)
	t.Mitigate = between(at, ImpactStart, Mitigated)
	t.Resolve = between(at, ImpactStart, Resolved)
	t.Disorder = disorder(at)
	return t
}

// Of finds a time; zero when it is not known.
func (t Timing) Of(m Moment) time.Time {
	for _, known := range t.Times {
		if known.Moment == m {
			return known.At
		}
	}
	return time.Time{}
}

func between(at map[Moment]Time, from, to Moment) *int64 {
	a, b := at[from].At, at[to].At
	if a.IsZero() || b.IsZero() || b.Before(a) {
		return nil
	}
	seconds := int64(b.Sub(a) / time.Second)
	return &seconds
}

// orders are pairs that cannot come the other way round. Somebody may acknowledge after the first action, or not at all.
var orders = [][2]Moment{{ImpactStart, Detected}, {Detected, Acknowledged}, {ImpactStart, Mitigated}, {Mitigated, Resolved}, {Detected, Resolved}}

// Words name the moments for people.
var Words = map[Moment]string{
	ImpactStart: "start of the impact", Detected: "detection", Acknowledged: "acknowledgement", FirstAction: "first action", Mitigated: "mitigation", Resolved: "resolution",
}

func disorder(at map[Moment]Time) string {
	for _, pair := range orders {
		a, b := at[pair[0]].At, at[pair[1]].At
		if !a.IsZero() && !b.IsZero() && b.Before(a) {
			return fmt.Sprintf("The %s is before the %s.", Words[pair[1]], Words[pair[0]])
		}
	}
	return ""
}
