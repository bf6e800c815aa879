package incident

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/matcher"
)

// Heartbeat is something that has to be heard of again and again. When it is not, an alert of its own fires.
type Heartbeat struct {
	ID          string
	Name        string
	Every       time.Duration // how often a beat is expected
	Grace       time.Duration // how much later it may come
	Severity    Severity
	Labels      map[string]string // of the alert
	SourceID    string            // each call of this source is a beat; empty for none
	Matchers    []string          // each firing alert that they select is a beat, and no alert; empty for none
	Selects     matcher.Set       // of Matchers
	Provisioned bool
	LastBeat    time.Time // zero before the first
	Due         time.Time // late then; while it is late, when its alert is repeated
	LateSince   time.Time // zero while it is not late
	CreatedBy   string
	CreatedAt   time.Time
}

// HeartbeatSource is where the alerts of late heartbeats come from. It takes no deliveries.
var HeartbeatSource = Source{ID: "strata-heartbeats", Name: "Heartbeats of Strata", GroupBy: []string{"heartbeat"}}

// HeartbeatAlert is the name of the alert of a late heartbeat.
const HeartbeatAlert = "HeartbeatMissing"

// ForgottenReason is the soft reason of the alert of a late heartbeat that people deleted.
const ForgottenReason = "HeartbeatDeleted"

const (
	repeatLate = time.Hour // so that the alert of a late heartbeat never counts as silent
	// watchGap is how long nobody may have watched before that counts as an outage of Strata itself.
	watchGap        = time.Minute
	maxRestartGrace = 10 * time.Minute
)

// HeartbeatLedger is the part of a ledger that knows the heartbeats of the organisation.
type HeartbeatLedger interface {
	// HeartbeatRules lists heartbeats as they were set up; times are not in it.
	HeartbeatRules(ctx context.Context) ([]Heartbeat, error)
	// Heartbeats reads heartbeats by id; nil for all.
	Heartbeats(ctx context.Context, ids []string) ([]Heartbeat, error)
	// SaveBeats writes the times of heartbeats.
	SaveBeats(ctx context.Context, list []Heartbeat) error
	// WatchHeartbeats says when they were last watched, zero for never, and notes that they are now.
	WatchHeartbeats(ctx context.Context, now time.Time) (time.Time, error)
	// KeepHeartbeatSource makes sure that the source of their alerts exists.
	KeepHeartbeatSource(ctx context.Context) error
}

// listen takes the beats out of deliveries: what it returns has deliveries of its own at the end, about late heartbeats that were
// heard of again. The second list counts the beats of each delivery.
func (u *unit) listen(ctx context.Context, deliveries []Delivery) ([]Delivery, []int, error) {
	counts := make([]int, len(deliveries))
	rules, err := u.ledger.HeartbeatRules(ctx)
	if err != nil || len(rules) == 0 {
		return deliveries, counts, err
	}
	var heard ordered[string]
	rest := slices.Clone(deliveries)
	for i, d := range deliveries {
		for _, rule := range rules {
			if rule.SourceID != "" && rule.SourceID == d.Source.ID {
				heard.add(rule.ID)
			}
		}
		rest[i].Events = slices.DeleteFunc(slices.Clone(d.Events), func(e Event) bool {
			beat := hear(rules, e, &heard)
			if beat {
				counts[i]++
			}
			return beat
		})
	}
	if len(heard.list) == 0 {
		return deliveries, counts, nil
	}
	again, err := u.beat(ctx, heard.list)
	return append(rest, again...), counts, err
}

// hear says whether an alert is a beat, or the end of one, which counts for nothing.
func hear(rules []Heartbeat, e Event, heard *ordered[string]) bool {
	beat := false
	for _, rule := range rules {
		if rule.Selects.Matches(e.Labels) {
			beat = true
			if e.State == Firing {
				heard.add(rule.ID)
			}
		}
	}
	return beat
}

// beat notes beats, and resolves the alerts of those that were late.
func (u *unit) beat(ctx context.Context, ids []string) ([]Delivery, error) {
	list, err := u.ledger.Heartbeats(ctx, ids)
	if err != nil {
		return nil, err
	}
	var again []Delivery
	for i := range list {
		h := &list[i]
		if !h.LateSince.IsZero() {
			again = append(again, h.delivery(Resolved, u.now, ""))
		}
		h.LastBeat, h.LateSince, h.Due = u.now, time.Time{}, u.now.Add(h.Every+h.Grace)
	}
	return again, u.ledger.SaveBeats(ctx, list)
}

// WatchHeartbeats fires the alerts of heartbeats that are late. It is never done in parts.
func (e *Engine) WatchHeartbeats(ctx context.Context, l Ledger) (bool, error) {
	now := e.time()
	seen, err := l.WatchHeartbeats(ctx, now)
	if err != nil {
		return false, err
	}
	list, err := l.Heartbeats(ctx, nil)
	if err != nil {
		return false, err
	}
	outage := !seen.IsZero() && now.Sub(seen) > watchGap
	var changed []Heartbeat
	var late []Delivery
	for _, h := range list {
		moved := outage && h.forgive(now)
		if !h.Due.After(now) {
			if h.LateSince.IsZero() {
				h.LateSince = h.Due
			}
			late = append(late, h.delivery(Firing, now, ""))
			h.Due, moved = now.Add(repeatLate), true
		}
		if moved {
			changed = append(changed, h)
		}
	}
	if err := l.SaveBeats(ctx, changed); err != nil || len(late) == 0 {
		return false, err
	}
	if err := l.KeepHeartbeatSource(ctx); err != nil {
		return false, err
	}
	_, err = e.Apply(ctx, l, late)
	return false, err
}

// forgive gives a heartbeat time after an outage of Strata, in which nobody heard it.
func (h *Heartbeat) forgive(now time.Time) bool {
	until := now.Add(min(h.Every, maxRestartGrace) + h.Grace)
	if !h.LateSince.IsZero() || !h.Due.Before(until) {
		return false
	}
	h.Due = until
	return true
}

// ForgetHeartbeat ends the alert of a late heartbeat that is deleted: softly, since nobody knows whether what it watched is well.
func (e *Engine) ForgetHeartbeat(ctx context.Context, l Ledger, h Heartbeat) error {
	if h.LateSince.IsZero() {
		return nil
	}
	_, err := e.Apply(ctx, l, []Delivery{h.delivery(Resolved, e.time(), ForgottenReason)})
	return err
}

func (h *Heartbeat) delivery(state State, now time.Time, soft string) Delivery {
	labels := maps.Clone(h.Labels)
	if labels == nil {
		labels = map[string]string{}
	}
	labels["alertname"], labels["heartbeat"], labels["severity"] = HeartbeatAlert, h.ID, string(cmp.Or(h.Severity, P1))
	heard := "It was never heard of"
	if !h.LastBeat.IsZero() {
		heard = "It was last heard of at " + h.LastBeat.Format(timeOfDay)
	}
	event := Event{
		State: state, Fingerprint: "heartbeat:" + h.ID, Labels: labels, StartsAt: h.LateSince, SoftReason: soft,
		Annotations: map[string]string{
			"summary":     "Heartbeat missing: " + h.Name,
			"description": fmt.Sprintf("%s; a beat is expected every %s, and may be %s late.", heard, h.Every, h.Grace),
		},
	}
	if state == Resolved {
		event.EndsAt = now
	}
	return Delivery{Source: HeartbeatSource, Events: []Event{event}}
}
