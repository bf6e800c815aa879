package dbtest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const modelBudget = 20 * time.Second // per database, unless -rapid.checks asks for more

var modelAsked bool

// boundModelTests keeps a run of all tests short. A longer one: go test ./pkg/store/dbtest -run Model -rapid.checks=2000 -timeout=0.
func boundModelTests() {
	flag.Parse()
	flag.Visit(func(f *flag.Flag) { modelAsked = modelAsked || f.Name == "rapid.checks" })
	defaults := map[string]string{"rapid.nofailfile": "true"}
	if !modelAsked {
		defaults["rapid.checks"] = "20"
	}
	for name, value := range defaults {
		if err := flag.Set(name, value); err != nil {
			panic(err) // the flag's name is wrong
		}
	}
}

var modelPolicy = incident.Policy{
	ResolveDelay: map[incident.Severity]time.Duration{incident.P0: refDelay, incident.P1: refDelay}, StaleAfter: refStale,
}

var modelOrg atomic.Int64

// machine drives every database and the reference through the same steps.
type machine struct {
	test   *testing.T
	org    int64
	clock  *clock
	config []store.Config
	worlds []*world
	rows   []*sql.DB // beside the worlds, for the invariants
	ref    *reference
	sent   []sent
	serial int
}

// sent is one body that went out.
type sent struct {
	raw    []byte
	events []refEvent
}

func (m *machine) open() {
	m.worlds = nil
	for _, c := range m.config {
		m.worlds = append(m.worlds, worldWith(m.test, c, m.clock, modelPolicy, m.org))
	}
}

func (m *machine) close() {
	for _, w := range m.worlds {
		w.close()
	}
}

func (m *machine) step() {
	m.clock.advance(time.Second)
	m.ref.now = m.clock.now()
}

// Random deliveries, retries, twins, late arrivals, people, timers and restarts lead both databases where the reference is.
func TestModel(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		if config.Kind == store.SQLite {
			t.Run("alone", func(t *testing.T) { checkModel(t, []store.Config{config}) })
			return
		}
		sqlite := store.Config{Kind: store.SQLite, Path: t.TempDir() + "/strata.db", Watch: watch}
		t.Run("beside sqlite", func(t *testing.T) { checkModel(t, []store.Config{sqlite, config}) })
	})
}

func checkModel(t *testing.T, configs []store.Config) {
	began := time.Now()
	var rows []*sql.DB
	for _, c := range configs {
		rows = append(rows, raw(t, c))
	}
	rapid.Check(t, func(r *rapid.T) {
		if !modelAsked && time.Since(began) > modelBudget {
			return
		}
		m := &machine{test: t, org: modelOrg.Add(1), clock: newClock(), config: configs, rows: rows, ref: &reference{alerts: map[string]*refAlert{}, bodies: map[string]time.Time{}}}
		m.open()
		defer func() { m.close() }()
		r.Repeat(map[string]func(*rapid.T){
			"":        m.compare,
			"deliver": m.deliver, "deliver more": m.deliver, "resolve": m.again, "retry": m.retry, "twin": m.twin,
			"person": m.person, "stale": m.stale, "time": m.time, "restart": m.restart,
		})
		m.invariants(r)
	})
}

func (m *machine) deliver(r *rapid.T) {
	m.step()
	var events []refEvent
	for range rapid.IntRange(1, 3).Draw(r, "alerts") {
		n, service := rapid.IntRange(0, 4).Draw(r, "alert"), rapid.IntRange(0, 1).Draw(r, "service")
		late := rapid.SampledFrom([]int{0, 0, 0, 1, 90, 700}).Draw(r, "late")
		e := refEvent{
			id: fmt.Sprint("fp", n), name: fmt.Sprint("Alert", n%3), group: fmt.Sprint("s", service), sev: rapid.IntRange(0, 3).Draw(r, "severity"),
			starts: m.ref.now.Add(-time.Duration(late) * time.Second), fires: rapid.IntRange(0, 5).Draw(r, "fires") > 0,
		}
		e.soft = !e.fires && rapid.Bool().Draw(r, "soft")
		events = append(events, e)
	}
	m.send(r, events)
}

// again says once more what was said before, mostly that it has ended, in a body of its own.
func (m *machine) again(r *rapid.T) {
	if len(m.sent) == 0 {
		r.Skip()
	}
	m.step()
	events := slices.Clone(m.pick(r).events)
	for i := range events {
		events[i].fires = rapid.IntRange(0, 3).Draw(r, "fires") == 0
		events[i].soft = !events[i].fires && rapid.IntRange(0, 3).Draw(r, "soft") == 0
	}
	m.send(r, events)
}

func (m *machine) pick(r *rapid.T) sent {
	return m.sent[len(m.sent)-1-rapid.IntRange(0, min(9, len(m.sent)-1)).Draw(r, "back")]
}

// retry sends the very same body.
func (m *machine) retry(r *rapid.T) {
	if len(m.sent) == 0 {
		r.Skip()
	}
	if rapid.Bool().Draw(r, "later") {
		m.step()
	}
	s := m.pick(r)
	m.post(r, s)
	before := m.dump(r)
	m.post(r, s) // the second retry in a row changes nothing whatever
	if after := m.dump(r); !slices.Equal(before, after) {
		r.Fatalf("a retry changed\n%v\nto\n%v", before, after)
	}
}

// twin is the other half of a pair of senders: the same alerts in a body of its own.
func (m *machine) twin(r *rapid.T) {
	if len(m.sent) == 0 {
		r.Skip()
	}
	m.step()
	m.send(r, slices.Clone(m.sent[len(m.sent)-1].events))
}

func (m *machine) send(r *rapid.T, events []refEvent) {
	m.serial++
	list := make([]map[string]any, len(events))
	for i, e := range events {
		a := map[string]any{
			"status": "resolved", "fingerprint": e.id, "startsAt": e.starts, "endsAt": m.ref.now, "annotations": map[string]string{},
			"labels": map[string]string{"alertname": e.name, "service": e.group, "severity": fmt.Sprint("P", e.sev)},
		}
		if e.fires {
			a["status"] = "firing"
		}
		if e.soft {
			a["annotations"] = map[string]string{"grafana_state_reason": "Paused"}
		}
		list[i] = a
	}
	raw, err := json.Marshal(map[string]any{"alerts": list, "serial": m.serial})
	if err != nil {
		r.Fatal(err)
	}
	s := sent{raw, events}
	m.sent = append(m.sent, s)
	m.post(r, s)
}

func (m *machine) post(r *rapid.T, s sent) {
	m.ref.deliver(fmt.Sprintf("%x", sha256.Sum256(s.raw)), slices.Clone(s.events))
	for _, w := range m.worlds {
		if _, err := w.try(m.org, s.raw); err != nil {
			r.Fatalf("%s: %v", w.config.Kind, err)
		}
	}
}

func (m *machine) time(r *rapid.T) {
	wait := rapid.SampledFrom([]time.Duration{time.Minute, 4 * time.Minute, 6 * time.Minute, 11 * time.Minute, 31 * time.Minute, 10 * time.Hour}).Draw(r, "wait")
	m.clock.advance(wait)
	m.step()
	if rapid.IntRange(0, 4).Draw(r, "asleep") == 0 {
		return // nobody looked: what is due stays due
	}
	m.ref.tick()
	for _, w := range m.worlds {
		for _, part := range []func(context.Context, incident.Ledger) (bool, error){w.engine.Tick, w.engine.SweepStale} {
			if err := w.store.Write(context.Background(), m.org, func(ctx context.Context, tx *store.Tx) error {
				_, err := part(ctx, tx)
				return err
			}); err != nil {
				r.Fatal(err)
			}
		}
	}
}

func (m *machine) restart(*rapid.T) {
	m.close()
	m.open()
}

// act does a command in every database; all must say the same of it.
func (m *machine) act(r *rapid.T, number int64, command incident.Command, a incident.Action, stale bool) bool {
	codes := map[string]bool{}
	for _, w := range m.worlds {
		a.Version = w.incident(m.org, number).Version
		if stale {
			a.Version--
		}
		err := w.store.Write(context.Background(), m.org, func(ctx context.Context, tx *store.Tx) error {
			_, err := w.engine.Act(ctx, tx, number, command, a)
			return err
		})
		if p, ok := errors.AsType[*problem.Problem](err); err != nil && (!ok || p.Kind == problem.Unavailable || p.Kind == problem.Internal) {
			r.Fatalf("%T: %v", command, err)
		} else if err != nil {
			codes[p.Code] = true
		} else {
			codes[""] = true
		}
	}
	if len(codes) != 1 {
		r.Fatalf("%T %v: the databases disagree: %v", command, command, codes)
	}
	return codes[""]
}

func (m *machine) stale(r *rapid.T) {
	if len(m.ref.incidents) == 0 {
		r.Skip()
	}
	m.step()
	number := rapid.IntRange(1, len(m.ref.incidents)).Draw(r, "incident")
	before := m.dump(r)
	if m.act(r, int64(number), incident.Acknowledge, incident.Action{By: "ann"}, true) {
		r.Fatal("an old version was taken")
	}
	if after := m.dump(r); !slices.Equal(before, after) {
		r.Fatalf("a refused command changed\n%v\nto\n%v", before, after)
	}
}

// compare holds every database against the reference.
func (m *machine) compare(r *rapid.T) {
	var want []string
	for _, i := range m.ref.incidents {
		_, firing, alerts := m.ref.of(i)
		line := fmt.Sprintf("%d %s P%d acked %v firing %d of %d flaps %d", i.number, i.status, i.sev, i.acked, firing, alerts, i.flaps)
		if i.into != nil {
			line += fmt.Sprint(" into ", i.into.number)
		}
		want = append(want, line)
	}
	for _, w := range m.worlds {
		var got []string
		list := w.incidents(m.org, store.ListAll)
		slices.SortFunc(list, func(a, b *incident.Incident) int { return int(a.Number - b.Number) })
		for _, i := range list {
			line := fmt.Sprintf("%d %s %s acked %v firing %d of %d flaps %d", i.Number, i.Status, i.Severity, i.Acknowledged, i.FiringAlerts, i.TotalAlerts, i.FlapCount)
			if i.MergedInto != 0 {
				line += fmt.Sprint(" into ", i.MergedInto)
			}
			got = append(got, line)
		}
		if !slices.Equal(got, want) {
			r.Fatalf("%s has\n%s\nbut should have\n%s", w.config.Kind, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		m.compareAlerts(r, w)
	}
}

func (m *machine) compareAlerts(r *rapid.T, w *world) {
	for id, a := range m.ref.alerts {
		view, found, err := w.store.FindAlert(context.Background(), m.org, store.AlertQuery{Fingerprint: id, Reader: store.Reader{All: true}})
		if err != nil || !found {
			r.Fatalf("%s: %v", id, err)
		}
		number := int64(0)
		if a.current.in != nil {
			number = int64(a.current.in.number)
		}
		if o := view.Occurrence; o.Incident != number || (o.State == incident.Firing) != a.current.firing {
			r.Fatalf("%s: %s is %s in incident %d, but should be firing %v in %d", w.config.Kind, id, o.State, o.Incident, a.current.firing, number)
		}
	}
}

// dump is everything that a retry and a refused command must leave alone, by database.
func (m *machine) dump(r *rapid.T) []string {
	out := make([]string, len(m.worlds))
	for i, w := range m.worlds {
		for _, inc := range w.incidents(m.org, store.ListAll) {
			raw, err := json.Marshal(inc)
			if err != nil {
				r.Fatal(err)
			}
			out[i] += string(raw) + "\n"
		}
	}
	return out
}
