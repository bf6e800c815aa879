package ingest

import (
	"context"
	"sync"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// rejects holds what was refused until the next write: refused callers must not make the disk work.
type rejects struct {
	mu       sync.Mutex
	bySource map[string]store.SourceStats
}

// reject notes a refusal and returns err.
func (s *Service) reject(source store.Source, err error) error {
	s.rejects.mu.Lock()
	defer s.rejects.mu.Unlock()
	if s.rejects.bySource == nil {
		s.rejects.bySource = map[string]store.SourceStats{}
	}
	stats := s.rejects.bySource[source.ID]
	stats.Rejected++
	stats.LastError, stats.LastErrorAt = problem.From(err).Message, s.now()
	if problem.From(err).Code == LimitedCode {
		stats.Limited++
		stats.LastLimitedAt = s.now()
	}
	s.rejects.bySource[source.ID] = stats
	return counted(err)
}

func (r *rejects) take() map[string]store.SourceStats {
	r.mu.Lock()
	defer r.mu.Unlock()
	taken := r.bySource
	r.bySource = nil
	return taken
}

func (r *rejects) giveBack(taken map[string]store.SourceStats) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.bySource == nil {
		r.bySource = map[string]store.SourceStats{}
	}
	for id, old := range taken {
		stats := r.bySource[id]
		stats.Rejected += old.Rejected
		stats.Limited += old.Limited
		if stats.LastLimitedAt.Before(old.LastLimitedAt) {
			stats.LastLimitedAt = old.LastLimitedAt
		}
		if stats.LastErrorAt.Before(old.LastErrorAt) {
			stats.LastError, stats.LastErrorAt = old.LastError, old.LastErrorAt
		}
		r.bySource[id] = stats
	}
}

// FlushRejects writes the counts of refused deliveries, so that a list of sources shows them.
func (s *Service) FlushRejects(ctx context.Context) error {
	taken := s.rejects.take()
	if len(taken) == 0 {
		return nil
	}
	err := s.store.Write(ctx, s.org, func(ctx context.Context, tx *store.Tx) error { return addStats(ctx, tx, taken) })
	if err != nil {
		s.rejects.giveBack(taken)
	}
	return err
}

func addStats(ctx context.Context, tx *store.Tx, bySource map[string]store.SourceStats) error {
	for id, stats := range bySource {
		if err := tx.AddStats(ctx, id, stats); err != nil {
			return err
		}
	}
	return nil
}
