package review

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// What the template asks for cannot be taken out of a review, or be said to be needless.
func TestRequiredSectionsStay(t *testing.T) {
	asked := []Section{{ID: "why", Title: "Why", Required: true, Text: "Because."}, {ID: "more", Title: "More"}}
	got := sectionsOf(asked, []Section{{ID: "why", Title: "x", Text: ""}, {ID: "own", Title: "Own", Text: "o"}})
	if want := []Section{{ID: "why", Title: "Why", Required: true}, {ID: "own", Title: "Own", Text: "o"}}; !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if got := sectionsOf(asked, nil); !slices.Equal(got, asked[:1]) {
		t.Errorf("%+v", got)
	}
	d := Desk{Policy: Policy{Templates: []Template{{Severities: []incident.Severity{"P1"}, Sections: asked}}}}
	r := &Review{Header: Header{Severity: "P1"}}
	if got := d.asked(r); !slices.Equal(got, asked) {
		t.Errorf("a review that nobody began asks for %+v", got)
	}
	r.Filled = true
	if got := d.asked(r); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestATextOfAModelHasItsBounds(t *testing.T) {
	for _, text := range []string{"a\x00b", strings.Repeat("x", maxSentence+1)} {
		if err := (Policy{}).Check(Content{Model: &ModelText{Text: text}}); err == nil {
			t.Errorf("%.20q is taken", text)
		}
	}
	if err := (Policy{}).Check(Content{Model: &ModelText{Text: "It was the cache."}}); err != nil {
		t.Error(err)
	}
}

func TestASummaryOfAModelIsMarkedUntilPeopleWriteTheirOwn(t *testing.T) {
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	sent := func(summary, text string) Content {
		return Content{Summary: summary, Model: &ModelText{Text: text, Model: "m\u202e", By: "somebody else", EditedBy: "nobody", At: now.Add(-time.Hour)}}
	}
	taken := withModel(Content{}, sent("The cache\u202e was full.\x07", "The cache\u202e was full.\x07"), "ann", now)
	if taken.Summary != "The cache was full." || taken.Model == nil || taken.Model.Text != taken.Summary || taken.Model.By != "ann" || !taken.Model.At.Equal(now) || taken.Model.EditedBy != "" {
		t.Fatalf("%+v %+v", taken, taken.Model)
	}
	if mark := taken.Model.Mark(); mark != "Written by a language model (m), accepted by ann at 2026-11-20 10:00:00 UTC." {
		t.Error(mark)
	}
	if got := withModel(taken, Content{Summary: taken.Summary}, "bob", now); got.Model == nil {
		t.Error("the mark was taken off the same words")
	}
	later := now.Add(time.Hour)
	edited := withModel(taken, Content{Summary: "The cache of carts was full.", Model: taken.Model}, "bob", later)
	if edited.Model == nil || edited.Model.By != "ann" || edited.Model.EditedBy != "bob" || !strings.HasSuffix(edited.Model.Mark(), ", edited by bob at 2026-11-20 11:00:00 UTC.") {
		t.Errorf("%+v", edited.Model)
	}
	if again := withModel(edited, Content{Summary: edited.Summary, Model: edited.Model}, "eve", later.Add(time.Hour)); again.Model.EditedBy != "bob" {
		t.Errorf("who changed something else counts as who edited it: %+v", again.Model)
	}
	if both := withModel(Content{}, sent("Mine.", "The cache was full."), "ann", now); both.Model == nil || both.Model.EditedBy != "ann" {
		t.Errorf("%+v", both.Model)
	}
	for name, next := range map[string]Content{"empty": {Model: taken.Model}, "own": {Summary: "Mine."}} {
		if got := withModel(taken, next, "bob", now); got.Model != nil {
			t.Errorf("%s: %+v", name, got.Model)
		}
	}
}
