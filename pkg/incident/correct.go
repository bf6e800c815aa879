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

// Correction of an entry's time by a person.
type Correction struct {
	At   time.Time // when it really happened; zero takes a correction back
	Seen time.Time // the time that the person saw; zero: whatever it is now
	By   string
}

// Correct says when something of the timeline really happened. The entry stays as it was written.
// Problems: not_found, unknown_entry (NotFound), in_past, in_future (Invalid), changed_meanwhile (Conflict).
func (e *Engine) Correct(ctx context.Context, l Ledger, number, seq int64, c Correction) (Entry, error) {
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
	if err := u.mustBePast(c.At); err != nil {
		return Entry{}, err
	}
	at := c.At.UTC().Truncate(time.Millisecond)
	if entry.ShownAt.Equal(at) { // also when it is sent again: what was seen is no longer so then
		return entry, nil
	}
	before := entry.At
	if !entry.ShownAt.IsZero() {
		before = entry.ShownAt
	}
	if !c.Seen.IsZero() && !sameMillisecond(c.Seen, before) {
		return Entry{}, problem.New(problem.Conflict, "changed_meanwhile", "Somebody else corrected this entry meanwhile, to %s.", before.Format(time.RFC3339)).
			At("seen").Try("Look at the new time, and correct that if it is wrong.")
	}
	entry.ShownAt = at
	after := entry.At
	if !at.IsZero() {
		after = at
	}
	u.marks = append(u.marks, Mark{Incident: number, Seq: seq, ShownAt: at})
	_, err = u.write(inc, Entry{
		Kind: KindCorrected, Actor: Actor{Type: User, Name: c.By},
		Body: fmt.Sprintf("Entry %d happened at %s, not at %s.", seq, after.Format(time.RFC3339), before.Format(time.RFC3339)),
		Data: map[string]any{"seq": seq, "from": before.Format(time.RFC3339Nano), "to": after.Format(time.RFC3339Nano)},
	})
	if err != nil {
		return Entry{}, err
	}
	return entry, u.flush(ctx)
}

// sameMillisecond: browsers know no less.
func sameMillisecond(a, b time.Time) bool {
	return a.UnixMilli() == b.UnixMilli()
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
