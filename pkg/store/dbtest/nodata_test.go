package dbtest

import (
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

func noData(name, kind string, starts time.Time) alert {
	return alert{name: kind, status: "firing", starts: starts, labels: map[string]string{"alertname": kind, "rulename": name, "grafana_folder": "f"}}
}

func TestNoDataJoinsTheIncidentOfItsRule(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		down := firing("Down", w.clock.now(), "service", "cart")
		w.send(1, down, firing("Other", w.clock.now(), "service", "shop"))
		w.clock.advance(time.Minute)
		missing, failing := noData("Down", "DatasourceNoData", w.clock.now()), noData("Down", "DatasourceError", w.clock.now())
		w.send(1, down.resolvedAt(w.clock.now()).softly("NoData"), missing)
		if inc := w.incident(1, 1); inc.FiringAlerts != 1 || inc.TotalAlerts != 2 || len(w.incidents(1, store.ListAll)) != 2 {
			w.t.Fatalf("%+v", inc)
		}
		w.clock.advance(time.Minute)
		w.send(1, failing)
		if inc := w.incident(1, 1); inc.FiringAlerts != 2 {
			w.t.Fatalf("%+v", inc)
		}
		// The rule has data again and its alert fires, then really ends: what was said about its data ends with it.
		w.clock.advance(time.Minute)
		again := down
		again.starts = w.clock.now()
		w.send(1, again)
		w.clock.advance(time.Minute)
		w.send(1, again.resolvedAt(w.clock.now()))
		inc := w.incident(1, 1)
		if inc.FiringAlerts != 0 || inc.Status != incident.ResolvedState {
			w.t.Fatalf("%+v", inc)
		}
		w.whole(1)
	})
}

// A rule whose alert was resolved a short while ago: the incident is opened again, not a second one.
func TestNoDataAfterTheResolve(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		down := firing("Down", w.clock.now(), "service", "cart")
		w.send(1, down)
		w.send(1, down.resolvedAt(w.clock.now()))
		w.status(1, incident.ResolvedState)
		w.clock.advance(9 * time.Minute)
		w.send(1, noData("Down", "DatasourceNoData", w.clock.now()))
		w.status(1, incident.Triage)
		if n := len(w.incidents(1, store.ListAll)); n != 1 {
			w.t.Errorf("%d incidents", n)
		}
	})
}

// Without an incident of the rule it is one of its own; another rule's end does not settle it, nor an end before it began.
func TestNoDataOfItsOwn(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		down, other := firing("Down", w.clock.now(), "service", "cart"), firing("Other", w.clock.now(), "service", "shop")
		w.send(1, other)
		w.clock.advance(time.Minute)
		began := w.clock.now()
		w.send(1, noData("Down", "DatasourceNoData", began))
		if inc := w.incident(1, 2); inc.FiringAlerts != 1 || inc.GroupKey != "alertname=Down" {
			w.t.Fatalf("%+v", inc)
		}
		w.clock.advance(time.Minute)
		w.send(1, other.resolvedAt(w.clock.now()))
		w.status(2, incident.Triage)
		w.send(1, down)
		w.send(1, down.resolvedAt(began.Add(-time.Second)))
		w.status(2, incident.Triage)
	})
}
