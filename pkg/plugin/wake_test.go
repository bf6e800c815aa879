package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// instanceAt makes an instance as Grafana does after a restart, with the clock of h and the timers running.
func (h *harness) instanceAt(policy incident.Policy) *harness {
	h.t.Helper()
	settings, err := json.Marshal(map[string]any{"path": h.path, "sources": []map[string]any{{"name": "Shop Alertmanager", "kind": "alertmanager"}}})
	if err != nil {
		h.t.Fatal(err)
	}
	app := newApp(backend.AppInstanceSettings{
		JSONData: settings, DecryptedSecureJSONData: map[string]string{"sourceToken.Shop Alertmanager": provisionedToken},
	}, h.clock.now)
	app.runtime.settings.policy, app.runtime.every = policy, 20*time.Millisecond
	h.t.Cleanup(app.Dispose)
	return &harness{t: h.t, app: app, clock: h.clock, path: h.path}
}

// After a restart the first delivery of any organisation wakes the timers of all.
func TestTheFirstDeliveryWakesAllTimers(t *testing.T) {
	policy := incident.Policy{ResolveDelay: map[incident.Severity]time.Duration{incident.P1: 5 * time.Minute}}
	h := newHarness(t)
	h.app.runtime.settings.policy = policy
	for _, org := range []int64{1, 2} {
		sender := person{org, "sender", "Viewer"}
		down := fire("Down", h.clock.now(), "severity", "P1", "service", "cart")
		for _, body := range []any{webhook(down), webhook(resolved(down, h.clock.now()))} {
			h.call(sender, "POST", "/ingest/"+provisionedSource, body, "X-Strata-Token", provisionedToken).want(200)
		}
	}
	h.app.Dispose()
	h.clock.advance(20 * time.Minute)

	young := h.instanceAt(policy)
	began := time.Now()
	young.deliver(webhook(fire("Watchdog", h.clock.now(), "severity", "P3"))).want(200)
	olga := person{2, "olga", "Admin"}
	for {
		// Asking wakes organisation 2 as well, so only its record is looked at, through the store.
		org, err := young.app.runtime.organisation(backend.WithPluginContext(t.Context(), ada.context()), 1)
		if err != nil {
			t.Fatal(err)
		}
		inc, err := org.store.Incident(t.Context(), 2, 1)
		if err != nil {
			t.Fatal(err)
		}
		if inc.Status == incident.ResolvedState {
			break
		}
		if time.Since(began) > 5*time.Second {
			t.Fatalf("incident 1 of organisation 2 is %s", inc.Status)
		}
		time.Sleep(5 * time.Millisecond)
	}
	var st api.Status
	young.call(olga, "GET", "/status", nil).want(200).into(&st)
	p := part(t, st, "timers")
	details := deref2(p.Details)
	if details["awakeSince"] != h.clock.now().Format(time.RFC3339) || details["worstSinceAwake"] != "15m0s" {
		t.Errorf("%+v %v", p, details)
	}
}

func deref2(m *map[string]string) map[string]string {
	if m == nil {
		return nil
	}
	return *m
}

// An instance whose store was down when it was made opens it later without any request.
func TestAnInstanceOpensItsStoreByItself(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "later")
	settings, err := json.Marshal(map[string]any{"path": filepath.Join(folder, "strata.db")})
	if err != nil {
		t.Fatal(err)
	}
	clock := newClock()
	app := newApp(backend.AppInstanceSettings{JSONData: settings}, clock.now)
	t.Cleanup(app.Dispose)
	if app.runtime.tryOpen(t.Context()) {
		t.Fatal("opened without a folder")
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	clock.advance(retryAfter)
	app.runtime.wakeUp(t.Context())
	if _, awake := app.runtime.howAwake(); awake.IsZero() {
		t.Error("not awake")
	}
	app.Dispose()
	app.runtime.wakeUp(t.Context()) // returns at once
}

func TestStatusWarnsOfLateTimers(t *testing.T) {
	h := newHarness(t)
	h.call(vic, "GET", "/status", nil).want(200)
	for name, c := range map[string]struct {
		l    lateness
		want api.StatusPartState
	}{
		"in time":    {lateness{looked: h.clock.now(), late: time.Second}, api.StatusPartStateOk},
		"late":       {lateness{looked: h.clock.now(), late: 2 * time.Minute}, api.StatusPartStateWarning},
		"not looked": {lateness{looked: h.clock.now().Add(-2 * time.Minute)}, api.StatusPartStateWarning},
	} {
		h.app.runtime.tended.lateness = c.l
		var st api.Status
		h.call(vic, "GET", "/status", nil).want(200).into(&st)
		if p := part(t, st, "timers"); p.State != c.want || (p.Fix == nil) != (c.want == api.StatusPartStateOk) {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

// grafana stands for a Grafana that starts: it refuses connections with 503 for a while, and knows two tokens.
type grafana struct {
	mu    sync.Mutex
	tries int
	asked []string
}

func (g *grafana) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.tries++
	switch {
	case g.tries <= 3:
		w.WriteHeader(http.StatusServiceUnavailable)
	case r.URL.Path != "/sub/api/plugins/strata-sre-app/resources/status":
		http.Redirect(w, r, "https://elsewhere.example", http.StatusFound)
	default:
		g.asked = append(g.asked, r.Header.Get("Authorization"))
	}
}

func TestTheProcessWakesItself(t *testing.T) {
	g := &grafana{}
	server := httptest.NewServer(g)
	defer server.Close()
	w := Waker{URL: server.URL + "/sub/", Tokens: []string{"one", "two"}, Soon: time.Millisecond, Now: time.Now}
	if n := w.Run(t.Context()); n != 2 || strings.Join(g.asked, " ") != "Bearer one Bearer two" {
		t.Errorf("%d, %v", n, g.asked)
	}
	// It ends with its context, and does not follow a redirect with the token.
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	w.URL = server.URL
	if n := w.Run(ctx); n != 0 {
		t.Errorf("%d", n)
	}
	for _, address := range []string{"", "localhost:3000", "ftp://grafana", "://"} {
		if n := (Waker{URL: address, Tokens: []string{"one"}, Now: time.Now}).Run(t.Context()); n != 0 {
			t.Errorf("%q is an address", address)
		}
	}
}

func TestTheWakerReadsWhatGrafanaPassesOn(t *testing.T) {
	t.Setenv("GF_PLUGIN_WAKE_TOKEN", "")
	if w := WakerFromEnvironment(); w.Run(t.Context()) != 0 || len(w.Tokens) != 0 || w.URL != wakeDefault {
		t.Errorf("%+v", w)
	}
	t.Setenv("GF_PLUGIN_WAKE_TOKEN", " a  b ")
	t.Setenv("GF_PLUGIN_WAKE_URL", "http://grafana:3000/sub")
	if w := WakerFromEnvironment(); fmt.Sprint(w.Tokens) != "[a b]" || w.URL != "http://grafana:3000/sub" {
		t.Errorf("%+v", w)
	}
}
