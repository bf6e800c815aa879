package catalog

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/getkin/kin-openapi/openapi3"

	data "github.com/strata-sre/strata-sre-app/catalog"
)

func load(t *testing.T) *Catalog {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEveryLayerHasSignalsAndAlerts(t *testing.T) {
	signals, alerts := map[Layer]int{}, map[Layer]int{}
	for _, s := range load(t).Signals {
		signals[s.Layer]++
		if s.Alert != nil {
			alerts[s.Layer]++
		}
	}
	for _, layer := range Layers {
		if signals[layer] < 3 || alerts[layer] < 3 {
			t.Errorf("%s: %d signals and %d alerts, want at least 3 of each", layer, signals[layer], alerts[layer])
		}
	}
}

func TestSignalsObeyTheContract(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromFile("../../api/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	schema := doc.Components.Schemas["Signal"].Value
	for _, s := range load(t).Signals {
		raw, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var value any
		if err := json.Unmarshal(raw, &value); err != nil {
			t.Fatal(err)
		}
		if err := schema.VisitJSON(value); err != nil {
			t.Errorf("%s: %v", s.ID, err)
		}
	}
}

func TestEntityRegexes(t *testing.T) {
	c := load(t)
	cases := []struct{ signal, entity, value, want string }{
		{"pod-crashloop", "service", "checkout-6c9f7d8b4f-x2x7q", "checkout"},
		{"pod-crashloop", "service", "postgres-0", "postgres"},
		{"pod-crashloop", "service", "node-exporter-gateway", "node-exporter-gateway"},
		{"pod-crashloop", "service", "log-shipper-6ddjx", "log-shipper"},
		{"pod-crashloop", "service", "payments-backend-cache", "payments-backend-cache"},
		{"pod-crashloop", "service", "web-https-7d4b9c6f5d-x2x7q", "web-https"},
		{"net-connection-failures", "service", "/k8s/shop/cart-5b9c6d7f88-zbcd5/cart", "cart"},
		{"net-connection-failures", "namespace", "/k8s/shop/cart-5b9c6d7f88-zbcd5/cart", "shop"},
		{"node-cpu-usage", "node", "node-a:9100", "node-a"},
		{"node-cpu-usage", "node", "node-a", "node-a"},
	}
	for _, tc := range cases {
		s, ok := c.Signal(tc.signal)
		if !ok {
			t.Fatalf("no signal %s", tc.signal)
		}
		label := s.Entity.byName()[tc.entity]
		// The same expansion as reReplaceAll of Prometheus's templates.
		got := regexp.MustCompile(label.Regex).ReplaceAllString(tc.value, "${1}")
		if got != tc.want {
			t.Errorf("%s of %q = %q, want %q", tc.entity, tc.value, got, tc.want)
		}
	}
}

func TestLoadNamesFileAndField(t *testing.T) {
	broken := func(change func(yaml string) string) error {
		files := fstest.MapFS{}
		for _, layer := range Layers {
			name := "signals/" + string(layer) + ".yaml"
			raw, err := data.Files.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			text := string(raw)
			if layer == Network {
				text = change(text)
			}
			files[name] = &fstest.MapFile{Data: []byte(text)}
		}
		schema, err := data.Files.ReadFile("schema/signals.schema.json")
		if err != nil {
			t.Fatal(err)
		}
		files["schema/signals.schema.json"] = &fstest.MapFile{Data: schema}
		_, err = LoadFS(files)
		return err
	}
	replace := func(old, with string) func(string) string {
		return func(text string) string { return strings.Replace(text, old, with, 1) }
	}
	cases := map[string]struct {
		change func(string) string
		want   []string
	}{
		"wrong layer":      {replace("layer: network", "layer: cluster"), []string{"network.yaml", "layer"}},
		"unknown field":    {replace("why:", "reason:"), []string{"network.yaml", "reason"}},
		"bad severity":     {replace("severity: P2", "severity: high"), []string{"network.yaml", "severity"}},
		"duplicate id":     {replace("id: net-retransmits", "id: net-rtt-service"), []string{"net-rtt-service", "twice"}},
		"taken elsewhere":  {replace("id: net-retransmits", "id: node-cpu-usage"), []string{"node-cpu-usage", "twice"}},
		"variable in rule": {replace("rate(container_net_tcp_failed_connects_total[$__window])", "rate(container_net_tcp_failed_connects_total{cluster=\"$cluster\"}[$__window])"), []string{"net-connection-failures", "alert.query"}},
		"not YAML":         {func(string) string { return "layer: [" }, []string{"network.yaml"}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			err := broken(tc.change)
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range tc.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not name %q", err, want)
				}
			}
		})
	}
}

func TestRulesCarryWhatStrataNeeds(t *testing.T) {
	c := load(t)
	for _, s := range c.Signals {
		if s.Alert == nil {
			continue
		}
		r := promRule(s, AlertPackOptions{GrafanaURL: "https://grafana.example/sub/", Window: "30s", For: "10s"})
		if strings.Contains(r.Expr, "$") {
			t.Errorf("%s: a variable is left in %s", s.ID, r.Expr)
		}
		for _, label := range []string{"severity", "layer", "signal", "cluster"} {
			if r.Labels[label] == "" {
				t.Errorf("%s: label %s is missing", s.ID, label)
			}
		}
		if r.Labels["service"] == "" && r.Labels["node"] == "" {
			t.Errorf("%s: names neither a service nor a node", s.ID)
		}
		want := "https://grafana.example/sub/a/strata-sre-app/alert?label=alertname%3D" + s.Alert.Name
		if !strings.HasPrefix(r.Annotations["incident"], want) {
			t.Errorf("%s: incident = %s", s.ID, r.Annotations["incident"])
		}
		if r.For != "10s" {
			t.Errorf("%s: for = %s", s.ID, r.For)
		}
	}
}

func TestRulesWithoutGrafanaHaveNoDeadLink(t *testing.T) {
	for _, s := range load(t).Signals {
		if s.Alert == nil {
			continue
		}
		if link, ok := promRule(s, AlertPackOptions{}).Annotations["incident"]; ok {
			t.Errorf("%s: incident = %s", s.ID, link)
		}
	}
}
