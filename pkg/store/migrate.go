package store

import (
	"context"
	"embed"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema up to date. It refuses a schema that a newer version of the plugin has made.
func (db *database) migrate(ctx context.Context) error {
	provider, err := db.migrations()
	if err != nil {
		return db.migrationProblem(err)
	}
	found, known, err := provider.GetVersions(ctx)
	if err != nil {
		return db.migrationProblem(err)
	}
	if found > known {
		return problem.New(problem.Unavailable, "schema_newer", "The records in %s have schema %d, but this version of Strata knows only %d.", db.Location(), found, known).
			Try("Install the newer version of the plugin again.")
	}
	if _, err := provider.Up(ctx); err != nil {
		return db.migrationProblem(err)
	}
	return nil
}

func (db *database) migrations() (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{
		goose.WithTableName("strata_schema"), goose.WithDisableGlobalRegistry(true), goose.WithGoMigrations(listsMigration(db.config.Kind)),
		// Versions are given to those who work at the same time, so they may arrive in another order.
		goose.WithAllowOutofOrder(true),
	}
	if db.config.Kind != Postgres {
		return goose.NewProvider(goose.DialectSQLite3, db.writer.DB, files, options...)
	}
	// Several replicas may start at the same time.
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db.writer.DB, files, append(options, goose.WithSessionLocker(locker))...)
}

func (db *database) migrationProblem(cause error) error {
	return problem.New(problem.Unavailable, "store_unavailable", "The tables in %s cannot be created or brought up to date: %v.", db.Location(), cause).
		Try("Check that the database can be written and has free space.").Because(cause)
}
