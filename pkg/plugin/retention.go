package plugin

import (
	"context"
	"fmt"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// GetRetention says how long records are kept and how many are old by now. Nothing is deleted.
func (s *server) GetRetention(ctx context.Context, _ api.GetRetentionRequestObject) (api.GetRetentionResponseObject, error) {
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	keep := s.app.runtime.settings.upkeep.retention
	old, err := org.store.WouldPurge(ctx, org.id, s.app.now(), keep)
	if err != nil {
		return nil, err
	}
	return api.GetRetention200JSONResponse{Kinds: []api.RetentionKind{
		retentionKind(api.Incidents, keep.Incidents, old.Incidents), retentionKind(api.Receipts, keep.Receipts, old.Receipts),
		retentionKind(api.DeadLetters, keep.DeadLetters, old.DeadLetters), retentionKind(api.Outbox, keep.Outbox, old.Outbox),
		retentionKind(api.Audit, keep.Audit, old.Audit),
	}}, nil
}

func retentionKind(kind api.RetentionKindKind, kept time.Duration, old int) api.RetentionKind {
	k := api.RetentionKind{Kind: kind, Old: old}
	if kept > 0 {
		k.KeptSeconds = optional(int64(kept.Seconds()))
	}
	return k
}

// ListBackups lists the copies of the SQLite file.
func (s *server) ListBackups(ctx context.Context, _ api.ListBackupsRequestObject) (api.ListBackupsResponseObject, error) {
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	made, err := org.store.Backups(ctx)
	if err != nil {
		return nil, err
	}
	u := s.app.runtime.settings.upkeep
	list := api.ListBackups200JSONResponse{Backups: mapped(made, encodeBackup), Keep: u.keep}
	if u.every > 0 {
		list.EverySeconds = optional(int64(u.every.Seconds()))
	}
	return list, nil
}

// MakeBackup copies the SQLite file now.
func (s *server) MakeBackup(ctx context.Context, _ api.MakeBackupRequestObject) (api.MakeBackupResponseObject, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	// A caller who leaves must not spoil the copy.
	b, err := org.store.MakeBackup(context.WithoutCancel(ctx), s.app.runtime.settings.upkeep.keep)
	if err != nil {
		return nil, err
	}
	err = org.store.Write(ctx, org.id, func(ctx context.Context, tx *store.Tx) error {
		return tx.AuditData(ctx, s.app.now(), c.login, "backup.make", fmt.Sprint(b.Slot), map[string]any{"path": b.Path, "bytes": b.Bytes})
	})
	if err != nil {
		return nil, err
	}
	return api.MakeBackup201JSONResponse(encodeBackup(b)), nil
}

func encodeBackup(b store.Backup) api.Backup {
	return api.Backup{Slot: b.Slot, Path: b.Path, At: b.At.UTC(), Bytes: b.Bytes}
}
