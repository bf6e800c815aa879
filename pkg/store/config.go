// Package store keeps Strata's records in SQLite (default) or PostgreSQL. All SQL of Strata is in here.
package store

import (
	"net/url"
	"path/filepath"
	"strings"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// Kind is the kind of database.
type Kind string

// The kinds of database.
const (
	SQLite   Kind = "sqlite"
	Postgres Kind = "postgres"
)

// Config says where the records are.
type Config struct {
	Kind Kind
	Path string // SQLite: the file
	DSN  string // PostgreSQL: postgres://user:password@host:5432/database; a secret

	// Pragmas are further settings of SQLite's writing connection, such as max_page_count(200).
	Pragmas []string
	// Watch sees every statement with its values; nil in production, since values are records.
	Watch func(statement string)
}

// key names the database inside the process. Two instances of the plugin on one database share one writer.
func (c Config) key() (string, error) {
	if c.Kind == Postgres {
		return "postgres:" + c.DSN, nil
	}
	path, err := filepath.Abs(c.Path)
	if err != nil {
		return "", problem.New(problem.Unavailable, "store_unavailable", "The path %q of the SQLite file cannot be used.", c.Path).
			At("jsonData.path").Try("Set an absolute path.").Because(err)
	}
	return "sqlite:" + path, nil
}

// Location says where the records are, without secrets.
func (c Config) Location() string {
	if c.Kind != Postgres {
		if path, err := filepath.Abs(c.Path); err == nil {
			return path
		}
		return c.Path
	}
	u, err := url.Parse(c.DSN)
	if err != nil || u.Host == "" {
		return "PostgreSQL"
	}
	return "PostgreSQL " + u.Host + u.Path
}

// sqliteURI makes the URI that SQLite opens. Settings hold for every connection of a pool.
func sqliteURI(path string, settings ...string) string {
	p := filepath.ToSlash(path)
	if len(p) > 1 && p[1] == ':' {
		p = "/" + p
	}
	q := url.Values{"_pragma": settings, "_txlock": {"immediate"}}
	escaped := strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(p)
	return "file:" + escaped + "?" + q.Encode()
}
