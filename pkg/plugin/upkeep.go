package plugin

import (
	"context"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const (
	purgeEvery = 10 * time.Minute
	purgeTime  = 2 * time.Second // per organisation and turn, so that the timers are not kept waiting
)

// keepUp looks after the store itself: it finds out whether an ill one can be written again, deletes what is old, and makes the
// backup that is due. It runs beside the timers, which a long backup must not keep waiting.
func (r *runtime) keepUp(ctx context.Context, s *store.Store) {
	ticker := time.NewTicker(r.every)
	defer ticker.Stop()
	var purged time.Time
	for {
		r.keepUpOnce(ctx, s, &purged)
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

func (r *runtime) keepUpOnce(ctx context.Context, s *store.Store, purged *time.Time) {
	// The status says what is wrong; it is tried again at the next turn.
	_ = s.Probe(ctx)
	if why, _ := s.Ill(); why != nil || ctx.Err() != nil {
		return
	}
	if err := s.Learn(ctx); err != nil {
		logger.Debug("The database's statistics were not brought up to date", "error", err)
	}
	now := r.now()
	if now.Sub(*purged) >= purgeEvery {
		*purged = now
		r.purge(ctx, s)
	}
	r.backUp(ctx, s, now)
}

func (r *runtime) purge(ctx context.Context, s *store.Store) {
	orgs, err := s.OrganisationsKept(ctx)
	if err != nil {
		logger.Warn("What is old was not deleted", "error", err)
		return
	}
	for _, org := range orgs {
		done, err := s.Tidy(ctx, org, r.settings.upkeep.retention, purgeTime)
		if done.Sum() > 0 {
			logger.Info("What is old was deleted", "org", org, "incidents", done.Incidents, "receipts", done.Receipts, "deadLetters", done.DeadLetters,
				"outbox", done.Outbox, "audit", done.Audit)
		}
		if err != nil && ctx.Err() == nil {
			logger.Warn("Not all that is old was deleted", "org", org, "error", err)
		}
	}
}

// backUp makes a copy when the newest one is old enough; after a restart, too.
func (r *runtime) backUp(ctx context.Context, s *store.Store, now time.Time) {
	every := r.settings.upkeep.every
	if every == 0 {
		return
	}
	made, err := s.Backups(ctx)
	if err != nil || (len(made) > 0 && now.Sub(made[0].At) < every) || now.Before(r.backupAfter) {
		return
	}
	b, err := s.MakeBackup(ctx, r.settings.upkeep.keep)
	if err != nil {
		r.backupAfter = now.Add(purgeEvery)
		r.setBackupProblem(err)
		logger.Error("The backup was not made", "path", b.Path, "error", err)
		return
	}
	r.setBackupProblem(nil)
	logger.Info("A backup was made", "path", b.Path, "bytes", b.Bytes)
}

func (r *runtime) setBackupProblem(err error) {
	r.tendMu.Lock()
	defer r.tendMu.Unlock()
	r.backupFailure = err
}

// backupProblem says why the last backup was not made; nil when it was.
func (r *runtime) backupProblem() error {
	r.tendMu.Lock()
	defer r.tendMu.Unlock()
	return r.backupFailure
}
