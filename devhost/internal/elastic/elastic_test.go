package elastic

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/strata-sre/strata-sre-app/devhost/internal/datasource"
	"github.com/strata-sre/strata-sre-app/devhost/internal/provision"
)

// fake is an Elasticsearch that gives one answer and remembers the lines it got.
func fake(t *testing.T, answer string) (provision.DataSource, *[]map[string]any) {
	t.Helper()
	var lines []map[string]any
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		dec := json.NewDecoder(r.Body)
		for dec.More() {
			var line map[string]any
			if err := dec.Decode(&line); err != nil {
				t.Error(err)
				break
			}
			lines = append(lines, line)
		}
		_, _ = w.Write([]byte(answer))
	}))
	t.Cleanup(srv.Close)
	return provision.DataSource{Name: "e", URL: srv.URL, JSONData: map[string]any{"index": "logs-*"}}, &lines
}

func ask(t *testing.T, ds provision.DataSource, model string) backend.DataResponse {
	t.Helper()
	to := time.UnixMilli(1_700_000_000_000).UTC()
	return Source{}.Query(t.Context(), ds, datasource.Query{RefID: "A", From: to.Add(-time.Hour), To: to, MaxDataPoints: 60, Interval: time.Minute, JSON: json.RawMessage(model)})
}

const grouped = `{"responses":[{"aggregations":{"3":{"buckets":[
 {"key":"cart","doc_count":3,"2":{"buckets":[{"key":1699999000000,"doc_count":2,"1":{"value":5},"4":{"values":{"95.0":9.5}}},{"key":1699999060000,"doc_count":1,"1":{"value":null},"4":{"values":{"95.0":null}}}]}},
 {"key":"pay","doc_count":1,"2":{"buckets":[{"key":1699999000000,"doc_count":1,"1":{"value":7},"4":{"values":{"95.0":1}}}]}}]}}}]}`

func TestSeries(t *testing.T) {
	ds, lines := fake(t, grouped)
	res := ask(t, ds, `{"query":"level:error","metrics":[{"id":"1","type":"avg","field":"ms"},{"id":"4","type":"percentiles","field":"ms","settings":{"percents":["95"]}}],
	 "bucketAggs":[{"id":"3","type":"terms","field":"service.name","settings":{"size":"5","orderBy":"1"}},{"id":"2","type":"date_histogram","settings":{"interval":"auto"}}]}`)
	if res.Error != nil {
		t.Fatal(res.Error)
	}
	if len(res.Frames) != 4 {
		t.Fatalf("2 services × 2 numbers, got %d frames", len(res.Frames))
	}
	f := res.Frames[0]
	if f.Name != "cart Average ms" || f.RefID != "A" || f.Meta.Type != data.FrameTypeTimeSeriesMulti || f.Fields[1].Labels != nil {
		t.Errorf("frame %q %+v", f.Name, f.Fields[1].Labels)
	}
	if v, ok := f.Fields[1].At(0).(*float64); !ok || *v != 5 || f.Fields[1].NilAt(0) || !f.Fields[1].NilAt(1) {
		t.Errorf("values %v", f.Fields[1].At(0))
	}
	if res.Frames[1].Name != "cart p95.0 ms" {
		t.Errorf("percentile %q", res.Frames[1].Name)
	}
	raw, err := json.Marshal(*lines)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"index":"logs-*"`, `"gte":1699996400000`, `"query":"level:error"`, `"fixed_interval":"60000ms"`, `"order":{"1":"desc"}`, `"size":5`, `"percents":[95]`} {
		if !strings.Contains(string(raw), part) {
			t.Errorf("the search lacks %s: %s", part, raw)
		}
	}
}

func TestAliasAndCount(t *testing.T) {
	ds, _ := fake(t, grouped)
	res := ask(t, ds, `{"alias":"{{service.name}}: {{metric}}","bucketAggs":[{"id":"3","type":"terms","field":"service.name"},{"id":"2","type":"date_histogram"}]}`)
	if len(res.Frames) != 2 || res.Frames[1].Name != "pay: Count" {
		t.Errorf("got %v", res.Frames)
	}
}

func TestTable(t *testing.T) {
	ds, _ := fake(t, `{"responses":[{"aggregations":{"3":{"buckets":{"slow":{"doc_count":2},"fast":{"doc_count":9}}}}}]}`)
	res := ask(t, ds, `{"bucketAggs":[{"id":"3","type":"filters","settings":{"filters":[{"label":"slow","query":"ms:>10"},{"label":"fast","query":"ms:<10"}]}}]}`)
	f := res.Frames[0]
	if len(f.Fields) != 2 || *(f.Fields[0].At(0).(*string)) != "fast" || *(f.Fields[1].At(0).(*float64)) != 9 {
		t.Errorf("got %v", f.Fields)
	}
}

func TestLogs(t *testing.T) {
	ds, lines := fake(t, `{"responses":[{"hits":{"hits":[{"_id":"1","_index":"logs-1","_source":{"@timestamp":"2023-11-14T22:13:20.5Z","message":"boom","log":{"level":"error"},"tags":["a"]}}]}}]}`)
	res := ask(t, ds, `{"metrics":[{"id":"1","type":"logs","settings":{"limit":"10"}}]}`)
	f := res.Frames[0]
	if f.Meta.PreferredVisualization != data.VisTypeLogs || f.Fields[0].Name != "@timestamp" || f.Fields[1].Name != "message" || *(f.Fields[1].At(0).(*string)) != "boom" {
		t.Errorf("got %v", f.Fields)
	}
	level, _ := f.FieldByName("log.level")
	if at := f.Fields[0].At(0).(*time.Time); at.UnixMilli() != 1700000000500 || level == nil {
		t.Errorf("time %v, level %v", at, level)
	}
	if (*lines)[1]["size"] != float64(10) {
		t.Errorf("limit %v", (*lines)[1]["size"])
	}
}

func TestErrors(t *testing.T) {
	ds, _ := fake(t, `{"responses":[{"error":{"reason":"all shards failed","root_cause":[{"reason":"No mapping found"}]},"status":400}]}`)
	if res := ask(t, ds, `{}`); res.Error == nil || res.Error.Error() != "No mapping found" || res.Status != http.StatusBadRequest {
		t.Errorf("got %v %v", res.Status, res.Error)
	}
	if res := ask(t, provision.DataSource{URL: "http://127.0.0.1:1"}, `{}`); res.Error == nil || res.Status != http.StatusBadGateway {
		t.Errorf("down: %v %v", res.Status, res.Error)
	}
	for _, model := range []string{`{"metrics":[{"id":"1","type":"derivative"}]}`, `{"metrics":[{"id":"1","type":"top_metrics"}]}`,
		`{"metrics":[{"id":"3","type":"bucket_script","pipelineVariables":[{"name":"a","pipelineAgg":"9"}]}]}`, `{"bucketAggs":[{"id":"1","type":"geohash_grid"}]}`,
		`{"bucketAggs":[{"id":"1","type":"date_histogram"},{"id":"2","type":"terms"}]}`} {
		if res := ask(t, ds, model); res.Status != http.StatusBadRequest {
			t.Errorf("%s: %v", model, res.Error)
		}
	}
}

func TestHealth(t *testing.T) {
	ds, _ := fake(t, `{"fields":{"@timestamp":{"date":{}}}}`)
	if _, err := (Source{}).Health(t.Context(), ds); err != nil {
		t.Error(err)
	}
	ds, _ = fake(t, `{"fields":{}}`)
	if _, err := (Source{}).Health(t.Context(), ds); err == nil || !strings.Contains(err.Error(), "@timestamp") {
		t.Errorf("got %v", err)
	}
}
