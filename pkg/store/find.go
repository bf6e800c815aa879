package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
)

// anyOf is the condition that a column has one of the values of a list, which find gets as one argument.
func (t transaction) anyOf(column string) string {
	if t.queue != nil {
		return column + " = wanted.value"
	}
	return column + " IN (SELECT value FROM json_each(?))"
}

// oneByOne has PostgreSQL look each value of a list up by itself, by the index. Left to itself it weighs the length of the list and what it
// knows of the table, and then reads a source's whole table for a list of new fingerprints. OFFSET keeps it from taking the query apart.
func oneByOne(query string, place int, list any) string {
	of := arrayTypes[reflect.TypeOf(list).Elem().Kind()]
	return fmt.Sprintf("SELECT found.* FROM unnest($%d::%s[]) AS wanted (value) CROSS JOIN LATERAL (%s OFFSET 0) AS found", place, of, query)
}

// find reads whole rows of one table inside the transaction. where has a question mark per argument; an argument is a value or,
// for the one anyOf, a list. SQLite keeps the statement prepared, so where must be one of few texts.
func find[R any](ctx context.Context, tx transaction, where string, args ...any) ([]*R, error) {
	if err := tx.send(ctx); err != nil {
		return nil, err
	}
	table := tx.Dialect().Tables().Get(reflect.TypeFor[R]())
	names := make([]string, len(table.Fields))
	for i, f := range table.Fields {
		names[i] = string(f.SQLName)
	}
	query := "SELECT " + strings.Join(names, ", ") + " FROM " + string(table.SQLName) + " AS " + table.Alias + " WHERE " + where
	tx.show(query, args[0])
	var rows []*R
	// fresh adds a row and gives the places of its columns.
	fresh := func() (places []reflect.Value) {
		row := new(R)
		rows = append(rows, row)
		value := reflect.ValueOf(row).Elem()
		for _, f := range table.Fields {
			places = append(places, value.FieldByIndex(f.Index))
		}
		return places
	}
	if tx.queue != nil {
		err := tx.findPostgres(ctx, query, args, fresh)
		return rows, err
	}
	err := tx.findSQLite(ctx, query, args, len(names), fresh)
	return rows, err
}

func (t transaction) findSQLite(ctx context.Context, query string, args []any, width int, fresh func() []reflect.Value) error {
	named := make([]driver.NamedValue, len(args))
	for i, a := range args {
		named[i] = driver.NamedValue{Ordinal: i + 1, Value: a}
		if reflect.TypeOf(a).Kind() == reflect.Slice {
			list, err := toJSON(a)
			if err != nil {
				return err
			}
			named[i].Value = list
		}
	}
	quiet := context.WithoutCancel(ctx)
	return t.conn.Raw(func(c any) error {
		statement, err := t.prepared.get(quiet, c, query)
		if err != nil {
			return err
		}
		run, ok := statement.(driver.StmtQueryContext)
		if !ok {
			return fmt.Errorf("a statement is a %T", statement)
		}
		found, err := run.QueryContext(quiet, named)
		if err != nil {
			return err
		}
		return errors.Join(readAll(found, width, fresh), found.Close())
	})
}

func readAll(found driver.Rows, width int, fresh func() []reflect.Value) error {
	values := make([]driver.Value, width)
	for {
		err := found.Next(values)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		for i, place := range fresh() {
			if err := put(place, values[i]); err != nil {
				return err
			}
		}
	}
}

// put sets a field of a row from what SQLite's driver gives for its column.
func put(place reflect.Value, v driver.Value) error {
	if v == nil {
		return nil
	}
	if place.Kind() == reflect.Pointer {
		place.Set(reflect.New(place.Type().Elem()))
		place = place.Elem()
	}
	switch x := v.(type) {
	case int64:
		if place.Kind() == reflect.Bool {
			place.SetBool(x != 0)
			return nil
		}
		if place.CanInt() {
			place.SetInt(x)
			return nil
		}
	case string:
		if place.Kind() == reflect.String {
			place.SetString(x)
			return nil
		}
	case bool:
		if place.Kind() == reflect.Bool {
			place.SetBool(x)
			return nil
		}
	case float64:
		if place.CanFloat() {
			place.SetFloat(x)
			return nil
		}
	}
	return fmt.Errorf("a column of kind %T does not fit a field of kind %s", v, place.Kind())
}

func (t transaction) findPostgres(ctx context.Context, query string, args []any, fresh func() []reflect.Value) error {
	list := -1
	for i, a := range args {
		if reflect.TypeOf(a).Kind() == reflect.Slice {
			list = i
		} else {
			query = strings.Replace(query, "?", "$"+strconv.Itoa(i+1), 1)
		}
	}
	if list >= 0 {
		query = oneByOne(query, list+1, args[list])
	}
	return t.onPostgres(func(c *pgx.Conn) error {
		if err := t.ready.prepare(ctx, c, query); err != nil {
			return err
		}
		found, err := c.Query(ctx, query, args...)
		if err != nil {
			return err
		}
		defer found.Close()
		for found.Next() {
			places := fresh()
			pointers := make([]any, len(places))
			for i, p := range places {
				pointers[i] = p.Addr().Interface()
			}
			if err := found.Scan(pointers...); err != nil {
				return err
			}
		}
		return found.Err()
	})
}
