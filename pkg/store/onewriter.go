package store

import (
	"context"
	"database/sql"
	"errors"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// lockOut keeps other processes from opening the same SQLite file: a file of its own beside it stays locked exclusively as long as
// this process lives, and the system takes the lock away when it dies, whatever way. Instances in one process share the database,
// so the lock is taken once. Problem: store_in_use.
func (db *database) lockOut(ctx context.Context, path string) error {
	pool, err := sql.Open("sqlite", sqliteURI(path+"-owner", "busy_timeout(2000)"))
	if err != nil {
		return sqliteProblem(path, err)
	}
	lock, err := limitPool(pool, 1).Conn(ctx)
	if err != nil {
		return sqliteProblem(path, errors.Join(err, pool.Close()))
	}
	if _, err := lock.ExecContext(ctx, "BEGIN EXCLUSIVE"); err != nil {
		if e, ok := errors.AsType[*sqlite.Error](err); ok && e.Code()&0xff == sqlite3.SQLITE_BUSY {
			err = problem.New(problem.Unavailable, "store_in_use", "Another process uses the SQLite file %s.", path).At("jsonData.path").
				Try("A SQLite file serves one Grafana. End the other one, give each its own file, or use PostgreSQL for several replicas.").Because(err)
		} else {
			err = sqliteProblem(path, err)
		}
		// What could not be locked need not be given back.
		_ = lock.Close()
		_ = pool.Close()
		return err
	}
	db.unlock = func() {
		// The end of the connection is the end of the lock.
		_ = lock.Close()
		_ = pool.Close()
	}
	return nil
}
