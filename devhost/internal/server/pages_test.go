package server

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/strata-sre/strata-sre-app/devhost/internal/testplugin"
)

// bootOf cuts grafanaBootData out of a page.
func bootOf(t *testing.T, page string) map[string]any {
	t.Helper()
	_, rest, ok := strings.Cut(page, "window.grafanaBootData=")
	text, _, _ := strings.Cut(rest, ";window.__grafana_public_path__")
	if !ok {
		t.Fatalf("no boot data in %s", page)
	}
	return decoded[map[string]any](t, text)
}

func navOf(t *testing.T, boot map[string]any) string {
	t.Helper()
	raw, err := json.Marshal(boot["devhost"])
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestPage(t *testing.T) {
	h := newHost(t)
	res, page := h.do(http.MethodGet, "/a/x/y?theme=light", "", nil)
	if res.StatusCode != http.StatusOK || !strings.Contains(res.Header.Get("Set-Cookie"), "strata_devhost_session=admin") || !strings.Contains(page, `<html lang="en" data-theme="light">`) {
		t.Errorf("page: %v %s", res.Header, page)
	}
	if strings.Contains(page, "hidden") {
		t.Error("a secret is in the page")
	}
	boot := bootOf(t, page)
	if !strings.Contains(navOf(t, boot), "Secret") {
		t.Error("an admin sees every page")
	}
	_, page = h.do(http.MethodGet, "/a/x/y?as=viewer", "", asAdmin)
	boot = bootOf(t, page)
	if nav := navOf(t, boot); strings.Contains(nav, "Secret") || !strings.Contains(nav, `"closed":["/a/`+testplugin.ID+`/secret"]`) {
		t.Errorf("a viewer: %s", nav)
	}
	res, _ = h.do(http.MethodGet, "/?kiosk=1", "", nil)
	if res.StatusCode != http.StatusFound || res.Header.Get("Location") != "/a/"+testplugin.ID+"/home?kiosk=1" {
		t.Errorf("start: %d %s", res.StatusCode, res.Header.Get("Location"))
	}
	h.want(http.StatusNotFound, http.MethodPost, "/a/x", "{}", asAdmin)
}

func TestFiles(t *testing.T) {
	h := newHost(t)
	h.want(http.StatusOK, http.MethodGet, "/public/plugins/"+testplugin.ID+"/module.js", "", nil)
	h.want(http.StatusOK, http.MethodGet, "/public/plugins/test-tiny-panel/module.js", "", nil)
	h.want(http.StatusOK, http.MethodGet, "/public/plugins/"+testplugin.ID+"/panels/one/module.js", "", nil)
	h.want(http.StatusNotFound, http.MethodGet, "/public/plugins/"+testplugin.ID+"/gpx_tiny_linux_amd64", "", nil)
	h.want(http.StatusNotFound, http.MethodGet, "/public/plugins/"+testplugin.ID+"/%2e%2e/%2e%2e/etc/passwd", "", nil)
	h.want(http.StatusOK, http.MethodGet, "/devhost/web/main.js", "", nil)
	if icon := h.want(http.StatusOK, http.MethodGet, "/public/build/img/icons/unicons/spinner.svg", "", nil); !strings.Contains(icon, "<path") {
		t.Errorf("spinner: %s", icon)
	}
	h.want(http.StatusOK, http.MethodGet, "/public/build/img/icons/unicons/unheard-of.svg", "", nil)
}

func TestSubPath(t *testing.T) {
	h := newHost(t, func(o *Options) { o.SubPath = "/grafana" })
	h.want(http.StatusOK, http.MethodGet, "/api/health", "", nil)
	page := h.want(http.StatusOK, http.MethodGet, "/a/x", "", nil)
	if !strings.Contains(page, `src="/grafana/devhost/web/main.js"`) || !strings.Contains(page, `"appSubUrl":"/grafana"`) {
		t.Errorf("page: %s", page)
	}
	h.want(http.StatusAccepted, http.MethodGet, resources+"echo", "", asToken)
	h.url = strings.TrimSuffix(h.url, "/grafana")
	h.want(http.StatusNotFound, http.MethodGet, "/api/health", "", nil)
	h.want(http.StatusFound, http.MethodGet, "/", "", nil)
	h.want(http.StatusNotFound, http.MethodGet, "/grafanax/api/health", "", nil)
}

func TestUnknownAPI(t *testing.T) {
	text := newHost(t).want(http.StatusNotFound, http.MethodGet, "/api/dashboards/uid/x", "", asAdmin)
	if !strings.Contains(text, "the devhost does not have GET /api/dashboards/uid/x") {
		t.Errorf("got %s", text)
	}
}

func TestForeignHostName(t *testing.T) {
	h := newHost(t)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.url+"/api/health", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = "rebound.example:80"
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusForbidden {
		t.Errorf("HTTP %d", res.StatusCode)
	}
}

func TestLogin(t *testing.T) {
	h := newHost(t)
	res, _ := h.do(http.MethodPost, "/login", `{"user":"editor","password":"any"}`, nil)
	if res.StatusCode != http.StatusOK || !strings.Contains(res.Header.Get("Set-Cookie"), "=editor") {
		t.Errorf("login: %d %v", res.StatusCode, res.Header)
	}
	h.want(http.StatusUnauthorized, http.MethodPost, "/login", `{"user":"root"}`, nil)
	h.want(http.StatusForbidden, http.MethodPost, "/login", `{"user":"admin"}`, map[string]string{"Origin": "http://evil.example"})
}

func TestSmallAPI(t *testing.T) {
	h := newHost(t)
	if got := h.want(http.StatusOK, http.MethodGet, "/api/annotations?from=1", "", asViewer); strings.TrimSpace(got) != "[]" {
		t.Errorf("annotations: %s", got)
	}
	for _, path := range []string{"/api/user", "/api/org", "/api/frontend/settings", "/api/devhost/status", "/api/plugins"} {
		h.want(http.StatusOK, http.MethodGet, path, "", asViewer)
		h.want(http.StatusUnauthorized, http.MethodGet, path, "", nil)
	}
}
