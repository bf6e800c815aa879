package catalog

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/strata-sre/strata-sre-app/pkg/form"
)

// Practice is what people do about incidents: playbooks and the texts that they send.
type Practice struct {
	Playbooks []Playbook // most severe first; of one severity those for some services first
	Messages  map[string]MessageTemplate

	schemas schemas
}

// PracticeProblem is one thing that is wrong in a playbook or message. What it is in is left out.
type PracticeProblem struct {
	Where   string // such as catalog/playbooks/p0.yaml or jsonData.messages[1]
	Field   string // a path such as steps[0].message; empty for the whole
	Message string
}

// Error names the place, the field and what is wrong.
func (p PracticeProblem) Error() string {
	return fmt.Sprintf("%s: %s", strings.TrimSuffix(p.Where+": "+p.Field, ": "), p.Message)
}

func at(where string, problems []Problem) []PracticeProblem {
	out := make([]PracticeProblem, len(problems))
	for i, p := range problems {
		out[i] = PracticeProblem{Where: where, Field: p.Field, Message: p.Message}
	}
	return out
}

// readPractice reads playbooks/<id>.yaml and messages/<id>.md. The error names file and field.
func readPractice(files fs.FS, schema schemas) (Practice, error) {
	out := Practice{Messages: map[string]MessageTemplate{}, schemas: schema}
	var problems []PracticeProblem
	err := eachFile(files, "messages", func(name, id string, raw []byte) error {
		doc, err := messageDoc(id, raw)
		if err != nil {
			return err
		}
		problems = append(problems, out.addMessage("catalog/"+name, doc)...)
		return nil
	})
	if err != nil {
		return out, err
	}
	err = eachFile(files, "playbooks", func(name, id string, raw []byte) error {
		var doc map[string]any
		if err := yaml.Unmarshal(raw, &doc); err != nil {
			return err
		}
		if doc["id"] != id {
			return fmt.Errorf("id: is %q, but the file's name says %q", doc["id"], id)
		}
		problems = append(problems, out.addPlaybook("catalog/"+name, doc)...)
		return nil
	})
	if err != nil {
		return out, err
	}
	out.sort()
	for _, severity := range []string{"P0", "P1", "P2", "P3"} {
		if !slices.ContainsFunc(out.Playbooks, func(p Playbook) bool { return p.Severity == severity && len(p.Services) == 0 }) {
			return out, fmt.Errorf("playbooks: there is none for %s", severity)
		}
	}
	return out, joined(problems)
}

func joined(problems []PracticeProblem) error {
	errs := make([]error, len(problems))
	for i, p := range problems {
		errs[i] = p
	}
	return errors.Join(errs...)
}

func eachFile(files fs.FS, folder string, do func(name, id string, raw []byte) error) error {
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
		if err := do(name, strings.TrimSuffix(entry.Name(), path.Ext(entry.Name())), raw); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// With is the practice with what an installation replaces (same id) or adds: lists in JSON, nil for none. What is wrong is left
// out, so that what it would have replaced stays.
func (p Practice) With(playbooks, messages json.RawMessage) (Practice, []PracticeProblem) {
	out := Practice{Playbooks: slices.Clone(p.Playbooks), Messages: maps.Clone(p.Messages), schemas: p.schemas}
	problems := eachOwn("jsonData.messages", messages, out.addMessage)
	problems = append(problems, eachOwn("jsonData.playbooks", playbooks, out.addPlaybook)...)
	out.sort()
	return out, problems
}

// maxOwn bounds the playbooks, and the messages, of an installation.
const maxOwn = 100

func eachOwn(field string, raw json.RawMessage, add func(where string, doc map[string]any) []PracticeProblem) []PracticeProblem {
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	var list []json.RawMessage
	if err := decodeWhole(raw, &list); err != nil {
		return []PracticeProblem{{Where: field, Message: "must be a list"}}
	}
	if len(list) > maxOwn {
		return []PracticeProblem{{Where: field, Message: fmt.Sprintf("has more than %d items", maxOwn)}}
	}
	var out []PracticeProblem
	seen := map[any]bool{}
	for i, item := range list {
		where := fmt.Sprintf("%s[%d]", field, i)
		var doc map[string]any
		if err := yaml.Unmarshal(item, &doc); err != nil || doc == nil {
			out = append(out, PracticeProblem{Where: where, Message: "must be an object"})
			continue
		}
		if id := fmt.Sprint(doc["id"]); seen[id] {
			out = append(out, PracticeProblem{Where: where, Field: "id", Message: fmt.Sprintf("%q is there twice", id)})
			continue
		} else {
			seen[id] = true
		}
		out = append(out, add(where, doc)...)
	}
	return out
}

func (p *Practice) addMessage(where string, doc map[string]any) []PracticeProblem {
	var m MessageTemplate
	if problems := p.decode(messagesSchema, doc, &m); len(problems) > 0 {
		return at(where, problems)
	}
	if problems := m.compile(); len(problems) > 0 {
		return at(where, problems)
	}
	m.From = where
	p.Messages[m.ID] = m
	return nil
}

func (p *Practice) addPlaybook(where string, doc map[string]any) []PracticeProblem {
	var b Playbook
	if problems := p.decode(playbooksSchema, doc, &b); len(problems) > 0 {
		return at(where, problems)
	}
	if problems := b.check(p.Messages); len(problems) > 0 {
		return at(where, problems)
	}
	b.setDefaults()
	b.From = where
	p.Playbooks = append(slices.DeleteFunc(p.Playbooks, func(other Playbook) bool { return other.ID == b.ID }), b)
	return nil
}

// decode checks the form and reads it.
func (p *Practice) decode(schema string, doc map[string]any, into any) []Problem {
	if err := p.schemas.validate(schema, doc); err != nil {
		var out []Problem
		for _, wrong := range form.Explain(doc, err) {
			out = append(out, Problem{Field: wrong.Field, Message: wrong.Message})
		}
		return out
	}
	raw, err := yaml.Marshal(doc)
	if err != nil {
		return []Problem{{Message: err.Error()}}
	}
	decoder := yaml.NewDecoder(bytes.NewReader(raw))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		return []Problem{{Message: err.Error()}}
	}
	return nil
}

func (p *Practice) sort() {
	slices.SortStableFunc(p.Playbooks, func(a, b Playbook) int {
		return cmp.Or(cmp.Compare(a.Severity, b.Severity), cmp.Compare(min(len(b.Services), 1), min(len(a.Services), 1)), cmp.Compare(a.ID, b.ID))
	})
}

// For is the playbook for an incident: of its severity, first one for a service that it touches. Nil when there is none.
func (p Practice) For(severity string, services []string) *Playbook {
	for i := range p.Playbooks {
		b := &p.Playbooks[i]
		if b.Severity == severity && (len(b.Services) == 0 || slices.ContainsFunc(b.Services, func(s string) bool { return slices.Contains(services, s) })) {
			return b
		}
	}
	return nil
}

// Playbook finds a playbook by its id; nil when there is none.
func (p Practice) Playbook(id string) *Playbook {
	i := slices.IndexFunc(p.Playbooks, func(b Playbook) bool { return b.ID == id })
	if i < 0 {
		return nil
	}
	return &p.Playbooks[i]
}
