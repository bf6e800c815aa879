package ingest

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// work commits groups of deliveries until the queue is closed and drained.
func (s *Service) work() {
	shared := false
	for {
		group := s.queue.group(shared)
		if group == nil {
			return
		}
		shared = len(group) > 1
		s.commit(group)
	}
}

// unanswered is how many groups may be on their way to the disk while the next one is written.
const unanswered = 2

// commit writes a group in one transaction, and answers when it is on the disk. When a defect spoils it, each delivery is tried by itself, so that one cannot cost the others.
func (s *Service) commit(group []*delivery) {
	receipts, durable, err := s.write(group)
	if err != nil && len(group) > 1 && problem.From(err).Kind == problem.Internal {
		for _, d := range group {
			s.commit([]*delivery{d})
		}
		return
	}
	s.answers <- struct{}{}
	s.done.Go(func() {
		defer func() { <-s.answers }()
		answerAll(group, receipts, durable, err)
	})
}

func answerAll(group []*delivery, receipts []Receipt, durable store.Durable, err error) {
	if err == nil {
		ctx, cancel := context.WithTimeout(context.Background(), commitTimeout)
		defer cancel()
		if err = durable(ctx); err != nil {
			logger.Error("Deliveries were committed, but may not be on the disk", "deliveries", len(group), "error", err)
		}
	}
	for i, d := range group {
		if err != nil {
			d.answer <- answer{err: err}
		} else {
			d.answer <- answer{receipt: receipts[i]}
		}
	}
}

func (s *Service) write(group []*delivery) ([]Receipt, store.Durable, error) {
	// The work goes on when one of the callers leaves, so its context is nobody's.
	ctx, cancel := context.WithTimeout(context.Background(), commitTimeout)
	defer cancel()
	refused := s.rejects.take()
	var receipts []Receipt
	durable, err := s.store.WriteSoon(ctx, s.org, s.queue.more, func(ctx context.Context, tx *store.Tx) error {
		var err error
		if receipts, err = s.apply(ctx, tx, group); err != nil {
			return err
		}
		return addStats(ctx, tx, statsOf(group, refused, s.now()))
	})
	if err != nil {
		s.rejects.giveBack(refused)
		logger.Error("Deliveries were not committed", "deliveries", len(group), "error", err)
	}
	return receipts, durable, err
}

func domainSource(s store.Source) incident.Source {
	return incident.Source{ID: s.ID, Name: s.Name, GroupBy: s.GroupBy}
}

type receiptKey struct{ source, hash string }

func (s *Service) apply(ctx context.Context, tx *store.Tx, group []*delivery) ([]Receipt, error) {
	now := s.now()
	known, err := knownReceipts(ctx, tx, group, now.Add(-receiptAge))
	if err != nil {
		return nil, err
	}
	deliveries := make([]incident.Delivery, len(group))
	seen := map[receiptKey]bool{}
	for i, d := range group {
		key := receiptKey{d.source.ID, d.hash}
		_, before := known[key]
		deliveries[i] = incident.Delivery{
			Source: domainSource(d.source),
			Events: d.batch.Events, Acknowledged: d.batch.Acknowledged, Replay: before || seen[key],
		}
		seen[key] = true
	}
	outcomes, err := s.engine.Apply(ctx, tx, deliveries)
	if err != nil {
		return nil, err
	}
	receipts := make([]Receipt, len(group))
	fresh := map[receiptKey]Receipt{}
	for i, d := range group {
		key := receiptKey{d.source.ID, d.hash}
		earlier, ok := known[key]
		if ok && !outcomes[i].Changed {
			receipts[i] = earlier
			receipts[i].Duplicate = true
			continue
		}
		receipts[i] = newReceipt(d.batch, outcomes[i])
		known[key], fresh[key] = receipts[i], receipts[i]
	}
	return receipts, saveReceipts(ctx, tx, fresh, now)
}

func knownReceipts(ctx context.Context, tx *store.Tx, group []*delivery, since time.Time) (map[receiptKey]Receipt, error) {
	hashes := map[string][]string{}
	for _, d := range group {
		hashes[d.source.ID] = append(hashes[d.source.ID], d.hash)
	}
	known := map[receiptKey]Receipt{}
	for source, list := range hashes {
		found, err := tx.Receipts(ctx, source, list, since)
		if err != nil {
			return nil, err
		}
		for hash, stored := range found {
			var r Receipt
			if err := json.Unmarshal([]byte(stored.Result), &r); err != nil {
				return nil, fmt.Errorf("read receipt %s: %w", stored.ID, err)
			}
			known[receiptKey{source, hash}] = r
		}
	}
	return known, nil
}

func newReceipt(b Batch, o incident.Outcome) Receipt {
	r := Receipt{
		ID: "rc_" + rand.Text(), Received: b.Received, New: o.New, Repeated: o.Repeated, Resolved: o.Resolved, Ignored: o.Ignored + b.Tests,
		Errors: b.Errors[:min(len(b.Errors), maxErrors)], Incidents: o.Incidents,
	}
	if r.Errors == nil {
		r.Errors = []AlertError{}
	}
	if r.Incidents == nil {
		r.Incidents = []int64{}
	}
	return r
}

func saveReceipts(ctx context.Context, tx *store.Tx, fresh map[receiptKey]Receipt, now time.Time) error {
	rows := make([]store.Receipt, 0, len(fresh))
	for key, r := range fresh {
		result, err := json.Marshal(r)
		if err != nil {
			return fmt.Errorf("write receipt %s: %w", r.ID, err)
		}
		rows = append(rows, store.Receipt{ID: r.ID, SourceID: key.source, BodyHash: key.hash, CreatedAt: now, Result: string(result)})
	}
	return tx.SaveReceipts(ctx, rows)
}

// statsOf adds the group to what was refused before it. Alerts that could not be read are an error of the source.
func statsOf(group []*delivery, refused map[string]store.SourceStats, now time.Time) map[string]store.SourceStats {
	all := map[string]store.SourceStats{}
	for id, stats := range refused {
		all[id] = stats
	}
	for _, d := range group {
		stats := all[d.source.ID]
		stats.Deliveries++
		stats.Alerts += int64(d.batch.Received)
		stats.LastDeliveryAt = now
		if d.batch.Tests > 0 {
			stats.LastTestAt = now
		}
		if n := len(d.batch.Errors); n > 0 {
			stats.Rejected += int64(n)
			stats.LastError, stats.LastErrorAt = d.batch.Errors[0].Field+": "+d.batch.Errors[0].Message, now
		}
		all[d.source.ID] = stats
	}
	return all
}
