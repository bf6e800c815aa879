package store

import (
	"context"
	"database/sql"
	"path/filepath"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	_ "modernc.org/sqlite" // registers the driver "sqlite"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

const (
	sqliteReaders = 4
	// cacheKiB is negative for SQLite to read it as KiB instead of pages.
	cacheKiB = "cache_size(-16384)"
	// readCacheKiB is for each reader; what they share is the system's own cache of the file.
	readCacheKiB = "cache_size(-4096)"
	// checkpointPages is 16 MiB of 4 KiB pages; the default of 4 MiB would copy the log back too often in an alert storm.
	checkpointPages = "wal_autocheckpoint(4096)"
)

// openSQLite opens one connection for writing, which waits for the disk at each commit, and a pool that can only read.
func (db *database) openSQLite(ctx context.Context) error {
	path, err := filepath.Abs(db.config.Path)
	if err != nil {
		return sqliteProblem(db.config.Path, err)
	}
	if err := db.lockOut(ctx, path); err != nil {
		return err
	}
	writer, err := sql.Open("sqlite", sqliteURI(path, append([]string{
		"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", cacheKiB, checkpointPages,
	}, db.config.Pragmas...)...))
	if err != nil {
		db.close()
		return sqliteProblem(path, err)
	}
	db.writer = bun.NewDB(limitPool(writer, 1), sqlitedialect.New())
	if err := db.writer.PingContext(ctx); err != nil {
		db.close()
		return sqliteProblem(path, err)
	}
	reader, err := sql.Open("sqlite", sqliteURI(path, "busy_timeout(5000)", "query_only(1)", readCacheKiB))
	if err != nil {
		db.close()
		return sqliteProblem(path, err)
	}
	db.reader = bun.NewDB(limitPool(reader, sqliteReaders), sqlitedialect.New())
	return nil
}

func sqliteProblem(path string, cause error) error {
	return problem.New(problem.Unavailable, "store_unavailable", "The SQLite file %s cannot be opened: %v.", path, cause).
		At("jsonData.path").
		Try("Create the folder %s and let the user that runs Grafana write to it, or set another path in the plugin's settings.", filepath.Dir(path)).
		Because(cause)
}
