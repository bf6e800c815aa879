package dbtest

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// oldRows has, by the version that made their tables, rows as they were then: 0001.sql fills what version 1 knows, and so on.
// A later version needs no file unless it makes tables whose rows have to survive.
//
//go:embed testdata/migrations/*.sql
var oldRows embed.FS

// rowsOf is what one version adds; empty when it has no file.
func rowsOf(version int64) []string {
	text, err := oldRows.ReadFile(fmt.Sprintf("testdata/migrations/%05d.sql", version))
	if err != nil {
		return nil
	}
	return strings.Split(string(text), ";\n")
}

// grow brings a database to a version and adds rows on the way, each when the schema was as its file says.
func grow(t *testing.T, config store.Config, versions []int64, to int64) *sql.DB {
	t.Helper()
	var db *sql.DB
	for _, v := range versions {
		rows := rowsOf(v)
		if v > to || (len(rows) == 0 && v != to) {
			continue
		}
		if err := store.MigrateTo(context.Background(), config, v); err != nil {
			t.Fatalf("to %d: %v", v, err)
		}
		if db == nil {
			db = raw(t, config)
		}
		for _, statement := range rows {
			if _, err := db.Exec(statement); err != nil {
				t.Fatalf("version %d: %s: %v", v, statement, err)
			}
		}
	}
	return db
}

// counts is the number of rows of each table.
func counts(t *testing.T, config store.Config, db *sql.DB) map[string]int {
	t.Helper()
	query := "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'strata!_%' ESCAPE '!' AND name NOT LIKE 'strata!_search%' ESCAPE '!'"
	if config.Kind == store.Postgres {
		query = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_name LIKE 'strata!_%' ESCAPE '!' AND table_name <> 'strata_search'"
	}
	found := map[string]int{}
	for _, table := range texts(t, db, query) {
		if table != "strata_schema" {
			found[table] = count(t, db, "SELECT COUNT(*) FROM "+table)
		}
	}
	return found
}

// emptiedSince are tables that a later version makes anew, because nothing had written to them before.
var emptiedSince = []string{"strata_escalation_timer", "strata_playbook", "strata_snooze", "strata_maintenance_window", "strata_message", "strata_runbook", "strata_runbook_version", "strata_runbook_run", "strata_runbook_step", "strata_heartbeat", "strata_review", "strata_review_revision", "strata_action_item"}

// From every older version the newest is reached, nothing is lost, and Strata works on what was there.
func TestEveryOlderVersionIsBroughtUpToDate(t *testing.T) {
	eachBare(t, func(t *testing.T, config store.Config) {
		versions, err := store.Versions(config.Kind)
		if err != nil || len(versions) < 12 {
			t.Fatalf("%v %v", versions, err)
		}
		for _, version := range versions {
			t.Run(fmt.Sprint(version), func(t *testing.T) {
				fromVersion(t, freshCopy(t, config, version), versions, version)
			})
		}
	})
}

// freshCopy is another empty database of the same kind.
func freshCopy(t *testing.T, config store.Config, version int64) store.Config {
	t.Helper()
	if config.Kind == store.Postgres {
		config.DSN = newDatabase(t, "template0")
		return config
	}
	config.Path = strings.TrimSuffix(config.Path, ".db") + fmt.Sprintf("-%d.db", version)
	return config
}

func fromVersion(t *testing.T, config store.Config, versions []int64, version int64) {
	ctx := context.Background()
	db := grow(t, config, versions, version)
	before := counts(t, config, db)
	w := newWorld(t, config, 1)
	after := counts(t, config, db)
	for table, n := range before {
		if now, there := after[table]; !slices.Contains(emptiedSince, table) && (!there || now < n) {
			t.Errorf("%s had %d rows, now %d", table, n, now)
		}
	}
	list := w.incidents(1, store.ListAll)
	if len(list) != 2 || list[0].Title != "Old and resolved" && list[1].Title != "Old and resolved" {
		t.Fatalf("%+v", list)
	}
	if err := incident.VerifyTimeline(w.timeline(1, 1)); err != nil {
		t.Error(err)
	}
	if got := found(t, w, store.Filter{State: store.ListAll, Words: "old checkout"}); !slices.Equal(got, []int64{1, 2}) {
		t.Errorf("the search finds %v", got)
	}
	// The alert that fires since then goes on in its incident.
	started := time.UnixMilli(1_760_000_000_000).UTC()
	view, there, err := w.store.FindAlert(ctx, 1, store.AlertQuery{Fingerprint: "f0"})
	if err != nil || !there || view.Occurrence.Incident != 1 || !view.Occurrence.StartsAt.Equal(started) {
		t.Fatalf("%+v %v %v", view, there, err)
	}
	w.send(1, firing("Newer", w.clock.now(), "service", "checkout"))
	if inc := w.incident(1, 1); inc.FiringAlerts != 2 {
		t.Errorf("%d alerts fire in the old incident", inc.FiringAlerts)
	}
}

// Each version can be taken back and brought again.
func TestEveryVersionCanBeTakenBack(t *testing.T) {
	eachBare(t, func(t *testing.T, config store.Config) {
		versions, err := store.Versions(config.Kind)
		if err != nil {
			t.Fatal(err)
		}
		ctx := context.Background()
		grow(t, config, versions, 1)
		newest := versions[len(versions)-1]
		if err := store.MigrateTo(ctx, config, newest); err != nil {
			t.Fatal(err)
		}
		for i := len(versions) - 2; i >= 0; i-- {
			if err := store.MigrateTo(ctx, config, versions[i]); err != nil {
				t.Fatalf("back to %d: %v", versions[i], err)
			}
		}
		if n := count(t, raw(t, config), "SELECT COUNT(*) FROM strata_incident"); n != 2 {
			t.Fatalf("%d incidents are left", n)
		}
		w := newWorld(t, config, 1)
		if got := found(t, w, store.Filter{State: store.ListAll, Words: "checkout"}); len(got) != 2 {
			t.Fatalf("%v", got)
		}
	})
}
