package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"runtime"
	"sync"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// Receipt is the answer to a delivery.
type Receipt struct {
	ID        string       `json:"receipt"`
	Duplicate bool         `json:"duplicate"`
	Received  int          `json:"received"`
	New       int          `json:"new"`
	Repeated  int          `json:"repeated"`
	Resolved  int          `json:"resolved"`
	Ignored   int          `json:"ignored"`
	Errors    []AlertError `json:"errors"`
	Incidents []int64      `json:"incidents"`

	dedupKey string
}

// Request is one webhook call whose sender Grafana knows.
type Request struct {
	SourceID string
	Token    string
	Signed   Signature
	Read     func() ([]byte, error) // called once the token is right; its problem is counted against the source
}

// decoding leaves a processor to who writes: a storm of bodies would have it wait for its turn after each answer of the database.
var decoding = make(chan struct{}, max(1, runtime.GOMAXPROCS(0)-1))

// Service takes the deliveries of one organisation.
type Service struct {
	org     int64
	store   *store.Store
	engine  *incident.Engine
	now     func() time.Time
	secrets map[string]string // by source; what is there must sign its bodies
	limits  *limits
	queue   *queue
	rejects rejects
	readers readers
	answers chan struct{} // of groups that are committed
	done    sync.WaitGroup
}

// NewService starts the service; Close ends it. What the list says of secrets and limits holds for the sources with its ids.
func NewService(orgID int64, s *store.Store, engine *incident.Engine, now func() time.Time, list []Provisioned) *Service {
	svc := &Service{org: orgID, store: s, engine: engine, now: now, secrets: secretsOf(list), limits: newLimits(list), queue: newQueue(), answers: make(chan struct{}, unanswered)}
	svc.done.Go(svc.work)
	return svc
}

// Close takes no more deliveries, finishes those that wait, and returns when they are answered.
func (s *Service) Close() {
	s.queue.close()
	s.done.Wait()
}

// Deliver takes one delivery and returns after its commit. Problems: unknown_source, wrong_token, wrong_signature, source_disabled, those of Read,
// bad_json, unknown_shape, too_many_alerts, rate_limited, busy, store_unavailable.
func (s *Service) Deliver(ctx context.Context, r Request) (Receipt, error) {
	began := s.now()
	source, err := s.store.Source(ctx, s.org, r.SourceID)
	if err != nil {
		return Receipt{}, counted(err)
	}
	body, err := s.admit(source, r, began)
	if err != nil {
		return Receipt{}, s.reject(source, err)
	}
	batch, err := s.decode(ctx, source, body, began)
	if err != nil {
		if problem.From(err).Kind == problem.Refused {
			s.keepDeadLetter(ctx, source, body, err)
		}
		return Receipt{}, s.reject(source, err)
	}
	if err := s.limits.alerts(source, batch.Received, began); err != nil {
		return Receipt{}, s.reject(source, err)
	}
	return s.take(ctx, source, batch, body)
}

// decode reads a body when its turn has come. Problems: cancelled, and those of read.
func (s *Service) decode(ctx context.Context, source store.Source, body []byte, at time.Time) (Batch, error) {
	select {
	case decoding <- struct{}{}:
		defer func() { <-decoding }()
		return s.read(ctx, source, body, at)
	case <-ctx.Done():
		return Batch{}, cancelled(ctx)
	}
}

func cancelled(ctx context.Context) error {
	return problem.New(problem.Unavailable, "cancelled", "The request ended before its records were written.").Try("Send it again.").Because(ctx.Err())
}

// take queues what was read and returns after its commit. Problems: busy, cancelled, store_unavailable.
func (s *Service) take(ctx context.Context, source store.Source, batch Batch, body []byte) (Receipt, error) {
	began := s.now()
	s.engine.Place(domainSource(source), batch.Events)
	d := &delivery{source: source, batch: batch, hash: bodyHash(body), size: len(body), answer: make(chan answer, 1)}
	if err := s.queue.put(d); err != nil {
		return Receipt{}, counted(err)
	}
	select {
	case a := <-d.answer:
		count(a, batch)
		a.receipt.dedupKey = batch.DedupKey
		answerSeconds.Observe(s.now().Sub(began).Seconds())
		return a.receipt, a.err
	case <-ctx.Done():
		// It may still be committed; the sender's retry is then told apart by its receipt.
		return Receipt{}, counted(cancelled(ctx))
	}
}

// admit checks the sender, then reads the body. Only an event of PagerDuty's API may carry the token in the body.
func (s *Service) admit(source store.Source, r Request, now time.Time) ([]byte, error) {
	if source.Kind == PagerDuty && r.Token == "" {
		body, err := r.Read()
		if err != nil {
			return nil, err
		}
		if err := authorize(source, routingKey(body), now); err != nil {
			return nil, err
		}
		return body, s.limits.request(source, now)
	}
	if err := authorize(source, r.Token, now); err != nil {
		return nil, err
	}
	if err := s.limits.request(source, now); err != nil {
		return nil, err
	}
	if source.Kind == Heartbeat {
		return nil, nil // a cron job calls without a body, or with any
	}
	body, err := r.Read()
	if secret := s.secrets[source.ID]; err == nil && secret != "" {
		err = r.Signed.verify(secret, body, now)
	}
	return body, err
}

func bodyHash(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

func (s *Service) keepDeadLetter(ctx context.Context, source store.Source, body []byte, reason error) {
	letter := store.DeadLetter{
		SourceID: source.ID, ReceivedAt: s.now(), Reason: problem.From(reason).Message, Body: clean(string(body[:min(len(body), maxDeadLetter)])),
		Truncated: len(body) > maxDeadLetter,
	}
	err := s.store.Write(ctx, s.org, func(ctx context.Context, tx *store.Tx) error { return tx.AddDeadLetter(ctx, letter) })
	if err != nil {
		logger.Warn("A body that could not be used was not kept", "source", source.ID, "error", err)
	}
}
