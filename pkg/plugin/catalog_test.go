package plugin

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/strata-sre/strata-sre-app/pkg/api"
)

func index(h *harness, p person) api.CatalogIndex {
	h.t.Helper()
	var list api.CatalogIndex
	h.call(p, "GET", "/catalog/index", nil).want(200).into(&list)
	return list
}

func signalIn(h *harness, p person, id string) (api.Signal, bool) {
	h.t.Helper()
	var list api.SignalList
	h.call(p, "GET", "/catalog/signals", nil).want(200).into(&list)
	i := slices.IndexFunc(list.Signals, func(s api.Signal) bool { return s.Id == id })
	if i < 0 {
		return api.Signal{}, false
	}
	return list.Signals[i], true
}

func TestCatalogIndexHasEverySignal(t *testing.T) {
	h := newHarness(t)
	var full api.SignalList
	h.call(vic, "GET", "/catalog/signals", nil).want(200).into(&full)
	list := index(h, vic)
	if len(list.Signals) != len(full.Signals) || len(list.Groups) != len(full.Groups) || len(list.Groups) < 4 {
		t.Fatalf("%d of %d signals, %d of %d groups", len(list.Signals), len(full.Signals), len(list.Groups), len(full.Groups))
	}
	for i, s := range list.Signals {
		if s.Id != full.Signals[i].Id || len(s.Providers) == 0 || !s.Enabled || s.Origin != api.Catalog {
			t.Errorf("%+v", s)
		}
		sources := map[string]bool{}
		for _, p := range s.Providers {
			if p.Provider != api.ProviderIdPrometheus {
				continue
			}
			if sources[*p.Source] || len(p.Needs) == 0 {
				t.Errorf("%s: exporter %s twice or without needs", s.Id, *p.Source)
			}
			sources[*p.Source] = true
		}
	}
	var layer api.SignalList
	h.call(vic, "GET", "/catalog/signals?layer=ebpf", nil).want(200).into(&layer)
	for _, g := range layer.Groups {
		if g.Layer != api.Ebpf {
			t.Errorf("%+v", g)
		}
	}
}

func TestCatalogAnswersAreSmallAndKept(t *testing.T) {
	h := newHarness(t)
	for _, path := range []string{"/catalog/signals", "/catalog/signals?layer=network", "/catalog/index", "/alertpack?format=prometheus"} {
		plain := h.call(vic, "GET", path, nil).want(200)
		tag := plain.header.Get("ETag")
		if tag == "" || plain.header.Get("Content-Encoding") != "" || plain.header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s: %v", path, plain.header)
		}
		packed := h.call(vic, "GET", path, nil, "Accept-Encoding", "br, gzip;q=0.8").want(200)
		if packed.header.Get("Content-Encoding") != "gzip" || packed.header.Get("ETag") != tag || len(packed.body)*3 > len(plain.body) {
			t.Errorf("%s: %d of %d bytes, %v", path, len(packed.body), len(plain.body), packed.header)
		}
		if a := h.call(vic, "GET", path, nil, "Accept-Encoding", "gzip;q=0").want(200); !bytes.Equal(a.body, plain.body) {
			t.Errorf("%s: gzip although it is refused", path)
		}
		for _, have := range []string{tag, `"x", ` + tag, strings.TrimPrefix(tag, "W/"), "*"} {
			h.call(vic, "GET", path, nil, "If-None-Match", have).want(304)
		}
		h.call(vic, "GET", path, nil, "If-None-Match", `W/"other"`).want(200)
	}
}

func TestAlertPack(t *testing.T) {
	h := newHarness(t)
	var all, some, grafana api.AlertPack
	h.call(vic, "GET", "/alertpack?format=prometheus&grafanaUrl=https%3A%2F%2Fg.example", nil).want(200).into(&all)
	h.call(vic, "GET", "/alertpack?format=prometheus&layer=ebpf&layer=network", nil).want(200).into(&some)
	if len(some.Rules) == 0 || len(some.Rules) >= len(all.Rules) || !strings.Contains(all.Content, "https://g.example/a/strata-sre-app/") {
		t.Errorf("%d of %d rules", len(some.Rules), len(all.Rules))
	}
	for _, r := range some.Rules {
		if (r.Layer != api.Ebpf && r.Layer != api.Network) || r.Changed || r.Source == nil {
			t.Errorf("%+v", r)
		}
	}
	h.call(vic, "GET", "/alertpack?format=grafana&datasource=my-prom&elasticsearch=my-es", nil).want(200).into(&grafana)
	if !strings.Contains(grafana.Content, "my-prom") || !strings.Contains(grafana.Content, "my-es") || !strings.HasSuffix(grafana.FileName, ".yaml") {
		t.Error("the data sources are not in the file")
	}
	if !strings.Contains(grafana.Content, "- orgId: 1\n") {
		t.Error("the rules are not for the caller's organisation")
	}
	if !slices.ContainsFunc(grafana.Rules, func(r api.AlertPackRule) bool {
		return r.Provider == api.AlertPackRuleProviderElasticsearch && r.Source == nil
	}) {
		t.Error("no rule asks Elasticsearch")
	}
	for query, field := range map[string]string{
		"": "format", "format=nagios": "format", "format=grafana&layer=storage": "layer", "format=grafana&datasource=" + strings.Repeat("x", 65): "datasource",
		"format=grafana&elasticsearch=" + strings.Repeat("x", 65): "elasticsearch", "format=grafana&grafanaUrl=ftp%3A%2F%2Fx": "grafanaUrl",
		"format=grafana&grafanaUrl=https%3A%2F%2Fx%2F%7B%7B": "grafanaUrl", "format=grafana" + strings.Repeat("&source=x", maxSources+1): "source",
		"format=grafana&source=" + strings.Repeat("x", 65): "source",
	} {
		a := h.call(vic, "GET", "/alertpack?"+query, nil)
		if got := a.want(400); !strings.Contains(string(got.body), field) {
			t.Errorf("%s: %s", query, got.body)
		}
	}
}

// The catalog does not need the store; only what is stored there is missing, and the status says so.
func TestCatalogWithoutStore(t *testing.T) {
	h := harnessWith(t, filepath.Join(t.TempDir(), "missing", "strata.db"), []map[string]any{{"id": firstSignal, "enabled": false}})
	if s, ok := signalIn(h, vic, firstSignal); !ok || s.Enabled {
		t.Errorf("what the file says does not count: %+v", s)
	}
	h.call(vic, "GET", "/alertpack?format=grafana", nil).want(200)
	h.call(ed, "POST", "/catalog/check", map[string]any{"id": firstSignal}).want(200)
	h.call(vic, "GET", "/catalog/own", nil).wantError(503, "store_unavailable")
	var st api.Status
	h.call(vic, "GET", "/status", nil).want(200).into(&st)
	if p := part(t, st, "catalog"); p.State != api.StatusPartStateWarning || !strings.Contains(p.Message, "Own signals") {
		t.Errorf("%+v", p)
	}
}
