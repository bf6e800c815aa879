package dbtest

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

func TestSchemaFromEmptyHasEveryTable(t *testing.T) {
	tables := []string{
		"source", "source_stats", "alert", "occurrence", "incident", "incident_alert", "incident_facet", "timeline", "timeline_mark", "role_assignment",
		"runbook", "runbook_version", "runbook_run", "runbook_step", "timer", "message", "review", "review_revision", "review_comment", "review_proposal",
		"action_item", "receipt", "outbox", "audit", "dead_letter", "maintenance_window", "snooze", "org_state", "own_signal",
	}
	each(t, func(t *testing.T, config store.Config) {
		newWorld(t, config, 1)
		db := raw(t, config)
		for _, table := range tables {
			count(t, db, "SELECT COUNT(*) FROM strata_"+table+" WHERE org_id = 0")
		}
	})
}

func TestOpeningAgainKeepsRecords(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		w.send(1, firing("Down", w.clock.now(), "service", "cart"))
		w.close()
		again := newWorld(t, config, 1)
		if list := again.incidents(1, store.ListOpen); len(list) != 1 {
			t.Fatalf("%d incidents", len(list))
		}
	})
}

func TestNewerSchemaIsRefused(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		newWorld(t, config).close()
		if _, err := raw(t, config).Exec("INSERT INTO strata_schema (version_id, is_applied) VALUES (99999, TRUE)"); err != nil {
			t.Fatal(err)
		}
		_, err := store.Open(context.Background(), config, time.Now)
		if p := problem.From(err); p.Code != "schema_newer" || p.Fix == "" {
			t.Fatalf("%v", err)
		}
	})
}

func TestStoreThatCannotBeOpened(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "no such folder", "strata.db")
	_, err := store.Open(context.Background(), store.Config{Kind: store.SQLite, Path: missing}, time.Now)
	p := problem.From(err)
	if p.Code != "store_unavailable" || !strings.Contains(p.Message, missing) || !strings.Contains(p.Fix, filepath.Dir(missing)) || p.Field != "jsonData.path" {
		t.Fatalf("%+v", p)
	}
	_, err = store.Open(context.Background(), store.Config{Kind: store.Postgres, DSN: "postgres://u:secret@127.0.0.1:1/db?connect_timeout=2"}, time.Now)
	p = problem.From(err)
	if p.Code != "store_unavailable" || p.Field != "secureJsonData.dsn" || strings.Contains(p.Message+p.Fix, "secret") {
		t.Fatalf("%+v", p)
	}
}

func TestPathsWithOddCharacters(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a b%41?#ü&.db")
	w := newWorld(t, store.Config{Kind: store.SQLite, Path: path}, 1)
	w.send(1, firing("Down", w.clock.now()))
	w.close()
	found, err := filepath.Glob(filepath.Join(filepath.Dir(path), "a b%41[?]#ü&.db"))
	if err != nil || len(found) != 1 {
		t.Fatalf("%v %v", found, err)
	}
}

func TestTwoInstancesShareOneWriter(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		old := newWorld(t, config, 1)
		young := worldWith(t, config, old.clock, incident.Policy{}, 1)
		var all sync.WaitGroup
		for i := range 40 {
			for _, w := range []*world{old, young} {
				all.Go(func() {
					if _, err := w.try(1, body(t, firing(fmt.Sprint("A", i), w.clock.now(), "service", "cart"))); err != nil {
						t.Error(err)
					}
				})
			}
		}
		all.Wait()
		old.close()
		young.send(1, firing("Last", young.clock.now(), "service", "cart"))
		if list := young.incidents(1, store.ListAll); len(list) != 1 || list[0].FiringAlerts != 41 {
			t.Fatalf("%d incidents: %+v", len(list), list[0])
		}
	})
}

// Two Grafana replicas are two processes; two addresses of one PostgreSQL database keep this process from sharing its writer.
func TestTwoReplicasOpenOneIncident(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		if config.Kind == store.SQLite {
			t.Log("SQLite serves one Grafana only; two replicas are a matter of PostgreSQL")
			return
		}
		first := newWorld(t, config, 1)
		twin := config
		twin.DSN += "&application_name=twin"
		second := worldWith(t, twin, first.clock, incident.Policy{}, 1)
		var all sync.WaitGroup
		for i := range 60 {
			for n, w := range []*world{first, second} {
				all.Go(func() {
					if _, err := w.try(1, body(t, firing(fmt.Sprint("A", i, n), w.clock.now(), "service", fmt.Sprint("s", i%3)))); err != nil {
						t.Error(err)
					}
				})
			}
		}
		all.Wait()
		list := first.incidents(1, store.ListAll)
		if len(list) != 3 {
			t.Fatalf("%d incidents, want 3", len(list))
		}
		for _, inc := range list {
			if inc.FiringAlerts != 40 {
				t.Errorf("incident %d has %d alerts, want 40", inc.Number, inc.FiringAlerts)
			}
			if err := incident.VerifyTimeline(first.timeline(1, inc.Number)); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestPagingIsStableWhileIncidentsComeAndGo(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		severities := []string{"P0", "P1", "P2", "P3"}
		for i := range 25 {
			w.send(1, firing("Down", w.clock.now(), "service", fmt.Sprint("s", i), "severity", severities[i%4]))
		}
		for _, state := range []store.ListState{store.ListOpen, store.ListAll} {
			whole, _, err := w.store.Incidents(context.Background(), 1, store.Filter{State: state, Limit: 100})
			if err != nil {
				t.Fatal(err)
			}
			var paged []int64
			filter := store.Filter{State: state, Limit: 4}
			for {
				page, next, err := w.store.Incidents(context.Background(), 1, filter)
				if err != nil {
					t.Fatal(err)
				}
				for _, inc := range page {
					if inc.Number <= 25 {
						paged = append(paged, inc.Number)
					}
				}
				if next == "" {
					break
				}
				filter.Cursor = next
				w.send(1, firing("New", w.clock.now(), "service", fmt.Sprint(state, len(paged)), "severity", "P2"))
			}
			known := 0
			for _, inc := range whole {
				if inc.Number <= 25 {
					if paged[known] != inc.Number {
						t.Fatalf("%s: place %d is %d, want %d", state, known, paged[known], inc.Number)
					}
					known++
				}
			}
			if known != len(paged) {
				t.Fatalf("%s: %d of 25 came, %d more than once or never", state, known, len(paged)-known)
			}
		}
		_, _, err := w.store.Incidents(context.Background(), 1, store.Filter{State: store.ListAll, Limit: 4, Cursor: "nonsense"})
		if problem.From(err).Code != "bad_cursor" {
			t.Fatalf("%v", err)
		}
	})
}

func TestFiltersAreTextNotSQL(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		odd := `x'); DROP TABLE strata_incident; --`
		w.send(1, firing("Down", w.clock.now(), "service", odd, "layer", "network"), firing("100%_Sure", w.clock.now(), "service", "plain"))
		list := func(f store.Filter) int {
			t.Helper()
			f.State, f.Limit = store.ListOpen, 10
			found, _, err := w.store.Incidents(context.Background(), 1, f)
			if err != nil {
				t.Fatal(err)
			}
			return len(found)
		}
		cases := []struct {
			filter store.Filter
			want   int
		}{
			{store.Filter{Service: odd}, 1}, {store.Filter{Service: `' OR 1=1 --`}, 0}, {store.Filter{Words: `' OR '1'='1`}, 0},
			{store.Filter{Words: `%`}, 0}, {store.Filter{Words: `100%_sure`}, 1}, {store.Filter{Words: `_`}, 0}, {store.Filter{Words: `!`}, 0},
			{store.Filter{Words: `down wr`}, 1}, {store.Filter{Layers: []incident.Layer{"network"}}, 1},
			{store.Filter{Layers: []incident.Layer{"network') OR ('1'='1"}}, 0}, {store.Filter{Severities: []incident.Severity{"P2"}}, 2},
			{store.Filter{Service: "?0 ?1 ?TableName"}, 0}, {store.Filter{Words: `\`}, 0},
		}
		for _, c := range cases {
			if got := list(c.filter); got != c.want {
				t.Errorf("%+v finds %d, want %d", c.filter, got, c.want)
			}
		}
	})
}

func TestChangesAreSeenInOrder(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		before, err := w.store.LastChange(context.Background(), 1)
		if err != nil {
			t.Fatal(err)
		}
		wake, end := w.store.Subscribe(1)
		defer end()
		w.send(1, firing("A", w.clock.now(), "service", "a"), firing("B", w.clock.now(), "service", "b"))
		select {
		case <-wake:
		case <-time.After(5 * time.Second):
			t.Fatal("nobody was woken")
		}
		changes, err := w.store.ChangesAfter(context.Background(), 1, before, 1<<62)
		if err != nil || len(changes) != 2 || changes[0].Number != 1 || changes[1].Kind != incident.KindAlertFired {
			t.Fatalf("%v %+v", err, changes)
		}
		last := changes[1]
		if _, err := w.act(1, 1, incident.Acknowledge, incident.Action{By: "ed"}); err != nil {
			t.Fatal(err)
		}
		changes, err = w.store.ChangesAfter(context.Background(), 1, last.Seq, last.Number)
		if err != nil || len(changes) != 1 || changes[0].Kind != incident.KindAck {
			t.Fatalf("%v %+v", err, changes)
		}
	})
}
