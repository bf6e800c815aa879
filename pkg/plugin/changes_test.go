package plugin

import (
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
)

func TestChangesAreTheNewestEntriesOfAnOrganisation(t *testing.T) {
	h := newHarness(t)
	h.deliver(webhook(fire("Down", h.clock.now(), "service", "cart", "severity", "P1"))).want(200)
	h.clock.advance(time.Minute)
	h.deliver(webhook(fire("Slow", h.clock.now(), "service", "pay", "severity", "P2"))).want(200)
	h.clock.advance(time.Minute)
	h.call(ed, "POST", "/incidents/1/notes", map[string]any{"body": "looking"}).want(201)
	var list api.ChangeList
	h.call(public, "GET", "/changes?limit=2", nil).want(200).into(&list) // a wall without a login
	if len(list.Changes) != 2 {
		t.Fatalf("%+v", list)
	}
	if c := list.Changes[0]; c.Incident != 1 || c.Entry.Kind != "note" || c.Entry.Actor.Name != "ed" || c.Severity != api.P1 || c.Title == "" {
		t.Errorf("%+v", c)
	}
	if c := list.Changes[1]; c.Incident != 2 {
		t.Errorf("%+v", c)
	}
	h.call(other, "GET", "/changes", nil).want(200).into(&list)
	if len(list.Changes) != 0 {
		t.Errorf("another organisation sees %+v", list)
	}
	for _, limit := range []string{"0", "101", "x"} {
		h.call(vic, "GET", "/changes?limit="+limit, nil).wantError(400, "bad_request")
	}
}
