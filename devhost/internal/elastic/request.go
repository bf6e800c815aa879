package elastic

import (
	"fmt"
	"maps"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/devhost/internal/datasource"
)

type object = map[string]any

// search is the body of one search: the time range and the Lucene query as filters, and the aggregations.
func search(m model, q datasource.Query) object {
	filter := []object{{"range": object{m.timeField: object{"gte": q.From.UnixMilli(), "lte": q.To.UnixMilli(), "format": "epoch_millis"}}}}
	if s := strings.TrimSpace(m.Query); s != "" {
		filter = append(filter, object{"query_string": object{"analyze_wildcard": true, "query": s}})
	}
	body := object{"size": 0, "query": object{"bool": object{"filter": filter}}}
	if m.documents() {
		documentSearch(m, q, body)
		return body
	}
	aggs := metricAggs(m)
	for i := len(m.BucketAggs) - 1; i >= 0; i-- {
		agg := bucket(m, m.BucketAggs[i], q)
		if i < len(m.BucketAggs)-1 {
			maps.Copy(aggs, orderAgg(m, m.BucketAggs[i]))
		}
		if len(aggs) > 0 {
			agg["aggs"] = aggs
		}
		aggs = object{m.BucketAggs[i].ID: agg}
	}
	body["aggs"] = aggs
	return body
}

// documentSearch asks for the newest documents; logs also get marks where words were found, and a histogram of all that match.
func documentSearch(m model, q datasource.Query, body object) {
	first := m.Metrics[0]
	direction := "desc"
	if first.Type == logs {
		direction = text(first.Settings, "sortDirection", "desc")
		body["highlight"] = object{"fields": object{"*": object{}}, "pre_tags": []string{markStart}, "post_tags": []string{markEnd}, "fragment_size": 1 << 30}
		body["aggs"] = object{first.ID: object{dateHistogram: dateSpec(m, bucketAgg{}, q)}}
	}
	body["size"] = m.limit()
	body["sort"] = []object{{m.timeField: object{"order": direction, "unmapped_type": "boolean"}}, {"_doc": object{"order": direction}}}
	body["docvalue_fields"] = []string{m.timeField}
	body["track_total_hits"] = true
	if after, ok := first.Settings["searchAfter"].([]any); ok && len(after) > 0 {
		body["search_after"] = after
	}
}

// Marks around found words in highlighted text, as Grafana's front end knows them.
const (
	markStart = "@HIGHLIGHT@"
	markEnd   = "@/HIGHLIGHT@"
)

func metricAggs(m model) object {
	aggs := object{}
	for _, x := range m.Metrics {
		if x.Type != count {
			aggs[x.ID] = object{x.Type: metricSpec(m, x)}
		}
	}
	return aggs
}

func metricSpec(m model, x metric) object {
	spec := object{}
	for key, value := range x.Settings {
		switch {
		case key == "percents" && x.Type == percentiles:
			spec[key] = x.percents()
		case key == "script", key == "lag":
		default:
			spec[key] = value
		}
	}
	if s := x.script(); s != "" {
		spec["script"] = s
	}
	if lag := number(x.Settings, "lag", 0); lag > 0 {
		spec["lag"] = lag
	}
	switch {
	case x.Type == bucketScript:
		paths := object{}
		for _, v := range x.Variables {
			paths[v.Name] = m.path(v.Agg)
		}
		spec["buckets_path"] = paths
	case pipelines[x.Type]:
		spec["buckets_path"] = m.path(x.inputs()[0])
	case x.Field != "":
		spec["field"] = x.Field
	}
	return spec
}

// path is how a pipeline names a metric.
func (m model) path(id string) string {
	if x := m.metric(id); x != nil && x.Type == count {
		return "_count"
	}
	return id
}

// percents are the percentiles that a metric asks for.
func (x metric) percents() []float64 {
	list, _ := x.Settings["percents"].([]any)
	var out []float64
	for _, p := range list {
		if f, err := strconv.ParseFloat(fmt.Sprint(p), 64); err == nil {
			out = append(out, f)
		}
	}
	return out
}

func bucket(m model, b bucketAgg, q datasource.Query) object {
	switch b.Type {
	case dateHistogram:
		return object{dateHistogram: dateSpec(m, b, q)}
	case terms:
		return object{terms: termsSpec(m, b)}
	case histogram:
		return object{histogram: object{"field": b.Field, "interval": number(b.Settings, "interval", 1000), "min_doc_count": number(b.Settings, "min_doc_count", 0)}}
	}
	named := object{}
	list, _ := b.Settings["filters"].([]any)
	for _, f := range list {
		one, _ := f.(map[string]any)
		query := text(one, "query", "*")
		named[text(one, "label", query)] = object{"query_string": object{"query": query, "analyze_wildcard": true}}
	}
	return object{filters: object{"filters": named}}
}

func dateSpec(m model, b bucketAgg, q datasource.Query) object {
	field := b.Field
	if field == "" {
		field = m.timeField
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
	for _, key := range []string{"offset", "missing"} {
		if v := text(b.Settings, key, ""); v != "" {
			spec[key] = v
		}
	}
	return spec
}

func autoInterval(q datasource.Query) time.Duration {
	if q.Interval > 0 {
		return q.Interval
	}
	return max(q.To.Sub(q.From)/time.Duration(max(q.MaxDataPoints, 1)), time.Second).Round(time.Second)
}

var metricID = regexp.MustCompile(`^\d+`)

// orderedBy is the metric by which a terms aggregation sorts, nil where it sorts by count or key.
func orderedBy(m model, b bucketAgg) *metric {
	if id := metricID.FindString(text(b.Settings, "orderBy", "")); id != "" && b.Type == terms {
		return m.metric(id)
	}
	return nil
}

// orderAgg is the metric that an outer terms aggregation sorts by: it must be in the same bucket.
func orderAgg(m model, b bucketAgg) object {
	x := orderedBy(m, b)
	if x == nil || x.Type == count || pipelines[x.Type] {
		return object{}
	}
	return object{x.ID: object{x.Type: metricSpec(m, *x)}}
}

func termsSpec(m model, b bucketAgg) object {
	size := number(b.Settings, "size", defaultSize)
	if size <= 0 {
		size = defaultSize
	}
	spec := object{"field": b.Field, "size": min(size, maxBuckets)}
	if n := number(b.Settings, "min_doc_count", -1); n >= 0 {
		spec["min_doc_count"] = n
	}
	if missing := text(b.Settings, "missing", ""); missing != "" {
		spec["missing"] = missing
	}
	by := text(b.Settings, "orderBy", "_count")
	if x := orderedBy(m, b); by == "_term" {
		by = "_key"
	} else if x != nil && x.Type == count {
		by = "_count"
	}
	spec["order"] = object{by: text(b.Settings, "order", "desc")}
	return spec
}
