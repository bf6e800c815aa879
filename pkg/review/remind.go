package review

import (
	"context"
	"fmt"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// NoticeOverdue is the kind of notice that tells an owner of an overdue action.
const NoticeOverdue = "action_overdue"

// Reminding is what telling owners needs beyond a ledger.
type Reminding interface {
	Ledger
	// DueReminders lists actions whose owners are to be told by now, longest due first.
	DueReminders(ctx context.Context, now time.Time, limit int) ([]*Action, error)
	// Save puts notices into the outbox.
	Save(ctx context.Context, c incident.Changes) error
}

const maxReminders = 100 // in one transaction

// Remind tells owners of overdue actions, each once per due time of its timer, and says whether there may be more. The timer is moved
// in the transaction that puts the message into the outbox, so a second replica or a restart tells nobody twice.
func (d Desk) Remind(ctx context.Context, l Reminding) (bool, error) {
	due, err := l.DueReminders(ctx, d.now(), maxReminders)
	if err != nil {
		return false, err
	}
	var notices []incident.Notice
	for _, a := range due {
		r, err := l.Review(ctx, a.Number)
		if err != nil {
			return false, err
		}
		if r != nil && a.Overdue(d.now()) && len(d.Policy.Reminders.Channels) > 0 {
			notices = append(notices, d.reminders(r, a)...)
			a.Reminded++
		}
		d.schedule(a)
		if err := l.SaveAction(ctx, a); err != nil {
			return false, err
		}
	}
	if len(notices) > 0 {
		err = l.Save(ctx, incident.Changes{Notices: notices})
	}
	return len(due) == maxReminders, err
}

func (d Desk) reminders(r *Review, a *Action) []incident.Notice {
	late := span(int64(d.now().Sub(a.DueAt).Seconds()))
	n := incident.Notice{
		Kind: NoticeOverdue, Severity: r.Header.Severity, Subject: fmt.Sprintf("Overdue since %s: %s", late, cut(a.Title, 120)),
		Body: fmt.Sprintf("**%s** was due %s. It follows from incident %d (%s). Owner: %s.", incident.Plain(a.Title), stamp(a.DueAt), r.Number,
			incident.Plain(r.Header.Title), incident.Plain(a.who())),
	}
	if a.Ticket != "" {
		n.Body += "\n\n" + a.Ticket
	}
	if a.Owner != "" {
		n.To = []string{a.Owner}
	}
	// A notice of an incident would stand in its timeline, which is over; who reads a channel is not known here.
	if len(r.Header.Readers) > 0 {
		n.Subject, n.Body = "An action of a restricted review is overdue", fmt.Sprintf("An action that follows from restricted incident %d is overdue. Those who may read it look at it in Strata.", r.Number)
	}
	var out []incident.Notice
	for _, channel := range d.Policy.Reminders.Channels {
		n.Channel = channel
		out = append(out, n)
	}
	return out
}

func (a *Action) who() string {
	switch {
	case a.Owner != "" && a.Team != "":
		return a.Owner + " of " + a.Team
	case a.Owner != "":
		return a.Owner
	case a.Team != "":
		return a.Team
	}
	return "nobody"
}
