package ingest

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// pagerEvent is an event of PagerDuty's Events API v2. Unknown fields are passed over.
type pagerEvent struct {
	RoutingKey string `json:"routing_key"`
	Action     string `json:"event_action"`
	DedupKey   string `json:"dedup_key"`
	ClientURL  string `json:"client_url"`
	Payload    struct {
		Summary   string                     `json:"summary"`
		Source    string                     `json:"source"`
		Severity  string                     `json:"severity"`
		Timestamp string                     `json:"timestamp"`
		Component string                     `json:"component"`
		Group     string                     `json:"group"`
		Class     string                     `json:"class"`
		Details   map[string]json.RawMessage `json:"custom_details"`
	} `json:"payload"`
	Links  []struct{ Href, Text string } `json:"links"`
	Images []struct{ Src string }        `json:"images"`
}

const (
	trigger     = "trigger"
	acknowledge = "acknowledge"
	resolve     = "resolve"
)

// detailLabels are the custom details that say what an event is about; all others are annotations.
var detailLabels = []string{"service", "namespace", "cluster", "node", "pod", "layer", "signal", "alertname"}

// routingKey is the token in an event's body; empty when there is none.
func routingKey(body []byte) string {
	var e pagerEvent
	// What is wrong with the body is said when it is read as a whole.
	_ = json.Unmarshal(body, &e)
	return e.RoutingKey
}

// decodePagerDuty reads one event. Problems: bad_json, bad_event with the field.
func decodePagerDuty(body []byte) (Batch, error) {
	var e pagerEvent
	if err := json.Unmarshal(body, &e); err != nil {
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
			return Batch{}, badJSON(syntax.Offset, len(body), err)
		}
		if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
			return Batch{}, badEvent(kind.Field, "%s has the wrong type: %s.", kind.Field, kind.Value)
		}
		return Batch{}, badEvent("body", "The body is not an event.")
	}
	action := strings.ToLower(strings.TrimSpace(e.Action))
	key := strings.TrimSpace(clean(e.DedupKey))
	switch {
	case action != trigger && action != acknowledge && action != resolve:
		return Batch{}, badEvent("event_action", "%q is neither trigger, acknowledge nor resolve.", shorten(clean(e.Action), 40))
	case key == "" && action != trigger:
		return Batch{}, badEvent("dedup_key", "Without dedup_key nobody knows what to %s.", action)
	case action == trigger && strings.TrimSpace(e.Payload.Summary) == "":
		return Batch{}, badEvent("payload.summary", "A trigger needs a summary.")
	case action == trigger && strings.TrimSpace(e.Payload.Source) == "":
		return Batch{}, badEvent("payload.source", "A trigger needs a source: what is affected.")
	}
	if key == "" {
		key = rand.Text()
	}
	batch := Batch{Received: 1, DedupKey: key}
	fingerprint := boundedFingerprint(key)
	if action == acknowledge {
		batch.Acknowledged = []string{fingerprint}
		return batch, nil
	}
	batch.Events = []incident.Event{e.event(action, fingerprint)}
	return batch, nil
}

func badEvent(field, format string, args ...any) error {
	return problem.New(problem.Refused, "bad_event", format, args...).At(field).Try("Send an event of the Events API v2.")
}

// event has no start: PagerDuty's time of an event is that of each single one, not when the trouble began.
func (e pagerEvent) event(action, fingerprint string) incident.Event {
	state := incident.Firing
	if action == resolve {
		state = incident.Resolved
	}
	labels, annotations := e.texts()
	event := incident.Event{
		State: state, Fingerprint: fingerprint, Labels: capLabels(labels), Annotations: capAnnotations(annotations),
		Links: incident.Links{Rule: link(e.ClientURL), Runbook: link(annotations["runbook_url"])},
	}
	if state == incident.Resolved {
		event.EndsAt = e.time()
	}
	for _, l := range e.Links {
		event.Links.Dashboard = cmp.Or(event.Links.Dashboard, link(l.Href))
	}
	for _, i := range e.Images {
		event.Links.Image = cmp.Or(event.Links.Image, link(i.Src))
	}
	return event
}

func (e pagerEvent) time() time.Time {
	// A time that cannot be read is only a worse record of when it ended.
	t, err := parseTime(e.Payload.Timestamp)
	if err != nil {
		return time.Time{}
	}
	return t
}

// texts are the labels and annotations of an event; empty ones are left out.
func (e pagerEvent) texts() (labels, annotations map[string]string) {
	p := e.Payload
	labels = map[string]string{
		"alertname": cmp.Or(p.Class, firstWords(p.Summary)), "severity": p.Severity, "service": p.Component, "instance": p.Source, "group": p.Group,
	}
	annotations = map[string]string{"summary": p.Summary}
	for _, name := range slices.Sorted(maps.Keys(p.Details)) {
		var value string
		if readText(p.Details[name], &value) != nil {
			value = string(p.Details[name])
		}
		if slices.Contains(detailLabels, name) {
			labels[name] = value
		} else if name != "summary" {
			annotations[name] = value
		}
	}
	for _, texts := range []map[string]string{labels, annotations} {
		maps.DeleteFunc(texts, func(_, value string) bool { return strings.TrimSpace(value) == "" })
	}
	return labels, annotations
}

const maxNameFromSummary = 80 // bytes

// firstWords names an event that has no class. Numbers in a summary change, so they are left out of the name.
func firstWords(summary string) string {
	words := strings.FieldsFunc(summary, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' })
	words = slices.DeleteFunc(words, func(w string) bool { return strings.ContainsAny(w, "0123456789") })
	return shorten(clean(strings.Join(words, " ")), maxNameFromSummary)
}

// PagerAnswer is what senders of the Events API v2 expect of an event that was taken.
type PagerAnswer struct {
	Status   string `json:"status"`
	Message  string `json:"message"`
	DedupKey string `json:"dedup_key"`
}

// Pager is the receipt as senders of the Events API v2 expect it; false for other deliveries.
func (r Receipt) Pager() (PagerAnswer, bool) {
	return PagerAnswer{Status: "success", Message: fmt.Sprintf("Event processed as %s", r.ID), DedupKey: r.dedupKey}, r.dedupKey != ""
}
