package dbtest

import (
	"context"
	"testing"

	"github.com/strata-sre/strata-sre-app/pkg/store"
)

func (w *world) write(org int64, do func(context.Context, *store.Tx) error) {
	w.t.Helper()
	if err := w.store.Write(context.Background(), org, do); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) putSignal(org int64, id, definition string) store.OwnSignal {
	w.t.Helper()
	var saved store.OwnSignal
	w.write(org, func(ctx context.Context, tx *store.Tx) error {
		var err error
		saved, err = tx.SaveOwnSignal(ctx, store.OwnSignal{ID: id, Definition: definition, UpdatedAt: w.clock.now(), UpdatedBy: "ada"})
		return err
	})
	return saved
}

func (w *world) ownSignals(org int64) ([]store.OwnSignal, int64) {
	w.t.Helper()
	list, seq, err := w.store.OwnSignals(context.Background(), org)
	if err != nil {
		w.t.Fatal(err)
	}
	return list, seq
}

func TestOwnSignalsAreKeptPerOrganisation(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1, 2)
		odd := `{"id":"b","title":"O'Neill said \"?\" \\ ünï"}`
		first := w.putSignal(1, "b", odd)
		w.putSignal(1, "a", `{"id":"a"}`)
		list, seq := w.ownSignals(1)
		if len(list) != 2 || list[0].ID != "a" || list[1].Definition != odd || list[1].UpdatedBy != "ada" || !list[1].UpdatedAt.Equal(w.clock.now()) {
			t.Fatalf("%+v", list)
		}
		if seq != list[0].Version || first.Version != list[1].Version || first.Version >= seq {
			t.Errorf("seq %d, versions %d and %d", seq, list[0].Version, list[1].Version)
		}
		if none, seq := w.ownSignals(2); len(none) != 0 || seq != 0 {
			t.Errorf("another organisation has %v at %d", none, seq)
		}
		if none, seq := w.ownSignals(77); len(none) != 0 || seq != 0 {
			t.Errorf("an organisation without records has %v at %d", none, seq)
		}
	})
}

// The number grows with changes of own signals only, and no version comes twice, so an old one never fits again.
func TestOwnSignalVersions(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		first := w.putSignal(1, "a", `{"id":"a"}`)
		w.send(1, firing("Down", w.clock.now()))
		if _, seq := w.ownSignals(1); seq != first.Version {
			t.Errorf("an alert changed the number from %d to %d", first.Version, seq)
		}
		w.write(1, func(ctx context.Context, tx *store.Tx) error {
			found, ok, err := tx.OwnSignal(ctx, "a")
			if err != nil || !ok || found.Version != first.Version {
				t.Errorf("%v %v %+v", err, ok, found)
			}
			if n, err := tx.CountOwnSignals(ctx); err != nil || n != 1 {
				t.Errorf("%v, %d", err, n)
			}
			return tx.DeleteOwnSignal(ctx, "a")
		})
		list, afterDelete := w.ownSignals(1)
		if len(list) != 0 || afterDelete <= first.Version {
			t.Errorf("%v at %d", list, afterDelete)
		}
		w.write(1, func(ctx context.Context, tx *store.Tx) error {
			_, ok, err := tx.OwnSignal(ctx, "a")
			if err != nil || ok {
				t.Errorf("%v %v", err, ok)
			}
			return err
		})
		if again := w.putSignal(1, "a", `{"id":"a"}`); again.Version <= afterDelete {
			t.Errorf("version %d came after %d", again.Version, afterDelete)
		}
	})
}

func TestAuditKeepsItsData(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		w.write(1, func(ctx context.Context, tx *store.Tx) error {
			return tx.AuditData(ctx, w.clock.now(), "ada", "signal.delete", "a", map[string]any{"definition": "it's ?"})
		})
		db := raw(t, config)
		const mine = "SELECT COUNT(*) FROM strata_audit WHERE org_id = 1 AND login = 'ada' AND action = 'signal.delete' AND object = 'a' AND data = '{\"definition\":\"it''s ?\"}'"
		if count(t, db, mine) != 1 {
			t.Error("the audit entry is not there")
		}
	})
}
