package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

type channelRow struct {
	bun.BaseModel `bun:"table:strata_channel,alias:ch"`

	OrgID        int64  `bun:"org_id,pk"`
	Name         string `bun:"name,pk"`
	Failures     int    `bun:"failures"`
	OpenUntil    int64  `bun:"open_until"`
	LastSentAt   int64  `bun:"last_sent_at"`
	LastFailedAt int64  `bun:"last_failed_at"`
	LastError    string `bun:"last_error"`
}

// ChannelState is how sending to a channel went, and what waits for it. Times are zero for never.
type ChannelState struct {
	Name         string
	Failures     int       // in a row
	RestsUntil   time.Time // nothing is tried before
	LastSentAt   time.Time
	LastFailedAt time.Time
	LastError    string

	Waiting int
	Oldest  time.Time // of those that wait, when it was due
	Dead    int
}

// channelWorked ends a row of failures.
func channelWorked(ctx context.Context, tx bun.IDB, org int64, channel string, at time.Time) error {
	_, err := tx.NewRaw(`INSERT INTO strata_channel (org_id, name, last_sent_at) VALUES (?, ?, ?)
		ON CONFLICT (org_id, name) DO UPDATE SET failures = 0, open_until = 0, last_sent_at = EXCLUDED.last_sent_at`,
		org, channel, at.UnixMilli()).Exec(ctx)
	return err
}

// channelFailed remembers a failure, and lets the channel rest when there were too many in a row.
func channelFailed(ctx context.Context, tx bun.IDB, org int64, channel string, f Failure) error {
	one := 0
	if f.OfChannel {
		one = 1
	}
	var failures int
	err := tx.NewRaw(`INSERT INTO strata_channel (org_id, name, failures, last_failed_at, last_error) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (org_id, name) DO UPDATE SET failures = strata_channel.failures + EXCLUDED.failures,
			last_failed_at = EXCLUDED.last_failed_at, last_error = EXCLUDED.last_error
		RETURNING failures`, org, channel, one, f.At.UnixMilli(), f.Error).Scan(ctx, &failures)
	if err != nil || !f.OfChannel || f.Pause == nil {
		return err
	}
	pause := f.Pause(failures)
	if pause <= 0 {
		return nil
	}
	_, err = tx.NewRaw("UPDATE strata_channel SET open_until = ? WHERE org_id = ? AND name = ?", f.At.Add(pause).UnixMilli(), org, channel).Exec(ctx)
	return err
}

// ChannelTried remembers how a test of a channel went; a failure without Error is a success.
func (db *database) ChannelTried(ctx context.Context, orgID int64, channel string, f Failure) error {
	return db.aside(ctx, func(ctx context.Context, tx bun.Tx) error {
		if f.Error == "" {
			return channelWorked(ctx, tx, orgID, channel, f.At)
		}
		return channelFailed(ctx, tx, orgID, channel, f)
	})
}

// DueChannels lists channels of an organisation that have a message to send now, with how sending to them went.
// The counts of messages are not set.
func (db *database) DueChannels(ctx context.Context, orgID int64, now time.Time) ([]ChannelState, error) {
	var names []string
	err := db.reader.NewSelect().Model((*outboxRow)(nil)).ColumnExpr("DISTINCT destination").Where("org_id = ?", orgID).
		Where("done_at = 0 AND next_attempt_at <= ? AND claimed_until <= ?", now.UnixMilli(), now.UnixMilli()).Order("destination").Scan(ctx, &names)
	if err != nil || len(names) == 0 {
		return nil, db.problem(err)
	}
	states, err := db.channelRows(ctx, orgID)
	if err != nil {
		return nil, err
	}
	due := make([]ChannelState, len(names))
	for i, name := range names {
		due[i] = states[name]
		due[i].Name = name
	}
	return due, nil
}

func (db *database) channelRows(ctx context.Context, orgID int64) (map[string]ChannelState, error) {
	var rows []*channelRow
	if err := db.reader.NewSelect().Model(&rows).Where("org_id = ?", orgID).Scan(ctx); err != nil {
		return nil, db.problem(err)
	}
	states := make(map[string]ChannelState, len(rows))
	for _, r := range rows {
		states[r.Name] = ChannelState{
			Name: r.Name, Failures: r.Failures, RestsUntil: fromMillis(r.OpenUntil), LastSentAt: fromMillis(r.LastSentAt),
			LastFailedAt: fromMillis(r.LastFailedAt), LastError: r.LastError,
		}
	}
	return states, nil
}

// Channels says of every channel that has a history or a message that waits or is dead how it does, by name. Messages that are
// due later do not wait.
func (db *database) Channels(ctx context.Context, orgID int64, now time.Time) (map[string]ChannelState, error) {
	states, err := db.channelRows(ctx, orgID)
	if err != nil {
		return nil, err
	}
	var waiting, dead []struct {
		Destination string
		N           int
		Oldest      int64
	}
	err = db.reader.NewSelect().Model((*outboxRow)(nil)).ColumnExpr("destination, COUNT(*) AS n, MIN(due_at) AS oldest").
		Where("org_id = ? AND done_at = 0 AND due_at <= ?", orgID, now.UnixMilli()).Group("destination").Scan(ctx, &waiting)
	if err != nil {
		return nil, db.problem(err)
	}
	err = db.reader.NewSelect().Model((*outboxRow)(nil)).ColumnExpr("destination, COUNT(*) AS n, MIN(due_at) AS oldest").
		Where("org_id = ? AND state = 'dead'", orgID).Group("destination").Scan(ctx, &dead)
	if err != nil {
		return nil, db.problem(err)
	}
	for _, w := range waiting {
		s := states[w.Destination]
		s.Name, s.Waiting, s.Oldest = w.Destination, w.N, fromMillis(w.Oldest)
		states[w.Destination] = s
	}
	for _, d := range dead {
		s := states[d.Destination]
		s.Name, s.Dead = d.Destination, d.N
		states[d.Destination] = s
	}
	return states, nil
}
