package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// problem turns an error of the database into one for people. Problems of the domain pass unchanged.
func (db *database) problem(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*problem.Problem](err); ok {
		return err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return problem.New(problem.Unavailable, "cancelled", "The request ended before its records were written.").Try("Send it again.").Because(err)
	}
	if isDefect(err) {
		return err
	}
	return problem.New(problem.Unavailable, "store_unavailable", "The records in %s cannot be read or written right now.", db.Location()).
		Try("Check the database, its free space and its permissions; the page Settings shows the state of each part.").Because(err)
}

// isDefect tells errors in our own statements from trouble with the database.
func isDefect(err error) bool {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		primary := e.Code() & 0xff
		return primary == sqlite3.SQLITE_ERROR || primary == sqlite3.SQLITE_CONSTRAINT || primary == sqlite3.SQLITE_MISMATCH
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return !slices.Contains([]string{"08", "25", "28", "53", "57", "58"}, e.Code[:min(2, len(e.Code))])
	}
	return errors.Is(err, sql.ErrNoRows)
}

// mayTryAgain says that the same transaction may now succeed.
func (db *database) mayTryAgain(err error) bool { return isRetryable(err) || db.unprepare(err) }

// isRetryable says that another replica came first, or has changed a table, and the same transaction may now succeed.
func isRetryable(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	if !ok {
		return false
	}
	known := slices.Contains([]string{"40001", "40P01", copyRefused}, e.Code)
	return known || (e.Code == "23505" && strings.HasPrefix(e.TableName, "strata_"))
}
