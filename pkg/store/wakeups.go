package store

import "sync"

// wakeups tells readers of an organisation that something was committed. It never blocks the one who commits.
type wakeups struct {
	mu   sync.Mutex
	byID map[int64]map[chan struct{}]bool
}

// Subscribe returns a channel that has one element whenever something of the organisation was committed since the last
// receive, and a function that ends the subscription.
func (db *database) Subscribe(orgID int64) (<-chan struct{}, func()) {
	w := &db.wake
	ch := make(chan struct{}, 1)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.byID == nil {
		w.byID = map[int64]map[chan struct{}]bool{}
	}
	if w.byID[orgID] == nil {
		w.byID[orgID] = map[chan struct{}]bool{}
	}
	w.byID[orgID][ch] = true
	return ch, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.byID[orgID], ch)
	}
}

func (w *wakeups) signal(orgID int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for ch := range w.byID[orgID] {
		select {
		case ch <- struct{}{}:
		default: // it has not woken up yet
		}
	}
}
