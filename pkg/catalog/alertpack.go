package catalog

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Format is the kind of file that an alert pack is.
type Format string

// The formats of an alert pack.
const (
	GrafanaFormat    Format = "grafana"    // alerting provisioning, apiVersion 1
	PrometheusFormat Format = "prometheus" // a rule file
)

// PackOptions says which alerts are wanted, where their links lead and how patient they are.
type PackOptions struct {
	Format           Format
	Layers           []Layer  // none: all
	Sources          []string // exporters that are there; of each alert the first of its sources in the list. None: its first one
	AllSources       bool     // every source of every alert, for tests; the others' names end in the source
	PrometheusUID    string   // the data source that Grafana's rules ask
	ElasticsearchUID string   // without it alerts on logs are left out
	OrgID            int64    // the organisation that gets Grafana's rules; 0: the first
	GrafanaURL       string   // without it the rules have no link to their incident
	Window           string   // replaces every window, for demonstrations
	For              string   // replaces every `for`, for demonstrations
}

// Pack is a file of alert rules and what is in it.
type Pack struct {
	Format   Format
	FileName string
	Content  []byte // YAML
	Rules    []PackRule
}

// PackRule is one alert rule, whatever the file's format.
type PackRule struct {
	Name     string
	Signal   Signal
	Severity string
	Source   string // the exporter; empty: documents in Elasticsearch
	Expr     string // the whole condition, for people
	For      string
	Summary  string

	condition     condition
	elasticsearch *ElasticsearchAlert
}

// Validate names the option that is wrong.
func (o PackOptions) Validate() error {
	if o.Format != GrafanaFormat && o.Format != PrometheusFormat {
		return fmt.Errorf("format: %q is not known; use grafana or prometheus", o.Format)
	}
	for _, layer := range o.Layers {
		if !slices.Contains(Layers, layer) {
			return fmt.Errorf("layers: %q is not a layer; use some of %v", layer, Layers)
		}
	}
	if o.OrgID < 0 {
		return fmt.Errorf("org-id: %d is not an organisation; use 1 or more", o.OrgID)
	}
	return nil
}

// Pack writes the alert rules of the catalog as a file for Grafana or Prometheus.
func (c *Catalog) Pack(opt PackOptions) (Pack, error) {
	out := Pack{Format: opt.Format}
	for _, s := range c.Signals {
		if s.Alert != nil && s.Enabled && (len(opt.Layers) == 0 || slices.Contains(opt.Layers, s.Layer)) {
			out.Rules = append(out.Rules, s.rules(opt)...)
		}
	}
	var err error
	if opt.Format == GrafanaFormat {
		out.FileName = "strata-alert-rules.yaml"
		out.Content, err = grafanaFile(out.Rules, opt)
	} else {
		out.FileName = "strata.rules.yaml"
		out.Content, err = prometheusFile(out.Rules, opt)
	}
	return out, err
}

func (s Signal) rules(opt PackOptions) []PackRule {
	var out []PackRule
	for i, source := range s.Alert.sources() {
		if !opt.AllSources && (i > 0 || !opt.wants(source, s.Alert)) {
			continue
		}
		out = append(out, s.promRules(source, i > 0, opt)...)
	}
	if !opt.AllSources && len(out) == 0 {
		out = s.firstWanted(opt)
	}
	if e := s.Alert.Elasticsearch; e != nil && opt.Format == GrafanaFormat && opt.ElasticsearchUID != "" {
		out = append(out, s.logRule(*e, len(out) > 0, opt))
	}
	return out
}

// firstWanted falls back to the other exporters, in the order of the catalog.
func (s Signal) firstWanted(opt PackOptions) []PackRule {
	for _, source := range s.Alert.sources() {
		if opt.wants(source, s.Alert) {
			return s.promRules(source, false, opt)
		}
	}
	return nil
}

func (o PackOptions) wants(source string, a *Alert) bool {
	if len(o.Sources) == 0 {
		return source == a.Source
	}
	return slices.Contains(o.Sources, source)
}

// sources lists the exporters that can say whether the alert fires, the preferred one first.
func (a *Alert) sources() []string {
	var out []string
	if a.Query != "" {
		out = append(out, a.Source)
	}
	for _, alt := range a.Alternatives {
		out = append(out, alt.Source)
	}
	return out
}

func (a *Alert) conditionOf(source string) (condition, bool) {
	if a.Query != "" && source == a.Source {
		return a.condition(), true
	}
	for _, alt := range a.Alternatives {
		if alt.Source == source {
			return alt.condition(), false
		}
	}
	return condition{}, false
}

// promRules are the rule of an exporter and, for the preferred one, those of the further severities.
func (s Signal) promRules(source string, suffixed bool, opt PackOptions) []PackRule {
	a := s.Alert
	c, primary := a.conditionOf(source)
	rule := PackRule{Name: a.Name, Signal: s, Severity: a.Severity, Source: source, For: orElse(opt.For, a.For), Summary: a.Summary, condition: c, Expr: c.expr(opt.Window)}
	if suffixed {
		rule.Name += camel(source)
	}
	if !primary {
		rule.Summary = s.summaryFor(c)
	}
	out := []PackRule{rule}
	if !primary {
		return out
	}
	for _, l := range a.Levels {
		at := c.at(l)
		out = append(out, PackRule{
			Name: l.Name, Signal: s, Severity: l.Severity, Source: source, For: orElse(opt.For, l.For), Summary: l.Summary, condition: at, Expr: at.expr(opt.Window),
		})
	}
	return out
}

func (s Signal) logRule(e ElasticsearchAlert, suffixed bool, opt PackOptions) PackRule {
	rule := PackRule{
		Name: s.Alert.Name, Signal: s, Severity: s.Alert.Severity, For: orElse(opt.For, s.Alert.For), Summary: logSummary(s, e), elasticsearch: &e,
		Expr: e.Metric + " of " + e.Query + " in " + e.Window + " " + e.Op + " " + strconv.FormatFloat(e.Value, 'g', -1, 64),
	}
	if suffixed {
		rule.Name += "Logs"
	}
	return rule
}

// camel makes node_exporter-sockstat to NodeExporterSockstat.
func camel(text string) string {
	words := strings.FieldsFunc(text, func(r rune) bool { return r == '-' || r == '_' || r == ' ' })
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, "")
}
