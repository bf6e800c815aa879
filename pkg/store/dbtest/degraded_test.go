package dbtest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// fill delivers alerts until one is refused, and gives the names of those that were answered.
func fill(t *testing.T, w *world, most int) (answered []string, refused error) {
	t.Helper()
	for i := range most {
		a := firing(fmt.Sprint("Alert", i), w.clock.now(), "service", fmt.Sprint("s", i), "padding", fmt.Sprintf("%02000d", i))
		if _, err := w.try(1, body(t, a)); err != nil {
			return answered, err
		}
		answered = append(answered, a.name)
	}
	return answered, nil
}

// wholeAfterFailure checks that what was answered is there, that nothing is half-written, and that reads work.
func wholeAfterFailure(t *testing.T, w *world, answered []string) {
	t.Helper()
	for _, name := range answered {
		if _, found, err := w.store.FindAlert(context.Background(), 1, store.AlertQuery{Labels: map[string]string{"alertname": name}}); err != nil || !found {
			t.Fatalf("%s was answered but is lost: %v", name, err)
		}
	}
	list := w.incidents(1, store.ListAll)
	if len(list) != len(answered) {
		t.Fatalf("%d incidents of %d answered alerts: something is half-written", len(list), len(answered))
	}
	for _, inc := range list {
		if err := incident.VerifyTimeline(w.timeline(1, inc.Number)); err != nil {
			t.Fatal(err)
		}
	}
}

func mustBeReadOnly(t *testing.T, w *world, err error, reason string) {
	t.Helper()
	p := problem.From(err)
	if p.Code != "store_read_only" || p.Kind != problem.Unavailable || p.Fix == "" {
		t.Fatalf("%+v", p)
	}
	why, since := w.store.Ill()
	if why == nil || since.IsZero() {
		t.Fatal("the store does not say that it is ill")
	}
	if err := w.store.Check(context.Background()); problem.From(err).Code != "store_read_only" {
		t.Fatalf("the check says %v", err)
	}
	t.Log(p.Message, reason)
}

func mustBeWell(t *testing.T, w *world, answered []string) {
	t.Helper()
	if err := w.store.Check(context.Background()); err != nil {
		t.Fatal(err)
	}
	if why, _ := w.store.Ill(); why != nil {
		t.Fatal(why)
	}
	w.send(1, firing("After", w.clock.now(), "service", "after"))
	wholeAfterFailure(t, w, append(answered, "After"))
}

// A limit on the pages of the file is what a full disk is to SQLite.
func TestFullFile(t *testing.T) {
	w := newWorld(t, store.Config{Kind: store.SQLite, Path: filepath.Join(t.TempDir(), "strata.db"), Pragmas: []string{"max_page_count(500)"}}, 1)
	// Room that is made later, as an administrator would make it on a disk.
	if _, err := raw(t, w.config).Exec("INSERT INTO strata_dead_letter (org_id, id, source_id, received_at, reason, body, truncated) VALUES (1, 0, '', 0, '', ?, FALSE)", strings.Repeat("x", 512<<10)); err != nil {
		t.Fatal(err)
	}
	answered, err := fill(t, w, 1000)
	mustBeReadOnly(t, w, err, "max_page_count")
	wholeAfterFailure(t, w, answered)
	if _, err := raw(t, w.config).Exec("DELETE FROM strata_dead_letter"); err != nil {
		t.Fatal(err)
	}
	mustBeWell(t, w, answered)
}

// As root a real disk is filled; others have the limit on pages above.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=3m", "strata-test", dir).CombinedOutput(); err != nil {
		t.Logf("no disk of its own can be mounted here: %s", out)
		return
	}
	defer func() {
		if out, err := exec.Command("umount", "-l", dir).CombinedOutput(); err != nil {
			t.Errorf("%v %s", err, out)
		}
	}()
	w := newWorld(t, store.Config{Kind: store.SQLite, Path: filepath.Join(dir, "strata.db")}, 1)
	defer w.close()
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	answered, err := fill(t, w, 5000)
	mustBeReadOnly(t, w, err, "tmpfs")
	wholeAfterFailure(t, w, answered)
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	mustBeWell(t, w, answered)
}

func TestPostgresGoneAndBack(t *testing.T) {
	server := ownServer(t)
	if server == nil {
		return
	}
	w := newWorld(t, store.Config{Kind: store.Postgres, DSN: server.DSN}, 1)
	defer w.close()
	answered, err := fill(t, w, 5)
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Down(); err != nil {
		t.Fatal(err)
	}
	_, err = w.try(1, body(t, firing("Lost", w.clock.now(), "service", "lost")))
	if problem.From(err).Kind != problem.Unavailable {
		t.Fatalf("%v", err)
	}
	if err := w.store.Check(context.Background()); problem.From(err).Code != "store_read_only" {
		t.Fatalf("%v", err)
	}
	backAgain(t, server, w)
	mustBeWell(t, w, answered)
}
