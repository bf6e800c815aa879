package plugin

import (
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
)

// event is one of the Events API v2.
func event(action, key string, payload map[string]any) map[string]any {
	e := map[string]any{"event_action": action, "client_url": "https://monitor.example/42"}
	if key != "" {
		e["dedup_key"] = key
	}
	if payload != nil {
		e["payload"] = payload
	}
	return e
}

func TestPagerDutyEvents(t *testing.T) {
	h := newHarness(t)
	var made api.SourceWithToken
	h.call(ada, "POST", "/sources", api.NewSource{Name: "Old monitor", Kind: api.SourceKindPagerduty}).want(201).into(&made)
	path := "/ingest/" + made.Source.Id
	send := func(e map[string]any) answer {
		e["routing_key"] = made.Token
		return h.call(robot, "POST", path, e)
	}
	disk := map[string]any{
		"summary": "Disk 93 % full on db-1", "source": "db-1", "severity": "critical", "component": "postgres", "class": "DiskFull",
		"timestamp": "2026-11-21T08:00:00Z", "custom_details": map[string]any{"cluster": "shop", "free": 12.5, "mounts": []string{"/", "/data"}},
	}

	var taken api.PagerReceipt
	send(event("trigger", "disk/db-1", disk)).want(202).into(&taken)
	if taken.DedupKey != "disk/db-1" {
		t.Fatalf("%+v", taken)
	}
	h.clock.advance(time.Minute)
	disk["summary"], disk["timestamp"] = "Disk 95 % full on db-1", "2026-11-21T09:01:00Z"
	send(event("trigger", "disk/db-1", disk)).want(202)
	var d api.IncidentDetail
	h.call(vic, "GET", "/incidents/1", nil).want(200).into(&d)
	a := d.Alerts[0]
	if len(d.Alerts) != 1 || a.Name != "DiskFull" || a.RepeatCount != 1 || a.Severity != api.P1 || *a.Service != "postgres" || *a.Summary != "Disk 95 % full on db-1" {
		t.Fatalf("%+v", d.Alerts)
	}
	if a.Labels["cluster"] != "shop" || a.Annotations["free"] != "12.5" || a.Annotations["mounts"] != `["/","/data"]` || *a.Links.Rule != "https://monitor.example/42" {
		t.Fatalf("%+v", a)
	}

	send(event("acknowledge", "unknown", nil)).want(202)
	send(event("acknowledge", "disk/db-1", nil)).want(202)
	send(event("acknowledge", "disk/db-1", nil)).want(202)
	h.call(vic, "GET", "/incidents/1", nil).want(200).into(&d)
	if *d.Incident.AcknowledgedBy != "Old monitor" || d.Incident.Status != api.IncidentStatusInvestigating {
		t.Fatalf("%+v", d.Incident)
	}
	send(event("resolve", "unknown", nil)).want(202)
	send(event("resolve", "disk/db-1", nil)).want(202)
	h.call(vic, "GET", "/incidents/1", nil).want(200).into(&d)
	if d.Incident.Status != api.IncidentStatusResolved || d.Incident.FiringAlerts != 0 {
		t.Fatalf("%+v", d.Incident)
	}

	// Without a key each trigger is an alert of its own, and its key is answered so that it can be resolved.
	for range 2 {
		send(event("trigger", "", map[string]any{"summary": "Job 17 failed", "source": "batch"})).want(202).into(&taken)
	}
	h.call(vic, "GET", "/incidents/2", nil).want(200).into(&d)
	if d.Incident.FiringAlerts != 2 || d.Alerts[0].Name != "Job failed" {
		t.Fatalf("%+v", d)
	}
	send(event("resolve", taken.DedupKey, nil)).want(202)
	h.call(vic, "GET", "/incidents/2", nil).want(200).into(&d)
	if d.Incident.FiringAlerts != 1 {
		t.Fatalf("%+v", d.Incident)
	}
}

func TestPagerDutyRefusals(t *testing.T) {
	h := newHarness(t)
	var made api.SourceWithToken
	h.call(ada, "POST", "/sources", api.NewSource{Name: "Old monitor", Kind: api.SourceKindPagerduty}).want(201).into(&made)
	path := "/ingest/" + made.Source.Id
	summary := map[string]any{"summary": "x"}
	cases := []struct {
		name  string
		body  any
		token string
		want  int
		code  string
		field string
	}{
		{"no key at all", event("trigger", "a", summary), "", 401, "wrong_token", "X-Strata-Token"},
		{"a wrong routing key", map[string]any{"routing_key": "guess", "event_action": "trigger"}, "", 401, "wrong_token", "X-Strata-Token"},
		{"the header decides when it is there", map[string]any{"routing_key": made.Token}, "guess", 401, "wrong_token", "X-Strata-Token"},
		{"no JSON", "{", made.Token, 400, "bad_json", "body"},
		{"a list", "[]", made.Token, 422, "bad_event", ""},
		{"an Alertmanager body", webhook(fire("Down", h.clock.now())), made.Token, 422, "bad_event", "event_action"},
		{"unknown action", event("annoy", "a", summary), made.Token, 422, "bad_event", "event_action"},
		{"no summary", event("trigger", "a", map[string]any{"source": "x"}), made.Token, 422, "bad_event", "payload.summary"},
		{"no source", event("trigger", "a", summary), made.Token, 422, "bad_event", "payload.source"},
		{"a number for a summary", event("trigger", "a", map[string]any{"summary": 1, "source": "x"}), made.Token, 422, "bad_event", "payload.summary"},
		{"nothing to resolve", event("resolve", "", nil), made.Token, 422, "bad_event", "dedup_key"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var headers []string
			if c.token != "" {
				headers = []string{"X-Strata-Token", c.token}
			}
			if field := h.call(robot, "POST", path, c.body, headers...).wantError(c.want, c.code); field != c.field {
				t.Fatalf("field %q, want %q", field, c.field)
			}
		})
	}
}
