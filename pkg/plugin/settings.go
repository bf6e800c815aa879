package plugin

import (
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/ingest"
	"github.com/strata-sre/strata-sre-app/pkg/maintenance"
	"github.com/strata-sre/strata-sre-app/pkg/notify"
	"github.com/strata-sre/strata-sre-app/pkg/playbook"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const databaseFile = "strata.db"

// settings are the plugin's settings after checking.
type settings struct {
	store    store.Config
	sources  []ingest.Provisioned
	signals  json.RawMessage // a list of own signals, checked by pkg/signals
	hasToken bool            // a service account token was set by hand
	policy   incident.Policy
	rules    decided
	messages notify.Settings
	secrets  map[string]string // of channels; never logged
	windows  []maintenance.Window
	practice practiceSettings
	book     *playbook.Book // nil when the catalog cannot be loaded

	runbooks           json.RawMessage // checked by pkg/runbook
	runbooksStaleAfter time.Duration
	upkeep             upkeep
	heartbeats         []incident.Heartbeat
}

type jsonSettings struct {
	Store   string               `json:"store"`
	Path    string               `json:"path"`
	Sources []ingest.Provisioned `json:"sources"`
	Signals json.RawMessage      `json:"signals"`

	ResolveDelay map[string]string `json:"resolveDelay"` // by severity
	StaleAfter   string            `json:"staleAfter"`

	notify.Settings
	quietSettings
	storeSettings
	ruleSettings
	practiceSettings
	jsonRunbooks
}

// parseSettings checks what an administrator wrote. The problem names the field.
func parseSettings(raw backend.AppInstanceSettings) (settings, error) {
	var j jsonSettings
	if len(raw.JSONData) > 0 {
		if err := json.Unmarshal(raw.JSONData, &j); err != nil {
			return settings{}, badSetting("jsonData", "The plugin's settings cannot be read: %v.", err).Try("Mend the types of the fields.")
		}
	}
	secrets := raw.DecryptedSecureJSONData
	s := settings{hasToken: secrets["serviceAccountToken"] != "", sources: j.Sources, signals: j.Signals, runbooks: j.Runbooks, messages: j.Settings, secrets: secrets}
	switch store.Kind(j.Store) {
	case "", store.SQLite:
		s.store = store.Config{Kind: store.SQLite, Path: cmp.Or(j.Path, defaultPath())}
	case store.Postgres:
		if secrets["dsn"] == "" {
			return s, badSetting("secureJsonData.dsn", "The store is PostgreSQL, but its address is not set.").
				Try("Set it as postgres://user:password@host:5432/database?sslmode=require.")
		}
		s.store = store.Config{Kind: store.Postgres, DSN: secrets["dsn"]}
	default:
		return s, badSetting("jsonData.store", "%q is not a kind of store.", j.Store).Try("Use sqlite or postgres.")
	}
	var err error
	if s.policy, err = j.policy(); err != nil {
		return s, err
	}
	if s.windows, err = j.windows(); err != nil {
		return s, err
	}
	if s.upkeep, err = j.upkeep(s.store.Kind); err != nil {
		return s, err
	}
	s.rules = j.decide()
	s.rules.into(&s.policy)
	s.practice = j.practiceSettings
	if s.runbooksStaleAfter, err = j.staleAfter(); err != nil {
		return s, err
	}
	if s.heartbeats, err = j.heartbeats(); err != nil {
		return s, err
	}
	for i := range s.sources {
		s.sources[i].Token = secrets["sourceToken."+s.sources[i].Name]
		s.sources[i].Secret = secrets["sourceSecret."+s.sources[i].Name]
	}
	return s, nil
}

// maxWait bounds what an administrator may choose to wait.
const maxWait = 30 * 24 * time.Hour

func (j jsonSettings) policy() (incident.Policy, error) {
	p := incident.Policy{StaleAfter: incident.DefaultStaleAfter}
	var err error
	if p.ResolveDelay, err = bySeverity("jsonData.resolveDelay", j.ResolveDelay); err != nil {
		return p, err
	}
	for severity, delay := range incident.DefaultResolveDelay {
		if _, chosen := p.ResolveDelay[severity]; !chosen {
			p.ResolveDelay[severity] = delay
		}
	}
	if err := j.waits(&p); err != nil {
		return p, err
	}
	if j.StaleAfter == "" {
		return p, nil
	}
	p.StaleAfter, err = wait("jsonData.staleAfter", j.StaleAfter)
	return p, err
}

// wait reads a time such as 5m or 9h; 0s is none.
func wait(field, given string) (time.Duration, error) {
	d, err := time.ParseDuration(given)
	if err != nil || d < 0 || d > maxWait {
		return 0, badSetting(field, "%q is not a time from 0s to 720h.", given).Try("Write it as 90s, 5m or 9h.")
	}
	return d, nil
}

func badSetting(field, format string, args ...any) *problem.Problem {
	return problem.New(problem.Unavailable, "bad_settings", format, args...).At(field)
}

// defaultPath is in Grafana's data folder. Grafana tells plugins where that is only when its own environment says so; else
// it is two folders above a plugin that is installed in <data>/plugins/strata-sre-app, or data/ of the working directory.
func defaultPath() string {
	executable, err := os.Executable()
	if err != nil {
		executable = ""
	}
	return filepath.Join(cmp.Or(os.Getenv("GF_PATHS_DATA"), dataFolderOf(executable), "data"), databaseFile)
}

// dataFolderOf is empty when the executable is not installed where Grafana keeps its plugins.
func dataFolderOf(executable string) string {
	folder := filepath.Dir(executable)
	plugins := filepath.Dir(folder)
	if filepath.Base(folder) != ID || filepath.Base(plugins) != "plugins" {
		return ""
	}
	return filepath.Dir(plugins)
}
