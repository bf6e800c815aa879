package catalog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"slices"

	"gopkg.in/yaml.v3"
)

// Choice is a kind that can be chosen in a review.
type Choice struct {
	ID    string `yaml:"id"`
	Title string `yaml:"title"`
	Help  string `yaml:"help"`
}

// ReviewSection is a part that a template asks for.
type ReviewSection struct {
	ID       string `yaml:"id" json:"id"`
	Title    string `yaml:"title" json:"title"`
	Help     string `yaml:"help" json:"help"`
	Required bool   `yaml:"required" json:"required"`
	Text     string `yaml:"text" json:"text"`
}

// ReviewTemplate is what reviews of some severities begin with.
type ReviewTemplate struct {
	ID         string          `yaml:"id" json:"id"`
	Title      string          `yaml:"title" json:"title"`
	Severities []string        `yaml:"severities" json:"severities"`
	Sections   []ReviewSection `yaml:"sections" json:"sections"`

	Provisioned bool `yaml:"-" json:"-"`
}

// ImpactQuery asks a data source for a figure. The query gives counters; $service is a regular expression of the incident's services.
type ImpactQuery struct {
	Provider string         `yaml:"provider"`
	Query    string         `yaml:"query"`
	Of       string         `yaml:"of"` // failed, share, minutes, counted or shortfall
	Failing  *ImpactFailing `yaml:"failing"`
	Note     string         `yaml:"note"`
}

// ImpactFailing says which series count failures.
type ImpactFailing struct {
	Label string `yaml:"label"`
	Match string `yaml:"match"` // a regular expression for the whole value
}

// ImpactKind is a figure of what an incident cost.
type ImpactKind struct {
	ID      string        `yaml:"id"`
	Title   string        `yaml:"title"`
	Unit    string        `yaml:"unit"`
	Help    string        `yaml:"help"`
	Queries []ImpactQuery `yaml:"queries"`
}

// Reviews is what reviews are made of.
type Reviews struct {
	Triggers    []Choice         `yaml:"triggers"`
	Factors     []Choice         `yaml:"factors"`
	ActionTypes []Choice         `yaml:"actionTypes"`
	Templates   []ReviewTemplate `yaml:"templates"`
	Impact      []ImpactKind     `yaml:"-"`

	templates func(doc any) error // checks a list of templates
}

func readReviews(files fs.FS, schema schemas) (Reviews, error) {
	var out Reviews
	if err := strictly(files, schema, "reviews.yaml", reviewsSchema, &out); err != nil {
		return out, err
	}
	var impact struct {
		Impact []ImpactKind `yaml:"impact"`
	}
	if err := strictly(files, schema, "impact.yaml", impactSchema, &impact); err != nil {
		return out, err
	}
	out.Impact = impact.Impact
	out.templates = func(doc any) error {
		one := []any{map[string]any{"id": "x", "title": "x"}}
		return schema.validate(reviewsSchema, map[string]any{"triggers": one, "factors": one, "actionTypes": one, "templates": doc})
	}
	return out, out.unique()
}

func strictly(files fs.FS, schema schemas, name, schemaName string, into any) error {
	raw, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	if err := schema.validateYAML(schemaName, raw); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(raw))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func (r Reviews) unique() error {
	seen := map[string]bool{}
	add := func(list, id string) error {
		if seen[list+id] {
			return fmt.Errorf("%s: %q comes twice", list, id)
		}
		seen[list+id] = true
		return nil
	}
	for list, choices := range map[string][]Choice{"triggers": r.Triggers, "factors": r.Factors, "actionTypes": r.ActionTypes} {
		for _, c := range choices {
			if err := add(list, c.ID); err != nil {
				return err
			}
		}
	}
	for _, k := range r.Impact {
		if err := add("impact", k.ID); err != nil {
			return err
		}
		for _, q := range k.Queries {
			if q.Failing == nil {
				continue
			}
			if _, err := regexp.Compile("^(?:" + q.Failing.Match + ")$"); err != nil {
				return fmt.Errorf("impact.%s: failing.match: %w", k.ID, err)
			}
		}
	}
	for _, t := range r.Templates {
		if err := add("templates", t.ID); err != nil {
			return err
		}
		for _, s := range t.Sections {
			if err := add("templates."+t.ID, s.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// With puts templates of the settings before the built-in ones and leaves out those that they replace. The error says what is wrong
// with them; the built-in ones hold then.
func (r Reviews) With(raw json.RawMessage) (Reviews, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return r, nil
	}
	var doc any
	if err := json.Unmarshal(raw, &doc); err != nil {
		return r, err
	}
	if err := r.templates(doc); err != nil {
		return r, err
	}
	var own []ReviewTemplate
	if err := json.Unmarshal(raw, &own); err != nil {
		return r, err
	}
	for i := range own {
		own[i].Provisioned = true
	}
	kept := slices.DeleteFunc(slices.Clone(r.Templates), func(t ReviewTemplate) bool {
		return slices.ContainsFunc(own, func(o ReviewTemplate) bool { return o.ID == t.ID })
	})
	with := r
	with.Templates = append(own, kept...)
	if err := with.unique(); err != nil {
		return r, err
	}
	return with, nil
}
