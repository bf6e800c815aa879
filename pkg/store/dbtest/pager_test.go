package dbtest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// waiting lists the kinds of what is in the outbox for a channel, in its order, and takes it.
func (w *world) waiting(channel string) []string {
	w.t.Helper()
	var kinds []string
	for {
		now := w.clock.now()
		taken, err := w.store.ClaimMessages(context.Background(), 1, channel, store.Claim{By: "test", Now: now, Until: now.Add(time.Minute), Limit: 10})
		if err != nil {
			w.t.Fatal(err)
		}
		if len(taken) == 0 {
			return kinds
		}
		for _, m := range taken {
			kinds = append(kinds, m.Kind)
			err := w.store.Write(context.Background(), 1, func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.MessageSent(ctx, m, now)
				if err != nil {
					return err
				}
				return w.engine.Noticed(ctx, tx, incident.Sending{Notice: m.Notice, Delivery: m.Delivery()})
			})
			if err != nil {
				w.t.Fatal(err)
			}
		}
	}
}

// A pager that was told of an incident hears when somebody took it and when it is over; others hear nothing.
func TestPagersHearWhatBecameOfTheirIncidents(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := worldWith(t, config, newClock(), incident.Policy{Pagers: []string{"duty", "other"}}, 1)
		a := firing("Down", w.clock.now(), "service", "cart")
		w.send(1, a)
		w.send(1, firing("Down", w.clock.now(), "service", "pay"))
		w.tell(1, note(1, "duty", "look"), note(1, "chat", "look"))
		if got := w.waiting("duty"); !slices.Equal(got, []string{"update"}) {
			t.Fatalf("%v", got)
		}
		for _, number := range []int64{1, 2} {
			w.do(number, incident.Acknowledge)
		}
		if got := w.waiting("duty"); !slices.Equal(got, []string{incident.NoticeAcknowledged}) {
			t.Fatalf("%v", got)
		}
		w.clock.advance(time.Minute)
		w.send(1, a.resolvedAt(w.clock.now()))
		if got := w.waiting("duty"); !slices.Equal(got, []string{incident.NoticeResolved}) {
			t.Fatalf("%v", got)
		}
		// Neither what the pager was told nor closing tells it more.
		w.do(1, incident.Close)
		if got := w.waiting("duty"); len(got) != 0 {
			t.Fatalf("%v", got)
		}
		w.tell(1, note(2, "duty", "look"))
		w.waiting("duty")
		w.send(1, firing("Down", w.clock.now(), "service", "web"))
		if _, err := w.act(1, 2, incident.MergeInto{Number: 3}, incident.Action{By: "ann"}); err != nil {
			t.Fatal(err)
		}
		if got := w.waiting("duty"); !slices.Equal(got, []string{incident.NoticeResolved}) {
			t.Fatalf("%v", got)
		}
		if got := append(w.waiting("other"), w.waiting("chat")...); !slices.Equal(got, []string{"update"}) {
			t.Fatalf("%v", got)
		}
		w.whole(1)
	})
}
