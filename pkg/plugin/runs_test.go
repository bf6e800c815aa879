package plugin

import (
	"fmt"
	"strings"
	"testing"

	"github.com/strata-sre/strata-sre-app/pkg/api"
)

func incidentBooks(h *harness, number int) api.IncidentRunbooks {
	h.t.Helper()
	var out api.IncidentRunbooks
	h.call(vic, "GET", fmt.Sprintf("/incidents/%d/runbooks", number), nil).want(200).into(&out)
	return out
}

func startRun(h *harness, who person, runbook string) api.RunbookRun {
	h.t.Helper()
	var run api.RunbookRun
	h.call(who, "POST", "/incidents/1/runs", map[string]any{"runbook": runbook}).want(200).into(&run)
	return run
}

func tickPath(run api.RunbookRun, position int) string {
	return fmt.Sprintf("/incidents/1/runs/%d/steps/%d", run.Id, position)
}

func runbookEntries(h *harness) []string {
	h.t.Helper()
	var page api.TimelinePage
	h.call(vic, "GET", "/incidents/1/timeline", nil).want(200).into(&page)
	var out []string
	for _, e := range page.Entries {
		if e.Kind == "runbook" {
			out = append(out, e.Actor.Name+": "+e.Body)
		}
	}
	return out
}

func TestRunbooksAreMatchedToIncidents(t *testing.T) {
	h := newHarness(t)
	h.call(ed, "PUT", "/runbooks/our-cart", map[string]any{"revision": 0, "text": "---\ntitle: Our cart\nmatch:\n  - labels: {service: cart}\n---\n## Resolution\n- x\n"}).want(200)
	alert := func(name, runbook string, labels ...string) map[string]any {
		a := fire(name, h.clock.now(), append(labels, "service", "cart")...)
		a["annotations"] = map[string]string{"runbook_url": runbook}
		return a
	}
	h.deliver(webhook(
		alert("Dns", "https://grafana.example/sub/a/strata-sre-app/runbooks/net-latency", "signal", "net-dns-latency"),
		alert("Other", "https://wiki.example/cart"),
	)).want(200)
	got := incidentBooks(h, 1)
	var list []string
	for _, m := range got.Matches {
		list = append(list, fmt.Sprintf("%s %s %s %d", m.Id, m.By, m.Alert, m.Alerts))
	}
	if strings.Join(list, "; ") != "net-latency link Dns 1; our-cart labels Dns 2; net-dns signal Dns 1" && strings.Join(list, "; ") != "net-latency link Dns 1; our-cart labels Other 2; net-dns signal Dns 1" {
		t.Errorf("%v", list)
	}
	if len(got.Links) != 1 || got.Links[0].Url != "https://wiki.example/cart" || got.Links[0].Alert != "Other" {
		t.Errorf("%+v", got.Links)
	}
	h.call(vic, "GET", "/incidents/77/runbooks", nil).wantError(404, "not_found")
	h.call(other, "GET", "/incidents/1/runbooks", nil).wantError(404, "not_found")
}

func TestStepsAreTickedOnce(t *testing.T) {
	h := newHarness(t)
	h.deliver(webhook(fire("Down", h.clock.now(), "service", "cart"))).want(200)
	h.call(vic, "POST", "/incidents/1/runs", map[string]any{"runbook": "net-dns"}).wantError(403, "forbidden")
	h.call(ed, "POST", "/incidents/1/runs", map[string]any{"runbook": "no-such-book"}).wantError(404, "unknown_runbook")
	h.call(ed, "POST", "/incidents/77/runs", map[string]any{"runbook": "net-dns"}).wantError(404, "not_found")
	run := startRun(h, ed, "net-dns")
	if again := startRun(h, ada, "net-dns"); again.Id != run.Id || again.StartedBy != "ed" {
		t.Errorf("two people began %d and %d", run.Id, again.Id)
	}
	done := map[string]any{"state": "done", "seen": 0}
	h.call(vic, "PUT", tickPath(run, 1), done).wantError(403, "forbidden")
	h.call(ed, "PUT", tickPath(run, 1), done).want(200)
	h.call(ada, "PUT", tickPath(run, 1), done).want(200) // a retry, or two people at once: the same
	h.call(ada, "PUT", tickPath(run, 1), map[string]any{"state": "skipped", "seen": 0}).wantError(409, "stale_version")
	h.call(ada, "PUT", tickPath(run, 2), map[string]any{"state": "skipped", "verdict": "wrong", "comment": "no such pod", "seen": 0}).want(200)
	h.call(ada, "PUT", tickPath(run, 3), map[string]any{"state": "nearly", "seen": 0}).wantError(400, "bad_request")
	h.call(ada, "PUT", tickPath(run, 3), map[string]any{"verdict": "nearly", "seen": 0}).wantError(400, "bad_request")
	h.call(ada, "PUT", tickPath(run, 199), done).wantError(404, "no_such_step")
	h.call(ada, "PUT", fmt.Sprintf("/incidents/1/runs/%d/steps/1", run.Id+99), done).wantError(404, "not_found")
	h.call(other, "PUT", tickPath(run, 1), done).wantError(404, "not_found")

	ticks := incidentBooks(h, 1).Runs[0].Ticks
	if len(ticks) != 2 || *ticks[0].DoneBy != "ed" || *ticks[1].Verdict != "wrong" || *ticks[1].Comment != "no such pod" || *ticks[1].DoneBy != "ada" {
		t.Fatalf("%+v", ticks)
	}
	h.call(ed, "PUT", tickPath(run, 1), map[string]any{"state": "open", "verdict": "helped", "seen": ticks[0].Revision}).want(200)
	end := fmt.Sprintf("/incidents/1/runs/%d/end", run.Id)
	h.call(ed, "POST", end, map[string]any{"comment": "CoreDNS was short of CPU"}).want(200)
	h.call(ada, "POST", end, map[string]any{}).want(200)
	ticks = incidentBooks(h, 1).Runs[0].Ticks
	h.call(ed, "PUT", tickPath(run, 1), map[string]any{"state": "done", "seen": ticks[0].Revision}).wantError(422, "run_ended")
	h.call(ed, "PUT", tickPath(run, 1), map[string]any{"verdict": "missing", "seen": ticks[0].Revision}).want(200)

	want := []string{
		"ed: **Names resolve slowly or not at all** started (built in).",
		"ed: **Names resolve slowly or not at all**, step 1: done.",
		"ada: **Names resolve slowly or not at all**, step 2: skipped, it is wrong.\n\nno such pod",
		"ed: **Names resolve slowly or not at all**, step 1: open again, it helped.",
		"ed: **Names resolve slowly or not at all** ended: 1 of 17 steps done or skipped.\n\nCoreDNS was short of CPU",
		"ed: **Names resolve slowly or not at all**, step 1: something is missing.",
	}
	if got := runbookEntries(h); strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("%q", got)
	}
	if next := startRun(h, ed, "net-dns"); next.Id == run.Id {
		t.Error("an ended run goes on")
	}
	_, byID := books(h)
	if u := byID["net-dns"].Use; u.Runs != 2 || u.Wrong != 1 || u.Missing != 1 || u.Helped != 0 || u.LastUsedAt == nil {
		t.Errorf("%+v", u)
	}
	if r := book(h, "net-dns").Remarks; len(r) != 2 || r[0].Incident != 1 || r[0].By == "" {
		t.Errorf("%+v", r)
	}
}

// The text of a run stays what it was when it was started.
func TestRunsAreOfOneVersion(t *testing.T) {
	h := newHarness(t)
	h.deliver(webhook(fire("Down", h.clock.now(), "service", "cart"))).want(200)
	saveBook(h, "our-shop", bookText("Our shop", "First"), 0).want(200)
	run := startRun(h, ed, "our-shop")
	saveBook(h, "our-shop", bookText("Our shop", "Second"), book(h, "our-shop").Revision).want(200)
	if again := startRun(h, ada, "our-shop"); *again.Version != 1 || again.Sections[0].Steps[0].Text != "First" || again.Id != run.Id {
		t.Errorf("%+v", again)
	}
	b := book(h, "our-shop")
	h.call(ed, "POST", "/runbooks/our-shop/archive", map[string]any{"revision": b.Revision, "archived": true}).want(200)
	h.call(ed, "POST", "/incidents/1/runs", map[string]any{"runbook": "our-shop"}).wantError(422, "not_usable")
}

// What was said on a restricted incident is not shown on the page of the runbook to whoever may not read that.
func TestRemarksOfRestrictedIncidents(t *testing.T) {
	h := newHarness(t)
	h.call(ed, "POST", "/incidents", map[string]any{"key": "form-0001", "title": "x", "severity": "P1", "readers": []string{"ed"}}).want(201)
	run := startRun(h, ed, "net-dns")
	h.call(ed, "PUT", tickPath(run, 1), map[string]any{"verdict": "wrong", "comment": "secret", "seen": 0}).want(200)
	for who, want := range map[person]int{ed: 1, ada: 1, vic: 0} {
		var b api.Runbook
		h.call(who, "GET", "/runbooks/net-dns", nil).want(200).into(&b)
		if len(b.Remarks) != want {
			t.Errorf("%s sees %+v", who.login, b.Remarks)
		}
	}
	h.call(vic, "GET", "/incidents/1/runbooks", nil).wantError(404, "not_found")
}
