package notify

import (
	"context"
	"crypto/rand"
	"errors"
	"math"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

var logger = log.DefaultLogger.With("part", "notify")

const (
	lease     = time.Minute      // much longer than sendLimit: a claim ends only when its owner is gone
	sendLimit = 20 * time.Second // of one attempt, whatever the channel
	giveUp    = 24 * time.Hour   // after it was due
	firstWait = 5 * time.Second
	longWait  = 30 * time.Minute
	atOnce    = 4 // messages of one channel
	maxLanes  = 8 // channels at once
	lastWords = 5 * time.Second

	tolerated = 5 // failures in a row before a channel rests
	firstRest = 30 * time.Second
	longRest  = 10 * time.Minute
)

// Worker sends what is due for one organisation. Any number of them may work on the same outbox.
type Worker struct {
	Org    int64
	Store  *store.Store
	Engine *incident.Engine
	Setup  *Setup
	Root   func() string // address of Grafana when the settings do not say it
	Now    func() time.Time
	Random func() float64 // from 0 to 1, for the jitter

	mu       sync.Mutex
	busy     map[string]bool
	ill      error // why messages could not be taken last
	measured time.Time
	lanes    sync.WaitGroup
}

// Pass starts sending what is due and returns; channels that are still busy are left alone. The error is the store's.
// sending is what attempts may last for: when it ends they are broken off and their messages given back. That messages could
// not be taken is told by the pass after it.
func (w *Worker) Pass(ctx, sending context.Context) error {
	due, err := w.Store.DueChannels(ctx, w.Org, w.Now())
	if err != nil {
		return err
	}
	failure := w.illness()
	w.setIll(nil)
	if err := w.measureSometimes(ctx); err != nil {
		return err
	}
	for _, channel := range due {
		if channel.RestsUntil.After(w.Now()) || !w.begin(channel.Name) {
			continue
		}
		limit := atOnce
		if channel.Failures >= tolerated {
			limit = 1 // one message finds out whether it works again
		}
		w.lanes.Go(func() {
			defer w.end(channel.Name)
			w.drain(ctx, sending, channel.Name, limit)
		})
	}
	return failure
}

func (w *Worker) illness() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.ill
}

func (w *Worker) setIll(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ill = err
}

// Wait returns when nothing is being sent.
func (w *Worker) Wait() { w.lanes.Wait() }

func (w *Worker) begin(channel string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.busy == nil {
		w.busy = map[string]bool{}
	}
	if w.busy[channel] || len(w.busy) >= maxLanes {
		return false
	}
	w.busy[channel] = true
	return true
}

func (w *Worker) end(channel string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.busy, channel)
}

// drain sends until nothing is due, or until something failed: then the next pass looks whether the channel has to rest.
func (w *Worker) drain(ctx, sending context.Context, channel string, limit int) {
	for ctx.Err() == nil {
		now := w.Now()
		claim := store.Claim{By: rand.Text(), Now: now, Until: now.Add(lease), Limit: limit}
		messages, err := w.Store.ClaimMessages(ctx, w.Org, channel, claim)
		if err != nil {
			if ctx.Err() == nil {
				w.setIll(err) // the next pass tells
			}
			return
		}
		if len(messages) == 0 || !w.sendAll(sending, messages) || limit == 1 {
			return
		}
	}
}

func (w *Worker) sendAll(sending context.Context, messages []store.Message) bool {
	results := make([]bool, len(messages))
	var all sync.WaitGroup
	for i, m := range messages {
		all.Go(func() { results[i] = w.one(sending, m) })
	}
	all.Wait()
	for _, ok := range results {
		if !ok {
			return false
		}
	}
	return true
}

// one sends a claimed message and writes down what became of it.
func (w *Worker) one(sending context.Context, m store.Message) bool {
	result := w.attempt(sending, m)
	// What happened is written down also while the plugin stops.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(sending), lastWords)
	defer cancel()
	var err error
	switch {
	case result.failure == nil:
		err = w.finish(ctx, m, result)
	case sending.Err() != nil:
		err = w.Store.ReleaseMessage(ctx, m)
	case result.failure.Permanent || !w.Now().Before(m.Due.Add(giveUp)):
		err = w.finish(ctx, m, result)
	default:
		retries.WithLabelValues(kindLabel(result.kind)).Inc()
		err = w.Store.MessageLater(ctx, m, w.failure(m, result.failure))
	}
	if err != nil {
		// The claim runs out, and the message is sent again as the same delivery.
		logger.Error("What became of a message cannot be written", "org", w.Org, "channel", m.Channel, "delivery", m.Delivery(), "error", err)
		return false
	}
	if result.failure != nil && sending.Err() == nil {
		logger.Warn("A message was not sent", "org", w.Org, "channel", m.Channel, "delivery", m.Delivery(), "attempt", m.Attempts, "reason", result.failure.Reason)
	}
	return result.failure == nil
}

// result is what one attempt came to.
type result struct {
	kind    Kind
	receipt Receipt
	failure *Failure
}

func (w *Worker) attempt(sending context.Context, m store.Message) (r result) {
	channel := w.Setup.Channel(m.Channel)
	if channel == nil {
		r.failure = &Failure{Reason: "There is no channel " + m.Channel + " in the settings.", NotOurs: true}
		return r
	}
	r.kind = channel.Kind
	if channel.Problem != nil {
		r.failure = &Failure{Reason: "The channel's settings are wrong: " + problem.From(channel.Problem).Message, NotOurs: true}
		return r
	}
	if w.Now().After(m.Due.Add(giveUp + lease)) {
		r.failure = &Failure{Reason: "It could not be sent within 24 hours.", NotOurs: true}
		if m.LastError != "" {
			r.failure.Reason = m.LastError
		}
		return r
	}
	message, err := w.compose(sending, m, channel)
	if err == nil {
		began := time.Now()
		r.receipt, r.failure = send(sending, channel.Sender, message)
		sendSeconds.WithLabelValues(string(channel.Kind)).Observe(time.Since(began).Seconds())
		return r
	}
	r.failure = &Failure{Reason: "The incident cannot be read right now.", NotOurs: true}
	return r
}

// send holds a sender to its time. A defect in it costs one attempt.
func send(ctx context.Context, s Sender, m Message) (receipt Receipt, failure *Failure) {
	defer func() {
		if found := recover(); found != nil {
			logger.Error("Sending hit a defect", "delivery", m.Delivery, "defect", found)
			failure = &Failure{Reason: "Strata failed to write this message.", NotOurs: true}
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, sendLimit)
	defer cancel()
	receipt, err := s.Send(ctx, m)
	if err == nil {
		return receipt, nil
	}
	if f, ok := errors.AsType[*Failure](err); ok {
		return receipt, f
	}
	logger.Error("Sending hit a defect", "delivery", m.Delivery, "error", err)
	return receipt, &Failure{Reason: "Strata failed to write this message.", NotOurs: true}
}

func (w *Worker) compose(ctx context.Context, m store.Message, c *Channel) (Message, error) {
	out := Message{
		Delivery: m.Delivery(), Org: m.Org, Kind: m.Kind, Subject: oneLine(m.Subject, maxSubject), Body: m.Body, Severity: m.Severity, At: m.CreatedAt,
	}
	entries := m.To
	if len(entries) == 0 {
		entries = c.To
	}
	out.To = w.Setup.Book.Find(entries, w.Now())
	if m.Incident == 0 {
		return out, nil
	}
	inc, err := w.Store.Incident(ctx, m.Org, m.Incident)
	if err != nil {
		return out, err
	}
	if inc.Restricted() {
		// It may not have been restricted yet when the message was written.
		inc, out.Subject, out.Body = inc.Discreet(), m.Discreet().Subject, m.Discreet().Body
	}
	out.Incident, out.Link = inc, link(w.root(), inc)
	return out, nil
}

const maxSubject = 200

func (w *Worker) root() string {
	if w.Setup.RootURL != "" || w.Root == nil {
		return w.Setup.RootURL
	}
	return w.Root()
}

// Test sends a message to a channel now, past the outbox, and remembers how the channel did. The failure is nil when it was sent.
func (w *Worker) Test(ctx context.Context, c *Channel, m Message) (Receipt, *Failure, error) {
	receipt, failure := send(ctx, c.Sender, m)
	f := store.Failure{At: w.Now()}
	if failure != nil {
		f.Error, f.OfChannel, f.Pause = failure.Reason, !failure.NotOurs, rest
	}
	return receipt, failure, w.Store.ChannelTried(context.WithoutCancel(ctx), w.Org, c.Name, f)
}

// finish ends a message, sent or given up, and says so in the incident's timeline in the same transaction.
func (w *Worker) finish(ctx context.Context, m store.Message, r result) error {
	sending := incident.Sending{
		Notice: m.Notice, Delivery: m.Delivery(), ChannelKind: string(r.kind), Reached: r.receipt.Reached, Attempts: m.Attempts,
	}
	err := w.Store.Write(ctx, w.Org, func(ctx context.Context, tx *store.Tx) error {
		held, err := true, error(nil)
		if r.failure == nil {
			held, err = tx.MessageSent(ctx, m, w.Now())
		} else {
			sending.Failure = r.failure.Reason
			held, err = tx.MessageDead(ctx, m, w.failure(m, r.failure))
		}
		if err != nil || !held {
			return err
		}
		return w.Engine.Noticed(ctx, tx, sending)
	})
	if err == nil {
		count(r)
	}
	return err
}

func (w *Worker) failure(m store.Message, f *Failure) store.Failure {
	now := w.Now()
	again := now.Add(max(backoff(m.Attempts, w.Random()), f.Wait))
	if last := m.Due.Add(giveUp); again.After(last) && now.Before(last) {
		again = last
	}
	return store.Failure{At: now, Error: f.Reason, Again: again, OfChannel: !f.NotOurs, Pause: rest}
}

// backoff is how long a message waits after so many attempts: 5 s, 10 s, 20 s … up to 30 minutes, half of it by chance.
func backoff(attempts int, random float64) time.Duration {
	wait := math.Min(float64(firstWait)*math.Pow(2, float64(attempts-1)), float64(longWait))
	return time.Duration(wait * (0.5 + random/2))
}

// rest is how long a channel rests after so many failures in a row.
func rest(failures int) time.Duration {
	if failures < tolerated {
		return 0
	}
	return time.Duration(math.Min(float64(firstRest)*math.Pow(2, float64(failures-tolerated)), float64(longRest)))
}
