package server

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"

	"github.com/strata-sre/strata-sre-app/devhost/internal/datasource"
	"github.com/strata-sre/strata-sre-app/devhost/internal/identity"
	"github.com/strata-sre/strata-sre-app/devhost/internal/live"
	"github.com/strata-sre/strata-sre-app/devhost/internal/plugin"
	"github.com/strata-sre/strata-sre-app/devhost/internal/promds"
	"github.com/strata-sre/strata-sre-app/devhost/internal/provision"
	"github.com/strata-sre/strata-sre-app/devhost/internal/settings"
	"github.com/strata-sre/strata-sre-app/devhost/internal/testplugin"
)

func TestMain(m *testing.M) { testplugin.Main(m) }

type joined struct {
	*plugin.Process
	plugin.ContextMaker
}

// host is a running devhost with the tiny plugin.
type host struct {
	t       *testing.T
	url     string
	process *plugin.Process
}

func newHost(t *testing.T, change ...func(*Options)) host {
	t.Helper()
	dir, env := testplugin.Dist(t)
	b, err := plugin.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	pinned := false
	store, err := settings.Open(t.TempDir(), b.App.ID, []provision.App{{Type: b.App.ID, Pinned: &pinned, JSONData: map[string]any{"a": "b"}, SecureJSONData: map[string]string{"key": "hidden"}}}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	people := identity.NewDirectory("")
	if err := people.AddServiceAccount("ingest=tok:Viewer"); err != nil {
		t.Fatal(err)
	}
	process := plugin.NewProcess(b.App.ExecutablePath(), env, hclog.NewNullLogger())
	ctx, cancel := context.WithCancel(context.Background())
	started := make(chan error, 1)
	go process.Run(ctx, func(err error) { started <- err })
	if err := <-started; err != nil {
		t.Fatal(err)
	}
	web := t.TempDir()
	if err := os.WriteFile(filepath.Join(web, "main.js"), []byte("// host"), 0o600); err != nil {
		t.Fatal(err)
	}
	maker := plugin.ContextMaker{Meta: b.App, Settings: store, AppURL: "http://127.0.0.1/"}
	o := Options{Bundle: b, Process: process, Context: maker, Settings: store, People: people, Sources: NewCatalog(nil),
		Types: map[string]datasource.Source{"prometheus": promds.Source{}}, Live: live.NewHub(b.App.ID, joined{process, maker}, hclog.NewNullLogger()),
		WebDir: web, IconDir: web, Theme: "dark", Session: "admin", Log: hclog.NewNullLogger()}
	for _, f := range change {
		f(&o)
	}
	srv := httptest.NewServer(New(o))
	t.Cleanup(func() { srv.Close(); cancel(); <-process.Stopped() })
	h := host{t, srv.URL + o.SubPath, process}
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if _, err := process.Clients(); err == nil {
			return h
		}
	}
	t.Fatal("the backend did not come up")
	return h
}

var (
	asAdmin  = map[string]string{"Cookie": identity.Cookie + "=admin"}
	asViewer = map[string]string{"Cookie": identity.Cookie + "=viewer"}
	asToken  = map[string]string{"Authorization": "Bearer tok"}
)

// do sends a request and returns the answer with its body.
func (h host) do(method, path, body string, headers map[string]string) (*http.Response, string) {
	h.t.Helper()
	req, err := http.NewRequestWithContext(h.t.Context(), method, h.url+path, strings.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for k, v := range headers {
		req.Header.Set(k, v)
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		h.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return res, string(raw)
}

func (h host) want(status int, method, path, body string, headers map[string]string) string {
	h.t.Helper()
	res, text := h.do(method, path, body, headers)
	if res.StatusCode != status {
		h.t.Errorf("%s %s: HTTP %d, want %d: %s", method, path, res.StatusCode, status, text)
	}
	return text
}

func decoded[T any](t *testing.T, text string) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}
