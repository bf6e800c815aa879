// Package dbtest runs one suite over every database that Strata supports: SQLite always, PostgreSQL where one is there.
package dbtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/bench/pgserver"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// postgres is the server of this run; nil means that none was found, and why says so.
var postgres struct {
	*pgserver.Server
	why     string
	counter atomic.Int64
}

func TestMain(m *testing.M) {
	if os.Getenv(crashVariable) != "" {
		crashChild()
		return
	}
	boundModelTests()
	if os.Getenv(holderVariable) != "" {
		holderChild()
		return
	}
	var err error
	if postgres.Server, err = pgserver.Start(); err != nil {
		postgres.why = err.Error()
		fmt.Println("PostgreSQL is NOT tested in this run: " + postgres.why)
	}
	code := m.Run()
	if postgres.Server != nil {
		dropTemplate()
		postgres.Stop()
	}
	if problems := watchedProblems(); problems != "" {
		fmt.Print("FAIL: statements over organisations\n" + problems)
		code = max(code, 1)
	}
	os.Exit(code)
}

// each runs test once per database, on one without records whose tables are there. open may be called again to open the same
// database a second time.
func each(t *testing.T, test func(t *testing.T, config store.Config)) {
	t.Helper()
	onEach(t, func(t *testing.T, config store.Config) { test(t, fresh(t, config)) })
}

// eachBare is each on databases without tables.
func eachBare(t *testing.T, test func(t *testing.T, config store.Config)) {
	t.Helper()
	onEach(t, func(t *testing.T, config store.Config) { test(t, bare(t, config)) })
}

func onEach(t *testing.T, test func(t *testing.T, config store.Config)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, store.Config{Kind: store.SQLite, Watch: watch}) })
	if postgres.Server == nil {
		t.Run("postgres_NOT_TESTED", func(t *testing.T) { t.Log("no PostgreSQL: " + postgres.why) })
		return
	}
	t.Run("postgres", func(t *testing.T) { test(t, store.Config{Kind: store.Postgres, Watch: watch}) })
}

// bare gives config a new database without tables.
func bare(t *testing.T, config store.Config) store.Config {
	t.Helper()
	if config.Kind == store.Postgres {
		config.DSN = newDatabase(t, "template0")
	} else {
		config.Path = filepath.Join(t.TempDir(), "strata.db")
	}
	return config
}

// templates have the tables as the migrations make them: most of a short test was their making.
var templates struct {
	sqlite   func() ([]byte, error)
	postgres func() (string, error)
}

func init() {
	templates.sqlite = sync.OnceValues(sqliteTemplate)
	templates.postgres = sync.OnceValues(postgresTemplate)
}

func sqliteTemplate() ([]byte, error) {
	dir, err := os.MkdirTemp("", "strata-template-")
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "strata.db")
	if err := makeTables(store.Config{Kind: store.SQLite, Path: path}); err != nil {
		return nil, err
	}
	if _, err := os.Stat(path + "-wal"); err == nil {
		return nil, fmt.Errorf("%s-wal is still there: the template is not whole", path)
	}
	content, err := os.ReadFile(path)
	return content, errors.Join(err, os.RemoveAll(dir))
}

func postgresTemplate() (string, error) {
	name := templateName()
	server, err := sql.Open("pgx", postgres.DSN)
	if err != nil {
		return "", err
	}
	_, err = server.Exec("CREATE DATABASE " + name + " TEMPLATE template0")
	return name, errors.Join(err, server.Close(), makeTables(store.Config{Kind: store.Postgres, DSN: postgres.Database(name)}))
}

// dropTemplate leaves nothing on a server that was there before.
func dropTemplate() {
	server, err := sql.Open("pgx", postgres.DSN)
	if err == nil {
		_, err = server.Exec("DROP DATABASE IF EXISTS " + templateName())
		err = errors.Join(err, server.Close())
	}
	if err != nil {
		fmt.Println("the template is left behind:", err)
	}
}

func templateName() string { return fmt.Sprintf("strata_template_%d", os.Getpid()) }

func makeTables(config store.Config) error {
	s, err := store.Open(context.Background(), config, time.Now)
	if err != nil {
		return err
	}
	s.Close()
	return nil
}

// fresh gives config a new database with tables and without records.
func fresh(t *testing.T, config store.Config) store.Config {
	t.Helper()
	if config.Kind == store.Postgres {
		name, err := templates.postgres()
		if err != nil {
			t.Fatal(err)
		}
		config.DSN = newDatabase(t, name)
		return config
	}
	content, err := templates.sqlite()
	if err != nil {
		t.Fatal(err)
	}
	config.Path = filepath.Join(t.TempDir(), "strata.db")
	if err := os.WriteFile(config.Path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return config
}

func newDatabase(t *testing.T, template string) string {
	t.Helper()
	name := fmt.Sprintf("strata_test_%d_%d", os.Getpid(), postgres.counter.Add(1))
	server, err := sql.Open("pgx", postgres.DSN)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := server.Exec("CREATE DATABASE " + name + " TEMPLATE " + template); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := server.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Log(err)
		}
		if err := server.Close(); err != nil {
			t.Log(err)
		}
	})
	return postgres.Database(name)
}

// raw opens the database beside the store, to look at rows that no part of Strata reads yet.
func raw(t *testing.T, config store.Config) *sql.DB {
	t.Helper()
	driver, address := "sqlite", config.Path
	if config.Kind == store.Postgres {
		driver, address = "pgx", config.DSN
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Log(err)
		}
	})
	return db
}

func count(t *testing.T, db *sql.DB, query string) int {
	t.Helper()
	var n int
	if err := db.QueryRowContext(context.Background(), query).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// texts is the first column of a query's rows.
func texts(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.QueryContext(context.Background(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer func() {
		if err := rows.Close(); err != nil {
			t.Error(err)
		}
	}()
	list := []string{}
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		list = append(list, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}
