package catalog

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"strings"
)

// Runbooks gives the text of each built-in runbook by its id; pkg/runbook reads it.
func (c *Catalog) Runbooks() map[string]string { return maps.Clone(c.runbooks) }

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

// readRunbooks reads runbooks/<id>.md.
func readRunbooks(files fs.FS) (map[string]string, error) {
	entries, err := fs.ReadDir(files, "runbooks")
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, entry := range entries {
		raw, err := fs.ReadFile(files, path.Join("runbooks", entry.Name()))
		if err != nil {
			return nil, err
		}
		out[strings.TrimSuffix(entry.Name(), ".md")] = string(raw)
	}
	return out, nil
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
