package dbtest

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

func (w *world) declare(org int64, d incident.Declaration) (*incident.Incident, bool) {
	w.t.Helper()
	var inc *incident.Incident
	var created bool
	err := w.store.Write(context.Background(), org, func(ctx context.Context, tx *store.Tx) error {
		var err error
		inc, created, err = w.engine.Declare(ctx, tx, d)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return inc, created
}

func TestDeclaredIncidentIsKeptWhole(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		made, created := w.declare(1, incident.Declaration{
			Key: "form-0001", By: "ed", Title: "  Checkout \n is slow ", Severity: incident.P1, Summary: "Seen **twice**.",
			Layers: []incident.Layer{incident.EBPF, incident.Application}, Services: []string{"checkout", "cart", "checkout"}, Namespace: "shop",
			Links: []incident.Link{{Title: "Panel [p99]", URL: "/explore?a=(1)"}}, Drill: true,
		})
		inc := w.incident(1, made.Number)
		if !created || inc.Title != "Checkout is slow" || inc.Status != incident.Triage || inc.Severity != incident.P1 || !inc.Drill || inc.Version != 1 {
			t.Fatalf("%+v", inc)
		}
		if len(inc.Layers) != 2 || inc.Layers[0].Layer != incident.EBPF || strings.Join(inc.Services, ",") != "checkout,cart" {
			t.Errorf("%+v %v", inc.Layers, inc.Services)
		}
		entries := w.timeline(1, inc.Number)
		if err := incident.VerifyTimeline(entries); err != nil || len(entries) != 1 {
			t.Fatalf("%v, %d entries", err, len(entries))
		}
		const body = "Declared by hand as P1, as a drill.\n\nSeen **twice**.\n\n- [Panel \\[p99\\]](</explore?a=(1)>)"
		if e := entries[0]; e.Kind != incident.KindCreated || e.Actor.Name != "ed" || e.Body != body || e.Data["namespace"] != "shop" || e.Data["links"] == nil {
			t.Errorf("%+v", e)
		}
		list, _, err := w.store.Incidents(context.Background(), 1, store.Filter{State: store.ListOpen, Service: "cart", Layers: []incident.Layer{incident.EBPF}, Limit: 5})
		if err != nil || len(list) != 1 {
			t.Errorf("the list does not find it: %v %v", err, list)
		}
	})
}

func TestTheSameKeyIsTheSameIncident(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1, 2)
		twin := worldWith(t, config, w.clock, incident.Policy{}, 1)
		var all sync.WaitGroup
		var mu sync.Mutex
		made := map[int64]int{}
		for i := range 16 {
			all.Go(func() {
				from := []*world{w, twin}[i%2]
				inc, created := from.declare(1, incident.Declaration{Key: "double-click", By: "ed", Title: "Down", Severity: incident.P0})
				mu.Lock()
				defer mu.Unlock()
				if created {
					made[inc.Number]++
				}
			})
		}
		all.Wait()
		if len(made) != 1 || len(w.incidents(1, store.ListAll)) != 1 {
			t.Fatalf("%v made", made)
		}
		if _, created := w.declare(1, incident.Declaration{Key: "another-key", By: "ed", Title: "Down", Severity: incident.P0}); !created {
			t.Error("another key made nothing")
		}
		if _, created := w.declare(2, incident.Declaration{Key: "double-click", By: "olga", Title: "Down", Severity: incident.P0}); !created {
			t.Error("another organisation's key was taken for the same")
		}
	})
}

// The key still leads to the incident when that is over, and alerts of the same service open one of their own.
func TestDeclaredIncidentStaysApart(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		d := incident.Declaration{Key: "form-0001", By: "ed", Title: "Down", Severity: incident.P2, Services: []string{"cart"}}
		made, _ := w.declare(1, d)
		receipt := w.send(1, firing("Down", w.clock.now(), "service", "cart"))
		if len(receipt.Incidents) != 1 || receipt.Incidents[0] == made.Number {
			t.Fatalf("%+v", receipt)
		}
		if _, err := w.act(1, made.Number, incident.Resolve, incident.Action{By: "ed"}); err != nil {
			t.Fatal(err)
		}
		again, created := w.declare(1, d)
		if created || again.Number != made.Number || again.Status != incident.ResolvedState {
			t.Errorf("%v %+v", created, again)
		}
		if _, err := w.act(1, made.Number, incident.Reopen, incident.Action{By: "ed"}); err != nil {
			t.Error(err)
		}
	})
}
