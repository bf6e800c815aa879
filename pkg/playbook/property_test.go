package playbook

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// Whatever happens in which order: no step is done more often than its playbook says in one round, none that looks for somebody
// once somebody works on it, none once the impact has ended, and none in an incident that is not open.
func TestNoStepTwiceAndNoneThatIsNotNeeded(t *testing.T) {
	practice := builtIn(t)
	severities := []incident.Severity{incident.P0, incident.P1, incident.P2, incident.P3}
	rapid.Check(t, func(t *rapid.T) {
		d := opened(t, practice, rapid.SampledFrom(severities).Draw(t, "severity"), "slack")
		done := map[string]int{}
		seen := 0
		check := func() {
			for _, e := range d.entries[seen:] {
				if e.Kind == KindEscalated {
					checkSteps(t, d, e, done)
				}
			}
			seen = len(d.entries)
		}
		check()
		t.Repeat(map[string]func(*rapid.T){
			"": func(*rapid.T) { check() },
			"wait": func(t *rapid.T) {
				d.wait(t, time.Duration(rapid.IntRange(1, 7200).Draw(t, "seconds"))*time.Second)
			},
			"down": func(t *rapid.T) { // nothing looks at the timers
				d.at = d.at.Add(time.Duration(rapid.IntRange(1, 200).Draw(t, "minutes")) * time.Minute)
			},
			"ring": func(t *rapid.T) { d.ring(t) },
			"acknowledge": func(t *rapid.T) {
				if d.inc.Status.Open() && !d.inc.Acknowledged {
					d.acknowledge(t, "ann")
				}
			},
			"take back": func(t *rapid.T) {
				if d.inc.Status.Open() && d.inc.Acknowledged {
					d.unacknowledge(t)
				}
			},
			"status": func(t *rapid.T) {
				if to := rapid.SampledFrom(incident.OpenStatuses).Draw(t, "to"); d.inc.Status.Open() {
					d.setStatus(t, to)
				}
			},
			"end": func(t *rapid.T) {
				if d.inc.Status.Open() {
					d.setStatus(t, incident.ResolvedState)
				}
			},
			"reopen": func(t *rapid.T) {
				if !d.inc.Status.Open() {
					d.setStatus(t, incident.Triage)
				}
			},
			"severity": func(t *rapid.T) { d.setSeverity(t, rapid.SampledFrom(severities).Draw(t, "to")) },
			"note":     func(t *rapid.T) { d.heard(t, incident.Entry{Kind: incident.KindNote}) },
			"restart": func(*rapid.T) { // a new instance of the plugin: nothing is kept but the record
				d.book = New(Options{Practice: practice, Channels: []string{"slack"}})
			},
		})
	})
}

// checkSteps looks at what was done by one entry, with the incident as it is: the check runs after every action, and an action
// that changes the incident does so before the practice hears of it.
func checkSteps(t *rapid.T, d *bench, e incident.Entry, done map[string]int) {
	if !d.inc.Status.Open() || d.inc.Status == incident.Monitoring {
		t.Fatalf("steps %v in an incident that is %s", e.Data["steps"], d.inc.Status)
	}
	book := d.book.Practice.Playbook(fmt.Sprint(e.Data["playbook"]))
	ids, ok := e.Data["steps"].([]string)
	if !ok || len(ids) == 0 {
		t.Fatalf("an entry without steps: %+v", e)
	}
	for _, id := range ids {
		i := slices.IndexFunc(book.Steps, func(s catalog.Step) bool { return s.ID == id })
		step := book.Steps[i]
		key := fmt.Sprintf("%v/%s", e.Data["round"], id)
		done[key]++
		if done[key] > limit(step) {
			t.Fatalf("step %s was done %d times in a round", key, done[key])
		}
		if d.inc.Acknowledged && (step.Unless == catalog.UnlessAcknowledged || done[key] > 1) {
			t.Fatalf("step %s although %s works on it", key, d.inc.AcknowledgedBy)
		}
	}
}
