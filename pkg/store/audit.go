package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

// AuditRecord says who changed what. Records are only ever added; Hash covers the record and the hash before it.
type AuditRecord struct {
	Org      int64
	ID       int64 // grows, with gaps
	At       time.Time
	Login    string
	Action   string
	Object   string
	Data     json.RawMessage // a JSON object
	PrevHash string          // empty in the first record
	Hash     string          // empty in records from before there were hashes
}

type auditRow struct {
	bun.BaseModel `bun:"table:strata_audit,alias:au"`

	OrgID    int64  `bun:"org_id,pk"`
	ID       int64  `bun:"id,pk"`
	At       int64  `bun:"at"`
	Login    string `bun:"login"`
	Action   string `bun:"action"`
	Object   string `bun:"object"`
	Data     string `bun:"data"`
	PrevHash string `bun:"prev_hash"`
	Hash     string `bun:"hash"`
}

// hashedRecord is what the hash of a record covers, in this order. Times are milliseconds since 1970.
type hashedRecord struct {
	Prev   string          `json:"prev"`
	Org    int64           `json:"org"`
	ID     int64           `json:"id"`
	At     int64           `json:"at"`
	Login  string          `json:"login"`
	Action string          `json:"action"`
	Object string          `json:"object"`
	Data   json.RawMessage `json:"data"`
}

// Hashed is the JSON that the record's hash is the SHA-256 of.
func (r AuditRecord) Hashed() ([]byte, error) {
	raw, err := json.Marshal(hashedRecord{
		Prev: r.PrevHash, Org: r.Org, ID: r.ID, At: r.At.UnixMilli(), Login: r.Login, Action: r.Action, Object: r.Object, Data: r.Data,
	})
	if err != nil {
		return nil, fmt.Errorf("hash of audit record %d: %w", r.ID, err)
	}
	return raw, nil
}

// Verify says why the record cannot follow one with this hash; empty when it does.
func (r AuditRecord) Verify(prev string) (string, error) {
	if r.PrevHash != prev {
		return "It does not follow the record before it.", nil
	}
	raw, err := r.Hashed()
	if err != nil {
		return "", err
	}
	if sum := sha256.Sum256(raw); hex.EncodeToString(sum[:]) != r.Hash {
		return "It was changed.", nil
	}
	return "", nil
}

// Audit records what an administrator did.
func (t *Tx) Audit(ctx context.Context, at time.Time, login, action, object string) error {
	return t.AuditData(ctx, at, login, action, object, map[string]any{})
}

// AuditData records what an administrator did, with what is needed to understand or undo it; never a secret.
func (t *Tx) AuditData(ctx context.Context, at time.Time, login, action, object string, data map[string]any) error {
	raw, err := toJSON(data)
	if err != nil {
		return err
	}
	r := AuditRecord{Org: t.org, ID: t.nextRow(), At: fromMillis(at.UnixMilli()), Login: login, Action: action, Object: object, Data: json.RawMessage(raw)}
	err = t.tx.NewSelect().Model((*auditRow)(nil)).Column("hash").Where("org_id = ?", t.org).Order("id DESC").Limit(1).Scan(ctx, &r.PrevHash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	hashed, err := r.Hashed()
	if err != nil {
		return err
	}
	sum := sha256.Sum256(hashed)
	row := &auditRow{
		OrgID: t.org, ID: r.ID, At: r.At.UnixMilli(), Login: login, Action: action, Object: object, Data: raw, PrevHash: r.PrevHash, Hash: hex.EncodeToString(sum[:]),
	}
	_, err = t.tx.NewInsert().Model(row).Exec(ctx)
	return err
}

// AuditFilter chooses records; what is empty chooses all. Case does not matter.
type AuditFilter struct {
	Before int64  // only records whose id is smaller; 0 begins at the newest
	Login  string // the whole login
	Action string // how it begins
	Object string // a part of it
}

// AuditBefore lists the records that a filter chooses, newest first.
func (db *database) AuditBefore(ctx context.Context, orgID int64, f AuditFilter, limit int) ([]AuditRecord, error) {
	return db.audit(ctx, orgID, limit, func(q *bun.SelectQuery) *bun.SelectQuery {
		if f.Before > 0 {
			q.Where("id < ?", f.Before)
		}
		if f.Login != "" {
			// SQLite lowers ASCII only, so a login with other letters is found as it is written.
			q.Where("(LOWER(login) = ? OR login = ?)", strings.ToLower(f.Login), f.Login)
		}
		if f.Action != "" {
			q.Where("LOWER(action) LIKE ? ESCAPE '!'", likeEscaper.Replace(strings.ToLower(f.Action))+"%")
		}
		if f.Object != "" {
			q.Where("LOWER(object) LIKE ? ESCAPE '!'", "%"+likeEscaper.Replace(strings.ToLower(f.Object))+"%")
		}
		return q.Order("id DESC")
	})
}

// AuditAfter lists records whose id is greater than after, oldest first.
func (db *database) AuditAfter(ctx context.Context, orgID, after int64, limit int) ([]AuditRecord, error) {
	return db.audit(ctx, orgID, limit, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("id > ?", after).Order("id")
	})
}

func (db *database) audit(ctx context.Context, orgID int64, limit int, page func(*bun.SelectQuery) *bun.SelectQuery) ([]AuditRecord, error) {
	var rows []*auditRow
	if err := page(db.reader.NewSelect().Model(&rows).Where("org_id = ?", orgID)).Limit(limit).Scan(ctx); err != nil {
		return nil, db.problem(err)
	}
	out := make([]AuditRecord, len(rows))
	for i, r := range rows {
		out[i] = AuditRecord{
			Org: r.OrgID, ID: r.ID, At: fromMillis(r.At), Login: r.Login, Action: r.Action, Object: r.Object, Data: json.RawMessage(r.Data),
			PrevHash: r.PrevHash, Hash: r.Hash,
		}
	}
	return out, nil
}
