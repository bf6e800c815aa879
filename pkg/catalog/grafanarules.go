package catalog

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"regexp"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// The form of Grafana's alerting provisioning files: docs of Grafana, "Use configuration files to provision alerting".
type grafanaRules struct {
	APIVersion int             `yaml:"apiVersion"`
	Groups     []*grafanaGroup `yaml:"groups"`
}

type grafanaGroup struct {
	OrgID    int64         `yaml:"orgId"`
	Name     string        `yaml:"name"`
	Folder   string        `yaml:"folder"`
	Interval string        `yaml:"interval"`
	Rules    []grafanaRule `yaml:"rules"`
}

type grafanaRule struct {
	UID          string            `yaml:"uid"`
	Title        string            `yaml:"title"`
	Condition    string            `yaml:"condition"`
	For          string            `yaml:"for"`
	NoDataState  string            `yaml:"noDataState"`
	ExecErrState string            `yaml:"execErrState"`
	Labels       map[string]string `yaml:"labels"`
	Annotations  map[string]string `yaml:"annotations"`
	Data         []grafanaQuery    `yaml:"data"`
}

type grafanaQuery struct {
	RefID         string         `yaml:"refId"`
	DatasourceUID string         `yaml:"datasourceUid"`
	Range         *grafanaRange  `yaml:"relativeTimeRange,omitempty"`
	Model         map[string]any `yaml:"model"`
}

type grafanaRange struct {
	From int `yaml:"from"` // seconds before now
	To   int `yaml:"to"`
}

const (
	expressionUID = "__expr__"
	origin        = "plugin/strata-sre-app"
	maxUID        = 40 // characters, Grafana's limit
	queryRange    = 600
	firstOrg      = 1
)

func grafanaFile(rules []PackRule, opt PackOptions) ([]byte, error) {
	file := grafanaRules{APIVersion: 1, Groups: []*grafanaGroup{}}
	byName := map[string]*grafanaGroup{}
	for _, r := range rules {
		name := r.group()
		if byName[name] == nil {
			byName[name] = &grafanaGroup{OrgID: cmp.Or(opt.OrgID, firstOrg), Name: name, Folder: "Strata", Interval: "1m"}
			file.Groups = append(file.Groups, byName[name])
		}
		byName[name].Rules = append(byName[name].Rules, r.grafana(opt))
	}
	return yaml.Marshal(file)
}

// grafana: a healthy comparison returns nothing, so no data is no alarm. That a source is gone is a signal of its own.
func (r PackRule) grafana(opt PackOptions) grafanaRule {
	labels := map[string]string{"__grafana_origin": origin}
	for name, value := range r.labels() {
		labels[name] = escaped(value)
	}
	annotations := r.annotations(opt.GrafanaURL)
	annotations["summary"] = grafanaSummary(annotations["summary"])
	out := grafanaRule{
		UID: ruleUID(r.Name), Title: r.Name, For: r.For, NoDataState: "OK", ExecErrState: "Error",
		Labels: labels, Annotations: annotations,
	}
	if r.elasticsearch != nil {
		out.Data, out.Condition = r.elasticsearch.grafana(opt.ElasticsearchUID), "C"
		return out
	}
	out.Data = []grafanaQuery{{
		RefID: "A", DatasourceUID: opt.PrometheusUID, Range: &grafanaRange{From: queryRange},
		Model: map[string]any{"refId": "A", "expr": r.condition.left(opt.Window), "instant": true, "range": false, "editorMode": "code"},
	}, r.condition.grafana()}
	out.Condition = "C"
	return out
}

// grafana decides on query A: without a comparison of its own every row counts.
func (c condition) grafana() grafanaQuery {
	if c.value == nil {
		return mathQuery("is_number($A) || is_inf($A)")
	}
	return compare("A", c.op, *c.value)
}

func compare(of, op string, value float64) grafanaQuery {
	evaluator, ok := map[string]string{">": "gt", "<": "lt"}[op]
	if !ok {
		return mathQuery(fmt.Sprintf("$%s %s %g", of, op, value))
	}
	return grafanaQuery{RefID: "C", DatasourceUID: expressionUID, Model: map[string]any{
		"refId": "C", "type": "threshold", "expression": of,
		"conditions": []any{map[string]any{"evaluator": map[string]any{"type": evaluator, "params": []any{value}}}},
	}}
}

func mathQuery(expression string) grafanaQuery {
	return grafanaQuery{RefID: "C", DatasourceUID: expressionUID, Model: map[string]any{"refId": "C", "type": "math", "expression": expression}}
}

var function = regexp.MustCompile(`^([a-z]+)\(([^,)]+)(?:, ([0-9.]+))?\)$`)

// grafana asks for the documents of the window, and reduces what comes back to one number per group.
func (e ElasticsearchAlert) grafana(uid string) []grafanaQuery {
	metric, reducer := map[string]any{"id": "1", "type": "count"}, "sum"
	if e.Of != "" {
		return e.grafanaRatio(uid)
	}
	if m := function.FindStringSubmatch(e.Metric); m != nil {
		metric, reducer = map[string]any{"id": "1", "type": m[1], "field": m[2]}, "max"
		if m[1] == "percentile" {
			metric["type"], metric["settings"] = "percentiles", map[string]any{"percents": []any{m[3]}}
		}
	}
	return []grafanaQuery{e.ask("A", uid, e.Query, metric), reduce("B", "A", reducer), compare("B", e.Op, e.Value)}
}

// grafanaRatio divides the documents of Query by those of Of.
func (e ElasticsearchAlert) grafanaRatio(uid string) []grafanaQuery {
	count := map[string]any{"id": "1", "type": "count"}
	ratio := grafanaQuery{RefID: "R", DatasourceUID: expressionUID, Model: map[string]any{"refId": "R", "type": "math", "expression": "$B / $E"}}
	return []grafanaQuery{
		e.ask("A", uid, e.Query, count), reduce("B", "A", "sum"), e.ask("D", uid, e.Of, count), reduce("E", "D", "sum"), ratio, compare("R", e.Op, e.Value),
	}
}

func reduce(refID, of, reducer string) grafanaQuery {
	return grafanaQuery{RefID: refID, DatasourceUID: expressionUID, Model: map[string]any{
		"refId": refID, "type": "reduce", "expression": of, "reducer": reducer, "settings": map[string]any{"mode": "dropNN"},
	}}
}

func (e ElasticsearchAlert) ask(refID, uid, query string, metric map[string]any) grafanaQuery {
	buckets := []any{}
	if e.GroupBy != "" {
		buckets = append(buckets, map[string]any{"id": "2", "type": "terms", "field": e.GroupBy, "settings": map[string]any{
			"size": "50", "order": "desc", "orderBy": "_count", "min_doc_count": "1",
		}})
	}
	buckets = append(buckets, map[string]any{"id": "3", "type": "date_histogram", "field": "@timestamp", "settings": map[string]any{"interval": "auto", "min_doc_count": "0"}})
	window := seconds(e.Window)
	return grafanaQuery{RefID: refID, DatasourceUID: uid, Range: &grafanaRange{From: window}, Model: map[string]any{
		"refId": refID, "query": query, "metrics": []any{metric}, "bucketAggs": buckets, "timeField": "@timestamp",
		"intervalMs": window * 1000 / 10, "maxDataPoints": 10,
	}}
}

// seconds of a duration such as 5m or 1d; 5 min where it has another form.
func seconds(duration string) int {
	if days, ok := strings.CutSuffix(duration, "d"); ok {
		duration = days + "h"
		parsed, err := time.ParseDuration(duration)
		if err == nil {
			return int(parsed.Seconds()) * 24
		}
	}
	parsed, err := time.ParseDuration(duration)
	if err != nil {
		return 300
	}
	return int(parsed.Seconds())
}

// escaped keeps Grafana from taking a dollar sign for a variable of the environment. It looks into labels only: in
// annotations and queries `$$` stays as it is (seen in Grafana 13.1).
func escaped(value string) string {
	return strings.ReplaceAll(value, "$", "$$")
}

var numberOfRule = regexp.MustCompile(`\{\{\s*\$value\b\s*(\|[^{}]*?)?\s*\}\}`)

// result is the id of the query whose value is compared.
func (e ElasticsearchAlert) result() string {
	if e.Of != "" {
		return "R"
	}
	return "B"
}

// grafanaSummary: in Grafana $value is a text about all queries of the rule, not the number.
func grafanaSummary(summary string) string {
	return numberOfRule.ReplaceAllStringFunc(summary, func(action string) string {
		pipe := numberOfRule.FindStringSubmatch(action)[1]
		if pipe != "" {
			pipe = " " + pipe
		}
		return grafanaNumber("A", pipe)
	})
}

// grafanaNumber expands to the number of a query; there is none when the data source failed.
func grafanaNumber(refID, pipe string) string {
	return "{{ with $values." + refID + " }}{{ .Value" + pipe + " }}{{ else }}?{{ end }}"
}

// ruleUID is the same for the same rule, so that a file can be provisioned again.
func ruleUID(name string) string {
	uid := "strata-" + name
	if len(uid) <= maxUID {
		return uid
	}
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(name))
	return fmt.Sprintf("%s-%08x", uid[:maxUID-9], sum.Sum32())
}
