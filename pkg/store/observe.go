package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"
)

// observer counts statements that failed, and shows each one to whoever watches.
type observer struct {
	kind  Kind
	watch func(statement string)
}

var _ bun.QueryHook = observer{}

// BeforeQuery does nothing.
func (observer) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }

// AfterQuery counts a failure of the database; nothing found and a caller who left are none.
func (o observer) AfterQuery(_ context.Context, e *bun.QueryEvent) {
	if o.watch != nil {
		o.watch(e.Query)
	}
	if e.Err == nil || errors.Is(e.Err, sql.ErrNoRows) || errors.Is(e.Err, sql.ErrTxDone) || errors.Is(e.Err, context.Canceled) {
		return
	}
	statementErrors.WithLabelValues(string(o.kind), e.Operation()).Inc()
}

// observe is called once per database, before its first statement.
func (db *database) observe() {
	o := observer{kind: db.config.Kind, watch: db.config.Watch}
	db.writer.AddQueryHook(o)
	db.reader.AddQueryHook(o)
}
