package store

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// readyStatements has PostgreSQL keep the few statements ready that ingest repeats with other values: reading and planning one can take longer
// than running it. They belong to a connection, which a pooler such as PgBouncer may change between transactions; then they are given up.
type readyStatements struct {
	off atomic.Bool
}

// prepare does so once for each connection and text. pgx then finds the statement by its text.
func (r *readyStatements) prepare(ctx context.Context, c *pgx.Conn, text string) error {
	if r.off.Load() {
		return nil
	}
	_, err := c.Prepare(ctx, text, text)
	return err
}

// Codes of PostgreSQL for a statement that is not on the connection, is there already, or gives other columns since a table was changed.
var lostStatement = []string{"26000", "42P05", "0A000"}

// unprepare looks whether prepared statements are why a transaction failed. If so no more are made, and connections that may have some are closed.
func (db *database) unprepare(err error) bool {
	if e, ok := errors.AsType[*pgconn.PgError](err); !ok || !slices.Contains(lostStatement, e.Code) {
		return false
	}
	db.ready.off.Store(true)
	db.writer.SetMaxIdleConns(0) // closes those that nobody uses
	db.writer.SetMaxIdleConns(postgresWriters)
	return true
}
