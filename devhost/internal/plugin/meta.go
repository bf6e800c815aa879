// Package plugin reads a built plugin's folder and runs its backend as Grafana does: a child process spoken to over gRPC.
package plugin

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// Include is one entry of plugin.json's includes.
type Include struct {
	Type       string `json:"type"`
	Name       string `json:"name"`
	Path       string `json:"path,omitempty"`
	Role       string `json:"role,omitempty"`
	Icon       string `json:"icon,omitempty"`
	AddToNav   bool   `json:"addToNav"`
	DefaultNav bool   `json:"defaultNav"`
}

// Meta is one plugin.json; Raw has every field as it stands there.
type Meta struct {
	ID         string
	Type       string
	Name       string
	Version    string
	Executable string
	Backend    bool
	HasIAM     bool
	Includes   []Include
	Dir        string
	Raw        map[string]any
}

// Bundle is a plugin folder: the app and the plugins nested in it.
type Bundle struct {
	App    Meta
	Nested []Meta
}

// All returns the app and its nested plugins.
func (b Bundle) All() []Meta { return append([]Meta{b.App}, b.Nested...) }

// Find returns the plugin with this id.
func (b Bundle) Find(id string) (Meta, bool) {
	for _, m := range b.All() {
		if m.ID == id {
			return m, true
		}
	}
	return Meta{}, false
}

// Load reads dir/plugin.json and every nested plugin.json below dir.
func Load(dir string) (Bundle, error) {
	var b Bundle
	app, err := readMeta(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return b, fmt.Errorf("%s has no plugin.json: build the plugin first (npm run build)", dir)
	}
	if err != nil {
		return b, err
	}
	b.App = app
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() != "plugin.json" || filepath.Dir(path) == filepath.Clean(dir) {
			return err
		}
		m, err := readMeta(filepath.Dir(path))
		if err == nil {
			b.Nested = append(b.Nested, m)
		}
		return err
	})
	return b, err
}

func readMeta(dir string) (Meta, error) {
	var m Meta
	name := filepath.Join(dir, "plugin.json")
	raw, err := os.ReadFile(name)
	if err != nil {
		return m, err
	}
	var doc struct {
		ID, Type, Name, Executable string
		Backend                    bool
		IAM                        *struct{} `json:"iam"`
		Info                       struct{ Version string }
		Includes                   []Include
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		return m, fmt.Errorf("%s: %w", name, err)
	}
	if err := json.Unmarshal(raw, &m.Raw); err != nil {
		return m, fmt.Errorf("%s: %w", name, err)
	}
	if doc.ID == "" || doc.Type == "" {
		return m, fmt.Errorf("%s: id and type are required", name)
	}
	m.ID, m.Type, m.Name, m.Version, m.Executable = doc.ID, doc.Type, doc.Name, doc.Info.Version, doc.Executable
	m.Backend, m.HasIAM, m.Includes, m.Dir = doc.Backend, doc.IAM != nil, doc.Includes, dir
	return m, nil
}

// ExecutablePath is where Grafana looks for the backend on this platform.
func (m Meta) ExecutablePath() string {
	name := fmt.Sprintf("%s_%s_%s", m.Executable, runtime.GOOS, runtime.GOARCH)
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(m.Dir, name)
}
