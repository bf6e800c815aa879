package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

// Claim is the right to send messages for some time. Whoever crashes loses it when the time is over.
type Claim struct {
	By    string // another one for each claim
	Now   time.Time
	Until time.Time
	Limit int
}

// A message waits while an earlier one of its incident and channel is due and not done, and while any of them is being sent.
// The conditions stand twice because PostgreSQL asks the outer ones again after it waited for another replica's claim.
const claimMessages = `UPDATE strata_outbox SET claimed_until = ?until, claimed_by = ?by, attempts = attempts + 1
WHERE org_id = ?org AND done_at = 0 AND claimed_until <= ?now AND next_attempt_at <= ?now AND id IN (
  SELECT w.id FROM strata_outbox AS w
  WHERE w.org_id = ?org AND w.destination = ?channel AND w.done_at = 0 AND w.next_attempt_at <= ?now AND w.claimed_until <= ?now
    AND NOT EXISTS (
      SELECT 1 FROM strata_outbox AS b
      WHERE b.org_id = w.org_id AND b.incident_number = w.incident_number AND b.destination = w.destination AND b.done_at = 0
        AND w.incident_number <> 0 AND b.id <> w.id AND (b.claimed_until > ?now OR (b.id < w.id AND b.due_at <= ?now)))
  ORDER BY w.next_attempt_at, w.id LIMIT ?limit)
RETURNING org_id, id, incident_number, destination, payload, state, attempts, next_attempt_at, last_error, created_at, done_at, due_at, claimed_until, claimed_by`

// ClaimMessages takes due messages of a channel. Only one of several replicas gets each.
func (db *database) ClaimMessages(ctx context.Context, orgID int64, channel string, c Claim) ([]Message, error) {
	var rows []*outboxRow
	err := db.aside(ctx, func(ctx context.Context, tx bun.Tx) error {
		rows = nil
		return tx.NewRaw(claimMessages, struct {
			Org, Now, Until int64
			Channel, By     string
			Limit           int
		}{orgID, c.Now.UnixMilli(), c.Until.UnixMilli(), channel, c.By, c.Limit}).Scan(ctx, &rows)
	})
	if err != nil {
		return nil, err
	}
	return convertAll(rows, outboxFromRow)
}

// Failure is why a message did not go out.
type Failure struct {
	At        time.Time
	Error     string    // without secrets
	Again     time.Time // when it is tried again
	OfChannel bool      // the channel is at fault, not the message
	// Pause says how long the channel rests after so many failures in a row; zero for not at all.
	Pause func(failures int) time.Duration
}

// MessageLater gives a claimed message back after a failure. It does nothing when the claim was lost.
func (db *database) MessageLater(ctx context.Context, m Message, f Failure) error {
	return db.aside(ctx, func(ctx context.Context, tx bun.Tx) error {
		result, err := tx.NewRaw(`UPDATE strata_outbox SET claimed_until = 0, claimed_by = '', next_attempt_at = ?, last_error = ?
			WHERE org_id = ? AND id = ? AND claimed_by = ? AND done_at = 0`, f.Again.UnixMilli(), f.Error, m.Org, m.ID, m.claimedBy).Exec(ctx)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return err
		}
		return channelFailed(ctx, tx, m.Org, m.Channel, f)
	})
}

// ReleaseMessage gives a claimed message back untried, as when the plugin stops.
func (db *database) ReleaseMessage(ctx context.Context, m Message) error {
	return db.aside(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewRaw(`UPDATE strata_outbox SET claimed_until = 0, claimed_by = '', attempts = attempts - 1
			WHERE org_id = ? AND id = ? AND claimed_by = ? AND done_at = 0`, m.Org, m.ID, m.claimedBy).Exec(ctx)
		return err
	})
}

// MessageSent ends a claimed message. False says that the claim was lost: another replica sends it, or has sent it.
func (t *Tx) MessageSent(ctx context.Context, m Message, at time.Time) (bool, error) {
	ended, err := t.endMessage(ctx, m, MessageSent, "", at)
	if err != nil || !ended {
		return false, err
	}
	return true, channelWorked(ctx, t.tx, m.Org, m.Channel, at)
}

// MessageDead gives a claimed message up. False says that the claim was lost.
func (t *Tx) MessageDead(ctx context.Context, m Message, f Failure) (bool, error) {
	ended, err := t.endMessage(ctx, m, MessageDead, f.Error, f.At)
	if err != nil || !ended {
		return false, err
	}
	return true, channelFailed(ctx, t.tx, m.Org, m.Channel, f)
}

func (t *Tx) endMessage(ctx context.Context, m Message, state, reason string, at time.Time) (bool, error) {
	result, err := t.tx.NewRaw(`UPDATE strata_outbox SET state = ?, last_error = ?, done_at = ?, claimed_until = 0, claimed_by = ''
		WHERE org_id = ? AND id = ? AND claimed_by = ? AND done_at = 0`, state, reason, at.UnixMilli(), t.org, m.ID, m.claimedBy).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n == 1, err
}
