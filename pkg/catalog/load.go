// Package catalog reads and checks the signal catalog.
package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	data "github.com/strata-sre/strata-sre-app/catalog"
)

// Catalog is the checked content of the catalog files.
type Catalog struct {
	Signals []Signal // by layer, then in the order of the file
}

// Load reads the catalog that is built into the binary. The error names the file and the field.
func Load() (*Catalog, error) {
	return LoadFS(data.Files)
}

type layerFile struct {
	Layer   Layer    `yaml:"layer"`
	Signals []Signal `yaml:"signals"`
}

// LoadFS reads signals/<layer>.yaml and schema/signals.schema.json of files.
func LoadFS(files fs.FS) (*Catalog, error) {
	schema, err := compileSchema(files)
	if err != nil {
		return nil, err
	}
	out := &Catalog{}
	for _, layer := range Layers {
		name := "signals/" + string(layer) + ".yaml"
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("catalog: %w", err)
		}
		signals, err := parseLayer(schema, layer, raw)
		if err != nil {
			return nil, fmt.Errorf("catalog: %s: %w", name, err)
		}
		out.Signals = append(out.Signals, signals...)
	}
	return out, out.check()
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

func compileSchema(files fs.FS) (*jsonschema.Schema, error) {
	raw, err := fs.ReadFile(files, "schema/signals.schema.json")
	if err != nil {
		return nil, fmt.Errorf("catalog: %w", err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("catalog: schema: %w", err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("signals.schema.json", doc); err != nil {
		return nil, fmt.Errorf("catalog: schema: %w", err)
	}
	return compiler.Compile("signals.schema.json")
}

func parseLayer(schema *jsonschema.Schema, layer Layer, raw []byte) ([]Signal, error) {
	if err := checkSchema(schema, raw); err != nil {
		return nil, err
	}
	var file layerFile
	if err := yaml.Unmarshal(raw, &file); err != nil {
		return nil, err
	}
	if file.Layer != layer {
		return nil, fmt.Errorf("layer: is %q, but the file's name says %q", file.Layer, layer)
	}
	for i := range file.Signals {
		file.Signals[i].Layer = layer
	}
	return file.Signals, nil
}

// checkSchema goes through JSON, because the schema library knows only JSON's types.
func checkSchema(schema *jsonschema.Schema, raw []byte) error {
	var doc any
	if err := yaml.Unmarshal(raw, &doc); err != nil {
		return err
	}
	asJSON, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

// check holds what a schema cannot say.
func (c *Catalog) check() error {
	ids, names := map[string]bool{}, map[string]bool{}
	var problems []error
	for _, s := range c.Signals {
		if ids[s.ID] {
			problems = append(problems, fmt.Errorf("catalog: id %q is there twice", s.ID))
		}
		ids[s.ID] = true
		problems = append(problems, checkEntity(s)...)
		if s.Alert == nil {
			continue
		}
		if names[s.Alert.Name] {
			problems = append(problems, fmt.Errorf("catalog: alert name %q is there twice", s.Alert.Name))
		}
		names[s.Alert.Name] = true
		if strings.Contains(strings.ReplaceAll(s.Alert.Query, "$__window", ""), "$") {
			problems = append(problems, fmt.Errorf("catalog: %s: alert.query may use no variable but $__window, since alert rules have none", s.ID))
		}
	}
	return errors.Join(problems...)
}

func checkEntity(s Signal) []error {
	var problems []error
	for name, label := range s.Entity.byName() {
		if label.Regex == "" {
			continue
		}
		if _, err := regexp.Compile(label.Regex); err != nil {
			problems = append(problems, fmt.Errorf("catalog: %s: entity.%s.regex: %w", s.ID, name, err))
		}
	}
	return problems
}

func (e *Entity) byName() map[string]*EntityLabel {
	out := map[string]*EntityLabel{}
	if e == nil {
		return out
	}
	for name, label := range map[string]*EntityLabel{
		"service": e.Service, "namespace": e.Namespace, "node": e.Node, "pod": e.Pod, "cluster": e.Cluster,
	} {
		if label != nil {
			out[name] = label
		}
	}
	return out
}
