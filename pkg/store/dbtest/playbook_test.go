package dbtest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/playbook"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// builtInCatalog is read once for all tests: none may change it.
var builtInCatalog = sync.OnceValues(catalog.Load)

// practised runs a test on an open P0 with the built-in playbooks and one channel.
func practised(t *testing.T, test func(w *world, b *playbook.Book, a alert)) {
	t.Helper()
	loaded, err := builtInCatalog()
	if err != nil {
		t.Fatal(err)
	}
	book := playbook.New(playbook.Options{Practice: loaded.Practice, Channels: []string{"ops"}})
	each(t, func(t *testing.T, config store.Config) {
		w := worldWith(t, config, newClock(), incident.Policy{Practice: book}, 1)
		a := firing("Down", w.clock.now(), "service", "cart", "severity", "P0")
		w.send(1, a)
		test(w, book, a)
	})
}

// stepsDone counts how often each step was done.
func (w *world) stepsDone(number int64) map[string]int {
	w.t.Helper()
	out := map[string]int{}
	for _, e := range w.timeline(1, number) {
		if e.Kind != playbook.KindEscalated {
			continue
		}
		steps, ok := e.Data["steps"].([]any)
		if !ok || len(steps) == 0 {
			w.t.Fatalf("an entry without steps: %+v", e)
		}
		for _, s := range steps {
			out[fmt.Sprint(s)]++
		}
	}
	return out
}

func (w *world) must(do func(ctx context.Context, tx *store.Tx) error) {
	w.t.Helper()
	if err := w.store.Write(context.Background(), 1, do); err != nil {
		w.t.Fatal(err)
	}
}

func TestStepsOutliveARestart(t *testing.T) {
	practised(t, func(w *world, b *playbook.Book, _ alert) {
		w.close()
		again := worldWith(w.t, w.config, w.clock, incident.Policy{Practice: b}, 1)
		again.clock.advance(5 * time.Minute)
		again.tick()
		again.tick()
		got := again.stepsDone(1)
		if got["primary"] != 2 || got["commander"] != 1 || got["secondary"] != 1 || got["service-owner"] != 0 {
			again.t.Fatalf("%v", got)
		}
		if inc := again.incident(1, 1); inc.Escalation.Playbook != "p0" || !inc.UpdateDue.Equal(again.clock.now().Add(10*time.Minute)) {
			again.t.Fatalf("%+v", inc)
		}
		again.do(1, incident.Acknowledge)
		again.clock.advance(time.Hour)
		for range 5 {
			again.tick()
			again.clock.advance(30 * time.Minute)
		}
		if got = again.stepsDone(1); got["primary"] != 2 || got["executive"] != 1 {
			again.t.Fatalf("%v", got)
		}
		again.whole(1)
	})
}

// Two replicas look at the same timers all the time, and each has several goroutines that do.
func TestTwoReplicasDoEachStepOnce(t *testing.T) {
	practised(t, func(w *world, b *playbook.Book, _ alert) {
		second, err := store.Open(context.Background(), w.config, w.clock.now)
		if err != nil {
			w.t.Fatal(err)
		}
		defer second.Close()
		for range 14 {
			w.clock.advance(5 * time.Minute)
			var all sync.WaitGroup
			for i := range 6 {
				db := []*store.Store{w.store, second}[i%2]
				engine := incident.NewEngine(w.clock.now, incident.Policy{Practice: b})
				all.Go(func() {
					err := db.Write(context.Background(), 1, func(ctx context.Context, tx *store.Tx) error {
						_, err := engine.Tick(ctx, tx)
						return err
					})
					if err != nil {
						w.t.Error(err)
					}
				})
			}
			all.Wait()
		}
		want := map[string]int{"primary": 3, "commander": 1, "secondary": 1, "service-owner": 1, "engineering-manager": 1, "head-of-engineering": 1, "customer-lead": 1, "executive": 1}
		got := w.stepsDone(1)
		for id, n := range want {
			if got[id] != n {
				w.t.Errorf("%s was done %d times, want %d", id, got[id], n)
			}
		}
		if notices := count(w.t, raw(w.t, w.config), "SELECT COUNT(*) FROM strata_outbox WHERE org_id = 1"); notices != 8 { // texts, and one reminder
			w.t.Errorf("%d notices", notices)
		}
		w.whole(1)
	})
}

func TestRolesAndMessagesAreKept(t *testing.T) {
	practised(t, func(w *world, b *playbook.Book, _ alert) {
		assign := func(role, login string) {
			w.must(func(ctx context.Context, tx *store.Tx) error {
				_, err := b.Assign(ctx, w.engine, tx, 1, role, login, "ann")
				return err
			})
		}
		assign("commander", "ann")
		assign("expert", "ben")
		w.clock.advance(time.Minute)
		assign("commander", "cleo")
		assign("commander", "cleo")
		w.must(func(ctx context.Context, tx *store.Tx) error {
			_, err := b.Release(ctx, w.engine, tx, 1, "expert", "ben", "ann")
			return err
		})
		roles, err := w.store.Roles(context.Background(), 1, 1)
		if err != nil || len(roles) != 1 || roles[0].Login != "cleo" || roles[0].By != "ann" || w.incident(1, 1).Commander != "cleo" {
			w.t.Fatalf("%v %+v", err, roles)
		}
		if n := count(w.t, raw(w.t, w.config), "SELECT COUNT(*) FROM strata_role_assignment WHERE org_id = 1"); n != 3 {
			w.t.Errorf("%d assignments are on record", n)
		}

		var ids []int64
		for range 3 { // a retry
			w.must(func(ctx context.Context, tx *store.Tx) error {
				m, _, err := b.Post(ctx, w.engine, tx, 1, "form-0001", "ann", playbook.Text{Body: "Still looking, 100 % sure."})
				if err == nil {
					ids = append(ids, m.ID)
				}
				return err
			})
		}
		messages, err := w.store.Messages(context.Background(), 1, 1)
		if err != nil || len(messages) != 2 || ids[0] != ids[2] || messages[0].State != incident.MessageSent || messages[0].Channels[0] != "ops" {
			w.t.Fatalf("%v %+v", err, messages)
		}
		if draft := messages[1]; draft.State != incident.MessageDraft || draft.Audience != incident.External || draft.WrittenBy != "" {
			w.t.Errorf("%+v", draft)
		}
		if due := w.incident(1, 1).UpdateDue; !due.Equal(w.clock.now().Add(15 * time.Minute)) {
			w.t.Errorf("the next update is due at %s", due)
		}
		w.whole(1)
	})
}

// What a person is told by a merge: the incident that stays goes on, the other one is silent.
func TestMergedIncidentsTellNobody(t *testing.T) {
	practised(t, func(w *world, _ *playbook.Book, _ alert) {
		w.send(1, firing("Slow", w.clock.now(), "service", "pay", "severity", "P2"))
		w.do(1, incident.MergeInto{Number: 2})
		if inc := w.incident(1, 2); inc.Severity != incident.P0 || inc.Escalation.Playbook != "p0" {
			w.t.Fatalf("%+v", inc)
		}
		before := len(w.timeline(1, 1))
		w.clock.advance(6 * time.Minute)
		w.tick()
		if got := len(w.timeline(1, 1)); got != before {
			w.t.Errorf("%d entries in the merged one", got-before)
		}
		if got := w.stepsDone(2); got["secondary"] != 1 || got["commander"] != 1 {
			w.t.Errorf("%v", got)
		}
		w.whole(1)
		w.whole(2)
	})
}
