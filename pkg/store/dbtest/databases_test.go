// Package dbtest runs one suite over every database that Strata supports: SQLite always, PostgreSQL where one is there.
package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

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
		postgres.Stop()
	}
	if problems := watchedProblems(); problems != "" {
		fmt.Print("FAIL: statements over organisations\n" + problems)
		code = max(code, 1)
	}
	os.Exit(code)
}

// each runs test once per database, on an empty one. open may be called again to open the same database a second time.
func each(t *testing.T, test func(t *testing.T, config store.Config)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		test(t, store.Config{Kind: store.SQLite, Path: filepath.Join(t.TempDir(), "strata.db"), Watch: watch})
	})
	if postgres.Server == nil {
		t.Run("postgres_NOT_TESTED", func(t *testing.T) { t.Log("no PostgreSQL: " + postgres.why) })
		return
	}
	t.Run("postgres", func(t *testing.T) {
		test(t, store.Config{Kind: store.Postgres, DSN: newDatabase(t), Watch: watch})
	})
}

func newDatabase(t *testing.T) string {
	t.Helper()
	name := fmt.Sprintf("strata_test_%d_%d", os.Getpid(), postgres.counter.Add(1))
	server, err := sql.Open("pgx", postgres.DSN)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := server.Exec("CREATE DATABASE " + name); err != nil {
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
