package catalog

import (
	"slices"
	"sync"

	data "github.com/strata-sre/strata-sre-app/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/form"
)

var builtInSchemas = sync.OnceValues(func() (schemas, error) { return compileSchemas(data.Files) })

// placeholder stands for the sources of an own signal, which may have none.
const placeholder = "this installation"

// checkForm checks a signal against the schema of the built-in ones.
func checkForm(id string, doc map[string]any) []Problem {
	schema, err := builtInSchemas()
	if err != nil {
		return []Problem{{id, "", err.Error()}}
	}
	whole := doc
	if _, ok := doc["sources"]; !ok {
		whole = map[string]any{"sources": []any{placeholder}}
		for name, value := range doc {
			whole[name] = value
		}
	}
	err = schema.validate(signalsSchema, whole)
	var problems []Problem
	for _, p := range form.Explain(whole, err) {
		problems = append(problems, Problem{id, p.Field, p.Message})
	}
	return slices.Compact(problems)
}
