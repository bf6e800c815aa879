package dbtest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const day = 24 * time.Hour

var month = store.Retention{Incidents: 30 * day, Receipts: day, DeadLetters: 30 * day, Outbox: 30 * day, Audit: 30 * day}

// aged has, after 40 days: 1 resolved long ago, 2 still firing, 3 resolved with an open review, 4 resolved with a published one, 5 resolved yesterday.
func aged(t *testing.T, config store.Config) *world {
	t.Helper()
	w := newWorld(t, config, 1, 2)
	for i := 1; i <= 4; i++ {
		w.send(1, firing("Down", w.clock.now(), "service", fmt.Sprint("s", i)))
	}
	w.send(2, firing("Down", w.clock.now(), "service", "s1"))
	start := w.clock.now()
	w.clock.advance(time.Minute)
	for _, i := range []int{1, 3, 4} {
		w.send(1, firing("Down", start, "service", fmt.Sprint("s", i)).resolvedAt(w.clock.now()))
	}
	w.send(2, firing("Down", start, "service", "s1").resolvedAt(w.clock.now()))
	db := raw(t, config)
	for _, number := range []int{3, 4} {
		for _, statement := range []string{
			fmt.Sprintf("INSERT INTO strata_role_assignment (org_id, incident_number, role, login, assigned_by, assigned_at) VALUES (1, %d, 'commander', 'ed', 'ed', 1)", number),
			fmt.Sprintf("INSERT INTO strata_timeline_mark (org_id, incident_number, seq) VALUES (1, %d, 1)", number),
		} {
			if _, err := db.Exec(statement); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
	}
	w.start(3)
	w.start(4)
	publishReview(w, 4)
	w.clock.advance(39 * day)
	w.send(1, firing("Down", w.clock.now(), "service", "s5"))
	w.send(1, firing("Down", w.clock.now(), "service", "s5").resolvedAt(w.clock.now()))
	w.clock.advance(day)
	return w
}

func incidentNumbers(w *world, org int64) []int64 {
	numbers := []int64{}
	for _, inc := range w.incidents(org, store.ListAll) {
		numbers = append(numbers, inc.Number)
	}
	slices.Sort(numbers)
	return numbers
}

func TestOldIncidentsGoWithEverything(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := aged(t, config)
		would, err := w.store.WouldPurge(context.Background(), 1, w.clock.now(), month)
		if err != nil || would.Incidents != 2 || would.Receipts == 0 {
			t.Fatalf("%+v %v", would, err)
		}
		if kept, err := w.store.WouldPurge(context.Background(), 1, w.clock.now(), store.Retention{}); err != nil || kept.Sum() != 0 {
			t.Fatalf("%+v %v", kept, err)
		}
		done, err := w.store.Tidy(context.Background(), 1, month, time.Minute)
		if err != nil || done != would {
			t.Fatalf("%+v, want %+v, %v", done, would, err)
		}
		if got := incidentNumbers(w, 1); !slices.Equal(got, []int64{2, 3, 5}) {
			t.Fatalf("%v stayed", got)
		}
		if got := incidentNumbers(w, 2); !slices.Equal(got, []int64{1}) {
			t.Fatalf("the other organisation has %v", got)
		}
		for _, number := range []int64{2, 3, 5} {
			if err := incident.VerifyTimeline(w.timeline(1, number)); err != nil {
				t.Error(err)
			}
		}
		nothingLeftOf(t, config, 1, 4)
		if got := found(t, w, store.Filter{State: store.ListAll, Words: "s4"}); len(got) != 0 {
			t.Errorf("the search finds %v", got)
		}
		w.send(1, firing("Down", w.clock.now(), "service", "s1"))
		if got := incidentNumbers(w, 1); !slices.Equal(got, []int64{2, 3, 5, 6}) {
			t.Errorf("a forgotten alert that fires again gives %v", got)
		}
	})
}

// nothingLeftOf looks at every table that has incidents.
func nothingLeftOf(t *testing.T, config store.Config, numbers ...int64) {
	t.Helper()
	db := raw(t, config)
	query := "SELECT m.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS p ON p.name = 'incident_number' WHERE m.name LIKE 'strata_%'"
	if config.Kind == store.Postgres {
		query = "SELECT table_name FROM information_schema.columns WHERE column_name = 'incident_number' AND table_schema = current_schema()"
	}
	tables := texts(t, db, query)
	if len(tables) < 8 {
		t.Fatalf("only %v have incidents", tables)
	}
	for _, table := range tables {
		if strings.HasPrefix(table, "strata_review") || table == "strata_action_item" {
			continue // kept
		}
		for _, number := range numbers {
			if n := count(t, db, fmt.Sprintf("SELECT COUNT(*) FROM %s WHERE org_id = 1 AND incident_number = %d", table, number)); n != 0 {
				t.Errorf("%d rows of incident %d are left in %s", n, number, table)
			}
		}
	}
	orphans := map[string]string{
		"occurrence without alert":      "SELECT COUNT(*) FROM strata_occurrence AS o WHERE NOT EXISTS (SELECT 1 FROM strata_alert AS a WHERE a.org_id = o.org_id AND a.id = o.alert_id)",
		"occurrence without incident":   "SELECT COUNT(*) FROM strata_occurrence AS o WHERE o.incident_number IS NOT NULL AND NOT EXISTS (SELECT 1 FROM strata_incident AS i WHERE i.org_id = o.org_id AND i.number = o.incident_number)",
		"attachment without occurrence": "SELECT COUNT(*) FROM strata_incident_alert AS l WHERE NOT EXISTS (SELECT 1 FROM strata_occurrence AS o WHERE o.org_id = l.org_id AND o.id = l.occurrence_id)",
		"alert without its current":     "SELECT COUNT(*) FROM strata_alert AS a WHERE NOT EXISTS (SELECT 1 FROM strata_occurrence AS o WHERE o.org_id = a.org_id AND o.id = a.current_occurrence)",
		"timeline without incident":     "SELECT COUNT(*) FROM strata_timeline AS e WHERE NOT EXISTS (SELECT 1 FROM strata_incident AS i WHERE i.org_id = e.org_id AND i.number = e.incident_number)",
	}
	for what, query := range orphans {
		if n := count(t, db, query); n != 0 {
			t.Errorf("%d × %s", n, what)
		}
	}
}

// Two replicas delete at the same time; what one has deleted the other does not count.
func TestReplicasDeleteOnce(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		start := w.clock.now()
		for i := range 60 {
			w.send(1, firing("Down", start, "service", fmt.Sprint("s", i)))
			w.send(1, firing("Down", start, "service", fmt.Sprint("s", i)).resolvedAt(start))
		}
		w.clock.advance(31 * day)
		twin := config
		if config.Kind == store.Postgres {
			twin.DSN += "&application_name=twin"
		}
		second := worldWith(t, twin, w.clock, incident.Policy{}, 1)
		var all sync.WaitGroup
		var sum [2]int
		for n, s := range []*store.Store{w.store, second.store} {
			all.Go(func() {
				done, err := s.Tidy(context.Background(), 1, month, time.Minute)
				if err != nil {
					t.Error(err)
				}
				sum[n] = done.Incidents
			})
		}
		all.Wait()
		if sum[0]+sum[1] != 60 || len(incidentNumbers(w, 1)) != 0 {
			t.Fatalf("%v deleted, %v left", sum, incidentNumbers(w, 1))
		}
	})
}
