package incident

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Notice is a message that goes out once the transaction is committed. Notices of one incident and channel go out in their order.
type Notice struct {
	Incident int64    // 0 when it is about none
	Channel  string   // name of a channel in the settings
	Kind     string   // what it is about, such as escalation, update or external
	To       []string // logins of contacts, "rotation:<name>", addresses or mentions; looked up when the notice is sent
	Severity Severity
	Subject  string    // one line, plain text
	Body     string    // Markdown
	Due      time.Time // not before; zero for now
}

// Kinds of notices that a pager does not take as a reason to call somebody.
const (
	NoticeAcknowledged = "acknowledged"
	NoticeResolved     = "resolved" // also declined, closed or merged
)

// Sending is what became of a notice in the end.
type Sending struct {
	Notice
	Delivery    string // tells it from every other one
	ChannelKind string // such as slack; empty when the channel is not in the settings
	Reached     []string
	Attempts    int
	Failure     string // why it was given up; empty when it was sent
}

// Noticed writes into the incident's timeline that a notice was sent or given up. It does nothing for notices without an incident.
func (e *Engine) Noticed(ctx context.Context, l Ledger, s Sending) error {
	u := e.unit(l)
	inc, err := u.incidentItself(ctx, s.Incident)
	if err != nil || inc == nil {
		return err
	}
	data := map[string]any{"channel": s.Channel, "notice": s.Kind, "subject": s.Subject, "delivery": s.Delivery, "attempts": s.Attempts}
	if s.ChannelKind != "" {
		data["channelKind"] = s.ChannelKind
	}
	if len(s.Reached) > 0 {
		data["to"] = s.Reached
	}
	entry := Entry{Kind: KindNotified, Actor: Strata, Data: data}
	entry.Body = fmt.Sprintf("“%s” was sent to %s%s.", plain(s.Subject), plain(s.Channel), plain(forWhom(s.Reached)))
	if s.Failure != "" {
		entry.Kind = KindNotifyFailed
		data["error"] = s.Failure
		entry.Body = fmt.Sprintf("“%s” could not be sent to %s: %s", plain(s.Subject), plain(s.Channel), plain(s.Failure))
	}
	if _, err := u.write(inc, entry); err != nil {
		return err
	}
	return u.flush(ctx)
}

func forWhom(people []string) string {
	if len(people) == 0 {
		return ""
	}
	return " for " + strings.Join(people, ", ")
}

// Discreet is the notice without what only some may read.
func (n Notice) Discreet() Notice { return n.discreet() }

// Discreet is an incident as those may know it who may not read it: that it is there, how severe it is and its state.
func (inc *Incident) Discreet() *Incident {
	return &Incident{
		Number: inc.Number, Title: "Restricted incident", Severity: inc.Severity, Status: inc.Status, Acknowledged: inc.Acknowledged,
		AcknowledgedBy: inc.AcknowledgedBy, Drill: inc.Drill, CreatedAt: inc.CreatedAt, ResolvedAt: inc.ResolvedAt,
	}
}
