package playbook

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// bench is one incident, its timers and what was written and told, on a clock that only the test moves.
type bench struct {
	at      time.Time
	book    *Book
	inc     *incident.Incident
	timers  map[incident.TimerKind]time.Time
	entries []incident.Entry
	notices []incident.Notice
	roles   []incident.Assignment
	kept    []*incident.Message
}

var _ incident.Desk = (*bench)(nil)

var t0 = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

func (d *bench) Now() time.Time { return d.at }

func (d *bench) SetTimer(_ *incident.Incident, kind incident.TimerKind, due time.Time) {
	if due.IsZero() {
		delete(d.timers, kind)
	} else {
		d.timers[kind] = due
	}
}

func (d *bench) Write(inc *incident.Incident, e incident.Entry) (incident.Entry, error) {
	inc.TimelineSeq++
	e.Seq, e.At = inc.TimelineSeq, d.at
	d.entries = append(d.entries, e)
	return e, nil
}

func (d *bench) Notify(n incident.Notice) { d.notices = append(d.notices, n) }

func (d *bench) Roles(context.Context, int64) ([]incident.Assignment, error) {
	return slices.Clone(d.roles), nil
}

func (d *bench) Assign(a incident.Assignment) { d.roles = append(d.roles, a) }

func (d *bench) Keep(m *incident.Message) { d.kept = append(d.kept, m) }

// builtInCatalog is read once for all tests: none may change it.
var builtInCatalog = sync.OnceValues(catalog.Load)

func builtIn(t testing.TB) catalog.Practice {
	t.Helper()
	loaded, err := builtInCatalog()
	if err != nil {
		t.Fatal(err)
	}
	return loaded.Practice
}

// fatal is what tests and property tests share.
type fatal interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// opened is an incident that has just been opened, with its playbook begun.
func opened(t fatal, practice catalog.Practice, severity incident.Severity, channels ...string) *bench {
	t.Helper()
	d := &bench{at: t0, book: New(Options{Practice: practice, Channels: channels}), timers: map[incident.TimerKind]time.Time{}}
	d.inc = &incident.Incident{
		Number: 7, Title: "Cart is *slow*", Severity: severity, Status: incident.Triage, FiringAlerts: 1, TotalAlerts: 1, Services: []string{"cart"},
		ImpactStarted: t0, DetectedAt: t0, CreatedAt: t0,
	}
	d.heard(t, incident.Entry{Kind: incident.KindCreated})
	return d
}

// heard has the practice told of an entry of the engine.
func (d *bench) heard(t fatal, e incident.Entry) {
	t.Helper()
	if err := d.book.Written(context.Background(), d, d.inc, e); err != nil {
		t.Fatal(err)
	}
}

// wait moves the clock and rings what is due on the way, as one replica that looks all the time.
func (d *bench) wait(t fatal, long time.Duration) {
	t.Helper()
	end := d.at.Add(long)
	for {
		due := end
		for _, at := range d.timers {
			if at.Before(due) {
				due = at
			}
		}
		if due.After(d.at) {
			d.at = due
		}
		if d.ring(t) == 0 && !d.at.Before(end) {
			return
		}
	}
}

// ring does what is due now, once each.
func (d *bench) ring(t fatal) int {
	t.Helper()
	var due []incident.TimerKind
	for kind, at := range d.timers {
		if !at.After(d.at) {
			due = append(due, kind)
		}
	}
	slices.Sort(due)
	for _, kind := range due {
		at := d.timers[kind]
		delete(d.timers, kind)
		if err := d.book.Ring(context.Background(), d, d.inc, incident.Timer{Incident: d.inc.Number, Kind: kind, Due: at}); err != nil {
			t.Fatal(err)
		}
	}
	return len(due)
}

func (d *bench) acknowledge(t fatal, by string) {
	t.Helper()
	d.inc.Acknowledged, d.inc.AcknowledgedBy = true, by
	if d.inc.Status == incident.Triage {
		d.inc.Status = incident.Investigating
	}
	d.heard(t, incident.Entry{Kind: incident.KindAck})
}

func (d *bench) unacknowledge(t fatal) {
	t.Helper()
	d.inc.Acknowledged, d.inc.AcknowledgedBy = false, ""
	d.heard(t, incident.Entry{Kind: incident.KindUnack})
}

func (d *bench) setStatus(t fatal, to incident.Status) {
	t.Helper()
	from := d.inc.Status
	d.inc.Status = to
	kind := incident.KindStatus
	if !from.Open() && to.Open() {
		kind = incident.KindReopened
	}
	d.heard(t, incident.Entry{Kind: kind, Data: map[string]any{"from": string(from), "to": string(to)}})
}

func (d *bench) setSeverity(t fatal, to incident.Severity) {
	t.Helper()
	from := d.inc.Severity
	d.inc.Severity = to
	d.heard(t, incident.Entry{Kind: incident.KindSeverity, Data: map[string]any{"from": string(from), "to": string(to)}})
}

// steps lists what was done: "minutes:step" in order.
func (d *bench) steps() []string {
	out := []string{}
	for _, e := range d.entries {
		ids, _ := e.Data["steps"].([]string)
		for _, id := range ids {
			out = append(out, e.At.Sub(t0).String()+":"+id)
		}
	}
	return out
}

func (d *bench) want(t fatal, steps ...string) {
	t.Helper()
	if got := d.steps(); !slices.Equal(got, steps) {
		t.Fatalf("did\n%s\nwant\n%s", strings.Join(got, " "), strings.Join(steps, " "))
	}
}

func (d *bench) last(t fatal, kind string) incident.Entry {
	t.Helper()
	for _, e := range slices.Backward(d.entries) {
		if e.Kind == kind {
			return e
		}
	}
	t.Fatalf("no entry %s", kind)
	return incident.Entry{}
}
