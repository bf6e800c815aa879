package store

import (
	"context"
	"testing"
	"time"
)

// SQLite keeps a connection and its caches for as long as one of its statements lives, also after it was closed.
func TestAClosedStoreHasGivenItsStatementsBack(t *testing.T) {
	ctx := context.Background()
	s, err := Open(ctx, Config{Kind: SQLite, Path: t.TempDir() + "/strata.db"}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Write(ctx, 1, func(_ context.Context, tx *Tx) error { tx.NextAlert(); return nil }); err != nil {
		t.Fatal(err)
	}
	if len(s.prepared.byText) == 0 {
		t.Fatal("the write has prepared nothing")
	}
	s.Close()
	if len(s.prepared.byText) != 0 {
		t.Errorf("%d statements are still prepared", len(s.prepared.byText))
	}
}
