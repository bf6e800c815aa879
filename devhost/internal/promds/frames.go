package promds

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// answer is the envelope of Prometheus' HTTP API.
type answer struct {
	Status    string `json:"status"`
	ErrorType string `json:"errorType"`
	Error     string `json:"error"`
	Data      struct {
		ResultType string          `json:"resultType"`
		Result     json.RawMessage `json:"result"`
	} `json:"data"`
	Warnings []string `json:"warnings"`
	Infos    []string `json:"infos"`
}

func (a answer) notices() []data.Notice {
	var out []data.Notice
	for _, w := range a.Warnings {
		out = append(out, data.Notice{Severity: data.NoticeSeverityWarning, Text: w})
	}
	for _, i := range a.Infos {
		out = append(out, data.Notice{Severity: data.NoticeSeverityInfo, Text: i})
	}
	return out
}

// point is [seconds, "value"].
type point struct {
	At    time.Time
	Value float64
	Text  string
}

func (p *point) UnmarshalJSON(b []byte) error {
	var pair [2]json.RawMessage
	if err := json.Unmarshal(b, &pair); err != nil {
		return err
	}
	sec, err := strconv.ParseFloat(string(pair[0]), 64)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(pair[1], &p.Text); err != nil {
		return err
	}
	p.At = time.UnixMilli(int64(sec*1000 + 0.5)).UTC()
	p.Value, _ = strconv.ParseFloat(p.Text, 64)
	return nil
}

type series struct {
	Metric data.Labels `json:"metric"`
	Values []point     `json:"values"`
	Value  *point      `json:"value"`
}

// frames makes one frame per series (matrix, vector) or one frame (scalar, string). Without series it is one frame without fields.
func (a answer) frames(m model, step time.Duration) (data.Frames, error) {
	switch a.Data.ResultType {
	case "matrix", "vector":
		var list []series
		if err := json.Unmarshal(a.Data.Result, &list); err != nil {
			return nil, err
		}
		return seriesFrames(list, a.Data.ResultType, m, step), nil
	case "scalar":
		var p point
		if err := json.Unmarshal(a.Data.Result, &p); err != nil {
			return nil, err
		}
		return seriesFrames([]series{{Metric: data.Labels{}, Value: &p}}, "scalar", m, step), nil
	case "string":
		var p point
		if err := json.Unmarshal(a.Data.Result, &p); err != nil {
			return nil, err
		}
		f := data.NewFrame("", data.NewField("Time", nil, []time.Time{p.At}), data.NewField("Value", nil, []string{p.Text}))
		return data.Frames{f.SetMeta(meta("string", ""))}, nil
	}
	return nil, fmt.Errorf("result type %q is not known", a.Data.ResultType)
}

func seriesFrames(list []series, kind string, m model, step time.Duration) data.Frames {
	frameType := data.FrameTypeNumericMulti
	if kind == "matrix" {
		frameType = data.FrameTypeTimeSeriesMulti
	}
	if len(list) == 0 {
		return data.Frames{data.NewFrame("").SetMeta(meta(kind, frameType))}
	}
	frames := make(data.Frames, 0, len(list))
	for _, s := range list {
		points := s.Values
		if s.Value != nil {
			points = []point{*s.Value}
		}
		frames = append(frames, seriesFrame(s.Metric, points, m, step).SetMeta(meta(kind, frameType)))
	}
	return frames
}

func seriesFrame(labels data.Labels, points []point, m model, step time.Duration) *data.Frame {
	times, values := make([]time.Time, len(points)), make([]float64, len(points))
	for i, p := range points {
		times[i], values[i] = p.At, p.Value
	}
	at := data.NewField("Time", nil, times)
	at.Config = &data.FieldConfig{Interval: float64(step.Milliseconds())}
	value := data.NewField("Value", labels, values)
	name := legend(m, labels)
	if name != "" {
		value.Config = &data.FieldConfig{DisplayNameFromDS: name}
	}
	return data.NewFrame(name, at, value)
}

func meta(kind string, frameType data.FrameType) *data.FrameMeta {
	m := &data.FrameMeta{Type: frameType, Custom: map[string]string{"resultType": kind}}
	if frameType != "" {
		m.TypeVersion = data.FrameTypeVersion{0, 1}
	}
	return m
}

// autoLegend leaves the name to the browser, which shows the labels that differ.
const autoLegend = "__auto"

var legendPart = regexp.MustCompile(`\{\{\s*(.+?)\s*\}\}`)

func legend(m model, labels data.Labels) string {
	switch {
	case m.LegendFormat == autoLegend && len(labels) > 0:
		return ""
	case m.LegendFormat == "" || m.LegendFormat == autoLegend:
		if len(labels) == 0 {
			return m.Expr
		}
		return metricName(labels)
	}
	return legendPart.ReplaceAllStringFunc(m.LegendFormat, func(part string) string {
		return labels[legendPart.FindStringSubmatch(part)[1]]
	})
}

// metricName writes labels as Prometheus does: name{a="b", c="d"}.
func metricName(labels data.Labels) string {
	rest := labels.Copy()
	delete(rest, "__name__")
	name := labels["__name__"]
	if len(rest) == 0 {
		return name
	}
	parts := strings.Split(rest.String(), ", ")
	for i, p := range parts {
		k, v, _ := strings.Cut(p, "=")
		parts[i] = k + "=" + strconv.Quote(v)
	}
	return name + "{" + strings.Join(parts, ", ") + "}"
}
