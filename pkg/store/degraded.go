package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// illness is why nothing can be written at the moment. Reading goes on.
type illness struct {
	mu    sync.Mutex
	since time.Time
	why   *problem.Problem
}

func (i *illness) set(now time.Time, why *problem.Problem) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.why == nil {
		i.since = now
	}
	i.why = why
}

func (i *illness) clear() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.why = nil
}

// Ill says since when and why nothing can be written; nil while writing works.
func (db *database) Ill() (*problem.Problem, time.Time) {
	db.ill.mu.Lock()
	defer db.ill.mu.Unlock()
	return db.ill.why, db.ill.since
}

// noteWrite remembers that a write failed. Refusals of the domain and callers who left say nothing about the store, and a small
// write may find room where others do not, so only Probe says that the store is well again.
func (db *database) noteWrite(err error) error {
	if err == nil {
		return nil
	}
	if why := db.illnessOf(err); why != nil {
		db.ill.set(db.now(), why)
		return why
	}
	return db.problem(err)
}

// illnessOf names what keeps the database from being written; nil for other errors. Problem: store_read_only.
func (db *database) illnessOf(err error) *problem.Problem {
	reason, fix := "", ""
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		reason, fix = sqliteIllness(e.Code() & 0xff)
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		reason, fix = postgresIllness(e.Code)
	} else if isUnreachable(err) {
		reason, fix = "PostgreSQL does not answer", "Start it again, or check the network between Grafana and it"
	}
	if reason == "" {
		return nil
	}
	return problem.New(problem.Unavailable, "store_read_only", "Nothing can be written to %s: %s. What is there can be read as far as the store answers.", db.Location(), reason).
		Try("%s. Strata goes on by itself.", fix).Because(err)
}

func sqliteIllness(primary int) (reason, fix string) {
	switch primary {
	case sqlite3.SQLITE_FULL:
		return "the disk is full", "Make room on the disk"
	case sqlite3.SQLITE_READONLY:
		return "the file is read-only", "Let the user that runs Grafana write to the file and its folder"
	case sqlite3.SQLITE_IOERR:
		return "the disk reports an error", "Check the disk and the system's log"
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return "the file or its folder cannot be opened", "Let the user that runs Grafana write to the file and its folder"
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return "another program holds the file locked", "End what else has the file open"
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return "the file is damaged", "Restore a backup"
	default:
		return "", ""
	}
}

func postgresIllness(code string) (reason, fix string) {
	switch {
	case code == "53100":
		return "the disk of PostgreSQL is full", "Make room on its disk"
	case code == "25006":
		return "PostgreSQL is read-only", "Connect to the primary"
	case strings.HasPrefix(code, "53"):
		return "PostgreSQL is out of memory or connections", "Give it more, or end what uses them"
	case code == "57P01", code == "57P02", code == "57P03", strings.HasPrefix(code, "08"):
		return "PostgreSQL stops or starts", "Wait until it runs"
	case strings.HasPrefix(code, "58"):
		return "the disk of PostgreSQL reports an error", "Check its disk and its log"
	default:
		return "", ""
	}
}

func isUnreachable(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	return pgconn.Timeout(err) || pgconn.SafeToRetry(err) || isBroken(err)
}

// probeSize is what a delivery of some size needs with all its rows and indexes; a smaller write may find room where that does not.
const probeSize = 192 << 10

// Probe finds out whether an ill store can be written again, by a record of organisation 0, which is nobody's. It does nothing
// while the store is well.
func (db *database) Probe(ctx context.Context) error {
	if why, _ := db.Ill(); why == nil {
		return nil
	}
	letter := DeadLetter{ReceivedAt: db.now(), Reason: "probe", Body: strings.Repeat(".", probeSize)}
	err := db.Write(ctx, 0, func(ctx context.Context, tx *Tx) error { return tx.AddDeadLetter(ctx, letter) })
	if err != nil {
		return err
	}
	err = db.Write(ctx, 0, func(ctx context.Context, tx *Tx) error {
		_, err := tx.tx.NewRaw("DELETE FROM strata_dead_letter WHERE org_id = ?", tx.org).Exec(ctx)
		return err
	})
	if err == nil {
		db.ill.clear()
	}
	return err
}

// isBroken says that a connection ended in the middle of something.
func isBroken(err error) bool {
	if errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed) {
		return true
	}
	_, ok := errors.AsType[*net.OpError](err)
	return ok
}
