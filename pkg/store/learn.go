package store

import (
	"context"

	"github.com/uptrace/bun"
)

// young are the tables whose size changes from nothing to much before PostgreSQL looks at them by itself.
var young = []string{"strata_alert", "strata_occurrence", "strata_incident", "strata_incident_alert", "strata_timeline", "strata_receipt", "strata_search"}

const learnAfter = 500 // rows

// Learn lets PostgreSQL look at new tables that have grown since, so that it does not plan as if they were empty until its own
// turn comes. With SQLite there is nothing to learn.
func (db *database) Learn(ctx context.Context) error {
	if db.config.Kind != Postgres {
		return nil
	}
	var names []string
	err := db.reader.NewRaw(`SELECT relname FROM pg_stat_user_tables WHERE schemaname = current_schema() AND relname IN (?)
		AND n_live_tup > ? AND last_analyze IS NULL AND last_autoanalyze IS NULL`, bun.List(young), learnAfter).Scan(ctx, &names)
	if err != nil {
		return db.problem(err)
	}
	for _, name := range names {
		if _, err := db.reader.NewRaw("ANALYZE ?", bun.Ident(name)).Exec(ctx); err != nil {
			return db.problem(err)
		}
	}
	return nil
}
