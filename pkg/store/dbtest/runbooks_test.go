package dbtest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/runbook"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

func aBook(title string) string {
	return "---\ntitle: " + title + "\n---\n\n## Resolution\n\n- It's \"?\" ünï\n- Wait.\n"
}

// shelf is a world with a library that has one built-in runbook.
type shelf struct {
	*world
	library *runbook.Library
}

func newShelf(w *world) *shelf {
	return &shelf{w, newLibrary(w)}
}

func newLibrary(w *world) *runbook.Library {
	return runbook.NewLibrary(map[string]string{"built-in": aBook("Built in")}, runbook.ReadProvisioned(nil), runbook.DefaultStaleAfter, w.clock.now)
}

func (s *shelf) entry(org int64, id string) *runbook.Entry {
	s.t.Helper()
	e, err := s.library.View(context.Background(), org, s.store, nil).Find(id)
	if err != nil {
		s.t.Fatal(err)
	}
	return e
}

func (s *shelf) save(org int64, id, source string, revision int64) (*runbook.Entry, error) {
	c := runbook.Change{Org: org, ID: id, Login: "ada", Revision: revision}
	return s.library.Save(context.Background(), s.store, c, source, "why")
}

func (s *shelf) mustSave(org int64, id, source string, revision int64) *runbook.Entry {
	s.t.Helper()
	e, err := s.save(org, id, source, revision)
	if err != nil {
		s.t.Fatal(err)
	}
	return e
}

func codeOf(err error) string {
	if p, ok := errors.AsType[*problem.Problem](err); ok {
		return p.Code
	}
	return fmt.Sprint(err)
}

func TestRunbookVersionsAreKept(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		s := newShelf(newWorld(t, config, 1, 2))
		ctx := context.Background()
		first := s.mustSave(1, "built-in", aBook("First"), 0)
		if first.Version != 1 || first.Origin != runbook.Own || first.Doc.Title != "First" || !first.UpdatedAt.Equal(s.clock.now()) || first.UpdatedBy != "ada" {
			t.Fatalf("%+v", first)
		}
		second := s.mustSave(1, "built-in", aBook("Second"), first.Revision)
		if _, err := s.save(1, "built-in", aBook("Late"), first.Revision); codeOf(err) != "stale_version" {
			t.Errorf("%v", err)
		}
		if same := s.mustSave(1, "built-in", aBook("Second"), second.Revision); same.Version != 2 || same.Revision != second.Revision {
			t.Errorf("%+v", same)
		}
		versions, err := s.store.RunbookVersions(ctx, 1, "built-in", 10)
		if err != nil || len(versions) != 2 || versions[0].Version != 2 || versions[0].Comment != "why" || versions[0].Source != "" {
			t.Errorf("%v %+v", err, versions)
		}
		if v, err := s.store.RunbookVersion(ctx, 1, "built-in", 1); err != nil || v.Source != aBook("First") {
			t.Errorf("%v %+v", err, v)
		}
		back, err := s.library.Revert(ctx, s.store, runbook.Change{Org: 1, ID: "built-in", Login: "bob", Revision: second.Revision}, 0)
		if err != nil || back.Origin != runbook.BuiltIn || back.Last != 2 || back.Doc.Title != "Built in" {
			t.Errorf("%v %+v", err, back)
		}
		again := s.mustSave(1, "built-in", aBook("Third"), back.Revision)
		if again.Version != 3 {
			t.Errorf("version %d after going back", again.Version)
		}
		// Another library, as of another replica, sees it without being told; another organisation does not.
		if e, err := newLibrary(s.world).View(ctx, 1, s.store, nil).Find("built-in"); err != nil || e.Version != 3 {
			t.Errorf("%v %+v", err, e)
		}
		if e := s.entry(2, "built-in"); e.Origin != runbook.BuiltIn || e.Revision != 0 {
			t.Errorf("%+v", e)
		}
		if _, err := s.store.RunbookVersion(ctx, 2, "built-in", 1); codeOf(err) != "not_found" {
			t.Errorf("%v", err)
		}
		if n := count(t, raw(t, config), "SELECT COUNT(*) FROM strata_audit WHERE org_id = 1 AND action LIKE 'runbook.%' AND object = 'built-in'"); n != 4 {
			t.Errorf("%d audit entries", n)
		}
	})
}

// Of many who save at once from the same reading, one wins.
func TestOneOfManyEditorsWins(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		s := newShelf(newWorld(t, config, 1))
		first := s.mustSave(1, "shop", aBook("First"), 0)
		won, lost := race(8, func(i int) error {
			_, err := s.save(1, "shop", aBook(fmt.Sprintf("By %d", i)), first.Revision)
			return err
		})
		if won != 1 || lost["stale_version"] != 7 || s.entry(1, "shop").Version != 2 {
			t.Errorf("%d won, %v, version %d", won, lost, s.entry(1, "shop").Version)
		}
	})
}

func race(n int, do func(i int) error) (int, map[string]int) {
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { errs[i] = do(i) })
	}
	all.Wait()
	won, lost := 0, map[string]int{}
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			lost[codeOf(err)]++
		}
	}
	return won, lost
}

func TestVerifiedTextIsRemembered(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		s := newShelf(newWorld(t, config, 1))
		ctx := context.Background()
		e, err := s.library.Verify(ctx, s.store, runbook.Change{Org: 1, ID: "built-in", Login: "bob"})
		if err != nil || !e.VerifiedAt.Equal(s.clock.now()) || e.VerifiedBy != "bob" || e.Origin != runbook.BuiltIn || s.library.Stale(e) {
			t.Fatalf("%v %+v", err, e)
		}
		s.clock.advance(runbook.DefaultStaleAfter + time.Millisecond)
		if !s.library.Stale(s.entry(1, "built-in")) {
			t.Error("it is not stale")
		}
		// After an upgrade the built-in text is another one.
		newer := runbook.NewLibrary(map[string]string{"built-in": aBook("Newer")}, runbook.ReadProvisioned(nil), runbook.DefaultStaleAfter, s.clock.now)
		if e, err := newer.View(ctx, 1, s.store, nil).Find("built-in"); err != nil || !e.VerifiedAt.IsZero() {
			t.Errorf("%v %+v", err, e)
		}
		if e, err = s.library.Archive(ctx, s.store, runbook.Change{Org: 1, ID: "built-in", Login: "bob", Revision: e.Revision}, true); err != nil || e.Usable() {
			t.Errorf("%v %+v", err, e)
		}
	})
}

func TestImportIsOneTransactionAndIdempotent(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		s := newShelf(newWorld(t, config, 1))
		ctx := context.Background()
		files := map[string]string{"built-in": aBook("Built in"), "shop-a": aBook("A"), "shop-b": aBook("B")}
		for round, want := range []string{"unchanged created created", "unchanged unchanged unchanged"} {
			list, applied, err := s.library.Import(ctx, s.store, 1, "robot", "push", files, false)
			got := fmt.Sprintf("%s %s %s", list[0].Outcome, list[1].Outcome, list[2].Outcome)
			if err != nil || !applied || got != want {
				t.Errorf("round %d: %v %v %s", round, err, applied, got)
			}
		}
		if n := count(t, raw(t, config), "SELECT COUNT(*) FROM strata_runbook_version"); n != 2 {
			t.Errorf("%d versions", n)
		}
		files["shop-a"], files["shop-b"] = aBook("A2"), "broken"
		if list, applied, err := s.library.Import(ctx, s.store, 1, "robot", "push", files, false); err != nil || applied || list[2].Outcome != runbook.Refused {
			t.Errorf("%v %v %+v", err, applied, list)
		}
		if e := s.entry(1, "shop-a"); e.Version != 1 {
			t.Errorf("version %d", e.Version)
		}
	})
}

func TestTicksOfManyPeople(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1, 2)
		s := newShelf(w)
		ctx := context.Background()
		w.send(1, firing("Down", w.clock.now()))
		runs := runbook.Runs{Org: 1, Store: w.store, Engine: w.engine, Now: w.clock.now}
		// All who start it at once work on one run.
		ids := make([]int64, 6)
		if won, lost := race(6, func(i int) error {
			run, _, err := runs.Start(ctx, s.entry(1, "built-in"), 1, "ada")
			if err == nil {
				ids[i] = run.ID
			}
			return err
		}); won != 6 {
			t.Fatalf("%d, %v", won, lost)
		}
		for _, id := range ids {
			if id != ids[0] {
				t.Fatalf("%v", ids)
			}
		}
		done, skipped := runbook.StepDone, runbook.StepSkipped
		tick := func(position int, login string, state *string, seen int64) error {
			_, err := runs.Step(ctx, 1, ids[0], position, login, runbook.Tick{State: state, Seen: seen})
			return err
		}
		// The same tick by many is one; different ticks of the same step have one winner; no tick is lost.
		if won, lost := race(6, func(int) error { return tick(1, "ada", &done, 0) }); won != 6 {
			t.Errorf("%d, %v", won, lost)
		}
		won, lost := race(2, func(i int) error { return tick(2, "bob", []*string{&done, &skipped}[i], 0) })
		if won != 1 || lost["stale_version"] != 1 {
			t.Errorf("%d, %v", won, lost)
		}
		elsewhere := runbook.Runs{Org: 2, Store: w.store, Engine: w.engine, Now: w.clock.now}
		if _, err := elsewhere.Step(ctx, 1, ids[0], 1, "eve", runbook.Tick{State: &skipped}); codeOf(err) != "not_found" {
			t.Errorf("another organisation: %v", err)
		}
		if _, err := runs.End(ctx, 1, ids[0], "ada", ""); err != nil {
			t.Error(err)
		}
		list, err := w.store.RunbookRuns(ctx, 1, 1)
		if err != nil || len(list) != 1 || len(list[0].Steps) != 2 || list[0].Steps[0].DoneBy != "ada" || list[0].EndedBy != "ada" || list[0].Source != aBook("Built in") {
			t.Errorf("%v %+v", err, list)
		}
		entries := 0
		for _, e := range w.timeline(1, 1) {
			if e.Kind == "runbook" {
				entries++
			}
		}
		if entries != 4 {
			t.Errorf("%d timeline entries: one start, two steps, one end", entries)
		}
		use, err := w.store.RunbookUse(ctx, 1, time.Time{})
		if err != nil || use["built-in"].Runs != 1 || !use["built-in"].LastUsedAt.Equal(w.clock.now()) {
			t.Errorf("%v %+v", err, use)
		}
		if use, err := w.store.RunbookUse(ctx, 2, time.Time{}); err != nil || len(use) != 0 {
			t.Errorf("%v %+v", err, use)
		}
	})
}
