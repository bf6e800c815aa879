package plugin

import (
	"net/http"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/ingest"
)

// The way of an incident: alert, incident, click-through, acknowledge, note, resolve, fire again.
func TestTheWayOfAnIncident(t *testing.T) {
	h := newHarness(t)
	start := h.clock.now()
	alert := fire("HighErrorRate", start, "severity", "P1", "layer", "application", "service", "checkout", "namespace", "shop", "cluster", "shop", "signal", "app-errors")

	var receipt ingest.Receipt
	h.deliver(webhook(alert)).want(http.StatusOK).into(&receipt)
	if receipt.New != 1 || len(receipt.Incidents) != 1 || receipt.Incidents[0] != 1 {
		t.Fatalf("receipt %+v", receipt)
	}

	var page api.IncidentPage
	h.call(vic, "GET", "/incidents", nil).want(200).into(&page)
	if len(page.Incidents) != 1 || page.Incidents[0].Severity != api.P1 || page.Incidents[0].Status != api.IncidentStatusTriage {
		t.Fatalf("list %+v", page)
	}

	var lookup api.AlertLookup
	h.call(vic, "GET", "/alerts/lookup?label=alertname%3DHighErrorRate&label=service%3Dcheckout", nil).want(200).into(&lookup)
	if lookup.Outcome != api.AlertLookupOutcomeIncident || *lookup.Incident != 1 {
		t.Fatalf("lookup %+v", lookup)
	}

	var overview api.Overview
	h.call(vic, "GET", "/overview", nil).want(200).into(&overview)
	if overview.Open.P1 != 1 || overview.Unacknowledged != 1 || len(overview.Services) != 1 || *overview.Services[0].Layers[0].Incident != 1 {
		t.Fatalf("overview %+v", overview)
	}

	var detail api.IncidentDetail
	h.call(ed, "POST", "/incidents/1/acknowledge", api.Act{Version: 1}).want(200).into(&detail)
	if !detail.Incident.Acknowledged || *detail.Incident.AcknowledgedBy != "ed" || detail.Incident.Status != api.IncidentStatusInvestigating {
		t.Fatalf("acknowledged %+v", detail.Incident)
	}
	var conflict api.Conflict
	h.call(ed, "POST", "/incidents/1/resolve", api.Act{Version: 1}).want(409).into(&conflict)
	if conflict.Current.Incident.Version != detail.Incident.Version {
		t.Fatalf("conflict %+v", conflict)
	}
	h.call(ed, "POST", "/incidents/1/resolve", api.Act{Version: 2}).wantError(422, "alerts_firing")
	h.call(ed, "POST", "/incidents/1/notes", api.NewNote{Body: "Rolled back."}).want(201)

	h.clock.advance(5 * time.Minute)
	h.deliver(webhook(resolved(alert, h.clock.now()))).want(200).into(&receipt)
	if receipt.Resolved != 1 {
		t.Fatalf("receipt %+v", receipt)
	}
	h.call(vic, "GET", "/incidents/1", nil).want(200).into(&detail)
	if detail.Incident.Status != api.IncidentStatusResolved || detail.Incident.ResolvedAt == nil || detail.Incident.FiringAlerts != 0 || len(detail.Allowed) != 0 {
		t.Fatalf("resolved %+v", detail)
	}

	h.clock.advance(5 * time.Minute)
	h.deliver(webhook(fire("HighErrorRate", h.clock.now(), "severity", "P1", "layer", "application", "service", "checkout", "namespace", "shop", "cluster", "shop", "signal", "app-errors"))).want(200)
	h.call(ed, "GET", "/incidents/1", nil).want(200).into(&detail)
	if detail.Incident.Status != api.IncidentStatusInvestigating || detail.Incident.FlapCount != 1 || detail.Incident.TotalAlerts != 1 || len(detail.Alerts) != 2 {
		t.Fatalf("fires again %+v", detail.Incident)
	}

	var lines api.TimelinePage
	h.call(vic, "GET", "/incidents/1/timeline", nil).want(200).into(&lines)
	kinds := []string{}
	for _, e := range lines.Entries {
		kinds = append(kinds, e.Kind)
	}
	want := []string{"incident_created", "alert_fired", "escalated", "ack", "note", "alert_resolved", "status", "informed", "reopened", "alert_fired"}
	if len(kinds) != len(want) {
		t.Fatalf("timeline %v, want %v", kinds, want)
	}
	for i := range want {
		if kinds[i] != want[i] {
			t.Fatalf("timeline %v, want %v", kinds, want)
		}
	}
}
