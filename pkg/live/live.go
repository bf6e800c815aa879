// Package live tells open pages that incidents changed. A message is a hint to read again, never the record itself.
package live

import (
	"context"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// Path is the only channel: plugin/strata-sre-app/incidents.
const Path = "incidents"

const (
	// pollEvery finds what other replicas have written.
	pollEvery = 3 * time.Second
	// settle lets changes that come together travel together.
	settle = 100 * time.Millisecond
)

// Changes is where changes come from. It is asked, so nobody who writes ever waits for a page.
type Changes interface {
	Subscribe(orgID int64) (<-chan struct{}, func())
	LastChange(ctx context.Context, orgID int64) (int64, error)
	ChangesAfter(ctx context.Context, orgID, seq, number int64) ([]store.Change, error)
}

// Run sends a frame for each batch of changes of the organisation until ctx ends. The error is that of send or of reading.
func Run(ctx context.Context, from Changes, orgID int64, send func(*data.Frame) error) error {
	wake, end := from.Subscribe(orgID)
	defer end()
	seq, err := from.LastChange(ctx, orgID)
	if err != nil {
		return err
	}
	place := place{seq: seq, number: 1<<63 - 1}
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-wake:
			if !pause(ctx, settle) {
				return nil
			}
		case <-ticker.C:
		}
		if err := place.advance(ctx, from, orgID, send); err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
	}
}

func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// place is the last change that was sent.
type place struct{ seq, number int64 }

func (p *place) advance(ctx context.Context, from Changes, orgID int64, send func(*data.Frame) error) error {
	for {
		changes, err := from.ChangesAfter(ctx, orgID, p.seq, p.number)
		if err != nil || len(changes) == 0 {
			return err
		}
		if err := send(Frame(changes)); err != nil {
			return err
		}
		last := changes[len(changes)-1]
		p.seq, p.number = last.Seq, last.Number
	}
}

// Frame is one row per changed incident: time, number, version, severity, status, and the kind of its latest timeline entry.
func Frame(changes []store.Change) *data.Frame {
	n := len(changes)
	times, numbers, versions := make([]time.Time, n), make([]int64, n), make([]int64, n)
	severities, statuses, kinds := make([]string, n), make([]string, n), make([]string, n)
	for i, c := range changes {
		times[i], numbers[i], versions[i] = time.UnixMilli(c.AtMillis).UTC(), c.Number, c.Version
		severities[i], statuses[i], kinds[i] = string(c.Severity), string(c.Status), c.Kind
	}
	return data.NewFrame("incidents",
		data.NewField("time", nil, times), data.NewField("number", nil, numbers), data.NewField("version", nil, versions),
		data.NewField("severity", nil, severities), data.NewField("status", nil, statuses), data.NewField("kind", nil, kinds))
}
