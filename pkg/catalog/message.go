package catalog

import (
	"errors"
	"strings"

	"gopkg.in/yaml.v3"
)

// Audiences of a message.
const (
	InternalAudience = "internal"
	ExternalAudience = "external"
)

// MessageTemplate is a text that is sent about incidents. Subject and body are Go templates over MessageFields.
type MessageTemplate struct {
	ID       string `yaml:"id"`
	Title    string `yaml:"title"`
	Audience string `yaml:"audience"`
	Subject  string `yaml:"subject"` // becomes one line of plain text
	Body     string `yaml:"body"`    // becomes Markdown

	From string `yaml:"-"` // where it is written, such as catalog/messages/internal-start.md

	subject, body *textTemplate
}

// messageDoc reads a file: front matter with everything but id and body, then the body.
func messageDoc(id string, raw []byte) (map[string]any, error) {
	parts := strings.SplitN(string(raw), "---\n", 3)
	if len(parts) != 3 || parts[0] != "" {
		return nil, errors.New("it does not begin with front matter between two lines of ---")
	}
	var doc map[string]any
	if err := yaml.Unmarshal([]byte(parts[1]), &doc); err != nil {
		return nil, err
	}
	if doc == nil {
		doc = map[string]any{}
	}
	doc["id"], doc["body"] = id, strings.TrimSpace(parts[2])
	return doc, nil
}

func (m *MessageTemplate) compile() []Problem {
	var out []Problem
	for _, part := range []struct {
		field, text string
		into        **textTemplate
	}{{"subject", m.Subject, &m.subject}, {"body", m.Body, &m.body}} {
		t, err := parseText(part.text)
		if err != nil {
			out = append(out, Problem{Field: part.field, Message: err.Error()})
		}
		*part.into = t
	}
	return out
}

// maxSubject is in characters.
const maxSubject = 300

// Rendered is a filled message.
type Rendered struct {
	Subject string   // one line, plain text
	Body    string   // Markdown
	Missing []string // fields that people have to fill in; the texts have a placeholder for each
}

// Render fills the message. Plain has the fields as they are, for the subject; markdown has them escaped, for the body.
// A field that is not there counts as empty. The error says that the text becomes too long.
func (m MessageTemplate) Render(plain, markdown map[string]any) (Rendered, error) {
	var out Rendered
	var missing missingFields
	subject, err := m.subject.render(plain, &missing)
	if err != nil {
		return out, err
	}
	if out.Body, err = m.body.render(markdown, &missing); err != nil {
		return out, err
	}
	runes := []rune(strings.Join(strings.Fields(subject), " "))
	out.Subject = string(runes[:min(len(runes), maxSubject)])
	out.Body = strings.TrimSpace(out.Body)
	out.Missing = missing.names
	return out, nil
}
