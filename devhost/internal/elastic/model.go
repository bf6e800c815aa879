// Package elastic answers Grafana's Elasticsearch queries (Lucene metrics, logs, raw data) against an Elasticsearch, with the frames that
// Grafana's own data source gives.
package elastic

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/devhost/internal/datasource"
)

// model is Grafana's Elasticsearch query.
type model struct {
	Query      string      `json:"query"`
	Alias      string      `json:"alias"`
	Metrics    []metric    `json:"metrics"`
	BucketAggs []bucketAgg `json:"bucketAggs"`

	timeField string // of the data source; one in the query is not looked at
}

type metric struct {
	ID          string         `json:"id"`
	Type        string         `json:"type"`
	Field       string         `json:"field"`
	Hide        bool           `json:"hide"`
	PipelineAgg string         `json:"pipelineAgg"`
	Variables   []variable     `json:"pipelineVariables"`
	Settings    map[string]any `json:"settings"`
}

// variable is a name in a bucket script and the metric that it stands for.
type variable struct {
	Name string `json:"name"`
	Agg  string `json:"pipelineAgg"`
}

type bucketAgg struct {
	ID       string         `json:"id"`
	Type     string         `json:"type"`
	Field    string         `json:"field"`
	Settings map[string]any `json:"settings"`
}

const (
	count         = "count"
	percentiles   = "percentiles"
	bucketScript  = "bucket_script"
	dateHistogram = "date_histogram"
	terms         = "terms"
	filters       = "filters"
	histogram     = "histogram"
	logs          = "logs"
	rawData       = "raw_data"
	rawDocument   = "raw_document"
)

// metricNames are the metric types that can be asked for, with their names in legends.
var metricNames = map[string]string{count: "Count", "avg": "Average", "sum": "Sum", "min": "Min", "max": "Max",
	"cardinality": "Unique Count", percentiles: "Percentiles", "value_count": "Value Count", "derivative": "Derivative",
	"cumulative_sum": "Cumulative Sum", "serial_diff": "Serial Difference", bucketScript: "Bucket Script"}

// pipelines are the metric types that are made of other metrics.
var pipelines = map[string]bool{"derivative": true, "cumulative_sum": true, "serial_diff": true, bucketScript: true}

// documentTypes are the metric types that return documents instead of numbers; the value is the name of the setting that limits them.
var documentTypes = map[string]string{logs: "limit", rawData: "size", rawDocument: "size"}

// Limits of one query.
const (
	defaultSize = 500
	maxSize     = 10_000 // documents, as Elasticsearch's own default
	maxBuckets  = 65_536 // of all buckets of an answer, likewise
)

func parse(raw json.RawMessage) (model, error) {
	var m model
	if err := json.Unmarshal(raw, &m); err != nil {
		return m, err
	}
	if len(m.Metrics) == 0 {
		m.Metrics = []metric{{ID: "1", Type: count}}
	}
	if m.documents() {
		return m, nil
	}
	if len(m.BucketAggs) == 0 {
		m.BucketAggs = []bucketAgg{{ID: "2", Type: dateHistogram}}
	}
	for _, x := range m.Metrics {
		if err := m.checkMetric(x); err != nil {
			return m, err
		}
	}
	for i, b := range m.BucketAggs {
		switch {
		case b.Type == dateHistogram && i == len(m.BucketAggs)-1, b.Type == terms, b.Type == filters, b.Type == histogram:
		case b.Type == dateHistogram:
			return m, fmt.Errorf("bucketAggs[%d] (id %s): a date histogram must be the last", i, b.ID)
		default:
			return m, fmt.Errorf("bucketAggs[%d] (id %s): type %q is not supported in the devhost yet", i, b.ID, b.Type)
		}
	}
	return m, nil
}

func (m model) checkMetric(x metric) error {
	if _, ok := metricNames[x.Type]; !ok {
		return fmt.Errorf("metric %s: type %q is not supported in the devhost yet", x.ID, x.Type)
	}
	if !pipelines[x.Type] {
		return nil
	}
	inputs := x.inputs()
	if len(inputs) == 0 {
		return fmt.Errorf("metric %s: %s needs a metric to work on", x.ID, x.Type)
	}
	for _, id := range inputs {
		if m.metric(id) == nil {
			return fmt.Errorf("metric %s: there is no metric %q to work on", x.ID, id)
		}
	}
	return nil
}

// documents tells whether the query asks for documents instead of numbers.
func (m model) documents() bool { return documentTypes[m.Metrics[0].Type] != "" }

func (m model) metric(id string) *metric {
	for i := range m.Metrics {
		if m.Metrics[i].ID == id {
			return &m.Metrics[i]
		}
	}
	return nil
}

// inputs are the ids of the metrics that a pipeline works on.
func (x metric) inputs() []string {
	if x.Type == bucketScript {
		var out []string
		for _, v := range x.Variables {
			out = append(out, v.Agg)
		}
		return out
	}
	if x.Field != "" {
		return []string{x.Field}
	}
	if x.PipelineAgg != "" {
		return []string{x.PipelineAgg}
	}
	return nil
}

// text and number read a setting that Grafana's editors save as text, number or not at all.
func text(settings map[string]any, key, fallback string) string {
	switch v := settings[key].(type) {
	case string:
		if v != "" {
			return v
		}
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fallback
}

func number(settings map[string]any, key string, fallback int) int {
	if n, err := strconv.Atoi(text(settings, key, "")); err == nil {
		return n
	}
	return fallback
}

// script is the script of a metric, which older queries wrap in an object.
func (x metric) script() string {
	if wrapped, ok := x.Settings["script"].(map[string]any); ok {
		return text(wrapped, "inline", "")
	}
	return text(x.Settings, "script", "")
}

// limit is how many documents a query asks for; 0 and nonsense mean the default.
func (m model) limit() int {
	first := m.Metrics[0]
	n := number(first.Settings, documentTypes[first.Type], defaultSize)
	if n <= 0 {
		n = defaultSize
	}
	return min(n, maxSize)
}

func badQuery(q datasource.Query, err error) backend.DataResponse {
	return datasource.Failed(backend.StatusBadRequest, fmt.Errorf("query %s: %w", q.RefID, err))
}
