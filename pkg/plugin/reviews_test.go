package plugin

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/provisioning"
	"github.com/strata-sre/strata-sre-app/pkg/review"
)

// reviewBody is a body that the contract takes, for any route of reviews.
func reviewBody(method, path string) map[string]any {
	action := map[string]any{"title": "Add a limit", "type": "prevent", "priority": "high", "must": true, "state": "open"}
	switch {
	case strings.HasSuffix(path, "/state"):
		return map[string]any{"version": 1, "to": "in_review"}
	case strings.HasSuffix(path, "/restore"):
		return map[string]any{"version": 1, "revision": 1}
	case strings.HasSuffix(path, "/proposals"):
		return map[string]any{"kind": "runbook", "target": "net-dns", "why": "x", "body": "x"}
	case strings.Contains(path, "/proposals/"):
		return map[string]any{"accept": true}
	case strings.HasSuffix(path, "/import"):
		return map[string]any{"schema": review.Schema, "header": map[string]string{"severity": "P1", "title": "x"}}
	case strings.HasSuffix(path, "/comments"):
		return map[string]any{"text": "x"}
	case strings.HasSuffix(path, "/actions"):
		return action
	case strings.Contains(path, "/actions/"):
		return map[string]any{"version": 1, "action": action}
	case method == http.MethodPut:
		return map[string]any{"version": 1, "content": review.Content{}.Clean()}
	}
	return map[string]any{"version": 1}
}

// resolved is a P1 that fired for ten minutes, was acknowledged and is over.
func (h *harness) resolved() {
	h.t.Helper()
	start := h.clock.now()
	firing := map[string]any{"labels": map[string]string{"alertname": "HighErrors", "severity": "critical", "service": "cart", "namespace": "shop"}, "annotations": map[string]string{"summary": "5 % fail"}, "status": "firing", "startsAt": start.Add(-time.Minute), "fingerprint": "f1"}
	h.deliver(map[string]any{"version": "4", "status": "firing", "receiver": "strata", "alerts": []any{firing}}).want(200)
	h.clock.advance(2 * time.Minute)
	h.call(ed, "POST", "/incidents/1/acknowledge", api.Act{Version: h.incident("1").Incident.Version}).want(200)
	h.clock.advance(3 * time.Minute)
	h.call(ed, "POST", "/incidents/1/notes", map[string]string{"body": "Rolled back."}).want(201)
	h.clock.advance(5 * time.Minute)
	firing["status"], firing["endsAt"] = "resolved", h.clock.now()
	h.deliver(map[string]any{"version": "4", "status": "resolved", "receiver": "strata", "alerts": []any{firing}}).want(200)
}

func (h *harness) review(number int) api.Review {
	h.t.Helper()
	var r api.Review
	h.call(ada, "GET", "/reviews/"+strconv.Itoa(number), nil).want(200).into(&r)
	return r
}

func figure(v float64) *float64 { return &v }

func TestReviewFromResolveToClose(t *testing.T) {
	h := newHarness(t)
	h.resolved()
	h.tendNow()
	r := h.review(1)
	if r.Summary.State != review.Draft || !r.Filled || r.Summary.Header.Severity != "P1" || r.Summary.DueAt == nil || !r.Summary.DueAt.Equal(h.clock.now().Add(5*24*time.Hour)) {
		t.Fatalf("%+v", r.Summary)
	}
	want := map[string]int64{"detect": 60, "acknowledge": 120, "engage": 300, "mitigate": 660, "resolve": 660}
	got := map[string]int64{}
	for name, v := range map[string]*int64{"detect": r.Timing.Detect, "acknowledge": r.Timing.Acknowledge, "engage": r.Timing.Engage, "mitigate": r.Timing.Mitigate, "resolve": r.Timing.Resolve} {
		if v != nil {
			got[name] = *v
		}
	}
	for name, seconds := range want {
		if got[name] != seconds {
			t.Errorf("%s is %d s, want %d", name, got[name], seconds)
		}
	}
	if !strings.Contains(r.Content.Summary, "It was mitigated after 11 min and resolved after 11 min.") || len(r.Facts.Lines) < 5 || len(r.Facts.Participants) != 1 || len(r.Content.Sections) != 4 {
		t.Errorf("%q, %d lines, %+v, %d sections", r.Content.Summary, len(r.Facts.Lines), r.Facts.Participants, len(r.Content.Sections))
	}
	h.call(ed, "POST", "/incidents/1/close", api.Act{Version: h.incident("1").Incident.Version}).wantError(422, "review_missing")

	content := r.Content
	content.Factors = []review.Cause{{Kind: "software", Text: "A retry without backoff.", Evidence: "https://git.example.com/shop/commit/1"}}
	content.Sections[1].Text = "The same client is used elsewhere."
	content.Impact = []review.Measure{{ID: "own", Kind: "failed-requests", Title: "Failed requests", Unit: "requests", Value: figure(1200), Method: review.Measured}}
	put := func(version int64) answer {
		return h.call(ed, "PUT", "/reviews/1", map[string]any{"version": version, "content": content})
	}
	put(r.Summary.Version).wantError(422, "not_measured")
	content.Impact[0].Method = review.Estimated
	put(r.Summary.Version).want(200).into(&r)
	if r.Content.Impact[0].By != "ed" || r.Content.Impact[0].AskedAt.IsZero() {
		t.Errorf("%+v", r.Content.Impact[0])
	}

	// Somebody who read the version before is told what changed since.
	var conflict api.ReviewConflict
	put(r.Summary.Version - 1).want(409).into(&conflict)
	if conflict.Error.Code != "stale_version" || !slices.Equal(conflict.Changed, []string{"factors", "impact", "sections"}) || conflict.Current.Summary.Version != r.Summary.Version {
		t.Errorf("%+v", conflict.Error)
	}

	move := func(to, reason string) answer {
		return h.call(ed, "POST", "/reviews/1/state", map[string]any{"version": h.review(1).Summary.Version, "to": to, "reason": reason})
	}
	move("published", "").wantError(422, "state_not_next")
	move("in_review", "").want(200)
	if field := move("approved", "").wantError(422, "review_incomplete"); field != "impact" {
		t.Errorf("the field is %q", field)
	}
	at := h.clock.now()
	content.Impact[0].Method, content.Impact[0].Query, content.Impact[0].SourceName = review.Measured, "sum(increase(errors[11m]))", "Prometheus"
	content.Impact[0].From, content.Impact[0].To = at.Add(-11*time.Minute), at
	put(h.review(1).Summary.Version).want(200)
	var action api.ActionItem
	h.call(ed, "POST", "/reviews/1/actions", map[string]any{"title": "Add backoff", "type": "prevent", "priority": "high", "must": true, "state": "open"}).want(201).into(&action)
	if field := move("approved", "").wantError(422, "review_incomplete"); field != "actions" {
		t.Errorf("the field is %q", field)
	}
	action.Action.Owner, action.Action.DueAt = "ed", at.Add(48*time.Hour)
	h.call(ed, "PUT", "/reviews/1/actions/"+strconv.Itoa(int(action.Id)), api.ActionChange{Version: action.Version, Action: action.Action}).want(200).into(&action)
	move("approved", "Looks right.").want(200)
	put(h.review(1).Summary.Version).wantError(422, "not_changeable")
	move("published", "").want(200).into(&r)
	if r.Summary.PublishedAt == nil || r.Frozen == nil || len(r.SignOffs) != 1 || r.SignOffs[0].By != "ed" {
		t.Errorf("%+v", r.Summary)
	}

	// An action that loses its owner holds the closing back, also after the review is published.
	action.Action.Owner = ""
	h.call(ed, "PUT", "/reviews/1/actions/"+strconv.Itoa(int(action.Id)), api.ActionChange{Version: action.Version, Action: action.Action}).want(200).into(&action)
	h.call(ed, "POST", "/incidents/1/close", api.Act{Version: h.incident("1").Incident.Version}).wantError(422, "actions_loose")
	action.Action.Team = "cart"
	h.call(ed, "PUT", "/reviews/1/actions/"+strconv.Itoa(int(action.Id)), api.ActionChange{Version: action.Version, Action: action.Action}).want(200)
	h.call(ed, "POST", "/incidents/1/close", api.Act{Version: h.incident("1").Incident.Version}).want(200)

	var revisions api.ReviewRevisionList
	h.call(vic, "GET", "/reviews/1/revisions", nil).want(200).into(&revisions)
	if len(revisions.Revisions) != 6 || revisions.Revisions[5].By != review.Strata {
		t.Errorf("%d revisions: %+v", len(revisions.Revisions), revisions.Revisions)
	}
	move("draft", "").wantError(422, "reason_missing")
	move("draft", "A figure is wrong.").want(200)
	h.call(ed, "POST", "/reviews/1/restore", map[string]any{"version": h.review(1).Summary.Version, "revision": revisions.Revisions[4].Version}).want(200).into(&r)
	if r.Content.Impact[0].Method != review.Estimated {
		t.Errorf("%+v", r.Content.Impact[0])
	}
}

func TestReviewListsAndComments(t *testing.T) {
	h := newHarness(t)
	h.resolved()
	h.tendNow()
	list := func(query string) []api.ReviewSummary {
		var page api.ReviewList
		h.call(vic, "GET", "/reviews"+query, nil).want(200).into(&page)
		return page.Reviews
	}
	for query, n := range map[string]int{"": 1, "?state=unpublished": 1, "?state=published": 0, "?overdue=true": 0, "?severity=P1": 1, "?severity=P2": 0, "?service=cart": 1, "?service=car": 0, "?q=cart": 1, "?q=nothing": 0} {
		if got := list(query); len(got) != n {
			t.Errorf("%s gives %d", query, len(got))
		}
	}
	h.clock.advance(6 * 24 * time.Hour)
	if got := list("?overdue=true&state=unpublished"); len(got) != 1 || !got[0].Overdue {
		t.Errorf("%+v", got)
	}
	var c api.ReviewComment
	h.call(ed, "POST", "/reviews/1/comments", map[string]string{"text": "Why so late?", "field": "detection"}).want(201).into(&c)
	h.call(ed, "POST", "/reviews/1/comments/"+strconv.Itoa(int(c.Id))+"/resolve", nil).want(200).into(&c)
	if c.ResolvedBy == nil || *c.ResolvedBy != "ed" || len(h.review(1).Comments) != 1 {
		t.Errorf("%+v", c)
	}
	h.call(ed, "POST", "/reviews/1/actions", map[string]any{"title": "x", "type": "prevent", "priority": "high", "must": false, "state": "open", "ticket": "javascript:alert(1)"}).wantError(422, "bad_action")
	due := h.clock.now().Add(-time.Hour)
	var a api.ActionItem
	h.call(ed, "POST", "/reviews/1/actions", map[string]any{"title": "Alert on retries", "type": "detect", "priority": "low", "must": false, "state": "open", "owner": "ed", "dueAt": due}).want(201).into(&a)
	var actions api.ActionList
	h.call(vic, "GET", "/actions?overdue=true&owner=ed&q=retries&type=detect&state=open", nil).want(200).into(&actions)
	if len(actions.Actions) != 1 || !actions.Actions[0].Overdue || actions.Actions[0].ReviewTitle == nil || *actions.Actions[0].Severity != "P1" {
		t.Errorf("%+v", actions)
	}
	set := func(state string) answer {
		a.Action.State = review.ActionState(state)
		return h.call(ed, "PUT", "/reviews/1/actions/"+strconv.Itoa(int(a.Id)), api.ActionChange{Version: a.Version, Action: a.Action})
	}
	set("verified").wantError(422, "bad_action")
	set("done").want(200).into(&a)
	set("verified").wantError(422, "bad_action") // nothing says how
	a.Action.Verification = "The alert fired in a drill."
	set("verified").want(200).into(&a)
	if a.VerifiedBy == nil || *a.VerifiedBy != "ed" || a.DoneAt == nil {
		t.Errorf("%+v", a)
	}
	if effect := h.review(1).Actions[0].Effect; effect == nil || len(effect.Recurrences) != 0 || effect.AlertsAfter != 0 {
		t.Errorf("%+v", effect)
	}
	h.call(vic, "GET", "/reviews/options", nil).want(200)
	h.call(vic, "GET", "/reviews/77", nil).wantError(404, "not_found")
	h.call(vic, "PUT", "/reviews/1", reviewBody("PUT", "/reviews/1")).wantError(403, "forbidden")
}

func TestReviewIsRestrictedAsItsIncident(t *testing.T) {
	h := newHarness(t)
	h.resolved()
	h.tendNow()
	h.call(ada, "PATCH", "/incidents/1", map[string]any{"version": h.incident("1").Incident.Version, "readers": []string{"ada"}}).want(200)
	for _, path := range []string{"/reviews/1", "/reviews/1/revisions", "/reviews/1/revisions/2"} {
		h.call(vic, "GET", path, nil).wantError(404, "not_found")
	}
	h.call(ed, "PUT", "/reviews/1", reviewBody("PUT", "/reviews/1")).wantError(404, "not_found")
	var page api.ReviewList
	if h.call(vic, "GET", "/reviews", nil).want(200).into(&page); len(page.Reviews) != 0 {
		t.Errorf("%+v", page)
	}
	if h.call(ada, "GET", "/reviews", nil).want(200).into(&page); len(page.Reviews) != 1 || !page.Reviews[0].Restricted {
		t.Errorf("%+v", page)
	}
	h.call(other, "GET", "/reviews/1", nil).wantError(404, "not_found")
}

func TestReviewSettingsNameTheField(t *testing.T) {
	for raw, field := range map[string]string{
		`{"reviews":{"severities":{"P9":{}}}}`:                                 "jsonData.reviews.severities.P9",
		`{"reviews":{"severities":{"P0":{"review":"big"}}}}`:                   "jsonData.reviews.severities.P0.review",
		`{"reviews":{"severities":{"P0":{"due":"soon"}}}}`:                     "jsonData.reviews.severities.P0.due",
		`{"reviews":{"reminders":{"every":"x"}}}`:                              "jsonData.reviews.reminders.every",
		`{"reviews":{"affectedUsers":[{"type":"x"}]}}`:                         "jsonData.reviews.affectedUsers[0].type",
		`{"reviews":{"affectedUsers":[{"type":"elasticsearch","query":"a"}]}}`: "jsonData.reviews.affectedUsers[0].field",
		`{"reviews":{"reminders":{"most":0}}}`:                                 "jsonData.reviews.reminders.most",
	} {
		s, err := parseSettings(backend.AppInstanceSettings{JSONData: []byte(raw)})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(s.problems, func(p provisioning.Problem) bool { return p.Field == field }) {
			t.Errorf("%s names %+v", raw, s.problems)
		}
		if s.policy.Reviews[incident.P0] != incident.DefaultReviews[incident.P0] || s.reviews.policy.Reminders.Most != defaultRemindMost {
			t.Errorf("%s: the defaults do not hold: %+v", raw, s.policy.Reviews)
		}
	}
}
