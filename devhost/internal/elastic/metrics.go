package elastic

import (
	"encoding/json"
	"fmt"
	"regexp"
	"sort"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// bucketJSON is one bucket: its key, its count, and whatever aggregations are below it.
type bucketJSON map[string]json.RawMessage

func (b bucketJSON) count() float64 {
	var n float64
	_ = json.Unmarshal(b["doc_count"], &n)
	return n
}

func (b bucketJSON) key() string {
	for _, name := range []string{"key_as_string", "key"} {
		var v any
		if json.Unmarshal(b[name], &v) == nil && v != nil {
			return fmt.Sprint(v)
		}
	}
	return ""
}

func (b bucketJSON) at() time.Time {
	var ms float64
	_ = json.Unmarshal(b["key"], &ms)
	return time.UnixMilli(int64(ms)).UTC()
}

// children are the buckets of an aggregation, in its order; named ones (filters) sorted by name.
func (b bucketJSON) children(id string) []bucketJSON {
	var agg struct {
		Buckets json.RawMessage `json:"buckets"`
	}
	_ = json.Unmarshal(b[id], &agg)
	var list []bucketJSON
	if json.Unmarshal(agg.Buckets, &list) == nil {
		return list
	}
	var named map[string]bucketJSON
	_ = json.Unmarshal(agg.Buckets, &named)
	for name, child := range named {
		child["key"], _ = json.Marshal(name)
		list = append(list, child)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].key() < list[j].key() })
	return list
}

// column is one number a metric gives: a percentiles metric has several.
type column struct {
	metric  metric
	percent string
	name    string
}

func columns(m model) []column {
	var out []column
	for _, x := range m.Metrics {
		switch {
		case x.Hide:
		case x.Type == "percentiles":
			for _, p := range x.percents() {
				out = append(out, column{x, p, "p" + p + " " + x.Field})
			}
		case x.Type == "count":
			out = append(out, column{x, "", metricNames[x.Type]})
		default:
			out = append(out, column{x, "", metricNames[x.Type] + " " + x.Field})
		}
	}
	return out
}

func (c column) value(b bucketJSON) *float64 {
	if c.metric.Type == "count" {
		n := b.count()
		return &n
	}
	var agg struct {
		Value  *float64            `json:"value"`
		Values map[string]*float64 `json:"values"`
	}
	_ = json.Unmarshal(b[c.metric.ID], &agg)
	if c.percent != "" {
		return agg.Values[c.percent]
	}
	return agg.Value
}

// level is one bucket with the terms that lead to it.
type level struct {
	labels data.Labels
	order  []string
	bucket bucketJSON
}

// descend walks the bucket aggregations, all but the last `keep`.
func descend(root bucketJSON, aggs []bucketAgg) []level {
	levels := []level{{labels: data.Labels{}, bucket: root}}
	for _, agg := range aggs {
		var next []level
		for _, l := range levels {
			for _, child := range l.bucket.children(agg.ID) {
				labels := l.labels.Copy()
				name := agg.Field
				if name == "" {
					name = "filter"
				}
				labels[name] = child.key()
				next = append(next, level{labels, append(append([]string{}, l.order...), child.key()), child})
			}
		}
		levels = next
	}
	return levels
}

// metricFrames makes one series per combination of terms and metric, or one table where no date histogram is asked for.
func metricFrames(m model, aggregations bucketJSON) data.Frames {
	last := m.BucketAggs[len(m.BucketAggs)-1]
	if last.Type != dateHistogram {
		return data.Frames{table(m, aggregations)}
	}
	var frames data.Frames
	cols := columns(m)
	for _, l := range descend(aggregations, m.BucketAggs[:len(m.BucketAggs)-1]) {
		buckets := l.bucket.children(last.ID)
		for _, c := range cols {
			frames = append(frames, series(m, l, c, buckets, len(cols) > 1))
		}
	}
	return frames
}

func series(m model, l level, c column, buckets []bucketJSON, several bool) *data.Frame {
	times, values := make([]time.Time, len(buckets)), make([]*float64, len(buckets))
	for i, b := range buckets {
		times[i], values[i] = b.at(), c.value(b)
	}
	name := strings.Join(l.order, " ")
	if name == "" || several {
		name = strings.TrimSpace(name + " " + c.name)
	}
	if m.Alias != "" {
		name = alias(m.Alias, l.labels, c)
	}
	var labels data.Labels
	if len(l.labels) > 0 {
		labels = l.labels
	}
	value := data.NewField("Value", labels, values)
	value.Config = &data.FieldConfig{DisplayNameFromDS: name}
	return data.NewFrame(name, data.NewField("Time", nil, times), value).
		SetMeta(&data.FrameMeta{Type: data.FrameTypeTimeSeriesMulti, TypeVersion: data.FrameTypeVersion{0, 1}})
}

var aliasPart = regexp.MustCompile(`\{\{([\s\S]+?)\}\}`)

// alias fills {{field}}, {{term field}}, {{metric}} and {{field of the metric}} in.
func alias(pattern string, labels data.Labels, c column) string {
	return aliasPart.ReplaceAllStringFunc(pattern, func(part string) string {
		name := strings.TrimSpace(strings.Trim(part, "{}"))
		switch {
		case name == "metric":
			return c.name
		case name == "field":
			return c.metric.Field
		}
		return labels[strings.TrimSpace(strings.TrimPrefix(name, "term "))]
	})
}

func table(m model, aggregations bucketJSON) *data.Frame {
	rows := descend(aggregations, m.BucketAggs)
	var fields []*data.Field
	for i, agg := range m.BucketAggs {
		keys := make([]string, len(rows))
		for n, row := range rows {
			keys[n] = row.order[i]
		}
		name := agg.Field
		if name == "" {
			name = "filter"
		}
		fields = append(fields, data.NewField(name, nil, keys))
	}
	for _, c := range columns(m) {
		values := make([]*float64, len(rows))
		for n, row := range rows {
			values[n] = c.value(row.bucket)
		}
		fields = append(fields, data.NewField(c.name, nil, values))
	}
	return data.NewFrame("", fields...).SetMeta(&data.FrameMeta{PreferredVisualization: data.VisTypeTable})
}
