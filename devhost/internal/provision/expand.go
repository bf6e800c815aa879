// Package provision reads Grafana's provisioning files: data sources and app plugins.
package provision

import (
	"fmt"
	"os"
	"regexp"
	"strings"
)

// variable matches $$, $__provider{arg}, ${NAME} and $NAME.
var variable = regexp.MustCompile(`\$\$|\$__(\w+)\{([^}]*)\}|\$\{(\w+)\}|\$(\w+)`)

// Expand replaces environment variables in one value as Grafana's provisioning does: $NAME, ${NAME}, $__env{NAME},
// $__file{path}; $$ is a literal dollar sign. An unset variable becomes the empty string.
func Expand(value string) (string, error) {
	var failed error
	out := variable.ReplaceAllStringFunc(value, func(match string) string {
		m := variable.FindStringSubmatch(match)
		switch {
		case match == "$$":
			return "$"
		case m[1] == "env":
			return os.Getenv(m[2])
		case m[1] == "file":
			b, err := os.ReadFile(m[2])
			if err != nil {
				failed = err
			}
			return strings.TrimSpace(string(b))
		case m[1] != "":
			failed = fmt.Errorf("%s: the devhost knows $__env{} and $__file{} only", match)
			return match
		}
		return os.Getenv(m[3] + m[4])
	})
	return out, failed
}

// expandTree expands every string value (not the keys) of a decoded YAML document.
func expandTree(node any) (any, error) {
	var err error
	switch v := node.(type) {
	case string:
		return Expand(v)
	case map[string]any:
		for k := range v {
			if v[k], err = expandTree(v[k]); err != nil {
				return nil, err
			}
		}
	case []any:
		for i := range v {
			if v[i], err = expandTree(v[i]); err != nil {
				return nil, err
			}
		}
	}
	return node, nil
}
