package catalog

import (
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

func pack(t *testing.T, opt PackOptions) Pack {
	t.Helper()
	out, err := load(t).Pack(opt)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestRulesCarryWhatStrataNeeds(t *testing.T) {
	const grafana = "https://grafana.example/sub/"
	rules := pack(t, PackOptions{Format: PrometheusFormat, AllSources: true, GrafanaURL: grafana, Window: "30s", For: "10s"}).Rules
	for _, r := range rules {
		if strings.Contains(strings.ReplaceAll(r.Expr, `$"`, ""), "$") {
			t.Errorf("%s: a variable is left in %s", r.Name, r.Expr)
		}
		labels := r.labels()
		for _, label := range []string{"severity", "layer", "signal"} {
			if labels[label] == "" {
				t.Errorf("%s: label %s is missing", r.Name, label)
			}
		}
		if kept, known := keptLabels(r.condition); known && labels["cluster"] == "" && !slices.Contains(kept, "cluster") {
			t.Errorf("%s: its alerts name no cluster", r.Name)
		}
		annotations := r.annotations(grafana)
		if want := "https://grafana.example/sub/a/strata-sre-app/alert?label=alertname%3D" + r.Name; !strings.HasPrefix(annotations["incident"], want) {
			t.Errorf("%s: incident = %s", r.Name, annotations["incident"])
		}
		if want := "https://grafana.example/sub/a/strata-sre-app/runbooks/" + r.Signal.Alert.Runbook; annotations["runbook_url"] != want {
			t.Errorf("%s: runbook_url = %s", r.Name, annotations["runbook_url"])
		}
		if r.For != "10s" {
			t.Errorf("%s: for = %s", r.Name, r.For)
		}
	}
}

func TestSummariesNameLabelsThatAreThere(t *testing.T) {
	for _, r := range pack(t, PackOptions{Format: PrometheusFormat, AllSources: true}).Rules {
		kept, known := keptLabels(r.condition)
		if !known {
			continue
		}
		for _, m := range usedLabel.FindAllStringSubmatch(r.Summary, -1) {
			if !slices.Contains(kept, m[1]) {
				t.Errorf("%s: the summary names the label %s, but the result has only %v", r.Name, m[1], kept)
			}
		}
	}
}

func TestNamesAreThereOnce(t *testing.T) {
	for _, format := range []Format{GrafanaFormat, PrometheusFormat} {
		seen := map[string]bool{}
		for _, r := range pack(t, PackOptions{Format: format, AllSources: true, ElasticsearchUID: "es"}).Rules {
			if seen[r.Name] {
				t.Errorf("%s: %s is there twice", format, r.Name)
			}
			seen[r.Name] = true
		}
	}
}

func TestRulesWithoutGrafanaHaveNoDeadLink(t *testing.T) {
	for _, r := range pack(t, PackOptions{Format: PrometheusFormat}).Rules {
		if a := r.annotations(""); len(a) != 1 {
			t.Errorf("%s: annotations = %v", r.Name, a)
		}
	}
}

func TestOfEachAlertTheExporterThatIsThere(t *testing.T) {
	sourceOf := func(sources ...string) map[string]string {
		out := map[string]string{}
		for _, r := range pack(t, PackOptions{Format: PrometheusFormat, Sources: sources}).Rules {
			out[r.Signal.ID] = r.Source
		}
		return out
	}
	if got := sourceOf("cilium")["net-loss-ratio"]; got != "cilium" {
		t.Errorf("with cilium only, net-loss-ratio asks %q", got)
	}
	if got := sourceOf("cilium", "node_exporter")["net-loss-ratio"]; got != "node_exporter" {
		t.Errorf("with both, net-loss-ratio asks %q", got)
	}
	if got, ok := sourceOf("coredns")["net-loss-ratio"]; ok {
		t.Errorf("without its exporters net-loss-ratio asks %q", got)
	}
}

func TestLayersAreChosen(t *testing.T) {
	for _, r := range pack(t, PackOptions{Format: GrafanaFormat, Layers: []Layer{EBPF}}).Rules {
		if r.Signal.Layer != EBPF {
			t.Errorf("%s is of layer %s", r.Name, r.Signal.Layer)
		}
	}
}

func TestBadOptionsAreNamed(t *testing.T) {
	for want, opt := range map[string]PackOptions{"format": {Format: "html"}, "layers": {Format: GrafanaFormat, Layers: []Layer{"storage"}}, "org-id": {Format: GrafanaFormat, OrgID: -1}} {
		if err := opt.Validate(); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%+v: %v", opt, err)
		}
	}
}

func TestGrafanaFileIsForOneOrganisation(t *testing.T) {
	for given, want := range map[int64]int64{0: 1, 7: 7} {
		var file grafanaRules
		if err := yaml.Unmarshal(pack(t, PackOptions{Format: GrafanaFormat, OrgID: given}).Content, &file); err != nil {
			t.Fatal(err)
		}
		for _, g := range file.Groups {
			if g.OrgID != want {
				t.Errorf("%s: organisation %d, want %d", g.Name, g.OrgID, want)
			}
		}
	}
}

func TestGrafanaFile(t *testing.T) {
	out := pack(t, PackOptions{Format: GrafanaFormat, PrometheusUID: "prom", ElasticsearchUID: "es", GrafanaURL: "http://localhost:3000"})
	var file grafanaRules
	if err := yaml.Unmarshal(out.Content, &file); err != nil {
		t.Fatal(err)
	}
	uids, logs := map[string]bool{}, 0
	for _, g := range file.Groups {
		for _, r := range g.Rules {
			if uids[r.UID] || len(r.UID) > maxUID {
				t.Errorf("%s: uid %q is taken or too long", r.Title, r.UID)
			}
			uids[r.UID] = true
			if r.Labels["__grafana_origin"] != origin || r.NoDataState != "OK" {
				t.Errorf("%s: %+v", r.Title, r)
			}
			if r.Data[0].DatasourceUID == "es" {
				logs++
			}
			if last := r.Data[len(r.Data)-1]; last.RefID != r.Condition || last.DatasourceUID != expressionUID {
				t.Errorf("%s: condition %s is not its last query", r.Title, r.Condition)
			}
			for _, q := range r.Data {
				if expression, ok := q.Model["expression"].(string); ok && strings.Contains(expression, "$$") {
					t.Errorf("%s: Grafana takes $$ in queries as it is: %s", r.Title, expression)
				}
			}
			for name, value := range r.Labels {
				if strings.Contains(strings.ReplaceAll(value, "$$", ""), "$") {
					t.Errorf("%s: label %s: Grafana would take a single dollar sign for the environment: %s", r.Title, name, value)
				}
			}
			if strings.Contains(r.Annotations["summary"], "$value ") || strings.Contains(r.Annotations["summary"], "$$") {
				t.Errorf("%s: summary %s", r.Title, r.Annotations["summary"])
			}
		}
	}
	if logs != 12 {
		t.Errorf("%d rules on logs, want 12", logs)
	}
}
