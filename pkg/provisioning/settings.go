// Package provisioning reads what a provisioning file says about the plugin, names every field that does not fit, and leaves
// only that out.
package provisioning

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	files "github.com/strata-sre/strata-sre-app/api"
	"github.com/strata-sre/strata-sre-app/pkg/form"
)

// Problem is one thing in the settings that is not as it should be.
type Problem struct {
	Field   string // a path such as jsonData.channels[2].kind
	Message string // a sentence
	Fix     string
	Unused  bool // the field is none, so nothing reads it; all else works
}

const (
	schemaURL = "strata:///provisioning.schema.json" // so that messages name no folder of this machine
	jsonData  = "jsonData"
	fix       = "Mend it in the provisioning file; docs/configuration.md describes every field."
)

// readOneByOne are lists whose readers leave out what is wrong by themselves, and say more about it than a schema can.
var readOneByOne = []string{"signals", "grouping", "severityRules", "services", "playbooks", "messages", "runbooks"}

var schema = sync.OnceValues(func() (*jsonschema.Schema, error) { return compile("#/$defs/" + jsonData) })

func compile(part string) (*jsonschema.Schema, error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(files.ProvisioningSchema))
	if err != nil {
		return nil, fmt.Errorf("provisioning.schema.json: %w", err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource(schemaURL, doc); err != nil {
		return nil, fmt.Errorf("provisioning.schema.json: %w", err)
	}
	return compiler.Compile(schemaURL + part)
}

// CheckSettings compares jsonData with the schema. What it gives back can be read by the Go types: values of a wrong type are
// left out, or null in a list, so that the places of the others stay.
func CheckSettings(raw []byte) ([]byte, []Problem) {
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, nil
	}
	s, err := schema()
	if err != nil {
		return raw, []Problem{{Field: jsonData, Message: err.Error()}}
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, []Problem{{Field: jsonData, Message: "The settings are no JSON: " + err.Error() + ".", Fix: fix}}
	}
	if doc == nil {
		return nil, nil // what Grafana gives for a file without jsonData
	}
	doc = withoutNull(doc)
	found := form.Explain(doc, s.Validate(doc))
	problems := make([]Problem, len(found))
	changed := false
	for i, p := range found {
		problems[i] = told(p)
		if p.Type && (len(p.At) == 0 || !slices.Contains(readOneByOne, p.At[0])) {
			doc, changed = without(doc, p.At), true
		}
	}
	if !changed {
		return raw, problems
	}
	readable, err := json.Marshal(doc)
	if err != nil {
		return nil, []Problem{{Field: jsonData, Message: err.Error()}}
	}
	return readable, problems
}

// withoutNull drops fields without a value, as an empty line of YAML leaves them. In signals null says something.
func withoutNull(doc any) any {
	switch d := doc.(type) {
	case map[string]any:
		for name, value := range d {
			if value == nil {
				delete(d, name)
			} else if name != "signals" {
				withoutNull(value)
			}
		}
	case []any:
		for _, value := range d {
			withoutNull(value)
		}
	}
	return doc
}

func told(p form.Problem) Problem {
	at := jsonData
	if p.Field != "" {
		at += "." + p.Field
	}
	return Problem{Field: at, Message: sentence(at, p.Message), Fix: fix, Unused: p.Unknown}
}

func sentence(at, message string) string { return fmt.Sprintf("%s %s.", at, message) }

// without takes a value out of a document that it may change. The top level stays what it is.
func without(doc any, at []string) any {
	if len(at) == 0 {
		return map[string]any{}
	}
	holder := doc
	for _, step := range at[:len(at)-1] {
		holder = child(holder, step)
	}
	last := at[len(at)-1]
	switch h := holder.(type) {
	case map[string]any:
		delete(h, last)
	case []any:
		if i, err := strconv.Atoi(last); err == nil && i < len(h) {
			h[i] = nil
		}
	}
	return doc
}

func child(doc any, step string) any {
	switch d := doc.(type) {
	case map[string]any:
		return d[step]
	case []any:
		if i, err := strconv.Atoi(step); err == nil && i < len(d) {
			return d[i]
		}
	}
	return nil
}

// Serious are the problems beside fields that nothing reads.
func Serious(problems []Problem) []Problem {
	return slices.DeleteFunc(slices.Clone(problems), func(p Problem) bool { return p.Unused })
}

// Summary names the fields, the first of them with what is wrong.
func Summary(problems []Problem) string {
	names := make([]string, len(problems))
	for i, p := range problems {
		names[i] = p.Field
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}
