package dbtest

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/review"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// An action falls overdue: its owner is told once, then once per interval, then never again; two replicas and a restart change nothing.
func TestOwnersAreRemindedOnce(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		w.send(1, firing("Down", w.clock.now(), "service", "cart"))
		w.start(1)
		remind := func() review.Desk {
			d := w.desk()
			d.Policy.Reminders = review.Reminders{Channels: []string{"chat"}, Every: 72 * time.Hour, Most: 2}
			return d
		}
		due := w.clock.now().Add(24 * time.Hour)
		in := review.ActionInput{Title: "Limit retries", Type: review.Prevent, Priority: "high", State: review.ActionOpen, Owner: "ann", DueAt: due}
		var action *review.Action
		w.reviewed(func(ctx context.Context, _ review.Desk, tx *store.Tx) error {
			var err error
			action, err = remind().AddAction(ctx, tx, 1, "ed", in)
			return err
		})
		db := raw(t, config)
		told := func() int {
			return count(t, db, "SELECT COUNT(*) FROM strata_outbox WHERE org_id = 1 AND destination = 'chat' AND payload LIKE '%action_overdue%'")
		}
		look := func() {
			t.Helper()
			if orgs, err := w.store.OrganisationsReminding(context.Background(), w.clock.now()); err != nil || len(orgs) == 0 {
				return
			}
			var replicas sync.WaitGroup
			for range 3 {
				replicas.Go(func() {
					err := w.store.Write(context.Background(), 1, func(ctx context.Context, tx *store.Tx) error {
						_, err := remind().Remind(ctx, tx)
						return err
					})
					if err != nil {
						t.Error(err)
					}
				})
			}
			replicas.Wait()
		}
		for _, step := range []struct {
			after time.Duration
			told  int
		}{{23 * time.Hour, 0}, {2 * time.Hour, 1}, {time.Hour, 1}, {71 * time.Hour, 2}, {240 * time.Hour, 2}} {
			w.clock.advance(step.after)
			look()
			if got := told(); got != step.told {
				t.Fatalf("%s after: told %d times, not %d", step.after, got, step.told)
			}
			w.close()
			w = worldWith(t, config, w.clock, incident.Policy{}, 1)
		}
		payload := texts(t, db, "SELECT payload FROM strata_outbox WHERE org_id = 1 AND destination = 'chat'")[0]
		for _, want := range []string{`"ann"`, "Limit retries", "incident 1"} {
			if !strings.Contains(payload, want) {
				t.Errorf("%s lacks %s", payload, want)
			}
		}
		// Another date begins anew; what is done is not told of.
		in.DueAt = w.clock.now().Add(time.Hour)
		w.reviewed(func(ctx context.Context, _ review.Desk, tx *store.Tx) error {
			list, err := tx.Actions(ctx, 1)
			if err != nil {
				return err
			}
			action, err = remind().ChangeAction(ctx, tx, 1, action.ID, list[0].Version, "ed", in)
			return err
		})
		w.clock.advance(2 * time.Hour)
		look()
		if got := told(); got != 3 {
			t.Errorf("told %d times", got)
		}
		in.State = review.ActionDone
		w.reviewed(func(ctx context.Context, _ review.Desk, tx *store.Tx) error {
			_, err := remind().ChangeAction(ctx, tx, 1, action.ID, action.Version, "ed", in)
			return err
		})
		w.clock.advance(1000 * time.Hour)
		look()
		if got := told(); got != 3 {
			t.Errorf("told %d times of what is done", got)
		}
	})
}

// An action that fell overdue while no channel was set up is told of once there is one, and once only.
func TestActionsOfBeforeAChannelAreReminded(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		w.send(1, firing("Down", w.clock.now(), "service", "cart"))
		w.start(1)
		in := review.ActionInput{Title: "Limit retries", Type: review.Prevent, Priority: "high", State: review.ActionOpen, Owner: "ann", DueAt: w.clock.now().Add(time.Hour)}
		w.reviewed(func(ctx context.Context, d review.Desk, tx *store.Tx) error {
			_, err := d.AddAction(ctx, tx, 1, "ed", in)
			return err
		})
		db := raw(t, config)
		remind := func() int {
			t.Helper()
			w.reviewed(func(ctx context.Context, d review.Desk, tx *store.Tx) error {
				d.Policy.Reminders = review.Reminders{Channels: []string{"chat"}, Most: 1}
				_, err := d.Remind(ctx, tx)
				return err
			})
			return count(t, db, "SELECT COUNT(*) FROM strata_outbox WHERE org_id = 1 AND destination = 'chat' AND payload LIKE '%action_overdue%'")
		}
		if got := remind(); got != 0 {
			t.Errorf("told %d times before it is due", got)
		}
		w.clock.advance(2 * time.Hour)
		if orgs, err := w.store.OrganisationsReminding(context.Background(), w.clock.now()); err != nil || len(orgs) != 1 {
			t.Errorf("%v %v", orgs, err)
		}
		for range 2 {
			if got := remind(); got != 1 {
				t.Errorf("told %d times", got)
			}
		}
		if orgs, err := w.store.OrganisationsReminding(context.Background(), w.clock.now()); err != nil || len(orgs) != 0 {
			t.Errorf("%v %v", orgs, err)
		}
	})
}
