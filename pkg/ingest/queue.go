package ingest

import (
	"sync"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// delivery is a decoded body that waits for its commit.
type delivery struct {
	source store.Source
	batch  Batch
	hash   string
	size   int // bytes of the body
	answer chan answer
}

type answer struct {
	receipt Receipt
	err     error
}

// queue is bounded by deliveries, alerts and bytes.
type queue struct {
	ch chan *delivery

	mu     sync.Mutex
	alerts int
	bytes  int
	closed bool
}

func newQueue() *queue { return &queue{ch: make(chan *delivery, maxQueuedDeliveries)} }

// put never waits. Problem: busy.
func (q *queue) put(d *delivery) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	full := q.alerts > 0 && (q.alerts+d.weight() > maxQueuedAlerts || q.bytes+d.size > maxQueuedBytes)
	if q.closed || full {
		return busy()
	}
	select {
	case q.ch <- d:
		q.alerts += d.weight()
		q.bytes += d.size
		queuedAlerts.Add(float64(d.weight()))
		return nil
	default:
		return busy()
	}
}

func busy() error {
	return problem.New(problem.Unavailable, "busy", "More alerts are waiting for the disk than Strata holds in memory. Nothing of this delivery was taken.").
		Try("Send it again later; Alertmanager does so by itself.")
}

func (d *delivery) weight() int { return max(1, len(d.batch.Events)) }

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.closed {
		q.closed = true
		close(q.ch)
	}
}

// group waits for the next deliveries that share a commit; empty when the queue is closed and drained.
// When the last group was shared, senders are working side by side, and a short wait lets the others join.
func (q *queue) group(wasShared bool) []*delivery {
	first, ok := <-q.ch
	if !ok {
		return nil
	}
	group, weight := []*delivery{first}, first.weight()
	defer func() { q.taken(group) }()
	var linger <-chan time.Time
	if wasShared {
		timer := time.NewTimer(groupLinger)
		defer timer.Stop()
		linger = timer.C
	}
	for weight < groupAlerts {
		d := q.another(linger)
		if d == nil {
			break
		}
		group = append(group, d)
		weight += d.weight()
	}
	return group
}

// another takes what is there, or what comes until the linger ends; nil when there is nothing more.
func (q *queue) another(linger <-chan time.Time) *delivery {
	select {
	case d := <-q.ch:
		return d
	default:
	}
	if linger == nil {
		return nil
	}
	select {
	case d := <-q.ch:
		return d
	case <-linger:
		return nil
	}
}

// more says whether another delivery waits.
func (q *queue) more() bool { return len(q.ch) > 0 }

func (q *queue) taken(group []*delivery) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, d := range group {
		q.alerts -= d.weight()
		q.bytes -= d.size
		queuedAlerts.Sub(float64(d.weight()))
	}
}
