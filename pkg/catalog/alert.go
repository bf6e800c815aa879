package catalog

import (
	"fmt"
	"strconv"
	"strings"
)

// Alert fires while Query Op Value holds for For; without Op while Query returns rows.
// An alert on logs only has no Query.
type Alert struct {
	Name          string              `yaml:"name" json:"name"`
	Source        string              `yaml:"source" json:"source,omitempty"` // the exporter that Query needs
	Query         string              `yaml:"query" json:"query,omitempty"`   // PromQL; $__window stands for Window
	Op            string              `yaml:"op" json:"op,omitempty"`
	Value         *float64            `yaml:"value" json:"value,omitempty"`
	Window        string              `yaml:"window" json:"window,omitempty"`
	For           string              `yaml:"for" json:"for"`
	Severity      string              `yaml:"severity" json:"severity"`
	IfCritical    string              `yaml:"severityIfCritical" json:"severityIfCritical,omitempty"` // for a service that is marked as critical
	Summary       string              `yaml:"summary" json:"summary"`                                 // a template of Prometheus's alerting rules
	Runbook       string              `yaml:"runbook" json:"runbook"`
	Note          string              `yaml:"note" json:"note,omitempty"`
	Entity        *Entity             `yaml:"entity" json:"entity,omitempty"`
	Levels        []AlertLevel        `yaml:"levels" json:"levels,omitempty"`
	Alternatives  []AlertAlternative  `yaml:"alternatives" json:"alternatives,omitempty"`
	Elasticsearch *ElasticsearchAlert `yaml:"elasticsearch" json:"elasticsearch,omitempty"`
}

// AlertLevel is a further severity of the same condition. An empty Query is that of the alert.
type AlertLevel struct {
	Name     string   `yaml:"name" json:"name"`
	Severity string   `yaml:"severity" json:"severity"`
	Query    string   `yaml:"query" json:"query,omitempty"`
	Op       string   `yaml:"op" json:"op,omitempty"`
	Value    *float64 `yaml:"value" json:"value,omitempty"`
	For      string   `yaml:"for" json:"for"`
	Summary  string   `yaml:"summary" json:"summary"`
}

// AlertAlternative is the same condition from another exporter.
type AlertAlternative struct {
	Source string   `yaml:"source" json:"source"`
	Query  string   `yaml:"query" json:"query"`
	Op     string   `yaml:"op" json:"op,omitempty"`
	Value  *float64 `yaml:"value" json:"value,omitempty"`
	Window string   `yaml:"window" json:"window,omitempty"`
	Entity *Entity  `yaml:"entity" json:"entity,omitempty"`
}

// ElasticsearchAlert is a condition on documents: Metric of those that match Query within Window.
type ElasticsearchAlert struct {
	Index   string  `yaml:"index" json:"index"`
	Query   string  `yaml:"query" json:"query"`     // Lucene
	Metric  string  `yaml:"metric" json:"metric"`   // count, or percentile(field, 95), avg(field), max(field)
	Of      string  `yaml:"of" json:"of,omitempty"` // Lucene: the metric is divided by the count of these documents
	Op      string  `yaml:"op" json:"op"`
	Value   float64 `yaml:"value" json:"value"`
	Window  string  `yaml:"window" json:"window"`
	GroupBy string  `yaml:"groupBy" json:"groupBy,omitempty"` // a field
}

// condition is one PromQL condition of an alert: its own, that of a level, or that of an alternative.
type condition struct {
	query  string
	op     string
	value  *float64
	window string
	entity *Entity
}

func (a Alert) condition() condition {
	return condition{query: a.Query, op: a.Op, value: a.Value, window: a.Window, entity: a.Entity}
}

func (a AlertAlternative) condition() condition {
	return condition{query: a.Query, op: a.Op, value: a.Value, window: a.Window, entity: a.Entity}
}

// at is the condition of a level: another value, or another query.
func (c condition) at(l AlertLevel) condition {
	if l.Query != "" {
		c.query, c.op, c.value = l.Query, "", nil
	}
	if l.Value != nil {
		c.op, c.value = l.Op, l.Value
	}
	return c
}

// sameLimit tells whether both hold their numbers against the same limit, and so mean the same number.
func (c condition) sameLimit(other condition) bool {
	if c.value == nil || other.value == nil {
		return c.value == other.value
	}
	return *c.value == *other.value && c.op == other.op
}

// left is the query with window (or its own, if it is empty) filled in.
func (c condition) left(window string) string {
	return strings.ReplaceAll(c.query, "$__window", orElse(window, c.window))
}

// expr is the whole condition.
func (c condition) expr(window string) string {
	if c.value == nil {
		return c.left(window)
	}
	return fmt.Sprintf("(%s) %s %s", c.left(window), c.op, strconv.FormatFloat(*c.value, 'g', -1, 64))
}

func orElse(value, fallback string) string {
	if value == "" {
		return fallback
	}
	return value
}
