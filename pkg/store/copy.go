package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"reflect"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

// copyRows is from how many rows on PostgreSQL's COPY is worth its round trips.
const copyRows = 64

// copyRefused is PostgreSQL's code for values of a COPY that do not have the column's type; those of the table are then asked for again.
const copyRefused = "22P03"

// columnTypes keeps which types PostgreSQL's columns have, so that each table is asked for once.
type columnTypes struct {
	mu      sync.Mutex
	byTable map[string][]uint32
}

// of gives the types of a shape's columns, in its order. It is not locked while it asks: the connection may first have to finish what runs
// meanwhile, which asks here too.
func (k *columnTypes) of(ctx context.Context, tx transaction, s shape) ([]uint32, error) {
	if known := k.known(s.table); known != nil {
		return known, nil
	}
	var types []uint32
	err := tx.onPostgres(func(c *pgx.Conn) error {
		described, err := c.PgConn().Prepare(ctx, "", "SELECT "+s.names()+" FROM "+pgx.Identifier{s.table}.Sanitize(), nil)
		if err != nil {
			return err
		}
		for _, field := range described.Fields {
			types = append(types, field.DataTypeOID)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.byTable == nil {
		k.byTable = map[string][]uint32{}
	}
	k.byTable[s.table] = types
	return types, nil
}

func (k *columnTypes) known(table string) []uint32 {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.byTable[table]
}

// forget is called after a COPY that was refused: another version of Strata may have changed a table.
func (k *columnTypes) forget(table string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.byTable, table)
}

func (s shape) names() string {
	quoted := make([]string, len(s.columns))
	for i, c := range s.columns {
		quoted[i] = pgx.Identifier{c}.Sanitize()
	}
	return strings.Join(quoted, ", ")
}

// What begins and ends a COPY in PostgreSQL's binary format (COPY, "Binary Format", in its manual): signature, flags and the length of
// an extension; then rows; then a row of -1 columns.
const (
	copyBegin = "PGCOPY\n\377\r\n\000" + "\000\000\000\000" + "\000\000\000\000"
	copyEnd   = "\377\377"
)

// appendRow adds one row: the count of its columns, and of each its length in bytes (-1 for NULL) and its value.
func (s shape) appendRow(to []byte, types []uint32, row reflect.Value) ([]byte, error) {
	to = binary.BigEndian.AppendUint16(to, uint16(len(s.fields))) //nolint:gosec // a table has far fewer columns
	for i, field := range s.fields {
		var err error
		if to, err = appendColumn(to, types[i], row.FieldByIndex(field.Index)); err != nil {
			return nil, fmt.Errorf("column %s of %s: %w", field.Name, s.table, err)
		}
	}
	return to, nil
}

const null = math.MaxUint32 // -1 as a length

func appendColumn(to []byte, of uint32, v reflect.Value) ([]byte, error) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return binary.BigEndian.AppendUint32(to, null), nil
		}
		v = v.Elem()
	}
	switch {
	case of == pgtype.TextOID && v.Kind() == reflect.String:
		text := v.String()
		to = binary.BigEndian.AppendUint32(to, uint32(len(text))) //nolint:gosec // texts are bounded far below
		return append(to, text...), nil
	case of == pgtype.Int8OID && v.CanInt():
		to = binary.BigEndian.AppendUint32(to, 8)
		return binary.BigEndian.AppendUint64(to, uint64(v.Int())), nil //nolint:gosec // its bits
	case of == pgtype.Int4OID && v.CanInt() && int64(int32(v.Int())) == v.Int(): //nolint:gosec // that is what is asked
		to = binary.BigEndian.AppendUint32(to, 4)
		return binary.BigEndian.AppendUint32(to, uint32(v.Int())), nil //nolint:gosec // its bits
	case of == pgtype.BoolOID && v.Kind() == reflect.Bool:
		to = binary.BigEndian.AppendUint32(to, 1)
		if v.Bool() {
			return append(to, 1), nil
		}
		return append(to, 0), nil
	default:
		return nil, fmt.Errorf("a %s does not fit PostgreSQL's type %d", v.Kind(), of)
	}
}

// copied reads the parts of a COPY as they are made.
type copied struct {
	parts <-chan part
	rest  []byte
	err   error // why a part could not be made
	ended bool
}

func (c *copied) Read(to []byte) (int, error) {
	for len(c.rest) == 0 {
		if c.ended {
			return 0, io.EOF
		}
		made, ok := <-c.parts
		switch {
		case !ok:
			c.rest, c.ended = []byte(copyEnd), true
		case made.err != nil:
			c.err = made.err
			return 0, made.err
		default:
			c.rest = made.copy
		}
	}
	n := copy(to, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

// copyIn writes rows that are not there yet by PostgreSQL's COPY. PostgreSQL takes the first ones while later ones are made.
func (t transaction) copyIn(ctx context.Context, s shape, parts <-chan part) error {
	source := &copied{parts: parts, rest: []byte(copyBegin)}
	err := t.onPostgres(func(c *pgx.Conn) error {
		_, err := c.PgConn().CopyFrom(ctx, source, "COPY "+pgx.Identifier{s.table}.Sanitize()+" ("+s.names()+") FROM STDIN BINARY")
		return err
	})
	if err != nil {
		t.types.forget(s.table)
	}
	if source.err != nil {
		return source.err // PostgreSQL only says that the client gave up
	}
	return err
}
