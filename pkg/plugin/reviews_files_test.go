package plugin

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/review"
)

func TestReviewFilesGoOutAndComeBack(t *testing.T) {
	h := newHarness(t)
	h.resolved()
	h.tendNow()
	r := h.review(1)
	content := r.Content
	content.Background = "<script>alert(1)</script> [x](javascript:alert(1))"
	h.call(ed, "PUT", "/reviews/1", map[string]any{"version": r.Summary.Version, "content": content}).want(200)
	h.call(ed, "POST", "/reviews/1/actions", map[string]any{"title": "=cmd()", "type": "prevent", "priority": "high", "must": true, "state": "open", "owner": "ed"}).want(201)

	page := h.call(vic, "GET", "/reviews/1/export?format=html", nil).want(200)
	if text := string(page.body); !strings.Contains(text, "<svg") || strings.Contains(text, "<script>") || !strings.HasPrefix(page.header.Get("Content-Disposition"), "attachment") || !strings.Contains(page.header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("%v", page.header)
	}
	if text := string(h.call(vic, "GET", "/reviews/1/export?format=markdown", nil).want(200).body); !strings.Contains(text, "# Review of incident 1") || strings.Contains(text, "<script>") || strings.Contains(text, "](javascript") {
		t.Error(text)
	}
	if text := string(h.call(vic, "GET", "/actions/export", nil).want(200).body); !strings.Contains(text, ",'=cmd(),") {
		t.Error(text)
	}
	h.call(vic, "GET", "/reviews/1/export?format=exe", nil).wantError(400, "bad_request")
	file := h.call(vic, "GET", "/reviews/1/export", nil).want(200).body

	var again api.Review
	h.call(ed, "POST", "/reviews/import", file).want(201).into(&again)
	if again.Summary.Number != 2 || again.Summary.Imported == nil || again.Summary.IncidentGone == nil || again.Content.Background != content.Background || len(again.Actions) != 1 || len(again.Facts.Lines) != len(r.Facts.Lines) {
		t.Errorf("%+v", again.Summary)
	}
	h.deliver(map[string]any{"version": "4", "status": "firing", "receiver": "strata", "alerts": []any{map[string]any{
		"labels": map[string]string{"alertname": "Other", "severity": "P2", "service": "x"}, "status": "firing", "startsAt": h.clock.now(), "fingerprint": "f2",
	}}}).want(200)
	if n := h.incident("3").Incident.Number; n != 3 {
		t.Errorf("the next incident is %d", n)
	}
	h.call(ed, "POST", "/reviews/import", map[string]any{"schema": "strata.review/9"}).wantError(400, "bad_file")
	h.call(vic, "POST", "/reviews/import", file).wantError(403, "forbidden")

	from, to := h.clock.now().Add(-24*time.Hour).Format(time.RFC3339), h.clock.now().Add(time.Hour).Format(time.RFC3339)
	var trends api.ReviewTrends
	h.call(vic, "GET", "/reviews/trends?from="+from+"&to="+to, nil).want(200).into(&trends)
	if trends.Reviews != 2 || len(trends.Months) != 1 || trends.Months[0].Month != "2026-11" || trends.Months[0].Services["cart"] != 2 {
		t.Errorf("%+v", trends)
	}
	h.call(vic, "GET", "/reviews/trends?from="+to+"&to="+h.clock.now().Add(48*time.Hour).Format(time.RFC3339), nil).want(200).into(&trends)
	if trends.Reviews != 0 {
		t.Errorf("%+v", trends)
	}
	// A restricted one does not become open to all by going out and coming back.
	h.call(ada, "PATCH", "/incidents/1", map[string]any{"version": h.incident("1").Incident.Version, "readers": []string{"ada"}}).want(200)
	secret := h.call(ada, "GET", "/reviews/1/export", nil).want(200).body
	h.call(ed, "POST", "/reviews/import", secret).want(201).into(&again)
	own := "/reviews/" + strconv.FormatInt(again.Summary.Number, 10)
	if !again.Summary.Restricted {
		t.Errorf("%+v", again.Summary)
	}
	h.call(ed, "GET", own, nil).want(200)
	h.call(vic, "GET", own, nil).wantError(404, "not_found")
}

// fakeGrafana answers as Grafana does for one: 20 requests a second, and from 20 s before the alert's start 3 failed ones, whose series is
// new. It counts exactly.
func fakeGrafana(t *testing.T, start, end time.Time) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/datasources", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer secret" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		_, _ = w.Write([]byte(`[{"uid":"logs","type":"elasticsearch","name":"Logs"},{"uid":"prom","type":"prometheus","name":"Prometheus","isDefault":true}]`))
	})
	mux.HandleFunc("POST /api/ds/query", func(w http.ResponseWriter, r *http.Request) {
		var q struct {
			From, To int64 `json:",string"`
			Queries  []struct {
				Expr, Query string
				BucketAggs  []any
			}
		}
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
			t.Error(err)
		}
		if ask := q.Queries[0]; len(ask.BucketAggs) > 0 || strings.HasPrefix(ask.Expr, "count(") {
			if ask.Query != "" && ask.Query != `event.outcome:failure AND service.name:("cart")` || q.To <= q.From {
				t.Errorf("%+v", q)
			}
			if strings.Contains(ask.Expr, "broken") {
				_, _ = w.Write([]byte(`{"results":{"A":{"error":"parse error"}}}`))
				return
			}
			_, _ = w.Write([]byte(`{"results":{"A":{"frames":[{"schema":{"fields":[{"type":"string"},{"type":"number"}]},"data":{"values":[["all"],[42]]}}]}}}`))
			return
		}
		if !strings.Contains(q.Queries[0].Expr, `service_name=~"cart"`) || strings.Contains(q.Queries[0].Expr, "bucket") || strings.Contains(q.Queries[0].Expr, "checkout") {
			_, _ = w.Write([]byte(`{"results":{"A":{"frames":[]}}}`))
			return
		}
		var times, bad []int64
		var good []float64
		var failed []*float64
		for ms := q.From; ms <= q.To; ms += 15_000 {
			at := time.UnixMilli(ms)
			times, good = append(times, ms), append(good, 1000+20*at.Sub(time.UnixMilli(q.From)).Seconds())
			if n := at.Sub(start).Seconds(); n > 0 {
				v := 3 * min(n, end.Sub(start).Seconds())
				bad, failed = append(bad, ms), append(failed, &v)
			}
		}
		frame := func(code string, times, values any) any {
			return map[string]any{
				"schema": map[string]any{"fields": []any{map[string]any{"type": "time"}, map[string]any{"type": "number", "labels": map[string]string{"http_response_status_code": code}}}},
				"data":   map[string]any{"values": []any{times, values}},
			}
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"results": map[string]any{"A": map[string]any{"frames": []any{frame("200", times, good), frame("503", bad, failed)}}}})
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

func TestImpactIsMeasuredAsItWas(t *testing.T) {
	clock := newClock()
	alert := clock.now().Add(-time.Minute)
	start, end := alert.Add(-80*time.Second), alert.Add(9*time.Minute)
	server := fakeGrafana(t, start, end)
	settings, err := json.Marshal(map[string]any{
		"path": t.TempDir() + "/strata.db", "sources": []map[string]any{{"name": "Shop Alertmanager", "kind": "alertmanager"}}, "resolveDelay": atOnce, "grafanaUrl": server.URL,
		"reviews": map[string]any{"affectedUsers": []map[string]any{
			{"type": "elasticsearch", "query": "event.outcome:failure AND service.name:$service", "field": "user.id"},
			{"type": "prometheus", "query": `count(broken{service=~"$service"}[$range])`, "title": "Users by sessions"},
			{"type": "oracle", "query": "x"},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	h := &harness{t: t, clock: clock, app: newApp(backend.AppInstanceSettings{
		JSONData: settings, DecryptedSecureJSONData: map[string]string{"sourceToken.Shop Alertmanager": provisionedToken, "serviceAccountToken": "secret"},
	}, clock.now)}
	t.Cleanup(h.app.Dispose)
	h.resolved()
	h.tendNow()
	if err := h.app.runtime.measureOnce(t.Context(), h.app.runtime.store); err != nil {
		t.Fatal(err)
	}
	r := h.review(1)
	figures := map[string]review.Measure{}
	for _, m := range r.Content.Impact {
		figures[m.Kind] = m
	}
	truth := 3 * end.Sub(start).Seconds()
	failed := figures["failed-requests"]
	if failed.Value == nil || *failed.Value < 0.95*truth || *failed.Value > 1.05*truth || failed.Method != review.Measured || failed.By != review.Strata || failed.Query == "" || failed.SourceName != "Prometheus" {
		t.Fatalf("%+v, the truth is %v (%s)", failed, truth, *r.MeasureNote)
	}
	if began := r.Timing.Times[0]; began.Moment != review.ImpactStart || began.At.After(start) || start.Sub(began.At) > lookStep || !began.Corrected || began.By != review.Strata {
		t.Errorf("%+v, the truth is %s", began, start)
	}
	if share := figures["failed-share"]; share.Value == nil || *share.Value < 12 || *share.Value > 14 {
		t.Errorf("%+v", share)
	}
	if users := r.Content.Impact[len(r.Content.Impact)-2]; users.Kind != kindUsers || users.Value == nil || *users.Value != 42 || users.Method != review.Measured ||
		users.Language != "lucene" || users.SourceName != "Logs" || users.Query == "" || !users.From.Equal(failed.From) || !users.To.Equal(failed.To) {
		t.Errorf("%+v", users)
	}
	if users := r.Content.Impact[len(r.Content.Impact)-1]; users.Value != nil || !strings.Contains(users.Failure, "parse error") || !strings.HasPrefix(users.Query, `count(broken{service=~"cart"}[`) || strings.Contains(users.Query, "$range") {
		t.Errorf("%+v", users)
	}
	// What Strata measured cannot be changed or invented by people.
	content := r.Content
	content.Impact[0].Value = figure(1)
	content.Impact = append(content.Impact, review.Measure{ID: "own", Kind: "other", Title: "x", Value: figure(2), Method: review.Estimated, By: review.Strata, AskedAt: start})
	h.call(ed, "PUT", "/reviews/1", map[string]any{"version": r.Summary.Version, "content": content}).want(200).into(&r)
	if own := r.Content.Impact[len(r.Content.Impact)-1]; *r.Content.Impact[0].Value == 1 || own.By != "ed" {
		t.Errorf("%+v %+v", r.Content.Impact[0], own)
	}
	h.call(ed, "POST", "/reviews/1/measure", map[string]any{"version": r.Summary.Version, "dataSource": "nope"}).wantError(422, "no_data_source")
	h.call(ed, "POST", "/reviews/1/measure", map[string]any{"version": r.Summary.Version, "from": start, "to": end}).want(200).into(&r)
	if *r.Content.Impact[0].Value < 0.95*truth || !r.Content.Impact[0].From.Equal(start) || len(r.Content.Impact) != len(content.Impact) {
		t.Errorf("%d %+v", len(r.Content.Impact), r.Content.Impact[0])
	}
	// A range that ends before it begins would count nothing, and call that measured.
	if field := h.call(ed, "POST", "/reviews/1/measure", map[string]any{"version": r.Summary.Version, "from": end, "to": start}).wantError(422, "bad_range"); field != "from" {
		t.Errorf("the field is %q", field)
	}
	h.call(ed, "POST", "/reviews/1/measure", map[string]any{"version": r.Summary.Version, "from": h.clock.now().Add(time.Hour)}).wantError(422, "bad_range")
	h.call(ed, "PUT", "/reviews/1", map[string]any{"version": r.Summary.Version, "content": r.Content}).want(200)
	h.call(vic, "POST", "/reviews/1/measure", map[string]any{"version": 1}).wantError(403, "forbidden")
}

func TestWithoutATokenTheReviewSaysWhatIsMissing(t *testing.T) {
	h := newHarness(t)
	h.resolved()
	h.tendNow()
	if err := h.app.runtime.measureOnce(t.Context(), h.app.runtime.store); err != nil {
		t.Fatal(err)
	}
	r := h.review(1)
	if r.MeasureNote == nil || !strings.Contains(*r.MeasureNote, "serviceAccountToken") || r.MeasuredAt == nil {
		t.Errorf("%+v", r.MeasureNote)
	}
	if field := h.call(ed, "POST", "/reviews/1/measure", map[string]any{"version": r.Summary.Version}).wantError(422, "no_token"); field != "secureJsonData.serviceAccountToken" {
		t.Errorf("the field is %q", field)
	}
	if got := servicesPattern([]string{`a"} or up{x="`, "b.c"}); got != `a\"\\} or up\\{x=\"|b\\.c` {
		t.Errorf("%s", got)
	}
}
