package plugin

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// clock is a clock that only tests move.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// atOnce resolves incidents without a wait; most tests are about something else.
var atOnce = map[string]string{"P0": "0s", "P1": "0s", "P2": "0s"}

const provisionedToken = "a-token-known-to-the-test"

// harness calls the app as Grafana does, and checks every answer against the contract.
type harness struct {
	t     *testing.T
	app   *App
	clock *clock
	path  string
}

func newHarness(t *testing.T) *harness {
	t.Helper()
	return harnessAt(t, filepath.Join(t.TempDir(), "strata.db"))
}

func harnessAt(t *testing.T, path string) *harness {
	t.Helper()
	return harnessWith(t, path, nil)
}

// harnessWith has own signals in its provisioning file; nil for none.
func harnessWith(t *testing.T, path string, signals any) *harness {
	t.Helper()
	return harnessOf(t, path, "signals", signals)
}

// harnessOf has one more field in its provisioning file.
func harnessOf(t *testing.T, path, field string, value any) *harness {
	t.Helper()
	settings, err := json.Marshal(map[string]any{
		"path": path, "sources": []map[string]any{{"name": "Shop Alertmanager", "kind": "alertmanager"}}, "resolveDelay": atOnce, field: value,
	})
	if err != nil {
		t.Fatal(err)
	}
	h := &harness{t: t, clock: newClock(), path: path}
	h.app = newApp(backend.AppInstanceSettings{
		JSONData: settings, DecryptedSecureJSONData: map[string]string{"sourceToken.Shop Alertmanager": provisionedToken},
	}, h.clock.now)
	t.Cleanup(h.app.Dispose)
	return h
}

const provisionedSource = "shop-alertmanager"

// person is who Grafana says is calling.
type person struct {
	org         int64
	login, role string
}

var (
	ada    = person{1, "ada", "Admin"}
	ed     = person{1, "ed", "Editor"}
	vic    = person{1, "vic", "Viewer"}
	robot  = person{1, "sa-1-strata", "Viewer"}
	public = person{1, "", "Viewer"}
	other  = person{2, "olga", "Admin"}
)

func (p person) context() backend.PluginContext {
	return backend.PluginContext{OrgID: p.org, PluginID: ID, PluginVersion: "0.1.0", User: &backend.User{Login: p.login, Role: p.role}}
}

// answer is what came back.
type answer struct {
	t      *testing.T
	status int
	header http.Header
	body   []byte
}

func (a answer) into(v any) {
	a.t.Helper()
	if err := json.Unmarshal(a.body, v); err != nil {
		a.t.Fatalf("%v in %s", err, a.body)
	}
}

func (a answer) want(status int) answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("status %d, want %d: %s", a.status, status, a.body)
	}
	return a
}

// wantError checks the code and returns the error's field.
func (a answer) wantError(status int, code string) string {
	a.t.Helper()
	a.want(status)
	var e struct {
		Error struct{ Code, Message, Field, Fix string }
	}
	a.into(&e)
	if e.Error.Code != code || e.Error.Message == "" {
		a.t.Fatalf("error %s, want code %s", a.body, code)
	}
	return e.Error.Field
}

// call sends a request as a person. body may be nil, bytes, or anything that becomes JSON.
func (h *harness) call(p person, method, path string, body any, headers ...string) answer {
	h.t.Helper()
	var raw []byte
	switch b := body.(type) {
	case nil:
	case []byte:
		raw = b
	case string:
		raw = []byte(b)
	default:
		var err error
		if raw, err = json.Marshal(b); err != nil {
			h.t.Fatal(err)
		}
	}
	req := httptest.NewRequestWithContext(backend.WithPluginContext(context.Background(), p.context()), method, path, bytes.NewReader(raw))
	req.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	h.app.Handler().ServeHTTP(rec, req)
	checkContract(h.t, req, rec)
	return answer{t: h.t, status: rec.Code, header: rec.Header(), body: rec.Body.Bytes()}
}

// deliver posts a body to the provisioned source.
func (h *harness) deliver(body any) answer {
	h.t.Helper()
	return h.call(robot, http.MethodPost, "/ingest/"+provisionedSource, body, "X-Strata-Token", provisionedToken)
}

var contract = sync.OnceValues(func() (routers.Router, error) {
	doc, err := openapi3.NewLoader().LoadFromFile("../../api/openapi.yaml")
	if err != nil {
		return nil, err
	}
	doc.Servers = nil
	for _, kind := range []string{"application/x-ndjson", "text/html", "text/markdown"} {
		openapi3filter.RegisterBodyDecoder(kind, openapi3filter.FileBodyDecoder)
	}
	return gorillamux.NewRouter(doc)
})

// checkContract fails the test when an answer is not what api/openapi.yaml promises. Routes outside of it answer Error.
func checkContract(t *testing.T, req *http.Request, rec *httptest.ResponseRecorder) {
	t.Helper()
	router, err := contract()
	if err != nil {
		t.Fatal(err)
	}
	route, params, err := router.FindRoute(req)
	if err != nil {
		if rec.Code != http.StatusNotFound {
			t.Fatalf("%s %s is not in the contract but answers %d", req.Method, req.URL.Path, rec.Code)
		}
		return
	}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: req, PathParams: params, Route: route},
		Status:                 rec.Code, Header: rec.Header(), Body: io.NopCloser(bytes.NewReader(plainBody(t, rec))),
		Options: &openapi3filter.Options{IncludeResponseStatus: true},
	}
	if rec.Code == http.StatusNoContent || rec.Code == http.StatusNotModified {
		if rec.Body.Len() > 0 {
			t.Fatalf("%s %s answers %d with a body", req.Method, req.URL.Path, rec.Code)
		}
		return
	}
	if err := openapi3filter.ValidateResponse(context.Background(), input); err != nil {
		t.Fatalf("%s %s answers against the contract: %v\n%s", req.Method, req.URL.Path, err, rec.Body)
	}
}

// plainBody unpacks what was sent with gzip.
func plainBody(t *testing.T, rec *httptest.ResponseRecorder) []byte {
	t.Helper()
	if rec.Header().Get("Content-Encoding") != "gzip" {
		return rec.Body.Bytes()
	}
	z, err := gzip.NewReader(bytes.NewReader(rec.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// fire is one alert as Alertmanager sends it.
func fire(name string, startsAt time.Time, labels ...string) map[string]any {
	all := map[string]string{"alertname": name}
	for i := 0; i < len(labels); i += 2 {
		all[labels[i]] = labels[i+1]
	}
	return map[string]any{
		"status": "firing", "labels": all, "annotations": map[string]string{"summary": name + " on " + strings.Join(labels, " ")},
		"startsAt": startsAt.Format(time.RFC3339Nano), "endsAt": "0001-01-01T00:00:00Z", "generatorURL": "http://prometheus:9090/graph?g0.expr=x",
	}
}

func resolved(alert map[string]any, endsAt time.Time) map[string]any {
	out := map[string]any{}
	for k, v := range alert {
		out[k] = v
	}
	out["status"], out["endsAt"] = "resolved", endsAt.Format(time.RFC3339Nano)
	return out
}

func webhook(alerts ...map[string]any) map[string]any {
	return map[string]any{
		"version": "4", "status": "firing", "receiver": "strata", "groupKey": "{}:{}", "truncatedAlerts": 0, "externalURL": "http://alertmanager:9093",
		"groupLabels": map[string]string{}, "commonLabels": map[string]string{}, "commonAnnotations": map[string]string{}, "alerts": append([]map[string]any{}, alerts...),
	}
}

// store writes own signals (definitions by id) past all checks, as an older version or a hand may have left them.
func (h *harness) store(definitions map[string]string) {
	h.t.Helper()
	org, err := h.app.runtime.organisation(context.Background(), ada.org)
	if err != nil {
		h.t.Fatal(err)
	}
	err = org.store.Write(context.Background(), org.id, func(ctx context.Context, tx *store.Tx) error {
		for id, definition := range definitions {
			row := store.OwnSignal{ID: id, Definition: definition, UpdatedAt: h.clock.now(), UpdatedBy: "hand"}
			if _, err := tx.SaveOwnSignal(ctx, row); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// keepLetter writes a dead letter past all checks, as an older version may have left it.
func (h *harness) keepLetter(source, body string) {
	h.t.Helper()
	org, err := h.app.runtime.organisation(context.Background(), ada.org)
	if err != nil {
		h.t.Fatal(err)
	}
	err = org.store.Write(context.Background(), org.id, func(ctx context.Context, tx *store.Tx) error {
		return tx.AddDeadLetter(ctx, store.DeadLetter{SourceID: source, ReceivedAt: h.clock.now(), Reason: "An older version could not read it.", Body: body})
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
