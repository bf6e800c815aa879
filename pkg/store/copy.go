package store

import (
	"context"
	"reflect"

	"github.com/jackc/pgx/v5"
)

// copyRows is from how many rows on PostgreSQL's COPY is worth its round trips.
const copyRows = 64

// copyIn writes rows that are not there yet by PostgreSQL's COPY. PostgreSQL takes the first ones while later ones are made.
func copyIn[A, R any](ctx context.Context, tx transaction, s shape, list []A, convert func(A) (*R, error)) error {
	values := make([]any, 0, len(s.fields)) // of one row; encoded before the next one is asked for
	source := pgx.CopyFromSlice(len(list), func(i int) ([]any, error) {
		made, err := convert(list[i])
		if err != nil {
			return nil, err
		}
		values = s.appendValues(values[:0], reflect.ValueOf(made).Elem())
		if i == 0 {
			tx.show("COPY "+s.table+" VALUES (?, …)", values[0])
		}
		return values, nil
	})
	return tx.onPostgres(func(c *pgx.Conn) error {
		_, err := c.CopyFrom(ctx, pgx.Identifier{s.table}, s.columns, source)
		return err
	})
}
