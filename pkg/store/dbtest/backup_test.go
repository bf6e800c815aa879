package dbtest

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// A copy is opened as a store; all that was answered before it began is in it.
func TestBackupIsAWholeStore(t *testing.T) {
	w := newWorld(t, store.Config{Kind: store.SQLite, Path: filepath.Join(t.TempDir(), "strata.db")}, 1)
	for i := range 30 {
		w.send(1, firing(fmt.Sprint("Before", i), w.clock.now(), "service", fmt.Sprint("s", i)))
	}
	var writer sync.WaitGroup
	stop := make(chan struct{})
	writer.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			if _, err := w.try(1, body(t, firing(fmt.Sprint("During", i), w.clock.now(), "service", fmt.Sprint("d", i%5)))); err != nil {
				t.Error(err)
				return
			}
		}
	})
	b, err := w.store.MakeBackup(context.Background(), 2)
	close(stop)
	writer.Wait()
	if err != nil || b.Slot != 1 || b.Bytes == 0 || b.Path != w.config.BackupPath(1) {
		t.Fatalf("%+v %v", b, err)
	}
	copied := newWorld(t, store.Config{Kind: store.SQLite, Path: b.Path}, 1)
	for i := range 30 {
		inc := copied.incident(1, int64(i+1))
		if err := incident.VerifyTimeline(copied.timeline(1, inc.Number)); err != nil {
			t.Fatal(err)
		}
	}
	if got := found(t, copied, store.Filter{State: store.ListAll, Words: "before7"}); len(got) != 1 {
		t.Fatalf("the copy's search finds %v", got)
	}
	copied.send(1, firing("New", copied.clock.now(), "service", "new"))
}

func TestBackupsAreARing(t *testing.T) {
	w := newWorld(t, store.Config{Kind: store.SQLite, Path: filepath.Join(t.TempDir(), "strata.db")}, 1)
	var slots []int
	for i := range 5 {
		w.send(1, firing(fmt.Sprint("A", i), w.clock.now(), "service", fmt.Sprint("s", i)))
		b, err := w.store.MakeBackup(context.Background(), 3)
		if err != nil {
			t.Fatal(err)
		}
		slots = append(slots, b.Slot)
		w.clock.advance(time.Hour)
	}
	if fmt.Sprint(slots) != "[1 2 3 1 2]" {
		t.Fatal(slots)
	}
	made, err := w.store.Backups(context.Background())
	if err != nil || len(made) != 3 || made[0].Slot != 2 || made[2].Slot != 3 {
		t.Fatalf("%+v %v", made, err)
	}
	newest := newWorld(t, store.Config{Kind: store.SQLite, Path: made[0].Path}, 1)
	if list := newest.incidents(1, store.ListAll); len(list) != 5 {
		t.Fatalf("%d incidents", len(list))
	}
	files, err := filepath.Glob(filepath.Join(filepath.Dir(w.config.Path), "strata.backup-*.db"))
	if err != nil || len(files) != 3 {
		t.Fatalf("%v %v", files, err)
	}
}

func TestPostgresIsBackedUpByOthers(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		_, err := w.store.MakeBackup(context.Background(), 1)
		if code := problem.From(err).Code; err != nil && (config.Kind == store.SQLite || code != "no_backup") {
			t.Fatal(err)
		}
		if err == nil && config.Kind == store.Postgres {
			t.Fatal("a copy of PostgreSQL was made")
		}
	})
}
