package runbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

const small = "---\ntitle: x\n---\n## Resolution\n- x\n"

type file struct{ name, text string }

func zipped(t testing.TB, files ...file) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range files {
		c, err := w.Create(f.name)
		if err == nil {
			_, err = io.WriteString(c, f.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestUnpack(t *testing.T) {
	got, err := Unpack(zipped(t, file{"books/", ""}, file{"books/net-dns.md", small}, file{"shop.md", "x"}, file{"README.md", "x"}, file{"books/.hidden.md", "x"}, file{"logo.png", "x"}, file{"__MACOSX/books/._x.md", "x"}))
	if err != nil || fmt.Sprint(slices.Sorted(maps.Keys(got))) != "[net-dns shop]" || got["net-dns"] != small {
		t.Errorf("%v %v", err, got)
	}
}

func TestHostileArchives(t *testing.T) {
	zeros := strings.Repeat("\x00", maxUnpacked+1)
	var many []file
	for i := range maxFiles + 1 {
		many = append(many, file{fmt.Sprintf("book-%d.md", i), "x"})
	}
	var heavy []file
	for i := range 1 + maxUnpacked/MaxSource {
		heavy = append(heavy, file{fmt.Sprintf("book-%d.md", i), strings.Repeat("x", MaxSource)})
	}
	// A header that lies about the size must not matter.
	lying := zipped(t, file{"book.md", zeros})
	cases := []struct {
		name, code string
		raw        []byte
	}{
		{"no zip", "bad_archive", []byte("hello")},
		{"empty", "bad_archive", nil},
		{"no runbook", "bad_archive", zipped(t, file{"x.txt", "x"})},
		{"up", "bad_archive", zipped(t, file{"../../etc/passwd.md", "x"})},
		{"up in the middle", "bad_archive", zipped(t, file{"a/../../b.md", "x"})},
		{"absolute", "bad_archive", zipped(t, file{"/etc/passwd.md", "x"})},
		{"backslash", "bad_archive", zipped(t, file{`..\..\win.md`, "x"})},
		{"drive", "bad_archive", zipped(t, file{"c:book.md", "x"})},
		{"zero byte", "bad_archive", zipped(t, file{"book\x00.md", "x"})},
		{"no id", "bad_archive", zipped(t, file{"My Book.md", "x"})},
		{"reserved id", "bad_archive", zipped(t, file{"export.md", "x"})},
		{"twice", "bad_archive", zipped(t, file{"a/book.md", "x"}, file{"b/book.md", "y"})},
		{"one bomb", "too_large", lying},
		{"many files", "too_large", zipped(t, many...)},
		{"large together", "too_large", zipped(t, heavy...)},
		{"cut", "bad_archive", lying[:len(lying)/2]},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := Unpack(c.raw)
			p, ok := errors.AsType[*problem.Problem](err)
			if !ok || p.Code != c.code || p.Field != "body" || p.Fix == "" {
				t.Errorf("%v", err)
			}
		})
	}
	if len(lying) > 64<<10 {
		t.Errorf("the bomb has %d bytes: it is none", len(lying))
	}
}

// Whatever is sent, unpacking ends, keeps to its limits, and gives only ids.
func FuzzUnpack(f *testing.F) {
	f.Add(zipped(f, file{"a/book.md", small}, file{"b.md", "x"}))
	f.Add(zipped(f, file{"../b.md", "x"}))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, raw []byte) {
		files, err := Unpack(raw)
		if err != nil {
			if _, ok := errors.AsType[*problem.Problem](err); !ok {
				t.Fatalf("%v", err)
			}
			return
		}
		total := 0
		for id, text := range files {
			total += len(text)
			if CheckID(id) != nil || len(text) > MaxSource {
				t.Fatalf("%q with %d bytes", id, len(text))
			}
		}
		if len(files) == 0 || len(files) > maxFiles || total > maxUnpacked {
			t.Fatalf("%d files, %d bytes", len(files), total)
		}
	})
}

func TestExportCanBeImported(t *testing.T) {
	raw, err := Export([]*Entry{{ID: "a-book", Source: small}, {ID: "b-book", Source: "y"}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := Unpack(raw)
	if err != nil || len(got) != 2 || got["a-book"] != small {
		t.Errorf("%v %v", err, got)
	}
}
