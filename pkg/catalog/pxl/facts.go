package pxl

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"sync"

	"gopkg.in/yaml.v3"

	data "github.com/strata-sre/strata-sre-app/catalog"
)

const factsFile = "schema/pixie.yaml"

// facts are what catalog/schema/pixie.yaml says of Pixie.
type facts struct {
	Tables map[string]struct {
		Columns []string `yaml:"columns"`
		Script  string   `yaml:"script"`
	} `yaml:"tables"`
	Properties map[string][]string `yaml:"properties"`
	Scalars    map[int][]string    `yaml:"scalars"`
	Aggregates []string            `yaml:"aggregates"`
	Quantiles  []string            `yaml:"quantiles"`
	Macros     []string            `yaml:"macros"`
	Variables  map[string]string   `yaml:"variables"`

	arguments map[string]int // of scalars, by name
}

var known = sync.OnceValues(func() (*facts, error) {
	raw, err := data.Files.ReadFile(factsFile)
	if err != nil {
		return nil, err
	}
	f := &facts{arguments: map[string]int{}}
	decoder := yaml.NewDecoder(bytes.NewReader(raw))
	decoder.KnownFields(true)
	if err := decoder.Decode(f); err != nil {
		return nil, fmt.Errorf("%s: %w", factsFile, err)
	}
	for count, names := range f.Scalars {
		for _, name := range names {
			if _, twice := f.arguments[name]; twice {
				return nil, fmt.Errorf("%s: scalars: %s is there twice", factsFile, name)
			}
			f.arguments[name] = count
		}
	}
	return f, nil
})

func (f *facts) isMacro(name string) bool { return slices.Contains(f.Macros, name) }

func (f *facts) tableNames() []string { return slices.Sorted(maps.Keys(f.Tables)) }
