package dbtest

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// table is the second telling of which state may follow which.
var table = map[string][]string{
	"triage":        {"investigating", "mitigating", "monitoring", "resolved", "declined", "merged"},
	"investigating": {"triage", "mitigating", "monitoring", "resolved", "declined", "merged"},
	"mitigating":    {"triage", "investigating", "monitoring", "resolved", "merged"},
	"monitoring":    {"triage", "investigating", "mitigating", "resolved", "merged"},
	"resolved":      {"triage", "investigating", "closed", "merged"},
	"declined":      {"triage", "investigating"},
	"merged":        {"triage", "investigating", "resolved"},
}

// person does one thing that people do, allowed or not; what is allowed the reference knows by itself.
func (m *machine) person(r *rapid.T) {
	if len(m.ref.incidents) == 0 {
		r.Skip()
	}
	m.step()
	i := m.ref.incidents[rapid.IntRange(0, len(m.ref.incidents)-1).Draw(r, "incident")]
	action := incident.Action{By: "ann"}
	verbs := []string{"ack", "unack", "resolve", "reopen", "close", "status", "severity", "decline", "edit", "merge", "unmerge", "split"}
	verb := rapid.SampledFrom(verbs).Draw(r, "verb")
	var command incident.Command
	var want bool
	switch verb {
	case "ack":
		action.For = rapid.SampledFrom([]time.Duration{0, 5 * time.Minute, time.Hour}).Draw(r, "for")
		command, want = incident.Acknowledge, m.acknowledge(i, action.For)
	case "unack":
		command, want = incident.Unacknowledge, m.unacknowledge(i)
	case "resolve":
		action.Confirm = rapid.Bool().Draw(r, "confirm")
		_, firing, _ := m.ref.of(i)
		if command, want = incident.Resolve, i.open() && (firing == 0 || action.Confirm); want {
			i.status, i.resolved = "resolved", m.ref.now
		}
	case "reopen":
		if command, want = incident.Reopen, (i.status == "resolved" || i.status == "declined") && m.ref.openOf(i.group) == nil; want {
			m.ref.reopen(i)
		}
	case "close":
		if command, want = incident.Close, i.status == "resolved" && min(i.sev, i.lowered, i.mergedWorst) >= 2; want {
			i.status = "closed"
		}
	case "status":
		to := rapid.SampledFrom([]string{"triage", "investigating", "mitigating", "monitoring"}).Draw(r, "to")
		if command, want = (incident.SetStatus{To: incident.Status(to)}), i.open(); want {
			i.status = to
		}
	case "severity":
		to := rapid.IntRange(0, 3).Draw(r, "to")
		command, want = incident.SetSeverity{To: incident.Severity(fmt.Sprint("P", to)), Reason: "because"}, m.grade(i, to)
	case "decline":
		if command, want = (incident.Decline{Reason: "because"}), i.status == "triage" || i.status == "investigating"; want {
			i.status = "declined"
		}
	case "edit":
		title := fmt.Sprint("title ", m.serial)
		command, want = incident.Edit{Title: &title}, i.status != "merged" && i.status != "closed"
	case "merge":
		target := m.ref.incidents[rapid.IntRange(0, len(m.ref.incidents)-1).Draw(r, "target")]
		command, want = incident.MergeInto{Number: int64(target.number)}, m.ref.merge(i, target)
	case "unmerge":
		command, want = incident.Unmerge, m.ref.unmerge(i)
	case "split":
		command, want = m.split(r, i)
	}
	if got := m.act(r, int64(i.number), command, action, false); got != want {
		r.Fatalf("%s of incident %d (%s): taken %v, want %v", verb, i.number, i.status, got, want)
	}
}

func (m *machine) acknowledge(i *refIncident, long time.Duration) bool {
	if !i.open() {
		return false
	}
	if !i.acked {
		i.acked = true
		if long > 0 {
			i.ackUntil = m.ref.now.Add(long)
		}
		if i.status == "triage" {
			i.status = "investigating"
		}
	}
	return true
}

func (m *machine) unacknowledge(i *refIncident) bool {
	if i.open() && i.acked {
		i.acked, i.ackUntil = false, time.Time{}
		if i.status == "investigating" {
			i.status = "triage"
		}
	}
	return i.open()
}

func (m *machine) grade(i *refIncident, to int) bool {
	if i.status == "merged" || i.status == "closed" {
		return false
	}
	if to < i.sev && to <= i.lowered {
		i.lowered = 9
	}
	if to > i.sev {
		i.lowered = min(i.lowered, i.sev)
	}
	i.sev = to
	return true
}

// split chooses an occurrence by the id that the first database gave it; all give the same.
func (m *machine) split(r *rapid.T, i *refIncident) (incident.Command, bool) {
	all, _, _ := m.ref.of(i)
	if len(all) == 0 {
		return incident.Split{Occurrences: []int64{1 << 40}}, false
	}
	chosen := all[rapid.IntRange(0, len(all)-1).Draw(r, "occurrence")]
	views, _, err := m.worlds[0].store.IncidentAlerts(m.test.Context(), m.org, int64(i.number), 1000)
	if err != nil {
		r.Fatal(err)
	}
	at := slices.IndexFunc(views, func(v store.AlertView) bool {
		return m.ref.alerts[v.Fingerprint] == chosen.alert && v.Occurrence.StartsAt.Equal(chosen.starts)
	})
	if at < 0 {
		r.Fatalf("incident %d does not show the alert of %s", i.number, chosen.starts)
	}
	return incident.Split{Occurrences: []int64{views[at].Occurrence.ID}}, m.ref.split(i, chosen)
}

// invariants are what holds whatever happened, asked of the rows themselves.
func (m *machine) invariants(r *rapid.T) {
	none := map[string]string{
		"two open incidents of one group": `SELECT COUNT(*) FROM (SELECT group_key FROM strata_incident WHERE org_id = %[1]d
			AND status IN ('triage','investigating','mitigating','monitoring') GROUP BY group_key HAVING COUNT(*) > 1) AS x`,
		"firing outside of every incident": `SELECT COUNT(*) FROM strata_occurrence AS o WHERE o.org_id = %[1]d AND o.state = 'firing' AND NOT EXISTS
			(SELECT 1 FROM strata_incident AS i WHERE i.org_id = o.org_id AND i.number = o.incident_number AND i.status <> 'merged')`,
		"moved to another incident than the row says": `SELECT COUNT(*) FROM strata_incident_alert AS l JOIN strata_occurrence AS o
			ON o.org_id = l.org_id AND o.id = l.occurrence_id WHERE l.org_id = %[1]d AND l.removed_at = 0 AND l.incident_number <> o.incident_number`,
		"alert with two firing occurrences": `SELECT COUNT(*) FROM (SELECT alert_id FROM strata_occurrence WHERE org_id = %[1]d AND state = 'firing'
			GROUP BY alert_id HAVING COUNT(*) > 1) AS x`,
		"timer of a row that is not there": `SELECT COUNT(*) FROM strata_timer AS t WHERE t.org_id = %[1]d AND NOT EXISTS
			(SELECT 1 FROM strata_incident AS i WHERE i.org_id = t.org_id AND i.number = t.incident_number)`,
	}
	var first []string
	for at, w := range m.worlds {
		for what, query := range none {
			if n := count(m.test, m.rows[at], fmt.Sprintf(query, m.org)); n != 0 {
				r.Fatalf("%s: %d × %s", w.config.Kind, n, what)
			}
		}
		var hashes []string
		for _, inc := range w.incidents(m.org, store.ListAll) {
			entries := w.timeline(m.org, inc.Number)
			if int64(len(entries)) != inc.TimelineSeq || len(entries) > 0 && entries[len(entries)-1].Hash != inc.TimelineHash {
				r.Fatalf("%s: incident %d has %d entries, but says %d", w.config.Kind, inc.Number, len(entries), inc.TimelineSeq)
			}
			if err := incident.VerifyTimeline(entries); err != nil {
				r.Fatal(err)
			}
			alongTheTable(r, entries)
			hashes = append(hashes, inc.TimelineHash)
		}
		if first == nil {
			first = hashes
		}
		if !slices.Equal(first, hashes) {
			r.Fatalf("%s wrote other timelines than %s", w.config.Kind, m.worlds[0].config.Kind)
		}
	}
}

// alongTheTable follows the states that a timeline tells of.
func alongTheTable(r *rapid.T, entries []incident.Entry) {
	for _, e := range entries {
		from, _ := e.Data["from"].(string)
		to, _ := e.Data["to"].(string)
		if e.Kind != incident.KindStatus && e.Kind != incident.KindReopened || from == "" {
			continue
		}
		if !slices.Contains(table[from], to) {
			r.Fatalf("incident %d went from %s to %s", e.Incident, from, to)
		}
	}
}
