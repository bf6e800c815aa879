package store

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A table that comes later and belongs to incidents must be in the list of what goes with them.
func TestEveryTableOfAnIncidentIsPurged(t *testing.T) {
	s, err := Open(context.Background(), Config{Kind: SQLite, Path: filepath.Join(t.TempDir(), "strata.db")}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	all := strings.Join(belongings, "\n")
	elsewhere := map[string]bool{"strata_occurrence": true, "strata_search": true, "strata_incident": true} // purgeIncident has them
	for _, kept := range []string{"review", "review_revision", "review_comment", "review_proposal", "action_item"} {
		elsewhere["strata_"+kept] = true // they outlive incidents
	}
	owned := tablesWhere(t, s, `SELECT m.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS p ON p.name = 'incident_number'
		WHERE m.type = 'table' AND m.name LIKE 'strata!_%' ESCAPE '!'`)
	children := tablesWhere(t, s, `SELECT DISTINCT m.name FROM sqlite_master AS m JOIN pragma_foreign_key_list(m.name) AS f
		WHERE f."table" IN ('strata_incident', 'strata_occurrence', 'strata_timeline', 'strata_review', 'strata_runbook_run', 'strata_message')`)
	if len(owned) < 10 || len(children) < 10 {
		t.Fatalf("the schema has only %v and %v", owned, children)
	}
	for _, table := range append(owned, children...) {
		if !elsewhere[table] && !strings.Contains(all, "DELETE FROM "+table+" ") {
			t.Errorf("%s belongs to incidents, but retention does not delete from it", table)
		}
	}
	for _, statement := range belongings {
		if !strings.Contains(statement, "WHERE org_id = ?") || strings.Count(statement, "?") != 2 {
			t.Errorf("not bound to one organisation and one incident: %s", statement)
		}
	}
}

func tablesWhere(t *testing.T, s *Store, query string) []string {
	t.Helper()
	rows, err := s.reader.DB.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := rows.Close(); err != nil {
			t.Error(err)
		}
	}()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	return names
}
