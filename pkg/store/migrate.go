package store

import (
	"context"
	"embed"
	"io/fs"
	"slices"
	"time"

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
		goose.WithTableName("strata_schema"), goose.WithDisableGlobalRegistry(true), goose.WithGoMigrations(listsMigration(db.config.Kind), searchMigration(db.config.Kind)),
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

// Versions lists the versions of the schema, the oldest first.
func Versions(kind Kind) ([]int64, error) {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	versions := []int64{listsMigration(kind).Version, searchMigration(kind).Version}
	for _, f := range files {
		version, err := goose.NumericComponent(f)
		if err != nil {
			return nil, err
		}
		versions = append(versions, version)
	}
	slices.Sort(versions)
	return versions, nil
}

// MigrateTo brings the schema up or back to a version. It is for tests and for going back to an older version of the plugin by hand;
// the database must not be open.
func MigrateTo(ctx context.Context, c Config, version int64) error {
	db := &database{config: c, now: time.Now}
	opened := db.openSQLite
	if c.Kind == Postgres {
		opened = db.openPostgres
	}
	if err := opened(ctx); err != nil {
		return err
	}
	defer db.close()
	provider, err := db.migrations()
	if err != nil {
		return err
	}
	at, _, err := provider.GetVersions(ctx)
	if err != nil {
		return err
	}
	if at > version {
		_, err = provider.DownTo(ctx, version)
	} else {
		_, err = provider.UpTo(ctx, version)
	}
	return err
}
