package notify

import (
	"context"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
)

// The SDK serves the default registry, which is one per process by design.
var (
	ended = promauto.NewCounterVec(prometheus.CounterOpts{
		Name: "strata_messages_total", Help: "Messages that were sent or given up (dead), by kind of channel.",
	}, []string{"kind", "result"})
	retries = promauto.NewCounterVec(prometheus.CounterOpts{
		Name: "strata_message_failures_total", Help: "Attempts that failed and are repeated, by kind of channel.",
	}, []string{"kind"})
	sendSeconds = promauto.NewHistogramVec(prometheus.HistogramOpts{
		Name: "strata_message_attempt_seconds", Help: "Time that one attempt to send took, in seconds, by kind of channel.",
		Buckets: prometheus.ExponentialBuckets(0.01, 2, 12),
	}, []string{"kind"})
)

func count(r result) {
	outcome := "sent"
	if r.failure != nil {
		outcome = "dead"
	}
	ended.WithLabelValues(kindLabel(r.kind), outcome).Inc()
}

// kindLabel keeps the number of series small, whatever the settings say.
func kindLabel(k Kind) string {
	switch k {
	case Webhook, Slack, Teams, Email, Pager:
		return string(k)
	default:
		return "none"
	}
}

var (
	waitingGauge = promauto.NewGaugeVec(prometheus.GaugeOpts{
		Name: "strata_messages_waiting", Help: "Messages that are due and not sent, by organisation and kind of channel.",
	}, []string{"org", "kind"})
	deadGauge = promauto.NewGaugeVec(prometheus.GaugeOpts{
		Name: "strata_messages_dead", Help: "Messages that were given up and wait for a person, by organisation and kind of channel.",
	}, []string{"org", "kind"})
	oldestGauge = promauto.NewGaugeVec(prometheus.GaugeOpts{
		Name: "strata_messages_oldest_seconds", Help: "How long the oldest message that is due has waited, in seconds, by organisation and kind of channel; 0 for none.",
	}, []string{"org", "kind"})
)

// measureEvery bounds how often the outbox is counted.
const measureEvery = 15 * time.Second

// measureSometimes is called by one pass after the other.
func (w *Worker) measureSometimes(ctx context.Context) error {
	if now := w.Now(); now.Sub(w.measured) >= measureEvery {
		w.measured = now
		return w.measure(ctx)
	}
	return nil
}

// measure sets the gauges of an organisation.
func (w *Worker) measure(ctx context.Context) error {
	states, err := w.Store.Channels(ctx, w.Org, w.Now())
	if err != nil {
		return err
	}
	type figures struct{ waiting, dead, oldest float64 }
	byKind := map[string]figures{}
	for _, c := range w.Setup.Channels() {
		byKind[kindLabel(c.Kind)] = figures{}
	}
	for name, s := range states {
		kind := kindLabel("")
		if c := w.Setup.Channel(name); c != nil {
			kind = kindLabel(c.Kind)
		}
		f := byKind[kind]
		f.waiting += float64(s.Waiting)
		f.dead += float64(s.Dead)
		if s.Waiting > 0 {
			f.oldest = max(f.oldest, w.Now().Sub(s.Oldest).Seconds())
		}
		byKind[kind] = f
	}
	org := strconv.FormatInt(w.Org, 10)
	for kind, f := range byKind {
		waitingGauge.WithLabelValues(org, kind).Set(f.waiting)
		deadGauge.WithLabelValues(org, kind).Set(f.dead)
		oldestGauge.WithLabelValues(org, kind).Set(f.oldest)
	}
	return nil
}
