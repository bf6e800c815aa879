package dbtest

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// mailed runs a test on two open incidents and a receiver of their messages.
func mailed(t *testing.T, test func(w *world, r *receiver)) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1, 2)
		for _, org := range []int64{1, 2} {
			w.send(org, firing("Down", w.clock.now(), "service", "cart"))
			w.send(org, firing("Down", w.clock.now(), "service", "pay"))
		}
		test(w, newReceiver(t))
	})
}

func TestMessageIsSentOnceAndOnTheTimeline(t *testing.T) {
	mailed(t, func(w *world, r *receiver) {
		entries := len(w.timeline(1, 1))
		w.tell(1, note(1, "hook", "first"), incident.Notice{Incident: 1, Channel: "hook", Kind: "update", Subject: "later", Due: w.clock.now().Add(time.Hour)})
		w.tell(2, note(1, "hook", "of another organisation"))
		worker := w.sender(w.store, r)
		w.deliver(worker)
		w.deliver(worker)
		got := r.requests()
		if len(got) != 1 || got[0].Subject != "first" || got[0].Incident != 1 {
			w.t.Fatalf("%+v", got)
		}
		line := w.timeline(1, 1)[entries:]
		if len(line) != 1 || line[0].Kind != incident.KindNotified || line[0].Data["delivery"] != got[0].Delivery || line[0].Data["channelKind"] != "webhook" {
			w.t.Fatalf("%+v", line)
		}
		w.clock.advance(time.Hour)
		w.deliver(worker)
		if got := r.requests(); len(got) != 2 || got[1].Subject != "later" || got[1].Delivery == got[0].Delivery {
			w.t.Fatalf("%+v", got)
		}
		w.whole(1)
	})
}

func TestOrderOfAnIncidentAndChannelHoldsUnderFailures(t *testing.T) {
	mailed(t, func(w *world, r *receiver) {
		r.answer = func(subject string, attempt int) int {
			if strings.HasPrefix(subject, "cart") && attempt <= 2 {
				return http.StatusBadGateway
			}
			return 200
		}
		for i := range 5 {
			w.tell(1, note(1, "hook", fmt.Sprintf("cart %d", i)), note(2, "hook", fmt.Sprintf("pay %d", i)), note(1, "other", fmt.Sprintf("aside %d", i)))
		}
		worker := w.sender(w.store, r)
		for range 200 {
			w.deliver(worker)
			w.clock.advance(11 * time.Second)
		}
		taken := map[string][]string{}
		ids := map[string]string{}
		for _, got := range r.requests() {
			if first := ids[got.Subject]; first != "" && first != got.Delivery {
				w.t.Fatalf("%s was delivered as %s and as %s", got.Subject, first, got.Delivery)
			}
			ids[got.Subject] = got.Delivery
			if got.Status == 200 {
				kind, n, _ := strings.Cut(got.Subject, " ")
				taken[kind] = append(taken[kind], n)
			}
		}
		for _, kind := range []string{"cart", "pay", "aside"} {
			if !slices.Equal(taken[kind], []string{"0", "1", "2", "3", "4"}) {
				w.t.Errorf("%s came as %v", kind, taken[kind])
			}
		}
		w.whole(1)
	})
}

func TestAMessageIsGivenUpAfterADayAndReplayed(t *testing.T) {
	mailed(t, func(w *world, r *receiver) {
		up := false
		r.answer = func(string, int) int {
			if up {
				return 200
			}
			return http.StatusServiceUnavailable
		}
		entries := len(w.timeline(1, 1))
		w.tell(1, note(1, "hook", "first"), note(1, "hook", "second"))
		worker := w.sender(w.store, r)
		for range 26 * 60 {
			w.deliver(worker)
			w.clock.advance(time.Minute)
		}
		dead, err := w.store.DeadMessages(context.Background(), 1, 10)
		if err != nil || len(dead) != 2 || dead[1].Subject != "first" || !strings.Contains(dead[1].LastError, "503") {
			w.t.Fatalf("%v %+v", err, dead)
		}
		if waited := dead[1].DoneAt.Sub(dead[1].CreatedAt); waited < 24*time.Hour || waited > 25*time.Hour {
			w.t.Errorf("given up after %s", waited)
		}
		if kinds := w.kinds(1, entries); !slices.Equal(kinds, []string{incident.KindNotifyFailed, incident.KindNotifyFailed}) {
			w.t.Errorf("%v", kinds)
		}
		if n := len(r.requests()); n < 20 || n > 300 {
			w.t.Errorf("%d attempts in a day", n)
		}
		up = true
		replay := func(id int64) error {
			return w.store.Write(context.Background(), 1, func(ctx context.Context, tx *store.Tx) error { return tx.ReplayMessage(ctx, id, w.clock.now()) })
		}
		if err := replay(dead[1].ID); err != nil {
			w.t.Fatal(err)
		}
		if err := replay(dead[1].ID); err == nil {
			w.t.Error("a message was replayed twice")
		}
		w.clock.advance(time.Hour)
		w.deliver(worker)
		got := r.requests()
		if last := got[len(got)-1]; last.Status != 200 || last.Delivery != dead[1].Delivery() {
			w.t.Errorf("%+v", last)
		}
		if kinds := w.kinds(1, entries); kinds[len(kinds)-1] != incident.KindNotified {
			w.t.Errorf("%v", kinds)
		}
	})
}

// What the other side says is wrong with the message is wrong tomorrow too.
func TestARefusedMessageIsDeadAtOnce(t *testing.T) {
	mailed(t, func(w *world, r *receiver) {
		r.answer = func(subject string, _ int) int {
			if subject == "bad" {
				return http.StatusBadRequest
			}
			return 200
		}
		w.tell(1, note(1, "hook", "bad"), note(1, "hook", "good"))
		worker := w.sender(w.store, r)
		w.deliver(worker)
		w.deliver(worker)
		states, err := w.store.Channels(context.Background(), 1, w.clock.now())
		if err != nil {
			w.t.Fatal(err)
		}
		if s := states["hook"]; s.Dead != 1 || s.Waiting != 0 || s.Failures != 0 || s.LastSentAt.IsZero() || s.LastFailedAt.IsZero() {
			w.t.Errorf("%+v", s)
		}
	})
}

func TestAFailingChannelRests(t *testing.T) {
	mailed(t, func(w *world, r *receiver) {
		up := false
		r.answer = func(string, int) int {
			if up {
				return 200
			}
			return 500
		}
		for i := range 40 {
			w.tell(1, note(0, "hook", fmt.Sprint(i)))
		}
		worker := w.sender(w.store, r)
		for range 10 {
			w.deliver(worker)
		}
		if n := len(r.requests()); n < 5 || n > 8 {
			w.t.Fatalf("%d attempts before the channel rested", n)
		}
		before := len(r.requests())
		w.clock.advance(5 * time.Minute)
		w.deliver(worker)
		if n := len(r.requests()); n != before+1 {
			w.t.Fatalf("%d attempts to find out whether it works again", n-before)
		}
		up = true
		for range 20 {
			w.clock.advance(time.Minute)
			w.deliver(worker)
		}
		states, err := w.store.Channels(context.Background(), 1, w.clock.now())
		if err != nil || states["hook"].Waiting != 0 || states["hook"].Failures != 0 {
			w.t.Fatalf("%v %+v", err, states["hook"])
		}
	})
}

// Replicas have connections of their own; on SQLite two stores of a process share one.
func TestReplicasSendEachMessageOnce(t *testing.T) {
	mailed(t, func(w *world, r *receiver) {
		const each = 60
		for i := range each {
			w.tell(1, note(1, "hook", fmt.Sprintf("cart %d", i)), note(2, "hook", fmt.Sprintf("pay %d", i)), note(0, "hook", fmt.Sprintf("free %d", i)))
		}
		second := w.config
		if second.Kind == store.Postgres {
			second.DSN += "&application_name=second"
		}
		other, err := store.Open(context.Background(), second, w.clock.now)
		if err != nil {
			w.t.Fatal(err)
		}
		defer other.Close()
		var all sync.WaitGroup
		for _, s := range []*store.Store{w.store, other, w.store, other} {
			worker := w.sender(s, r)
			all.Go(func() {
				for range 150 {
					if err := worker.Pass(context.Background(), context.Background()); err != nil {
						w.t.Error(err)
					}
					worker.Wait()
				}
			})
		}
		all.Wait()
		last := map[string]int{"cart": -1, "pay": -1}
		times := map[string]int{}
		for _, got := range r.requests() {
			times[got.Subject]++
			kind, n, _ := strings.Cut(got.Subject, " ")
			if kind == "free" {
				continue
			}
			if last[kind]++; n != fmt.Sprint(last[kind]) {
				w.t.Fatalf("%s came as number %d", got.Subject, last[kind])
			}
		}
		if len(times) != 3*each {
			w.t.Errorf("%d of %d messages were sent", len(times), 3*each)
		}
		for subject, n := range times {
			if n != 1 {
				w.t.Errorf("%s was sent %d times", subject, n)
			}
		}
		w.whole(1)
	})
}

// Whoever dies in the middle leaves a claim behind, which runs out.
func TestAMessageOfADeadReplicaIsSentAgainAsTheSameDelivery(t *testing.T) {
	mailed(t, func(w *world, r *receiver) {
		w.tell(1, note(1, "hook", "first"), note(1, "hook", "second"))
		claim := store.Claim{By: "dead", Now: w.clock.now(), Until: w.clock.now().Add(time.Minute), Limit: 10}
		taken, err := w.store.ClaimMessages(context.Background(), 1, "hook", claim)
		if err != nil || len(taken) != 1 || taken[0].Subject != "first" {
			w.t.Fatalf("%v %+v", err, taken)
		}
		worker := w.sender(w.store, r)
		w.deliver(worker)
		if got := r.requests(); len(got) != 0 {
			w.t.Fatalf("%+v", got)
		}
		w.clock.advance(time.Minute)
		w.deliver(worker)
		w.deliver(worker)
		got := r.requests()
		if len(got) != 2 || got[0].Delivery != taken[0].Delivery() || got[1].Subject != "second" {
			w.t.Fatalf("%+v", got)
		}
		// It was not dead but slow: its word comes too late and changes nothing.
		err = w.store.Write(context.Background(), 1, func(ctx context.Context, tx *store.Tx) error {
			held, err := tx.MessageSent(ctx, taken[0], w.clock.now())
			if held {
				w.t.Error("a claim that ran out still counts")
			}
			return err
		})
		if err != nil {
			w.t.Fatal(err)
		}
	})
}

// A plugin that stops breaks attempts off and gives their messages back at once.
func TestStoppingGivesMessagesBack(t *testing.T) {
	mailed(t, func(w *world, r *receiver) {
		r.answer = func(_ string, attempt int) int {
			if attempt == 1 {
				return 0
			}
			return 200
		}
		w.tell(1, note(1, "hook", "first"))
		worker := w.sender(w.store, r)
		sending, stop := context.WithCancel(context.Background())
		if err := worker.Pass(context.Background(), sending); err != nil {
			w.t.Fatal(err)
		}
		for len(r.requests()) == 0 {
			time.Sleep(time.Millisecond)
		}
		stop()
		worker.Wait()
		w.deliver(w.sender(w.store, r))
		got := r.requests()
		if len(got) != 2 || got[0].Delivery != got[1].Delivery || got[1].Status != 200 {
			w.t.Fatalf("%+v", got)
		}
	})
}

// A message that waits while its incident becomes one that only some may read says nothing of it either.
func TestMessagesOfRestrictedIncidentsAreDiscreet(t *testing.T) {
	mailed(t, func(w *world, r *receiver) {
		w.tell(1, note(1, "hook", "customer data of ACME is public"))
		readers := []string{"ann"}
		w.do(1, incident.Edit{Readers: &readers})
		w.deliver(w.sender(w.store, r))
		got := r.requests()
		if len(got) != 1 || got[0].Subject != "Restricted incident 1" || strings.Contains(got[0].Raw, "ACME") || strings.Contains(got[0].Raw, "cart") {
			w.t.Fatalf("%+v", got)
		}
	})
}
