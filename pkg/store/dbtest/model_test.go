package dbtest

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// oracle is a second, small telling of the rules, one event at a time, with hard resolves only.
type oracle struct {
	alerts    map[string]*oracleAlert
	incidents []*oracleIncident
}

type oracleAlert struct {
	key     string
	service string
	starts  time.Time
	firing  bool
	in      *oracleIncident
}

type oracleIncident struct {
	number   int64
	service  string
	open     bool
	resolved time.Time
	flaps    int
	members  map[string]bool
}

const oracleWindow = 10 * time.Minute // P2

func (o *oracle) find(service string) (open, latest *oracleIncident) {
	for _, i := range o.incidents {
		if i.service == service {
			latest = i
			if i.open {
				open = i
			}
		}
	}
	return open, latest
}

func (o *oracle) apply(a alert, now time.Time) {
	key := a.name + "/" + a.labels["service"]
	known := o.alerts[key]
	if known == nil {
		known = &oracleAlert{key: key, service: a.labels["service"]}
		o.alerts[key] = known
	}
	isNew := known.starts.IsZero() || a.starts.After(known.starts)
	switch {
	case !isNew && a.starts.Before(known.starts):
		return
	case isNew:
		was, wasIn := known.firing, known.in
		known.starts, known.firing, known.in = a.starts, a.status == "firing", nil
		if known.firing {
			o.join(known, now)
		}
		if was {
			o.settle(wasIn, now)
		}
	case a.status == "firing" && !known.firing:
		known.firing = true
		o.join(known, now)
	case a.status == "resolved" && known.firing:
		known.firing = false
		o.settle(known.in, now)
	}
}

func (o *oracle) join(a *oracleAlert, now time.Time) {
	if a.in == nil || !a.in.open {
		open, latest := o.find(a.service)
		switch {
		case open != nil:
			a.in = open
		case latest != nil && now.Sub(latest.resolved) <= oracleWindow:
			latest.open = true
			latest.flaps++
			a.in = latest
		default:
			a.in = &oracleIncident{number: int64(len(o.incidents) + 1), service: a.service, open: true, members: map[string]bool{}}
			o.incidents = append(o.incidents, a.in)
		}
	}
	a.in.members[a.key] = true
}

func (o *oracle) firing(i *oracleIncident) int {
	n := 0
	for _, a := range o.alerts {
		if a.firing && a.in == i {
			n++
		}
	}
	return n
}

func (o *oracle) settle(i *oracleIncident, now time.Time) {
	if i != nil && i.open && o.firing(i) == 0 {
		i.open, i.resolved = false, now
	}
}

// Random firings, resolves, repeats, late arrivals and retries lead both databases where the oracle is.
func TestRandomDeliveriesAgainstAnOracle(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		for seed := range uint64(4) {
			t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
				org := int64(seed + 1)
				w := newWorld(t, config, org)
				o := &oracle{alerts: map[string]*oracleAlert{}}
				random := rand.New(rand.NewPCG(seed, 7))
				var sent []alert
				for range 120 {
					w.clock.advance(time.Duration(random.IntN(240)) * time.Second)
					a := choose(random, sent, w.clock.now())
					sent = append(sent, a)
					raw := body(t, a)
					if _, err := w.try(org, raw); err != nil {
						t.Fatal(err)
					}
					o.apply(a, w.clock.now())
					if random.IntN(4) == 0 {
						replay(t, w, org, raw)
					}
					compare(t, w, o, org)
				}
				invariants(t, w, config, org)
			})
		}
	})
}

// choose makes a fresh firing, or says again, ends, or brings late something that was sent before.
func choose(r *rand.Rand, sent []alert, now time.Time) alert {
	if len(sent) == 0 || r.IntN(3) == 0 {
		late := time.Duration(r.IntN(3)*r.IntN(400)) * time.Second
		return firing(fmt.Sprint("A", r.IntN(3)), now.Add(-late), "service", fmt.Sprint("s", r.IntN(2)), "severity", "P2")
	}
	a := sent[max(0, len(sent)-1-r.IntN(8))]
	if r.IntN(2) == 0 {
		return a.resolvedAt(now)
	}
	a.status, a.ends = "firing", time.Time{}
	return a
}

// state is everything of an incident that a retry must not change.
func state(w *world, org int64) string {
	text := ""
	for _, i := range w.incidents(org, store.ListAll) {
		text += fmt.Sprintf("%d %s firing %d of %d flaps %d entries %d %s; ", i.Number, i.Status, i.FiringAlerts, i.TotalAlerts, i.FlapCount, i.TimelineSeq, i.TimelineHash)
	}
	return text
}

func replay(t *testing.T, w *world, org int64, raw []byte) {
	t.Helper()
	before := state(w, org)
	receipt, err := w.try(org, raw)
	if err != nil || !receipt.Duplicate {
		t.Fatalf("retry: %v %+v", err, receipt)
	}
	if after := state(w, org); after != before {
		t.Fatalf("a retry changed\n%s\nto\n%s", before, after)
	}
}

func compare(t *testing.T, w *world, o *oracle, org int64) {
	t.Helper()
	got := map[int64]string{}
	for _, i := range w.incidents(org, store.ListAll) {
		got[i.Number] = fmt.Sprintf("open %v firing %d of %d flaps %d", i.Status.Open(), i.FiringAlerts, i.TotalAlerts, i.FlapCount)
	}
	want := map[int64]string{}
	for _, i := range o.incidents {
		want[i.number] = fmt.Sprintf("open %v firing %d of %d flaps %d", i.open, o.firing(i), len(i.members), i.flaps)
	}
	if !maps.Equal(got, want) {
		t.Fatalf("store\n%v\noracle\n%v", got, want)
	}
	for _, key := range slices.Sorted(maps.Keys(o.alerts)) {
		a := o.alerts[key]
		view, found, err := w.store.FindAlert(context.Background(), org, store.AlertQuery{
			Labels: map[string]string{"alertname": key[:2], "service": a.service},
		})
		if err != nil || !found {
			t.Fatalf("%s: %v", key, err)
		}
		number := int64(0)
		if a.in != nil {
			number = a.in.number
		}
		if view.Occurrence.Incident != number || (view.Occurrence.State == incident.Firing) != a.firing {
			t.Fatalf("%s is %s in incident %d, but should be firing=%v in %d", key, view.Occurrence.State, view.Occurrence.Incident, a.firing, number)
		}
	}
}

func invariants(t *testing.T, w *world, config store.Config, org int64) {
	t.Helper()
	db := raw(t, config)
	none := map[string]string{
		"two open incidents of one group": `SELECT COUNT(*) FROM (SELECT group_key FROM strata_incident WHERE org_id = %[1]d
			AND status IN ('triage','investigating','mitigating','monitoring') GROUP BY group_key HAVING COUNT(*) > 1) AS x`,
		"firing without exactly one attachment": `SELECT COUNT(*) FROM strata_occurrence AS o WHERE o.org_id = %[1]d AND o.state = 'firing' AND
			(SELECT COUNT(*) FROM strata_incident_alert AS l JOIN strata_incident AS i ON i.org_id = l.org_id AND i.number = l.incident_number
			WHERE l.org_id = o.org_id AND l.occurrence_id = o.id AND l.removed_at = 0 AND i.status <> 'merged' AND i.number = o.incident_number) <> 1`,
		"alert with two firing occurrences": `SELECT COUNT(*) FROM (SELECT alert_id FROM strata_occurrence WHERE org_id = %[1]d AND state = 'firing'
			GROUP BY alert_id HAVING COUNT(*) > 1) AS x`,
	}
	for what, query := range none {
		if n := count(t, db, fmt.Sprintf(query, org)); n != 0 {
			t.Errorf("%d × %s", n, what)
		}
	}
	for _, i := range w.incidents(org, store.ListAll) {
		entries := w.timeline(org, i.Number)
		if int64(len(entries)) != i.TimelineSeq {
			t.Errorf("incident %d has %d entries and seq %d", i.Number, len(entries), i.TimelineSeq)
		}
		if err := incident.VerifyTimeline(entries); err != nil {
			t.Error(err)
		}
	}
}
