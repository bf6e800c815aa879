package store

import (
	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// facetDrive makes a facet the first table of a list (alias d), in the order of numbers, and joins incidents (alias i) to it.
func facetDrive(f incident.Facet, kind Kind, q *bun.SelectQuery, orgID int64) {
	if kind == Postgres {
		q.ModelTableExpr("strata_incident_facet AS d JOIN strata_incident AS i ON d.org_id = ? AND i.org_id = d.org_id AND i.number = d.incident_number", orgID)
	} else {
		// CROSS JOIN keeps SQLite from turning the tables round.
		q.ModelTableExpr("strata_incident_facet AS d CROSS JOIN strata_incident AS i ON d.org_id = ? AND i.org_id = d.org_id AND i.number = d.incident_number", orgID)
	}
	q.Where("d.kind = ? AND d.value = ?", f.Kind, f.Value).OrderExpr("d.incident_number DESC")
}
