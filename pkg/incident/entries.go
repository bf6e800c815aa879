package incident

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// maxSingleEntries is how many alerts of one delivery get an entry each; more of them share one.
const maxSingleEntries = 5

const maxNamedAlerts = 20 // alert names in a shared entry

func statusEntry(by Actor, from, to Status, why string) Entry {
	return Entry{Kind: KindStatus, Actor: by, Body: why, Data: map[string]any{"from": string(from), "to": string(to)}}
}

func (s *step) recordFired(inc *Incident, touched []*touch) error {
	return s.record(inc, KindAlertFired, "fired", touched, func(o *Occurrence) time.Time { return o.StartsAt })
}

func (s *step) recordResolved(inc *Incident, touched []*touch) error {
	return s.record(inc, KindAlertResolved, "resolved", touched, func(o *Occurrence) time.Time { return o.EndsAt })
}

func (s *step) record(inc *Incident, kind, verb string, touched []*touch, at func(*Occurrence) time.Time) error {
	by := Actor{Type: Integration, Name: s.delivery.Source.Name}
	touched = inc.newsOf(touched)
	slices.SortStableFunc(touched, func(a, b *touch) int { return at(a.o).Compare(at(b.o)) })
	if len(touched) > maxSingleEntries {
		body, data := summarise(verb, touched)
		_, err := s.write(inc, Entry{At: at(touched[0].o), Kind: kind, Actor: by, Body: body, Data: data})
		return err
	}
	for _, t := range touched {
		if _, err := s.write(inc, Entry{At: at(t.o), Kind: kind, Actor: by, Body: sentence(verb, t.o), Data: occurrenceData(t)}); err != nil {
			return err
		}
	}
	return nil
}

func sentence(verb string, o *Occurrence) string {
	text := plain(o.Name) + " " + verb
	if o.Service != "" {
		text += " for " + plain(o.Service)
	}
	if verb == "fired" && o.Summary != "" {
		return text + ": " + plain(o.Summary)
	}
	if o.SoftReason != "" {
		return text + " without its condition having ended (" + plain(o.SoftReason) + ")"
	}
	return text
}

func occurrenceData(t *touch) map[string]any {
	data := map[string]any{
		"occurrence": t.o.ID, "alert": t.o.Name, "fingerprint": t.alert.Fingerprint, "severity": string(t.o.Severity), "source": t.alert.SourceID,
	}
	for key, value := range map[string]string{"service": t.o.Service, "layer": string(t.o.Layer), "softReason": t.o.SoftReason} {
		if value != "" {
			data[key] = value
		}
	}
	return data
}

// summarise says how many alerts of which names did the same at once.
func summarise(verb string, touched []*touch) (string, map[string]any) {
	counts := map[string]int{}
	var names ordered[string]
	for _, t := range touched {
		counts[t.o.Name]++
		names.add(t.o.Name)
	}
	slices.SortStableFunc(names.list, func(a, b string) int { return counts[b] - counts[a] })
	shown := names.list[:min(len(names.list), maxNamedAlerts)]
	parts := make([]string, 0, len(shown)+1)
	byName := map[string]any{}
	for _, name := range shown {
		parts = append(parts, fmt.Sprintf("%s × %d", plain(name), counts[name]))
		byName[name] = counts[name]
	}
	if rest := len(names.list) - len(shown); rest > 0 {
		parts = append(parts, fmt.Sprintf("and %d other names", rest))
	}
	body := fmt.Sprintf("%d alerts %s: %s", len(touched), verb, strings.Join(parts, ", "))
	return body, map[string]any{"count": len(touched), "names": byName}
}
