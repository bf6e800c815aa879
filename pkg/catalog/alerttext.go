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
		out[name] = "{{ " + label.template() + " }}"
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
			link += "&label=" + url.QueryEscape(name+"=") + "{{ " + label.template() + " | urlquery }}"
		}
	}
	return link
}

// template is the template expression for the name that the label holds.
func (l EntityLabel) template() string {
	if l.Regex == "" {
		return labelText(l.Label)
	}
	return fmt.Sprintf("reReplaceAll %s \"${1}\" %s", strconv.Quote(l.Regex), labelText(l.Label))
}

// labelText reads a label; Elasticsearch's field names have dots.
func labelText(name string) string {
	if strings.Contains(name, ".") {
		return fmt.Sprintf("(index $labels %q)", name)
	}
	return "$labels." + name
}

var usedLabel = regexp.MustCompile(`\$labels\.([a-zA-Z_][a-zA-Z0-9_]*)`)

// summaryFor keeps a summary that was written for another exporter only where all its labels are there.
func summaryFor(summary string, c condition) string {
	kept, known := keptLabels(c)
	for _, m := range usedLabel.FindAllStringSubmatch(summary, -1) {
		if known && !slices.Contains(kept, m[1]) {
			return plainSummary(summary, c.entity)
		}
	}
	return summary
}

// plainSummary replaces labels that are not there by what the alert is about.
func plainSummary(summary string, e *Entity) string {
	names := e.byName()
	about := ""
	for _, name := range []string{"service", "node", "pod", "namespace", "cluster"} {
		if label, ok := names[name]; ok {
			about = label.template()
			break
		}
	}
	first := true
	return regexp.MustCompile(`\{\{\s*\$labels\.[a-zA-Z0-9_]+\s*\}\}`).ReplaceAllStringFunc(summary, func(string) string {
		if about == "" || !first {
			return "another"
		}
		first = false
		return "{{ " + about + " }}"
	})
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
		about = ` of {{ index $labels "` + e.GroupBy + `" }}`
	}
	return s.Title + about + ": {{ $values." + e.result() + ".Value }} in " + e.Window
}
