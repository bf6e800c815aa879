package signals

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// Library serves the catalogs of the organisations of one plugin instance.
type Library struct {
	base *catalog.Catalog
	file Provisioned
	bare *View // without the store
	now  func() time.Time

	mu    sync.Mutex
	views map[int64]*View
}

// NewLibrary makes a library of the built-in catalog and the own signals of a settings file.
func NewLibrary(base *catalog.Catalog, file Provisioned, now func() time.Time) *Library {
	return &Library{base: base, file: file, bare: newView(base, file, nil, 0), now: now, views: map[int64]*View{}}
}

// View is the catalog of an organisation as the store has it now: one small read, and a merge only after a change, also one of
// another replica. It never fails: what cannot be read is as it was known last, and Outdated says why.
func (l *Library) View(ctx context.Context, org int64, s *store.Store) *View {
	ctx, cancel := context.WithTimeout(ctx, readPatience)
	defer cancel()
	seq, err := s.OwnSignalsSeq(ctx, org)
	if err != nil {
		return l.WithoutStore(org, err)
	}
	known := l.known(org)
	if known.seq == seq {
		return known
	}
	stored, seq, err := s.OwnSignals(ctx, org)
	if err != nil {
		return l.WithoutStore(org, err)
	}
	fresh := newView(l.base, l.file, stored, seq)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.views[org] = fresh // an older one than another request's is found out by its number at the next request
	return fresh
}

// WithoutStore is the catalog as it was known last, while the store cannot be asked.
func (l *Library) WithoutStore(org int64, why error) *View {
	return l.known(org).outdated(why)
}

func (l *Library) known(org int64) *View {
	l.mu.Lock()
	defer l.mu.Unlock()
	if v, ok := l.views[org]; ok {
		return v
	}
	return l.bare
}

// Check says what is wrong with an own signal beside the others of the view, and gives the whole signal as it would be; nil while
// its form is wrong.
func (l *Library) Check(v *View, definition []byte) (*catalog.Signal, []catalog.Problem) {
	own, problems := readOwn(definition)
	if len(problems) > 0 {
		return nil, problems
	}
	return l.base.Preview(v.own, own)
}

// Put stores an own signal; version is that of the one it replaces, nil for a new one. It gives back what is stored.
// Problems: bad_signal with its field, too_many_signals, provisioned, stale_version, store_unavailable.
func (l *Library) Put(ctx context.Context, org int64, s *store.Store, login, id string, definition []byte, version *int64) (Record, error) {
	view := l.View(ctx, org, s)
	var record Record
	err := s.Write(ctx, org, func(ctx context.Context, tx *store.Tx) error {
		var err error
		record, err = l.PutIn(ctx, tx, view, login, id, definition, version)
		return err
	})
	return record, err
}

// PutIn is Put within a transaction, beside the own signals of a view.
func (l *Library) PutIn(ctx context.Context, tx *store.Tx, v *View, login, id string, definition []byte, version *int64) (Record, error) {
	own, err := l.admit(v, id, definition)
	if err != nil {
		return Record{}, err
	}
	kept, err := own.JSON()
	if err != nil {
		return Record{}, err
	}
	before, exists, err := tx.OwnSignal(ctx, id)
	if err != nil {
		return Record{}, err
	}
	if err := checkVersion(id, before, exists, version); err != nil {
		return Record{}, err
	}
	if err := checkRoom(ctx, tx, exists); err != nil {
		return Record{}, err
	}
	saved, err := tx.SaveOwnSignal(ctx, store.OwnSignal{ID: id, Definition: string(kept), UpdatedAt: l.now().UTC().Truncate(time.Millisecond), UpdatedBy: login})
	if err != nil {
		return Record{}, err
	}
	return recordOf(saved), tx.AuditData(ctx, l.now(), login, "signal.put", id, map[string]any{"before": before.Definition, "after": saved.Definition})
}

func recordOf(s store.OwnSignal) Record {
	return Record{ID: s.ID, Definition: json.RawMessage(s.Definition), Version: s.Version, UpdatedAt: s.UpdatedAt, UpdatedBy: s.UpdatedBy}
}

// Acceptable says why a definition cannot become an own signal. Problems: bad_signal with its field, provisioned.
func (l *Library) Acceptable(v *View, id string, definition []byte) error {
	_, err := l.admit(v, id, definition)
	return err
}

// admit checks what an administrator wants to store.
func (l *Library) admit(v *View, id string, definition []byte) (catalog.Own, error) {
	own, problems := readOwn(definition)
	if len(problems) == 0 && own.ID != id {
		problems = []catalog.Problem{{Signal: id, Field: "id", Message: "is not the one of the address"}}
	}
	if err := l.writable(id); err != nil {
		return own, err
	}
	if len(problems) == 0 {
		_, problems = l.base.Preview(v.own, own)
	}
	if len(problems) == 0 {
		return own, nil
	}
	first, at := problems[0], "signal"
	if first.Field != "" {
		at += "." + first.Field
	}
	return own, problem.New(problem.Refused, "bad_signal", "The signal cannot be used: %s.", sentence(first)).At(at).
		Try("Mend the field; checking the signal lists everything that is wrong.")
}

func sentence(p catalog.Problem) string {
	if p.Field == "" {
		return "it " + p.Message
	}
	return p.Field + " " + p.Message
}

func (l *Library) writable(id string) error {
	if _, ok := l.file.index[id]; !ok {
		return nil
	}
	return problem.New(problem.Forbidden, "provisioned", "The signal %q is set by a file and cannot be changed here.", id).
		Try("Change it in the provisioning file of the plugin.")
}

// Delete removes an own signal; a built-in one is then as it was built in. Problems: unknown_signal, provisioned, stale_version,
// store_unavailable.
func (l *Library) Delete(ctx context.Context, org int64, s *store.Store, login, id string, version int64) error {
	if err := l.writable(id); err != nil {
		return err
	}
	return s.Write(ctx, org, func(ctx context.Context, tx *store.Tx) error {
		before, exists, err := tx.OwnSignal(ctx, id)
		if err != nil {
			return err
		}
		if !exists {
			return problem.New(problem.NotFound, "unknown_signal", "This organisation has said nothing about the signal %q.", id).
				At("signalId").Try("Load the list again.")
		}
		if err := checkVersion(id, before, exists, &version); err != nil {
			return err
		}
		if err := tx.DeleteOwnSignal(ctx, id); err != nil {
			return err
		}
		return tx.AuditData(ctx, l.now(), login, "signal.delete", id, map[string]any{"before": before.Definition})
	})
}

func checkVersion(id string, before store.OwnSignal, exists bool, version *int64) error {
	stale := func(what string) error {
		return problem.New(problem.Conflict, "stale_version", "The signal %q %s.", id, what).At("version").
			Try("Load the list again, then repeat what you wanted to do.")
	}
	switch {
	case exists && version == nil:
		return stale("was added meanwhile")
	case exists && before.Version != *version:
		return stale("was changed since you read it")
	case !exists && version != nil:
		return stale("was removed since you read it")
	}
	return nil
}

func checkRoom(ctx context.Context, tx *store.Tx, exists bool) error {
	if exists {
		return nil
	}
	n, err := tx.CountOwnSignals(ctx)
	if err != nil || n < MaxOwn {
		return err
	}
	return problem.New(problem.Refused, "too_many_signals", "The organisation has %d own signals already, which are the most.", n).
		Try("Remove one, or set more by provisioning.")
}
