package incident

import (
	"context"
	"time"
)

// Practice is what an organisation does about its incidents beside the rules of the engine: whom it tells, and when.
type Practice interface {
	// Written is called for each entry that the engine wrote, inside its transaction, with the incident as it is by then.
	// What the practice writes itself is not told to it.
	Written(ctx context.Context, d Desk, inc *Incident, e Entry) error
	// Owns says whether timers of this kind are the practice's.
	Owns(kind TimerKind) bool
	// Ring is called when a timer of the practice is due. The timer is gone then, unless it is set again.
	Ring(ctx context.Context, d Desk, inc *Incident, t Timer) error
}

// Desk is what a practice may do within a transaction.
type Desk interface {
	// Now is the time of the transaction, UTC in whole milliseconds.
	Now() time.Time
	// SetTimer sets the incident's timer of this kind; a zero time takes it away.
	SetTimer(inc *Incident, kind TimerKind, due time.Time)
	// Write adds an entry to the timeline.
	Write(inc *Incident, e Entry) (Entry, error)
	// Notify has a message go out once the transaction is committed.
	Notify(n Notice)
	// Roles lists who has a role in the incident now, longest first.
	Roles(ctx context.Context, number int64) ([]Assignment, error)
	// Assign writes an assignment, or its end.
	Assign(a Assignment)
	// Keep writes a message to the outside or inside. One without an id gets the next one.
	Keep(m *Message)
}

// Assignment is a role that somebody has, or had, in an incident.
type Assignment struct {
	Incident int64
	Role     string
	Login    string
	By       string // login of who assigned it
	At       time.Time
	Ended    time.Time // zero while it holds
}

// Escalation is how far the playbook of an incident is. It belongs to the practice; the engine only keeps it.
type Escalation struct {
	Playbook string           `json:"playbook"`
	Severity Severity         `json:"severity"` // for which the playbook was chosen
	Round    int              `json:"round"`    // 1, and one more each time the incident is opened again
	Steps    []EscalationStep `json:"steps,omitempty"`
	Timer    time.Time        `json:"timer,omitzero"`  // as it is set
	Late     bool             `json:"late,omitempty"`  // the update that was due is missing, and that was said
	Ended    bool             `json:"ended,omitempty"` // the incident is not open any more; opened again it begins anew
}

// EscalationStep is one step of the playbook in this incident.
type EscalationStep struct {
	ID    string    `json:"id"`
	Due   time.Time `json:"due"`
	Done  time.Time `json:"done,omitzero"`
	Times int       `json:"times,omitempty"` // how often it was done, with repeats

	Untold bool `json:"untold,omitempty"` // no channel was there to tell anybody when it was done last
}

// MessageState is where a message is on its way.
type MessageState string

// The states of a message.
const (
	MessageDraft    MessageState = "draft"
	MessageWaiting  MessageState = "waiting"
	MessageApproved MessageState = "approved"
	MessageSent     MessageState = "sent"
	MessageRejected MessageState = "rejected"
)

// Audience is whom a message is for.
type Audience string

// The audiences.
const (
	Internal Audience = "internal"
	External Audience = "external"
)

// Message is a text about an incident that people send.
type Message struct {
	Incident  int64
	ID        int64
	Key       string // of the form or script; the same key is the same message
	Audience  Audience
	Template  string // id; empty for a text of one's own
	Channels  []string
	Subject   string
	Body      string // Markdown
	State     MessageState
	WrittenBy string // login of who wrote it last
	CreatedAt time.Time
	DecidedBy string // login of who approved or rejected it
	DecidedAt time.Time
	Reason    string // of a rejection
	SentBy    string
	SentAt    time.Time
}

// Work does something of the practice with one incident. It needs no version, since it conflicts with no change of the state.
// Problem: not_found.
func (e *Engine) Work(ctx context.Context, l Ledger, number int64, task func(context.Context, Desk, *Incident) error) (*Incident, error) {
	u := e.unit(l)
	inc, err := u.mustFind(ctx, number)
	if err != nil {
		return nil, err
	}
	if err := task(ctx, desk{u}, inc); err != nil {
		return nil, err
	}
	return inc, u.flush(ctx)
}

// heard is an entry that the practice has not been told about yet.
type heard struct {
	inc   *Incident
	entry Entry
}

// practise tells the practice what was written.
func (u *unit) practise(ctx context.Context) error {
	news := u.unheard
	u.unheard = nil
	for _, n := range news {
		if err := u.policy.Practice.Written(ctx, desk{u}, n.inc, n.entry); err != nil {
			return err
		}
	}
	return nil
}

// desk is a unit as a practice sees it.
type desk struct{ u *unit }

var _ Desk = desk{}

func (d desk) Now() time.Time { return d.u.now }

func (d desk) SetTimer(inc *Incident, kind TimerKind, due time.Time) {
	d.u.setTimer(inc.Number, kind, due)
	d.u.dirtyIncidents.add(inc)
}

func (d desk) Write(inc *Incident, e Entry) (Entry, error) { return d.u.record(inc, e) }

func (d desk) Notify(n Notice) { d.u.notices = append(d.u.notices, n) }

func (d desk) Roles(ctx context.Context, number int64) ([]Assignment, error) {
	return d.u.ledger.Roles(ctx, number)
}

func (d desk) Assign(a Assignment) { d.u.roles = append(d.u.roles, a) }

func (d desk) Keep(m *Message) {
	if m.ID == 0 {
		m.ID = d.u.ledger.NextMessage()
	}
	d.u.messages = append(d.u.messages, m)
}
