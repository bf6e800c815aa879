package store

import (
	"context"
	"time"
)

// Receipt is the answer to one delivery, kept for senders that did not get it.
type Receipt struct {
	ID        string
	SourceID  string
	BodyHash  string // hex SHA-256 of the body as it came
	CreatedAt time.Time
	Result    string // JSON of the answer
}

// Receipts finds receipts of a source by body hash, made at or after since.
func (t *Tx) Receipts(ctx context.Context, sourceID string, bodyHashes []string, since time.Time) (map[string]Receipt, error) {
	found := map[string]Receipt{}
	// The plus keeps SQLite from looking through all receipts by their age; the hashes find them by the key.
	rows, err := find[receiptRow](ctx, t.tx, "r.org_id = ? AND r.source_id = ? AND +r.created_at >= ? AND "+t.tx.anyOf("r.body_hash"),
		t.org, sourceID, since.UnixMilli(), bodyHashes)
	for _, r := range rows {
		found[r.BodyHash] = Receipt{ID: r.ID, SourceID: r.SourceID, BodyHash: r.BodyHash, CreatedAt: fromMillis(r.CreatedAt), Result: r.Result}
	}
	return found, err
}

// SaveReceipts adds receipts; one for the same body of the same source is replaced.
func (t *Tx) SaveReceipts(ctx context.Context, receipts []Receipt) error {
	rows := make([]*receiptRow, len(receipts))
	for i, r := range receipts {
		rows[i] = &receiptRow{OrgID: t.org, ID: r.ID, SourceID: r.SourceID, BodyHash: r.BodyHash, CreatedAt: r.CreatedAt.UnixMilli(), Result: r.Result}
	}
	return upsert(ctx, t.tx, rows, "org_id, body_hash, source_id", []string{"id", "created_at", "result"})
}
