package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"
)

// bulkRows bounds how many rows one statement of PostgreSQL gets.
const bulkRows = 2000

// transaction is bun's, with a way to write many rows that suits the database: SQLite gets one prepared statement, run per
// row; PostgreSQL gets one statement with an array per column, and those that come together travel together.
type transaction struct {
	bun.Tx
	conn      *sql.Conn
	prepared  *preparedStatements // SQLite
	queue     *queue              // PostgreSQL
	types     *columnTypes        // PostgreSQL
	ready     *readyStatements    // PostgreSQL
	meanwhile *meanwhile          // nil where nothing runs beside
	watch     func(string)        // sees statements that do not pass through bun; nil in production
}

// preparedStatements live as long as the connection that they belong to.
type preparedStatements struct {
	conn   any
	byText map[string]driver.Stmt
}

// queue holds statements that have not been sent. What asks the database anything else sends them first.
type queue struct {
	batch pgx.Batch
	err   error // of a batch that was sent by something that could not say so
}

// NewSelect sends what waits, so that it is seen.
func (t transaction) NewSelect() *bun.SelectQuery { t.sendQuietly(); return t.Tx.NewSelect() }

// NewInsert sends what waits, so that rows stand in their order.
func (t transaction) NewInsert() *bun.InsertQuery { t.sendQuietly(); return t.Tx.NewInsert() }

// NewUpdate sends what waits, so that it is changed too.
func (t transaction) NewUpdate() *bun.UpdateQuery { t.sendQuietly(); return t.Tx.NewUpdate() }

// NewDelete sends what waits, so that it is deleted too.
func (t transaction) NewDelete() *bun.DeleteQuery { t.sendQuietly(); return t.Tx.NewDelete() }

// NewRaw sends what waits, so that it is seen.
func (t transaction) NewRaw(query string, args ...any) *bun.RawQuery {
	t.sendQuietly()
	return t.Tx.NewRaw(query, args...)
}

// sendQuietly keeps the error for the end of the transaction, which it has spoiled.
func (t transaction) sendQuietly() {
	_ = t.settle() // the end of the transaction says it again
	if t.queue != nil && t.queue.batch.Len() > 0 {
		t.queue.err = errors.Join(t.queue.err, t.send(context.Background()))
	}
}

// send brings the queued statements to PostgreSQL in one round trip.
func (t transaction) send(ctx context.Context) error {
	if err := t.settle(); err != nil {
		return err
	}
	if t.queue == nil || t.queue.batch.Len() == 0 {
		return nil
	}
	batch := t.queue.batch
	t.queue.batch = pgx.Batch{}
	return t.onPostgres(func(c *pgx.Conn) error {
		for _, q := range batch.QueuedQueries {
			if err := t.ready.prepare(ctx, c, q.SQL); err != nil {
				return err
			}
		}
		return c.SendBatch(ctx, &batch).Close()
	})
}

// onPostgres gives PostgreSQL's own connection to what database/sql has no words for.
func (t transaction) onPostgres(do func(*pgx.Conn) error) error {
	if err := t.settle(); err != nil {
		return err
	}
	return t.conn.Raw(func(c any) error {
		own, ok := c.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("the connection is a %T", c)
		}
		return do(own.Conn())
	})
}

// shape is how rows of one type are written.
type shape struct {
	table   string
	columns []string
	insert  string // up to the values
	casts   []string
	fields  []*schema.Field
}

func (t transaction) shapeOf(row reflect.Type) shape {
	table := t.Dialect().Tables().Get(row)
	s := shape{table: table.Name, fields: table.Fields}
	names := make([]string, len(table.Fields))
	for i, f := range table.Fields {
		names[i] = string(f.SQLName)
		s.columns = append(s.columns, f.Name)
		s.casts = append(s.casts, fmt.Sprintf("$%d::%s[]", i+1, arrayTypes[f.IndirectType.Kind()]))
	}
	s.insert = "INSERT INTO " + string(table.SQLName) + " (" + strings.Join(names, ", ") + ") "
	return s
}

// appendValues adds the values of one row, in the order of the columns.
func (s shape) appendValues(to []any, row reflect.Value) []any {
	for _, field := range s.fields {
		to = append(to, driverValue(row.FieldByIndex(field.Index)))
	}
	return to
}

// arrayTypes are the kinds of fields that rows have. PostgreSQL fits them to the column.
var arrayTypes = map[reflect.Kind]string{reflect.Int: "bigint", reflect.Int64: "bigint", reflect.String: "text", reflect.Bool: "boolean", reflect.Float64: "double precision"}

// upsert inserts rows or replaces the named columns of those that exist.
func upsert[R any](ctx context.Context, tx transaction, rows []*R, key string, columns []string) error {
	return insertRows(ctx, tx, rows, orReplace(key, columns))
}

// orReplace is the end of an upsert.
func orReplace(key string, columns []string) string {
	sets := make([]string, len(columns))
	for i, c := range columns {
		sets[i] = c + " = EXCLUDED." + c
	}
	return " ON CONFLICT (" + key + ") DO UPDATE SET " + strings.Join(sets, ", ")
}

// upsertAll inserts a row or replaces everything of it but its key.
func upsertAll[R any](ctx context.Context, tx transaction, row *R, key string) error {
	var columns []string
	for _, f := range tx.shapeOf(reflect.TypeFor[R]()).fields {
		if !f.IsPK {
			columns = append(columns, f.Name)
		}
	}
	return upsert(ctx, tx, []*R{row}, key, columns)
}

func insertMissing[R any](ctx context.Context, tx transaction, rows []*R) error {
	return insertRows(ctx, tx, rows, " ON CONFLICT DO NOTHING")
}

// insertRows writes rows in their order; end is what stands behind the values.
func insertRows[R any](ctx context.Context, tx transaction, rows []*R, end string) error {
	s := tx.shapeOf(reflect.TypeFor[R]())
	for part := range slices.Chunk(rows, bulkRows) {
		if err := tx.insert(ctx, s, tx.pack(s, reflect.ValueOf(part)), end); err != nil {
			return err
		}
	}
	return nil
}

// packed are rows as the database takes them: for SQLite the values of one row after the other, for PostgreSQL one array per column.
type packed struct {
	rows int
	flat []any
	cols []any
}

// pack needs no connection, so it may run beside a statement. rows is a slice of pointers to rows of the shape, not empty.
func (t transaction) pack(s shape, rows reflect.Value) packed {
	p := packed{rows: rows.Len()}
	if t.queue != nil {
		p.cols = arraysOf(s, rows)
		return p
	}
	p.flat = make([]any, 0, p.rows*len(s.fields))
	for i := range p.rows {
		p.flat = s.appendValues(p.flat, rows.Index(i).Elem())
	}
	return p
}

// insert writes packed rows.
func (t transaction) insert(ctx context.Context, s shape, p packed, end string) error {
	if err := t.settle(); err != nil {
		return err
	}
	if t.queue != nil {
		t.show(s.insert+"VALUES (?, …)"+end, reflect.ValueOf(p.cols[0]).Index(0).Interface())
		t.queue.batch.Queue(s.insert+"SELECT * FROM unnest("+strings.Join(s.casts, ", ")+")"+end, p.cols...)
		return nil
	}
	t.show(s.insert+"VALUES (?, …)"+end, p.flat[0])
	width := len(s.fields)
	text := s.insert + "VALUES (" + strings.TrimSuffix(strings.Repeat("?, ", width), ", ") + ")" + end
	return t.eachRow(ctx, text, width, p.rows, func(i int, args []driver.NamedValue) {
		for f, value := range p.flat[i*width : (i+1)*width] {
			args[f].Value = value
		}
	})
}

// show tells who watches of a statement with its first value, the organisation.
func (t transaction) show(statement string, first any) {
	if t.watch != nil {
		t.watch(strings.Replace(statement, "?", fmt.Sprint(first), 1))
	}
}

// eachRow runs one prepared statement of SQLite with the arguments of each row.
func (t transaction) eachRow(ctx context.Context, text string, width, rows int, fill func(row int, args []driver.NamedValue)) error {
	if err := t.settle(); err != nil {
		return err
	}
	args := make([]driver.NamedValue, width)
	for i := range args {
		args[i].Ordinal = i + 1
	}
	// The driver starts a goroutine per statement to watch a context that can end, so it is watched here.
	quiet := context.WithoutCancel(ctx)
	return t.conn.Raw(func(c any) error {
		statement, err := t.prepared.get(quiet, c, text)
		if err != nil {
			return err
		}
		run, ok := statement.(driver.StmtExecContext)
		if !ok {
			return fmt.Errorf("a statement is a %T", statement)
		}
		for row := range rows {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			fill(row, args)
			if _, err := run.ExecContext(quiet, args); err != nil {
				return err
			}
		}
		return nil
	})
}

// close gives back what SQLite keeps for the statements: it does not end a connection, and its page cache, before its last statement.
func (p *preparedStatements) close() {
	for _, statement := range p.byText {
		_ = statement.Close() // what it ran has said its error
	}
	p.conn, p.byText = nil, nil
}

func (p *preparedStatements) get(ctx context.Context, conn any, text string) (driver.Stmt, error) {
	if p.conn != conn {
		p.close()
		p.conn, p.byText = conn, map[string]driver.Stmt{}
	}
	if known, ok := p.byText[text]; ok {
		return known, nil
	}
	preparer, ok := conn.(driver.ConnPrepareContext)
	if !ok {
		return nil, fmt.Errorf("the connection is a %T", conn)
	}
	statement, err := preparer.PrepareContext(ctx, text)
	if err == nil {
		p.byText[text] = statement
	}
	return statement, err
}

// driverValue is an int64, string, bool or nil.
func driverValue(v reflect.Value) driver.Value {
	switch v.Kind() {
	case reflect.Int, reflect.Int64:
		return v.Int()
	case reflect.String:
		return v.String()
	case reflect.Bool:
		return v.Bool()
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return driverValue(v.Elem())
	default:
		return v.Interface()
	}
}

// arraysOf turns rows into one array per column.
func arraysOf(s shape, rows reflect.Value) []any {
	arrays := make([]any, len(s.fields))
	for f, field := range s.fields {
		values := reflect.MakeSlice(reflect.SliceOf(field.StructField.Type), rows.Len(), rows.Len())
		for i := range rows.Len() {
			values.Index(i).Set(rows.Index(i).Elem().FieldByIndex(field.Index))
		}
		arrays[f] = values.Interface()
	}
	return arrays
}
