package catalog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"

	"github.com/strata-sre/strata-sre-app/pkg/form"
)

// Own is what an installation says about one signal: with the id of a built-in signal what it changes of it, with a new id a
// whole signal. Its JSON is the OwnSignal of api/openapi.yaml.
type Own struct {
	ID     string
	fields map[string]any // as the JSON has them; numbers are json.Number
}

// ownFields are what an own signal may say.
var ownFields = []string{"id", "layer", "group", "title", "why", "unit", "visualisation", "providers", "alert", "sources", "enabled"}

var ownID = regexp.MustCompile(`^[a-z][a-z0-9-]{1,62}$`)

// ReadOwn reads the JSON of one own signal and checks what can be checked without a catalog.
func ReadOwn(raw []byte) (Own, []Problem) {
	var o Own
	if err := decodeWhole(raw, &o.fields); err != nil || o.fields == nil {
		return o, []Problem{{Field: "", Message: "is not an object in JSON"}}
	}
	var problems []Problem
	id, ok := o.fields["id"].(string)
	if !ok || !ownID.MatchString(id) {
		problems = append(problems, Problem{Field: "id", Message: "must be 2 to 63 small letters, digits and hyphens, and begin with a letter"})
	} else {
		o.ID = id
	}
	for _, name := range slices.Sorted(maps.Keys(o.fields)) {
		if !slices.Contains(ownFields, name) {
			problems = append(problems, Problem{Signal: o.ID, Field: name, Message: "is not a field of an own signal"})
		}
	}
	return o, problems
}

// decodeWhole reads one JSON value and nothing after it.
func decodeWhole(raw []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return fmt.Errorf("there is something after the value")
	}
	return nil
}

// JSON is the own signal as it is kept: fields by name, always valid UTF-8.
func (o Own) JSON() ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(o.fields); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(b.Bytes()), nil
}

// apply makes the whole signal. The signal is set when its form is right, also with problems in its queries.
func (c *Catalog) apply(o Own) (*Signal, []Problem) {
	base, builtIn := c.Signal(o.ID)
	doc, problems := o.over(base, builtIn)
	if len(problems) > 0 {
		return nil, problems
	}
	if problems := checkForm(o.ID, doc); len(problems) > 0 {
		return nil, problems
	}
	s := Signal{Layer: base.Layer, Origin: Changed, Enabled: o.fields["enabled"] != false}
	if !builtIn {
		s.Origin = OwnMade
	}
	if layer, ok := o.fields["layer"].(string); ok {
		s.Layer = Layer(layer)
	}
	if err := decodeSignal(doc, &s); err != nil {
		return nil, []Problem{{o.ID, "", err.Error()}}
	}
	if _, ok := doc["sources"]; !ok {
		s.Sources = []string{}
	}
	return &s, append(c.checkPlace(s, base, builtIn), s.Check()...)
}

func decodeSignal(doc map[string]any, s *Signal) error {
	raw, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, s)
}

// over lays the own fields over the base. What the schema does not know is taken out: layer, origin and enabled.
func (o Own) over(base Signal, builtIn bool) (map[string]any, []Problem) {
	doc := map[string]any{}
	if builtIn {
		var err error
		if doc, err = toFields(base); err != nil {
			return nil, []Problem{{o.ID, "", err.Error()}}
		}
	}
	var problems []Problem
	for _, name := range slices.Sorted(maps.Keys(o.fields)) {
		value := o.fields[name]
		switch name {
		case "enabled":
			if _, ok := value.(bool); !ok {
				problems = append(problems, Problem{o.ID, name, "must be true or false"})
			}
		case "layer":
			if _, ok := value.(string); !ok {
				problems = append(problems, Problem{o.ID, name, "must be one of " + form.Words(Layers)})
			}
		case "providers", "alert":
			part, ok := overlay(doc[name], value)
			if !ok {
				problems = append(problems, Problem{o.ID, name, "must be an object"})
			}
			put(doc, name, part)
		default:
			put(doc, name, value)
		}
	}
	o.closeGaps(doc)
	return doc, problems
}

// toFields is the signal as the schema knows it.
func toFields(s Signal) (map[string]any, error) {
	raw, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	var doc map[string]any
	if err := decodeWhole(raw, &doc); err != nil {
		return nil, err
	}
	for _, name := range []string{"layer", "origin", "enabled"} {
		delete(doc, name)
	}
	return doc, nil
}

// overlay replaces fields of an object; null takes a field away, and null for the object takes all of it away.
func overlay(base, change any) (any, bool) {
	if change == nil {
		return nil, true
	}
	fields, ok := change.(map[string]any)
	if !ok {
		return change, false
	}
	out := map[string]any{}
	if before, ok := base.(map[string]any); ok {
		maps.Copy(out, before)
	}
	for name, value := range fields {
		put(out, name, value)
	}
	return out, true
}

func put(doc map[string]any, name string, value any) {
	if value == nil {
		delete(doc, name)
		return
	}
	doc[name] = value
}

// closeGaps forgets why a provider cannot answer when this installation says how it can.
func (o Own) closeGaps(doc map[string]any) {
	gaps, ok := doc["gaps"].(map[string]any)
	providers, has := o.fields["providers"].(map[string]any)
	if !ok || !has {
		return
	}
	for name, query := range providers {
		if query != nil {
			delete(gaps, name)
		}
	}
	if len(gaps) == 0 {
		delete(doc, "gaps")
	}
}

// checkPlace holds where a signal may stand.
func (c *Catalog) checkPlace(s, base Signal, builtIn bool) []Problem {
	if builtIn && s.Layer != base.Layer {
		return []Problem{{s.ID, "layer", fmt.Sprintf("a built-in signal stays in its layer, %s", base.Layer)}}
	}
	if !slices.Contains(Layers, s.Layer) {
		return []Problem{{s.ID, "layer", fmt.Sprintf("must be one of %s", form.Words(Layers))}}
	}
	var known []string
	for _, g := range c.Groups {
		if g.Layer == s.Layer {
			known = append(known, g.ID)
		}
	}
	if !slices.Contains(known, s.Group) {
		return []Problem{{s.ID, "group", fmt.Sprintf("there is no group %q in the layer %s; there are %s", s.Group, s.Layer, form.Words(known))}}
	}
	return nil
}
