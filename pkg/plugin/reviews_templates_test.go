package plugin

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/review"
)

// withTemplates is an installation whose provisioning file has its own templates of reviews.
func withTemplates(t *testing.T, templates string) *harness {
	t.Helper()
	return harnessOf(t, filepath.Join(t.TempDir(), "strata.db"), "reviews", map[string]any{"templates": json.RawMessage(templates)})
}

const ownTemplates = `[
	{"id": "bank", "title": "Of a bank", "severities": ["P0", "P1"], "sections": [
		{"id": "money", "title": "What it cost", "help": "In euro.", "required": true},
		{"id": "regulator", "title": "Who was told", "text": "Nobody had to be told."}]},
	{"id": "note", "title": "Own note", "severities": ["P3"], "sections": []}]`

// A template of a provisioning file goes the whole way of a review: begun with it, edited, held to, exported, imported elsewhere.
func TestATemplateByFileGoesTheWholeWay(t *testing.T) {
	h := withTemplates(t, ownTemplates)
	var options api.ReviewOptions
	h.call(vic, "GET", "/reviews/options", nil).want(200).into(&options)
	if n := len(options.Templates); n != 3 || options.Templates[0].Id != "bank" || options.Templates[1].Title != "Own note" || options.Templates[2].Id != "full" || options.Templates[2].Provisioned != nil {
		t.Fatalf("%+v", options.Templates)
	}
	h.resolved()
	h.tendNow()
	r := h.review(1)
	want := []review.Section{{ID: "money", Title: "What it cost", Help: "In euro.", Required: true}, {ID: "regulator", Title: "Who was told", Text: "Nobody had to be told."}}
	if len(r.Content.Sections) != 2 || r.Content.Sections[0] != want[0] || r.Content.Sections[1] != want[1] {
		t.Fatalf("%+v", r.Content.Sections)
	}
	lacks := func() bool {
		for _, m := range h.review(1).Missing {
			if m.Field == "sections[0].text" && strings.Contains(m.Message, "What it cost") {
				return true
			}
		}
		return false
	}
	if !lacks() {
		t.Errorf("the empty section that is required is not missing: %+v", r.Missing)
	}
	// Nobody writes it away.
	content := r.Content
	content.Sections = []review.Section{{ID: "own", Title: "Our own", Text: "A further one."}}
	h.call(ed, "PUT", "/reviews/1", map[string]any{"version": r.Summary.Version, "content": content}).want(200).into(&r)
	if len(r.Content.Sections) != 2 || r.Content.Sections[1] != want[0] || len(r.Missing) == 0 {
		t.Fatalf("%+v", r.Content.Sections)
	}
	content = r.Content
	content.Sections[1].Text = "7000 euro."
	h.call(ed, "PUT", "/reviews/1", map[string]any{"version": r.Summary.Version, "content": content}).want(200)
	if lacks() {
		t.Error("a section that is written is missing")
	}
	for format, title := range map[string]string{"markdown": "## What it cost", "html": ">What it cost<", "json": `"title": "What it cost"`} {
		if text := string(h.call(vic, "GET", "/reviews/1/export?format="+format, nil).want(200).body); !strings.Contains(text, title) || !strings.Contains(text, "7000 euro.") || !strings.Contains(text, "A further one.") {
			t.Errorf("%s:\n%.3000s", format, text)
		}
	}
	file := h.call(vic, "GET", "/reviews/1/export", nil).want(200).body
	elsewhere := newHarness(t)
	var again api.Review
	elsewhere.call(ed, "POST", "/reviews/import", file).want(201).into(&again)
	if len(again.Content.Sections) != 2 || again.Content.Sections[1].Text != "7000 euro." || !again.Content.Sections[1].Required {
		t.Errorf("%+v", again.Content.Sections)
	}
	content = again.Content
	content.Sections = []review.Section{}
	elsewhere.call(ed, "PUT", "/reviews/1", map[string]any{"version": again.Summary.Version, "content": content}).want(200).into(&again)
	if len(again.Content.Sections) != 1 || again.Content.Sections[0].ID != "money" {
		t.Errorf("what the template of the file required can be taken away: %+v", again.Content.Sections)
	}
}

// Own templates that do not fit are named, and the built-in ones hold.
func TestTemplatesThatDoNotFitAreNamed(t *testing.T) {
	for _, bad := range []string{
		`[{"id": "x", "title": "x", "severities": ["P7"], "sections": []}]`,
		`[{"id": "x", "title": "x", "severities": ["P1"], "sections": [{"id": "a", "title": "a"}, {"id": "a", "title": "b"}]}]`,
		`[{"id": "x", "title": "x", "severities": ["P1"], "sections": [{"id": "a", "title": ""}]}]`,
		`{"id": "x"}`,
	} {
		h := withTemplates(t, bad)
		var status api.Status
		text := string(h.call(ada, "GET", "/status", nil).want(200).body)
		h.call(ada, "GET", "/status", nil).into(&status)
		if !strings.Contains(text, "jsonData.reviews.templates") {
			t.Errorf("%s is not named in %s", bad, text)
		}
		var options api.ReviewOptions
		if h.call(vic, "GET", "/reviews/options", nil).want(200).into(&options); len(options.Templates) != 2 || options.Templates[0].Id != "full" {
			t.Errorf("%s: %+v", bad, options.Templates)
		}
	}
}
