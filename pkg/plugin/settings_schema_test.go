package plugin

import (
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	files "github.com/strata-sre/strata-sre-app/api"
	"github.com/strata-sre/strata-sre-app/pkg/rules"
)

type schemaNode struct {
	Ref        string                `json:"$ref"`
	Properties map[string]schemaNode `json:"properties"`
	Items      *schemaNode           `json:"items"`
	Defs       map[string]schemaNode `json:"$defs"`
	Patterns   map[string]schemaNode `json:"patternProperties"`
}

func readSchema(t *testing.T) schemaNode {
	t.Helper()
	var root schemaNode
	if err := json.Unmarshal(files.ProvisioningSchema, &root); err != nil {
		t.Fatal(err)
	}
	return root
}

func (n schemaNode) resolved(root schemaNode) schemaNode {
	if name, ok := strings.CutPrefix(n.Ref, "#/$defs/"); ok && !strings.Contains(name, "/") {
		return root.Defs[name]
	}
	return n
}

// rawTypes are what the lists that are read one by one consist of; the others are compared with the catalog's own schemas.
var rawTypes = map[string]reflect.Type{
	"jsonData.grouping": reflect.TypeFor[[]rules.Grouping](), "jsonData.severityRules": reflect.TypeFor[[]rules.SeverityRule](),
	"jsonData.services": reflect.TypeFor[[]rules.Service](), "jsonData.runbooks": reflect.TypeFor[[]struct {
		ID   string `json:"id"`
		Text string `json:"text"`
	}](),
}

// fieldsOf are the JSON fields of a struct, those of embedded ones included.
func fieldsOf(typ reflect.Type) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for i := range typ.NumField() {
		f := typ.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			maps.Copy(out, fieldsOf(f.Type))
		case name != "" && name != "-":
			out[name] = f.Type
		}
	}
	return out
}

func compareSchema(t *testing.T, root, node schemaNode, typ reflect.Type, path string) {
	t.Helper()
	node = node.resolved(root)
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	if typ == reflect.TypeFor[json.RawMessage]() {
		known, ok := rawTypes[path]
		if !ok {
			return
		}
		typ = known
	}
	switch {
	case typ.Kind() == reflect.Slice:
		if node.Items == nil {
			t.Errorf("%s is a list, but not in the schema", path)
			return
		}
		compareSchema(t, root, *node.Items, typ.Elem(), path+"[]")
	case typ.Kind() == reflect.Struct && typ != reflect.TypeFor[time.Time]():
		fields := fieldsOf(typ)
		got, want := slices.Sorted(maps.Keys(node.Properties)), slices.Sorted(maps.Keys(fields))
		if !slices.Equal(got, want) {
			t.Errorf("%s has %v in the schema, but %v in Go", path, got, want)
		}
		for name, field := range fields {
			compareSchema(t, root, node.Properties[name], field, path+"."+name)
		}
	}
}

// The schema has every field that the backend reads, and no other.
func TestTheSchemaIsThatOfTheSettings(t *testing.T) {
	root := readSchema(t)
	compareSchema(t, root, root.Defs["jsonData"], reflect.TypeFor[jsonSettings](), "jsonData")
}

// What the catalog's own schemas say is in the one that people use, word by word.
func TestTheSchemaHasTheCatalogsSchemas(t *testing.T) {
	var root struct {
		Defs map[string]json.RawMessage `json:"$defs"`
	}
	if err := json.Unmarshal(files.ProvisioningSchema, &root); err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{"playbook": "playbooks", "message": "messages", "signal": "signals"} {
		raw, err := os.ReadFile("../../catalog/schema/" + file + ".schema.json")
		if err != nil {
			t.Fatal(err)
		}
		var want, got map[string]any
		if err := json.Unmarshal([]byte(strings.ReplaceAll(string(raw), `"#/`, `"#/$defs/`+name+`/`)), &want); err != nil {
			t.Fatal(err)
		}
		delete(want, "$schema")
		if err := json.Unmarshal(root.Defs[name], &got); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("$defs/%s is not catalog/schema/%s.schema.json", name, file)
		}
	}
}

var code = regexp.MustCompile("(?s)```.*?```|`[^`\n]+`")

// Every field that can be set is described.
func TestEveryFieldIsDocumented(t *testing.T) {
	raw, err := os.ReadFile("../../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	documented := strings.Join(code.FindAllString(string(raw), -1), "\n")
	root := readSchema(t)
	for def, node := range root.Defs {
		if def == "signal" {
			continue // an entry is in the form of the catalog's files
		}
		names := slices.Sorted(maps.Keys(node.Properties))
		for pattern := range node.Patterns {
			names = append(names, strings.TrimRight(strings.TrimPrefix(pattern, "^"), `\.+$`))
		}
		for _, part := range node.Properties {
			for inner := range part.Properties {
				names = append(names, inner)
			}
		}
		for _, name := range names {
			if !regexp.MustCompile(`\b` + regexp.QuoteMeta(name) + `\b`).MatchString(documented) {
				t.Errorf("%s.%s is not in docs/configuration.md", def, name)
			}
		}
	}
}
