package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// Message is one message of the outbox.
type Message struct {
	incident.Notice

	Org           int64
	ID            int64 // of the organisation; messages of one incident and channel go out in this order
	State         string
	Attempts      int // begun ones, with one that runs
	NextAttemptAt time.Time
	CreatedAt     time.Time
	DoneAt        time.Time // sent or given up; zero before
	LastError     string    // without secrets

	claimedBy string
}

// Delivery tells this message from every other, also after a retry, a restart or a replay: 32 hex digits.
func (m Message) Delivery() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d/%d/%d", m.Org, m.ID, m.CreatedAt.UnixMilli()))
	return hex.EncodeToString(sum[:16])
}

func outboxFromRow(r *outboxRow) (Message, error) {
	var p noticePayload
	if err := fromJSON(r.Payload, &p); err != nil {
		return Message{}, err
	}
	return Message{
		Notice: incident.Notice{
			Incident: r.IncidentNumber, Channel: r.Destination, Kind: p.Kind, To: p.To, Severity: p.Severity, Subject: p.Subject, Body: p.Body, Due: fromMillis(r.DueAt),
		},
		Org: r.OrgID, ID: r.ID, State: r.State, Attempts: r.Attempts, NextAttemptAt: fromMillis(r.NextAttemptAt), CreatedAt: fromMillis(r.CreatedAt),
		DoneAt: fromMillis(r.DoneAt), LastError: r.LastError, claimedBy: r.ClaimedBy,
	}, nil
}
