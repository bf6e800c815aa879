package catalog

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// AlertPackOptions says where the links of the rules lead and how patient the rules are.
type AlertPackOptions struct {
	GrafanaURL string // without it the rules have no link to their incident
	Window     string // replaces every window, for demonstrations
	For        string // replaces every `for`, for demonstrations
}

type ruleFile struct {
	Groups []ruleGroup `yaml:"groups"`
}

type ruleGroup struct {
	Name  string `yaml:"name"`
	Rules []rule `yaml:"rules"`
}

type rule struct {
	Alert       string            `yaml:"alert"`
	Expr        string            `yaml:"expr"`
	For         string            `yaml:"for"`
	Labels      map[string]string `yaml:"labels"`
	Annotations map[string]string `yaml:"annotations"`
}

// PrometheusRules writes one Prometheus rule group per layer, as YAML.
func (c *Catalog) PrometheusRules(opt AlertPackOptions) ([]byte, error) {
	var file ruleFile
	for _, layer := range Layers {
		group := ruleGroup{Name: "strata-" + string(layer)}
		for _, s := range c.Signals {
			if s.Layer == layer && s.Alert != nil {
				group.Rules = append(group.Rules, promRule(s, opt))
			}
		}
		if len(group.Rules) > 0 {
			file.Groups = append(file.Groups, group)
		}
	}
	return yaml.Marshal(file)
}

func promRule(s Signal, opt AlertPackOptions) rule {
	a := s.Alert
	labels := map[string]string{"severity": a.Severity, "layer": string(s.Layer), "signal": s.ID}
	for name, label := range s.Entity.byName() {
		labels[name] = "{{ " + label.template() + " }}"
	}
	annotations := map[string]string{"summary": a.Summary}
	if opt.GrafanaURL != "" {
		annotations["incident"] = incidentURL(s, opt.GrafanaURL)
	}
	return rule{
		Alert:       a.Name,
		Expr:        a.Expr(opt.Window),
		For:         orElse(opt.For, a.For),
		Labels:      labels,
		Annotations: annotations,
	}
}

// Expr is the whole condition, with window (or the alert's own, if it is empty) filled in.
func (a Alert) Expr(window string) string {
	query := strings.ReplaceAll(a.Query, "$__window", orElse(window, a.Window))
	return fmt.Sprintf("(%s) %s %s", query, a.Op, strconv.FormatFloat(a.Value, 'g', -1, 64))
}

// incidentURL leads by labels, because a rule cannot know the fingerprint of its alerts.
func incidentURL(s Signal, grafana string) string {
	link := strings.TrimRight(grafana, "/") + "/a/strata-sre-app/alert?label=" + url.QueryEscape("alertname="+s.Alert.Name)
	for _, name := range []string{"cluster", "namespace", "service", "node", "pod"} {
		if label, ok := s.Entity.byName()[name]; ok {
			link += "&label=" + url.QueryEscape(name+"=") + "{{ " + label.template() + " | urlquery }}"
		}
	}
	return link
}

// template is the Prometheus template expression for the name that the label holds.
func (l EntityLabel) template() string {
	if l.Regex == "" {
		return "$labels." + l.Label
	}
	return fmt.Sprintf("reReplaceAll %s \"${1}\" $labels.%s", strconv.Quote(l.Regex), l.Label)
}

func orElse(value, fallback string) string {
	if value == "" {
		return fallback
	}
	return value
}
