package incident

import (
	"context"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// Record adds an entry for another part of Strata, such as the step of a runbook. It needs no version, since it conflicts with
// nothing. Problems: not_found, merged.
func (e *Engine) Record(ctx context.Context, l Ledger, number int64, entry Entry) (Entry, error) {
	u := e.unit(l)
	inc, err := u.mustFind(ctx, number)
	if err != nil {
		return Entry{}, err
	}
	if inc.Status == Merged {
		return Entry{}, problem.New(problem.Refused, "merged", "Incident %d was merged into %d.", number, inc.MergedInto).
			Try("Go on with incident %d.", inc.MergedInto)
	}
	written, err := u.write(inc, entry)
	if err != nil {
		return Entry{}, err
	}
	return written, u.flush(ctx)
}
