package plugin

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/strata-sre/strata-sre-app/pkg/api"
)

func TestAReviewChangesARunbook(t *testing.T) {
	h := newHarness(t)
	h.resolved()
	h.tendNow()
	var book api.Runbook
	h.call(vic, "GET", "/runbooks/net-dns", nil).want(200).into(&book)
	propose := func(text string) answer {
		return h.call(ed, "POST", "/reviews/1/proposals", map[string]any{"kind": "runbook", "target": "net-dns", "why": "The second step was missing.", "body": text})
	}
	propose("no runbook").wantError(422, "bad_runbook")
	var p api.Proposal
	propose(book.Text + "\n  More.\n").want(201).into(&p)
	if h.call(vic, "GET", "/runbooks/net-dns", nil).want(200).into(&book); book.Summary.Version != nil {
		t.Error("a proposal changed the runbook")
	}
	decide := func(id int64, body map[string]any) answer {
		return h.call(ed, "POST", "/reviews/1/proposals/"+strconv.FormatInt(id, 10), body)
	}
	decide(p.Id, map[string]any{"accept": false}).wantError(422, "reason_missing")
	decide(p.Id, map[string]any{"accept": true}).want(200).into(&p)
	if p.State != "accepted" || p.Result == nil || *p.Result != 1 {
		t.Errorf("%+v", p)
	}
	decide(p.Id, map[string]any{"accept": true}).wantError(422, "decided")
	var versions struct{ Versions []api.RunbookVersion }
	h.call(vic, "GET", "/runbooks/net-dns/versions", nil).want(200).into(&versions)
	if len(versions.Versions) != 1 || versions.Versions[0].Comment == nil || !strings.Contains(*versions.Versions[0].Comment, "review of incident 1: The second step") {
		t.Errorf("%+v", versions)
	}
	// One that was made before somebody else changed the runbook is not accepted over that.
	propose(book.Text + "\n  A.\n").want(201).into(&p)
	var other api.Proposal
	propose(book.Text + "\n  B.\n").want(201).into(&other)
	decide(p.Id, map[string]any{"accept": true}).want(200)
	decide(other.Id, map[string]any{"accept": true}).wantError(409, "stale_version")
	decide(other.Id, map[string]any{"accept": false, "reason": "A says the same."}).want(200)
	h.call(ed, "POST", "/reviews/1/proposals", map[string]any{"kind": "threshold", "target": "x-y", "why": "x", "body": "{}"}).wantError(422, "bad_signal")
	h.call(vic, "POST", "/reviews/1/proposals", map[string]any{"kind": "runbook", "target": "net-dns", "why": "x", "body": "x"}).wantError(403, "forbidden")
	var list api.ProposalList
	if h.call(vic, "GET", "/reviews/1/proposals", nil).want(200).into(&list); len(list.Proposals) != 3 {
		t.Errorf("%d proposals", len(list.Proposals))
	}
}

// A proposal of a signal is shown as whole signals, and changes nothing unless all of it comes about.
func TestAReviewChangesAThreshold(t *testing.T) {
	h := newHarness(t)
	h.resolved()
	h.tendNow()
	const id = "http-5xx-ratio"
	before, ok := signalIn(h, vic, id)
	if !ok || before.Alert == nil || before.Alert.Value == nil {
		t.Fatalf("%s has no threshold: %+v", id, before.Alert)
	}
	propose := func(value float64) api.Proposal {
		var p api.Proposal
		body := fmt.Sprintf(`{"id":%q,"alert":{"value":%v}}`, id, value)
		h.call(ed, "POST", "/reviews/1/proposals", map[string]any{"kind": "threshold", "target": id, "why": "It fired too late.", "body": body}).want(201).into(&p)
		return p
	}
	at := func(p api.Proposal) string { return "/reviews/1/proposals/" + strconv.FormatInt(p.Id, 10) }
	first, second := propose(0.0123), propose(0.0456)
	var shown api.ProposalDetail
	h.call(vic, "GET", at(first), nil).want(200).into(&shown)
	if shown.Stale || shown.Refused != nil || !strings.Contains(shown.Proposed, "0.0123") || strings.Contains(shown.Present, "0.0123") || !strings.Contains(shown.Present, before.Alert.Name) {
		t.Errorf("%+v", shown)
	}
	h.call(ed, "POST", at(first), map[string]any{"accept": true}).wantError(403, "forbidden")
	if h.call(vic, "GET", at(first), nil).want(200).into(&shown); shown.Proposal.State != "open" {
		t.Errorf("a refused decision is noted: %+v", shown.Proposal)
	}
	h.call(ada, "POST", at(first), map[string]any{"accept": true}).want(200).into(&first)
	if s, _ := signalIn(h, vic, id); s.Alert.Value == nil || *s.Alert.Value != 0.0123 || first.Result == nil {
		t.Errorf("%+v %+v", s.Alert, first)
	}
	if h.call(vic, "GET", at(second), nil).want(200).into(&shown); !shown.Stale {
		t.Error("what was changed since is not stale")
	}
	h.call(ada, "POST", at(second), map[string]any{"accept": true}).wantError(409, "stale_version")
	var list api.ProposalList
	h.call(vic, "GET", "/proposals?of=signal&state=accepted&target="+id, nil).want(200).into(&list)
	if len(list.Proposals) != 1 || list.Proposals[0].Number != 1 || list.Proposals[0].Id != first.Id {
		t.Errorf("%+v", list)
	}
	if h.call(vic, "GET", "/proposals?of=runbook&target="+id, nil).want(200).into(&list); len(list.Proposals) != 0 {
		t.Errorf("%+v", list)
	}
	h.call(vic, "GET", "/proposals?of=cake", nil).wantError(400, "bad_request")
	h.call(ada, "PATCH", "/incidents/1", map[string]any{"version": h.incident("1").Incident.Version, "readers": []string{"ada"}}).want(200)
	if h.call(vic, "GET", "/proposals?target="+id, nil).want(200).into(&list); len(list.Proposals) != 0 {
		t.Errorf("proposals of a restricted review are told: %+v", list)
	}
}

// Of a restricted review the new version says only that there is one.
func TestARestrictedReviewTellsNothingInARunbook(t *testing.T) {
	h := newHarness(t)
	h.resolved()
	h.tendNow()
	h.call(ada, "PATCH", "/incidents/1", map[string]any{"version": h.incident("1").Incident.Version, "readers": []string{"ada"}}).want(200)
	var book api.Runbook
	h.call(vic, "GET", "/runbooks/net-dns", nil).want(200).into(&book)
	var p api.Proposal
	h.call(ada, "POST", "/reviews/1/proposals", map[string]any{"kind": "runbook", "target": "net-dns", "why": "The secret customer.", "body": book.Text + "\n  More.\n"}).want(201).into(&p)
	h.call(ada, "POST", "/reviews/1/proposals/"+strconv.FormatInt(p.Id, 10), map[string]any{"accept": true}).want(200)
	var versions struct{ Versions []api.RunbookVersion }
	h.call(vic, "GET", "/runbooks/net-dns/versions", nil).want(200).into(&versions)
	if len(versions.Versions) != 1 || versions.Versions[0].Comment == nil || strings.Contains(*versions.Versions[0].Comment, "secret") {
		t.Errorf("%+v", versions)
	}
}
