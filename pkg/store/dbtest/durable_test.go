package dbtest

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/bench/pgserver"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// ownServer starts a PostgreSQL that may be stopped; nil when there is none.
func ownServer(t *testing.T, options ...string) *pgserver.Server {
	t.Helper()
	server, err := pgserver.Start(options...)
	if err != nil || !server.Own() {
		t.Logf("no PostgreSQL that may be stopped: %v", err)
		return nil
	}
	t.Cleanup(server.Stop)
	return server
}

// backAgain starts a stopped server, and returns when the store can write.
func backAgain(t *testing.T, server *pgserver.Server, w *world) {
	t.Helper()
	if err := server.Up(); err != nil {
		t.Fatal(err)
	}
	for until := time.Now().Add(20 * time.Second); w.store.Check(context.Background()) != nil && time.Now().Before(until); {
		time.Sleep(50 * time.Millisecond)
	}
}

// storm sends alerts with 16 senders until one is refused. The senders keep the queue filled, so that groups are committed before they are on the disk.
func storm(t *testing.T, w *world, round int, stop func()) (answered []string) {
	t.Helper()
	const senders, enough = 16, 150
	var mu sync.Mutex
	var all sync.WaitGroup
	var count atomic.Int64
	for sender := range senders {
		all.Go(func() {
			for i := 0; ; i++ {
				name := fmt.Sprintf("Alert-%d-%d-%d", round, sender, i)
				if _, err := w.try(1, body(t, firing(name, w.clock.now(), "service", name))); err != nil {
					return
				}
				mu.Lock()
				answered = append(answered, name)
				mu.Unlock()
				if count.Add(1) == enough {
					stop()
				}
			}
		})
	}
	all.Wait()
	return answered
}

// PostgreSQL's own writer of the log looks every 10 s only, so that what nobody waited for is lost when PostgreSQL is killed.
func TestWhatIsAnsweredSurvivesAKillOfPostgres(t *testing.T) {
	server := ownServer(t, "-c wal_writer_delay=10s -c wal_writer_flush_after=1GB")
	if server == nil {
		return
	}
	w := newWorld(t, store.Config{Kind: store.Postgres, DSN: server.DSN}, 1)
	defer w.close()
	var answered []string
	for round := range 3 {
		answered = append(answered, storm(t, w, round, func() {
			if err := server.Down(); err != nil {
				t.Error(err)
			}
		})...)
		backAgain(t, server, w)
	}
	for _, name := range answered {
		if _, found, err := w.store.FindAlert(context.Background(), 1, store.AlertQuery{Labels: map[string]string{"alertname": name}}); err != nil || !found {
			t.Fatalf("%s of %d was answered but is lost: %v", name, len(answered), err)
		}
	}
	for _, inc := range w.incidents(1, store.ListAll) {
		if err := incident.VerifyTimeline(w.timeline(1, inc.Number)); err != nil {
			t.Fatal(err)
		}
	}
}

// A transaction that another one follows is committed at once, and is on the disk when Durable says so.
func TestDurableWaitsForTheDisk(t *testing.T) {
	server := ownServer(t, "-c wal_writer_delay=10s -c wal_writer_flush_after=1GB")
	if server == nil {
		return
	}
	ctx := context.Background()
	w := newWorld(t, store.Config{Kind: store.Postgres, DSN: server.DSN}, 1)
	defer w.close()
	for _, more := range []bool{true, false} {
		letter := store.DeadLetter{SourceID: sourceID, ReceivedAt: w.clock.now(), Reason: fmt.Sprint("more ", more), Body: "{}"}
		durable, err := w.store.WriteSoon(ctx, 1, func() bool { return more }, func(ctx context.Context, tx *store.Tx) error {
			return tx.AddDeadLetter(ctx, letter)
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := durable(ctx); err != nil {
			t.Fatal(err)
		}
		if err := server.Down(); err != nil {
			t.Fatal(err)
		}
		backAgain(t, server, w)
		letters, err := w.store.DeadLetters(ctx, 1, sourceID, 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(letters) == 0 || letters[0].Reason != letter.Reason {
			t.Fatalf("with more %v the letter is lost: %+v", more, letters)
		}
	}
}
