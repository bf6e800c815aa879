package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// Reader is who looks. The zero value sees only what everybody may see.
type Reader struct {
	Login string // empty for anonymous people
	All   bool   // an Admin, or Strata itself
}

// MayRead says whether the reader may see the incident.
func (r Reader) MayRead(inc *incident.Incident) bool { return r.All || inc.ReadableBy(r.Login) }

// readersToColumn puts each login between line feeds, which no login holds, so that one can be looked for.
func readersToColumn(readers incident.Readers) string {
	if len(readers) == 0 {
		return ""
	}
	return "\n" + strings.Join(readers, "\n") + "\n"
}

func readersFromColumn(column string) incident.Readers {
	if column == "" {
		return nil
	}
	return strings.Split(strings.Trim(column, "\n"), "\n")
}

// pattern finds the reader in a column of readers.
func (r Reader) pattern() string {
	if r.Login == "" {
		return "" // an empty pattern matches no list
	}
	return "%\n" + likeEscaper.Replace(strings.ToLower(r.Login)) + "\n%"
}

// sees leaves out incidents (of the alias i) that the reader may not see.
func (r Reader) sees(q *bun.SelectQuery) {
	if !r.All {
		q.Where("(i.readers = '' OR i.readers LIKE ? ESCAPE '!')", r.pattern())
	}
}

// seesAlerts leaves out occurrences (of the alias o) whose incident the reader may not see.
func (r Reader) seesAlerts(q *bun.SelectQuery) {
	if !r.All {
		q.Where(`NOT EXISTS (SELECT 1 FROM strata_incident AS hidden WHERE hidden.org_id = o.org_id AND hidden.number = o.incident_number
			AND hidden.readers <> '' AND hidden.readers NOT LIKE ? ESCAPE '!')`, r.pattern())
	}
}

// MayRead says whether the reader may see the incident with this number; also true when there is none.
func (db *database) MayRead(ctx context.Context, orgID, number int64, reader Reader) (bool, error) {
	var column string
	err := db.reader.NewSelect().Model((*incidentRow)(nil)).Column("readers").Where("org_id = ? AND number = ?", orgID, number).Scan(ctx, &column)
	if errors.Is(err, sql.ErrNoRows) {
		return true, nil
	}
	if err != nil {
		return false, db.problem(err)
	}
	return reader.MayRead(&incident.Incident{Readers: readersFromColumn(column)}), nil
}
