package dbtest

import (
	"database/sql"
	"fmt"
	"testing"

	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// many is enough alerts for a COPY.
const many = 200

func stormOf(t *testing.T, w *world, name string) {
	t.Helper()
	alerts := make([]alert, many)
	for i := range alerts {
		one := fmt.Sprintf("%s-%d", name, i)
		alerts[i] = firing(one, w.clock.now(), "service", one)
	}
	if _, err := w.try(1, body(t, alerts...)); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// Another replica may already run a later version of Strata, whose migration has changed a column's type while this one holds prepared
// statements and knows the types that it was told.
func TestIngestGoesOnAfterATableWasChanged(t *testing.T) {
	onEach(t, func(t *testing.T, config store.Config) {
		if config.Kind != store.Postgres {
			return
		}
		config = fresh(t, config)
		w := newWorld(t, config, 1)
		defer w.close()
		stormOf(t, w, "before")
		db, err := sql.Open("pgx", config.DSN)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		for _, change := range []string{
			"ALTER TABLE strata_alert ALTER COLUMN pinned_incident TYPE INTEGER",
			"ALTER TABLE strata_incident ALTER COLUMN flap_count TYPE BIGINT",
			"ALTER TABLE strata_occurrence ALTER COLUMN suppressed_by TYPE INTEGER",
		} {
			if _, err := db.Exec(change); err != nil {
				t.Fatal(err)
			}
			stormOf(t, w, change)
		}
		var stored int
		if err := db.QueryRow("SELECT COUNT(*) FROM strata_occurrence").Scan(&stored); err != nil || stored != 4*many {
			t.Errorf("%d occurrences are stored (%v), want %d", stored, err, 4*many)
		}
	})
}
