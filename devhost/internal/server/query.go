package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/gtime"

	"github.com/strata-sre/strata-sre-app/devhost/internal/datasource"
	"github.com/strata-sre/strata-sre-app/devhost/internal/identity"
	"github.com/strata-sre/strata-sre-app/devhost/internal/provision"
)

const defaultMaxDataPoints = 100

type queryRequest struct {
	From    string            `json:"from"`
	To      string            `json:"to"`
	Queries []json.RawMessage `json:"queries"`
}

type queryHead struct {
	RefID         string          `json:"refId"`
	DataSource    json.RawMessage `json:"datasource"`
	DataSourceID  int64           `json:"datasourceId"`
	IntervalMS    float64         `json:"intervalMs"`
	MaxDataPoints int64           `json:"maxDataPoints"`
	Hide          bool            `json:"hide"`
}

type job struct {
	ds provision.DataSource
	q  datasource.Query
}

var errNoSource = errors.New("data source not found")

// query answers POST /api/ds/query: every target is asked at the same time; if one fails, the whole is HTTP 400 with the
// errors beside the other targets' frames, as Grafana does it.
func (s *server) query(w http.ResponseWriter, r *http.Request, _ identity.User) {
	var req queryRequest
	if !decode(w, r, &req) {
		return
	}
	jobs, err := s.jobs(req)
	switch {
	case errors.Is(err, errNoSource):
		noSource(w)
		return
	case err != nil:
		fail(w, http.StatusBadRequest, "query.invalid", err.Error())
		return
	}
	answers := s.run(r.Context(), jobs)
	status := http.StatusOK
	for _, a := range answers {
		if a.Error != nil {
			status = http.StatusBadRequest
		}
	}
	raw, err := json.Marshal(backend.QueryDataResponse{Responses: answers})
	if err != nil {
		fail(w, http.StatusInternalServerError, "query.failed", err.Error())
		return
	}
	reply(w, status, json.RawMessage(raw))
}

func (s *server) jobs(req queryRequest) ([]job, error) {
	if len(req.Queries) == 0 {
		return nil, errors.New("no queries found in query")
	}
	span := gtime.NewTimeRange(req.From, req.To)
	from, err := parseTime(req.From, span.ParseFrom)
	if err != nil {
		return nil, fmt.Errorf("from: %w", err)
	}
	to, err := parseTime(req.To, span.ParseTo)
	if err != nil {
		return nil, fmt.Errorf("to: %w", err)
	}
	var jobs []job
	for _, raw := range req.Queries {
		var h queryHead
		if err := json.Unmarshal(raw, &h); err != nil {
			return nil, err
		}
		if h.Hide {
			continue
		}
		if h.RefID == "" {
			h.RefID = "A"
		}
		if h.MaxDataPoints <= 0 {
			h.MaxDataPoints = defaultMaxDataPoints
		}
		ds, ok := s.sourceOf(h)
		if !ok {
			return nil, errNoSource
		}
		jobs = append(jobs, job{ds, datasource.Query{RefID: h.RefID, From: from, To: to, JSON: raw, MaxDataPoints: h.MaxDataPoints,
			Interval: time.Duration(h.IntervalMS) * time.Millisecond}})
	}
	return jobs, nil
}

// parseTime takes epoch milliseconds or Grafana's now-1h form.
func parseTime(text string, relative func(...gtime.TimeRangeOption) (time.Time, error)) (time.Time, error) {
	if ms, err := strconv.ParseInt(text, 10, 64); err == nil {
		return time.UnixMilli(ms).UTC(), nil
	}
	return relative()
}

// sourceOf finds the data source of a target: {uid,type}, a uid or name as text, or the numeric id; without any the default.
func (s *server) sourceOf(h queryHead) (provision.DataSource, bool) {
	var ref struct{ UID, Type string }
	if json.Unmarshal(h.DataSource, &ref) == nil && ref.UID != "" {
		return s.Sources.ByUID(ref.UID)
	}
	var name string
	if json.Unmarshal(h.DataSource, &name) == nil && name != "" {
		return s.Sources.Find(func(d provision.DataSource) bool { return d.UID == name || d.Name == name })
	}
	if h.DataSourceID != 0 {
		return s.Sources.Find(func(d provision.DataSource) bool { return d.ID == h.DataSourceID })
	}
	if ref.Type != "" {
		return s.Sources.Find(func(d provision.DataSource) bool { return d.Type == ref.Type })
	}
	return s.Sources.Default()
}

func (s *server) run(ctx context.Context, jobs []job) backend.Responses {
	out := backend.Responses{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, j := range jobs {
		wg.Go(func() {
			res := s.ask(ctx, j)
			mu.Lock()
			defer mu.Unlock()
			out[j.q.RefID] = res
		})
	}
	wg.Wait()
	return out
}

func (s *server) ask(ctx context.Context, j job) backend.DataResponse {
	src, ok := s.Types[j.ds.Type]
	if !ok {
		return datasource.Failed(backend.StatusNotImplemented, datasource.UnsupportedError(j.ds.Type))
	}
	return src.Query(ctx, j.ds, j.q)
}
