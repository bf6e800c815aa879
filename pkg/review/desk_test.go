package review

import (
	"slices"
	"strings"
	"testing"

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
	for _, text := range []string{"a\x00b", strings.Repeat("x", maxPassage+1)} {
		if err := (Policy{}).Check(Content{Model: &ModelText{Text: text}}); err == nil {
			t.Errorf("%.20q is taken", text)
		}
	}
	if err := (Policy{}).Check(Content{Model: &ModelText{Text: "It was the cache."}}); err != nil {
		t.Error(err)
	}
}
