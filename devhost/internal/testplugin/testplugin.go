// Package testplugin is a tiny real plugin for tests: the test binary runs itself again as the backend process.
package testplugin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// ID is the plugin's id.
const ID = "test-tiny-app"

const childVariable = "DEVHOST_TEST_CHILD"

// Main is for TestMain: in the child it serves the plugin, else it runs the tests.
func Main(m *testing.M) {
	if os.Getenv(childVariable) == "" {
		os.Exit(m.Run())
	}
	if err := backend.Serve(backend.ServeOpts{CheckHealthHandler: tiny{}, CallResourceHandler: tiny{}, StreamHandler: tiny{}}); err != nil { //nolint:staticcheck // Manage reads the test binary's flags
		os.Exit(1)
	}
}

// Dist makes a plugin folder whose executable is this test binary, and the environment that makes it a plugin.
func Dist(t *testing.T) (dir string, env []string) {
	t.Helper()
	dir = t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	meta := `{"id":"` + ID + `","type":"app","name":"Tiny","backend":true,"executable":"gpx_tiny","info":{"version":"1.2.3"},"includes":[
	 {"type":"page","name":"Home","path":"/a/` + ID + `/home","addToNav":true,"defaultNav":true},
	 {"type":"page","name":"Secret","path":"/a/` + ID + `/secret","role":"Admin","addToNav":true}]}`
	panel := `{"id":"test-tiny-panel","type":"panel","name":"Panel","info":{"version":"1.2.3"}}`
	for name, text := range map[string]string{"plugin.json": meta, "module.js": "// app", "panels/one/plugin.json": panel, "panels/one/module.js": "// panel"} {
		file := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(self, filepath.Join(dir, fmt.Sprintf("gpx_tiny_%s_%s", runtime.GOOS, runtime.GOARCH))); err != nil {
		t.Fatal(err)
	}
	return dir, append(os.Environ(), childVariable+"=1", "GF_PATHS_DATA="+dir)
}

type tiny struct{}

// runs counts RunStream calls of this process.
var runs atomic.Int64

func (tiny) CheckHealth(_ context.Context, req *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	return &backend.CheckHealthResult{Status: backend.HealthStatusOk, Message: "hello " + req.PluginContext.User.Login}, nil
}

// Seen is what the plugin saw of a request; path "echo" answers it.
type Seen struct {
	Method, Path, URL, Login, Role, Body string
	Headers                              map[string][]string
	JSONData                             map[string]any
	Secure                               map[string]string
	Env                                  string
	Runs                                 int64
}

func (tiny) CallResource(_ context.Context, req *backend.CallResourceRequest, sender backend.CallResourceResponseSender) error {
	pc := req.PluginContext
	switch {
	case req.Path == "die":
		os.Exit(3)
	case req.Path == "fail":
		return errors.New("no")
	case req.Path == "stream":
		for i := range 3 {
			if err := sender.Send(&backend.CallResourceResponse{Status: http.StatusOK, Body: fmt.Appendf(nil, "part %d\n", i)}); err != nil {
				return err
			}
			time.Sleep(20 * time.Millisecond)
		}
		return nil
	}
	seen := Seen{Method: req.Method, Path: req.Path, URL: req.URL, Login: pc.User.Login, Role: pc.User.Role, Body: string(req.Body), Headers: req.Headers,
		Secure: pc.AppInstanceSettings.DecryptedSecureJSONData, Env: os.Getenv("GF_PATHS_DATA"), Runs: runs.Load()}
	if err := json.Unmarshal(pc.AppInstanceSettings.JSONData, &seen.JSONData); err != nil {
		return err
	}
	if len(seen.Body) > 100 {
		seen.Body = fmt.Sprint(len(seen.Body))
	}
	body, err := json.Marshal(seen)
	if err != nil {
		return err
	}
	return sender.Send(&backend.CallResourceResponse{Status: http.StatusAccepted, Body: body,
		Headers: map[string][]string{"Content-Type": {"application/json"}, "Set-Cookie": {"a=b"}, "X-Own": {"1"}}})
}

func (tiny) SubscribeStream(_ context.Context, req *backend.SubscribeStreamRequest) (*backend.SubscribeStreamResponse, error) {
	switch {
	case req.Path == "none":
		return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusNotFound}, nil
	case req.Path == "closed" && req.PluginContext.User.Role != "Admin":
		return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusPermissionDenied}, nil
	}
	return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusOK}, nil
}

// RunStream sends {"run":n,"i":i} every 10 ms; path "short" ends after one packet.
func (tiny) RunStream(ctx context.Context, req *backend.RunStreamRequest, sender *backend.StreamSender) error {
	run := runs.Add(1)
	for i := 0; ; i++ {
		if err := sender.SendJSON(fmt.Appendf(nil, `{"run":%d,"i":%d}`, run, i)); err != nil {
			return err
		}
		if strings.HasPrefix(req.Path, "short") {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func (tiny) PublishStream(_ context.Context, req *backend.PublishStreamRequest) (*backend.PublishStreamResponse, error) {
	if req.PluginContext.User.Role == "Viewer" {
		return &backend.PublishStreamResponse{Status: backend.PublishStreamStatusPermissionDenied}, nil
	}
	return &backend.PublishStreamResponse{Status: backend.PublishStreamStatusOK, Data: req.Data}, nil
}
