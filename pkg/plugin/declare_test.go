package plugin

import (
	"strings"
	"testing"

	"github.com/strata-sre/strata-sre-app/pkg/api"
)

func TestDeclareAnIncident(t *testing.T) {
	h := newHarness(t)
	body := map[string]any{
		"key": "5f0c1c9a-1111", "title": "Checkout is slow", "severity": "P1", "summary": "Since the deploy.", "layers": []string{"application", "ebpf"},
		"services": []string{"checkout"}, "namespace": "shop", "drill": true,
		"links": []map[string]string{{"title": "Request latency", "url": "/explore?left={\"a\":1} <x>"}, {"title": "Wiki", "url": "https://wiki.example/x"}},
	}
	var made api.IncidentDetail
	h.call(ed, "POST", "/incidents", body).want(201).into(&made)
	if i := made.Incident; i.Status != api.IncidentStatusTriage || i.Severity != api.P1 || !i.Drill || len(i.Layers) != 2 || i.Layers[0] != api.Application || i.Services[0] != "checkout" {
		t.Fatalf("%+v", i)
	}
	var again api.IncidentDetail
	h.call(ed, "POST", "/incidents", body).want(200).into(&again)
	if again.Incident.Number != made.Incident.Number {
		t.Errorf("a double click made incident %d", again.Incident.Number)
	}
	var lines api.TimelinePage
	h.call(vic, "GET", "/incidents/1/timeline", nil).want(200).into(&lines)
	if len(lines.Entries) != 1 || lines.Entries[0].Actor.Name != "ed" || !strings.Contains(lines.Entries[0].Body, `[Request latency](</explore?left={"a":1}%20%3Cx%3E>)`) {
		t.Errorf("%+v", lines.Entries)
	}
	var page api.IncidentPage
	h.call(vic, "GET", "/incidents?layer=ebpf&service=checkout", nil).want(200).into(&page)
	if len(page.Incidents) != 1 {
		t.Errorf("%+v", page)
	}
	h.call(ed, "POST", "/incidents/1/acknowledge", api.Act{Version: 1}).want(200)
	h.call(ed, "POST", "/incidents/1/resolve", api.Act{Version: 2}).want(200)
}

func TestDeclareRefusesWhatItCannotUse(t *testing.T) {
	h := newHarness(t)
	cases := []struct {
		name  string
		field string
		value any
		at    string
	}{
		{"short key", "key", "short", "key"}, {"odd key", "key", "with=equals,and", "key"}, {"no key", "key", "", "key"},
		{"no title", "title", " \n ", "title"}, {"long title", "title", strings.Repeat("x", 301), "title"}, {"NUL", "title", "a\x00b", "title"},
		{"severity", "severity", "P9", "severity"}, {"layer", "layers", []string{"network", "storage"}, "layers"},
		{"long summary", "summary", strings.Repeat("x", 10_001), "summary"},
		{"namespace", "namespace", strings.Repeat("x", 254), "namespace"},
		{"empty service", "services", []string{"a", ""}, "services[1]"}, {"many services", "services", make([]string, 21), "services"},
		{"many links", "links", make([]api.IncidentLink, 11), "links"},
		{"no link title", "links", []api.IncidentLink{{Url: "/x"}}, "links[0].title"},
		{"script", "links", []api.IncidentLink{{Title: "x", Url: "javascript:alert(1)"}}, "links[0].url"},
		{"another host", "links", []api.IncidentLink{{Title: "x", Url: "//evil.example/x"}}, "links[0].url"},
		{"another host by backslash", "links", []api.IncidentLink{{Title: "x", Url: `/\evil.example`}}, "links[0].url"},
		{"relative", "links", []api.IncidentLink{{Title: "x", Url: "explore"}}, "links[0].url"},
		{"line break", "links", []api.IncidentLink{{Title: "x", Url: "/a\nb"}}, "links[0].url"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			body := map[string]any{"key": "5f0c1c9a-1111", "title": "Down", "severity": "P2"}
			body[c.field] = c.value
			a := h.call(ed, "POST", "/incidents", body)
			a.t = t
			if field := a.wantError(400, "bad_request"); field != c.at {
				t.Errorf("field %q", field)
			}
		})
	}
	h.call(vic, "POST", "/incidents", map[string]any{}).wantError(403, "forbidden")
	if a := h.call(vic, "GET", "/incidents?state=all", nil).want(200); string(a.body) != "{\"incidents\":[]}\n" {
		t.Errorf("%s", a.body)
	}
}
