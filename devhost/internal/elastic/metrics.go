package elastic

import (
	"regexp"
	"sort"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// metricFrames makes one series per combination of terms and metric, or one table where the last aggregation is not by time.
func metricFrames(m model, aggregations bucketJSON) data.Frames {
	last := m.BucketAggs[len(m.BucketAggs)-1]
	if last.Type != dateHistogram {
		return table(m, aggregations)
	}
	var shown []metric
	for _, x := range m.Metrics {
		if !x.Hide {
			shown = append(shown, x)
		}
	}
	var made []named
	for _, l := range descend(aggregations, m.BucketAggs[:len(m.BucketAggs)-1]) {
		buckets := trim(l.bucket.children(last.ID), number(last.Settings, "trimEdges", 0))
		if len(buckets) == 0 {
			continue
		}
		for _, c := range columns(shown, buckets[0]) {
			made = append(made, named{series(c, buckets), l.labels, c})
		}
	}
	return nameFrames(m, made)
}

// named is a series before it has its name, which depends on all of them.
type named struct {
	frame  *data.Frame
	labels data.Labels
	column column
}

// trim takes buckets at both ends away, which are often half full.
func trim(buckets []bucketJSON, edges int) []bucketJSON {
	if edges <= 0 || len(buckets) <= 2*edges {
		return buckets
	}
	return buckets[edges : len(buckets)-edges]
}

// series leaves out times at which a pipeline has no value, such as the first of a derivative.
func series(c column, buckets []bucketJSON) *data.Frame {
	times, values := make([]time.Time, 0, len(buckets)), make([]*float64, 0, len(buckets))
	for _, b := range buckets {
		if _, there := b[c.metric.ID]; !there && c.metric.Type != count && c.percent == "" {
			continue
		}
		times, values = append(times, b.at()), append(values, c.value(b, true))
	}
	return data.NewFrame("", data.NewField(data.TimeSeriesTimeFieldName, nil, times), data.NewField(data.TimeSeriesValueFieldName, nil, values)).
		SetMeta(&data.FrameMeta{Type: data.FrameTypeTimeSeriesMulti})
}

// nameFrames names the series as Grafana does for panels: the name carries the terms, and there are no labels (those are for alerting only).
func nameFrames(m model, made []named) data.Frames {
	kinds := map[string]bool{}
	for _, n := range made {
		kinds[n.column.metric.Type+n.column.percent] = true
	}
	var frames data.Frames
	for _, n := range made {
		n.frame.Name = nameOf(m, n, len(kinds) > 1)
		frames = append(frames, n.frame)
	}
	return frames
}

func nameOf(m model, n named, several bool) string {
	if m.Alias != "" {
		return alias(m.Alias, n.labels, n.column)
	}
	name := describe(m, n.column)
	if len(n.labels) == 0 {
		return name
	}
	keys := make([]string, 0, len(n.labels))
	for key := range n.labels {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	values := make([]string, len(keys))
	for i, key := range keys {
		values[i] = n.labels[key]
	}
	if several {
		values = append(values, name)
	}
	return strings.Join(values, " ")
}

// kind is a column's metric in words: "Average", or "p95.0".
func (c column) kind() string {
	if c.percent != "" {
		return "p" + c.percent
	}
	return metricNames[c.metric.Type]
}

// describe is a column in words: "Average ms", "p95.0 ms", "Derivative Max bytes", or a script with its variables filled in.
func describe(m model, c column) string {
	x := c.metric
	switch {
	case x.Type == bucketScript:
		text := x.script()
		for _, v := range x.Variables {
			if input := m.metric(v.Agg); input != nil {
				text = strings.ReplaceAll(text, "params."+v.Name, plain(*input))
			}
		}
		return text
	case pipelines[x.Type]:
		return c.kind() + " " + plain(*m.metric(x.inputs()[0]))
	case x.Field != "":
		return c.kind() + " " + x.Field
	}
	return c.kind()
}

func plain(x metric) string { return strings.TrimSpace(metricNames[x.Type] + " " + x.Field) }

var aliasPart = regexp.MustCompile(`\{\{([\s\S]+?)\}\}`)

// alias fills {{field}}, {{term field}}, {{metric}} and {{field of the metric}} in; what is unknown stays as it is.
func alias(pattern string, labels data.Labels, c column) string {
	return aliasPart.ReplaceAllStringFunc(pattern, func(part string) string {
		name := strings.TrimSuffix(strings.TrimPrefix(part, "{{"), "}}")
		if term, ok := strings.CutPrefix(name, "term "); ok {
			return labels[term]
		}
		if v, ok := labels[name]; ok {
			return v
		}
		switch name {
		case "metric":
			return c.kind()
		case "field":
			return c.metric.Field
		}
		return part
	})
}

// table has one row per bucket: its keys, then every metric, hidden ones too.
func table(m model, aggregations bucketJSON) data.Frames {
	rows := descend(aggregations, m.BucketAggs)
	if len(rows) == 0 {
		return data.Frames{}
	}
	var fields []*data.Field
	for i, agg := range m.BucketAggs {
		keys := make([]bucketJSON, len(rows))
		for n, row := range rows {
			keys[n] = row.path[i]
		}
		fields = append(fields, keyField(labelOf(agg), keys, i == len(m.BucketAggs)-1))
	}
	for _, c := range columns(m.Metrics, rows[0].bucket) {
		values := make([]*float64, len(rows))
		for n, row := range rows {
			values[n] = c.value(row.bucket, false)
		}
		fields = append(fields, data.NewField(heading(m, c), nil, values))
	}
	return data.Frames{data.NewFrame("", fields...)}
}

// keyField has numbers where the keys of the last aggregation are numbers; outer keys are text.
func keyField(name string, keys []bucketJSON, last bool) *data.Field {
	filterable := true
	var field *data.Field
	if _, isNumber := keys[0].key().(float64); isNumber && last {
		values := make([]*float64, len(keys))
		for i, k := range keys {
			if f, ok := k.key().(float64); ok {
				values[i] = &f
			}
		}
		field = data.NewField(name, nil, values)
	} else {
		values := make([]*string, len(keys))
		for i, k := range keys {
			label := k.label()
			values[i] = &label
		}
		field = data.NewField(name, nil, values)
	}
	field.Config = &data.FieldConfig{Filterable: &filterable}
	return field
}

// heading is the name of a table's column: the metric's, with its field where another metric is of the same type.
func heading(m model, c column) string {
	x := c.metric
	if c.percent != "" {
		return "p" + c.percent + " " + x.Field
	}
	sameType, sameField := false, false
	for _, other := range m.Metrics {
		if other.ID != x.ID && other.Type == x.Type {
			sameType, sameField = true, sameField || other.Field == x.Field
		}
	}
	switch {
	case !sameType:
		return metricNames[x.Type]
	case x.Type == bucketScript:
		return x.script()
	case sameField:
		return metricNames[x.Type] + " " + x.Field + " " + x.ID
	default:
		return metricNames[x.Type] + " " + x.Field
	}
}
