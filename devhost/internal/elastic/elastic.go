package elastic

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/strata-sre/strata-sre-app/devhost/internal/datasource"
	"github.com/strata-sre/strata-sre-app/devhost/internal/provision"
)

// Source is the Elasticsearch data source.
type Source struct{}

var _ datasource.Source = Source{}

const (
	defaultTimeField = "@timestamp"
	maxAnswer        = 64 << 20 // bytes
)

// answer is one response of _msearch.
type answer struct {
	Hits struct {
		Total struct {
			Value int `json:"value"`
		} `json:"total"`
		Hits []hit `json:"hits"`
	} `json:"hits"`
	Aggregations bucketJSON `json:"aggregations"`
	Shards       struct {
		Total    int `json:"total"`
		Failed   int `json:"failed"`
		Failures []struct {
			Index  string `json:"index"`
			Reason struct {
				Reason string `json:"reason"`
				Cause  struct {
					Reason string `json:"reason"`
				} `json:"caused_by"`
			} `json:"reason"`
		} `json:"failures"`
	} `json:"_shards"`
	Error *struct {
		Reason    string `json:"reason"`
		RootCause []struct {
			Reason string `json:"reason"`
		} `json:"root_cause"`
	} `json:"error"`
	Status int `json:"status"`
}

// Query asks with one _msearch.
func (Source) Query(ctx context.Context, ds provision.DataSource, q datasource.Query) backend.DataResponse {
	m, err := parse(q.JSON)
	if err != nil {
		return badQuery(q, err)
	}
	index, err := indexOf(ds)
	if err != nil {
		return badQuery(q, err)
	}
	m.timeField = timeField(ds)
	ans, err := msearch(ctx, ds, index, search(m, q))
	if err != nil {
		return datasource.Failed(backend.StatusBadGateway, err)
	}
	if ans.Error != nil {
		reason := ans.Error.Reason
		if len(ans.Error.RootCause) > 0 {
			reason = ans.Error.RootCause[0].Reason
		}
		return datasource.Failed(backend.Status(max(ans.Status, http.StatusBadRequest)), errors.New(reason))
	}
	var frames data.Frames
	if m.documents() {
		frames = data.Frames{documentFrame(m, q.RefID, ans.Hits.Hits, ans.Hits.Total.Value, meaning{m.timeField, messageField(ds), ds.Setting("logLevelField")})}
	} else {
		frames = metricFrames(m, ans.Aggregations)
	}
	for _, f := range frames {
		f.RefID = q.RefID
		ans.note(f)
	}
	return backend.DataResponse{Status: backend.StatusOK, Frames: frames}
}

// note says on a frame that parts of the answer are missing; Grafana itself shows them as if they were all.
func (a answer) note(f *data.Frame) {
	if a.Shards.Failed == 0 || len(a.Shards.Failures) == 0 {
		return
	}
	first := a.Shards.Failures[0]
	text := fmt.Sprintf("%d of %d shards failed, the first of %s: %s %s", a.Shards.Failed, a.Shards.Total, first.Index, first.Reason.Reason, first.Reason.Cause.Reason)
	f.AppendNotices(data.Notice{Severity: data.NoticeSeverityWarning, Text: strings.TrimSpace(text)})
}

func timeField(ds provision.DataSource) string {
	if f := ds.Setting("timeField"); f != "" {
		return f
	}
	return defaultTimeField
}

func messageField(ds provision.DataSource) string {
	if f := ds.Setting("logMessageField"); f != "" {
		return f
	}
	return "message"
}

func indexOf(ds provision.DataSource) (string, error) {
	if ds.Setting("interval") != "" {
		return "", fmt.Errorf("data source %q: index patterns by time (jsonData.interval) are not supported in the devhost; use a wildcard", ds.Name)
	}
	if index := ds.Setting("index"); index != "" {
		return index, nil
	}
	return ds.Database, nil
}

func msearch(ctx context.Context, ds provision.DataSource, index string, body object) (answer, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	head := object{"search_type": "query_then_fetch", "ignore_unavailable": true}
	if index != "" {
		head["index"] = index
	}
	if err := errors.Join(enc.Encode(head), enc.Encode(body)); err != nil {
		return answer{}, err
	}
	raw, err := send(ctx, ds, http.MethodPost, "_msearch", nil, &buf)
	if err != nil {
		return answer{}, err
	}
	var multi struct {
		Responses []answer `json:"responses"`
	}
	if err := json.Unmarshal(raw, &multi); err != nil {
		return answer{}, fmt.Errorf("%s did not answer as an Elasticsearch: %w", ds.URL, err)
	}
	if len(multi.Responses) != 1 {
		return answer{}, fmt.Errorf("%s gave %d answers to one search", ds.URL, len(multi.Responses))
	}
	return multi.Responses[0], nil
}

func send(ctx context.Context, ds provision.DataSource, method, path string, query url.Values, body io.Reader) ([]byte, error) {
	target, err := datasource.URL(ds, path, query)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, method, target, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-ndjson")
	res, err := datasource.Do(ds, req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > maxAnswer {
		return nil, fmt.Errorf("%s answered more than %d MB; narrow the query or its time range", ds.URL, maxAnswer>>20)
	}
	if res.StatusCode >= http.StatusMultipleChoices {
		return nil, fmt.Errorf("%s answered HTTP %d: %s", ds.URL, res.StatusCode, strings.TrimSpace(string(raw[:min(len(raw), 200)])))
	}
	return raw, nil
}

// Health checks that the index has the time field.
func (Source) Health(ctx context.Context, ds provision.DataSource) (string, error) {
	index, err := indexOf(ds)
	if err != nil {
		return "", err
	}
	raw, err := send(ctx, ds, http.MethodGet, index+"/_field_caps", url.Values{"fields": {timeField(ds)}}, nil)
	if err != nil {
		return "", err
	}
	var caps struct {
		Fields map[string]map[string]any `json:"fields"`
	}
	if err := json.Unmarshal(raw, &caps); err != nil {
		return "", err
	}
	if _, ok := caps.Fields[timeField(ds)]["date"]; !ok {
		return "", fmt.Errorf("no date field named %q in index %q", timeField(ds), index)
	}
	return "Elasticsearch data source is healthy.", nil
}

// Resource passes the searches and mappings on that Grafana's data source asks for.
func (Source) Resource(w http.ResponseWriter, r *http.Request, ds provision.DataSource, path string) {
	path = strings.TrimPrefix(path, "/")
	if path != "" && path != "_msearch" && !strings.HasSuffix(path, "_mapping") && !strings.HasSuffix(path, "_field_caps") {
		http.Error(w, `{"message":"only _msearch, _mapping and _field_caps are passed on to Elasticsearch"}`, http.StatusForbidden)
		return
	}
	if err := datasource.Forward(w, r, ds, path); err != nil {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadGateway)
		_ = json.NewEncoder(w).Encode(map[string]string{"message": err.Error()})
	}
}
