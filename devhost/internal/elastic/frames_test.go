package elastic

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

func answerOf(aggregations string) string {
	return fmt.Sprintf(`{"responses":[{"aggregations":%s}]}`, aggregations)
}

func values(f *data.Field) string {
	var out []string
	for i := range f.Len() {
		if v, ok := f.ConcreteAt(i); ok {
			out = append(out, fmt.Sprint(v))
		} else {
			out = append(out, "-")
		}
	}
	return strings.Join(out, " ")
}

func TestPipelines(t *testing.T) {
	ds, lines := fake(t, answerOf(`{"9":{"buckets":[{"key":1000,"doc_count":1,"1":{"value":10}},
	 {"key":61000,"doc_count":1,"1":{"value":70},"2":{"value":60,"normalized_value":1},"3":{"value":0.5}},
	 {"key":121000,"doc_count":1,"1":{"value":70},"2":{"value":0,"normalized_value":0},"3":{"value":"NaN"}}]}}`))
	res := ask(t, ds, `{"metrics":[{"id":"1","type":"max","field":"bytes","hide":true},{"id":"2","type":"derivative","field":"1","settings":{"unit":"1s"}},
	 {"id":"3","type":"bucket_script","settings":{"script":"params.d / params.n"},"pipelineVariables":[{"name":"d","pipelineAgg":"2"},{"name":"n","pipelineAgg":"4"}]},
	 {"id":"4","type":"count","hide":true}],"bucketAggs":[{"id":"9","type":"date_histogram"}]}`)
	if res.Error != nil || len(res.Frames) != 2 {
		t.Fatalf("%v, %d frames", res.Error, len(res.Frames))
	}
	derivative, script := res.Frames[0], res.Frames[1]
	if derivative.Name != "Derivative Max bytes" || values(derivative.Fields[1]) != "1 0" {
		t.Errorf("derivative %q: %s (its first bucket has none, and it is per second)", derivative.Name, values(derivative.Fields[1]))
	}
	if script.Name != "Derivative 1 / Count" || values(script.Fields[1]) != "0.5 -" {
		t.Errorf("script %q: %s", script.Name, values(script.Fields[1]))
	}
	sent := fmt.Sprint(*lines)
	for _, part := range []string{"derivative:map[buckets_path:1 unit:1s]", "bucket_script:map[buckets_path:map[d:2 n:_count] script:params.d / params.n]"} {
		if !strings.Contains(sent, part) {
			t.Errorf("the search lacks %s: %s", part, sent)
		}
	}
}

func TestScriptsOfMetrics(t *testing.T) {
	ds, lines := fake(t, answerOf(`{"9":{"buckets":[]}}`))
	ask(t, ds, `{"metrics":[{"id":"1","type":"avg","settings":{"script":{"inline":"doc['a'].value"}}}],"bucketAggs":[{"id":"9","type":"date_histogram"}]}`)
	if sent := fmt.Sprint(*lines); !strings.Contains(sent, "avg:map[script:doc['a'].value]") {
		t.Error(sent)
	}
}

func TestTableColumns(t *testing.T) {
	ds, lines := fake(t, answerOf(`{"8":{"buckets":[{"key":"a","doc_count":3,"7":{"buckets":[
	 {"key":443,"doc_count":2,"1":{"value":1},"2":{"value":5},"3":{"value":4},"4":{"values":{"99.0":9,"95.0":8}},"5":{"value":7}},
	 {"key":80,"doc_count":1,"1":{"value":null},"2":{"value":6},"3":{"value":3},"4":{"values":{"99.0":2,"95.0":1}},"5":{"value":2}}]}}]}}`))
	res := ask(t, ds, `{"metrics":[{"id":"1","type":"min","field":"x","hide":true},{"id":"2","type":"sum","field":"b"},{"id":"3","type":"sum","field":"p"},
	 {"id":"4","type":"percentiles","field":"ms","settings":{"percents":["95","99"]}},{"id":"5","type":"avg","field":"ms"}],
	 "bucketAggs":[{"id":"8","type":"terms","field":"ip","settings":{"orderBy":"4[95.0]"}},{"id":"7","type":"terms","field":"port","settings":{"orderBy":"5"}}]}`)
	if res.Error != nil || len(res.Frames) != 1 {
		t.Fatalf("%v, %d frames", res.Error, len(res.Frames))
	}
	want := []string{"ip: a a", "port: 443 80", "Min: 1 -", "Sum b: 5 6", "Sum p: 4 3", "p95.0 ms: 8 1", "p99.0 ms: 9 2", "Average: 7 2"}
	for i, f := range res.Frames[0].Fields {
		if got := f.Name + ": " + values(f); i >= len(want) || got != want[i] {
			t.Errorf("column %d is %q", i, got)
		}
	}
	// What an outer aggregation sorts by must be in its own buckets.
	if sent := fmt.Sprint(*lines); strings.Count(sent, "percentiles:map[field:ms percents:[95 99]]") != 2 || !strings.Contains(sent, "order:map[4[95.0]:desc]") {
		t.Error(sent)
	}
}

func TestNothingFound(t *testing.T) {
	ds, _ := fake(t, answerOf(`{"8":{"buckets":[]}}`))
	for _, model := range []string{`{"bucketAggs":[{"id":"8","type":"terms","field":"a"}]}`, `{"bucketAggs":[{"id":"8","type":"terms","field":"a"},{"id":"9","type":"date_histogram"}]}`} {
		if res := ask(t, ds, model); res.Error != nil || len(res.Frames) != 0 {
			t.Errorf("%s: %v, %d frames", model, res.Error, len(res.Frames))
		}
	}
	ds, _ = fake(t, `{"responses":[{"hits":{"hits":[]}}]}`)
	if res := ask(t, ds, `{"metrics":[{"id":"1","type":"logs"}]}`); res.Error != nil || len(res.Frames) != 1 || res.Frames[0].Rows() != 0 {
		t.Errorf("logs: %v", res.Error)
	}
}

func TestTrimmedEdges(t *testing.T) {
	ds, _ := fake(t, answerOf(`{"9":{"buckets":[{"key":1000,"doc_count":1},{"key":2000,"doc_count":2},{"key":3000,"doc_count":3}]}}`))
	res := ask(t, ds, `{"bucketAggs":[{"id":"9","type":"date_histogram","settings":{"trimEdges":"1"}}]}`)
	if got := values(res.Frames[0].Fields[1]); got != "2" {
		t.Errorf("got %s", got)
	}
}

const document = `{"responses":[{"hits":{"total":{"value":7},"hits":[{"_id":"1","_index":"logs-1","_source":{"@timestamp":"2023-11-14T22:13:20.5Z","message":"boom boom",
 "log":{"level":"error"},"http.response.status_code":500,"ok":false,"tags":["a"]},"highlight":{"message":["@HIGHLIGHT@boom@/HIGHLIGHT@ boom"]},"sort":[1]}]}}]}`

func TestLogsFrame(t *testing.T) {
	ds, lines := fake(t, document)
	ds.JSONData["logLevelField"] = "log.level"
	f := ask(t, ds, `{"metrics":[{"id":"1","type":"logs","settings":{"limit":"0"}}]}`).Frames[0]
	want := map[string]string{"level": "error", "id": "logs-1#1", "http.response.status_code": "500", "ok": "false", "message": "boom boom"}
	for name, value := range want {
		if field, _ := f.FieldByName(name); field == nil || values(field) != value {
			t.Errorf("%s: %v", name, field)
		}
	}
	source, _ := f.FieldByName("_source")
	if text := values(source); !strings.Contains(text, `"log.level":"error"`) {
		t.Errorf("_source %s", text)
	}
	tags, _ := f.FieldByName("tags")
	if raw, ok := tags.ConcreteAt(0); !ok || string(raw.(json.RawMessage)) != `["a"]` {
		t.Errorf("tags %v", raw)
	}
	if custom := fmt.Sprint(f.Meta.Custom); custom != "map[limit:500 searchWords:[boom] total:7]" {
		t.Error(custom)
	}
	if sent := fmt.Sprint((*lines)[1]); !strings.Contains(sent, "size:500") || !strings.Contains(sent, "unmapped_type:boolean") || !strings.Contains(sent, "date_histogram") {
		t.Error(sent)
	}
}

func TestRawFrames(t *testing.T) {
	ds, lines := fake(t, document)
	f := ask(t, ds, `{"metrics":[{"id":"1","type":"raw_data","settings":{"size":"99999"}}]}`).Frames[0]
	if names := fieldNames(f); names != "@timestamp _id _index _type highlight http.response.status_code log.level message ok sort tags" {
		t.Error(names)
	}
	if (*lines)[1]["size"] != float64(maxSize) {
		t.Errorf("size %v is not limited", (*lines)[1]["size"])
	}
	f = ask(t, ds, `{"metrics":[{"id":"1","type":"raw_document"}]}`).Frames[0]
	raw, _ := f.Fields[0].ConcreteAt(0)
	if fieldNames(f) != "A" || !strings.Contains(string(raw.(json.RawMessage)), `"log":{"level":"error"}`) {
		t.Errorf("%s: %s", fieldNames(f), raw)
	}
}

func fieldNames(f *data.Frame) string {
	var names []string
	for _, field := range f.Fields {
		names = append(names, field.Name)
	}
	return strings.Join(names, " ")
}

func TestPartsThatFailedAreNoted(t *testing.T) {
	ds, _ := fake(t, `{"responses":[{"_shards":{"total":20,"failed":1,"failures":[{"index":"logs-x","reason":{"reason":"runtime error","caused_by":{"reason":"no field"}}}]},
	 "aggregations":{"9":{"buckets":[{"key":1000,"doc_count":1}]}}}]}`)
	f := ask(t, ds, `{"bucketAggs":[{"id":"9","type":"date_histogram"}]}`).Frames[0]
	if len(f.Meta.Notices) != 1 || f.Meta.Notices[0].Text != "1 of 20 shards failed, the first of logs-x: runtime error no field" {
		t.Errorf("notices %v", f.Meta.Notices)
	}
}

func TestHugeAnswersAreRefused(t *testing.T) {
	ds, _ := fake(t, `{"responses":[`+strings.Repeat(" ", maxAnswer)+`]}`)
	if res := ask(t, ds, `{}`); res.Error == nil || !strings.Contains(res.Error.Error(), "64 MB") {
		t.Errorf("got %v", res.Error)
	}
}
