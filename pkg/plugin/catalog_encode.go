package plugin

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/signals"
)

// summary is a SignalSummary of the contract.
type summary struct {
	ID            string                `json:"id"`
	Layer         catalog.Layer         `json:"layer"`
	Group         string                `json:"group"`
	Title         string                `json:"title"`
	Why           string                `json:"why"`
	Unit          string                `json:"unit"`
	Visualisation string                `json:"visualisation"`
	Providers     []api.ProviderSummary `json:"providers"`
	Gaps          map[string]string     `json:"gaps,omitempty"`
	Alert         *catalog.Alert        `json:"alert,omitempty"`
	Origin        catalog.Origin        `json:"origin"`
	Enabled       bool                  `json:"enabled"`
}

type indexList struct {
	Signals []summary       `json:"signals"`
	Groups  []catalog.Group `json:"groups"`
}

func catalogIndex(c *catalog.Catalog) indexList {
	return indexList{Signals: mapped(c.Signals, summarise), Groups: append([]catalog.Group{}, c.Groups...)}
}

func summarise(s catalog.Signal) summary {
	return summary{
		ID: s.ID, Layer: s.Layer, Group: s.Group, Title: s.Title, Why: s.Why, Unit: s.Unit, Visualisation: s.Visualisation,
		Providers: providerSummaries(s.Providers), Gaps: s.Gaps, Alert: s.Alert, Origin: s.Origin, Enabled: s.Enabled,
	}
}

func providerSummaries(p catalog.Providers) []api.ProviderSummary {
	out := exporterSummaries(p.Prometheus)
	add := func(id api.ProviderId, requires string) *api.ProviderSummary {
		out = append(out, api.ProviderSummary{Provider: id, Needs: []string{}, Requires: optional(requires)})
		return &out[len(out)-1]
	}
	if q := p.Elasticsearch; q != nil {
		s := add(api.ProviderIdElasticsearch, "")
		s.Index, s.Needs = optional(q.Index), append(s.Needs, q.Needs...)
	}
	if p.Loki != nil {
		add(api.ProviderIdLoki, "")
	}
	if q := p.Pixie; q != nil {
		add(api.ProviderIdPixie, q.Requires).Tracepoint = optional(q.Tracepoint != "")
	}
	if q := p.Kubeshark; q != nil {
		add(api.ProviderIdKubeshark, q.Requires)
	}
	if q := p.Splunk; q != nil {
		add(api.ProviderIdSplunk, q.Requires)
	}
	if q := p.Dynatrace; q != nil {
		add(api.ProviderIdDynatrace, q.Requires)
	}
	return out
}

// exporterSummaries has one entry per exporter: it answers when everything that its queries need is there.
func exporterSummaries(queries []catalog.PrometheusQuery) []api.ProviderSummary {
	out := []api.ProviderSummary{}
	for _, q := range queries {
		i := slices.IndexFunc(out, func(s api.ProviderSummary) bool { return *s.Source == q.Source })
		if i < 0 {
			out = append(out, api.ProviderSummary{Provider: api.ProviderIdPrometheus, Source: &q.Source, Needs: []string{}})
			i = len(out) - 1
		}
		for _, need := range q.Needs {
			if !slices.Contains(out[i].Needs, need) {
				out[i].Needs = append(out[i].Needs, need)
			}
		}
		if q.Requires != "" && out[i].Requires == nil {
			out[i].Requires = &q.Requires
		}
	}
	return out
}

const (
	maxSources     = 200 // a URL of some kilobytes
	maxSource      = 64  // characters of an exporter's name or a data source's uid
	maxGrafanaURL  = 500 // characters
	defaultPromUID = "prometheus"
)

func packOptions(p api.GetAlertPackParams) (catalog.PackOptions, error) {
	opt := catalog.PackOptions{Format: catalog.Format(p.Format), PrometheusUID: defaultPromUID}
	if !p.Format.Valid() {
		return opt, badParam("format", "%q is not a format.", string(p.Format)).Try("Use grafana or prometheus.")
	}
	for _, l := range deref(p.Layer) {
		if !l.Valid() {
			return opt, unknownLayer(l)
		}
		opt.Layers = append(opt.Layers, catalog.Layer(l))
	}
	if len(deref(p.Source)) > maxSources {
		return opt, badParam("source", "At most %d exporters can be named.", maxSources)
	}
	for _, source := range deref(p.Source) {
		if _, err := text("source", &source, maxSource); err != nil {
			return opt, err
		}
		opt.Sources = append(opt.Sources, source)
	}
	uid, err := text("datasource", p.Datasource, maxSource)
	if err != nil {
		return opt, err
	}
	if uid != "" {
		opt.PrometheusUID = uid
	}
	if opt.ElasticsearchUID, err = text("elasticsearch", p.Elasticsearch, maxSource); err != nil {
		return opt, err
	}
	opt.GrafanaURL, err = grafanaURL(p.GrafanaUrl)
	return opt, err
}

func grafanaURL(given *string) (string, error) {
	address, err := text("grafanaUrl", given, maxGrafanaURL)
	if err != nil || address == "" {
		return "", err
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || strings.ContainsAny(address, "{}") {
		return "", badParam("grafanaUrl", "%q is no address of a Grafana.", address).Try("Write it as people open it, such as https://grafana.example.com.")
	}
	return address, nil
}

func encodePack(p catalog.Pack) api.AlertPack {
	return api.AlertPack{
		Format: api.AlertPackFormat(p.Format), FileName: p.FileName, Content: string(p.Content), Rules: mapped(p.Rules, encodeRule),
	}
}

func encodeRule(r catalog.PackRule) api.AlertPackRule {
	provider := api.AlertPackRuleProviderPrometheus
	if r.Source == "" {
		provider = api.AlertPackRuleProviderElasticsearch
	}
	return api.AlertPackRule{
		Name: r.Name, Signal: r.Signal.ID, Layer: api.Layer(r.Signal.Layer), Severity: api.Severity(r.Severity), Provider: provider,
		Source: optional(r.Source), Expr: r.Expr, For: r.For, Summary: r.Summary, Changed: r.Signal.Origin != catalog.BuiltIn,
	}
}

func encodeRecord(r signals.Record) api.OwnSignalRecord {
	out := api.OwnSignalRecord{
		Signal: r.Definition, Provisioned: r.Provisioned, Version: r.Version, UpdatedAt: optionalTime(r.UpdatedAt), UpdatedBy: optional(r.UpdatedBy),
	}
	if len(r.Problems) > 0 {
		out.Problems = new(encodeProblems(r.Problems))
	}
	return out
}

func encodeProblems(problems []catalog.Problem) []api.SignalProblem {
	return mapped(problems, func(p catalog.Problem) api.SignalProblem {
		return api.SignalProblem{Field: p.Field, Message: p.Message}
	})
}

// encodeSignal goes through JSON, which is the same on both sides.
func encodeSignal(s *catalog.Signal) (*api.Signal, error) {
	if s == nil {
		return nil, nil
	}
	raw, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	out := new(api.Signal)
	return out, json.Unmarshal(raw, out)
}
