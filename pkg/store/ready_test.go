package store

import (
	"context"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/bench/pgserver"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// openPostgresOf opens a store on a new PostgreSQL, with further options in its address; nil when there is none.
func openPostgresOf(t *testing.T, options string) *Store {
	t.Helper()
	server, err := pgserver.Start()
	if err != nil {
		t.Logf("NOT TESTED, no PostgreSQL: %v", err)
		return nil
	}
	t.Cleanup(server.Stop)
	s, err := Open(context.Background(), Config{Kind: Postgres, DSN: server.DSN + options}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// onWriters gives every connection that writes to a function, without the driver's knowing.
func onWriters(t *testing.T, s *Store, do func(bun.Conn) error) {
	t.Helper()
	conns := make([]bun.Conn, postgresWriters)
	for i := range conns {
		var err error
		if conns[i], err = s.writer.Conn(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range conns {
		if err := do(c); err != nil {
			t.Fatal(err)
		}
		_ = c.Close() // gives it back to the pool
	}
}

func countPrepared(t *testing.T, s *Store) (sum int) {
	t.Helper()
	onWriters(t, s, func(c bun.Conn) error {
		n := 0
		err := c.QueryRowContext(t.Context(), "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'stmt_%'").Scan(&n)
		sum += n
		return err
	})
	return sum
}

func lookUp(t *testing.T, s *Store) {
	t.Helper()
	err := s.Write(t.Context(), 1, func(ctx context.Context, tx *Tx) error {
		_, err := tx.Alerts(ctx, []incident.AlertKey{{SourceID: "prometheus", Fingerprint: "f"}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A pooler such as PgBouncer gives each transaction any connection of the server, where statements that were prepared on another one are not known.
func TestWritesGoOnWithoutTheirPreparedStatements(t *testing.T) {
	s := openPostgresOf(t, "")
	if s == nil {
		return
	}
	lookUp(t, s)
	if countPrepared(t, s) == 0 {
		t.Fatal("nothing is prepared, so there is nothing to lose")
	}
	onWriters(t, s, func(c bun.Conn) error {
		_, err := c.ExecContext(t.Context(), "DEALLOCATE ALL")
		return err
	})
	for range 3 {
		lookUp(t, s)
	}
	if n := countPrepared(t, s); n != 0 {
		t.Errorf("%d statements were prepared again", n)
	}
}

func TestTheAddressCanForbidPreparedStatements(t *testing.T) {
	for _, options := range []string{"&statement_cache_capacity=0", "&default_query_exec_mode=exec"} {
		s := openPostgresOf(t, options)
		if s == nil {
			return
		}
		lookUp(t, s)
		if n := countPrepared(t, s); n != 0 {
			t.Errorf("%s: %d statements are prepared", options, n)
		}
	}
}
