package elastic

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/devhost/internal/datasource"
)

type object = map[string]any

// search is the body of one search: the time range and the Lucene query as filters, and the aggregations.
func search(m model, q datasource.Query) object {
	filters := []object{{"range": object{m.TimeField: object{"gte": q.From.UnixMilli(), "lte": q.To.UnixMilli(), "format": "epoch_millis"}}}}
	if s := strings.TrimSpace(m.Query); s != "" {
		filters = append(filters, object{"query_string": object{"analyze_wildcard": true, "query": s}})
	}
	body := object{"size": 0, "query": object{"bool": object{"filter": filters}}}
	first := m.Metrics[0]
	if limit, documents := documentTypes[first.Type]; documents {
		body["size"] = number(first.Settings, "limit", number(first.Settings, "size", limit))
		body["sort"] = []object{{m.TimeField: object{"order": text(first.Settings, "sortDirection", "desc"), "unmapped_type": "boolean"}}}
		return body
	}
	aggs := metricAggs(m)
	for i := len(m.BucketAggs) - 1; i >= 0; i-- {
		b := m.BucketAggs[i]
		agg := bucket(m, b, q)
		if len(aggs) > 0 {
			agg["aggs"] = aggs
		}
		aggs = object{b.ID: agg}
	}
	body["aggs"] = aggs
	return body
}

func metricAggs(m model) object {
	aggs := object{}
	for _, x := range m.Metrics {
		if x.Type == "count" {
			continue
		}
		spec := object{"field": x.Field}
		if x.Type == "percentiles" {
			var percents []float64
			for _, p := range x.percents() {
				f, _ := strconv.ParseFloat(p, 64)
				percents = append(percents, f)
			}
			spec["percents"] = percents
		}
		aggs[x.ID] = object{x.Type: spec}
	}
	return aggs
}

func bucket(m model, b bucketAgg, q datasource.Query) object {
	switch b.Type {
	case dateHistogram:
		return object{dateHistogram: dateSpec(m, b, q)}
	case "terms":
		return object{"terms": termsSpec(b)}
	case "histogram":
		return object{"histogram": object{"field": b.Field, "interval": number(b.Settings, "interval", 1000), "min_doc_count": number(b.Settings, "min_doc_count", 0)}}
	}
	filters := object{}
	list, _ := b.Settings["filters"].([]any)
	for _, f := range list {
		one, _ := f.(map[string]any)
		query := text(one, "query", "*")
		filters[text(one, "label", query)] = object{"query_string": object{"query": query, "analyze_wildcard": true}}
	}
	return object{"filters": object{"filters": filters}}
}

func dateSpec(m model, b bucketAgg, q datasource.Query) object {
	field := b.Field
	if field == "" {
		field = m.TimeField
	}
	interval := text(b.Settings, "interval", "auto")
	if interval == "auto" || strings.Contains(interval, "$") {
		interval = fmt.Sprintf("%dms", autoInterval(q).Milliseconds())
	}
	spec := object{"field": field, "min_doc_count": number(b.Settings, "min_doc_count", 0), "format": "epoch_millis", "fixed_interval": interval,
		"extended_bounds": object{"min": q.From.UnixMilli(), "max": q.To.UnixMilli()}}
	if zone := text(b.Settings, "timeZone", ""); zone != "" && zone != "utc" {
		spec["time_zone"] = zone
	}
	return spec
}

func autoInterval(q datasource.Query) time.Duration {
	if q.Interval > 0 {
		return q.Interval
	}
	return max(q.To.Sub(q.From)/time.Duration(max(q.MaxDataPoints, 1)), time.Second).Round(time.Second)
}

func termsSpec(b bucketAgg) object {
	size := number(b.Settings, "size", 10)
	if size == 0 {
		size = 500
	}
	spec := object{"field": b.Field, "size": size}
	if n := number(b.Settings, "min_doc_count", 0); n > 0 {
		spec["min_doc_count"] = n
	}
	if missing := text(b.Settings, "missing", ""); missing != "" {
		spec["missing"] = missing
	}
	by := text(b.Settings, "orderBy", "_count")
	if by == "_term" {
		by = "_key"
	}
	spec["order"] = object{by: text(b.Settings, "order", "desc")}
	return spec
}
