package plugin

import (
	"bufio"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"github.com/strata-sre/strata-sre-app/pkg/api"
)

// raw changes records behind Strata's back.
func (h *harness) raw(statement string) {
	h.t.Helper()
	db, err := sql.Open("sqlite", h.path+"?_pragma=busy_timeout(5000)")
	if err != nil {
		h.t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			h.t.Error(err)
		}
	}()
	if _, err := db.ExecContext(h.t.Context(), statement); err != nil {
		h.t.Fatal(err)
	}
}

func (h *harness) chain(p person, path string) api.ChainCheck {
	h.t.Helper()
	var c api.ChainCheck
	h.call(p, "GET", path, nil).want(200).into(&c)
	return c
}

func TestVerifyFindsTheFirstBrokenEntry(t *testing.T) {
	cases := map[string]struct {
		statement string
		broken    int64
	}{
		"changed":          {"UPDATE strata_timeline SET body = 'nothing' WHERE seq = 2", 2},
		"actor changed":    {"UPDATE strata_timeline SET actor_name = 'vic' WHERE seq = 3", 3},
		"time changed":     {"UPDATE strata_timeline SET at = at + 1 WHERE seq = 1", 1},
		"data changed":     {`UPDATE strata_timeline SET data = '{"a":1}' WHERE seq = 4`, 4},
		"taken out":        {"DELETE FROM strata_timeline WHERE seq = 3", 3},
		"taken off at end": {"DELETE FROM strata_timeline WHERE seq = 5", 5},
		"all taken":        {"DELETE FROM strata_timeline", 1},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			h.deliver(webhook(fire("Down", h.clock.now(), "service", "cart"))).want(200)
			h.call(ed, "POST", "/incidents/1/notes", map[string]any{"body": "<b>&amp; \u2028 one"}).want(201)
			h.call(ed, "POST", "/incidents/1/acknowledge", map[string]any{"version": 1}).want(200)
			whole := h.chain(vic, "/incidents/1/timeline/verify")
			if !whole.Valid || whole.Entries != 5 || whole.Head == "" {
				t.Fatalf("%+v", whole)
			}
			h.raw(c.statement)
			found := h.chain(vic, "/incidents/1/timeline/verify")
			if found.Valid || found.Broken == nil || *found.Broken != c.broken || found.Reason == nil {
				t.Errorf("%+v", found)
			}
		})
	}
}

// verified walks an export as docs/timeline.md says, and returns its first line.
func verified(t *testing.T, export []byte) recordFormat {
	t.Helper()
	scanner := bufio.NewScanner(strings.NewReader(string(export)))
	scanner.Buffer(nil, 1<<20)
	var first recordFormat
	prev, count := "", int64(0)
	for scanner.Scan() {
		if first.Format == "" {
			if err := json.Unmarshal(scanner.Bytes(), &first); err != nil {
				t.Fatal(err)
			}
			continue
		}
		var line recordLine
		var entry struct{ Prev string }
		if err := json.Unmarshal(scanner.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(line.Hashed), &entry); err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256([]byte(line.Hashed))
		if hex.EncodeToString(sum[:]) != line.Hash || entry.Prev != prev {
			t.Fatalf("line %d does not verify: %s", count+2, scanner.Text())
		}
		prev = line.Hash
		count++
	}
	if first.Head != "" && (first.Head != prev || first.Entries != count) {
		t.Fatalf("%+v, but %d entries up to %s", first, count, prev)
	}
	return first
}

func TestTimelineExport(t *testing.T) {
	h := newHarness(t)
	h.deliver(webhook(fire("Down", h.clock.now(), "service", "cart"))).want(200)
	for i := range recordPage + 3 {
		h.call(ed, "POST", "/incidents/1/notes", map[string]any{"body": fmt.Sprintf("note %d: \"<ü>\" \\ & \u2029", i)}).want(201)
	}
	a := h.call(vic, "GET", "/incidents/1/timeline/export", nil).want(200)
	first := verified(t, a.body)
	if first.Format != "strata-timeline/1" || first.Incident != 1 || first.Entries != recordPage+6 {
		t.Errorf("%+v", first)
	}
	if !strings.Contains(a.header.Get("Content-Disposition"), "incident-1-timeline.jsonl") {
		t.Error(a.header)
	}
	h.call(vic, "GET", "/incidents/9/timeline/export", nil).wantError(404, "not_found")
	h.call(other, "GET", "/incidents/1/timeline/export", nil).wantError(404, "not_found")
}

func TestLateNotesAndCorrections(t *testing.T) {
	h := newHarness(t)
	h.deliver(webhook(fire("Down", h.clock.now(), "service", "cart"))).want(200)
	h.clock.advance(time.Hour)
	before := h.clock.now().Add(-50 * time.Minute)
	var late api.TimelineEntry
	h.call(ed, "POST", "/incidents/1/notes", map[string]any{"body": "We switched over.", "at": before}).want(201).into(&late)
	if !late.At.Equal(before) || !late.RecordedAt.Equal(h.clock.now()) {
		t.Errorf("%+v", late)
	}
	future := map[string]any{"body": "x", "at": h.clock.now().Add(2 * time.Minute)}
	if field := h.call(ed, "POST", "/incidents/1/notes", future).wantError(400, "in_future"); field != "at" {
		t.Error(field)
	}
	right := before.Add(-3 * time.Minute)
	path := fmt.Sprintf("/incidents/1/timeline/%d", late.Seq)
	var marked api.TimelineEntry
	h.call(ed, "PATCH", path, map[string]any{"at": right}).want(200).into(&marked)
	if marked.ShownAt == nil || !marked.ShownAt.Equal(right) || !marked.At.Equal(before) {
		t.Errorf("%+v", marked)
	}
	var page api.TimelinePage
	h.call(vic, "GET", "/incidents/1/timeline", nil).want(200).into(&page)
	last := page.Entries[len(page.Entries)-1]
	if last.Kind != "corrected" || last.Actor.Name != "ed" || page.Entries[late.Seq-1].ShownAt == nil {
		t.Errorf("%+v", page.Entries)
	}
	h.call(ed, "PATCH", path, map[string]any{"at": right, "seen": before}).want(200) // the same again is no change
	earlier := map[string]any{"at": right.Add(-time.Minute), "seen": before}
	if field := h.call(ed, "PATCH", path, earlier).wantError(409, "changed_meanwhile"); field != "seen" {
		t.Error(field)
	}
	h.call(ed, "PATCH", path, map[string]any{}).want(200).into(&marked)
	if c := h.chain(vic, "/incidents/1/timeline/verify"); !c.Valid || c.Entries != last.Seq+1 {
		t.Errorf("%+v", c)
	}
	h.call(ed, "PATCH", "/incidents/1/timeline/99", map[string]any{"at": right}).wantError(404, "unknown_entry")
	h.call(ed, "PATCH", path, map[string]any{"at": h.clock.now().Add(time.Hour)}).wantError(400, "in_future")
	h.call(vic, "PATCH", path, map[string]any{"at": right}).wantError(403, "forbidden")
}

func TestAudit(t *testing.T) {
	h := newHarness(t)
	var made struct{ Source struct{ Id string } }
	h.call(ada, "POST", "/sources", map[string]any{"name": "Pager", "kind": "pagerduty"}).want(201).into(&made)
	h.call(ada, "POST", "/sources/"+made.Source.Id+"/rotate", nil).want(200)
	h.keepLetter(made.Source.Id, `{"old":true}`)
	var letters struct{ Letters []struct{ Id int64 } }
	h.call(ada, "GET", "/sources/"+made.Source.Id+"/dead-letters", nil).want(200).into(&letters)
	h.call(ada, "DELETE", fmt.Sprintf("/sources/%s/dead-letters/%d", made.Source.Id, letters.Letters[0].Id), nil).want(204)
	h.call(ada, "DELETE", "/sources/"+made.Source.Id, nil).want(204)

	var page api.AuditPage
	h.call(ada, "GET", "/audit?limit=3", nil).want(200).into(&page)
	var actions []string
	for _, r := range page.Records {
		actions = append(actions, r.Login+" "+r.Action+" "+r.Object)
	}
	id := made.Source.Id
	if got, want := strings.Join(actions, ", "), "ada source.delete "+id+", ada letter.forget "+id+", ada source.rotate "+id; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	var rest api.AuditPage
	h.call(ada, "GET", fmt.Sprintf("/audit?before=%d", *page.Next), nil).want(200).into(&rest)
	if len(rest.Records) != 2 || rest.Records[0].Action != "source.create" || rest.Next != nil {
		t.Errorf("%+v", rest)
	}
	for query, want := range map[string]int{"login=ADA": 4, "login=ad": 0, "action=source.": 4, "action=source%25": 0, "object=" + id[:5]: 4, "action=letter.&login=ada": 1} {
		h.call(ada, "GET", "/audit?"+query, nil).want(200).into(&rest)
		if len(rest.Records) != want {
			t.Errorf("%s: %+v", query, rest.Records)
		}
	}
	if first := verified(t, h.call(ada, "GET", "/audit/export", nil).want(200).body); first.Format != "strata-audit/1" {
		t.Errorf("%+v", first)
	}
	if c := h.chain(ada, "/audit/verify"); !c.Valid || c.Entries != 5 {
		t.Errorf("%+v", c)
	}
	h.raw("UPDATE strata_audit SET login = 'vic' WHERE action = 'source.rotate'")
	if c := h.chain(ada, "/audit/verify"); c.Valid || c.Entries != 3 {
		t.Errorf("%+v", c)
	}
	for _, p := range []person{ed, vic} {
		h.call(p, "GET", "/audit", nil).wantError(403, "forbidden")
		h.call(p, "GET", "/audit/export", nil).wantError(403, "forbidden")
	}
	h.call(other, "GET", "/audit", nil).want(200).into(&page)
	for _, r := range page.Records {
		if r.Object == id {
			t.Errorf("another organisation reads %+v", r)
		}
	}
}
