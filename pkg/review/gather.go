package review

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

const maxLines = 1000 // of the timeline, in the facts

// Record is what the record holds about an incident.
type Record struct {
	Incident *incident.Incident
	Entries  []incident.Entry
	Alerts   []Alert
	Roles    []incident.Assignment
	Messages []*incident.Message
	Runbooks []RunbookRun
	Similar  []Similar
}

// FactsOf reads the facts out of the record.
func FactsOf(r Record, now time.Time) Facts {
	entries := slices.Clone(r.Entries)
	slices.SortStableFunc(entries, func(a, b incident.Entry) int { return shown(a).Compare(shown(b)) })
	f := Facts{
		At: now, Times: timesOf(r.Incident, entries), Participants: participantsOf(entries, r.Roles), Alerts: r.Alerts, Messages: messagesOf(r.Messages),
		Similar: r.Similar, Runbooks: r.Runbooks, Severities: severitiesOf(r.Incident, entries),
	}
	f.Lines, f.LinesLeft = linesOf(entries)
	f.Summary = Summarise(r.Incident, f)
	return f.Clean()
}

// shown is when an entry happened, as people corrected it.
func shown(e incident.Entry) time.Time {
	if !e.ShownAt.IsZero() {
		return e.ShownAt
	}
	return e.At
}

// watching are entries of people that change nothing about the fault.
var watching = map[string]bool{incident.KindAck: true, incident.KindUnack: true, incident.KindEdited: true, incident.KindCorrected: true, incident.KindSnoozed: true, incident.KindUnsnoozed: true}

func timesOf(inc *incident.Incident, entries []incident.Entry) []Fact {
	var facts []Fact
	add := func(m Moment, at time.Time, source string) {
		if !at.IsZero() {
			facts = append(facts, Fact{Moment: m, At: at, Source: source})
		}
	}
	source := "start of the earliest alert"
	for _, e := range entries {
		if e.Kind == incident.KindAlertFired {
			source = "start of the alert in entry " + fmt.Sprint(e.Seq)
			break
		}
	}
	add(ImpactStart, inc.ImpactStarted, source)
	add(Detected, inc.DetectedAt, "when the incident was opened")
	for _, e := range entries {
		if e.Kind == incident.KindAck {
			add(Acknowledged, shown(e), fmt.Sprintf("entry %d, by %s", e.Seq, e.Actor.Name))
			break
		}
	}
	for _, e := range entries {
		if e.Actor.Type == incident.User && !watching[e.Kind] {
			add(FirstAction, shown(e), fmt.Sprintf("entry %d, by %s", e.Seq, e.Actor.Name))
			break
		}
	}
	add(Mitigated, inc.MitigatedAt, "when the incident went to monitoring or was resolved, and stayed so")
	add(Resolved, inc.ResolvedAt, "when the incident was resolved")
	return facts
}

func participantsOf(entries []incident.Entry, roles []incident.Assignment) []Participant {
	people := map[string]*Participant{}
	of := func(login string) *Participant {
		p := people[login]
		if p == nil {
			p = &Participant{Login: login, Roles: []string{}}
			people[login] = p
		}
		return p
	}
	for _, e := range entries {
		if e.Actor.Type != incident.User || e.Actor.Name == "" {
			continue
		}
		p := of(e.Actor.Name)
		p.Entries++
		if p.First.IsZero() {
			p.First = shown(e)
		}
	}
	for _, r := range roles {
		p := of(r.Login)
		if !slices.Contains(p.Roles, r.Role) {
			p.Roles = append(p.Roles, r.Role)
		}
	}
	var out []Participant
	for _, login := range slices.Sorted(maps.Keys(people)) {
		out = append(out, *people[login])
	}
	slices.SortStableFunc(out, func(a, b Participant) int { return b.Entries - a.Entries })
	return out
}

func messagesOf(list []*incident.Message) []Message {
	var out []Message
	for _, m := range list {
		if !m.SentAt.IsZero() {
			out = append(out, Message{Audience: m.Audience, Subject: m.Subject, SentAt: m.SentAt, SentBy: m.SentBy, Channels: m.Channels})
		}
	}
	slices.SortStableFunc(out, func(a, b Message) int { return a.SentAt.Compare(b.SentAt) })
	return out
}

// severitiesOf reads the changes of the severity out of the timeline.
func severitiesOf(inc *incident.Incident, entries []incident.Entry) []SeveritySpan {
	start := inc.ImpactStarted
	if start.IsZero() {
		start = inc.DetectedAt
	}
	first := inc.Severity
	spans := []SeveritySpan{}
	for _, e := range entries {
		from, to := text(e.Data["from"]), text(e.Data["to"])
		if e.Kind != incident.KindSeverity || from == "" || to == "" {
			continue
		}
		at := shown(e)
		if len(spans) == 0 {
			spans = append(spans, SeveritySpan{Severity: incident.Severity(from), From: start})
		}
		spans[len(spans)-1].To = at
		spans = append(spans, SeveritySpan{Severity: incident.Severity(to), From: at})
	}
	if len(spans) == 0 {
		spans = append(spans, SeveritySpan{Severity: first, From: start})
	}
	spans[len(spans)-1].To = inc.ResolvedAt
	return spans
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

// LaneOf says in which part of the timeline an entry stands.
func LaneOf(kind string, actor incident.ActorType) Lane {
	switch kind {
	case incident.KindNotified, incident.KindNotifyFailed, incident.KindWarRoom, "message", "informed", "escalated", "comm_sent":
		return LaneCommunications
	case "deploy", "change", "annotation", "maintenance":
		return LaneChanges
	}
	if actor == incident.User {
		return LaneActions
	}
	return LaneSignals
}

// linesOf keeps what people did first when there is too much, then the earliest of the rest.
func linesOf(entries []incident.Entry) ([]Line, int) {
	left := 0
	if len(entries) > maxLines {
		left = len(entries) - maxLines
		weight := func(e incident.Entry) int {
			switch {
			case e.Actor.Type == incident.User:
				return 0
			case e.Kind == incident.KindAlertFired || e.Kind == incident.KindAlertResolved || e.Kind == incident.KindNotified:
				return 2
			}
			return 1
		}
		kept := slices.Clone(entries)
		slices.SortStableFunc(kept, func(a, b incident.Entry) int { return weight(a) - weight(b) })
		entries = kept[:maxLines]
		slices.SortStableFunc(entries, func(a, b incident.Entry) int { return shown(a).Compare(shown(b)) })
	}
	out := make([]Line, len(entries))
	for i, e := range entries {
		out[i] = Line{Seq: e.Seq, At: shown(e), Corrected: !e.ShownAt.IsZero(), RecordedAt: e.RecordedAt, Kind: e.Kind, Lane: LaneOf(e.Kind, e.Actor.Type), Actor: e.Actor.Name, Text: e.Body}
	}
	return out, left
}

// Summarise tells an incident in plain sentences, from the facts alone: the same facts give the same text.
func Summarise(inc *incident.Incident, f Facts) string {
	t := TimingOf(f.Times, nil)
	var s []string
	what := inc.Title
	if !strings.HasSuffix(what, ".") {
		what += "."
	}
	s = append(s, fmt.Sprintf("%s: %s", inc.Worst(), what))
	if len(inc.Services) > 0 {
		s = append(s, "Services: "+strings.Join(inc.Services, ", ")+".")
	}
	if start := t.Of(ImpactStart); !start.IsZero() {
		line := "The impact began at " + stamp(start)
		if t.Detect != nil {
			line += fmt.Sprintf(" and was detected after %s", span(*t.Detect))
		}
		s = append(s, line+".")
	}
	if t.Acknowledge != nil {
		s = append(s, fmt.Sprintf("It was acknowledged %s after its detection.", span(*t.Acknowledge)))
	}
	switch {
	case t.Mitigate != nil && t.Resolve != nil:
		s = append(s, fmt.Sprintf("It was mitigated after %s and resolved after %s.", span(*t.Mitigate), span(*t.Resolve)))
	case t.Resolve != nil:
		s = append(s, fmt.Sprintf("It was resolved after %s.", span(*t.Resolve)))
	default:
		s = append(s, "It is not resolved yet.")
	}
	s = append(s, fmt.Sprintf("%s and %s took part.", count(len(f.Alerts), "alert"), count(len(f.Participants), "person")))
	if n := len(f.Similar); n > 0 {
		s = append(s, fmt.Sprintf("%s before.", count(n, "similar incident")))
	}
	return strings.Join(s, " ")
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if noun == "person" {
		return fmt.Sprintf("%d people", n)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// span writes seconds for people: 45 s, 12 min 3 s, 2 h 5 min, 3 d 4 h.
func span(seconds int64) string {
	type unit struct {
		long int64
		name string
	}
	units := []unit{{86400, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}}
	for i, u := range units[:3] {
		if seconds >= u.long {
			text := fmt.Sprintf("%d %s", seconds/u.long, u.name)
			if rest := seconds % u.long / units[i+1].long; rest > 0 {
				text += fmt.Sprintf(" %d %s", rest, units[i+1].name)
			}
			return text
		}
	}
	return fmt.Sprintf("%d s", seconds)
}

// Fill begins the content of a review that nobody wrote yet, and says whether it did.
func (p Policy) Fill(r *Review, f Facts) bool {
	if r.Filled {
		return false
	}
	r.Filled = true
	c := &r.Content
	if c.Summary == "" {
		c.Summary = cut(f.Summary, maxSentence)
	}
	if c.DetectedBy == "" && len(f.Alerts) > 0 {
		c.DetectedBy = ByAlert
	} else if c.DetectedBy == "" {
		c.DetectedBy = ByPerson
	}
	if len(c.Sections) == 0 {
		if t := p.Template(r.Header.Severity); t != nil {
			c.Sections = slices.Clone(t.Sections)
		}
	}
	if len(c.Runbooks) == 0 {
		for _, run := range f.Runbooks {
			c.Runbooks = append(c.Runbooks, Verdict{Runbook: run.Runbook, Verdict: verdictOf(run)})
		}
	}
	return true
}

// verdictOf is what people said of the steps, put together.
func verdictOf(r RunbookRun) string {
	switch {
	case r.Wrong+r.Missing == 0 && r.Helped+r.Done > 0:
		return "helped"
	case r.Helped > 0:
		return "partly"
	case r.Wrong > 0:
		return "wrong"
	case r.Missing > 0:
		return "missing"
	}
	return "unused"
}

func cut(s string, longest int) string {
	runes := []rune(s)
	if len(runes) <= longest {
		return s
	}
	return string(runes[:longest-1]) + "…"
}
