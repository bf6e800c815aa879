// Package promds answers Grafana's Prometheus queries against a Prometheus: model and frames as Grafana's data source has them.
package promds

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/gtime"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/strata-sre/strata-sre-app/devhost/internal/datasource"
	"github.com/strata-sre/strata-sre-app/devhost/internal/provision"
)

// Source is the Prometheus data source.
type Source struct{}

var _ datasource.Source = Source{}

// model is the part of Grafana's Prometheus query that is honoured. Format is left to the browser, as in Grafana.
type model struct {
	Expr           string `json:"expr"`
	LegendFormat   string `json:"legendFormat"`
	Interval       string `json:"interval"`
	IntervalFactor int64  `json:"intervalFactor"`
	Range          bool   `json:"range"`
	Instant        bool   `json:"instant"`
}

// Query runs a range query, an instant query, or both.
func (Source) Query(ctx context.Context, ds provision.DataSource, q datasource.Query) backend.DataResponse {
	var m model
	if err := json.Unmarshal(q.JSON, &m); err != nil {
		return datasource.Failed(backend.StatusBadRequest, fmt.Errorf("query %s: %w", q.RefID, err))
	}
	if strings.TrimSpace(m.Expr) == "" {
		return datasource.Failed(backend.StatusBadRequest, fmt.Errorf("query %s: expr is empty", q.RefID))
	}
	t := plan(m, parseInterval(ds.Setting("timeInterval")), q.To.Sub(q.From), q.Interval, q.MaxDataPoints)
	m.Expr = t.expand(m.Expr)
	var frames data.Frames
	if m.Range || !m.Instant {
		got, err := fetch(ctx, ds, "api/v1/query_range", rangeForm(m.Expr, q.From, q.To, t.Step), m, t.Step)
		if err != nil {
			return failed(err)
		}
		frames = append(frames, got...)
	}
	if m.Instant {
		form := url.Values{"query": {m.Expr}, "time": {stamp(q.To)}}
		got, err := fetch(ctx, ds, "api/v1/query", form, m, t.Step)
		if err != nil {
			return failed(err)
		}
		frames = append(frames, got...)
	}
	for _, f := range frames {
		f.RefID = q.RefID
	}
	return backend.DataResponse{Status: backend.StatusOK, Frames: frames}
}

func rangeForm(expr string, from, to time.Time, step time.Duration) url.Values {
	return url.Values{"query": {expr}, "start": {stamp(align(from, step))}, "end": {stamp(align(to, step))},
		"step": {strconv.FormatFloat(step.Seconds(), 'f', -1, 64)}}
}

// align rounds down to a multiple of step since the epoch, so that refreshes hit the same points.
func align(t time.Time, step time.Duration) time.Time {
	ms := step.Milliseconds()
	return time.UnixMilli(t.UnixMilli() / ms * ms)
}

func stamp(t time.Time) string {
	return strconv.FormatFloat(float64(t.UnixMilli())/1000, 'f', -1, 64)
}

// apiError is what Prometheus says when it refuses a query.
type apiError struct {
	status int
	text   string
}

func (e apiError) Error() string { return e.text }

func failed(err error) backend.DataResponse {
	var api apiError
	if errors.As(err, &api) {
		return datasource.Failed(backend.Status(api.status), err)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return datasource.Failed(backend.StatusTimeout, err)
	}
	return datasource.Failed(backend.StatusBadGateway, err)
}

func fetch(ctx context.Context, ds provision.DataSource, path string, form url.Values, m model, step time.Duration) (data.Frames, error) {
	ans, err := call(ctx, ds, path, form)
	if err != nil {
		return nil, err
	}
	frames, err := ans.frames(m, step)
	if err != nil {
		return nil, err
	}
	query := "Expr: " + m.Expr + "\nStep: " + gtime.FormatInterval(step)
	for _, f := range frames {
		f.Meta.ExecutedQueryString = query
		f.Meta.Notices = ans.notices()
	}
	return frames, nil
}

// call posts a form (or gets it, where the data source says so) and decodes the envelope.
func call(ctx context.Context, ds provision.DataSource, path string, form url.Values) (answer, error) {
	var ans answer
	req, err := request(ctx, ds, path, form)
	if err != nil {
		return ans, err
	}
	res, err := datasource.Do(ds, req)
	if err != nil {
		return ans, err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return ans, err
	}
	err = json.Unmarshal(body, &ans)
	switch {
	case err == nil && ans.Status == "error":
		return ans, apiError{status: res.StatusCode, text: ans.ErrorType + ": " + ans.Error}
	case res.StatusCode >= http.StatusMultipleChoices || err != nil:
		return ans, apiError{status: max(res.StatusCode, http.StatusBadRequest), text: fmt.Sprintf("%s answered HTTP %d: %s", ds.URL, res.StatusCode, excerpt(body))}
	}
	return ans, nil
}

func request(ctx context.Context, ds provision.DataSource, path string, form url.Values) (*http.Request, error) {
	if strings.EqualFold(ds.Setting("httpMethod"), http.MethodGet) {
		target, err := datasource.URL(ds, path, form)
		if err != nil {
			return nil, err
		}
		return http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	}
	target, err := datasource.URL(ds, path, nil)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target, strings.NewReader(form.Encode()))
	if err == nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return req, err
}

func excerpt(body []byte) string {
	const most = 200
	s := strings.TrimSpace(string(body))
	if len(s) > most {
		return s[:most] + "…"
	}
	return s
}

// Health asks Prometheus for 1+1.
func (Source) Health(ctx context.Context, ds provision.DataSource) (string, error) {
	if _, err := call(ctx, ds, "api/v1/query", url.Values{"query": {"1+1"}}); err != nil {
		return "", err
	}
	return "Successfully queried the Prometheus API.", nil
}

// Resource passes api/v1/* on to Prometheus, as Grafana's resource calls do.
func (Source) Resource(w http.ResponseWriter, r *http.Request, ds provision.DataSource, path string) {
	path = strings.TrimPrefix(path, "/")
	if !strings.HasPrefix(path, "api/v1/") {
		http.Error(w, `{"message":"only api/v1/ is passed on to Prometheus"}`, http.StatusNotFound)
		return
	}
	if err := datasource.Forward(w, r, ds, path); err != nil {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadGateway)
		_ = json.NewEncoder(w).Encode(map[string]string{"message": err.Error()})
	}
}
