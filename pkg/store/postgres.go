package store

import (
	"context"
	"errors"
	"net"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

const (
	postgresReaders = 8
	// Ingest commits one group at a time; the others are for people.
	postgresWriters = 4
)

func (db *database) openPostgres(ctx context.Context) error {
	config, err := pgx.ParseConfig(db.config.DSN)
	if err != nil {
		// The driver's text may repeat the password, so it is neither shown nor logged.
		return problem.New(problem.Unavailable, "store_unavailable", "The PostgreSQL address cannot be read.").
			At("secureJsonData.dsn").Try("Write it as postgres://user:password@host:5432/database?sslmode=require.")
	}
	prepares := config.DefaultQueryExecMode // what the address asks for, else pgx's default
	// bun writes values into its statements, so preparing them would only fill the server's cache.
	config.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "strata"
	}
	db.reader = bun.NewDB(limitPool(stdlib.OpenDB(*config), postgresReaders), pgdialect.New())
	db.ready.off.Store(prepares != pgx.QueryExecModeCacheStatement || config.StatementCacheCapacity == 0)
	// Batches of rows come as arrays, which need the extended protocol. What is worth preparing is prepared by its text.
	config.DefaultQueryExecMode = pgx.QueryExecModeExec
	db.writer = bun.NewDB(limitPool(stdlib.OpenDB(*config), postgresWriters), pgdialect.New())
	if err := db.writer.PingContext(ctx); err != nil {
		db.close()
		return postgresProblem(db.config.Location(), err)
	}
	return nil
}

func postgresProblem(location string, cause error) error {
	reason := "it does not answer"
	if pgErr, ok := errors.AsType[*pgconn.PgError](cause); ok {
		reason = pgErr.Message
	} else if netErr, ok := errors.AsType[*net.OpError](cause); ok {
		reason = netErr.Err.Error()
	}
	return problem.New(problem.Unavailable, "store_unavailable", "%s cannot be used: %s.", location, reason).
		At("secureJsonData.dsn").Try("Check address, user, password and database in the plugin's settings, and that PostgreSQL runs.").Because(cause)
}
