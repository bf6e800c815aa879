package plugin

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/strata-sre/strata-sre-app/pkg/api"
)

func TestListRefusesWhatItCannotRead(t *testing.T) {
	h := newHarness(t)
	cases := []struct{ query, field string }{
		{"state=gone", "state"}, {"severity=P9", "severity"}, {"layer=storage", "layer"}, {"limit=0", "limit"}, {"limit=201", "limit"},
		{"limit=ten", "limit"}, {"cursor=x", "cursor"}, {"q=" + strings.Repeat("x", 201), "q"}, {"service=" + strings.Repeat("x", 254), "service"},
		{"service=%00", "service"},
	}
	for _, c := range cases {
		a := h.call(vic, "GET", "/incidents?"+c.query, nil)
		var e struct{ Error struct{ Field string } }
		a.want(400).into(&e)
		if e.Error.Field != c.field {
			t.Errorf("%s: field %q", c.query, e.Error.Field)
		}
	}
	h.call(vic, "GET", "/incidents?state=all&severity=P0&severity=P1&layer=ebpf&service=x&q=y&limit=1", nil).want(200)
	h.call(vic, "GET", "/incidents/x", nil).wantError(400, "bad_request")
	h.call(vic, "GET", "/incidents/9", nil).wantError(404, "not_found")
	h.call(vic, "GET", "/catalog/signals?layer=storage", nil).wantError(400, "bad_request")
}

func TestCatalogSignals(t *testing.T) {
	h := newHarness(t)
	var all, some api.SignalList
	h.call(vic, "GET", "/catalog/signals", nil).want(200).into(&all)
	h.call(vic, "GET", "/catalog/signals?layer=ebpf", nil).want(200).into(&some)
	if len(some.Signals) == 0 || len(some.Signals) >= len(all.Signals) {
		t.Errorf("%d of %d signals", len(some.Signals), len(all.Signals))
	}
}

func TestLookupOutcomes(t *testing.T) {
	h := newHarness(t)
	start := h.clock.now()
	h.deliver(webhook(fire("Down", start, "service", "cart", "pod", "cart-1"), resolved(fire("Gone", start, "service", "mail"), start))).want(200)
	label := func(pairs ...string) string {
		q := url.Values{}
		for _, p := range pairs {
			q.Add("label", p)
		}
		return q.Encode()
	}
	cases := []struct {
		name, query string
		want        api.AlertLookupOutcome
	}{
		{"by labels", label("alertname=Down", "service=cart"), api.AlertLookupOutcomeIncident},
		{"a link's template left a label empty", label("alertname=Down", "node="), api.AlertLookupOutcomeIncident},
		{"by any label", label("pod=cart-1"), api.AlertLookupOutcomeIncident},
		{"in a source by name", label("alertname=Down") + "&source=Shop+Alertmanager", api.AlertLookupOutcomeIncident},
		{"in a source by id", label("alertname=Down") + "&source=" + provisionedSource, api.AlertLookupOutcomeIncident},
		{"other label", label("alertname=Down", "service=mail"), api.AlertLookupOutcomeUnknownAlert},
		{"never seen", "fingerprint=0123", api.AlertLookupOutcomeUnknownAlert},
		{"resolved before it was seen", label("alertname=Gone"), api.AlertLookupOutcomeAlertWithoutIncident},
		{"unknown source", "fingerprint=0123&source=nowhere", api.AlertLookupOutcomeUnknownSource},
		{"SQL", label("alertname=' OR 1=1 --"), api.AlertLookupOutcomeUnknownAlert},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var got api.AlertLookup
			h.call(vic, "GET", "/alerts/lookup?"+c.query, nil).want(200).into(&got)
			if got.Outcome != c.want || got.Reason == "" {
				t.Errorf("%+v", got)
			}
			if fp := got.Alert; fp != nil {
				var again api.AlertLookup
				h.call(vic, "GET", "/alerts/lookup?fingerprint="+fp.Fingerprint+"&source="+fp.SourceId, nil).want(200).into(&again)
				if again.Outcome != c.want {
					t.Errorf("by fingerprint %+v", again)
				}
			}
		})
	}
	h.call(vic, "GET", "/alerts/lookup", nil).wantError(400, "bad_request")
	h.call(vic, "GET", "/alerts/lookup?label=alertname", nil).wantError(400, "bad_request")
	h.call(vic, "GET", "/alerts/lookup?"+label(make([]string, 33)...), nil).wantError(400, "bad_request")
}

func TestNotesHaveLinksThatCanBeOpened(t *testing.T) {
	h := newHarness(t)
	h.deliver(webhook(fire("Down", h.clock.now(), "service", "cart"))).want(200)
	panel := api.IncidentLink{Title: "Errors [5m]", Url: "/d/shop?viewPanel=panel-2&from=1&to=2"}
	var entry api.TimelineEntry
	h.call(ed, "POST", "/incidents/1/notes", api.NewNote{Body: "It began here.", Links: &[]api.IncidentLink{panel}}).want(201).into(&entry)
	if want := "It began here.\n\n- [Errors \\[5m\\]](</d/shop?viewPanel=panel-2&from=1&to=2>)"; entry.Body != want {
		t.Errorf("%q", entry.Body)
	}
	if links, _ := json.Marshal(entry.Data["links"]); string(links) != `[{"title":"Errors [5m]","url":"/d/shop?viewPanel=panel-2\u0026from=1\u0026to=2"}]` {
		t.Errorf("%s", links)
	}
	if c := h.chain(vic, "/incidents/1/timeline/verify"); !c.Valid {
		t.Errorf("%+v", c)
	}
	for _, bad := range []string{"javascript:alert(1)", "//evil.example/x", `/\evil.example`, "explore", ""} {
		note := api.NewNote{Body: "x", Links: &[]api.IncidentLink{{Title: "x", Url: bad}}}
		if field := h.call(ed, "POST", "/incidents/1/notes", note).wantError(400, "bad_request"); field != "links[0].url" {
			t.Errorf("%q: %s", bad, field)
		}
	}
	many := make([]api.IncidentLink, 11)
	if field := h.call(ed, "POST", "/incidents/1/notes", api.NewNote{Body: "x", Links: &many}).wantError(400, "bad_request"); field != "links" {
		t.Error(field)
	}
}

func TestNotesAndTheirLimits(t *testing.T) {
	h := newHarness(t)
	h.deliver(webhook(fire("Down", h.clock.now(), "service", "cart"))).want(200)
	var entry api.TimelineEntry
	h.call(ed, "POST", "/incidents/1/notes", api.NewNote{Body: "Look at **this**."}).want(201).into(&entry)
	if entry.Seq != 4 || entry.Actor.Name != "ed" || entry.Actor.Type != api.User {
		t.Errorf("%+v", entry)
	}
	h.call(ed, "POST", "/incidents/1/notes", api.NewNote{}).wantError(400, "bad_request")
	h.call(ed, "POST", "/incidents/1/notes", api.NewNote{Body: strings.Repeat("x", 10_001)}).wantError(400, "bad_request")
	h.call(ed, "POST", "/incidents/1/notes", []byte(`{"body":"`+strings.Repeat("x", 2<<20)+`"}`)).wantError(413, "too_large")
	h.call(ed, "POST", "/incidents/9/notes", api.NewNote{Body: "x"}).wantError(404, "not_found")
	h.call(ed, "POST", "/incidents/1/acknowledge", []byte(`{"version":"one"}`)).wantError(400, "bad_request")

	var page api.TimelinePage
	h.call(vic, "GET", "/incidents/1/timeline?limit=2", nil).want(200).into(&page)
	if len(page.Entries) != 2 || page.Next == nil || *page.Next != 2 {
		t.Fatalf("%+v", page)
	}
	h.call(vic, "GET", "/incidents/1/timeline?after=3", nil).want(200).into(&page)
	if len(page.Entries) != 1 || page.Entries[0].Kind != "note" {
		t.Errorf("%+v", page)
	}
}
