// Package catalog reads and checks the signal catalog.
package catalog

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	data "github.com/strata-sre/strata-sre-app/catalog"
)

// Catalog is the checked content of the catalog files.
type Catalog struct {
	Groups  []Group  // by layer, then in their order on screen
	Signals []Signal // by layer, group and their place in the group

	Practice Practice
	Reviews  Reviews

	Severities    []SeverityLevel // P0 first
	SeverityRules []SeverityRule

	runbooks map[string]string // Markdown by id
}

// Load reads the catalog that is built into the binary. The error names the file and the field.
func Load() (*Catalog, error) {
	return LoadFS(data.Files)
}

// LoadFS reads layers.yaml, signals/<layer>/<id>.yaml and the schemas of files.
func LoadFS(files fs.FS) (*Catalog, error) {
	schema, err := compileSchemas(files)
	if err != nil {
		return nil, fmt.Errorf("catalog: %w", err)
	}
	out := &Catalog{}
	if out.Groups, err = readGroups(files, schema); err != nil {
		return nil, fmt.Errorf("catalog: layers.yaml: %w", err)
	}
	found := map[string]Signal{}
	for _, layer := range Layers {
		if err := readLayer(files, schema, layer, found); err != nil {
			return nil, fmt.Errorf("catalog: %w", err)
		}
	}
	if out.Signals, err = inOrder(out.Groups, found); err != nil {
		return nil, fmt.Errorf("catalog: layers.yaml: %w", err)
	}
	if out.runbooks, err = readRunbooks(files); err != nil {
		return nil, fmt.Errorf("catalog: %w", err)
	}
	if out.Practice, err = readPractice(files, schema); err != nil {
		return nil, fmt.Errorf("catalog: %w", err)
	}
	if out.Reviews, err = readReviews(files, schema); err != nil {
		return nil, fmt.Errorf("catalog: %w", err)
	}
	if err := out.readSeverities(files, schema); err != nil {
		return nil, fmt.Errorf("catalog: severities.yaml: %w", err)
	}
	problems := out.checkRunbooks()
	for _, p := range out.Check() {
		problems = append(problems, p)
	}
	return out, errors.Join(problems...)
}

// Signal finds a signal by its id.
func (c *Catalog) Signal(id string) (Signal, bool) {
	for _, s := range c.Signals {
		if s.ID == id {
			return s, true
		}
	}
	return Signal{}, false
}

func readGroups(files fs.FS, schema schemas) ([]Group, error) {
	raw, err := fs.ReadFile(files, "layers.yaml")
	if err != nil {
		return nil, err
	}
	var file struct {
		Layers []struct {
			ID     Layer   `yaml:"id"`
			Groups []Group `yaml:"groups"`
		} `yaml:"layers"`
	}
	if err := schema.validateYAML(layersSchema, raw); err != nil {
		return nil, err
	}
	if err := yaml.Unmarshal(raw, &file); err != nil {
		return nil, err
	}
	var out []Group
	for i, layer := range file.Layers {
		if i >= len(Layers) || layer.ID != Layers[i] {
			return nil, fmt.Errorf("layers[%d].id: is %q; the layers are %v, in this order", i, layer.ID, Layers)
		}
		for _, g := range layer.Groups {
			g.Layer = layer.ID
			out = append(out, g)
		}
	}
	return out, nil
}

func readLayer(files fs.FS, schema schemas, layer Layer, found map[string]Signal) error {
	folder := path.Join("signals", string(layer))
	entries, err := fs.ReadDir(files, folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := path.Join(folder, entry.Name())
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		s, err := parseSignal(schema, raw)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if want := strings.TrimSuffix(entry.Name(), ".yaml"); s.ID != want {
			return fmt.Errorf("%s: id: is %q, but the file's name says %q", name, s.ID, want)
		}
		if other, ok := found[s.ID]; ok {
			return fmt.Errorf("%s: id: %q is there twice, also in layer %s", name, s.ID, other.Layer)
		}
		s.Layer, s.Origin, s.Enabled = layer, BuiltIn, true
		found[s.ID] = s
	}
	return nil
}

// parseSignal reads one signal, and refuses fields that it does not know.
func parseSignal(schema schemas, raw []byte) (Signal, error) {
	var s Signal
	if err := schema.validateYAML(signalsSchema, raw); err != nil {
		return s, err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(raw))
	decoder.KnownFields(true)
	err := decoder.Decode(&s)
	return s, err
}

// inOrder lists the signals as the groups do; every signal must be in the group that it names, once.
func inOrder(groups []Group, found map[string]Signal) ([]Signal, error) {
	var out []Signal
	listed := map[string]bool{}
	for _, g := range groups {
		for _, id := range g.Signals {
			s, ok := found[id]
			switch {
			case !ok:
				return nil, fmt.Errorf("group %s: no file for the signal %q", g.ID, id)
			case listed[id]:
				return nil, fmt.Errorf("group %s: the signal %q is listed twice", g.ID, id)
			case s.Layer != g.Layer || s.Group != g.ID:
				return nil, fmt.Errorf("group %s: the signal %q says layer %s, group %s", g.ID, id, s.Layer, s.Group)
			}
			listed[id] = true
			out = append(out, s)
		}
	}
	for id := range found {
		if !listed[id] {
			return nil, fmt.Errorf("the signal %q is in no group", id)
		}
	}
	return slices.Clip(out), nil
}
