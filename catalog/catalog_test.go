package catalog_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	data "github.com/strata-sre/strata-sre-app/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/catalog"
)

// required is the number of signals that requirements.yaml asks for; the catalog may have more.
const required = 234

type requirement struct {
	Layer   catalog.Layer `yaml:"layer"`
	Watch   string        `yaml:"watch"`
	Signals []string      `yaml:"signals"`
}

func requirements(t *testing.T) []requirement {
	t.Helper()
	raw, err := data.Files.ReadFile("requirements.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Requirements []requirement `yaml:"requirements"`
	}
	decoder := yaml.NewDecoder(bytes.NewReader(raw))
	decoder.KnownFields(true)
	if err := decoder.Decode(&file); err != nil {
		t.Fatal(err)
	}
	return file.Requirements
}

func TestEverythingThatHasToBeWatchedIsASignal(t *testing.T) {
	loaded, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	answered := map[string]bool{}
	for _, r := range requirements(t) {
		if strings.TrimSpace(r.Watch) == "" || len(r.Signals) == 0 {
			t.Errorf("%s: %q: no signal answers it", r.Layer, r.Watch)
		}
		for _, id := range r.Signals {
			s, ok := loaded.Signal(id)
			if !ok || s.Layer != r.Layer {
				t.Errorf("%s: %q: %s is no signal of this layer", r.Layer, r.Watch, id)
			}
			answered[id] = true
		}
	}
	if len(answered) != required {
		t.Errorf("the requirements name %d signals, want %d", len(answered), required)
	}
}

func TestEveryLayerHasAnswersForEachRequirement(t *testing.T) {
	count := map[catalog.Layer]int{}
	for _, r := range requirements(t) {
		count[r.Layer]++
	}
	for _, layer := range catalog.Layers {
		if count[layer] == 0 {
			t.Errorf("%s: nothing has to be watched", layer)
		}
	}
}

func TestEverySignalHasAQueryThatPeopleCanRun(t *testing.T) {
	loaded, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	if len(loaded.Signals) < required {
		t.Fatalf("%d signals, want at least %d", len(loaded.Signals), required)
	}
	providers := map[string]int{}
	for _, s := range loaded.Signals {
		p := s.Providers
		found := map[string]bool{
			"prometheus": len(p.Prometheus) > 0, "elasticsearch": p.Elasticsearch != nil, "loki": p.Loki != nil, "pixie": p.Pixie != nil,
			"kubeshark": p.Kubeshark != nil, "splunk": p.Splunk != nil, "dynatrace": p.Dynatrace != nil,
		}
		for name, there := range found {
			if there {
				providers[name]++
			}
		}
		for name := range s.Gaps {
			if _, known := found[name]; !known && name != "general" {
				t.Errorf("%s: gaps.%s: no such provider", s.ID, name)
			}
		}
		if slices.Contains(s.Sources, "") {
			t.Errorf("%s: an empty source", s.ID)
		}
	}
	for name, least := range map[string]int{"prometheus": 216, "elasticsearch": 93, "loki": 57, "pixie": 43, "kubeshark": 33, "splunk": 114, "dynatrace": 164} {
		if providers[name] < least {
			t.Errorf("%s answers %d signals, want at least %d", name, providers[name], least)
		}
	}
}
