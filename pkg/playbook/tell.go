package playbook

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// Kinds of notices of this package; those that a pager has to know are pkg/incident's.
const (
	noticeEscalation = "escalation"
	noticeUpdate     = "update"
	noticeExternal   = "external"
)

// telling is one text for some people through some channels.
type telling struct {
	message  string
	channels []string // named by the playbook; empty for all internal ones
	to       []string
}

// escalate tells the people of some steps, each text once, and writes one entry.
func (b *Book) escalate(ctx context.Context, d incident.Desk, inc *incident.Incident, book *catalog.Playbook, steps []catalog.Step, late time.Duration) error {
	var list []telling
	var ids []string
	for _, s := range steps {
		ids = append(ids, s.ID)
		i := slices.IndexFunc(list, func(t telling) bool { return t.message == s.Message && slices.Equal(t.channels, s.Channels) })
		if i < 0 {
			list = append(list, telling{message: s.Message, channels: s.Channels})
			i = len(list) - 1
		}
		list[i].to = append(list[i].to, s.To...)
	}
	body, data, err := b.tell(ctx, d, inc, noticeEscalation, list)
	if err != nil {
		return err
	}
	data["playbook"], data["steps"], data["round"] = book.ID, ids, inc.Escalation.Round
	if late > 0 {
		data["lateSeconds"] = int64(late / time.Second)
		body += fmt.Sprintf(" This was %s late.", late)
	}
	_, err = d.Write(inc, incident.Entry{Kind: KindEscalated, Actor: incident.Strata, Body: body, Data: data})
	return err
}

// tell puts texts on their way and says, for an entry, whom they go to. Without a channel it says whom they would go to.
func (b *Book) tell(ctx context.Context, d incident.Desk, inc *incident.Incident, kind string, list []telling) (string, map[string]any, error) {
	var sentences []string
	var everybody, everywhere []string
	for _, t := range list {
		to, err := b.people(ctx, d, inc, t.to)
		if err != nil {
			return "", nil, err
		}
		text := b.automatic(inc, d.Now(), t.message)
		channels := b.through(t.channels)
		for _, c := range channels {
			d.Notify(incident.Notice{Incident: inc.Number, Channel: c, Kind: kind, To: to, Severity: inc.Severity, Subject: text.Subject, Body: text.Body})
		}
		whom := incident.Plain(strings.Join(orNobody(to), ", "))
		if len(channels) > 0 {
			sentences = append(sentences, fmt.Sprintf("Told %s through %s: %s", whom, incident.Plain(strings.Join(channels, ", ")), incident.Plain(text.Subject)))
		} else {
			sentences = append(sentences, fmt.Sprintf("No channel is set up, so nobody was told. It would have gone to %s: %s", whom, incident.Plain(text.Subject)))
		}
		everybody, everywhere = append(everybody, to...), append(everywhere, channels...)
	}
	data := map[string]any{"to": unique(everybody), "channels": unique(everywhere)}
	return strings.Join(sentences, "\n\n"), data, nil
}

// rolePrefix marks an entry that stands for whoever has the role now.
const rolePrefix = "role:"

// people turns what a playbook names into what a notice knows: roles into logins, names of rotations into those.
func (b *Book) people(ctx context.Context, d incident.Desk, inc *incident.Incident, to []string) ([]string, error) {
	var out []string
	for _, entry := range to {
		role, isRole := strings.CutPrefix(entry, rolePrefix)
		switch {
		case isRole && role == catalog.Commander:
			if inc.Commander != "" {
				out = append(out, inc.Commander)
			}
		case isRole:
			found, err := d.Roles(ctx, inc.Number)
			if err != nil {
				return nil, err
			}
			for _, a := range found {
				if a.Role == role {
					out = append(out, a.Login)
				}
			}
		case slices.Contains(b.Rotations, entry):
			out = append(out, "rotation:"+entry)
		default:
			out = append(out, entry)
		}
	}
	return unique(out), nil
}

func unique(list []string) []string {
	out := []string{}
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func orNobody(list []string) []string {
	if len(list) == 0 {
		return []string{"nobody in particular"}
	}
	return list
}

// events are what entries of the engine mean to playbooks.
func eventOf(e incident.Entry) string {
	to, _ := e.Data["to"].(string)
	from, _ := e.Data["from"].(string)
	switch {
	case e.Kind == incident.KindCreated:
		return "opened"
	case e.Kind == incident.KindAck:
		return "acknowledged"
	case e.Kind == incident.KindSeverity && incident.Severity(to).Worse(incident.Severity(from)):
		return "raised"
	case e.Kind != incident.KindStatus:
		return ""
	}
	return map[string]string{string(incident.Monitoring): "mitigated", string(incident.ResolvedState): "resolved", string(incident.Closed): "closed"}[to]
}

// noticeOf is the kind of a notice about an event. A pager calls nobody for acknowledged and resolved.
func noticeOf(event string) string {
	switch event {
	case "opened", "raised":
		return noticeEscalation
	case "acknowledged":
		return "acknowledged"
	case "resolved", "closed":
		return "resolved"
	}
	return noticeUpdate
}

// tellOf sends the messages of what happened. Those for people outside are drafted: a person sends them.
func (b *Book) tellOf(ctx context.Context, d incident.Desk, inc *incident.Incident, e incident.Entry) error {
	event, book := eventOf(e), b.current(inc)
	if event == "" || book == nil {
		return nil
	}
	if inc.Drill || inc.Quiet(d.Now()) {
		return nil
	}
	var list []telling
	for _, m := range book.Messages {
		if m.On != event {
			continue
		}
		if b.Practice.Messages[m.Message].Audience == catalog.ExternalAudience {
			if err := b.draft(d, inc, event, m); err != nil {
				return err
			}
			continue
		}
		list = append(list, telling{message: m.Message, channels: m.Channels, to: m.To})
	}
	if len(list) == 0 {
		return nil
	}
	body, data, err := b.tell(ctx, d, inc, noticeOf(event), list)
	if err != nil {
		return err
	}
	data["event"], data["playbook"] = event, book.ID
	_, err = d.Write(inc, incident.Entry{Kind: KindInformed, Actor: incident.Strata, Body: body, Data: data})
	return err
}

// draft prepares a message for people outside.
func (b *Book) draft(d incident.Desk, inc *incident.Incident, event string, m catalog.EventMessage) error {
	template := b.Practice.Messages[m.Message]
	text, err := template.Render(b.fields(inc, d.Now(), nil, false), b.fields(inc, d.Now(), nil, true))
	if err != nil {
		return nil // it would be too long; people can still write one
	}
	message := &incident.Message{
		Incident: inc.Number, Key: fmt.Sprintf("auto:%s:%d:%s:%d", event, inc.Escalation.Round, m.Message, inc.TimelineSeq), Audience: incident.External, Template: m.Message,
		Channels: b.External, Subject: text.Subject, Body: text.Body, State: incident.MessageDraft, CreatedAt: d.Now(),
	}
	d.Keep(message)
	body := "A message to people outside is drafted: " + incident.Plain(text.Subject)
	_, err = d.Write(inc, incident.Entry{Kind: KindMessage, Actor: incident.Strata, Body: body, Data: messageData(message)})
	return err
}

// remind says that an update is late, once for each.
func (b *Book) remind(ctx context.Context, d incident.Desk, inc *incident.Incident) error {
	book, now := b.current(inc), d.Now()
	if book == nil || book.Update == nil || inc.UpdateDue.IsZero() || inc.Escalation.Late || !inc.Status.Open() {
		return nil
	}
	if inc.UpdateDue.After(now) {
		d.SetTimer(inc, TimerUpdate, inc.UpdateDue)
		return nil
	}
	if why, until := hold(inc, now); why != "" {
		d.SetTimer(inc, TimerUpdate, until)
		return nil
	}
	inc.Escalation.Late = true
	to := []string{}
	for _, login := range []string{inc.Commander, inc.AcknowledgedBy} {
		if login != "" && len(to) == 0 {
			to = append(to, login)
		}
	}
	body, data, err := b.tell(ctx, d, inc, noticeUpdate, []telling{{message: book.Update.Message, channels: book.Update.Channels, to: to}})
	if err != nil {
		return err
	}
	data["due"] = inc.UpdateDue.Format(time.RFC3339)
	body = fmt.Sprintf("The update that was due at %s is late. %s", inc.UpdateDue.Format("2006-01-02 15:04 UTC"), body)
	_, err = d.Write(inc, incident.Entry{Kind: KindUpdateLate, Actor: incident.Strata, Body: body, Data: data})
	return err
}
