package plugin

import (
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
