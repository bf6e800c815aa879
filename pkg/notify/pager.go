package notify

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

const (
	pagerDutyURL  = "https://events.pagerduty.com/v2/enqueue"
	maxPagerTitle = 1024 // characters of payload.summary
)

// pager hands an incident over to an outside pager that takes events of PagerDuty's Events API v2:
// https://developer.pagerduty.com/docs/events-api-v2-overview
type pager struct {
	network Network
	client  *http.Client
	url     string
	key     string // the integration key
}

type pagerEvent struct {
	RoutingKey string        `json:"routing_key"`
	Action     string        `json:"event_action"`
	DedupKey   string        `json:"dedup_key"`
	Client     string        `json:"client,omitempty"`
	ClientURL  string        `json:"client_url,omitempty"`
	Links      []pagerLink   `json:"links,omitempty"`
	Payload    *pagerPayload `json:"payload,omitempty"`
}

type pagerLink struct {
	Href string `json:"href"`
	Text string `json:"text"`
}

type pagerPayload struct {
	Summary   string         `json:"summary"`
	Source    string         `json:"source"`
	Severity  string         `json:"severity"`
	Timestamp string         `json:"timestamp"`
	Component string         `json:"component,omitempty"`
	Details   map[string]any `json:"custom_details"`
}

// Actions of events.
const (
	pagerTrigger     = "trigger"
	pagerAcknowledge = "acknowledge"
	pagerResolve     = "resolve"
)

func (p *pager) Send(ctx context.Context, m Message) (Receipt, error) {
	raw, err := json.Marshal(p.event(m))
	if err != nil {
		return Receipt{}, fmt.Errorf("write an event for a pager: %w", err)
	}
	_, err = p.network.send(ctx, p.client, post{url: p.url, body: raw, secrets: append(secretParts(p.url), p.key)})
	return Receipt{}, err
}

func (p *pager) event(m Message) pagerEvent {
	e := pagerEvent{RoutingKey: p.key, Action: pagerAction(m), DedupKey: dedupKey(m)}
	if e.Action != pagerTrigger {
		return e
	}
	e.Client, e.ClientURL = "Strata", m.Link
	if m.Link != "" {
		e.Links = []pagerLink{{Href: m.Link, Text: "Incident in Strata"}}
	}
	details := map[string]any{"message": plainMarkdown(m.Body)}
	for _, f := range factsOf(m) {
		details[f.name] = f.value
	}
	e.Payload = &pagerPayload{
		Summary: clip(subjectOf(m), maxPagerTitle), Source: "Strata", Severity: pagerSeverity(m), Timestamp: m.At.UTC().Format(time.RFC3339), Details: details,
	}
	if m.Incident != nil && len(m.Incident.Services) > 0 {
		e.Payload.Component = m.Incident.Services[0]
	}
	return e
}

// pagerAction never calls somebody for an incident that is over. A message about no incident, which only a test is, calls
// nobody either: the pager says of an event that resolves nothing whether it takes the key.
func pagerAction(m Message) string {
	switch {
	case m.Incident == nil, m.Kind == incident.NoticeResolved, !m.Incident.Status.Open():
		return pagerResolve
	case m.Kind == incident.NoticeAcknowledged:
		return pagerAcknowledge
	default:
		return pagerTrigger
	}
}

// dedupKey is the same for all events of an incident, and another one in every installation.
func dedupKey(m Message) string {
	if m.Incident == nil {
		return "strata-test-" + m.Delivery
	}
	return fmt.Sprintf("strata-%d-%d-%s", m.Org, m.Incident.Number, strconv.FormatInt(m.Incident.CreatedAt.UnixMilli(), 36))
}

func pagerSeverity(m Message) string {
	severity := m.Severity
	if severity == "" && m.Incident != nil {
		severity = m.Incident.Severity
	}
	switch severity {
	case incident.P0:
		return "critical"
	case incident.P1:
		return "error"
	case incident.P3:
		return "info"
	default:
		return "warning"
	}
}
