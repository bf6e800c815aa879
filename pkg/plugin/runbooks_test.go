package plugin

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/api"
)

func bookText(title, step string) string {
	return "---\ntitle: " + title + "\n---\n\n## Resolution\n\n- " + step + "\n- Wait.\n"
}

func book(h *harness, id string) api.Runbook {
	h.t.Helper()
	var b api.Runbook
	h.call(vic, "GET", "/runbooks/"+id, nil).want(200).into(&b)
	return b
}

func saveBook(h *harness, id, text string, revision int64) answer {
	h.t.Helper()
	return h.call(ed, "PUT", "/runbooks/"+id, map[string]any{"text": text, "comment": "because", "revision": revision})
}

func books(h *harness) (api.RunbookList, map[string]api.RunbookSummary) {
	h.t.Helper()
	var list api.RunbookList
	h.call(vic, "GET", "/runbooks", nil).want(200).into(&list)
	byID := map[string]api.RunbookSummary{}
	for _, b := range list.Runbooks {
		byID[b.Id] = b
	}
	return list, byID
}

func TestRunbookOfAnAlert(t *testing.T) {
	h := newHarness(t)
	b := book(h, "net-dns")
	if b.Summary.Origin != api.RunbookOriginBuiltin || len(b.Doc.Sections) < 7 || len(b.Summary.Missing) > 0 || !slices.Contains(b.Summary.Signals, "net-dns-latency") || b.Revision != 0 {
		t.Errorf("%+v", b.Summary)
	}
	if field := h.call(vic, "GET", "/runbooks/no-such-book", nil).wantError(404, "unknown_runbook"); field != "runbookId" {
		t.Errorf("field %q", field)
	}
	list, _ := books(h)
	if list.Coverage.Alerts < 100 || list.Coverage.Covered != list.Coverage.Alerts || len(list.Coverage.Missing) > 0 || list.StaleAfterDays != 180 {
		t.Errorf("%+v", list.Coverage)
	}
}

func TestBuiltInRunbookIsLaidOverAndBroughtBack(t *testing.T) {
	h := newHarness(t)
	text := bookText("Our DNS", "Call Ada.")
	saveBook(h, "net-dns", text, 0).want(200)
	b := book(h, "net-dns")
	if b.Summary.Title != "Our DNS" || b.Summary.Origin != api.RunbookOriginOwn || *b.Summary.Version != 1 || *b.Summary.UpdatedBy != "ed" || !b.Summary.BuiltIn || b.Text != text {
		t.Fatalf("%+v", b.Summary)
	}
	// Somebody who read the built-in one must see that before writing over it; the same text again is no new version.
	saveBook(h, "net-dns", bookText("Late", "x"), 0).wantError(409, "stale_version")
	saveBook(h, "net-dns", text, b.Revision).want(200)
	if again := book(h, "net-dns"); *again.Summary.Version != 1 || again.Revision != b.Revision {
		t.Errorf("%+v", again.Summary)
	}
	saveBook(h, "net-dns", bookText("Our DNS", "Call Bob."), b.Revision).want(200)
	var versions api.RunbookVersionList
	h.call(vic, "GET", "/runbooks/net-dns/versions", nil).want(200).into(&versions)
	if len(versions.Versions) != 2 || versions.Versions[0].Version != 2 || *versions.Versions[0].Comment != "because" || versions.Versions[0].CreatedBy != "ed" {
		t.Errorf("%+v", versions)
	}
	var diff api.RunbookDiff
	h.call(vic, "GET", "/runbooks/net-dns/diff?from=1&to=2", nil).want(200).into(&diff)
	var changed []string
	for _, l := range diff.Lines {
		if l.Op != api.LineSame {
			changed = append(changed, string(l.Op)+" "+l.Text)
		}
	}
	if fmt.Sprint(changed) != "[removed - Call Ada. added - Call Bob.]" {
		t.Errorf("%v", changed)
	}
	var builtIn api.Runbook
	h.call(vic, "GET", "/runbooks/net-dns?version=0", nil).want(200).into(&builtIn)
	if *builtIn.Shown != 0 || !strings.Contains(builtIn.Text, "CoreDNS") || builtIn.Summary.Title != "Our DNS" {
		t.Errorf("%+v", builtIn.Summary)
	}
	h.call(vic, "GET", "/runbooks/net-dns?version=9", nil).wantError(404, "not_found")

	now := book(h, "net-dns")
	h.call(ed, "POST", "/runbooks/net-dns/revert", map[string]any{"version": 1, "revision": now.Revision}).want(200)
	if b := book(h, "net-dns"); *b.Summary.Version != 3 || b.Text != text {
		t.Errorf("%+v", b.Summary)
	}
	now = book(h, "net-dns")
	h.call(ed, "POST", "/runbooks/net-dns/revert", map[string]any{"version": 0, "revision": now.Revision}).want(200)
	if b := book(h, "net-dns"); b.Summary.Origin != api.RunbookOriginBuiltin || b.Text != builtIn.Text || *b.Summary.LastVersion != 3 {
		t.Errorf("%+v", b.Summary)
	}
	// Another organisation sees none of it.
	var others api.Runbook
	h.call(other, "GET", "/runbooks/net-dns", nil).want(200).into(&others)
	if others.Summary.Origin != api.RunbookOriginBuiltin || others.Summary.LastVersion != nil {
		t.Errorf("%+v", others.Summary)
	}
	h.call(other, "GET", "/runbooks/net-dns?version=1", nil).wantError(404, "not_found")
}

func TestNewRunbooksAreChecked(t *testing.T) {
	h := newHarness(t)
	a := saveBook(h, "our-shop", "---\ntitle: x\n---\n## Wishes\n", 0)
	if field := a.wantError(422, "bad_runbook"); field != "text" || !strings.Contains(string(a.body), "Line 4") {
		t.Errorf("%s", a.body)
	}
	saveBook(h, "Our-Shop", bookText("x", "y"), 0).wantError(400, "bad_id")
	h.call(ed, "POST", "/runbooks/import?id=check", []byte(bookText("x", "y"))).wantError(400, "bad_id")
	h.call(ed, "PUT", "/runbooks/our-shop", map[string]any{"text": bookText("x", "y"), "revision": 0, "comment": strings.Repeat("x", 501)}).wantError(400, "bad_request")
	var check api.RunbookCheck
	h.call(ed, "POST", "/runbooks/check", map[string]any{"text": "---\ntitle: x\n---\n## Wishes\n## Hopes\n"}).want(200).into(&check)
	if check.Valid || len(check.Problems) != 2 || check.Doc != nil {
		t.Errorf("%+v", check)
	}
	h.call(ed, "POST", "/runbooks/check", map[string]any{"text": bookText("x", "y")}).want(200).into(&check)
	if !check.Valid || len(check.Doc.Sections) != 1 || len(check.Doc.Missing) != 4 {
		t.Errorf("%+v", check)
	}
	saveBook(h, "our-shop", bookText("Our shop", "y"), 0).want(200)
	h.call(ed, "POST", "/runbooks/our-shop/revert", map[string]any{"version": 0, "revision": book(h, "our-shop").Revision}).wantError(404, "not_found")
}

func TestVerifiedAndStale(t *testing.T) {
	h := newHarness(t)
	if b := book(h, "net-dns").Summary; b.Stale || b.VerifiedAt != nil {
		t.Errorf("%+v", b)
	}
	h.call(ed, "POST", "/runbooks/net-dns/verify", map[string]any{"revision": 0}).want(200)
	h.call(ed, "POST", "/runbooks/net-dns/verify", map[string]any{"revision": 0}).wantError(409, "stale_version")
	b := book(h, "net-dns")
	if b.Summary.VerifiedAt == nil || *b.Summary.VerifiedBy != "ed" || b.Summary.Stale || b.Summary.Origin != api.RunbookOriginBuiltin {
		t.Errorf("%+v", b.Summary)
	}
	h.clock.advance(180*day + 1)
	if b := book(h, "net-dns"); !b.Summary.Stale {
		t.Errorf("%+v", b.Summary)
	}
	// A new text is not what was verified.
	saveBook(h, "net-dns", bookText("Our DNS", "x"), b.Revision).want(200)
	b = book(h, "net-dns")
	if b.Summary.VerifiedAt != nil || b.Summary.Stale {
		t.Errorf("%+v", b.Summary)
	}
	h.call(ed, "POST", "/runbooks/net-dns/archive", map[string]any{"revision": b.Revision, "archived": true}).want(200)
	list, byID := books(h)
	if !byID["net-dns"].Archived || *byID["net-dns"].ArchivedBy != "ed" || !slices.Contains(list.Coverage.Missing, "net-dns-latency") {
		t.Errorf("%+v %v", byID["net-dns"], list.Coverage.Missing)
	}
	h.call(ed, "POST", "/runbooks/net-dns/archive", map[string]any{"revision": book(h, "net-dns").Revision, "archived": false}).want(200)
	if list, _ := books(h); len(list.Coverage.Missing) > 0 {
		t.Errorf("%v", list.Coverage.Missing)
	}
}

func unzip(t *testing.T, raw []byte) map[string]string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range r.File {
		c, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(c)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(content)
	}
	return out
}

func TestExportAndImportGiveTheSame(t *testing.T) {
	h := newHarness(t)
	saveBook(h, "our-shop", bookText("Our shop", "x"), 0).want(200)
	saveBook(h, "net-dns", bookText("Our DNS", "x"), 0).want(200)
	all := h.call(vic, "GET", "/runbooks/export", nil).want(200)
	if files := unzip(t, all.body); len(files) < 59 || files["net-dns.md"] != bookText("Our DNS", "x") || files["net-latency.md"] == "" {
		t.Errorf("%d files", len(files))
	}
	own := h.call(vic, "GET", "/runbooks/export?own=true", nil).want(200)
	if files := unzip(t, own.body); len(files) != 2 || own.header.Get("Content-Type") != "application/zip" {
		t.Errorf("%v", files)
	}
	if again := h.call(vic, "GET", "/runbooks/export", nil); !bytes.Equal(again.body, all.body) {
		t.Error("the same runbooks make another zip")
	}
	// Where they came from, nothing changes; elsewhere the two that are not built in do, once.
	imported(h, "", all.body, map[string]int{"unchanged": len(unzip(t, all.body))}, true)
	fresh := newHarness(t)
	imported(fresh, "?dryRun=true", all.body, map[string]int{"unchanged": len(unzip(t, all.body)) - 2, "created": 1, "changed": 1}, false)
	if _, byID := books(fresh); byID["our-shop"].Id != "" {
		t.Error("a dry run stored something")
	}
	imported(fresh, "?comment=push", all.body, map[string]int{"unchanged": len(unzip(t, all.body)) - 2, "created": 1, "changed": 1}, true)
	imported(fresh, "", all.body, map[string]int{"unchanged": len(unzip(t, all.body))}, true)
	if b := book(fresh, "our-shop"); *b.Summary.Version != 1 || b.Text != bookText("Our shop", "x") {
		t.Errorf("%+v", b.Summary)
	}
	imported(fresh, "?id=our-shop", []byte(bookText("Our shop", "y")), map[string]int{"changed": 1}, true)
	imported(fresh, "?id=our-shop", []byte("nonsense"), map[string]int{"refused": 1}, false)
	fresh.call(ed, "POST", "/runbooks/import?id=Our-Shop", []byte("x")).wantError(400, "bad_id")
}

func imported(h *harness, query string, body []byte, want map[string]int, applied bool) {
	h.t.Helper()
	var got api.RunbookImport
	h.call(ed, "POST", "/runbooks/import"+query, body).want(200).into(&got)
	counts := map[string]int{}
	for _, r := range got.Runbooks {
		counts[string(r.Outcome)]++
	}
	if fmt.Sprint(counts) != fmt.Sprint(want) || got.Applied != applied {
		h.t.Errorf("%v, applied %v; want %v", counts, got.Applied, want)
	}
}

func TestOneBadRunbookStopsAnImport(t *testing.T) {
	h := newHarness(t)
	var raw bytes.Buffer
	w := zip.NewWriter(&raw)
	for name, text := range map[string]string{"our-a.md": bookText("A", "x"), "our-b.md": "no front matter"} {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	imported(h, "", raw.Bytes(), map[string]int{"created": 1, "refused": 1}, false)
	if _, byID := books(h); byID["our-a"].Id != "" {
		t.Error("half of it was stored")
	}
	h.call(ed, "POST", "/runbooks/import", []byte("PK no zip")).wantError(400, "bad_archive")
	h.call(ed, "POST", "/runbooks/import", bytes.Repeat([]byte("x"), maxSmallBody+1)).wantError(413, "too_large")
}

func TestRunbooksOfTheSettings(t *testing.T) {
	path := filepath.Join(t.TempDir(), "strata.db")
	settings, err := json.Marshal(map[string]any{"path": path, "runbooksStaleAfterDays": 30, "runbooks": []any{
		map[string]any{"id": "net-dns", "text": bookText("File DNS", "x")}, map[string]any{"id": "Bad", "text": bookText("x", "y")},
		map[string]any{"id": "our-bad", "text": "x"}, map[string]any{"id": "net-dns", "text": bookText("Twice", "x")}, 7,
	}})
	if err != nil {
		t.Fatal(err)
	}
	clock := newClock()
	h := &harness{t: t, clock: clock, path: path, app: newApp(backend.AppInstanceSettings{JSONData: settings}, clock.now)}
	t.Cleanup(h.app.Dispose)
	if b := book(h, "net-dns"); b.Summary.Title != "File DNS" || b.Summary.Origin != api.RunbookOriginFile {
		t.Errorf("%+v", b.Summary)
	}
	saveBook(h, "net-dns", bookText("x", "y"), 0).wantError(403, "provisioned")
	imported(h, "?id=net-dns", []byte(bookText("x", "y")), map[string]int{"refused": 1}, false)
	h.call(ed, "POST", "/runbooks/net-dns/verify", map[string]any{"revision": 0}).want(200)
	clock.advance(31 * day)
	if list, byID := books(h); !byID["net-dns"].Stale || list.StaleAfterDays != 30 {
		t.Errorf("%+v", byID["net-dns"])
	}
	var st api.Status
	h.call(vic, "GET", "/status", nil).want(200).into(&st)
	p := part(t, st, "runbooks")
	for _, field := range []string{"jsonData.runbooks[1].id", "jsonData.runbooks[2].text", "jsonData.runbooks[3].id", "jsonData.runbooks[4]"} {
		if p.State != api.StatusPartStateWarning || p.Details == nil || (*p.Details)[field] == "" {
			t.Errorf("%s: %+v", field, p.Details)
		}
	}
}

// What to do must be readable when the database is what broke.
func TestRunbooksWithoutAStore(t *testing.T) {
	h := harnessAt(t, filepath.Join(t.TempDir(), "missing", "strata.db"))
	if b := book(h, "net-dns"); len(b.Doc.Sections) < 7 {
		t.Errorf("%+v", b)
	}
	list, _ := books(h)
	if list.Outdated == nil || len(list.Runbooks) < 50 {
		t.Fatalf("%v", list.Outdated)
	}
	// Words for people with what to do, not the error of the log.
	if text := *list.Outdated; strings.Contains(text, "store_unavailable") || !strings.Contains(text, "Create the folder") {
		t.Error(text)
	}
	h.call(vic, "GET", "/runbooks/export", nil).wantError(503, "store_unavailable")
	saveBook(h, "net-dns", bookText("x", "y"), 0).wantError(503, "store_unavailable")
}
