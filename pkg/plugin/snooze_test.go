package plugin

import (
	"strings"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
)

func TestSnoozeOverTheAPI(t *testing.T) {
	h := newHarness(t)
	h.deliver(webhook(fire("Down", h.clock.now(), "service", "cart"))).want(200)
	path := "/incidents/1/snooze"
	for body, field := range map[string]string{
		`{"version":1,"reason":"x"}`: "minutes", `{"version":1,"reason":"x","minutes":5,"until":"2026-11-21T10:00:00Z"}`: "minutes",
		`{"version":1,"reason":" ","minutes":5}`: "reason", `{"version":1,"reason":"x","minutes":0}`: "minutes",
	} {
		if got := h.call(ed, "POST", path, body).wantError(400, "bad_request"); got != field {
			t.Errorf("%s: field %q", body, got)
		}
	}
	h.call(ed, "POST", path, `{"version":1,"reason":"x","until":"2026-11-20T10:00:00Z"}`).wantError(400, "bad_until")
	h.call(vic, "POST", path, `{"version":1,"reason":"x","minutes":5}`).wantError(403, "forbidden")
	h.call(ed, "POST", path, `{"version":7,"reason":"x","minutes":5}`).want(409)
	var d api.IncidentDetail
	h.call(ed, "POST", path, `{"version":1,"reason":"known","minutes":30}`).want(200).into(&d)
	if d.Incident.SnoozedUntil == nil || !d.Incident.SnoozedUntil.Equal(h.clock.now().Add(30*time.Minute)) || !strings.Contains(mustJSON(t, d.Allowed), "unsnooze") {
		t.Errorf("%+v", d.Incident)
	}
	h.call(vic, "DELETE", path+"?version=2", nil).want(403)
	h.call(ed, "DELETE", path+"?version=1", nil).want(409)
	d = api.IncidentDetail{}
	h.call(ed, "DELETE", path+"?version=2", nil).want(200).into(&d)
	if d.Incident.SnoozedUntil != nil {
		t.Errorf("%+v", d.Incident)
	}
}
