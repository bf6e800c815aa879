package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/strata-sre/strata-sre-app/devhost/internal/datasource"
	"github.com/strata-sre/strata-sre-app/devhost/internal/pixie"
	"github.com/strata-sre/strata-sre-app/devhost/internal/provision"
	standin "github.com/strata-sre/strata-sre-app/testbed/pixie"
)

// withPixie gives the host a Pixie data source in front of a stand-in.
func withPixie(t *testing.T) func(*Options) {
	const cluster = "7d2c4a1e-0000-4000-8000-00000000beef"
	s, err := standin.New(standin.Options{Key: "k", Cluster: cluster})
	if err != nil {
		t.Fatal(err)
	}
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, s.Certificate(), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	list := []provision.DataSource{{Name: "Pixie", UID: "pixie", Type: pixie.TypeID, JSONData: map[string]any{"cloudAddr": l.Addr().String()},
		SecureJSONData: map[string]string{"apiKey": "k", "clusterId": cluster}}}
	provision.Normalise(&list[0], 1)
	return func(o *Options) {
		o.Sources = NewCatalog(list)
		o.Types = map[string]datasource.Source{pixie.TypeID: pixie.Source{CAFile: ca}}
	}
}

// pixieScript is one signal's query of Pixie, with the columns that it promises by display.
type pixieScript struct {
	id, text string
	columns  map[string][]string
}

func catalogScripts(t *testing.T) []pixieScript {
	t.Helper()
	files, err := filepath.Glob("../../../catalog/signals/*/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var out []pixieScript
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var signal struct {
			ID        string
			Providers struct {
				Pixie struct {
					PxL     string
					Columns []string
				}
			}
		}
		if err := yaml.Unmarshal(raw, &signal); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if p := signal.Providers.Pixie; p.PxL != "" {
			out = append(out, pixieScript{signal.ID, p.PxL, promised(p.Columns)})
		}
	}
	return out
}

// promised reads a list of columns: plain for one display, "nodes: id,title" for several.
func promised(columns []string) map[string][]string {
	out := map[string][]string{}
	for _, c := range columns {
		if display, list, several := strings.Cut(c, ":"); several {
			out[display] = strings.Split(strings.TrimSpace(list), ",")
		} else {
			out["output"] = append(out["output"], c)
		}
	}
	return out
}

type frameShape struct {
	Schema struct {
		Name   string
		Fields []struct {
			Name   string
			Labels map[string]string
		}
	}
	Data struct{ Values [][]any }
}

// columns of a frame as the script named them: labels of a wide series were text columns.
func (f frameShape) columns() []string {
	var out []string
	add := func(name string) {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	for _, field := range f.Schema.Fields {
		for label := range field.Labels {
			add(label)
		}
		add(field.Name)
	}
	slices.Sort(out)
	return out
}

func TestEveryPixieScriptOfTheCatalogAnswers(t *testing.T) {
	scripts := catalogScripts(t)
	if len(scripts) < 43 {
		t.Fatalf("only %d scripts found", len(scripts))
	}
	h := newHost(t, withPixie(t))
	for variables, replace := range map[string]*strings.Replacer{
		"All":    strings.NewReplacer("${namespace:regex}", ".*", "${service:regex}", ".*"),
		"picked": strings.NewReplacer("${namespace:regex}", "(shop|platform)", "${service:regex}", `shop\/cart`),
	} {
		for _, s := range scripts {
			t.Run(s.id+"/"+variables, func(t *testing.T) { s.check(t, h, replace.Replace(s.text), variables == "All") })
		}
	}
}

func (s pixieScript) check(t *testing.T, h host, text string, wantRows bool) {
	t.Helper()
	model, err := json.Marshal(map[string]any{"refId": "A", "datasource": map[string]string{"uid": "pixie"}, "queryType": "run-script",
		"queryBody": map[string]string{"pxlScript": text}, "intervalMs": 30000, "maxDataPoints": 500})
	if err != nil {
		t.Fatal(err)
	}
	body := h.want(http.StatusOK, http.MethodPost, "/api/ds/query", fmt.Sprintf(`{"from":"now-1h","to":"now","queries":[%s]}`, model), asViewer)
	got := decoded[struct {
		Results map[string]struct{ Frames []frameShape }
	}](t, body).Results["A"].Frames
	if len(got) != len(s.columns) {
		t.Fatalf("%d frames, want %d", len(got), len(s.columns))
	}
	for _, f := range got {
		want := slices.Clone(s.columns[f.Schema.Name])
		slices.Sort(want)
		if have := f.columns(); !slices.Equal(have, want) {
			t.Errorf("%s has %v, promised are %v", f.Schema.Name, have, want)
		}
		if wantRows && (len(f.Data.Values) == 0 || len(f.Data.Values[0]) == 0) {
			t.Errorf("%s has no rows", f.Schema.Name)
		}
	}
}
