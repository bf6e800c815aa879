package provisioning

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// App is what a provisioning file says about the plugin.
type App struct {
	Type     string
	Org      int64
	JSONData map[string]any
	Secrets  []string // names in secureJsonData; their values are never written
}

var (
	notInNames = regexp.MustCompile(`[^A-Z0-9]+`)
	humps      = regexp.MustCompile(`([a-z])([A-Z])`)
)

// File writes a provisioning file. Secrets stand for variables of Grafana's environment, which are given back by name of the secret.
func (a App) File(header []string) ([]byte, map[string]string, error) {
	variables, secrets := map[string]string{}, map[string]any{}
	taken := map[string]bool{}
	for _, name := range slices.Sorted(slices.Values(a.Secrets)) {
		variable := variableFor(name)
		for n := 2; taken[variable]; n++ {
			variable = fmt.Sprintf("%s_%d", variableFor(name), n)
		}
		taken[variable] = true
		variables[name], secrets[name] = variable, "$"+variable
	}
	type app struct {
		Type           string         `yaml:"type"`
		Org            int64          `yaml:"org_id"`
		Disabled       bool           `yaml:"disabled"`
		JSONData       any            `yaml:"jsonData,omitempty"`
		SecureJSONData map[string]any `yaml:"secureJsonData,omitempty"`
	}
	out := struct {
		APIVersion int   `yaml:"apiVersion"`
		Apps       []app `yaml:"apps"`
	}{1, []app{{a.Type, a.Org, false, escaped(a.JSONData), secrets}}}
	var file bytes.Buffer
	for _, line := range header {
		fmt.Fprintf(&file, "# %s\n", line)
	}
	encoder := yaml.NewEncoder(&file)
	encoder.SetIndent(2)
	if err := errors.Join(encoder.Encode(out), encoder.Close()); err != nil {
		return nil, nil, fmt.Errorf("write provisioning file: %w", err)
	}
	return file.Bytes(), variables, nil
}

// variableFor makes sourceToken.Shop Alertmanager STRATA_SOURCE_TOKEN_SHOP_ALERTMANAGER.
func variableFor(secret string) string {
	kind, name, _ := strings.Cut(secret, ".")
	words := humps.ReplaceAllString(kind, "${1}_$2")
	return strings.Trim(notInNames.ReplaceAllString(strings.ToUpper("strata_"+words+"_"+name), "_"), "_")
}

// escaped writes dollar signs twice, since Grafana puts variables of its environment there, and whole numbers as such.
func escaped(value any) any {
	switch v := value.(type) {
	case string:
		return strings.ReplaceAll(v, "$", "$$")
	case float64:
		if v == float64(int64(v)) {
			return int64(v)
		}
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = escaped(item)
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for name, item := range v {
			out[name] = escaped(item)
		}
		return out
	}
	return value
}

// MaxFile is the largest file that is read, in bytes.
const MaxFile = 1 << 20

var (
	errNoFile  = errors.New("it is no provisioning file: it has no list `apps`")
	fromTheEnv = regexp.MustCompile(`(^|[^$])\$\{?[A-Za-z_]`)
)

// ReadFile finds the settings of an app in a provisioning file. What the environment decides is left out of jsonData; secrets are
// there with a value that stands for theirs. Places are those of jsonData.
func ReadFile(text []byte, appType string) (jsonData []byte, secrets map[string]string, err error) {
	var file struct {
		Apps []struct {
			Type           string         `yaml:"type"`
			JSONData       map[string]any `yaml:"jsonData"`
			SecureJSONData map[string]any `yaml:"secureJsonData"`
		} `yaml:"apps"`
	}
	if err := yaml.Unmarshal(text, &file); err != nil {
		return nil, nil, fmt.Errorf("it cannot be read: %w", err)
	}
	if file.Apps == nil {
		return nil, nil, errNoFile
	}
	for _, app := range file.Apps {
		if app.Type != appType {
			continue
		}
		secrets := map[string]string{}
		for name, value := range app.SecureJSONData {
			secrets[name] = fmt.Sprint(value)
		}
		raw, err := json.Marshal(known(app.JSONData))
		return raw, secrets, err
	}
	return nil, nil, fmt.Errorf("it says nothing about %s", appType)
}

// FromEnvironment says whether Grafana will put something else in the place of a text.
func FromEnvironment(text string) bool { return fromTheEnv.MatchString(text) }

func known(value any) any {
	switch v := value.(type) {
	case string:
		return strings.ReplaceAll(v, "$$", "$")
	case []any:
		for i, item := range v {
			v[i] = known(item)
		}
	case map[string]any:
		for _, name := range slices.Collect(maps.Keys(v)) {
			if text, ok := v[name].(string); ok && FromEnvironment(text) {
				delete(v, name)
				continue
			}
			v[name] = known(v[name])
		}
	}
	return value
}
