package ingest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	fastjson "github.com/go-json-experiment/json/v1"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// AlertError says why one alert of a delivery was not taken. The others were.
type AlertError struct {
	Index   int    `json:"index"`
	Field   string `json:"field"`
	Message string `json:"message"`
}

// Batch is a delivery after reading: what can be applied and what cannot.
type Batch struct {
	Received int // alerts in the body
	Tests    int // alerts that only test the way here
	Events   []incident.Event
	Errors   []AlertError

	Acknowledged []string // fingerprints that a person took in another system
	DedupKey     string   // of an event of PagerDuty's API
}

// wireAlert is one alert as Alertmanager (webhook version 4) and Grafana send it. Unknown fields are passed over.
type wireAlert struct {
	Status       string              `json:"status"`
	Labels       map[string]string   `json:"labels"`
	Annotations  map[string]string   `json:"annotations"`
	StartsAt     string              `json:"startsAt"`
	EndsAt       string              `json:"endsAt"`
	GeneratorURL string              `json:"generatorURL"`
	Fingerprint  string              `json:"fingerprint"`
	SilenceURL   string              `json:"silenceURL"`
	DashboardURL string              `json:"dashboardURL"`
	PanelURL     string              `json:"panelURL"`
	ImageURL     string              `json:"imageURL"`
	RuleUID      string              `json:"ruleUID"`
	Values       map[string]*float64 `json:"values"`
}

// Decode reads a body of Alertmanager or Grafana. Status, labels and groupKey of the whole delivery are never used: each alert speaks for itself.
// Problems: bad_json (with the byte), unknown_shape, too_many_alerts.
func Decode(body []byte, now time.Time) (Batch, error) {
	alerts, err := split(body)
	if err != nil {
		return Batch{}, err
	}
	if len(alerts) > maxAlerts {
		return Batch{}, problem.New(problem.TooLarge, "too_many_alerts", "The body has %d alerts; at most %d are taken at once.", len(alerts), maxAlerts).
			At("alerts").Try("Set a limit of 1000 alerts per notification at the sender.")
	}
	b := Batch{Received: len(alerts), Events: make([]incident.Event, 0, len(alerts))}
	for i, a := range alerts {
		b.add(i, a, now)
	}
	return b, nil
}

// item is one alert: read at once, or field by field when that failed.
type item struct {
	alert wireAlert
	raw   json.RawMessage // set when alert has still to be read
}

// envelope is what a body has around its alerts.
type envelope struct {
	Alerts *[]wireAlert `json:"alerts"`
}

func (e envelope) items() []item {
	items := make([]item, len(*e.Alerts))
	for i, a := range *e.Alerts {
		items[i].alert = a
	}
	return items
}

// split reads the whole body in one pass. Only when some alert has an unexpected type is each one read by itself.
func split(body []byte) ([]item, error) {
	// It reads as encoding/json does, in half the time; what it does not like is left to encoding/json and its errors.
	var quick envelope
	if fastjson.Unmarshal(body, &quick) == nil && quick.Alerts != nil {
		return quick.items(), nil
	}
	var usual envelope
	err := json.Unmarshal(body, &usual)
	if err == nil && usual.Alerts != nil {
		return usual.items(), nil
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return nil, badJSON(syntax.Offset, len(body), err)
	}
	if err != nil {
		var slow struct {
			Alerts *[]json.RawMessage `json:"alerts"`
		}
		if json.Unmarshal(body, &slow) == nil && slow.Alerts != nil {
			items := make([]item, len(*slow.Alerts))
			for i, raw := range *slow.Alerts {
				items[i].raw = raw
			}
			return items, nil
		}
	}
	return nil, problem.New(problem.Refused, "unknown_shape", "The body is JSON, but not an object with a list `alerts` as Alertmanager and Grafana send it.").
		At("alerts").Try("Remove the custom payload template from the contact point, or keep the list `alerts` in it.").Because(err)
}

func badJSON(offset int64, size int, cause error) error {
	where := fmt.Sprintf("at byte %d", offset)
	if errors.Is(cause, io.ErrUnexpectedEOF) || offset >= int64(size) {
		where = fmt.Sprintf("it ends too early, after %d bytes", size)
	}
	return problem.New(problem.Invalid, "bad_json", "The body is not valid JSON: %s (%v).", where, cause).
		At("body").Try("Send the body that Alertmanager or Grafana makes, unchanged.").Because(cause)
}

func (b *Batch) add(index int, it item, now time.Time) {
	a := it.alert
	if it.raw != nil {
		var failed *AlertError
		if a, failed = readFields(it.raw); failed != nil {
			b.fail(index, failed.Field, failed.Message)
			return
		}
	}
	state := incident.State(strings.ToLower(strings.TrimSpace(a.Status)))
	if state != incident.Firing && state != incident.Resolved {
		b.fail(index, "status", fmt.Sprintf("%q is neither firing nor resolved", shorten(clean(a.Status), 40)))
		return
	}
	if len(a.Labels) == 0 {
		b.fail(index, "labels", "the alert has no labels, so nothing tells it from others")
		return
	}
	startsAt, err := parseTime(a.StartsAt)
	if err != nil {
		b.fail(index, "startsAt", err.Error())
		return
	}
	if startsAt.After(now.Add(maxAheadOfClock)) {
		startsAt = time.Time{}
	}
	// A wrong end is only a worse record of when it ended.
	endsAt, err := parseTime(a.EndsAt)
	if err != nil || state == incident.Firing {
		endsAt = time.Time{}
	}
	if isTest(a.Labels) {
		b.Tests++
		return
	}
	b.Events = append(b.Events, a.event(index, state, startsAt, endsAt))
}

func (b *Batch) fail(index int, field, message string) {
	path := strings.TrimSuffix(fmt.Sprintf("alerts[%d].%s", index, field), ".")
	b.Errors = append(b.Errors, AlertError{Index: index, Field: path, Message: message})
}

func (a wireAlert) event(index int, state incident.State, startsAt, endsAt time.Time) incident.Event {
	fingerprint := fingerprintOf(a)
	e := incident.Event{
		Index: index, State: state, Fingerprint: fingerprint, Labels: capLabels(a.Labels), Annotations: capAnnotations(a.Annotations),
		Values: capValues(a.Values), StartsAt: startsAt, EndsAt: endsAt, RuleUID: shorten(clean(a.RuleUID), maxName),
	}
	e.Links = incident.Links{
		Rule: link(a.GeneratorURL), Dashboard: link(a.DashboardURL), Panel: link(a.PanelURL), Silence: link(a.SilenceURL), Image: link(a.ImageURL),
		Runbook: link(a.Annotations["runbook_url"]),
	}
	if state == incident.Resolved {
		e.SoftReason = shorten(clean(a.Annotations["grafana_state_reason"]), 64)
	}
	return e
}

// parseTime reads RFC 3339 with any offset. Empty and year 1 mean that the sender does not know.
func parseTime(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is not a time like 2026-11-21T08:36:40Z", shorten(clean(text), 40))
	}
	t = t.UTC().Truncate(time.Millisecond)
	if t.Year() < 1970 {
		return time.Time{}, nil
	}
	return t, nil
}
