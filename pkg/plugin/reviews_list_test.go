package plugin

import (
	"slices"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/review"
)

func (h *harness) reviewRow(p person, query string) api.ReviewSummary {
	h.t.Helper()
	var list api.ReviewList
	h.call(p, "GET", "/reviews"+query, nil).want(200).into(&list)
	if len(list.Reviews) != 1 {
		h.t.Fatalf("%d reviews", len(list.Reviews))
	}
	return list.Reviews[0]
}

// The list says the same of quality and of what is missing as the review itself, whatever was done to it.
func TestTheListSaysWhatTheReviewSays(t *testing.T) {
	h := newHarness(t)
	h.resolved()
	h.tendNow()
	same := func(when string) {
		t.Helper()
		r, row := h.review(1), h.reviewRow(vic, "?sort=quality")
		if row.Quality == nil || *row.Quality != r.Quality.Score || row.Missing == nil || !slices.Equal(*row.Missing, r.Missing) {
			t.Errorf("%s: the list says %v and %v, the review %d and %v", when, row.Quality, row.Missing, r.Quality.Score, r.Missing)
		}
	}
	same("begun by itself")
	var a api.ActionItem
	h.call(ed, "POST", "/reviews/1/actions", map[string]any{"title": "Look into retries", "type": "process", "priority": "high", "must": true, "state": "open"}).want(201).into(&a)
	same("with an action")
	r := h.review(1)
	content := r.Content
	content.Background, content.Factors = "Retries were endless, says ed.", []review.Cause{{Kind: "software", Text: "ed forgot to limit the retries."}}
	content.Times = []review.Correction{{Moment: review.ImpactStart, At: h.clock.now(), Source: "a customer"}}
	h.call(ed, "PUT", "/reviews/1", map[string]any{"version": r.Summary.Version, "content": content}).want(200)
	same("written")
	h.call(vic, "GET", "/reviews?sort=cake", nil).wantError(400, "bad_request")

	file := h.call(ada, "GET", "/reviews/1/export", nil).want(200).body
	h.call(ed, "POST", "/reviews/import", file).want(201)
	var list api.ReviewList
	h.call(vic, "GET", "/reviews?sort=newest", nil).want(200).into(&list)
	imported := h.review(2)
	if len(list.Reviews) != 2 || list.Reviews[0].Quality == nil || *list.Reviews[0].Quality != imported.Quality.Score {
		t.Errorf("%+v", list.Reviews)
	}
}

func TestTrendsCountWhatCameInTime(t *testing.T) {
	h := newHarness(t)
	h.resolved()
	h.tendNow()
	now := h.clock.now()
	for title, due := range map[string]time.Time{"Soon": now.Add(time.Hour), "Later": now.Add(90 * 24 * time.Hour)} {
		h.call(ed, "POST", "/reviews/1/actions", map[string]any{"title": title, "type": "prevent", "priority": "high", "must": false, "state": "open", "dueAt": due}).want(201)
	}
	h.clock.advance(6 * 24 * time.Hour) // past the five days of a P1
	trends := func(p person) api.ReviewTrends {
		var out api.ReviewTrends
		h.call(p, "GET", "/reviews/trends?from=1970-01-01T00:00:00Z&to=2030-01-01T00:00:00Z", nil).want(200).into(&out)
		return out
	}
	m := trends(vic).Months
	if len(m) != 1 || m[0].Due != 1 || m[0].InTime != 0 || m[0].OverdueActions != 1 || m[0].ActionsRunning != 1 || m[0].ActionsInTime+m[0].ActionsLate != 0 {
		t.Fatalf("%+v", m)
	}
	h.call(ada, "PATCH", "/incidents/1", map[string]any{"version": h.incident("1").Incident.Version, "readers": []string{"ada"}}).want(200)
	if got := trends(vic); got.Reviews != 0 || len(got.Months) != 0 {
		t.Errorf("restricted reviews are counted for everybody: %+v", got)
	}
	if got := trends(ada); got.Reviews != 1 {
		t.Errorf("%+v", got)
	}
	h.call(vic, "GET", "/reviews/trends?from=2030-01-01T00:00:00Z&to=1970-01-01T00:00:00Z", nil).wantError(400, "bad_request")
}
