package catalog

import (
	"encoding/json"
	"io/fs"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/getkin/kin-openapi/openapi3"

	data "github.com/strata-sre/strata-sre-app/catalog"
)

// builtIn is read once for all tests: none may change it.
var builtIn = sync.OnceValues(Load)

func load(t *testing.T) *Catalog {
	t.Helper()
	c, err := builtIn()
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
		{"app-error-log-rate", "service", "shop/checkout", "checkout"},
	}
	for _, tc := range cases {
		s, ok := c.Signal(tc.signal)
		if !ok {
			t.Fatalf("no signal %s", tc.signal)
		}
		label := s.Alert.Entity.byName()[tc.entity]
		// The same expansion as reReplaceAll of Prometheus's templates.
		got := regexp.MustCompile(label.Regex).ReplaceAllString(tc.value, "${1}")
		if got != tc.want {
			t.Errorf("%s of %q = %q, want %q", tc.entity, tc.value, got, tc.want)
		}
	}
}

// broken is the built-in catalog with the text of one file changed.
func broken(t *testing.T, file string, change func(string) string) error {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(data.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := data.Files.ReadFile(path)
		files[path] = &fstest.MapFile{Data: raw}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	changed := change(string(files[file].Data))
	if changed == string(files[file].Data) {
		t.Fatalf("%s: the change changes nothing", file)
	}
	files[file] = &fstest.MapFile{Data: []byte(changed)}
	_, err = LoadFS(files)
	return err
}

func TestLoadNamesFileAndField(t *testing.T) {
	const file = "signals/network/net-retransmits.yaml"
	replace := func(old, with string) func(string) string {
		return func(text string) string { return strings.Replace(text, old, with, 1) }
	}
	cases := map[string]struct {
		file   string
		change func(string) string
		want   []string
	}{
		"unknown field":    {file, replace("why:", "reason:"), []string{"net-retransmits.yaml", "reason"}},
		"bad severity":     {file, replace("severity: P2", "severity: high"), []string{"net-retransmits.yaml", "severity"}},
		"another id":       {file, replace("id: net-retransmits", "id: net-rtt-service"), []string{"net-retransmits.yaml", "id"}},
		"not YAML":         {file, func(string) string { return "id: [" }, []string{"net-retransmits.yaml"}},
		"in no group":      {"layers.yaml", replace("          - net-retransmits\n", ""), []string{"layers.yaml", "net-retransmits", "no group"}},
		"listed twice":     {"layers.yaml", replace("          - net-retransmits\n", "          - net-retransmits\n          - net-retransmits\n"), []string{"layers.yaml", "net-retransmits", "twice"}},
		"no such file":     {"layers.yaml", replace("          - net-retransmits\n", "          - net-retransmissions\n"), []string{"layers.yaml", "net-retransmissions"}},
		"wrong group":      {file, replace("group: loss", "group: dns"), []string{"layers.yaml", "net-retransmits", "dns"}},
		"broken PromQL":    {file, replace("expr: ", "expr: sum(( "), []string{"net-retransmits", "providers.prometheus[0].expr"}},
		"unknown variable": {file, replace("$cluster", "$region"), []string{"net-retransmits", "providers.prometheus[0].expr", "$region"}},
		"variable in rule": {file, replace("[$__window]", "[$__rate_interval]"), []string{"net-retransmits", "alert.query", "$__rate_interval"}},
		"taken alert name": {file, replace("name: TcpRetransmitsHigh", "name: HttpServerErrorsHigh"), []string{"HttpServerErrorsHigh", "net-retransmits"}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			err := broken(t, tc.file, tc.change)
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
