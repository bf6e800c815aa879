package catalog

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	data "github.com/strata-sre/strata-sre-app/catalog"
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
	invalid, ok := errors.AsType[*jsonschema.ValidationError](err)
	if !ok && err != nil {
		return []Problem{{id, "", err.Error()}}
	}
	if err == nil {
		return nil
	}
	var problems []Problem
	for _, leaf := range leaves(invalid) {
		at := fieldPath(whole, leaf.InstanceLocation)
		for _, p := range explain(leaf, at) {
			p.Signal = id
			problems = append(problems, p)
		}
	}
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(problems)
}

// leaves are the errors that say what is wrong. Alternatives are told as one error, since none of them alone is it.
func leaves(e *jsonschema.ValidationError) []*jsonschema.ValidationError {
	if _, alternatives := e.ErrorKind.(*kind.AnyOf); alternatives || len(e.Causes) == 0 {
		return []*jsonschema.ValidationError{e}
	}
	var out []*jsonschema.ValidationError
	for _, cause := range e.Causes {
		out = append(out, leaves(cause)...)
	}
	return out
}

// fieldPath writes a location such as providers.prometheus[0].expr.
func fieldPath(doc any, location []string) string {
	path := ""
	for _, step := range location {
		switch parent := doc.(type) {
		case []any:
			path += "[" + step + "]"
			doc = nil
			if i, err := strconv.Atoi(step); err == nil && i < len(parent) {
				doc = parent[i]
			}
		case map[string]any:
			path = join(path, step)
			doc = parent[step]
		default:
			path = join(path, step)
		}
	}
	return path
}

func join(path, field string) string {
	if path == "" {
		return field
	}
	return path + "." + field
}

// patterns are the schema's in words.
var patterns = map[string]string{
	`^[a-z][a-z0-9-]{1,62}$`:     "must be 2 to 63 small letters, digits and hyphens, and begin with a letter",
	`^([0-9]+(s|m|h))+$`:         "must be a duration such as 90s, 5m or 24h",
	`^[a-z][a-z0-9-]{0,62}$`:     "must be small letters, digits and hyphens, and begin with a letter",
	`^[0-9]+(ms|s|m|h|d)$`:       "must be a duration such as 30s, 5m or 1h",
	`^[a-zA-Z_:][a-zA-Z0-9_:]*$`: "must be the name of a metric",
	`^[A-Z][A-Za-z0-9]+$`:        "must begin with a capital letter and have only letters and digits",
	`^[a-zA-Z_][a-zA-Z0-9_]*$`:   "must be the name of a label",
	`^\^.*\(.*\).*\$$`:           "must begin with ^, end with $ and have a group in brackets",
	`^[0-9]+$`:                   "must be a number in quotes",
	`^/`:                         "must begin with /",
}

// explain says in words what is wrong at a place.
func explain(e *jsonschema.ValidationError, at string) []Problem {
	one := func(format string, args ...any) []Problem {
		return []Problem{{Field: at, Message: fmt.Sprintf(format, args...)}}
	}
	switch k := e.ErrorKind.(type) {
	case *kind.Required:
		return each(k.Missing, at, "is missing")
	case *kind.DependentRequired:
		return each(k.Missing, at, "is missing; it belongs to "+k.Prop)
	case *kind.AdditionalProperties:
		return each(k.Properties, at, "is not a known field")
	case *kind.AnyOf:
		return one("needs %s", alternatives(e))
	case *kind.Type:
		return one("must be %s, not %s", words(k.Want), k.Got)
	case *kind.Enum:
		return one("must be one of %s", words(k.Want))
	case *kind.Pattern:
		if in, ok := patterns[k.Want]; ok {
			return one("%s", in)
		}
		return one("must match %s", k.Want)
	case *kind.MinLength:
		return one("is empty")
	case *kind.MaxLength:
		return one("has more than %d characters", k.Want)
	case *kind.MinItems, *kind.MinProperties:
		return one("is empty")
	case *kind.MaxItems:
		return one("has more than %d items", k.Want)
	}
	return one("does not fit: %s", e.Error())
}

func each(fields []string, at, message string) []Problem {
	out := make([]Problem, len(fields))
	for i, field := range fields {
		out[i] = Problem{Field: join(at, field), Message: message}
	}
	return out
}

// alternatives lists what each of several forms still lacks.
func alternatives(e *jsonschema.ValidationError) string {
	var forms []string
	for _, cause := range e.Causes {
		for _, leaf := range leaves(cause) {
			if k, ok := leaf.ErrorKind.(*kind.Required); ok {
				forms = append(forms, strings.Join(k.Missing, ", "))
			}
		}
	}
	if len(forms) == 0 {
		return "another form"
	}
	return strings.Join(forms, "; or ")
}

func words[T any](list []T) string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = fmt.Sprint(v)
	}
	return strings.Join(out, ", ")
}
