package incident

import (
	"time"
)

// Placement says which incident an alert belongs to.
type Placement struct {
	Key     string        // group key; empty when no rule matched
	Rule    string        // name of the rule; empty for the source's own labels
	Window  time.Duration // so long after it was opened an incident takes no further alerts of the key; zero for ever
	Reopens bool          // the rule has a reopen window of its own
	Reopen  time.Duration
}

// Grouper holds an installation's rules about which alerts are one incident. It is safe for concurrent use.
type Grouper interface {
	// Place answers an empty placement when no rule matches.
	Place(source Source, labels, annotations map[string]string) Placement
}

// Place finds out where the events of one delivery belong, and what ties them to others, so that it is not done inside of the write. Events that were not
// placed are placed by Apply.
func (e *Engine) Place(source Source, events []Event) {
	for i := range events {
		if events[i].place.Key == "" {
			events[i].place = e.policy.place(source, &events[i])
			events[i].correlation = correlation(events[i].Labels)
		}
	}
}

// PlaceOf says which incident an alert with these labels belongs to: by the first rule, else by the labels of its source.
func (p Policy) PlaceOf(source Source, labels, annotations map[string]string, fingerprint string) Placement {
	return p.place(source, &Event{Labels: labels, Annotations: annotations, Fingerprint: fingerprint})
}

func (p Policy) place(source Source, e *Event) Placement {
	if p.Grouper != nil {
		if place := p.Grouper.Place(source, e.Labels, e.Annotations); place.Key != "" {
			return place
		}
	}
	return Placement{Key: GroupKey(source.GroupBy, e.Labels, e.Fingerprint)}
}

// KeyBy is the group key by the values of these labels; empty when the alert has none of them.
func KeyBy(groupBy []string, labels map[string]string) string {
	return boundedKey(joinLabels(groupBy, labels))
}

// KeyOf is the group key of a text that a rule made; empty for an empty text. It cannot be that of labels or of an incident made by hand.
func KeyOf(text string) string {
	if text == "" {
		return ""
	}
	return boundedKey("key=" + keyEscaper.Replace(text))
}

// Reopen is how long after its resolve an incident of this severity is opened again.
func (p Policy) Reopen(s Severity) time.Duration {
	if d, ok := p.ReopenWindow[s]; ok {
		return d
	}
	return ReopenWindow(s)
}

// reopenWindow is how long after its resolve an incident is opened again by an alert of this placement.
func (p Policy) reopenWindow(inc *Incident, place Placement) time.Duration {
	if place.Reopens {
		return place.Reopen
	}
	return p.Reopen(inc.Severity)
}

// passed says whether the incident is too old for further alerts of the placement.
func (place Placement) passed(inc *Incident, now time.Time) bool {
	return place.Window > 0 && now.Sub(inc.CreatedAt) >= place.Window
}

// retire takes the key from an incident whose window has passed, so that a new one may have it. It stays open for what fires in it.
func (u *unit) retire(inc *Incident) {
	delete(u.open, inc.GroupKey)
	inc.GroupKey = boundedKey(pastPrefix + formatNumber(inc.Number) + ":" + inc.GroupKey)
	u.open[inc.GroupKey] = inc
	u.touch(inc)
}
