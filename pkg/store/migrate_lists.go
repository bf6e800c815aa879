package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/pressly/goose/v3"
)

// listsVersion is in Go: the two databases search text in different ways, and old incidents have to be read by
// the same code that reads new ones.
const listsVersion = 11

// listsUp makes what long lists need: the search, and the order of severities..
var listsUp = map[Kind][]string{
	SQLite: {
		// Prefixes of up to twelve letters have an index each, so that common ones are found page by page, newest first.
		`CREATE VIRTUAL TABLE strata_search USING fts5(words, org_id UNINDEXED, incident_number UNINDEXED,
			tokenize = 'ascii', detail = none, columnsize = 0, prefix = '1 2 3 4 5 6 7 8 9 10 11 12')`,
	},
	Postgres: {
		`CREATE TABLE strata_search (
			org_id BIGINT NOT NULL,
			incident_number BIGINT NOT NULL,
			words TEXT NOT NULL,
			vector TSVECTOR NOT NULL GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED,
			PRIMARY KEY (org_id, incident_number)
		)`,
		`CREATE INDEX strata_search_vector ON strata_search USING GIN (vector) WITH (fastupdate = off)`,
		// Five look-ups per alert; the same rules are held by SQLite's keys and by tests.
		`ALTER TABLE strata_alert DROP CONSTRAINT IF EXISTS strata_alert_org_id_source_id_fkey`,
		`ALTER TABLE strata_occurrence DROP CONSTRAINT IF EXISTS strata_occurrence_org_id_alert_id_fkey`,
		`ALTER TABLE strata_occurrence DROP CONSTRAINT IF EXISTS strata_occurrence_org_id_incident_number_fkey`,
		`ALTER TABLE strata_incident_alert DROP CONSTRAINT IF EXISTS strata_incident_alert_org_id_incident_number_fkey`,
		`ALTER TABLE strata_incident_alert DROP CONSTRAINT IF EXISTS strata_incident_alert_org_id_occurrence_id_fkey`,
		`ALTER TABLE strata_timeline DROP CONSTRAINT IF EXISTS strata_timeline_org_id_incident_number_fkey`,
	},
}

var listsBoth = []string{
	// An expression, so that the list of open incidents keeps to its own, much smaller index.
	`CREATE INDEX strata_incident_severity ON strata_incident (org_id, (severity || ''), number)`,
	// Copies of the file; they hold all organisations, so they belong to none.
	`CREATE TABLE strata_backup (
		slot INTEGER NOT NULL PRIMARY KEY,
		path TEXT NOT NULL,
		at BIGINT NOT NULL,
		bytes BIGINT NOT NULL
	)`,
}

var listsDown = map[Kind][]string{
	SQLite: {`DROP TABLE strata_backup`, `DROP INDEX strata_incident_severity`, `DROP TABLE strata_search`},
	Postgres: {
		`DROP TABLE strata_backup`, `DROP INDEX strata_incident_severity`, `DROP TABLE strata_search`,
		`ALTER TABLE strata_timeline ADD FOREIGN KEY (org_id, incident_number) REFERENCES strata_incident (org_id, number)`,
		`ALTER TABLE strata_incident_alert ADD FOREIGN KEY (org_id, occurrence_id) REFERENCES strata_occurrence (org_id, id)`,
		`ALTER TABLE strata_incident_alert ADD FOREIGN KEY (org_id, incident_number) REFERENCES strata_incident (org_id, number)`,
		`ALTER TABLE strata_occurrence ADD FOREIGN KEY (org_id, incident_number) REFERENCES strata_incident (org_id, number)`,
		`ALTER TABLE strata_occurrence ADD FOREIGN KEY (org_id, alert_id) REFERENCES strata_alert (org_id, id)`,
		`ALTER TABLE strata_alert ADD FOREIGN KEY (org_id, source_id) REFERENCES strata_source (org_id, id)`,
	},
}

func listsMigration(kind Kind) *goose.Migration {
	if kind != Postgres {
		kind = SQLite
	}
	up := func(ctx context.Context, tx *sql.Tx) error {
		if err := execAll(ctx, tx, append(append([]string{}, listsUp[kind]...), listsBoth...)); err != nil {
			return err
		}
		return fillSearch(ctx, tx, kind)
	}
	down := func(ctx context.Context, tx *sql.Tx) error { return execAll(ctx, tx, listsDown[kind]) }
	return goose.NewGoMigration(listsVersion, &goose.GoFunc{RunTx: up}, &goose.GoFunc{RunTx: down})
}

func execAll(ctx context.Context, tx *sql.Tx, statements []string) error {
	for _, s := range statements {
		if _, err := tx.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

const fillAtOnce = 1000

type searchRow struct {
	org, number int64
	words       string
}

// fillSearch makes the incidents of older versions findable, a part at a time.
func fillSearch(ctx context.Context, tx *sql.Tx, kind Kind) error {
	last := searchRow{org: -1 << 62}
	for {
		part, err := unsearchable(ctx, tx, kind, last)
		if err != nil || len(part) == 0 {
			return err
		}
		for _, r := range part {
			if err := insertSearch(ctx, tx, kind, r); err != nil {
				return err
			}
		}
		last = part[len(part)-1]
	}
}

func unsearchable(ctx context.Context, tx *sql.Tx, kind Kind, after searchRow) (part []searchRow, err error) {
	rows, err := tx.QueryContext(ctx, placeholders(kind, `SELECT org_id, number, title, summary, group_key FROM strata_incident
		WHERE (org_id, number) > (?, ?) ORDER BY org_id, number LIMIT ?`), after.org, after.number, fillAtOnce)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var r searchRow
		var title, summary, group string
		if err := rows.Scan(&r.org, &r.number, &title, &summary, &group); err != nil {
			return nil, err
		}
		r.words = searchWords(title, summary, group)
		part = append(part, r)
	}
	return part, rows.Err()
}

func insertSearch(ctx context.Context, tx *sql.Tx, kind Kind, r searchRow) error {
	if kind == Postgres {
		_, err := tx.ExecContext(ctx, "INSERT INTO strata_search (org_id, incident_number, words) VALUES ($1, $2, $3)", r.org, r.number, r.words)
		return err
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO strata_search (rowid, words, org_id, incident_number) VALUES (?, ?, ?, ?)",
		searchID(r.org, r.number), r.words, r.org, r.number)
	return err
}

// placeholders writes question marks as the database wants them.
func placeholders(kind Kind, query string) string {
	if kind != Postgres {
		return query
	}
	for i := 1; strings.Contains(query, "?"); i++ {
		query = strings.Replace(query, "?", "$"+string(rune('0'+i)), 1)
	}
	return query
}
