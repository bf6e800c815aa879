package incident

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Flapping says when alerts that end and fire again are no news any more.
type Flapping struct {
	Times  int           // one alert fires again so many times …
	Window time.Duration // … within this; zero times for never
}

// DefaultFlapping is for alerts that come back about every quarter of an hour or faster.
var DefaultFlapping = Flapping{Times: 4, Window: time.Hour}

// Return is one firing of an alert that its incident had before.
type Return struct {
	Alert int64 `json:"alert"`
	At    int64 `json:"at"` // milliseconds since 1970
}

const maxReturns = 64 // kept per incident

const shortestFlapDelay = time.Minute

// returned counts an alert that fires again in its incident, and marks the incident when that happens too often.
func (s *step) returned(inc *Incident, t *touch) error {
	f := s.policy.Flapping
	if f.Times <= 0 {
		return nil
	}
	since := s.now.Add(-f.Window).UnixMilli()
	inc.Returns = slices.DeleteFunc(slices.Clone(inc.Returns), func(r Return) bool { return r.At < since })
	inc.Returns = append(inc.Returns, Return{t.alert.ID, s.now.UnixMilli()})
	if len(inc.Returns) > maxReturns {
		inc.Returns = inc.Returns[len(inc.Returns)-maxReturns:]
	}
	if inc.FlappingSince.IsZero() {
		times := inc.returnsOf(t.alert.ID)
		if times < f.Times {
			return nil
		}
		inc.FlappingSince = s.now
		body := fmt.Sprintf("%s flaps: it ended and fired again %d times within %s. Its further changes are not listed one by one.", plain(t.o.Name), times, spoken(f.Window))
		if _, err := s.write(inc, Entry{Kind: KindFlapping, Actor: Strata, Body: body, Data: map[string]any{"flapping": true, "alert": t.o.Name, "times": times}}); err != nil {
			return err
		}
	}
	s.setTimer(inc.Number, TimerFlap, s.now.Add(f.Window))
	return nil
}

func (inc *Incident) returnsOf(alert int64) int {
	count := 0
	for _, r := range inc.Returns {
		if r.Alert == alert {
			count++
		}
	}
	return count
}

// newsOf leaves out what flapping alerts do, and counts it.
func (inc *Incident) newsOf(touched []*touch) []*touch {
	if inc.FlappingSince.IsZero() {
		return touched
	}
	news := slices.DeleteFunc(slices.Clone(touched), func(t *touch) bool { return inc.returnsOf(t.alert.ID) > 0 })
	inc.FlapHidden += len(touched) - len(news)
	return news
}

// resolveDelay is how long the incident is watched after its last alert ended. While it flaps that is twice the longest time
// between two firings, and longer with each time that it was opened again, so that it does not come and go for ever.
func (u *unit) resolveDelay(inc *Incident) time.Duration {
	base := u.policy.ResolveDelay[inc.Severity]
	if inc.FlappingSince.IsZero() {
		return base
	}
	grown := max(base, 2*inc.longestGap(), shortestFlapDelay) * time.Duration(1+inc.FlapCount)
	return min(grown, max(base, u.policy.Flapping.Window))
}

func (inc *Incident) longestGap() time.Duration {
	longest, last := int64(0), map[int64]int64{}
	for _, r := range inc.Returns {
		if before, ok := last[r.Alert]; ok {
			longest = max(longest, r.At-before)
		}
		last[r.Alert] = r.At
	}
	return time.Duration(longest) * time.Millisecond
}

// steady ends the flapping when no alert came back for the whole window. When none fires either, the incident goes the usual way.
func (u *unit) steady(ctx context.Context, inc *Incident) error {
	if inc.FlappingSince.IsZero() {
		return nil
	}
	if n := len(inc.Returns); n > 0 {
		if until := time.UnixMilli(inc.Returns[n-1].At).Add(u.policy.Flapping.Window); until.After(u.now) {
			u.setTimer(inc.Number, TimerFlap, until)
			return nil
		}
	}
	if err := u.endFlapping(inc, "No alert came back for "+u.policy.Flapping.Window.String()+"."); err != nil {
		return err
	}
	return u.settleIfQuiet(ctx, inc)
}

// endFlapping writes the one entry that stands for all that was not listed.
func (u *unit) endFlapping(inc *Incident, why string) error {
	body := fmt.Sprintf("Flaps no longer. %s Changes of its alerts that were not listed since %s: %d.", why, inc.FlappingSince.Format("2006-01-02 15:04 UTC"), inc.FlapHidden)
	data := map[string]any{"flapping": false, "since": inc.FlappingSince.Format(time.RFC3339), "hidden": inc.FlapHidden}
	inc.FlappingSince, inc.FlapHidden = time.Time{}, 0
	u.setTimer(inc.Number, TimerFlap, time.Time{})
	_, err := u.write(inc, Entry{Kind: KindFlapping, Actor: Strata, Body: body, Data: data})
	return err
}

// spoken leaves out what is zero: 1h0m0s is 1h.
func spoken(d time.Duration) string {
	text := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = text[:len(text)-2]
		}
	}
	return text
}
