package catalog

import (
	"bytes"
	"fmt"
	"io/fs"
	"time"

	"gopkg.in/yaml.v3"
)

// SeverityLevel says what one of P0 to P3 means and what is asked for it.
type SeverityLevel struct {
	ID          string `yaml:"id"`
	Title       string `yaml:"title"`
	Meaning     string `yaml:"meaning"`
	Signs       string `yaml:"signs"` // typical signals
	Response    string `yaml:"response"`
	Acknowledge Period `yaml:"acknowledge"` // zero for no target
	Update      Period `yaml:"update"`      // news is due this often; zero for no interval
	Review      string `yaml:"review"`      // full, note or none
}

// SeverityRule makes incidents worse by themselves; When is CEL.
type SeverityRule struct {
	Name     string `yaml:"name"`
	When     string `yaml:"when"`
	Severity string `yaml:"severity"`
	Reason   string `yaml:"reason"`
}

// Period is a time written as 5m or 4h.
type Period time.Duration

// UnmarshalYAML reads a time as Go writes it.
func (p *Period) UnmarshalYAML(node *yaml.Node) error {
	d, err := time.ParseDuration(node.Value)
	*p = Period(d)
	return err
}

var severityIDs = []string{"P0", "P1", "P2", "P3"}

func (c *Catalog) readSeverities(files fs.FS, schema schemas) error {
	raw, err := fs.ReadFile(files, "severities.yaml")
	if err != nil {
		return err
	}
	if err := schema.validateYAML(severitiesSchema, raw); err != nil {
		return err
	}
	var file struct {
		Severities []SeverityLevel `yaml:"severities"`
		Rules      []SeverityRule  `yaml:"rules"`
	}
	decoder := yaml.NewDecoder(bytes.NewReader(raw))
	decoder.KnownFields(true)
	if err := decoder.Decode(&file); err != nil {
		return err
	}
	for i, level := range file.Severities {
		if level.ID != severityIDs[i] {
			return fmt.Errorf("severities[%d].id: is %q; the severities are %v, in this order", i, level.ID, severityIDs)
		}
	}
	c.Severities, c.SeverityRules = file.Severities, file.Rules
	return nil
}
