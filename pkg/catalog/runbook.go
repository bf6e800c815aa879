package catalog

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"gopkg.in/yaml.v3"
)

// Runbook says what to do about an alert.
type Runbook struct {
	ID    string
	Title string
	Body  string // Markdown
}

// Runbook finds a runbook by its id.
func (c *Catalog) Runbook(id string) (Runbook, bool) {
	r, ok := c.runbooks[id]
	return r, ok
}

// RunbookSignals lists the signals whose alert leads to the runbook.
func (c *Catalog) RunbookSignals(id string) []string {
	out := []string{}
	for _, s := range c.Signals {
		if s.Alert != nil && s.Alert.Runbook == id {
			out = append(out, s.ID)
		}
	}
	return out
}

// readRunbooks reads runbooks/<id>.md: front matter with the title, then Markdown.
func readRunbooks(files fs.FS) (map[string]Runbook, error) {
	entries, err := fs.ReadDir(files, "runbooks")
	if err != nil {
		return nil, err
	}
	out := map[string]Runbook{}
	for _, entry := range entries {
		name := path.Join("runbooks", entry.Name())
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		id := strings.TrimSuffix(entry.Name(), ".md")
		if out[id], err = parseRunbook(id, raw); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return out, nil
}

func parseRunbook(id string, raw []byte) (Runbook, error) {
	parts := bytes.SplitN(raw, []byte("---\n"), 3)
	if len(parts) != 3 || len(parts[0]) > 0 {
		return Runbook{}, errors.New("it does not begin with front matter between two lines of ---")
	}
	var head struct {
		Title string `yaml:"title"`
	}
	decoder := yaml.NewDecoder(bytes.NewReader(parts[1]))
	decoder.KnownFields(true)
	if err := decoder.Decode(&head); err != nil {
		return Runbook{}, err
	}
	body := strings.TrimSpace(string(parts[2]))
	if head.Title == "" || body == "" {
		return Runbook{}, errors.New("it needs a title and a text")
	}
	return Runbook{ID: id, Title: head.Title, Body: body}, nil
}

// checkRunbooks: no built-in alert may lead to a runbook that is not there.
func (c *Catalog) checkRunbooks() []error {
	var problems []error
	for _, s := range c.Signals {
		if s.Alert == nil {
			continue
		}
		if _, ok := c.runbooks[s.Alert.Runbook]; !ok {
			problems = append(problems, Problem{s.ID, "alert.runbook", fmt.Sprintf("there is no file runbooks/%s.md", s.Alert.Runbook)})
		}
	}
	return problems
}
