package catalog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"
)

const (
	signalsSchema    = "signals.schema.json"
	layersSchema     = "layers.schema.json"
	severitiesSchema = "severities.schema.json"

	playbooksSchema = "playbooks.schema.json"
	messagesSchema  = "messages.schema.json"
	reviewsSchema   = "reviews.schema.json"
	impactSchema    = "impact.schema.json"

	base = "strata:///" // so that messages name no folder of this machine
)

type schemas map[string]*jsonschema.Schema

func compileSchemas(files fs.FS) (schemas, error) {
	out := schemas{}
	for _, name := range []string{signalsSchema, layersSchema, severitiesSchema, playbooksSchema, messagesSchema, reviewsSchema, impactSchema} {
		raw, err := fs.ReadFile(files, "schema/"+name)
		if err != nil {
			return nil, err
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
		if err != nil {
			return nil, fmt.Errorf("schema/%s: %w", name, err)
		}
		compiler := jsonschema.NewCompiler()
		if err := compiler.AddResource(base+name, doc); err != nil {
			return nil, fmt.Errorf("schema/%s: %w", name, err)
		}
		if out[name], err = compiler.Compile(base + name); err != nil {
			return nil, fmt.Errorf("schema/%s: %w", name, err)
		}
	}
	return out, nil
}

// validateYAML goes through JSON, because the schema library knows only JSON's types.
func (s schemas) validateYAML(name string, raw []byte) error {
	var doc any
	if err := yaml.Unmarshal(raw, &doc); err != nil {
		return err
	}
	return s.validate(name, doc)
}

func (s schemas) validate(name string, doc any) error {
	asJSON, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		return err
	}
	return s[name].Validate(value)
}
