package plugin

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/api"
)

func part(t *testing.T, st api.Status, id string) api.StatusPart {
	t.Helper()
	for _, p := range st.Parts {
		if p.Id == id {
			return p
		}
	}
	t.Fatalf("no part %s in %+v", id, st.Parts)
	return api.StatusPart{}
}

func TestStoreThatCannotBeOpenedIsSaidAndRetried(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "missing")
	h := harnessAt(t, filepath.Join(folder, "strata.db"))
	for route, need := range access {
		method, path, _ := strings.Cut(route, " ")
		path = strings.NewReplacer(
			"{number}", "1", "{sourceId}", "x", "{token}", "y", "{signalId}", "a-b", "{runbookId}", "net-dns", "{letterId}", "3", "{seq}", "1", "{windowId}", "4", "{heartbeatId}", "beat", "{messageId}", "1", "{runId}", "4", "{position}", "1",
			"{version}", "1", "{commentId}", "1", "{actionId}", "1", "{proposalId}", "1",
		).Replace(path)
		if strings.HasPrefix(path, "/runbooks/") || slices.Contains([]string{"/runbooks", "/status", "/catalog/signals", "/catalog/index", "/catalog/check", "/alertpack", "/runbooks/net-dns", "/severities", "/rules", "/playbooks", "/reviews/options", "/config/check", "/settings/check"}, path) {
			continue
		}
		who := ada
		if need == sender {
			who = robot
		}
		body := any(nil)
		if method != "GET" {
			body = map[string]any{"version": 1, "body": "x", "name": "x", "kind": "grafana", "key": "form-0001", "title": "x", "severity": "P1", "to": "P2", "reason": "x", "into": 2, "occurrences": []int{1}, "minutes": 5, "runbook": "net-dns", "seen": 0, "everySeconds": 60}
			if path == "/incidents/1/status" {
				body = map[string]any{"version": 1, "to": "mitigating"}
			}
			if strings.HasPrefix(path, "/reviews/") {
				body = reviewBody(method, path)
			}
			if path == "/incidents/bulk" {
				body = map[string]any{"action": "acknowledge", "items": []map[string]int{{"number": 1, "version": 1}}}
			}
		}
		if path == "/alerts/lookup" {
			path += "?fingerprint=1"
		}
		if path == "/reviews/trends" {
			path += "?from=2026-11-01T00:00:00Z&to=2026-12-01T00:00:00Z"
		}
		if strings.HasPrefix(path, "/reports/") {
			path += reportQuery(h.clock.now().Add(-time.Hour), h.clock.now(), "step", "60")
		}
		if method == "DELETE" && path == "/incidents/1/roles" {
			path += "?role=commander&login=ann"
		}
		if method == "DELETE" && (path == "/reviews/1/actions/1" || path == "/catalog/own/a-b" || path == "/incidents/1/snooze") {
			path += "?version=1"
		}
		if field := h.call(who, method, path, body).wantError(503, "store_unavailable"); field != "jsonData.path" {
			t.Errorf("%s names field %q", route, field)
		}
	}
	h.call(vic, "GET", "/catalog/signals?layer=network", nil).want(200)
	var st api.Status
	h.call(vic, "GET", "/status", nil).want(200).into(&st)
	if p := part(t, st, "store"); st.Ok || p.State != api.StatusPartStateError || !strings.Contains(p.Message, folder) || p.Fix == nil {
		t.Errorf("%+v", p)
	}
	health, err := h.app.CheckHealth(t.Context(), &backend.CheckHealthRequest{PluginContext: ada.context()})
	if err != nil || health.Status != backend.HealthStatusError || !strings.Contains(health.Message, folder) {
		t.Errorf("%v %+v", err, health)
	}

	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	h.call(vic, "GET", "/incidents", nil).want(503) // not asked again at once
	h.clock.advance(retryAfter)
	h.call(vic, "GET", "/incidents", nil).want(200)
	h.call(vic, "GET", "/status", nil).want(200).into(&st)
	if !st.Ok {
		t.Errorf("%+v", st)
	}
	health, err = h.app.CheckHealth(t.Context(), &backend.CheckHealthRequest{PluginContext: ada.context()})
	if err != nil || health.Status != backend.HealthStatusOk || !json.Valid(health.JSONDetails) {
		t.Errorf("%v %+v", err, health)
	}
}

func TestSettingsErrorsNameTheField(t *testing.T) {
	cases := []struct {
		name, json string
		secrets    map[string]string
		field      string
	}{
		{"unknown store", `{"store":"mongo"}`, nil, "jsonData.store"},
		{"postgres without address", `{"store":"postgres"}`, nil, "secureJsonData.dsn"},
		{"bad address", `{"store":"postgres"}`, map[string]string{"dsn": "postgres://%zz"}, "secureJsonData.dsn"},
		{"wrong type", `{"path":7}`, nil, "jsonData.path"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			clock := newClock()
			h := &harness{t: t, clock: clock, app: newApp(backend.AppInstanceSettings{JSONData: []byte(c.json), DecryptedSecureJSONData: c.secrets}, clock.now)}
			t.Cleanup(h.app.Dispose)
			a := h.call(vic, "GET", "/incidents", nil)
			var e struct{ Error struct{ Field, Fix string } }
			a.want(503).into(&e)
			if e.Error.Field != c.field || e.Error.Fix == "" {
				t.Errorf("%s", a.body)
			}
		})
	}
}

func TestDefaultPath(t *testing.T) {
	t.Setenv("GF_PATHS_DATA", "/var/lib/grafana")
	if p := defaultPath(); p != "/var/lib/grafana/strata.db" {
		t.Error(p)
	}
	t.Setenv("GF_PATHS_DATA", "")
	if p := defaultPath(); p != filepath.Join("data", "strata.db") {
		t.Error(p)
	}
	for executable, want := range map[string]string{
		"/var/lib/grafana/plugins/strata-sre-app/gpx_strata_linux_amd64": "/var/lib/grafana",
		"/home/me/strata/dist/gpx_strata_linux_amd64":                    "",
		"/srv/plugins/other-app/gpx_strata_linux_amd64":                  "",
		"": "",
	} {
		if got := dataFolderOf(executable); got != want {
			t.Errorf("data folder of %q = %q, want %q", executable, got, want)
		}
	}
}

// Grafana starts the new instance before it ends the old one.
func TestInstancesOverlap(t *testing.T) {
	old := newHarness(t)
	young := harnessAt(t, old.path)
	old.deliver(webhook(fire("Down", old.clock.now(), "service", "cart"))).want(200)
	young.deliver(webhook(fire("Slow", old.clock.now(), "service", "cart"))).want(200)
	old.app.Dispose()
	old.deliver(webhook(fire("Late", old.clock.now(), "service", "cart"))).wantError(503, "restarting")
	young.deliver(webhook(fire("Late", old.clock.now(), "service", "cart"))).want(200)
	var detail api.IncidentDetail
	young.call(vic, "GET", "/incidents/1", nil).want(200).into(&detail)
	if detail.Incident.FiringAlerts != 3 {
		t.Errorf("%+v", detail.Incident)
	}
}

func TestStatusWarnsOfFailingSource(t *testing.T) {
	h := newHarness(t)
	h.clock.advance(time.Minute)
	h.call(robot, "POST", ingestPath+"/guess", "{}").want(401)
	h.call(vic, "GET", "/sources", nil).want(200)
	var st api.Status
	h.call(vic, "GET", "/status", nil).want(200).into(&st)
	if p := part(t, st, "sources"); p.State != api.StatusPartStateWarning || !strings.Contains(p.Message, "Shop Alertmanager") {
		t.Errorf("%+v", p)
	}
}
