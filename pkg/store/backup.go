package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// MaxBackups is how many copies of a SQLite file there may be beside it.
const MaxBackups = 30

// Backup is a whole copy of a SQLite file, made while it was in use.
type Backup struct {
	Slot  int // 1, 2 …; its file is overwritten when its turn comes again
	Path  string
	At    time.Time
	Bytes int64
}

// BackupPath is where the copy of a slot is: strata.db has strata.backup-1.db and so on beside it.
func (c Config) BackupPath(slot int) string {
	extension := filepath.Ext(c.Path)
	return fmt.Sprintf("%s.backup-%d%s", strings.TrimSuffix(c.Path, extension), slot, extension)
}

// MakeBackup copies the database into the slot among keep ones that is free or oldest. Readers and writers go on meanwhile.
// Problems: no_backup (PostgreSQL), backup_running, backup_failed.
func (db *database) MakeBackup(ctx context.Context, keep int) (Backup, error) {
	if db.config.Kind == Postgres {
		return Backup{}, problem.New(problem.Refused, "no_backup", "Strata makes no copies of a PostgreSQL database.").Try("Use pg_dump or the backups of whoever runs it.")
	}
	if !db.backing.TryLock() {
		return Backup{}, problem.New(problem.Conflict, "backup_running", "A backup is being made.").Try("Wait until it is finished.")
	}
	defer db.backing.Unlock()
	made, err := db.Backups(ctx)
	if err != nil {
		return Backup{}, err
	}
	b := Backup{Slot: freeSlot(made, min(max(keep, 1), MaxBackups)), At: db.now()}
	if b.Path, err = filepath.Abs(db.config.BackupPath(b.Slot)); err != nil {
		return b, backupFailed(b, err)
	}
	if b.Bytes, err = db.copyTo(ctx, b.Path); err != nil {
		return b, backupFailed(b, err)
	}
	err = db.writeFile(ctx, "INSERT INTO strata_backup (slot, path, at, bytes) VALUES (?, ?, ?, ?) ON CONFLICT (slot) DO UPDATE SET path = EXCLUDED.path, at = EXCLUDED.at, bytes = EXCLUDED.bytes",
		b.Slot, b.Path, b.At.UnixMilli(), b.Bytes)
	return b, err
}

// freeSlot is the first that was never used, else the one used longest ago. A copy that broke off was not noted, so its slot is taken again.
func freeSlot(made []Backup, keep int) int {
	at := map[int]time.Time{}
	for _, b := range made {
		at[b.Slot] = b.At
	}
	best := 1
	for slot := 1; slot <= keep; slot++ {
		if at[slot].IsZero() {
			return slot
		}
		if at[slot].Before(at[best]) {
			best = slot
		}
	}
	return best
}

func backupFailed(b Backup, cause error) error {
	return problem.New(problem.Unavailable, "backup_failed", "The copy %s could not be made: %v.", b.Path, cause).
		Try("Check free space and permissions of the folder %s.", filepath.Dir(b.Path)).Because(cause)
}

// copyTo copies the database as it is at this moment, and looks whether the copy is whole.
func (db *database) copyTo(ctx context.Context, path string) (int64, error) {
	conn, err := db.reader.DB.Conn(ctx)
	if err != nil {
		return 0, err
	}
	err = conn.Raw(func(c any) error {
		source, ok := c.(interface {
			NewBackup(address string) (*sqlite.Backup, error)
		})
		if !ok {
			return fmt.Errorf("the connection is a %T", c)
		}
		backup, err := source.NewBackup(sqliteURI(path))
		if err != nil {
			return err
		}
		// All in one step: it reads one state of the database, and writers do not make it begin again.
		_, err = backup.Step(-1)
		return errors.Join(err, backup.Finish())
	})
	if err = errors.Join(err, conn.Close()); err != nil {
		return 0, err
	}
	return checkCopy(ctx, path)
}

// checkCopy gives the size of a copy that is whole.
func checkCopy(ctx context.Context, path string) (bytes int64, err error) {
	copied, err := sql.Open("sqlite", sqliteURI(path, "query_only(1)"))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, copied.Close()) }()
	verdict := ""
	if err := copied.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return 0, err
	}
	if verdict != "ok" {
		return 0, fmt.Errorf("the copy is not whole: %s", verdict)
	}
	err = copied.QueryRowContext(ctx, "SELECT p.page_count * s.page_size FROM pragma_page_count AS p, pragma_page_size AS s").Scan(&bytes)
	return bytes, err
}

// Backups lists the copies that were made and not overwritten since, the newest first.
func (db *database) Backups(ctx context.Context) (list []Backup, err error) {
	rows, err := db.reader.DB.QueryContext(ctx, "SELECT slot, path, at, bytes FROM strata_backup ORDER BY at DESC, slot")
	if err != nil {
		return nil, db.problem(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	list = []Backup{}
	for rows.Next() {
		var b Backup
		var at int64
		if err := rows.Scan(&b.Slot, &b.Path, &at, &b.Bytes); err != nil {
			return nil, db.problem(err)
		}
		b.At = fromMillis(at)
		list = append(list, b)
	}
	return list, db.problem(rows.Err())
}

// writeFile writes what belongs to the file and to no organisation.
func (db *database) writeFile(ctx context.Context, statement string, args ...any) error {
	select {
	case db.slot <- struct{}{}:
		defer func() { <-db.slot }()
	case <-ctx.Done():
		return db.problem(ctx.Err())
	}
	_, err := db.writer.DB.ExecContext(ctx, statement, args...)
	return db.noteWrite(err)
}
