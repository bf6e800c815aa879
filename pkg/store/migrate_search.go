package store

import (
	"context"
	"database/sql"

	"github.com/pressly/goose/v3"
)

// searchVersion is of PostgreSQL only: its index read every word of the past that begins like one that is asked for. With the place in
// front of the words it reads those of one place, and a search goes from place to place until its page is full.
const searchVersion = 18

var searchUp = []string{
	`DROP INDEX strata_search_vector`,
	`ALTER TABLE strata_search DROP COLUMN vector`,
	`ALTER TABLE strata_search ADD COLUMN vector TSVECTOR NOT NULL GENERATED ALWAYS AS (array_to_tsvector(string_to_array(
		(incident_number / 10000)::text || ':' || replace(words, ' ', ' ' || (incident_number / 10000)::text || ':'), ' '))) STORED`,
	`CREATE INDEX strata_search_vector ON strata_search USING GIN (vector) WITH (fastupdate = off)`,
}

var searchDown = []string{
	`DROP INDEX strata_search_vector`,
	`ALTER TABLE strata_search DROP COLUMN vector`,
	`ALTER TABLE strata_search ADD COLUMN vector TSVECTOR NOT NULL GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED`,
	`CREATE INDEX strata_search_vector ON strata_search USING GIN (vector) WITH (fastupdate = off)`,
}

func searchMigration(kind Kind) *goose.Migration {
	run := func(statements []string) *goose.GoFunc {
		return &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
			if kind != Postgres {
				return nil
			}
			return execAll(ctx, tx, statements)
		}}
	}
	return goose.NewGoMigration(searchVersion, run(searchUp), run(searchDown))
}
