package ingest

import (
	"context"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// Replay takes a dead letter as if it came now; when it can be used, it is a dead letter no more.
// Problems: unknown_source, not_found, source_disabled, cut_off, and those of reading a body.
func (s *Service) Replay(ctx context.Context, login, sourceID string, id int64) (Receipt, error) {
	source, err := s.store.Source(ctx, s.org, sourceID)
	if err != nil {
		return Receipt{}, err
	}
	if !source.Enabled {
		return Receipt{}, disabled(source)
	}
	letter, err := s.store.DeadLetter(ctx, s.org, sourceID, id)
	if err != nil {
		return Receipt{}, err
	}
	if letter.Truncated {
		return Receipt{}, problem.New(problem.Refused, "cut_off", "Only the first %d KiB of this body were kept.", maxDeadLetter>>10).
			Try("Have the sender send it again.")
	}
	body := []byte(letter.Body)
	batch, err := s.read(ctx, source, body, s.now())
	if err != nil {
		return Receipt{}, err
	}
	receipt, err := s.take(ctx, source, batch, body)
	if err != nil {
		return Receipt{}, err
	}
	// When this fails the letter stays, and to replay it once more changes nothing: alerts are told apart by their start.
	return receipt, s.forget(ctx, login, "letter.replay", sourceID, id)
}

// Forget takes a dead letter away. Problems: not_found.
func (s *Service) Forget(ctx context.Context, login, sourceID string, id int64) error {
	if _, err := s.store.DeadLetter(ctx, s.org, sourceID, id); err != nil {
		return err
	}
	return s.forget(ctx, login, "letter.forget", sourceID, id)
}

func (s *Service) forget(ctx context.Context, login, action, sourceID string, id int64) error {
	return s.store.Write(ctx, s.org, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.DeleteDeadLetter(ctx, sourceID, id); err != nil {
			return err
		}
		return tx.AuditData(ctx, s.now(), login, action, sourceID, map[string]any{"letter": id})
	})
}
