package elastic

import (
	"encoding/json"
	"fmt"
	"sort"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// hit is one document.
type hit struct {
	ID     string         `json:"_id"`
	Index  string         `json:"_index"`
	Source map[string]any `json:"_source"`
}

// documentFrame has one row per document: the time, the message (logs), then every other field of _source as text.
func documentFrame(m model, hits []hit, messageField string) *data.Frame {
	logs := m.Metrics[0].Type == "logs"
	rows := make([]map[string]string, len(hits))
	names := map[string]bool{}
	times := make([]*time.Time, len(hits))
	for i, h := range hits {
		rows[i] = map[string]string{}
		flatten("", h.Source, rows[i])
		times[i] = parseTime(rows[i][m.TimeField])
		rows[i]["_id"], rows[i]["_index"] = h.ID, h.Index
		for name := range rows[i] {
			names[name] = true
		}
	}
	delete(names, m.TimeField)
	order := make([]string, 0, len(names))
	if logs && messageField != "" {
		order = append(order, messageField)
		delete(names, messageField)
	}
	rest := make([]string, 0, len(names))
	for name := range names {
		rest = append(rest, name)
	}
	sort.Strings(rest)
	fields := []*data.Field{data.NewField(m.TimeField, nil, times)}
	for _, name := range append(order, rest...) {
		fields = append(fields, data.NewField(name, nil, textColumn(rows, name)))
	}
	meta := &data.FrameMeta{PreferredVisualization: data.VisTypeTable}
	if logs {
		meta.PreferredVisualization = data.VisTypeLogs
	}
	return data.NewFrame("", fields...).SetMeta(meta)
}

func textColumn(rows []map[string]string, name string) []*string {
	out := make([]*string, len(rows))
	for i, row := range rows {
		if v, ok := row[name]; ok {
			out[i] = &v
		}
	}
	return out
}

// flatten turns {"a":{"b":1}} into a.b = "1". Lists stay JSON.
func flatten(prefix string, node map[string]any, into map[string]string) {
	for key, value := range node {
		name := prefix + key
		switch v := value.(type) {
		case map[string]any:
			flatten(name+".", v, into)
		case nil:
		case string:
			into[name] = v
		case []any:
			raw, _ := json.Marshal(v)
			into[name] = string(raw)
		default:
			into[name] = fmt.Sprint(v)
		}
	}
}

func parseTime(s string) *time.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999Z0700"} {
		if t, err := time.Parse(layout, s); err == nil {
			t = t.UTC()
			return &t
		}
	}
	return nil
}
