package playbook

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// Limits of a message, in characters.
const (
	MaxBody    = 10_000
	MaxSubject = 300
	maxFilled  = 2_000
)

// Ledger is one write transaction of one organisation that knows messages as well.
type Ledger interface {
	incident.Ledger
	// Message finds a message of an incident. Problem: not_found.
	Message(ctx context.Context, number, id int64) (*incident.Message, error)
	// MessageByKey finds the message that was posted with a key before; nil when there is none.
	MessageByKey(ctx context.Context, number int64, key string) (*incident.Message, error)
}

// Text is what a person wants to send. Either a template with what they filled in, or a subject and body of their own.
type Text struct {
	Audience incident.Audience // empty for that of the template
	Template string            // id; also of the one that an own text was made from
	Fields   map[string]string // by name, as in catalog.PersonFields
	Subject  string
	Body     string // Markdown; empty for that of the template
	Channels []string
	Draft    bool // keep it, and send it later
}

// Post writes a message. It goes out at once, waits for approval when people outside read it and the playbook asks for that, or
// is only kept. The same key again answers the message that it made before, and false.
// Problems: not_found, unknown_template, unknown_channel, text_missing (Invalid), fields_missing, not_changeable, drill (Refused).
func (b *Book) Post(ctx context.Context, e *incident.Engine, l Ledger, number int64, key, by string, t Text) (*incident.Message, bool, error) {
	if known, err := l.MessageByKey(ctx, number, key); err != nil || known != nil {
		return known, false, err
	}
	var m *incident.Message
	_, err := e.Work(ctx, l, number, func(_ context.Context, d incident.Desk, inc *incident.Incident) error {
		m = &incident.Message{Incident: number, Key: key, CreatedAt: d.Now()}
		return b.write(d, inc, m, by, t)
	})
	return m, err == nil, err
}

// Rewrite replaces the text of a message that is not sent. Whoever does it is its writer from then on.
// Problems: as of Post, and message_sent (Refused).
func (b *Book) Rewrite(ctx context.Context, e *incident.Engine, l Ledger, number, id int64, by string, t Text) (*incident.Message, error) {
	return b.with(ctx, e, l, number, id, func(d incident.Desk, inc *incident.Incident, m *incident.Message) error {
		if m.State == incident.MessageSent {
			return problem.New(problem.Refused, "message_sent", "The message was sent.").Try("Write another one.")
		}
		t.Audience, t.Template = m.Audience, cmp.Or(t.Template, m.Template)
		m.DecidedBy, m.DecidedAt, m.Reason = "", time.Time{}, ""
		return b.write(d, inc, m, by, t)
	})
}

func (b *Book) with(ctx context.Context, e *incident.Engine, l Ledger, number, id int64, do func(incident.Desk, *incident.Incident, *incident.Message) error) (*incident.Message, error) {
	var m *incident.Message
	_, err := e.Work(ctx, l, number, func(ctx context.Context, d incident.Desk, inc *incident.Incident) error {
		var err error
		if m, err = l.Message(ctx, number, id); err != nil {
			return err
		}
		return do(d, inc, m)
	})
	return m, err
}

func (b *Book) write(d incident.Desk, inc *incident.Incident, m *incident.Message, by string, t Text) error {
	if inc.Status == incident.Merged {
		return mustLast(inc)
	}
	if err := b.fillIn(inc, d.Now(), m, t); err != nil {
		return err
	}
	m.WrittenBy, m.State = by, incident.MessageDraft
	if t.Draft {
		d.Keep(m)
		return b.record(d, inc, m, by, "A message to people %s is drafted: %s")
	}
	if err := complete(inc, m); err != nil {
		return err
	}
	if b.NeedsApproval(inc, m.Audience) {
		m.State = incident.MessageWaiting
		d.Keep(m)
		return b.record(d, inc, m, by, "A message to people %s waits for approval: %s")
	}
	return b.send(d, inc, m, by)
}

// fillIn takes the text over, or makes it of the template.
func (b *Book) fillIn(inc *incident.Incident, now time.Time, m *incident.Message, t Text) error {
	template, known := b.Practice.Messages[t.Template]
	if t.Template != "" && !known {
		return unknownTemplate(t.Template)
	}
	m.Template = t.Template
	m.Audience = cmp.Or(t.Audience, incident.Audience(template.Audience), incident.Internal)
	if known && string(m.Audience) != template.Audience {
		return problem.New(problem.Invalid, "unknown_template", "The template %q is for people %s.", t.Template, side(incident.Audience(template.Audience))).At("template")
	}
	var err error
	if m.Channels, err = b.chosen(m.Audience, t.Channels); err != nil {
		return err
	}
	m.Subject, m.Body = strings.Join(strings.Fields(t.Subject), " "), strings.TrimSpace(t.Body)
	if m.Body == "" {
		if !known {
			return problem.New(problem.Invalid, "text_missing", "The message is empty.").At("body").Try("Write something, or choose a template.")
		}
		filled, err := b.Preview(inc, now, t.Template, t.Fields)
		if err != nil {
			return err
		}
		m.Subject, m.Body = cmp.Or(m.Subject, filled.Subject), filled.Body
	}
	m.Subject = cmp.Or(m.Subject, fmt.Sprintf("#%d %s: %s", inc.Number, inc.Severity, inc.Title))
	if utf8.RuneCountInString(m.Body) > MaxBody || utf8.RuneCountInString(m.Subject) > MaxSubject {
		return tooLong()
	}
	return nil
}

// complete refuses what must not go out: texts in which something is left to be filled in, and drills that people outside would read.
func complete(inc *incident.Incident, m *incident.Message) error {
	if field := cmp.Or(catalog.HasPlaceholder(m.Body), catalog.HasPlaceholder(m.Subject)); field != "" {
		return problem.New(problem.Refused, "fields_missing", "The text still says %s.", catalog.Placeholder(field)).At("fields." + field).Try("Write it, or take it out of the text.")
	}
	if inc.Drill && m.Audience == incident.External {
		return problem.New(problem.Refused, "drill", "Incident %d is a drill: people outside are told nothing.", inc.Number).Try("Keep it as a draft.")
	}
	return nil
}

// chosen checks channels against the audience; none chosen means all of the audience.
func (b *Book) chosen(audience incident.Audience, names []string) ([]string, error) {
	there := b.internal
	if audience == incident.External {
		there = b.External
	}
	if len(names) == 0 {
		return there, nil
	}
	for i, name := range names {
		if !slices.Contains(there, name) {
			return nil, problem.New(problem.Invalid, "unknown_channel", "There is no channel %q for people %s.", name, side(audience)).
				At(fmt.Sprintf("channels[%d]", i)).Try("Choose one of the settings; jsonData.externalChannels says which people outside read.")
		}
	}
	return unique(names), nil
}

// NeedsApproval says whether a message needs somebody other than its writer before it is sent.
func (b *Book) NeedsApproval(inc *incident.Incident, audience incident.Audience) bool {
	if audience != incident.External {
		return false
	}
	if book := b.current(inc); book != nil && b.ApprovalOf(*book) {
		return true
	}
	return inc.Severity == incident.P0 || slices.Contains(b.Approval, inc.Severity)
}

// Approve lets a message go. Problems: not_found, not_waiting, same_person (Refused).
func (b *Book) Approve(ctx context.Context, e *incident.Engine, l Ledger, number, id int64, by string) (*incident.Message, error) {
	return b.with(ctx, e, l, number, id, func(d incident.Desk, inc *incident.Incident, m *incident.Message) error {
		if m.State == incident.MessageApproved && m.DecidedBy == by {
			return nil
		}
		if m.State != incident.MessageWaiting {
			return notWaiting(m)
		}
		if strings.EqualFold(m.WrittenBy, by) {
			return problem.New(problem.Refused, "same_person", "You wrote this message.").Try("Somebody else has to approve it.")
		}
		m.State, m.DecidedBy, m.DecidedAt = incident.MessageApproved, by, d.Now()
		d.Keep(m)
		return b.record(d, inc, m, by, "The message to people %s is approved: %s")
	})
}

// Reject stops a message; its writer may take it back this way too. Problems: not_found, not_waiting, reason_missing (Refused).
func (b *Book) Reject(ctx context.Context, e *incident.Engine, l Ledger, number, id int64, by, reason string) (*incident.Message, error) {
	return b.with(ctx, e, l, number, id, func(d incident.Desk, inc *incident.Incident, m *incident.Message) error {
		if m.State == incident.MessageSent || m.State == incident.MessageRejected {
			return notWaiting(m)
		}
		if strings.TrimSpace(reason) == "" {
			return problem.New(problem.Refused, "reason_missing", "A reason is needed.").At("reason").Try("Say what has to be different.")
		}
		m.State, m.DecidedBy, m.DecidedAt, m.Reason = incident.MessageRejected, by, d.Now(), strings.TrimSpace(reason)
		d.Keep(m)
		return b.record(d, inc, m, by, "The message to people %s is rejected: %s\n\n"+strings.ReplaceAll(incident.Plain(m.Reason), "%", "%%"))
	})
}

func notWaiting(m *incident.Message) error {
	return problem.New(problem.Refused, "not_waiting", "The message is %s.", m.State).Try("Look at it again.")
}

// Send lets a message go out. One that was sent before is answered as it is, and goes out once.
// Problems: not_found, approval_missing, fields_missing, not_waiting, drill (Refused).
func (b *Book) Send(ctx context.Context, e *incident.Engine, l Ledger, number, id int64, by string) (*incident.Message, error) {
	return b.with(ctx, e, l, number, id, func(d incident.Desk, inc *incident.Incident, m *incident.Message) error {
		switch {
		case m.State == incident.MessageSent:
			return nil
		case m.State == incident.MessageRejected:
			return notWaiting(m)
		case m.State != incident.MessageApproved && b.NeedsApproval(inc, m.Audience):
			return problem.New(problem.Refused, "approval_missing", "Somebody other than the writer has to approve this message first.").
				Try("Submit it, and ask somebody to approve it.")
		}
		if err := complete(inc, m); err != nil {
			return err
		}
		return b.send(d, inc, m, by)
	})
}

// send puts the message on its way. People have heard of the incident then: the next update is due a cadence later.
func (b *Book) send(d incident.Desk, inc *incident.Incident, m *incident.Message, by string) error {
	m.State, m.SentBy, m.SentAt = incident.MessageSent, by, d.Now()
	d.Keep(m)
	kind, subject := noticeUpdate, m.Subject
	if m.Audience == incident.External {
		kind = noticeExternal
	} else if inc.Drill {
		subject = "[Drill] " + subject
	}
	for _, c := range m.Channels {
		d.Notify(incident.Notice{Incident: inc.Number, Channel: c, Kind: kind, Severity: inc.Severity, Subject: subject, Body: m.Body})
	}
	if book := b.current(inc); book != nil && book.Update != nil && inc.Status.Open() && !inc.Drill {
		setUpdate(d, inc, d.Now().Add(time.Duration(book.Update.Every)))
	}
	format := "Message to people %s: %s"
	if len(m.Channels) == 0 {
		format += "\n\nNo channel is set up for it, so it has to be passed on by hand."
	}
	return b.record(d, inc, m, by, format+"\n\n"+strings.ReplaceAll(quoted(m.Body), "%", "%%"))
}

func quoted(body string) string { return "> " + strings.ReplaceAll(body, "\n", "\n> ") }

func side(a incident.Audience) string {
	if a == incident.External {
		return "outside"
	}
	return "inside"
}

// record writes an entry; format takes the side and the subject.
func (b *Book) record(d incident.Desk, inc *incident.Incident, m *incident.Message, by, format string) error {
	body := fmt.Sprintf(format, side(m.Audience), incident.Plain(m.Subject))
	_, err := d.Write(inc, incident.Entry{Kind: KindMessage, Actor: incident.Actor{Type: incident.User, Name: by}, Body: body, Data: messageData(m)})
	return err
}

func messageData(m *incident.Message) map[string]any {
	data := map[string]any{"message": m.ID, "audience": string(m.Audience), "state": string(m.State), "subject": m.Subject}
	if len(m.Channels) > 0 {
		data["channels"] = m.Channels
	}
	if m.Template != "" {
		data["template"] = m.Template
	}
	return data
}

func unknownTemplate(id string) error {
	return problem.New(problem.Invalid, "unknown_template", "There is no message %q.", id).At("template").Try("GET /playbooks lists them.")
}

func tooLong() error {
	return problem.New(problem.Invalid, "text_too_long", "The text is too long.").At("body").Try("Use at most %d characters, and %d in the subject.", MaxBody, MaxSubject)
}

func checkFilled(filled map[string]string) error {
	for name, value := range filled {
		if !slices.Contains(catalog.PersonFields, name) {
			return problem.New(problem.Invalid, "unknown_field", "%q is not a field that people fill in.", name).At("fields").
				Try("Use %s.", strings.Join(catalog.PersonFields, ", "))
		}
		if utf8.RuneCountInString(value) > maxFilled {
			return problem.New(problem.Invalid, "text_too_long", "%s has more than %d characters.", name, maxFilled).At("fields." + name)
		}
	}
	return nil
}

// ApprovalOf says whether external messages of a playbook's incidents need a second person.
func (b *Book) ApprovalOf(p catalog.Playbook) bool {
	severity := incident.Severity(p.Severity)
	return severity == incident.P0 || slices.Contains(b.Approval, severity) || p.External.Approval == catalog.TwoPersons
}
