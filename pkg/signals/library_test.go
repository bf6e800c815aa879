package signals

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const org = 1

var builtIn = sync.OnceValues(catalog.Load)

func newLibrary(t *testing.T, file string) (*Library, *store.Store) {
	t.Helper()
	base, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(context.Background(), store.Config{Kind: store.SQLite, Path: filepath.Join(t.TempDir(), "strata.db")}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return NewLibrary(base, ReadProvisioned(json.RawMessage(file)), time.Now), s
}

func definition(id, title string) []byte {
	return fmt.Appendf(nil, `{"id":%q,"layer":"application","group":"errors","title":%q,"why":"W","unit":"short","visualisation":"timeseries",
		"providers":{"loki":{"expr":"sum(rate({app=\"x\"}[$__auto]))"}}}`, id, title)
}

func title(v *View, id string) string {
	s, _ := v.Catalog.Signal(id)
	return s.Title
}

func TestTheLastKnownCatalogOutlivesTheStore(t *testing.T) {
	l, s := newLibrary(t, "")
	if _, err := l.Put(t.Context(), org, s, "ada", "own-a", definition("own-a", "First"), nil); err != nil {
		t.Fatal(err)
	}
	if v := l.View(t.Context(), org, s); title(v, "own-a") != "First" || v.Outdated != nil {
		t.Fatalf("%q, %v", title(v, "own-a"), v.Outdated)
	}
	s.Close()
	v := l.View(t.Context(), org, s)
	if title(v, "own-a") != "First" || v.Outdated == nil {
		t.Errorf("%q, %v", title(v, "own-a"), v.Outdated)
	}
	if v := l.View(t.Context(), 2, s); title(v, "own-a") != "" || v.Outdated == nil || len(v.Catalog.Signals) == 0 {
		t.Errorf("another organisation: %q, %v", title(v, "own-a"), v.Outdated)
	}
	if _, err := l.Put(t.Context(), org, s, "ada", "own-b", definition("own-b", "x"), nil); problem.From(err).Kind != problem.Unavailable {
		t.Errorf("%v", err)
	}
}

// A view is read while others change the catalog; each view is one moment.
func TestReadersAndWritersAtOnce(t *testing.T) {
	l, s := newLibrary(t, `[{"id":"http-5xx-ratio","enabled":false}]`)
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			id := fmt.Sprintf("own-%d", i)
			var version *int64
			for n := range 5 {
				r, err := l.Put(context.Background(), org, s, "ada", id, definition(id, fmt.Sprint("T", n)), version)
				if err != nil {
					t.Error(err)
					return
				}
				version = &r.Version
				if got := title(l.View(context.Background(), org, s), id); got != fmt.Sprint("T", n) {
					t.Errorf("%s is %q after T%d", id, got, n)
				}
			}
		})
		all.Go(func() {
			for range 10 {
				v := l.View(context.Background(), org, s)
				d, err := v.Document("ids", func(v *View) any { return len(v.Catalog.Signals) })
				if err != nil || strings.TrimSpace(string(d.JSON)) != fmt.Sprint(len(v.Catalog.Signals)) {
					t.Errorf("%v %s", err, d.JSON)
				}
			}
		})
	}
	all.Wait()
	if v := l.View(t.Context(), org, s); len(v.Own) != 5 || len(v.Troubles) != 0 {
		t.Errorf("%d own signals, %v", len(v.Own), v.Troubles)
	}
}

// Of two administrators with the same version one wins and the other is told.
func TestOnlyOneOfTwoChangesWins(t *testing.T) {
	l, s := newLibrary(t, "")
	first, err := l.Put(t.Context(), org, s, "ada", "own-a", definition("own-a", "First"), nil)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	results := make([]error, 8)
	for i := range results {
		all.Go(func() {
			_, results[i] = l.Put(context.Background(), org, s, "ada", "own-a", definition("own-a", fmt.Sprint("T", i)), &first.Version)
		})
	}
	all.Wait()
	won := 0
	for _, err := range results {
		if err == nil {
			won++
		} else if problem.From(err).Code != "stale_version" {
			t.Error(err)
		}
	}
	if won != 1 {
		t.Errorf("%d changes won", won)
	}
}

// When the store went back to an older state, such as from a backup, the catalog follows.
func TestAStoreThatWentBack(t *testing.T) {
	l, s := newLibrary(t, "")
	if _, err := l.Put(t.Context(), org, s, "ada", "own-a", definition("own-a", "First"), nil); err != nil {
		t.Fatal(err)
	}
	l.View(t.Context(), org, s)
	_, older := newLibrary(t, "")
	if v := l.View(t.Context(), org, older); title(v, "own-a") != "" || v.Outdated != nil {
		t.Errorf("%q, %v", title(v, "own-a"), v.Outdated)
	}
}

func TestDocuments(t *testing.T) {
	small, err := NewDocument(map[string]int{"a": 1})
	if err != nil || small.Zip != nil || string(small.JSON) != "{\"a\":1}\n" {
		t.Errorf("%v %+v", err, small)
	}
	large, err := NewDocument(strings.Repeat("x", zipFrom))
	if err != nil || large.Zip == nil || large.ETag == small.ETag || !strings.HasPrefix(large.ETag, `W/"`) {
		t.Fatalf("%v %+v", err, large)
	}
	z, err := gzip.NewReader(bytes.NewReader(large.Zip))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := io.ReadAll(z); err != nil || !bytes.Equal(plain, large.JSON) {
		t.Errorf("%v: the packed form is another", err)
	}
	if _, err := NewDocument(func() {}); err == nil {
		t.Error("a function became a document")
	}
}
