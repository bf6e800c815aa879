package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

type roleRow struct {
	bun.BaseModel `bun:"table:strata_role_assignment,alias:ra"`

	OrgID          int64  `bun:"org_id,pk"`
	IncidentNumber int64  `bun:"incident_number,pk"`
	Role           string `bun:"role,pk"`
	Login          string `bun:"login,pk"`
	AssignedAt     int64  `bun:"assigned_at,pk"`
	AssignedBy     string `bun:"assigned_by"`
	EndedAt        int64  `bun:"ended_at"`
}

type messageRow struct {
	bun.BaseModel `bun:"table:strata_message,alias:m"`

	OrgID          int64  `bun:"org_id,pk"`
	ID             int64  `bun:"id,pk"`
	IncidentNumber int64  `bun:"incident_number"`
	Key            string `bun:"idempotency_key"`
	Audience       string `bun:"audience"`
	Template       string `bun:"template"`
	Channels       string `bun:"channels"`
	Subject        string `bun:"subject"`
	Body           string `bun:"body"`
	State          string `bun:"state"`
	WrittenBy      string `bun:"written_by"`
	CreatedAt      int64  `bun:"created_at"`
	DecidedBy      string `bun:"decided_by"`
	DecidedAt      int64  `bun:"decided_at"`
	Reason         string `bun:"reason"`
	SentBy         string `bun:"sent_by"`
	SentAt         int64  `bun:"sent_at"`
}

// NextMessage hands out the id of a new message.
func (t *Tx) NextMessage() int64 { return t.nextRow() }

// Roles lists who has a role in the incident now, longest first.
func (t *Tx) Roles(ctx context.Context, number int64) ([]incident.Assignment, error) {
	return roles(ctx, t.tx, t.org, number)
}

// Roles lists who has a role in the incident now, longest first.
func (db *database) Roles(ctx context.Context, org, number int64) ([]incident.Assignment, error) {
	found, err := roles(ctx, db.reader, org, number)
	return found, db.problem(err)
}

func roles(ctx context.Context, db bun.IDB, org, number int64) ([]incident.Assignment, error) {
	var rows []*roleRow
	err := db.NewSelect().Model(&rows).Where("org_id = ? AND incident_number = ? AND ended_at = 0", org, number).
		Order("assigned_at", "role", "login").Scan(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]incident.Assignment, len(rows))
	for i, r := range rows {
		out[i] = incident.Assignment{Incident: number, Role: r.Role, Login: r.Login, By: r.AssignedBy, At: fromMillis(r.AssignedAt)}
	}
	return out, nil
}

func (t *Tx) saveRoles(ctx context.Context, c incident.Changes) error {
	rows := make([]*roleRow, len(c.Roles))
	for i, a := range c.Roles {
		rows[i] = &roleRow{
			OrgID: t.org, IncidentNumber: a.Incident, Role: a.Role, Login: a.Login, AssignedAt: a.At.UnixMilli(), AssignedBy: a.By, EndedAt: millis(a.Ended),
		}
	}
	return upsert(ctx, t.tx, rows, "org_id, incident_number, role, login, assigned_at", []string{"ended_at"})
}

func (t *Tx) saveMessages(ctx context.Context, c incident.Changes) error {
	rows, err := convertAll(c.Messages, t.messageToRow)
	if err != nil {
		return err
	}
	return upsert(ctx, t.tx, rows, "org_id, id", []string{
		"channels", "subject", "body", "state", "written_by", "decided_by", "decided_at", "reason", "sent_by", "sent_at",
	})
}

// Message finds a message of an incident. Problem: not_found.
func (t *Tx) Message(ctx context.Context, number, id int64) (*incident.Message, error) {
	row := new(messageRow)
	err := t.tx.NewSelect().Model(row).Where("org_id = ? AND incident_number = ? AND id = ?", t.org, number, id).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "not_found", "Incident %d has no message %d.", number, id).At("messageId")
	}
	if err != nil {
		return nil, err
	}
	return messageFromRow(row)
}

// MessageByKey finds the message that was posted with a key before; nil when there is none.
func (t *Tx) MessageByKey(ctx context.Context, number int64, key string) (*incident.Message, error) {
	row := new(messageRow)
	err := t.tx.NewSelect().Model(row).Where("org_id = ? AND incident_number = ? AND idempotency_key = ?", t.org, number, key).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return messageFromRow(row)
}

// maxMessages is how many of an incident are listed.
const maxMessages = 200

// Messages lists the messages of an incident, newest first, at most 200.
func (db *database) Messages(ctx context.Context, org, number int64) ([]*incident.Message, error) {
	var rows []*messageRow
	err := db.reader.NewSelect().Model(&rows).Where("org_id = ? AND incident_number = ?", org, number).Order("id DESC").Limit(maxMessages).Scan(ctx)
	if err != nil {
		return nil, db.problem(err)
	}
	return convertAll(rows, messageFromRow)
}

func (t *Tx) messageToRow(m *incident.Message) (*messageRow, error) {
	channels, err := toJSON(orNone(m.Channels))
	return &messageRow{
		OrgID: t.org, ID: m.ID, IncidentNumber: m.Incident, Key: m.Key, Audience: string(m.Audience), Template: m.Template, Channels: channels,
		Subject: m.Subject, Body: m.Body, State: string(m.State), WrittenBy: m.WrittenBy, CreatedAt: m.CreatedAt.UnixMilli(),
		DecidedBy: m.DecidedBy, DecidedAt: millis(m.DecidedAt), Reason: m.Reason, SentBy: m.SentBy, SentAt: millis(m.SentAt),
	}, err
}

func messageFromRow(r *messageRow) (*incident.Message, error) {
	m := &incident.Message{
		Incident: r.IncidentNumber, ID: r.ID, Key: r.Key, Audience: incident.Audience(r.Audience), Template: r.Template, Subject: r.Subject,
		Body: r.Body, State: incident.MessageState(r.State), WrittenBy: r.WrittenBy, CreatedAt: fromMillis(r.CreatedAt),
		DecidedBy: r.DecidedBy, DecidedAt: fromMillis(r.DecidedAt), Reason: r.Reason, SentBy: r.SentBy, SentAt: fromMillis(r.SentAt),
	}
	return m, fromJSON(r.Channels, &m.Channels)
}

// escalationText is empty for an incident without a playbook.
func escalationText(e incident.Escalation) (string, error) {
	if e.Playbook == "" {
		return "", nil
	}
	return toJSON(e)
}

func escalationFromText(raw string) (incident.Escalation, error) {
	var e incident.Escalation
	if raw == "" {
		return e, nil
	}
	return e, fromJSON(raw, &e)
}
