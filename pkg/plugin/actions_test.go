package plugin

import (
	"slices"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
)

// What people do with an incident, each step through the contract.
func TestWhatPeopleDo(t *testing.T) {
	h := newHarness(t)
	now := h.clock.now()
	h.deliver(webhook(
		fire("Down", now, "severity", "P1", "service", "cart"), fire("Slow", now, "severity", "P2", "service", "cart"), fire("Down", now, "severity", "P2", "service", "mail"),
	)).want(200)
	var d api.IncidentDetail
	h.call(ed, "GET", "/incidents/1", nil).want(200).into(&d)
	if !slices.Equal(d.Statuses, []api.IncidentStatus{api.IncidentStatusInvestigating, api.IncidentStatusMitigating, api.IncidentStatusMonitoring}) {
		t.Fatalf("states %v", d.Statuses)
	}
	version := func() int64 { return d.Incident.Version }

	h.call(ed, "POST", "/incidents/1/status", api.StatusChange{Version: version(), To: "resolved"}).wantError(422, "status_not_next")
	h.call(ed, "POST", "/incidents/1/status", map[string]any{"version": version(), "to": "asleep"}).wantError(400, "bad_request")
	h.call(ed, "POST", "/incidents/1/status", api.StatusChange{Version: version(), To: api.IncidentStatusMonitoring, Note: optional("The rollback is out.")}).want(200).into(&d)
	if d.Incident.MitigatedAt == nil || !d.Incident.MitigatedAt.Equal(now) {
		t.Fatalf("%+v", d.Incident)
	}
	h.call(ed, "POST", "/incidents/1/severity", api.SeverityChange{Version: version(), To: api.P3}).wantError(422, "reason_missing")
	h.call(ed, "POST", "/incidents/1/severity", api.SeverityChange{Version: version(), To: api.P3, Reason: optional("One user.")}).want(200).into(&d)
	if d.Incident.Severity != api.P3 || *d.Incident.LoweredFrom != api.P1 {
		t.Fatalf("%+v", d.Incident)
	}
	h.call(ed, "PATCH", "/incidents/1", api.IncidentEdit{Version: version(), Title: optional(" ")}).wantError(400, "bad_request")
	h.call(ed, "PATCH", "/incidents/1", api.IncidentEdit{Version: version(), Title: optional("Cart"), Summary: optional("Text")}).want(200).into(&d)
	if d.Incident.Title != "Cart" || *d.Incident.Summary != "Text" {
		t.Fatalf("%+v", d.Incident)
	}

	var slow int64
	for _, a := range d.Alerts {
		if a.Name == "Slow" {
			slow = a.Id
		}
	}
	h.call(ed, "POST", "/incidents/1/split", api.Split{Version: version(), Occurrences: []int64{slow}}).want(200).into(&d)
	if d.Incident.TotalAlerts != 1 {
		t.Fatalf("%+v", d.Incident)
	}
	h.call(ed, "POST", "/incidents/1/merge", api.Merge{Version: version(), Into: 1}).wantError(400, "merge_self")
	h.call(ed, "POST", "/incidents/1/merge", api.Merge{Version: version(), Into: 2, Note: optional("Same cause.")}).want(200).into(&d)
	if *d.Incident.MergedInto != 2 || !slices.Equal(d.Allowed, []api.IncidentDetailAllowed{"unmerge"}) {
		t.Fatalf("%+v may %v", d.Incident, d.Allowed)
	}
	was := version()
	d = api.IncidentDetail{}
	h.call(ed, "POST", "/incidents/1/unmerge", api.Act{Version: was}).want(200).into(&d)
	if d.Incident.MergedInto != nil || d.Incident.FiringAlerts != 1 {
		t.Fatalf("%+v", d.Incident)
	}

	h.call(ed, "GET", "/incidents/3", nil).want(200).into(&d)
	h.call(ed, "POST", "/incidents/3/decline", api.Decline{Version: version() + 1, Reason: "A test."}).want(409)
	h.call(ed, "POST", "/incidents/3/decline", api.Decline{Version: version(), Reason: "A test."}).want(200).into(&d)
	if d.Incident.Status != api.IncidentStatusDeclined {
		t.Fatalf("%+v", d.Incident)
	}
	h.clock.advance(time.Minute)
	h.deliver(webhook(resolved(fire("Down", now, "severity", "P1", "service", "cart"), h.clock.now()))).want(200)
	h.call(ed, "GET", "/incidents/1", nil).want(200).into(&d)
	h.call(ed, "POST", "/incidents/1/close", api.Act{Version: version()}).wantError(422, "review_missing")
}
