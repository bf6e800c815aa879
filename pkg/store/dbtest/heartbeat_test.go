package dbtest

import (
	"context"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/ingest"
	"github.com/strata-sre/strata-sre-app/pkg/quiet"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const pingSource = "cron"

// beating runs a test with a heartbeat by Watchdog alerts each minute, and one by calls of a source each hour.
func beating(t *testing.T, test func(w *world)) {
	each(t, func(t *testing.T, config store.Config) {
		w := worldWith(t, config, newClock(), incident.Policy{StaleAfter: 9 * time.Hour}, 1)
		sources := []ingest.Provisioned{
			{ID: sourceID, Name: "Test", Kind: ingest.Alertmanager, Token: token}, {ID: pingSource, Name: "Cron", Kind: ingest.Heartbeat, Token: token},
		}
		if err := (ingest.Admin{Org: 1, Store: w.store, Now: w.clock.now}).Provision(context.Background(), sources); err != nil {
			t.Fatal(err)
		}
		list, err := quiet.CheckHeartbeats([]incident.Heartbeat{
			{Name: "Watchdog", Every: time.Minute, Grace: 30 * time.Second, Matchers: []string{"alertname=Watchdog"}, Severity: incident.P0},
			{Name: "Backup", Every: time.Hour, Grace: 10 * time.Minute, SourceID: "Cron", Labels: map[string]string{"service": "db"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.admin().ProvisionHeartbeats(context.Background(), w.engine, list); err != nil {
			t.Fatal(err)
		}
		test(w)
	})
}

func (w *world) admin() quiet.Admin { return quiet.Admin{Org: 1, Store: w.store, Now: w.clock.now} }

func (w *world) ping() {
	w.t.Helper()
	request := ingest.Request{SourceID: pingSource, Token: token, Read: func() ([]byte, error) {
		w.t.Error("the body of a heartbeat was read")
		return nil, nil
	}}
	if _, err := w.ingest[1].Deliver(context.Background(), request); err != nil {
		w.t.Fatal(err)
	}
}

// bark is what Alertmanager repeats as long as all is well.
func (w *world) bark() ingest.Receipt {
	return w.send(1, firing("Watchdog", w.clock.now().Truncate(time.Hour)))
}

func (w *world) watch() {
	w.t.Helper()
	w.write(1, func(ctx context.Context, tx *store.Tx) error {
		_, err := w.engine.WatchHeartbeats(ctx, tx)
		return err
	})
}

// live passes time while somebody watches.
func (w *world) live(d time.Duration, each func()) {
	w.t.Helper()
	for end := w.clock.now().Add(d); w.clock.now().Before(end); {
		w.clock.advance(15 * time.Second)
		each()
		w.watch()
	}
}

func nothing() {}

func TestHeartbeatsInTimeOpenNothing(t *testing.T) {
	beating(t, func(w *world) {
		w.watch()
		w.ping()
		w.live(30*time.Minute, func() {
			if receipt := w.bark(); receipt.New != 0 || receipt.Ignored != 1 {
				w.t.Fatalf("%+v", receipt)
			}
		})
		w.count(0)
		if n := count(w.t, raw(w.t, w.config), "SELECT COUNT(*) FROM strata_alert"); n != 0 {
			w.t.Errorf("%d alerts were made of beats", n)
		}
	})
}

// The same body, again and again: each is a sign of life.
func TestLateHeartbeatFiresAndResolves(t *testing.T) {
	beating(t, func(w *world) {
		w.watch()
		w.bark()
		w.live(89*time.Second, nothing) // the last look is at 90 s
		w.count(1)
		inc := w.incident(1, 1)
		if inc.Severity != incident.P0 || inc.GroupKey != "heartbeat=watchdog" || inc.Title != "Heartbeat missing: Watchdog" || inc.FiringAlerts != 1 {
			w.t.Fatalf("%+v", inc)
		}
		w.live(10*time.Minute, nothing)
		w.count(1)
		w.bark()
		w.status(1, incident.ResolvedState)
		w.live(2*time.Minute, nothing)
		w.status(1, incident.Triage) // late again, within the reopen window
		w.whole(1)
	})
}

func TestHeartbeatOfASourceHasItsLabels(t *testing.T) {
	beating(t, func(w *world) {
		w.watch()
		w.live(70*time.Minute, func() { w.bark() })
		w.count(1)
		inc := w.incident(1, 1)
		if inc.Severity != incident.P1 || len(inc.Services) != 1 || inc.Services[0] != "db" {
			w.t.Fatalf("%+v", inc)
		}
		w.ping()
		w.status(1, incident.ResolvedState)
	})
}

// Two replicas watch; the alert fires once and has one occurrence.
func TestLateHeartbeatFiresOnce(t *testing.T) {
	beating(t, func(w *world) {
		w.watch()
		w.clock.advance(59 * time.Second)
		w.watch()
		w.clock.advance(50 * time.Second)
		w.fromTwoReplicas(w.engine.WatchHeartbeats)
		w.count(1)
		if n := len(w.timeline(1, 1)); n != 2 {
			w.t.Errorf("%d entries, want those that it was opened and that the alert fired", n)
		}
	})
}

// While no instance of Strata ran nobody could hear a beat: senders get a while, and then it counts again.
func TestOutageOfStrataRaisesNoAlarm(t *testing.T) {
	beating(t, func(w *world) {
		w.watch()
		w.bark()
		w.ping()
		w.clock.advance(3 * time.Hour)
		w.watch()
		w.count(0)
		w.live(75*time.Second, nothing)
		w.count(0)
		w.live(30*time.Second, nothing)
		w.count(1) // Watchdog, one minute and its grace later
		w.live(17*time.Minute, func() { w.bark() })
		w.count(1)
		w.live(3*time.Minute, func() { w.bark() })
		w.count(2) // Backup has ten minutes and its grace
	})
}

// The alert of a late heartbeat is repeated, so it never counts as silent.
func TestLateHeartbeatStaysFiring(t *testing.T) {
	beating(t, func(w *world) {
		w.watch()
		w.live(2*time.Minute, nothing)
		for range 660 { // 10 hours
			w.clock.advance(55 * time.Second)
			w.watch()
		}
		w.tick()
		w.status(1, incident.Triage)
		if inc := w.incident(1, 1); inc.FiringAlerts != 1 {
			w.t.Errorf("%d alerts fire", inc.FiringAlerts)
		}
	})
}

func TestDeletedHeartbeatWaitsForAPerson(t *testing.T) {
	beating(t, func(w *world) {
		w.watch()
		w.live(2*time.Minute, nothing)
		w.status(1, incident.Triage)
		if err := w.admin().ProvisionHeartbeats(context.Background(), w.engine, nil); err != nil {
			w.t.Fatal(err)
		}
		w.status(1, incident.Monitoring)
		w.live(10*time.Minute, nothing)
		w.count(1)
		if receipt := w.bark(); receipt.New != 1 {
			w.t.Errorf("without a heartbeat a Watchdog is an alert: %+v", receipt)
		}
	})
}
