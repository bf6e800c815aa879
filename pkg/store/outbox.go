package store

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

type outboxRow struct {
	bun.BaseModel `bun:"table:strata_outbox,alias:ob"`

	OrgID          int64  `bun:"org_id,pk"`
	ID             int64  `bun:"id,pk"`
	IncidentNumber int64  `bun:"incident_number"`
	Destination    string `bun:"destination"`
	Payload        string `bun:"payload"`
	State          string `bun:"state"`
	Attempts       int    `bun:"attempts"`
	NextAttemptAt  int64  `bun:"next_attempt_at"`
	LastError      string `bun:"last_error"`
	CreatedAt      int64  `bun:"created_at"`
	DoneAt         int64  `bun:"done_at"`
	DueAt          int64  `bun:"due_at"`
	ClaimedUntil   int64  `bun:"claimed_until"`
	ClaimedBy      string `bun:"claimed_by"`
}

// States of messages in the outbox.
const (
	MessageWaiting = "waiting"
	MessageSent    = "sent"
	MessageDead    = "dead" // given up
)

// noticePayload is what a row of the outbox holds of its notice.
type noticePayload struct {
	Kind     string            `json:"kind"`
	To       []string          `json:"to,omitempty"`
	Severity incident.Severity `json:"severity,omitempty"`
	Subject  string            `json:"subject"`
	Body     string            `json:"body"`
}

// saveNotices puts messages into the outbox, in the order in which they were written.
func (t *Tx) saveNotices(ctx context.Context, c incident.Changes) error {
	rows, err := convertAll(c.Notices, t.noticeToRow)
	if err != nil {
		return err
	}
	return insertRows(ctx, t.tx, rows, "")
}

func (t *Tx) noticeToRow(n incident.Notice) (*outboxRow, error) {
	payload, err := json.Marshal(noticePayload{Kind: n.Kind, To: n.To, Severity: n.Severity, Subject: n.Subject, Body: n.Body})
	if err != nil {
		return nil, err
	}
	now := t.now().UnixMilli()
	due := max(millis(n.Due), now)
	return &outboxRow{
		OrgID: t.org, ID: t.nextRow(), IncidentNumber: n.Incident, Destination: n.Channel, Payload: string(payload), State: MessageWaiting,
		NextAttemptAt: due, DueAt: due, CreatedAt: now,
	}, nil
}
