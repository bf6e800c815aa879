package main

import (
	"bufio"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/strata-sre/strata-sre-app/bench/pgserver"
)

// strata is the plugin in a process of its own, on a new SQLite file or PostgreSQL database.
type strata struct {
	name   string
	url    string
	cmd    *exec.Cmd
	stdin  io.Closer
	driver string // of database/sql
	dsn    string
	sent   int
}

func startSQLite(dir, profile string) (*strata, error) {
	file := filepath.Join(dir, "strata.db")
	return startStrata("SQLite", "sqlite", file, setUp{Path: file, Profile: profile})
}

func startPostgres(server *pgserver.Server, profile string) (*strata, error) {
	return startStrata("PostgreSQL", "pgx", server.DSN, setUp{DSN: server.DSN, Profile: profile})
}

func startStrata(name, driver, dsn string, c setUp) (*strata, error) {
	config, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	s := &strata{name: name, driver: driver, dsn: dsn, cmd: exec.Command(os.Args[0], "serve", string(config))}
	s.cmd.Stderr = os.Stderr
	if s.stdin, err = s.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, errors.Join(fmt.Errorf("the plugin's process with %s said no address: %w", name, err), s.stop())
	}
	s.url = strings.TrimSpace(line)
	return s, nil
}

func (s *strata) pid() int { return s.cmd.Process.Pid }

func (s *strata) request(alerts []alert) (*http.Request, error) {
	s.sent += len(alerts)
	for i := range alerts {
		alerts[i].Status = "firing"
		alerts[i].Fingerprint = fmt.Sprintf("%016x", serial.Add(1))
	}
	r, err := post(s.url+"/ingest/"+source, map[string]any{
		"version": "4", "status": "firing", "receiver": "strata", "groupKey": "{}:{}", "truncatedAlerts": 0, "alerts": alerts,
	})
	if err == nil {
		r.Header.Set("X-Strata-Token", token)
	}
	return r, err
}

// counts asks the database itself.
func (s *strata) counts(query string) (n int, err error) {
	db, err := sql.Open(s.driver, s.dsn)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	err = db.QueryRow(query).Scan(&n)
	return n, err
}

// check counts what is on disk: nothing that was answered may be missing.
func (s *strata) check() error {
	stored, err := s.counts("SELECT COUNT(*) FROM strata_occurrence")
	if err == nil && stored != s.sent {
		err = fmt.Errorf("%s: %d alerts were answered, %d are on disk", s.name, s.sent, stored)
	}
	return err
}

func (s *strata) stop() error {
	if err := s.stdin.Close(); err != nil {
		return err
	}
	return s.cmd.Wait()
}
