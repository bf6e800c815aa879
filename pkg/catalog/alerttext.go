package catalog

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var entities = []string{"cluster", "namespace", "service", "node", "pod"}

// labels are what every rule carries, so that alerts of the same thing become one incident.
func (r PackRule) labels() map[string]string {
	out := map[string]string{"severity": r.Severity, "layer": string(r.Signal.Layer), "signal": r.Signal.ID}
	for name, label := range r.entity().byName() {
		if label.Label == name && label.Regex == "" {
			continue // the result's own label stays; a template that expands to nothing would stand in ALERTS as text
		}
		out[name] = label.template("")
	}
	return out
}

func (r PackRule) entity() *Entity {
	if r.elasticsearch == nil {
		return r.condition.entity
	}
	return r.elasticsearch.entity()
}

// annotations have the links only where it is known where Grafana is.
func (r PackRule) annotations(grafana string) map[string]string {
	out := map[string]string{"summary": r.Summary}
	if grafana == "" {
		return out
	}
	out["incident"] = r.incidentURL(grafana)
	out["runbook_url"] = appURL(grafana) + "/runbooks/" + url.PathEscape(r.Signal.Alert.Runbook)
	return out
}

func appURL(grafana string) string {
	return strings.TrimRight(grafana, "/") + "/a/strata-sre-app"
}

// incidentURL leads by labels, because a rule cannot know the fingerprint of its alerts.
func (r PackRule) incidentURL(grafana string) string {
	link := appURL(grafana) + "/alert?label=" + url.QueryEscape("alertname="+r.Name)
	labels := r.entity().byName()
	for _, name := range entities {
		if label, ok := labels[name]; ok {
			link += "&label=" + url.QueryEscape(name+"=") + label.template(" | urlquery")
		}
	}
	return link
}

// template expands to the name that the label holds, passed through the functions of pipe; to nothing where there is no such label,
// as when Grafana tells that the data source failed: without the question it would leave the whole text as it is.
func (l EntityLabel) template(pipe string) string {
	name := "."
	if l.Regex != "" {
		name = fmt.Sprintf("reReplaceAll %s \"${1}\" .", strconv.Quote(l.Regex))
	}
	return "{{ with " + labelText(l.Label) + " }}{{ " + name + pipe + " }}{{ end }}"
}

// labelText reads a label; Elasticsearch's field names have dots.
func labelText(name string) string {
	if strings.Contains(name, ".") {
		return fmt.Sprintf("(index $labels %q)", name)
	}
	return "$labels." + name
}

var usedLabel = regexp.MustCompile(`\$labels\.([a-zA-Z_][a-zA-Z0-9_]*)`)

// summaryFor keeps a summary for another exporter only where that has all its labels and means the same number.
func (s Signal) summaryFor(c condition) string {
	kept, known := keptLabels(c)
	lost := slices.ContainsFunc(usedLabel.FindAllStringSubmatch(s.Alert.Summary, -1), func(m []string) bool {
		return known && !slices.Contains(kept, m[1])
	})
	if lost || (strings.Contains(s.Alert.Summary, "$value") && !c.sameLimit(s.Alert.condition())) {
		return s.plainSummary(c.entity)
	}
	return s.Alert.Summary
}

// plainSummary says what the signal is and what the alert is about.
func (s Signal) plainSummary(e *Entity) string {
	names := e.byName()
	for _, name := range []string{"service", "node", "pod", "namespace", "cluster"} {
		if label, ok := names[name]; ok {
			return s.Title + ": " + label.template("")
		}
	}
	return s.Title
}

// fieldEntities says what Elasticsearch fields name, by ECS.
var fieldEntities = map[string]string{
	"service.name": "service", "kubernetes.namespace": "namespace", "kubernetes.node.name": "node", "kubernetes.pod.name": "pod", "monitor.name": "service",
}

func (e ElasticsearchAlert) entity() *Entity {
	label := &EntityLabel{Label: e.GroupBy}
	switch fieldEntities[e.GroupBy] {
	case "service":
		return &Entity{Service: label}
	case "namespace":
		return &Entity{Namespace: label}
	case "node":
		return &Entity{Node: label}
	case "pod":
		return &Entity{Pod: label}
	}
	return &Entity{}
}

// logSummary cannot use the labels of the Prometheus alert.
func logSummary(s Signal, e ElasticsearchAlert) string {
	about := ""
	if e.GroupBy != "" {
		about = " of " + EntityLabel{Label: e.GroupBy}.template("")
	}
	return s.Title + about + ": " + grafanaNumber(e.result(), " | humanize") + " in " + e.Window
}
