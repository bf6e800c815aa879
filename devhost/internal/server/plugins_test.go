package server

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/devhost/internal/testplugin"
)

const resources = "/api/plugins/" + testplugin.ID + "/resources/"

func TestResource(t *testing.T) {
	h := newHost(t)
	res, text := h.do(http.MethodPut, resources+"echo/a%20b?x=1&y=%2F", `{"q":1}`, map[string]string{
		"Authorization": "Bearer tok", "Cookie": "strata_devhost_session=admin; other=1", "X-Custom": "kept", "Origin": "http://evil"})
	if res.StatusCode != http.StatusAccepted || res.Header.Get("X-Own") != "1" || res.Header.Get("Set-Cookie") != "" || res.Header.Get("Content-Security-Policy") != "sandbox" {
		t.Errorf("answer %d %v", res.StatusCode, res.Header)
	}
	seen := decoded[testplugin.Seen](t, text)
	if seen.Method != http.MethodPut || seen.Path != "echo/a b" || !strings.HasSuffix(seen.URL, "?x=1&y=%2F") || seen.Body != `{"q":1}` {
		t.Errorf("request %+v", seen)
	}
	if seen.Login != "sa-1-ingest" || seen.Role != "Viewer" {
		t.Errorf("the token's account must be the user, got %s %s", seen.Login, seen.Role)
	}
	for _, name := range []string{"Authorization", "Cookie", "Origin"} {
		if _, there := seen.Headers[name]; there {
			t.Errorf("%s must not reach the plugin", name)
		}
	}
	if seen.Headers["X-Custom"][0] != "kept" || seen.JSONData["a"] != "b" || seen.Secure["key"] != "hidden" || seen.Env == "" {
		t.Errorf("settings, headers, environment: %+v", seen)
	}
}

func TestResourceStreams(t *testing.T) {
	if got := newHost(t).want(http.StatusOK, http.MethodGet, resources+"stream", "", asViewer); got != "part 0\npart 1\npart 2\n" {
		t.Errorf("got %q", got)
	}
}

func TestResourceNeedsIdentity(t *testing.T) {
	h := newHost(t)
	for name, headers := range map[string]map[string]string{"none": nil, "bad token": {"Authorization": "Bearer x"}, "bad token with session": {"Authorization": "Bearer x", "Cookie": asAdmin["Cookie"]}} {
		text := h.want(http.StatusUnauthorized, http.MethodPost, resources+"echo", "{}", headers)
		if body := decoded[map[string]any](t, text); body["statusCode"] != float64(401) || body["message"] == "" {
			t.Errorf("%s: %s", name, text)
		}
	}
	h.want(http.StatusForbidden, http.MethodPost, resources+"echo", "{}", map[string]string{"Cookie": asAdmin["Cookie"], "Origin": "http://evil.example"})
	h.want(http.StatusNotFound, http.MethodGet, "/api/plugins/other-app/resources/echo", "", asAdmin)
}

func TestAnonymousRole(t *testing.T) {
	h := newHost(t, func(o *Options) { o.People.AnonymousRole = "Viewer" })
	seen := decoded[testplugin.Seen](t, h.want(http.StatusAccepted, http.MethodPost, resources+"echo", "{}", nil))
	if seen.Login != "" || seen.Role != "Viewer" {
		t.Errorf("got %q %q", seen.Login, seen.Role)
	}
}

func TestResourceFailures(t *testing.T) {
	h := newHost(t)
	h.want(http.StatusInternalServerError, http.MethodGet, resources+"fail", "", asAdmin)
	const mega = 1 << 20
	big := strings.Repeat("x", 15*mega)
	if seen := decoded[testplugin.Seen](t, h.want(http.StatusAccepted, http.MethodPost, resources+"echo", big, asToken)); seen.Body != "15728640" {
		t.Errorf("15 MiB must arrive whole, got %s", seen.Body)
	}
	h.want(http.StatusInternalServerError, http.MethodPost, resources+"echo", big+big[:2*mega], asToken)
	h.want(http.StatusInternalServerError, http.MethodGet, resources+"die", "", asAdmin)
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if _, err := h.process.Clients(); err == nil && h.process.Starts() == 2 {
			break
		}
	}
	h.want(http.StatusOK, http.MethodGet, "/api/plugins/"+testplugin.ID+"/health", "", asAdmin)
}

func TestSettings(t *testing.T) {
	h := newHost(t)
	path := "/api/plugins/" + testplugin.ID + "/settings"
	h.want(http.StatusForbidden, http.MethodPost, path, `{}`, asViewer)
	h.want(http.StatusBadRequest, http.MethodPost, path, `{`, asAdmin)
	h.want(http.StatusOK, http.MethodPost, path, `{"enabled":true,"pinned":true,"jsonData":{"a":"c"},"secureJsonData":{"other":"s"}}`, asAdmin)
	text := h.want(http.StatusOK, http.MethodGet, path, "", asViewer)
	if strings.Contains(text, "hidden") || !strings.Contains(text, `"secureJsonFields":{"key":true,"other":true}`) {
		t.Errorf("secrets are named, never shown: %s", text)
	}
	seen := decoded[testplugin.Seen](t, h.want(http.StatusAccepted, http.MethodGet, resources+"echo", "", asAdmin))
	if seen.JSONData["a"] != "c" || seen.Secure["key"] != "hidden" || seen.Secure["other"] != "s" {
		t.Errorf("the plugin gets what was saved: %+v", seen)
	}
	h.want(http.StatusOK, http.MethodPost, path, `{"enabled":false}`, asAdmin)
	h.want(http.StatusNotFound, http.MethodGet, resources+"echo", "", asAdmin)
	h.want(http.StatusNotFound, http.MethodGet, "/api/plugins/none/settings", "", asAdmin)
}

func TestPluginHealth(t *testing.T) {
	text := newHost(t).want(http.StatusOK, http.MethodGet, "/api/plugins/"+testplugin.ID+"/health", "", asToken)
	if body := decoded[map[string]any](t, text); body["status"] != "OK" || body["message"] != "hello sa-1-ingest" {
		t.Errorf("got %s", text)
	}
}
