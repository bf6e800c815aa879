package runbook

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const (
	// MaxOwn is how many runbooks an organisation may have of its own.
	MaxOwn = 500
	// DefaultStaleAfter is how long a runbook need not be looked at.
	DefaultStaleAfter = 180 * 24 * time.Hour

	readPatience = 5 * time.Second
)

// Library serves the runbooks of the organisations of one plugin instance.
type Library struct {
	builtIn    map[string]text
	file       Provisioned
	bare       *View // without the store
	staleAfter time.Duration
	now        func() time.Time

	mu    sync.Mutex
	views map[int64]*View
}

// View is what an organisation has.
type View struct {
	Entries  map[string]*Entry // by id; not to be changed
	Outdated error             // why it may be older than what is stored
	seq      int64
}

// NewLibrary makes a library of built-in texts by id and of those of a settings file.
func NewLibrary(builtIn map[string]string, file Provisioned, staleAfter time.Duration, now func() time.Time) *Library {
	l := &Library{builtIn: map[string]text{}, file: file, staleAfter: staleAfter, now: now, views: map[int64]*View{}}
	for id, source := range builtIn {
		l.builtIn[id] = newText(source)
	}
	l.bare = l.newView(nil, nil, 0)
	return l
}

// time is UTC in whole milliseconds, as records keep it.
func (l *Library) time() time.Time { return l.now().UTC().Truncate(time.Millisecond) }

// Stale says whether nobody looked at the runbook for too long.
func (l *Library) Stale(e *Entry) bool { return e.Stale(l.now(), l.staleAfter) }

// StaleAfter is how long a runbook need not be looked at.
func (l *Library) StaleAfter() time.Duration { return l.staleAfter }

// File is what the settings file gave.
func (l *Library) File() Provisioned { return l.file }

func (l *Library) newView(rows []store.Runbook, current map[string]store.RunbookVersion, seq int64) *View {
	v := &View{Entries: make(map[string]*Entry, len(l.builtIn)+len(rows)), seq: seq}
	for id, t := range l.builtIn {
		v.Entries[id] = &Entry{ID: id, Origin: BuiltIn, BuiltIn: true}
		v.Entries[id].take(t)
	}
	for id, t := range l.file.texts {
		if v.Entries[id] == nil {
			v.Entries[id] = &Entry{ID: id}
		}
		v.Entries[id].Origin = File
		v.Entries[id].take(t)
	}
	for _, row := range rows {
		version, ok := current[row.ID]
		if v.Entries[row.ID] == nil {
			if !ok {
				continue // what it was about is gone: a built-in one of an older version, or one of a file
			}
			v.Entries[row.ID] = &Entry{ID: row.ID}
		}
		v.Entries[row.ID].addStored(row, version, ok)
	}
	return v
}

// View is what the organisation has now: one small read, and more only after a change, also one of another replica. It never
// fails: what cannot be read is as it was known last, and Outdated says why. s may be nil with the reason in why.
func (l *Library) View(ctx context.Context, org int64, s *store.Store, why error) *View {
	if s == nil {
		return l.outdated(org, why)
	}
	ctx, cancel := context.WithTimeout(ctx, readPatience)
	defer cancel()
	seq, err := s.RunbooksSeq(ctx, org)
	if err != nil {
		return l.outdated(org, err)
	}
	known := l.known(org)
	if known.seq == seq {
		return known
	}
	rows, current, seq, err := s.Runbooks(ctx, org)
	if err != nil {
		return l.outdated(org, err)
	}
	fresh := l.newView(rows, current, seq)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.views[org] = fresh // an older one than another request's is found out by its number at the next request
	return fresh
}

func (l *Library) known(org int64) *View {
	l.mu.Lock()
	defer l.mu.Unlock()
	if v, ok := l.views[org]; ok {
		return v
	}
	return l.bare
}

func (l *Library) outdated(org int64, why error) *View {
	known := l.known(org)
	return &View{Entries: known.Entries, seq: known.seq, Outdated: why}
}

// Sorted lists all runbooks by id.
func (v *View) Sorted() []*Entry {
	out := make([]*Entry, 0, len(v.Entries))
	for _, id := range slices.Sorted(maps.Keys(v.Entries)) {
		out = append(out, v.Entries[id])
	}
	return out
}

// Find finds a runbook by its id. Problem: unknown_runbook.
func (v *View) Find(id string) (*Entry, error) {
	if e, ok := v.Entries[id]; ok {
		return e, nil
	}
	return nil, problem.New(problem.NotFound, "unknown_runbook", "There is no runbook %q.", id).At("runbookId").Try("Look at the list of runbooks.")
}

// BuiltInEntry is a built-in runbook without what the organisation made of it. Problem: not_found.
func (l *Library) BuiltInEntry(id string) (*Entry, error) {
	t, ok := l.builtIn[id]
	if !ok {
		return nil, problem.New(problem.NotFound, "not_found", "The runbook %q is not built in.", id).At("version").Try("Look at the list of its versions.")
	}
	e := &Entry{ID: id, Origin: BuiltIn, BuiltIn: true}
	e.take(t)
	return e, nil
}
