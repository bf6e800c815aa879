package provision

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"gopkg.in/yaml.v3"
)

// DataSource is one configured data source. Secrets stay in this process.
type DataSource struct {
	ID              int64             `json:"id"`
	UID             string            `json:"uid"`
	OrgID           int64             `json:"orgId"`
	Name            string            `json:"name"`
	Type            string            `json:"type"`
	Access          string            `json:"access"`
	URL             string            `json:"url"`
	User            string            `json:"user"`
	Database        string            `json:"database"`
	BasicAuth       bool              `json:"basicAuth"`
	BasicAuthUser   string            `json:"basicAuthUser"`
	WithCredentials bool              `json:"withCredentials"`
	IsDefault       bool              `json:"isDefault"`
	Editable        bool              `json:"editable"`
	JSONData        map[string]any    `json:"jsonData"`
	SecureJSONData  map[string]string `json:"secureJsonData"`
}

// Setting returns jsonData[key] as text, or "".
func (d DataSource) Setting(key string) string {
	if v, ok := d.JSONData[key].(string); ok {
		return v
	}
	return ""
}

// App is the provisioned configuration of one app plugin.
type App struct {
	Type           string            `json:"type"`
	Disabled       bool              `json:"disabled"`
	Pinned         *bool             `json:"pinned"`
	JSONData       map[string]any    `json:"jsonData"`
	SecureJSONData map[string]string `json:"secureJsonData"`
}

// Set is everything found below a provisioning folder.
type Set struct {
	DataSources []DataSource
	Apps        []App
}

type file struct {
	DataSources []DataSource `json:"datasources"`
	Apps        []App        `json:"apps"`
}

// Load reads datasources/*.yaml and plugins/*.yaml below dir, in name order. A missing folder is empty; a file that
// cannot be read is an error that names it.
func Load(dir string) (Set, error) {
	var set Set
	for _, sub := range []string{"datasources", "plugins"} {
		names, err := yamlFiles(filepath.Join(dir, sub))
		if err != nil {
			return set, err
		}
		for _, name := range names {
			f, err := read(name)
			if err != nil {
				return set, fmt.Errorf("provisioning file %s: %w", name, err)
			}
			set.DataSources = append(set.DataSources, f.DataSources...)
			set.Apps = append(set.Apps, f.Apps...)
		}
	}
	return set, complete(set.DataSources)
}

func yamlFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if ext := filepath.Ext(e.Name()); !e.IsDir() && (ext == ".yaml" || ext == ".yml") {
			names = append(names, filepath.Join(dir, e.Name()))
		}
	}
	sort.Strings(names)
	return names, nil
}

func read(name string) (file, error) {
	var f file
	raw, err := os.ReadFile(name)
	if err != nil {
		return f, err
	}
	var tree map[string]any
	if err := yaml.Unmarshal(raw, &tree); err != nil {
		return f, err
	}
	expanded, err := expandTree(tree)
	if err != nil {
		return f, err
	}
	// Expansion makes strings of what may be meant as a boolean, so the typed fields are settled before decoding.
	settleBooleans(expanded)
	b, err := json.Marshal(expanded)
	if err != nil {
		return f, err
	}
	return f, json.Unmarshal(b, &f)
}

var booleanKeys = map[string]bool{"isDefault": true, "editable": true, "basicAuth": true, "withCredentials": true, "disabled": true, "pinned": true}

func settleBooleans(tree any) {
	doc, ok := tree.(map[string]any)
	if !ok {
		return
	}
	for _, list := range []string{"datasources", "apps"} {
		items, _ := doc[list].([]any)
		for _, item := range items {
			settleItem(item)
		}
	}
}

func settleItem(item any) {
	m, ok := item.(map[string]any)
	if !ok {
		return
	}
	for key := range booleanKeys {
		if s, isText := m[key].(string); isText {
			m[key] = strings.EqualFold(s, "true")
		}
	}
}

// complete fills ids, uids and defaults, and refuses what Grafana refuses.
func complete(list []DataSource) error {
	uids, names, defaults := map[string]bool{}, map[string]bool{}, 0
	for i := range list {
		d := &list[i]
		if d.Name == "" || d.Type == "" {
			return fmt.Errorf("data source %d: name and type are required", i+1)
		}
		Normalise(d, int64(i+1))
		if uids[d.UID] || names[d.Name] {
			return fmt.Errorf("data source %q: name or uid %q is used twice", d.Name, d.UID)
		}
		uids[d.UID], names[d.Name] = true, true
		if d.IsDefault {
			defaults++
		}
	}
	if defaults > 1 {
		return errors.New("datasources: more than one has isDefault: true")
	}
	return nil
}

// Normalise fills what a definition may leave out.
func Normalise(d *DataSource, id int64) {
	d.ID = id
	if d.UID == "" {
		sum := sha256.Sum256([]byte(d.Name))
		d.UID = strings.ToUpper(fmt.Sprintf("P%x", sum[:8]))
	}
	if d.OrgID == 0 {
		d.OrgID = 1
	}
	if d.Access == "" {
		d.Access = "proxy"
	}
	if d.JSONData == nil {
		d.JSONData = map[string]any{}
	}
	if d.SecureJSONData == nil {
		d.SecureJSONData = map[string]string{}
	}
}
