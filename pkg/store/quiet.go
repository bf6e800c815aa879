package store

import (
	"context"
	"sync"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/maintenance"
)

// quietCache keeps the planned windows and the heartbeats of each organisation until they change: every delivery asks for them.
type quietCache struct {
	mu    sync.Mutex
	byOrg map[int64]quietKnown
}

// quietKnown holds for one change number.
type quietKnown struct {
	seq        int64
	plan       maintenance.Plan
	heartbeats []incident.Heartbeat
}

// quietChanged says to all replicas that what they keep is out of date from this transaction on.
func (t *Tx) quietChanged() { t.state.QuietSeq = t.state.ChangeSeq }

// known reads what is not in memory. In a transaction that changed it nothing is kept, since that may be rolled back.
func (t *Tx) known(ctx context.Context) (quietKnown, error) {
	seq := t.state.QuietSeq
	if seq == 0 {
		return quietKnown{}, nil
	}
	t.quiet.mu.Lock()
	kept, ok := t.quiet.byOrg[t.org]
	t.quiet.mu.Unlock()
	if ok && kept.seq == seq {
		return kept, nil
	}
	plan, err := t.readPlan(ctx)
	if err != nil {
		return quietKnown{}, err
	}
	heartbeats, err := t.Heartbeats(ctx, nil)
	if err != nil {
		return quietKnown{}, err
	}
	read := quietKnown{seq: seq, plan: plan, heartbeats: heartbeats}
	if seq != t.state.ChangeSeq {
		t.quiet.mu.Lock()
		defer t.quiet.mu.Unlock()
		if t.quiet.byOrg == nil {
			t.quiet.byOrg = map[int64]quietKnown{}
		}
		t.quiet.byOrg[t.org] = read
	}
	return read, nil
}
