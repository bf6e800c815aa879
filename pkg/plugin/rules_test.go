package plugin

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

func (h *harness) incident(number string) api.IncidentDetail {
	h.t.Helper()
	var d api.IncidentDetail
	h.call(vic, "GET", "/incidents/"+number, nil).want(200).into(&d)
	return d
}

var shopRules = map[string]any{
	"grouping": []map[string]any{
		{"name": "one service", "when": `labels.service != ""`, "by": []string{"cluster", "service"}},
	},
	"severityRules": []map[string]any{
		{"name": "checkout", "when": `labels.service == "checkout" && alerts >= 2`, "severity": "P0", "reason": "Nobody can pay."},
		{"name": "overdue", "when": `age >= 20 && !mitigated && tier != "low"`, "severity": "P1", "reason": "It takes too long."},
	},
	"services": []map[string]any{{"name": "cart", "tier": "critical", "team": "shop"}, {"name": "mail", "tier": "low"}},
	"warRoom":  "https://meet.example.com/inc-{{.Number}}?t={{.Title}}",
}

// The known gap: alerts of the network layer name no namespace, so by the default labels they were an incident of their own.
func TestRulesTieAlertsOfOneServiceTogether(t *testing.T) {
	cart := func(h *harness) []map[string]any {
		return []map[string]any{
			fire("Slow", h.clock.now(), "cluster", "c", "namespace", "shop", "service", "cart", "layer", "application"),
			fire("Retransmits", h.clock.now(), "cluster", "c", "service", "cart", "layer", "network"),
		}
	}
	without := newHarness(t)
	without.deliver(webhook(cart(without)...)).want(200)
	if n := without.incident("2").Incident.Number; n != 2 {
		t.Fatal("there is no second incident without rules")
	}
	with := practised(t, shopRules)
	with.deliver(webhook(cart(with)...)).want(200)
	if inc := with.incident("1").Incident; inc.FiringAlerts != 2 || inc.GroupKey != "cluster=c,service=cart" || len(inc.Layers) != 2 {
		t.Fatalf("%+v", inc)
	}
	with.call(vic, "GET", "/incidents/2", nil).want(404)
}

func TestRulesRaiseAndOpenAWarRoom(t *testing.T) {
	h := practised(t, shopRules)
	h.deliver(webhook(fire("Slow", h.clock.now(), "service", "checkout"), fire("Errors", h.clock.now(), "service", "checkout"))).want(200)
	inc := h.incident("1").Incident
	if inc.Severity != api.P0 || inc.RaisedBy == nil || (*inc.RaisedBy)[0] != "checkout" || inc.WarRoom == nil || !strings.HasPrefix(*inc.WarRoom, "https://meet.example.com/inc-1?t=") {
		t.Fatalf("%+v", inc)
	}
	var page api.TimelinePage
	h.call(vic, "GET", "/incidents/1/timeline", nil).want(200).into(&page)
	kinds := ""
	for _, e := range page.Entries {
		kinds += e.Kind + " "
		if e.Kind == incident.KindSeverity && (e.Actor.Type != "rule" || e.Actor.Name != "checkout" || !strings.Contains(e.Body, "Nobody can pay.")) {
			t.Errorf("%+v", e)
		}
	}
	if !strings.Contains(kinds, "severity") || !strings.Contains(kinds, "war_room") {
		t.Error(kinds)
	}
	var lowered api.IncidentDetail
	h.call(ed, "POST", "/incidents/1/severity", map[string]any{"version": inc.Version, "to": "P2", "reason": "A test."}).want(200).into(&lowered)
	h.deliver(webhook(fire("More", h.clock.now(), "service", "checkout"))).want(200)
	if after := h.incident("1").Incident; after.Severity != api.P2 || after.WarRoom == nil {
		t.Fatalf("what people lowered was raised again: %+v", after)
	}
}

// However an incident becomes a P0, it gets a room, once.
func TestEveryP0HasAWarRoom(t *testing.T) {
	h := practised(t, shopRules)
	var declared api.IncidentDetail
	h.call(ed, "POST", "/incidents", map[string]any{"key": "form-0001", "title": "All is dark", "severity": "P0"}).want(201).into(&declared)
	if room := declared.Incident.WarRoom; room == nil || *room != "https://meet.example.com/inc-1?t=All%20is%20dark" {
		t.Fatalf("%+v", declared.Incident)
	}
	h.deliver(webhook(fire("Slow", h.clock.now(), "service", "mail"))).want(200)
	h.deliver(webhook(fire("Down", h.clock.now(), "service", "mail", "severity", "P0"))).want(200)
	if inc := h.incident("2").Incident; inc.Severity != api.P0 || inc.WarRoom == nil {
		t.Fatalf("%+v", inc)
	}
	h.deliver(webhook(fire("Slow", h.clock.now(), "service", "news"))).want(200)
	var raised api.IncidentDetail
	h.call(ed, "POST", "/incidents/3/severity", map[string]any{"version": h.incident("3").Incident.Version, "to": "P0"}).want(200).into(&raised)
	if raised.Incident.WarRoom == nil {
		t.Fatalf("%+v", raised.Incident)
	}
	without := newHarness(t)
	without.deliver(webhook(fire("Down", without.clock.now(), "service", "mail", "severity", "P0"))).want(200)
	if inc := without.incident("1").Incident; inc.WarRoom != nil {
		t.Fatalf("%+v", inc)
	}
}

// The catalog says which alerts are worse for a critical service; only the mark on the service makes that a P0.
func TestCriticalServiceThatIsDownIsP0(t *testing.T) {
	h := practised(t, shopRules)
	h.deliver(webhook(fire("AvailServiceUp", h.clock.now(), "service", "cart", "signal", "avail-service-up", "severity", "P1"))).want(200)
	h.deliver(webhook(fire("AvailServiceUp", h.clock.now(), "service", "mail", "signal", "avail-service-up", "severity", "P1"))).want(200)
	if cart, mail := h.incident("1").Incident.Severity, h.incident("2").Incident.Severity; cart != api.P0 || mail != api.P1 {
		t.Errorf("cart %s, mail %s", cart, mail)
	}
}

func TestRulesLookAtTheAge(t *testing.T) {
	h := practised(t, shopRules)
	h.app.runtime.every = 5 * time.Millisecond
	h.deliver(webhook(fire("Slow", h.clock.now(), "service", "cart", "severity", "P3"), fire("Slow", h.clock.now(), "service", "mail", "severity", "P3"))).want(200)
	h.clock.advance(20 * time.Minute)
	for deadline := time.Now().Add(10 * time.Second); h.incident("1").Incident.Severity != api.P1; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%+v", h.incident("1").Incident)
		}
	}
	if mail := h.incident("2").Incident; mail.Severity != api.P3 {
		t.Errorf("%+v", mail)
	}
}

func TestSeveritiesAndRulesAreListed(t *testing.T) {
	more := map[string]any{"reopenWindow": map[string]string{"P3": "0s"}, "resolveDelay": map[string]string{"P0": "7m", "P1": "0s"}, "flapping": map[string]any{"times": 6, "window": "2h"}}
	for name, value := range shopRules {
		more[name] = value
	}
	h := practised(t, more)
	var severities api.SeverityList
	h.call(vic, "GET", "/severities", nil).want(200).into(&severities)
	p0, p3 := severities.Severities[0], severities.Severities[3]
	if p0.Id != api.P0 || *p0.AcknowledgeSeconds != 300 || *p0.UpdateSeconds != 900 || p0.ReopenSeconds != 1800 || p0.ResolveDelaySeconds != 420 || severities.Severities[1].ResolveDelaySeconds != 0 || severities.Severities[2].ResolveDelaySeconds != 300 || p3.ResolveDelaySeconds != 0 || p3.ReopenSeconds != 0 || p3.UpdateSeconds != nil {
		t.Errorf("%+v %+v", p0, p3)
	}
	var list api.RuleList
	h.call(vic, "GET", "/rules", nil).want(200).into(&list)
	if len(list.Grouping) != 1 || len(list.Services) != 2 || list.Flapping.Times != 6 || list.Flapping.WindowSeconds != 7200 || list.WarRoom == nil {
		t.Errorf("%+v", list)
	}
	names := ""
	for _, r := range list.Severity {
		names += r.Name + " "
	}
	if names != "checkout overdue critical-service spread " {
		t.Errorf("a built-in rule is replaced by one of its name: %s", names)
	}
}

func TestTryRules(t *testing.T) {
	h := practised(t, shopRules)
	h.deliver(webhook(fire("Slow", h.clock.now(), "cluster", "c", "service", "checkout"))).want(200)
	var got api.RuleTrialResult
	h.call(ada, "POST", "/rules/try", api.RuleTrial{
		Source: optional("Shop Alertmanager"), Labels: map[string]string{"service": "checkout", "cluster": "c", "severity": "warning"}, Alerts: optional(3),
	}).want(200).into(&got)
	if got.GroupKey != "cluster=c,service=checkout" || *got.GroupingRule != "one service" || *got.Incident != 1 || got.AlertSeverity != api.P2 || got.Severity != api.P0 || got.Tier != nil {
		t.Errorf("%+v", got)
	}
	if len(got.Rules) != 5 || !got.Rules[0].Used || !got.Rules[1].Used || got.Rules[2].Matched {
		t.Errorf("%+v", got.Rules)
	}
	var plain api.RuleTrialResult
	h.call(ada, "POST", "/rules/try", api.RuleTrial{Labels: map[string]string{"alertname": "NodeDown", "node": "n1"}}).want(200).into(&plain)
	if plain.GroupKey != "alertname=NodeDown,node=n1" || plain.GroupingRule != nil || plain.Incident != nil {
		t.Errorf("%+v", plain)
	}
	h.call(ada, "POST", "/rules/try", map[string]any{"labels": map[string]string{}, "alerts": 0}).wantError(400, "bad_request")
	h.call(ada, "POST", "/rules/try", api.RuleTrial{Labels: map[string]string{"a": strings.Repeat("x", 5000)}}).wantError(400, "bad_request")
	h.call(ed, "POST", "/rules/try", api.RuleTrial{Labels: map[string]string{}}).wantError(403, "forbidden")
}

// A wrong rule must cost no alert: they are taken without rules, and the status says what is wrong.
func TestWrongRulesCostNoAlert(t *testing.T) {
	cases := map[string]map[string]any{
		"jsonData.grouping[0].when":          {"grouping": []map[string]any{{"name": "a", "when": "labels.a ==", "by": []string{"a"}}}},
		"jsonData.severityRules[0].severity": {"severityRules": []map[string]any{{"name": "a", "when": "true", "severity": "P7"}}},
		"jsonData.services":                  {"services": "cart"},
		"jsonData.grouping":                  {"grouping": []map[string]any{{"name": "a", "by": []string{"a"}, "windw": "1h"}}},
		"jsonData.warRoom":                   {"warRoom": "https://{{.Title}}/"},
	}
	for field, settings := range cases {
		t.Run(field, func(t *testing.T) {
			h := practised(t, settings)
			h.deliver(webhook(fire("Slow", h.clock.now(), "service", "cart"))).want(200)
			var st api.Status
			h.call(vic, "GET", "/status", nil).want(200).into(&st)
			if p := part(t, st, "rules"); p.State != api.StatusPartStateError || p.Details == nil || (*p.Details)["field"] != field {
				t.Errorf("%+v", p)
			}
			if got := h.call(vic, "GET", "/rules", nil).wantError(503, "bad_settings"); got != field {
				t.Error(got)
			}
			h.call(ada, "POST", "/rules/try", api.RuleTrial{Labels: map[string]string{}}).wantError(503, "bad_settings")
		})
	}
}

func TestWindowsInTheSettings(t *testing.T) {
	for field, settings := range map[string]map[string]any{
		"jsonData.reopenWindow.P1": {"reopenWindow": map[string]string{"P1": "later"}},
		"jsonData.reopenWindow":    {"reopenWindow": map[string]string{"P4": "1m"}},
		"jsonData.flapping.times":  {"flapping": map[string]any{"times": 1}},
		"jsonData.flapping.window": {"flapping": map[string]any{"window": "1s"}},
	} {
		h := practised(t, settings)
		h.call(vic, "GET", "/incidents", nil).want(200)
		var st api.Status
		h.call(vic, "GET", "/status", nil).want(200).into(&st)
		if p := part(t, st, "settings"); p.State != api.StatusPartStateError || p.Details == nil || (*p.Details)[field] == "" {
			t.Errorf("%s: %+v", field, p)
		}
	}
}

var uptimeMapping = &api.Mapping{
	Alerts: optional(`body.checks`), Status: optional(`alert.up ? "resolved" : "firing"`), Fingerprint: optional(`alert.id`),
	Labels: optional(`{"alertname": "CheckFailed", "service": alert.name, "severity": "critical"}`), Link: optional(`alert.url`),
}

func TestSourceOfJSON(t *testing.T) {
	h := newHarness(t)
	if field := h.call(ada, "POST", "/sources", api.NewSource{Name: "Uptime", Kind: api.SourceKindJson}).wantError(400, "bad_rule"); field != "mapping.labels" {
		t.Error(field)
	}
	wrong := api.NewSource{Name: "Uptime", Kind: api.SourceKindJson, Mapping: &api.Mapping{Labels: optional(`{"a": alerts.b}`)}}
	if a := h.call(ada, "POST", "/sources", wrong); a.wantError(400, "bad_rule") != "mapping.labels" || !strings.Contains(string(a.body), "column 7") {
		t.Errorf("%s", a.body)
	}
	h.call(ada, "POST", "/sources", api.NewSource{Name: "Other", Kind: api.SourceKindGrafana, Mapping: uptimeMapping}).wantError(400, "bad_source")

	var made api.SourceWithToken
	h.call(ada, "POST", "/sources", api.NewSource{Name: "Uptime", Kind: api.SourceKindJson, Mapping: uptimeMapping}).want(201).into(&made)
	if made.Source.Mapping == nil || *made.Source.Mapping.Alerts != "body.checks" {
		t.Fatalf("%+v", made.Source)
	}
	send := func(body string) answer {
		return h.call(robot, http.MethodPost, "/ingest/"+made.Source.Id, []byte(body), "X-Strata-Token", made.Token)
	}
	check := func(id, name string, up bool) string {
		return mustJSON(t, map[string]any{"id": id, "name": name, "up": up, "url": "https://checks.example.com/" + id})
	}
	var receipt struct {
		New, Resolved int
		Errors        []struct{ Field, Message string }
	}
	send(`{"checks": [` + check("1", "cart", false) + `, {"id": 7}, ` + check("2", "shop", false) + `]}`).want(200).into(&receipt)
	if receipt.New != 2 || len(receipt.Errors) != 1 || receipt.Errors[0].Field != "alerts[1].status" || !strings.Contains(receipt.Errors[0].Message, "no such key: up") {
		t.Fatalf("%+v", receipt)
	}
	if d := h.incident("1"); d.Incident.Severity != api.P1 || d.Incident.Services[0] != "cart" || *d.Alerts[0].Links.Rule != "https://checks.example.com/1" {
		t.Fatalf("%+v", d)
	}
	send(`{"checks": [` + check("1", "cart", true) + `]}`).want(200).into(&receipt)
	if receipt.Resolved != 1 || h.incident("1").Incident.FiringAlerts != 0 {
		t.Fatalf("%+v", receipt)
	}
	send(`{"checks": []}`).want(200)
	send(`{"checks": [{}, {}]}`).wantError(422, "no_usable_alert")
	send(`{"events": []}`).wantError(422, "bad_mapping")
	send(`{"checks"`).wantError(400, "bad_json")
	var letters api.DeadLetterList
	h.call(ada, "GET", "/sources/"+made.Source.Id+"/dead-letters", nil).want(200).into(&letters)
	if len(letters.Letters) != 2 || !strings.Contains(letters.Letters[1].Reason, "None of the 2 alerts") {
		t.Errorf("%+v", letters)
	}
	h.call(ada, "PATCH", "/sources/"+made.Source.Id, api.SourcePatch{Mapping: &api.Mapping{Labels: optional(`{"alertname": "x"}`), Alerts: optional(`body.events`)}}).want(200)
	send(`{"events": [{}]}`).want(200)
	h.call(ada, "PATCH", "/sources/"+made.Source.Id, api.SourcePatch{Mapping: &api.Mapping{}}).wantError(400, "bad_rule")
}

func TestTryMapping(t *testing.T) {
	h := practised(t, shopRules)
	var got api.MappingTrialResult
	body := `{"checks": [{"id": 9, "name": "cart", "up": false, "url": "javascript:alert(1)"}, {"up": 7}]}`
	h.call(ada, "POST", "/sources/try-mapping", api.MappingTrial{Mapping: *uptimeMapping, Body: body}).want(200).into(&got)
	if got.Received != 2 || len(got.Alerts) != 1 || len(got.Errors) != 1 || got.Errors[0].Index != 1 {
		t.Fatalf("%+v", got)
	}
	if a := got.Alerts[0]; a.Fingerprint != "9" || a.Severity != api.P1 || a.GroupKey != "service=cart" || a.Link != nil || a.Status != api.MappedAlertStatusFiring {
		t.Errorf("%+v", a)
	}
	h.call(ada, "POST", "/sources/try-mapping", api.MappingTrial{Mapping: *uptimeMapping, Body: `{"checks": [{}]}`}).want(200).into(&got)
	h.call(ada, "POST", "/sources/try-mapping", api.MappingTrial{Mapping: *uptimeMapping, Body: `[`}).wantError(400, "bad_json")
	h.call(ada, "POST", "/sources/try-mapping", api.MappingTrial{Body: `[]`}).wantError(400, "bad_rule")
	h.call(ed, "POST", "/sources/try-mapping", api.MappingTrial{Body: `[]`}).wantError(403, "forbidden")
}

func TestProvisionedMapping(t *testing.T) {
	source := map[string]any{"name": "Shop Alertmanager", "kind": "json", "mapping": map[string]string{"labels": `{"alertname": alert.a}`}}
	h := practised(t, map[string]any{"sources": []any{source}})
	h.deliver(map[string]any{"a": "Down"}).want(200)
	if d := h.incident("1"); d.Alerts[0].Name != "Down" {
		t.Errorf("%+v", d)
	}
	source["mapping"] = map[string]string{"labels": `{"alertname": `}
	wrong := practised(t, map[string]any{"sources": []any{source}})
	var st api.Status
	wrong.call(vic, "GET", "/status", nil).want(200).into(&st)
	if p := part(t, st, "sources"); p.Details == nil || (*p.Details)["field"] != "jsonData.sources[0].mapping.labels" {
		t.Errorf("%+v", p)
	}
}
