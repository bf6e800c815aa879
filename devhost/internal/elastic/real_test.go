//go:build elasticsearch

// Asks a real Elasticsearch that the testbed has filled: scripts/test.mjs starts one and names it in STRATA_TEST_ELASTICSEARCH_URL.

package elastic

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/strata-sre/strata-sre-app/devhost/internal/datasource"
	"github.com/strata-sre/strata-sre-app/devhost/internal/provision"
)

func realSource(t *testing.T) provision.DataSource {
	t.Helper()
	url := os.Getenv("STRATA_TEST_ELASTICSEARCH_URL")
	if url == "" {
		t.Fatal("STRATA_TEST_ELASTICSEARCH_URL is not set")
	}
	return provision.DataSource{Name: "e", URL: url, JSONData: map[string]any{"index": "logs-*,filebeat-*,traces-apm*,metrics-*", "logLevelField": "log.level"}}
}

func askReal(t *testing.T, model string) backend.DataResponse {
	t.Helper()
	to := time.Now()
	return Source{}.Query(t.Context(), realSource(t), datasource.Query{RefID: "A", From: to.Add(-time.Hour), To: to, MaxDataPoints: 60, Interval: time.Minute, JSON: json.RawMessage(model)})
}

func mustFrames(t *testing.T, model string) data.Frames {
	t.Helper()
	res := askReal(t, model)
	if res.Error != nil || len(res.Frames) == 0 {
		t.Fatalf("%s: %v, %d frames", model, res.Error, len(res.Frames))
	}
	if notices := res.Frames[0].Meta; notices != nil && len(notices.Notices) > 0 {
		t.Fatalf("%s: %v", model, notices.Notices)
	}
	return res.Frames
}

func TestElasticsearchHealth(t *testing.T) {
	if message, err := (Source{}).Health(t.Context(), realSource(t)); err != nil || message == "" {
		t.Errorf("%q %v", message, err)
	}
}

func TestElasticsearchSeries(t *testing.T) {
	frames := mustFrames(t, `{"query":"processor.event:transaction","alias":"{{service.name}} {{metric}}","metrics":[{"id":"1","type":"percentiles","field":"transaction.duration.us","settings":{"percents":["95"]}}],
	 "bucketAggs":[{"id":"8","type":"terms","field":"service.name","settings":{"size":"3","orderBy":"1[95.0]","order":"desc"}},{"id":"9","type":"date_histogram","settings":{"interval":"auto"}}]}`)
	if len(frames) != 3 || !strings.HasSuffix(frames[0].Name, " p95.0") || frames[0].Fields[1].Labels != nil || frames[0].Rows() < 55 {
		t.Errorf("%d frames, the first %q with %d rows", len(frames), frames[0].Name, frames[0].Rows())
	}
}

func TestElasticsearchPipelinesAndScripts(t *testing.T) {
	frames := mustFrames(t, `{"query":"event.dataset:redis.info","metrics":[{"id":"1","type":"max","field":"redis.info.stats.keyspace.hits","hide":true},{"id":"2","type":"max","field":"redis.info.stats.keyspace.misses","hide":true},
	 {"id":"3","type":"derivative","field":"1","hide":true},{"id":"4","type":"derivative","field":"2","hide":true},
	 {"id":"5","type":"bucket_script","settings":{"script":"params.h / (params.h + params.m)"},"pipelineVariables":[{"name":"h","pipelineAgg":"3"},{"name":"m","pipelineAgg":"4"}]}],
	 "bucketAggs":[{"id":"9","type":"date_histogram","settings":{"interval":"1m"}}]}`)
	last, ok := frames[0].Fields[1].ConcreteAt(frames[0].Rows() - 2)
	if ratio, isNumber := last.(float64); !ok || !isNumber || ratio < 0.5 || ratio > 1 {
		t.Errorf("hit ratio %v", last)
	}
	mustFrames(t, `{"query":"processor.event:transaction AND event.outcome:(success OR failure)","metrics":[{"id":"1","type":"avg","settings":{"script":"doc['event.outcome'].value == 'failure' ? 1.0 : 0.0"}}],
	 "bucketAggs":[{"id":"9","type":"date_histogram"}]}`)
}

func TestElasticsearchTableAndDocuments(t *testing.T) {
	table := mustFrames(t, `{"query":"processor.event:span","metrics":[{"id":"1","type":"count"},{"id":"2","type":"cardinality","field":"trace.id"},{"id":"3","type":"max","field":"@timestamp"}],
	 "bucketAggs":[{"id":"8","type":"terms","field":"span.destination.service.resource","settings":{"size":"5","orderBy":"_count"}}]}`)[0]
	if fieldNames(table) != "span.destination.service.resource Count Unique Count Max" || table.Rows() != 5 {
		t.Errorf("%s, %d rows", fieldNames(table), table.Rows())
	}
	logs := mustFrames(t, `{"query":"log.level:INFO AND message:GET","metrics":[{"id":"1","type":"logs","settings":{"limit":"10"}}]}`)[0]
	words, _ := logs.Meta.Custom.(map[string]any)
	if list, _ := words["searchWords"].([]string); logs.Rows() != 10 || logs.Fields[0].Name != "@timestamp" || logs.Fields[1].Name != "message" || len(list) == 0 {
		t.Errorf("%d rows of %s, found words %v", logs.Rows(), fieldNames(logs), words)
	}
	raw := mustFrames(t, `{"metrics":[{"id":"1","type":"raw_document","settings":{"size":"3"}}]}`)[0]
	if raw.Rows() != 3 || fieldNames(raw) != "A" {
		t.Errorf("%d rows of %s", raw.Rows(), fieldNames(raw))
	}
}

func TestElasticsearchErrors(t *testing.T) {
	for model, want := range map[string]string{
		`{"query":"level:(error"}`: "Failed to parse query",
		`{"metrics":[{"id":"1","type":"avg","settings":{"script":"no such thing("}}],"bucketAggs":[{"id":"9","type":"date_histogram"}]}`: "compile error",
		`{"bucketAggs":[{"id":"8","type":"terms","field":"message"}]}`:                                                                   "Text fields are not optimised",
	} {
		if res := askReal(t, model); res.Error == nil || !strings.Contains(res.Error.Error(), want) {
			t.Errorf("%s: %v", model, res.Error)
		}
	}
}

func TestElasticsearchMapping(t *testing.T) {
	ds := realSource(t)
	answer := httptest.NewRecorder()
	path := ds.Setting("index") + "/_mapping"
	Source{}.Resource(answer, httptest.NewRequest("GET", "/"+path, nil), ds, path)
	var indexes map[string]struct {
		Mappings struct {
			Properties map[string]json.RawMessage `json:"properties"`
		} `json:"mappings"`
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &indexes); err != nil {
		t.Fatal(err)
	}
	if string(indexes["traces-apm-sim"].Mappings.Properties["transaction"]) == "" {
		t.Errorf("%d indexes, no transactions", len(indexes))
	}
}
