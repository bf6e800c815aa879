package plugin

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/live"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// secretWord stands in everything that only some may read.
const secretWord = "Zugspitze"

var eve = person{1, "Eve", "Editor"} // Grafana keeps logins as people typed them

// withSecret has an ordinary incident 1 and an incident 2 that only ed and Admins may read.
func withSecret(t *testing.T) *harness {
	h := newHarness(t)
	h.deliver(webhook(fire("Down", h.clock.now(), "service", "cart", "severity", "P2"))).want(200)
	h.deliver(webhook(fire("Breach"+secretWord, h.clock.now(), "service", "vault"+secretWord, "severity", "P0"))).want(200)
	h.call(ed, "PATCH", "/incidents/2", map[string]any{"version": 1, "readers": []string{}, "title": "Breach of the " + secretWord}).want(200)
	h.call(ed, "PATCH", "/incidents/2", map[string]any{"version": 2, "readers": []string{"Zoe"}}).want(200)
	h.call(ed, "POST", "/incidents/2/notes", map[string]any{"body": "Do not tell of " + secretWord}).want(201)
	return h
}

// No route shows anything of a restricted incident to whoever may not read it; those of later versions are asked as well.
func TestNoRouteShowsRestrictedIncidents(t *testing.T) {
	h := withSecret(t)
	seen := 0
	for route, need := range access {
		method, path, _ := strings.Cut(route, " ")
		if need == sender {
			continue
		}
		for _, number := range []string{"1", "2"} {
			filledPath := filled(strings.ReplaceAll(path, "{number}", number))
			body := any(nil)
			if method != http.MethodGet {
				body = map[string]any{"version": 3, "into": 2, "title": "x", "to": "P1", "reason": "x", "body": "x", "occurrences": []int{2}, "key": "form-0001", "severity": "P3"}
			}
			for _, query := range []string{"", "?state=all", "?q=" + secretWord, "?label=service%3Dvault" + secretWord, "?limit=200"} {
				if query != "" && method != http.MethodGet {
					continue
				}
				for _, p := range []person{eve, vic, public} {
					a := h.call(p, method, filledPath+query, body)
					if strings.Contains(string(a.body), secretWord) {
						t.Fatalf("%s %s%s shows %s: %s", method, filledPath, query, p.login, a.body)
					}
					if strings.Contains(filledPath, "/incidents/2") && a.status < 400 {
						t.Fatalf("%s %s answers %s with %d", method, filledPath, p.login, a.status)
					}
				}
			}
			if admins := h.call(ada, method, filledPath+map[bool]string{true: "?state=all"}[path == "/incidents"], nil); method == "GET" && strings.Contains(string(admins.body), secretWord) {
				seen++
			}
		}
	}
	if seen < 4 {
		t.Errorf("only %d answers show an Admin what is restricted: the test has nothing to find", seen)
	}
}

func TestWhoMayReadARestrictedIncident(t *testing.T) {
	h := withSecret(t)
	zoe := person{1, "zoe", "Viewer"}
	for p, want := range map[person]int{ada: 200, ed: 200, zoe: 200, eve: 404, vic: 404, public: 404, other: 404} {
		if a := h.call(p, "GET", "/incidents/2", nil); a.status != want {
			t.Errorf("%s: %d, want %d", p.login, a.status, want)
		}
		var page api.IncidentPage
		h.call(p, "GET", "/incidents?state=all", nil).want(200).into(&page)
		if shown := slices.ContainsFunc(page.Incidents, func(i api.Incident) bool { return i.Number == 2 }); shown != (want == 200) {
			t.Errorf("%s: in the list %v", p.login, shown)
		}
	}
	var o api.Overview
	h.call(vic, "GET", "/overview", nil).want(200).into(&o)
	if o.Open.P0 != 0 || o.Open.P2 != 1 || len(o.Services) != 1 {
		t.Errorf("%+v", o)
	}
	h.call(zoe, "GET", "/overview", nil).want(200).into(&o)
	if o.Open.P0 != 1 || len(o.Services) != 2 {
		t.Errorf("%+v", o)
	}
	// Merging would tell the others.
	h.call(ed, "POST", "/incidents/2/merge", map[string]any{"version": 3, "into": 1}).wantError(422, "restricted")
	h.call(eve, "POST", "/incidents/1/merge", map[string]any{"version": 1, "into": 2}).wantError(404, "not_found")
	// Whoever sets it stays on the list; an empty list opens it.
	var d api.IncidentDetail
	h.call(ed, "PATCH", "/incidents/2", map[string]any{"version": 3, "readers": []string{"EVE"}}).want(200).into(&d)
	if !slices.Equal(deref(d.Incident.Readers), []string{"ed", "eve"}) {
		t.Errorf("%v", d.Incident.Readers)
	}
	h.call(eve, "GET", "/incidents/2", nil).want(200)
	h.call(eve, "PATCH", "/incidents/2", map[string]any{"version": 4, "readers": []string{}}).want(200)
	h.call(public, "GET", "/incidents/2", nil).want(200)
}

func TestADeclaredIncidentIsRestrictedFromItsFirstMoment(t *testing.T) {
	h := newHarness(t)
	body := map[string]any{"key": "form-0001", "title": secretWord, "severity": "P1", "readers": []string{"zoe"}}
	h.call(ed, "POST", "/incidents", body).want(201)
	h.call(eve, "GET", "/incidents/1", nil).wantError(404, "not_found")
	h.call(eve, "POST", "/incidents", body).wantError(404, "not_found") // the same key leads nobody to it
	h.call(ed, "POST", "/incidents", body).want(200)
	if field := h.call(ed, "POST", "/incidents", map[string]any{"key": "form-0002", "title": "x", "severity": "P1", "readers": []string{"a\nb"}}).wantError(400, "bad_request"); field != "readers[0]" {
		t.Error(field)
	}
}

func TestTheNextIncidentOfARestrictedGroupIsRestricted(t *testing.T) {
	h := withSecret(t)
	h.deliver(webhook(resolved(fire("Breach"+secretWord, h.clock.now(), "service", "vault"+secretWord, "severity", "P0"), h.clock.now().Add(time.Minute)))).want(200)
	h.clock.advance(2 * time.Hour)
	h.deliver(webhook(fire("Breach"+secretWord, h.clock.now(), "service", "vault"+secretWord, "severity", "P0"))).want(200)
	h.call(eve, "GET", "/incidents/3", nil).wantError(404, "not_found")
	h.call(ed, "GET", "/incidents/3", nil).want(200)
}

// The live channel is read by everybody, so it says of restricted incidents only that something changed.
func TestTheLiveChannelIsDiscreet(t *testing.T) {
	h := withSecret(t)
	org, err := h.app.runtime.organisation(backend.WithPluginContext(t.Context(), ada.context()), 1)
	if err != nil {
		t.Fatal(err)
	}
	changes, err := org.store.ChangesAfter(t.Context(), 1, 0, 0)
	if err != nil || len(changes) != 2 {
		t.Fatalf("%v %+v", err, changes)
	}
	frame := mustJSON(t, live.Frame(changes))
	if i := slices.IndexFunc(changes, func(c store.Change) bool { return c.Number == 2 }); changes[i].Severity != "" || changes[i].Status != "" || changes[i].Kind != "" {
		t.Errorf("%+v", changes[i])
	}
	if strings.Contains(frame, secretWord) || strings.Contains(frame, "P0") {
		t.Error(frame)
	}
	var read data.Frame
	if err := read.UnmarshalJSON([]byte(frame)); err != nil || read.Rows() != 2 {
		t.Errorf("%v %s", err, frame)
	}
}
