// Package settings keeps the app's settings as Grafana's database would: provisioned values first, then what the
// configuration page saved. Secure values never leave the process except to the plugin itself.
package settings

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/strata-sre/strata-sre-app/devhost/internal/provision"
)

// Settings of one app in one organisation.
type Settings struct {
	Enabled  bool              `json:"enabled"`
	Pinned   bool              `json:"pinned"`
	JSONData map[string]any    `json:"jsonData"`
	Secure   map[string]string `json:"secureJsonData"`
	Updated  time.Time         `json:"updated"`
}

// Change is the body of POST /api/plugins/<id>/settings. Secure keys that are left out keep their value.
type Change struct {
	Enabled        bool              `json:"enabled"`
	Pinned         bool              `json:"pinned"`
	JSONData       map[string]any    `json:"jsonData"`
	SecureJSONData map[string]string `json:"secureJsonData"`
}

// Store holds the settings in memory and, where a file is given, on disk.
type Store struct {
	mu   sync.RWMutex
	file string
	now  func() time.Time
	cur  Settings
}

// Open loads saved settings from dir/settings-<id>.json and lays the provisioned ones over them.
func Open(dir, id string, apps []provision.App, now func() time.Time) (*Store, error) {
	s := &Store{file: filepath.Join(dir, "settings-"+id+".json"), now: now}
	s.cur = Settings{Enabled: true, Pinned: true, JSONData: map[string]any{}, Secure: map[string]string{}, Updated: now()}
	raw, err := os.ReadFile(s.file)
	if err == nil {
		err = json.Unmarshal(raw, &s.cur)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, app := range apps {
		if app.Type == id {
			s.provision(app)
		}
	}
	return s, nil
}

func (s *Store) provision(app provision.App) {
	s.cur.Enabled = !app.Disabled
	s.cur.Pinned = app.Pinned == nil || *app.Pinned
	if app.JSONData != nil {
		s.cur.JSONData = app.JSONData
	}
	maps.Copy(s.cur.Secure, app.SecureJSONData)
	s.cur.Updated = s.now()
}

// Get returns a copy.
func (s *Store) Get() Settings {
	s.mu.RLock()
	defer s.mu.RUnlock()
	c := s.cur
	c.JSONData, c.Secure = maps.Clone(c.JSONData), maps.Clone(c.Secure)
	return c
}

// Save applies a change and writes it down.
func (s *Store) Save(change Change) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := Settings{Enabled: change.Enabled, Pinned: change.Pinned, JSONData: change.JSONData, Secure: maps.Clone(s.cur.Secure), Updated: s.now()}
	if next.JSONData == nil {
		next.JSONData = map[string]any{}
	}
	maps.Copy(next.Secure, change.SecureJSONData)
	raw, err := json.MarshalIndent(next, "", "  ")
	if err != nil {
		return err
	}
	if err := writeAtomic(s.file, raw); err != nil {
		return err
	}
	s.cur = next
	return nil
}

func writeAtomic(file string, raw []byte) error {
	tmp := file + ".tmp"
	if err := os.WriteFile(tmp, raw, 0o600); err != nil {
		return err
	}
	return os.Rename(tmp, file)
}
