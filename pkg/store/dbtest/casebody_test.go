package dbtest

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"strings"
	"testing"
	"time"
)

// caseFill makes a body large, so that its file need not be.
type caseFill struct {
	Alerts     int `yaml:"alerts"`     // copies of the first alert, each with an instance of its own
	Labels     int `yaml:"labels"`     // more labels of the first alert
	Annotation int `yaml:"annotation"` // bytes of one more annotation
}

// times in cases: T is the beginning of the case, NOW that of the step.
var caseTime = regexp.MustCompile(`^(T|NOW)([+-]\d+[hms])?$`)

// body is what the step sends; nil when it sends nothing.
func (s caseStep) body(w *world) []byte {
	w.t.Helper()
	if s.Raw != "" {
		return []byte(s.Raw)
	}
	if s.Send.IsZero() {
		return nil
	}
	var sent map[string]any
	if err := s.Send.Decode(&sent); err != nil {
		w.t.Fatal(err)
	}
	s.Fill.apply(sent)
	raw, err := json.Marshal(w.withTimes(sent))
	if err != nil {
		w.t.Fatal(err)
	}
	// A byte that is no UTF-8 cannot stand in YAML.
	raw = bytes.ReplaceAll(raw, []byte("⟪FF⟫"), []byte{0xff})
	if s.Gzip {
		return zipped(w.t, raw)
	}
	return raw
}

func zipped(t *testing.T, raw []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (f caseFill) apply(sent map[string]any) {
	alerts, _ := sent["alerts"].([]any)
	if len(alerts) == 0 {
		return
	}
	first, _ := alerts[0].(map[string]any)
	labels, _ := first["labels"].(map[string]any)
	for i := range f.Labels {
		labels[fmt.Sprintf("label_%d", i)] = "x"
	}
	if annotations, ok := first["annotations"].(map[string]any); ok && f.Annotation > 0 {
		annotations["long"] = strings.Repeat("x", f.Annotation)
	}
	for i := range f.Alerts - 1 {
		more, own := maps.Clone(first), maps.Clone(labels)
		own["instance"] = fmt.Sprint(i)
		more["labels"], more["fingerprint"] = own, fmt.Sprintf("f%d", i)
		alerts = append(alerts, more)
	}
	sent["alerts"] = alerts
}

// withTimes puts times where T and NOW stand.
func (w *world) withTimes(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, value := range v {
			out[name] = w.withTimes(value)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, value := range v {
			out[i] = w.withTimes(value)
		}
		return out
	case string:
		m := caseTime.FindStringSubmatch(v)
		if m == nil {
			return v
		}
		at := newClock().now()
		if m[1] == "NOW" {
			at = w.clock.now()
		}
		if m[2] != "" {
			d, err := time.ParseDuration(m[2])
			if err != nil {
				w.t.Fatal(err)
			}
			at = at.Add(d)
		}
		return at.Format(time.RFC3339Nano)
	default:
		return v
	}
}
