package plugin

import (
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/ingest"
	"github.com/strata-sre/strata-sre-app/pkg/maintenance"
	"github.com/strata-sre/strata-sre-app/pkg/notify"
	"github.com/strata-sre/strata-sre-app/pkg/playbook"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/provisioning"
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
	reviews            reviewSettings

	problems       []provisioning.Problem // what is wrong and left out
	keepWindows    bool                   // the file's list cannot be used, so that what it said before stays
	keepHeartbeats bool
	raw            json.RawMessage // jsonData without what cannot be read
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
	jsonReviews
}

// parseSettings checks what an administrator wrote. What cannot be used is left out and noted, with its field; the error, for which
// nothing works, is only about the store.
func parseSettings(raw backend.AppInstanceSettings) (settings, error) {
	var j jsonSettings
	readable, problems := provisioning.CheckSettings(raw.JSONData)
	if len(readable) > 0 {
		if err := json.Unmarshal(readable, &j); err != nil {
			return settings{}, badSetting("jsonData", "The plugin's settings cannot be read: %v.", err).Try("Mend the types of the fields.")
		}
	}
	// Another store than the one that is meant would be an empty one.
	if i := slices.IndexFunc(problems, func(p provisioning.Problem) bool { return p.Field == "jsonData.path" || p.Field == "jsonData" }); i >= 0 {
		return settings{}, badSetting(problems[i].Field, "%s", problems[i].Message).Try("%s", problems[i].Fix)
	}
	secrets := raw.DecryptedSecureJSONData
	s := settings{
		hasToken: secrets["serviceAccountToken"] != "", sources: j.Sources, signals: j.Signals, runbooks: j.Runbooks, messages: j.Settings, secrets: secrets,
		practice: j.practiceSettings, problems: problems, raw: readable,
	}
	for i := range s.sources {
		s.sources[i].Token = secrets["sourceToken."+s.sources[i].Name]
		s.sources[i].Secret = secrets["sourceSecret."+s.sources[i].Name]
	}
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
	j.into(&s)
	return s, nil
}

// into reads all that can be wrong without the rest.
func (j jsonSettings) into(s *settings) {
	s.policy = j.policy(s.note)
	var err error
	s.windows, err = j.windows()
	s.keepWindows = s.note(err)
	s.heartbeats, err = j.heartbeats()
	s.keepHeartbeats = s.note(err)
	s.upkeep = j.upkeep(s.store.Kind, s.note)
	s.rules = j.decide()
	s.rules.into(&s.policy)
	s.runbooksStaleAfter, err = j.staleAfter()
	s.note(err)
	s.reviews = j.reviews(s.note)
	s.policy.Reviews = s.reviews.policy.Rules
}

// note keeps what is wrong for people to see; false when nothing is.
func (s *settings) note(err error) bool {
	if err == nil {
		return false
	}
	p := problem.From(err)
	s.problems = append(s.problems, provisioning.Problem{Field: p.Field, Message: p.Message, Fix: p.Fix})
	return true
}

// maxWait bounds what an administrator may choose to wait.
const maxWait = 30 * 24 * time.Hour

// noting is told what is wrong and left out, and says whether anything is.
type noting func(error) bool

func (j jsonSettings) policy(note noting) incident.Policy {
	p := incident.Policy{StaleAfter: incident.DefaultStaleAfter, ResolveDelay: bySeverity("jsonData.resolveDelay", j.ResolveDelay, note)}
	for severity, delay := range incident.DefaultResolveDelay {
		if _, chosen := p.ResolveDelay[severity]; !chosen {
			p.ResolveDelay[severity] = delay
		}
	}
	j.waits(&p, note)
	if j.StaleAfter == "" {
		return p
	}
	if chosen, err := wait("jsonData.staleAfter", j.StaleAfter); !note(err) {
		p.StaleAfter = chosen
	}
	return p
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
