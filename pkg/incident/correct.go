package incident

import (
	"context"
	"fmt"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// Mark is how an entry of a timeline is shown. It stands beside the entry, so that the chain of hashes stays whole.
type Mark struct {
	Incident int64
	Seq      int64
	ShownAt  time.Time // when it really happened, as a person corrected it; zero for the time in the entry
}

// maxAhead is how far the clock of whoever writes may be ahead.
const maxAhead = time.Minute

// Correct says when something of the timeline really happened; a zero time takes that back. The entry stays as it was written.
// Problems: not_found, unknown_entry (NotFound), in_future (Invalid).
func (e *Engine) Correct(ctx context.Context, l Ledger, number, seq int64, by string, at time.Time) (Entry, error) {
	u := e.unit(l)
	inc, err := u.mustFind(ctx, number)
	if err != nil {
		return Entry{}, err
	}
	entry, found, err := l.Entry(ctx, number, seq)
	if err != nil {
		return Entry{}, err
	}
	if !found {
		return Entry{}, problem.New(problem.NotFound, "unknown_entry", "The timeline of incident %d has no entry %d.", number, seq).At("seq")
	}
	if err := u.mustBePast(at); err != nil {
		return Entry{}, err
	}
	at = at.UTC().Truncate(time.Millisecond)
	if entry.ShownAt.Equal(at) {
		return entry, nil
	}
	before := entry.At
	if !entry.ShownAt.IsZero() {
		before = entry.ShownAt
	}
	entry.ShownAt = at
	after := entry.At
	if !at.IsZero() {
		after = at
	}
	u.marks = append(u.marks, Mark{Incident: number, Seq: seq, ShownAt: at})
	_, err = u.write(inc, Entry{
		Kind: KindCorrected, Actor: Actor{Type: User, Name: by},
		Body: fmt.Sprintf("Entry %d happened at %s, not at %s.", seq, after.Format(time.RFC3339), before.Format(time.RFC3339)),
		Data: map[string]any{"seq": seq, "from": before.Format(time.RFC3339Nano), "to": after.Format(time.RFC3339Nano)},
	})
	if err != nil {
		return Entry{}, err
	}
	return entry, u.flush(ctx)
}

func (u *unit) mustBePast(at time.Time) error {
	if !at.IsZero() && at.UTC().Year() < 1970 {
		// A year below 0, which a time zone can make of the year 0, could be kept, but never be read as JSON again.
		return problem.New(problem.Invalid, "in_past", "The time is before 1970.").At("at").Try("Write when it happened.")
	}
	if at.After(u.now.Add(maxAhead)) {
		return problem.New(problem.Invalid, "in_future", "%s is in the future.", at.UTC().Format(time.RFC3339)).At("at").Try("Write when it happened.")
	}
	return nil
}
