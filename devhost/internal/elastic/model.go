// Package elastic answers Grafana's Elasticsearch queries (Lucene metrics, logs, raw data) against an Elasticsearch.
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
	TimeField  string      `json:"timeField"`
	Metrics    []metric    `json:"metrics"`
	BucketAggs []bucketAgg `json:"bucketAggs"`
}

type metric struct {
	ID       string         `json:"id"`
	Type     string         `json:"type"`
	Field    string         `json:"field"`
	Hide     bool           `json:"hide"`
	Settings map[string]any `json:"settings"`
}

type bucketAgg struct {
	ID       string         `json:"id"`
	Type     string         `json:"type"`
	Field    string         `json:"field"`
	Settings map[string]any `json:"settings"`
}

// metricNames are the metric types that can be asked for, with their names in legends.
var metricNames = map[string]string{"count": "Count", "avg": "Average", "sum": "Sum", "min": "Min", "max": "Max",
	"cardinality": "Unique Count", "percentiles": "Percentile", "value_count": "Value Count"}

// documentTypes are the metric types that return documents instead of numbers; the value is the default limit.
var documentTypes = map[string]int{"logs": 500, "raw_data": 500, "raw_document": 500}

const dateHistogram = "date_histogram"

func parse(raw json.RawMessage) (model, error) {
	var m model
	if err := json.Unmarshal(raw, &m); err != nil {
		return m, err
	}
	if len(m.Metrics) == 0 {
		m.Metrics = []metric{{ID: "1", Type: "count"}}
	}
	if _, documents := documentTypes[m.Metrics[0].Type]; documents {
		return m, nil
	}
	if len(m.BucketAggs) == 0 {
		m.BucketAggs = []bucketAgg{{ID: "2", Type: dateHistogram}}
	}
	for _, x := range m.Metrics {
		if _, ok := metricNames[x.Type]; !ok {
			return m, fmt.Errorf("metric type %q is not supported in the devhost yet", x.Type)
		}
	}
	for i, b := range m.BucketAggs {
		switch {
		case b.Type == dateHistogram && i == len(m.BucketAggs)-1, b.Type == "terms", b.Type == "filters", b.Type == "histogram":
		case b.Type == dateHistogram:
			return m, fmt.Errorf("bucket aggregation %s: a date histogram must be the last", b.ID)
		default:
			return m, fmt.Errorf("bucket aggregation type %q is not supported in the devhost yet", b.Type)
		}
	}
	return m, nil
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

// percents are the percentiles a metric asks for, as Elasticsearch writes them: "95.0".
func (m metric) percents() []string {
	list, _ := m.Settings["percents"].([]any)
	var out []string
	for _, p := range list {
		f, err := strconv.ParseFloat(fmt.Sprint(p), 64)
		if err == nil {
			out = append(out, strconv.FormatFloat(f, 'f', max(1, decimals(f)), 64))
		}
	}
	if len(out) == 0 {
		return []string{"25.0", "50.0", "75.0", "95.0", "99.0"}
	}
	return out
}

func decimals(f float64) int {
	s := strconv.FormatFloat(f, 'f', -1, 64)
	for i := range s {
		if s[i] == '.' {
			return len(s) - i - 1
		}
	}
	return 0
}

func badQuery(q datasource.Query, err error) backend.DataResponse {
	return datasource.Failed(backend.StatusBadRequest, fmt.Errorf("query %s: %w", q.RefID, err))
}
