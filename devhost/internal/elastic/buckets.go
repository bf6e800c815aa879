package elastic

import (
	"encoding/json"
	"fmt"
	"math"
	"sort"
	"strconv"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// bucketJSON is one bucket: its key, its count, and whatever aggregations are below it.
type bucketJSON map[string]json.RawMessage

func (b bucketJSON) count() *float64 {
	var n float64
	_ = json.Unmarshal(b["doc_count"], &n)
	return &n
}

// key is the bucket's key: text, or a number.
func (b bucketJSON) key() any {
	var v any
	_ = json.Unmarshal(b["key"], &v)
	return v
}

// label is the bucket's key as text.
func (b bucketJSON) label() string {
	var s string
	if json.Unmarshal(b["key_as_string"], &s) == nil && s != "" {
		return s
	}
	if f, ok := b.key().(float64); ok {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return fmt.Sprint(b.key())
}

func (b bucketJSON) at() time.Time {
	ms, _ := b.key().(float64)
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
	sort.Slice(list, func(i, j int) bool { return list[i].label() < list[j].label() })
	return list
}

// decimal is a number of Elasticsearch, which writes NaN and infinity as text.
type decimal struct{ value *float64 }

func (d *decimal) UnmarshalJSON(raw []byte) error {
	var f float64
	if json.Unmarshal(raw, &f) == nil && string(raw) != "null" {
		d.value = &f
		return nil
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return nil
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil && !math.IsNaN(f) {
		d.value = &f
	}
	return nil
}

// number is the value of a metric in a bucket; a derivative with a unit is in that unit.
func (b bucketJSON) number(id string, perUnit bool) *float64 {
	var agg struct {
		Value      decimal `json:"value"`
		Normalized decimal `json:"normalized_value"`
	}
	_ = json.Unmarshal(b[id], &agg)
	if perUnit && agg.Normalized.value != nil {
		return agg.Normalized.value
	}
	return agg.Value.value
}

// percentiles are the values of a percentiles metric by their names ("95.0").
func (b bucketJSON) percentiles(id string) map[string]*float64 {
	var agg struct {
		Values map[string]decimal `json:"values"`
	}
	_ = json.Unmarshal(b[id], &agg)
	out := make(map[string]*float64, len(agg.Values))
	for name, v := range agg.Values {
		out[name] = v.value
	}
	return out
}

// column is one number that a metric gives: a percentiles metric has several.
type column struct {
	metric  metric
	percent string
}

// columns are the numbers of a query; what percentiles there are is only known from an answer.
func columns(metrics []metric, sample bucketJSON) []column {
	var out []column
	for _, x := range metrics {
		if x.Type != percentiles {
			out = append(out, column{metric: x})
			continue
		}
		var names []string
		for name := range sample.percentiles(x.ID) {
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			out = append(out, column{x, name})
		}
	}
	return out
}

func (c column) value(b bucketJSON, perUnit bool) *float64 {
	switch {
	case c.metric.Type == count:
		return b.count()
	case c.percent != "":
		return b.percentiles(c.metric.ID)[c.percent]
	default:
		return b.number(c.metric.ID, perUnit)
	}
}

// level is one bucket with the terms that lead to it.
type level struct {
	labels data.Labels
	path   []bucketJSON
	bucket bucketJSON
}

// labelOf is the name of a bucket aggregation's label and column.
func labelOf(agg bucketAgg) string {
	if agg.Field == "" {
		return "filter"
	}
	return agg.Field
}

// descend walks the bucket aggregations.
func descend(root bucketJSON, aggs []bucketAgg) []level {
	levels := []level{{labels: data.Labels{}, bucket: root}}
	for _, agg := range aggs {
		var next []level
		for _, l := range levels {
			for _, child := range l.bucket.children(agg.ID) {
				labels := l.labels.Copy()
				labels[labelOf(agg)] = child.label()
				next = append(next, level{labels, append(append([]bucketJSON{}, l.path...), child), child})
			}
		}
		levels = next
	}
	return levels
}
