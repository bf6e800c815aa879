package elastic

import (
	"encoding/json"
	"fmt"
	"regexp"
	"sort"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// hit is one document.
type hit struct {
	ID        string              `json:"_id"`
	Type      string              `json:"_type"`
	Index     string              `json:"_index"`
	Source    map[string]any      `json:"_source"`
	Fields    map[string]any      `json:"fields"`
	Sort      []any               `json:"sort"`
	Highlight map[string][]string `json:"highlight"`
}

// meaning are the names that the data source's settings give to fields with a meaning.
type meaning struct{ time, message, level string }

// documentFrame has one row per document: the time, the message (logs), then every other field by name.
func documentFrame(m model, refID string, hits []hit, total int, names meaning) *data.Frame {
	switch m.Metrics[0].Type {
	case logs:
		return logsFrame(m, hits, total, names)
	case rawDocument:
		return rawFrame(refID, hits)
	}
	rows := make([]object, len(hits))
	for i, h := range hits {
		rows[i] = h.row()
	}
	return data.NewFrame("", rowFields(rows, []string{names.time})...)
}

// row has the fields of _source by their full names, and those that Elasticsearch adds.
func (h hit) row() object {
	row := object{}
	flatten("", h.Source, row)
	row["_id"], row["_index"], row["_type"] = h.ID, h.Index, h.Type
	row["sort"], row["highlight"] = h.Sort, h.Highlight
	return row
}

func logsFrame(m model, hits []hit, total int, names meaning) *data.Frame {
	rows := make([]object, len(hits))
	words := map[string]bool{}
	for i, h := range hits {
		row := h.row()
		source := object{}
		flatten("", h.Source, source)
		raw, _ := json.Marshal(source)
		row["_source"] = string(raw)
		if level, ok := row[names.level]; ok && names.level != "" {
			row["level"] = level
		}
		if _, taken := row["id"]; !taken {
			row["id"] = h.Index + "#" + h.ID
		}
		for _, found := range h.Highlight {
			collect(found, words)
		}
		rows[i] = row
	}
	list := make([]string, 0, len(words))
	for w := range words {
		list = append(list, w)
	}
	sort.Strings(list)
	frame := data.NewFrame("", rowFields(rows, []string{names.time, names.message})...)
	return frame.SetMeta(&data.FrameMeta{PreferredVisualization: data.VisTypeLogs,
		Custom: map[string]any{"searchWords": list, "limit": m.limit(), "total": total}})
}

var marked = regexp.MustCompile(regexp.QuoteMeta(markStart) + `(.*?)` + regexp.QuoteMeta(markEnd))

func collect(texts []string, words map[string]bool) {
	for _, text := range texts {
		for _, match := range marked.FindAllStringSubmatch(text, -1) {
			words[match[1]] = true
		}
	}
}

// rawFrame has one column of JSON: each document as it is.
func rawFrame(refID string, hits []hit) *data.Frame {
	column := make([]*json.RawMessage, len(hits))
	for i, h := range hits {
		all := object{"_id": h.ID, "_index": h.Index, "_type": h.Type, "sort": h.Sort, "highlight": h.Highlight}
		for name, value := range h.Source {
			all[name] = value
		}
		for name, value := range h.Fields {
			all[name] = value
		}
		column[i] = encode(all)
	}
	return data.NewFrame(refID, filterable(data.NewField(refID, nil, column)))
}

// rowFields makes a column of each name in the rows: those named first, then the rest by name.
func rowFields(rows []object, first []string) []*data.Field {
	seen := map[string]bool{}
	for _, row := range rows {
		for name := range row {
			seen[name] = true
		}
	}
	var order []string
	for _, name := range first {
		if seen[name] {
			order = append(order, name)
			delete(seen, name)
		}
	}
	rest := make([]string, 0, len(seen))
	for name := range seen {
		rest = append(rest, name)
	}
	sort.Strings(rest)
	fields := make([]*data.Field, 0, len(order)+len(rest))
	for _, name := range append(order, rest...) {
		if name == first[0] {
			fields = append(fields, filterable(data.NewField(name, nil, timeColumn(rows, name))))
		} else {
			fields = append(fields, filterable(typedColumn(rows, name)))
		}
	}
	return fields
}

func filterable(f *data.Field) *data.Field {
	yes := true
	return f.SetConfig(&data.FieldConfig{Filterable: &yes})
}

func timeColumn(rows []object, name string) []*time.Time {
	out := make([]*time.Time, len(rows))
	for i, row := range rows {
		if s, ok := row[name].(string); ok {
			if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
				t = t.UTC()
				out[i] = &t
			}
		}
	}
	return out
}

// typedColumn has the type of its first value; lists and objects are JSON.
func typedColumn(rows []object, name string) *data.Field {
	for _, row := range rows {
		switch row[name].(type) {
		case nil:
			continue
		case string:
			return columnOf[string](rows, name)
		case float64:
			return columnOf[float64](rows, name)
		case bool:
			return columnOf[bool](rows, name)
		}
		break
	}
	out := make([]*json.RawMessage, len(rows))
	for i, row := range rows {
		out[i] = encode(row[name])
	}
	return data.NewField(name, nil, out)
}

func columnOf[T string | float64 | bool](rows []object, name string) *data.Field {
	out := make([]*T, len(rows))
	for i, row := range rows {
		if v, ok := row[name].(T); ok {
			out[i] = &v
		}
	}
	return data.NewField(name, nil, out)
}

func encode(v any) *json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		raw = []byte(fmt.Sprintf("%q", err.Error()))
	}
	out := json.RawMessage(raw)
	return &out
}

// flatten turns {"a":{"b":1}} into a.b = 1. Lists stay as they are.
func flatten(prefix string, node map[string]any, into object) {
	for key, value := range node {
		if below, ok := value.(map[string]any); ok && len(below) > 0 {
			flatten(prefix+key+".", below, into)
			continue
		}
		into[prefix+key] = value
	}
}
