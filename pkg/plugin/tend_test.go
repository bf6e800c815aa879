package plugin

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// settled waits for an incident's state, which another goroutine changes.
func (h *harness) settled(number string, want api.IncidentStatus) api.Incident {
	h.t.Helper()
	var d api.IncidentDetail
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		d = api.IncidentDetail{}
		h.call(vic, "GET", "/incidents/"+number, nil).want(200).into(&d)
		if d.Incident.Status == want {
			return d.Incident
		}
	}
	h.t.Fatalf("%+v is not %s", d.Incident, want)
	return d.Incident
}

func TestWhatIsDueIsDoneByItself(t *testing.T) {
	h := newHarness(t)
	h.app.runtime.every = 5 * time.Millisecond
	h.app.runtime.settings.policy = incident.Policy{ResolveDelay: map[incident.Severity]time.Duration{incident.P1: time.Minute}, StaleAfter: time.Hour}
	down := fire("Down", h.clock.now(), "severity", "P1", "service", "cart")
	h.deliver(webhook(down)).want(200)
	h.deliver(webhook(resolved(down, h.clock.now()))).want(200)
	h.settled("1", api.IncidentStatusMonitoring)
	h.clock.advance(time.Minute)
	h.settled("1", api.IncidentStatusResolved)

	h.clock.advance(time.Hour)
	h.deliver(webhook(fire("Down", h.clock.now(), "severity", "P1", "service", "cart"))).want(200)
	var d api.IncidentDetail
	h.call(ed, "POST", "/incidents/2/acknowledge", api.Act{Version: 1, Minutes: optional(30)}).want(200).into(&d)
	if d.Incident.AcknowledgedUntil == nil || !d.Incident.AcknowledgedUntil.Equal(h.clock.now().Add(30*time.Minute)) {
		t.Fatalf("%+v", d.Incident)
	}
	h.call(ed, "POST", "/incidents/2/acknowledge", api.Act{Version: 2, Minutes: optional(99_999)}).wantError(400, "bad_request")
	h.clock.advance(2 * time.Hour)
	if inc := h.settled("2", api.IncidentStatusMonitoring); inc.FiringAlerts != 0 {
		t.Fatalf("%+v", inc)
	}
	h.app.Dispose()
	h.app.Dispose()
}

func TestWaitsInTheSettings(t *testing.T) {
	usual := incident.Policy{StaleAfter: incident.DefaultStaleAfter, ResolveDelay: incident.DefaultResolveDelay}
	cases := []struct {
		json  string
		field string
		want  incident.Policy
	}{
		{`{}`, "", usual},
		{`{"resolveDelay":{"P1":"0s","P3":"1m"}}`, "", incident.Policy{StaleAfter: incident.DefaultStaleAfter, ResolveDelay: map[incident.Severity]time.Duration{incident.P3: time.Minute}}},
		{`{"resolveDelay":{"P1":"5m","P3":"0s"},"staleAfter":"0s"}`, "", incident.Policy{ResolveDelay: map[incident.Severity]time.Duration{incident.P1: 5 * time.Minute}}},
		{`{"resolveDelay":{"P9":"5m"}}`, "jsonData.resolveDelay", usual},
		{`{"resolveDelay":{"P1":"5"}}`, "jsonData.resolveDelay.P1", usual},
		{`{"resolveDelay":{"P1":"-5m"}}`, "jsonData.resolveDelay.P1", usual},
		{`{"staleAfter":"9000h"}`, "jsonData.staleAfter", usual},
	}
	for _, c := range cases {
		t.Run(c.json, func(t *testing.T) {
			h := &harness{t: t, clock: newClock()}
			h.app = newApp(backend.AppInstanceSettings{JSONData: json.RawMessage(c.json)}, h.clock.now)
			t.Cleanup(h.app.Dispose)
			if field := noted(t, c.json); field != c.field {
				t.Fatalf("field %q, want %q", field, c.field)
			}
			got := h.app.runtime.settings.policy
			if got.StaleAfter != c.want.StaleAfter || got.ResolveDelay[incident.P1] != c.want.ResolveDelay[incident.P1] || got.ResolveDelay[incident.P3] != c.want.ResolveDelay[incident.P3] {
				t.Fatalf("%+v", got)
			}
		})
	}
}
