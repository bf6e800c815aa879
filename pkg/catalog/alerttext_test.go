package catalog

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"text/template"

	"gopkg.in/yaml.v3"
)

// expand does what Grafana does with labels and annotations: a text that cannot be expanded stays as it is.
func expand(t *testing.T, text string, labels map[string]string, values map[string]float64) string {
	t.Helper()
	number := func(v float64) string { return fmt.Sprintf("%g", v) }
	parsed, err := template.New("").Funcs(template.FuncMap{
		"humanize": number, "humanizePercentage": number, "humanizeDuration": number, "urlquery": template.URLQueryEscaper,
		"reReplaceAll": func(pattern, with, text string) string {
			return regexp.MustCompile(pattern).ReplaceAllString(text, with)
		},
	}).Parse("{{- $labels := .Labels -}}{{- $values := .Values -}}" + text)
	if err != nil {
		t.Errorf("%v in %s", err, text)
		return text
	}
	byRef := map[string]struct{ Value float64 }{}
	for name, value := range values {
		byRef[name] = struct{ Value float64 }{value}
	}
	var out strings.Builder
	if err := parsed.Execute(&out, map[string]any{"Labels": labels, "Values": byRef}); err != nil {
		t.Errorf("%v in %s", err, text)
		return text
	}
	return out.String()
}

func grafanaRulesOf(t *testing.T) map[string]grafanaRule {
	t.Helper()
	var file grafanaRules
	out := pack(t, PackOptions{Format: GrafanaFormat, AllSources: true, ElasticsearchUID: "es", GrafanaURL: "http://localhost:3000"})
	if err := yaml.Unmarshal(out.Content, &file); err != nil {
		t.Fatal(err)
	}
	byTitle := map[string]grafanaRule{}
	for _, g := range file.Groups {
		for _, r := range g.Rules {
			byTitle[r.Title] = r
		}
	}
	return byTitle
}

// When a data source fails Grafana makes an alert of that, without the labels and values of a result.
func TestTextsExpandWithoutAResult(t *testing.T) {
	for title, r := range grafanaRulesOf(t) {
		for name, text := range r.Labels {
			if got := expand(t, strings.ReplaceAll(text, "$$", "$"), nil, nil); strings.Contains(text, "{{") && got != "" {
				t.Errorf("%s: label %s is %q", title, name, got)
			}
		}
		for name, text := range r.Annotations {
			if got := expand(t, text, nil, nil); got == "" || strings.Contains(got, "{{") {
				t.Errorf("%s: annotation %s is %q", title, name, got)
			}
		}
	}
}

func TestTextsOfAResult(t *testing.T) {
	rules := grafanaRulesOf(t)
	labels := map[string]string{"cluster": "shop", "instance": "node-a:9100", "container_id": "/k8s/shop/cart-5d4f6c7b8-x2x9k/cart"}
	values := map[string]float64{"A": 0.25}
	for title, want := range map[string]string{
		"EbpfEventLoss":         "Tetragon on node-a:9100 loses 0.25 of its events",
		"EbpfEventLossHubble":   "Events lost between kernel and agent: node-a", // another number, so another text
		"NetPolicyDeniedCilium": "Traffic denied by network policy: node-a",     // has no workloads
	} {
		if got := expand(t, rules[title].Annotations["summary"], labels, values); got != want {
			t.Errorf("%s: %q, want %q", title, got, want)
		}
	}
	if got := expand(t, strings.ReplaceAll(rules["NetPolicyDeniedCilium"].Labels["node"], "$$", "$"), labels, values); got != "node-a" {
		t.Errorf("node is %q", got)
	}
	if got := expand(t, rules["NetPolicyDeniedCilium"].Annotations["incident"], labels, values); !strings.HasSuffix(got, "&label=cluster%3Dshop&label=node%3Dnode-a") {
		t.Errorf("link %s", got)
	}
}
