// Package dbtest runs one suite over every database that Strata supports: SQLite always, PostgreSQL where one is there.
package dbtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const dsnVariable = "STRATA_TEST_POSTGRES_DSN"

// postgres is the server of this run; empty dsn means that none was found, and why says so.
var postgres struct {
	dsn     string // of a database in which others can be created
	why     string
	counter atomic.Int64
}

func TestMain(m *testing.M) {
	if os.Getenv(crashVariable) != "" {
		crashChild()
		return
	}
	stop, err := startPostgres()
	if err != nil {
		postgres.why = err.Error()
		fmt.Println("PostgreSQL is NOT tested in this run: " + postgres.why)
	}
	code := m.Run()
	stop()
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
	if postgres.dsn == "" {
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
	server, err := sql.Open("pgx", postgres.dsn)
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
	base, query, _ := strings.Cut(postgres.dsn, "?")
	return base[:strings.LastIndex(base, "/")+1] + name + "?" + query
}

// startPostgres takes the server of STRATA_TEST_POSTGRES_DSN, else starts one from Debian's binaries in a folder of its own.
func startPostgres() (stop func(), err error) {
	stop = func() {}
	if postgres.dsn = os.Getenv(dsnVariable); postgres.dsn != "" {
		return stop, nil
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return stop, fmt.Errorf("neither %s nor /usr/lib/postgresql/*/bin is there", dsnVariable)
	}
	slices.Sort(found)
	bin := filepath.Dir(found[len(found)-1])
	dir, err := os.MkdirTemp("", "strata-pg-")
	if err != nil {
		return stop, err
	}
	clear := func() { _ = os.RemoveAll(dir) } // a temporary folder; the system clears what stays
	run := func(name string, args ...string) error {
		cmd := exec.Command(filepath.Join(bin, name), args...)
		if os.Getuid() == 0 {
			cmd = exec.Command("setpriv", append([]string{"--reuid=nobody", "--regid=nogroup", "--clear-groups", filepath.Join(bin, name)}, args...)...)
		}
		cmd.Dir = dir
		if name == "pg_ctl" && slices.Contains(args, "start") {
			return cmd.Run() // its child would keep a pipe open
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w: %s", name, err, out)
		}
		return nil
	}
	if err := giveToNobody(dir); err != nil {
		clear()
		return stop, err
	}
	data := filepath.Join(dir, "data")
	if err := run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"); err != nil {
		clear()
		return stop, err
	}
	port := 20000 + os.Getpid()%20000
	options := fmt.Sprintf("-p %d -c listen_addresses=127.0.0.1 -c max_connections=200 -k %s", port, dir)
	if err := run("pg_ctl", "-D", data, "-w", "-l", filepath.Join(dir, "log"), "-o", options, "start"); err != nil {
		clear()
		return stop, errors.Join(err, errors.New("PostgreSQL did not start"))
	}
	postgres.dsn = fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", port)
	return func() {
		if err := run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"); err != nil {
			fmt.Println(err)
		}
		clear()
	}, nil
}

// giveToNobody is needed as root: PostgreSQL refuses to run as root.
func giveToNobody(dir string) error {
	if os.Getuid() != 0 {
		return nil
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		return err
	}
	uid, err := strconv.Atoi(nobody.Uid)
	if err != nil {
		return err
	}
	gid, err := strconv.Atoi(nobody.Gid)
	if err != nil {
		return err
	}
	return os.Chown(dir, uid, gid)
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
