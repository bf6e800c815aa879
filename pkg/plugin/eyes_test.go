package plugin

import (
	"testing"

	"github.com/strata-sre/strata-sre-app/pkg/api"
)

// The last moment that JSON can write lies in UTC, so a later one must not get into the records: nobody could read the list again.
func TestDatesThatJSONCannotWrite(t *testing.T) {
	h := newHarness(t)
	h.resolved()
	h.tendNow()
	for _, late := range []string{"9999-12-31T23:59:59-12:00", "9500-01-01T00:00:00Z"} {
		action := map[string]any{"title": "x", "type": "prevent", "priority": "high", "must": false, "state": "open", "owner": "ed", "dueAt": late}
		if field := h.call(ed, "POST", "/reviews/1/actions", action).wantError(422, "bad_action"); field != "dueAt" {
			t.Errorf("the field is %q", field)
		}
		h.call(ed, "PATCH", "/reviews/1", map[string]any{"version": h.review(1).Summary.Version, "dueAt": late}).wantError(422, "bad_review")
		for _, part := range []map[string]any{
			{"header": map[string]any{"severity": "P1", "title": "x", "detectedAt": late}}, {"header": map[string]any{"severity": "P1", "title": "x", "resolvedAt": late}},
			{"actions": []any{map[string]any{"title": "x", "type": "prevent", "priority": "high", "must": false, "state": "done", "doneAt": late}}},
			{"facts": map[string]any{"times": []any{map[string]any{"moment": "detected", "at": late, "source": "x"}}}},
		} {
			body := map[string]any{"schema": "strata.review/1", "header": map[string]any{"severity": "P1", "title": "x"}}
			for name, value := range part {
				body[name] = value
			}
			h.call(ed, "POST", "/reviews/import", body).want(422)
		}
	}
	var list api.ActionList
	h.call(vic, "GET", "/actions", nil).want(200).into(&list)
	var reviews api.ReviewList
	h.call(vic, "GET", "/reviews", nil).want(200).into(&reviews)
	if len(list.Actions) != 0 || len(reviews.Reviews) != 1 {
		t.Errorf("%d actions, %d reviews", len(list.Actions), len(reviews.Reviews))
	}
}

// The year 0 in the east is the year before it in UTC, which JSON cannot write.
func TestNotesBeforeAllTime(t *testing.T) {
	h := newHarness(t)
	h.resolved()
	const early = "0000-01-01T00:00:00+14:00"
	h.call(ed, "POST", "/incidents/1/notes", map[string]any{"body": "x", "at": early}).wantError(400, "in_past")
	h.call(ed, "PATCH", "/incidents/1/timeline/1", map[string]any{"at": early}).wantError(400, "in_past")
	h.call(vic, "GET", "/incidents/1/timeline", nil).want(200)
}
