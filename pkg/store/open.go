package store

import (
	"context"
	"database/sql"
	"sync"
	"time"

	"github.com/uptrace/bun"
)

// Store is one user's share of a database. Close gives the share back; the last one closes the database.
type Store struct {
	*database
	closeOnce sync.Once
}

// database is open once per process, however many instances of the plugin use it.
type database struct {
	key    string
	config Config
	now    func() time.Time
	writer *bun.DB
	reader *bun.DB
	slot   chan struct{} // holds the one writer's turn
	wake   wakeups
	quiet  quietCache

	sources  sourceCache
	ill      illness
	backing  sync.Mutex         // one backup at a time
	unlock   func()             // gives a SQLite file free for other processes
	prepared preparedStatements // of SQLite's writer; used by who holds the slot
	types    columnTypes        // of PostgreSQL's tables
	ready    readyStatements    // of PostgreSQL's writers
	flusher  flusher            // of PostgreSQL

	users int // guarded by registry.mu
}

// registry holds the open databases of the process: Grafana makes one plugin instance per organisation and lets an
// old one live on beside its successor, but a SQLite file must have one writer.
var registry = struct {
	mu   sync.Mutex
	open map[string]*database
}{open: map[string]*database{}}

// Open opens the database, brings its schema up to date and checks that it can be written.
// Problems: store_unavailable, schema_newer (both Unavailable), with the reason and the fix.
func Open(ctx context.Context, c Config, now func() time.Time) (*Store, error) {
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	registry.mu.Lock()
	defer registry.mu.Unlock()
	db, ok := registry.open[key]
	if !ok {
		if db, err = open(ctx, c, now); err != nil {
			return nil, err
		}
		db.key = key
		registry.open[key] = db
	}
	db.users++
	return &Store{database: db}, nil
}

func open(ctx context.Context, c Config, now func() time.Time) (*database, error) {
	db := &database{config: c, now: now, slot: make(chan struct{}, 1)}
	var err error
	if c.Kind == Postgres {
		err = db.openPostgres(ctx)
	} else {
		err = db.openSQLite(ctx)
	}
	if err != nil {
		return nil, err
	}
	db.observe()
	if err := db.migrate(ctx); err != nil {
		db.close()
		return nil, err
	}
	return db, nil
}

// Close gives the share back. It may be called more than once.
func (s *Store) Close() {
	s.closeOnce.Do(func() {
		registry.mu.Lock()
		defer registry.mu.Unlock()
		s.users--
		if s.users == 0 {
			delete(registry.open, s.key)
			s.close()
		}
	})
}

func (db *database) close() {
	if db.unlock != nil {
		defer db.unlock()
	}
	if db.slot != nil {
		db.slot <- struct{}{} // the last write ends first
		db.prepared.close()
		<-db.slot
	}
	db.flusher.running.Wait()
	for _, pool := range []*bun.DB{db.writer, db.reader} {
		if pool != nil {
			// Nothing is lost when a pool fails to close: answers are sent only after commits.
			_ = pool.Close()
		}
	}
}

// Location says where the records are, without secrets.
func (db *database) Location() string { return db.config.Location() }

// Kind is the kind of database.
func (db *database) Kind() Kind { return db.config.Kind }

// Check proves that a write transaction can begin. It writes only when writing failed the last time, to see whether it still does.
func (db *database) Check(ctx context.Context) error {
	if err := db.Probe(ctx); err != nil {
		return err
	}
	tx, err := db.writer.BeginTx(ctx, nil)
	if err != nil {
		return db.noteWrite(err)
	}
	defer rollback(tx)
	var version int64
	if err := tx.NewRaw("SELECT MAX(version_id) FROM strata_schema").Scan(ctx, &version); err != nil {
		return db.noteWrite(err)
	}
	return nil
}

// rollback ends a transaction that was not committed; after a commit it does nothing.
func rollback(tx bun.Tx) {
	// The transaction is lost either way.
	_ = tx.Rollback()
}

func limitPool(pool *sql.DB, n int) *sql.DB {
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
	return pool
}
