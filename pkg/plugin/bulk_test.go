package plugin

import (
	"fmt"
	"testing"

	"github.com/strata-sre/strata-sre-app/pkg/api"
)

// three opens incidents 1 to 3.
func three(t *testing.T) *harness {
	t.Helper()
	h := newHarness(t)
	for _, service := range []string{"cart", "pay", "mail"} {
		h.deliver(webhook(fire("Down", h.clock.now(), "service", service, "severity", "P2"))).want(200)
	}
	return h
}

func (h *harness) bulk(body string) []api.BulkOutcome {
	h.t.Helper()
	var result api.BulkResult
	h.call(ed, "POST", "/incidents/bulk", body).want(200).into(&result)
	return result.Results
}

func TestOneRefusalLeavesTheOthersDone(t *testing.T) {
	h := three(t)
	got := h.bulk(`{"action":"acknowledge","items":[{"number":1,"version":1},{"number":2,"version":9},{"number":77,"version":1},{"number":3,"version":1}]}`)
	if len(got) != 4 || !got[0].Done || got[1].Done || got[2].Done || !got[3].Done {
		t.Fatalf("%+v", got)
	}
	if !got[0].Incident.Acknowledged || got[0].Incident.AcknowledgedBy == nil || *got[0].Incident.AcknowledgedBy != ed.login {
		t.Errorf("%+v", got[0].Incident)
	}
	if got[1].Problem.Code != "stale_version" || got[1].Incident == nil || got[1].Incident.Acknowledged {
		t.Errorf("%+v", got[1])
	}
	if got[2].Problem.Code != "not_found" || got[2].Incident != nil {
		t.Errorf("%+v", got[2])
	}
	// What it answers is what is written, with the version that the next change needs.
	var detail api.IncidentDetail
	h.call(vic, "GET", "/incidents/3", nil).want(200).into(&detail)
	if detail.Incident.Version != got[3].Incident.Version || !detail.Incident.Acknowledged {
		t.Errorf("%+v", detail)
	}
}

func TestEveryBulkActionAndItsWayBack(t *testing.T) {
	h := three(t)
	version := map[int64]int64{1: 1, 2: 1, 3: 1}
	do := func(action, more string, numbers ...int64) {
		t.Helper()
		items := ""
		for i, n := range numbers {
			if i > 0 {
				items += ","
			}
			items += fmt.Sprintf(`{"number":%d,"version":%d}`, n, version[n])
		}
		for _, one := range h.bulk(fmt.Sprintf(`{"action":%q,"items":[%s]%s}`, action, items, more)) {
			if !one.Done {
				t.Fatalf("%s %d: %+v", action, one.Number, one.Problem)
			}
			version[one.Number] = one.Incident.Version
		}
	}
	do("severity", `,"to":"P1"`, 1, 2)
	do("severity", `,"to":"P2","reason":"Undone."`, 1, 2)
	do("assign", `,"login":"zoe"`, 1, 2)
	if got := h.response("1").Roles[0]; len(got.People) != 1 || got.People[0].Login != "zoe" {
		t.Errorf("%+v", got)
	}
	do("assign", "", 3) // whoever asks
	if got := h.response("3").Roles[0]; len(got.People) != 1 || got.People[0].Login != ed.login {
		t.Errorf("%+v", got)
	}
	do("release", `,"login":"zoe"`, 1, 2)
	do("release", "", 3)
	do("snooze", `,"minutes":30,"reason":"known"`, 1, 2)
	do("unsnooze", "", 1, 2)
	do("merge", `,"into":1`, 2, 3)
	do("unmerge", "", 2, 3)
	var target api.IncidentDetail
	h.call(vic, "GET", "/incidents/1", nil).want(200).into(&target)
	version[1] = target.Incident.Version // it took others in and gave them back
	do("acknowledge", `,"minutes":60`, 1, 2, 3)
	do("unacknowledge", "", 1, 2, 3)
	for n := range version {
		var d api.IncidentDetail
		h.call(vic, "GET", fmt.Sprintf("/incidents/%d", n), nil).want(200).into(&d)
		if d.Incident.Severity != "P2" || d.Incident.Acknowledged || d.Incident.SnoozedUntil != nil || d.Incident.MergedInto != nil || d.Incident.Commander != nil {
			t.Errorf("%+v", d.Incident)
		}
	}
}

func TestBulkRefusesWhatItCannotDo(t *testing.T) {
	h := three(t)
	one := `,"items":[{"number":1,"version":1}]}`
	for body, field := range map[string]string{
		`{"action":"severity"` + one: "to", `{"action":"severity","to":"P9"` + one: "to", `{"action":"snooze","reason":"x"` + one: "minutes",
		`{"action":"merge"` + one: "into", `{"action":"close"` + one: "action", `{"action":"acknowledge","items":[]}`: "items",
	} {
		if got := h.call(ed, "POST", "/incidents/bulk", body).wantError(400, "bad_request"); got != field {
			t.Errorf("%s: field %q", body, got)
		}
	}
	stale := h.bulk(`{"action":"assign","items":[{"number":1,"version":7},{"number":2,"version":1}]}`)
	if stale[0].Done || stale[0].Problem.Code != "stale_version" || !stale[1].Done || *stale[1].Incident.Commander != ed.login {
		t.Errorf("%+v", stale)
	}
	got := h.bulk(`{"action":"severity","to":"P3"` + one)
	if got[0].Done || got[0].Problem.Code != "reason_missing" {
		t.Errorf("%+v", got)
	}
	h.call(vic, "POST", "/incidents/bulk", `{"action":"acknowledge"`+one).want(403)
}
