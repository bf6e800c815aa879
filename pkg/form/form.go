// Package form says in words where a document does not fit its JSON Schema.
package form

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// Problem is one thing that does not fit.
type Problem struct {
	Field   string   // a path such as providers.prometheus[0].expr; empty for the whole
	Message string   // follows the field, such as "is missing"
	At      []string // the steps to the value that is wrong; of a field that is missing or not known, to what it is in
	Type    bool     // the value has the wrong type, so that nothing can read it
	Unknown bool     // the field is none
}

// Explain lists what a schema's error says about a document, by field; nothing when err is nil.
func Explain(doc any, err error) []Problem {
	invalid, ok := errors.AsType[*jsonschema.ValidationError](err)
	switch {
	case err == nil:
		return nil
	case !ok:
		return []Problem{{Message: err.Error()}}
	}
	var problems []Problem
	for _, leaf := range leaves(invalid) {
		for _, p := range explain(leaf, fieldPath(doc, leaf.InstanceLocation)) {
			p.At = leaf.InstanceLocation
			switch leaf.ErrorKind.(type) {
			case *kind.Type, *kind.Format:
				p.Type = true
			case *kind.AdditionalProperties:
				p.Unknown = true
			}
			problems = append(problems, p)
		}
	}
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Message, b.Message))
	})
	return slices.CompactFunc(problems, func(a, b Problem) bool { return a.Field == b.Field && a.Message == b.Message })
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

	`^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$`:                    "must be letters, digits, blanks, dots, dashes and underscores, at most 64",
	`^[0-9]{1,2}:[0-9]{2}$`:                                 "must be a time of the day such as 09:00",
	`^0$|^([0-9]+([.][0-9]+)?(ns|us|ms|s|m|h))+$`:           "must be a time such as 90s, 5m or 9h",
	`^0$|^[0-9]+d$|^([0-9]+([.][0-9]+)?(ns|us|ms|s|m|h))+$`: "must be a time such as 90d, 24h or 30m",
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
		return one("must be %s, not %s", Words(k.Want), k.Got)
	case *kind.Enum:
		return one("must be one of %s", Words(k.Want))
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
	case *kind.Minimum:
		return one("is less than %s", k.Want.RatString())
	case *kind.Maximum:
		return one("is more than %s", k.Want.RatString())
	case *kind.Const:
		return one("must be %v", k.Want)
	case *kind.Format:
		if k.Want == "date-time" {
			return one("must be a time such as 2026-11-22T02:00:00+01:00")
		}
		return one("must be a %s", k.Want)
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

// Words lists values for people.
func Words[T any](list []T) string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = fmt.Sprint(v)
	}
	return strings.Join(out, ", ")
}
