package dbtest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// replicas are two Strata that know nothing of each other beside the PostgreSQL that they share: the name in the address keeps
// them from sharing a store inside this process.
func replicas(t *testing.T, policy incident.Policy, test func(both []*world, c *clock)) {
	each(t, func(t *testing.T, config store.Config) {
		if config.Kind != store.Postgres {
			t.Log("SQLite has one process by design")
			return
		}
		c := newClock()
		var both []*world
		for _, name := range []string{"one", "two"} {
			own := config
			own.DSN += "&application_name=" + name
			both = append(both, worldWith(t, own, c, policy, 1))
		}
		if both[0].store.Location() == "" || both[0].store == both[1].store {
			t.Fatal("the replicas share a store")
		}
		test(both, c)
	})
}

// side runs something n times in both replicas at once.
func side(both []*world, n int, do func(w *world, i int) error) error {
	var all sync.WaitGroup
	failures := make(chan error, 2*n)
	for _, w := range both {
		for i := range n {
			all.Go(func() {
				if err := do(w, i); err != nil {
					failures <- err
				}
			})
		}
	}
	all.Wait()
	close(failures)
	return <-failures
}

// Pairs of senders deliver the same to both replicas at once: one incident per group, each alert counted once.
func TestTwoReplicasUnderLoad(t *testing.T) {
	replicas(t, incident.Policy{}, func(both []*world, c *clock) {
		const bodies, groups = 40, 4
		sent := make([][]byte, bodies)
		for i := range sent {
			sent[i] = body(t, firing(fmt.Sprint("A", i), c.now(), "service", fmt.Sprint("s", i%groups), "severity", "P1"))
		}
		err := side(both, bodies, func(w *world, i int) error {
			_, err := w.try(1, sent[i])
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range both {
			list := w.incidents(1, store.ListAll)
			if len(list) != groups {
				t.Fatalf("%d incidents, want %d", len(list), groups)
			}
			for _, inc := range list {
				if inc.FiringAlerts != bodies/groups || inc.TotalAlerts != bodies/groups {
					t.Errorf("incident %d counts %d of %d", inc.Number, inc.FiringAlerts, inc.TotalAlerts)
				}
				w.whole(inc.Number)
			}
		}
		if n := count(t, raw(t, both[0].config), "SELECT COUNT(*) FROM strata_occurrence WHERE org_id = 1"); n != bodies {
			t.Errorf("%d occurrences of %d alerts", n, bodies)
		}
	})
}

// Both replicas look for due timers at once, again and again: each happens once.
func TestTwoReplicasRingEachTimerOnce(t *testing.T) {
	policy := incident.Policy{ResolveDelay: map[incident.Severity]time.Duration{incident.P1: 5 * time.Minute}}
	replicas(t, policy, func(both []*world, c *clock) {
		const services = 12
		first := both[0]
		for i := range services {
			a := firing("Down", c.now(), "service", fmt.Sprint("s", i), "severity", "P1")
			first.send(1, a)
			if i%2 == 0 {
				if _, err := first.act(1, int64(i+1), incident.Acknowledge, incident.Action{By: "ann", For: time.Minute}); err != nil {
					t.Fatal(err)
				}
			} else {
				first.send(1, a.resolvedAt(c.now()))
			}
		}
		c.advance(10 * time.Minute)
		err := side(both, 6, func(w *world, _ int) error {
			return w.store.Write(context.Background(), 1, func(ctx context.Context, tx *store.Tx) error {
				_, err := w.engine.Tick(ctx, tx)
				return err
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, inc := range both[1].incidents(1, store.ListAll) {
			expired, ended := 0, 0
			for _, e := range both[1].timeline(1, inc.Number) {
				if e.Kind == incident.KindUnack {
					expired++
				}
				if e.Kind == incident.KindStatus && strings.Contains(e.Body, "All alerts are resolved") {
					ended++
				}
			}
			if acked := inc.Number%2 == 1; acked && (expired != 1 || ended != 0) || !acked && (expired != 0 || ended != 1) {
				t.Errorf("incident %d (%s): %d acknowledgements expired, %d times resolved", inc.Number, inc.Status, expired, ended)
			}
			both[1].whole(inc.Number)
		}
		if n := count(t, raw(t, first.config), "SELECT COUNT(*) FROM strata_timer WHERE org_id = 1"); n != 0 {
			t.Errorf("%d timers are left", n)
		}
	})
}
