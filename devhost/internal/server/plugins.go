package server

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"

	"github.com/strata-sre/strata-sre-app/devhost/internal/identity"
	"github.com/strata-sre/strata-sre-app/devhost/internal/plugin"
	"github.com/strata-sre/strata-sre-app/devhost/internal/settings"
)

// maxBody is read at most; beyond 16 MiB the plugin's gRPC server refuses anyway.
const maxBody = 64 << 20

func (s *server) pluginAPI(mux *http.ServeMux) {
	mux.HandleFunc("GET /api/plugins", s.auth("", s.listPlugins))
	mux.HandleFunc("GET /api/plugins/{id}/settings", s.auth("", s.getSettings))
	mux.HandleFunc("POST /api/plugins/{id}/settings", s.auth(identity.Admin, s.saveSettings))
	mux.HandleFunc("GET /api/plugins/{id}/health", s.auth("", s.pluginHealth))
	mux.HandleFunc("/api/plugins/{id}/resources", s.auth("", s.resource))
	mux.HandleFunc("/api/plugins/{id}/resources/{path...}", s.auth("", s.resource))
}

func (s *server) app(w http.ResponseWriter, r *http.Request) bool {
	if r.PathValue("id") == s.Bundle.App.ID {
		return true
	}
	fail(w, http.StatusNotFound, "plugin.notRegistered", "Plugin not found")
	return false
}

func (s *server) listPlugins(w http.ResponseWriter, _ *http.Request, _ identity.User) {
	out := []map[string]any{}
	for _, m := range s.Bundle.All() {
		out = append(out, map[string]any{"id": m.ID, "type": m.Type, "name": m.Name, "info": m.Raw["info"], "enabled": s.Settings.Get().Enabled, "pinned": true, "signature": "unsigned"})
	}
	reply(w, http.StatusOK, out)
}

func (s *server) getSettings(w http.ResponseWriter, r *http.Request, _ identity.User) {
	m, known := s.Bundle.Find(r.PathValue("id"))
	if !known {
		fail(w, http.StatusNotFound, "plugin.notFound", "Plugin not found, no installed plugin with that id")
		return
	}
	cur := s.Settings.Get()
	fields := map[string]bool{}
	for k, v := range cur.Secure {
		if v != "" { // a secret that was emptied is none, as in Grafana
			fields[k] = true
		}
	}
	reply(w, http.StatusOK, map[string]any{
		"name": m.Name, "type": m.Type, "id": m.ID, "enabled": cur.Enabled, "pinned": cur.Pinned, "autoEnabled": false,
		"module": s.modulePath(m), "baseUrl": s.basePath(m), "info": m.Raw["info"], "includes": m.Raw["includes"], "dependencies": m.Raw["dependencies"],
		"extensions": m.Raw["extensions"], "jsonData": cur.JSONData, "secureJsonFields": fields, "defaultNavUrl": s.SubPath + s.home(),
		"latestVersion": "", "hasUpdate": false, "state": "", "signature": "unsigned", "signatureType": "", "signatureOrg": "", "loadingStrategy": "script",
	})
}

func (s *server) saveSettings(w http.ResponseWriter, r *http.Request, _ identity.User) {
	var change settings.Change
	if !s.app(w, r) || !decode(w, r, &change) {
		return
	}
	if err := s.Settings.Save(change); err != nil {
		fail(w, http.StatusInternalServerError, "", "Failed to update plugin setting: "+err.Error())
		return
	}
	reply(w, http.StatusOK, map[string]string{"message": "Plugin settings updated"})
}

func (s *server) pluginHealth(w http.ResponseWriter, r *http.Request, u identity.User) {
	if !s.app(w, r) {
		return
	}
	c, err := s.Process.Clients()
	if err != nil {
		pluginFailed(w, err)
		return
	}
	pc, err := s.Context.For(u)
	if err != nil {
		pluginFailed(w, err)
		return
	}
	res, err := c.Diagnostics.CheckHealth(r.Context(), &pluginv2.CheckHealthRequest{PluginContext: backend.ToProto().PluginContext(pc)})
	if err != nil {
		pluginFailed(w, err)
		return
	}
	out := map[string]any{"status": res.Status.String(), "message": res.Message}
	if len(res.JsonDetails) > 0 {
		out["details"] = rawJSON(res.JsonDetails)
	}
	status := http.StatusOK
	if res.Status != pluginv2.CheckHealthResponse_OK {
		status = http.StatusServiceUnavailable
	}
	reply(w, status, out)
}

func pluginFailed(w http.ResponseWriter, err error) {
	if errors.Is(err, plugin.ErrNotRunning) {
		fail(w, http.StatusServiceUnavailable, "plugin.unavailable", "Plugin unavailable")
		return
	}
	fail(w, http.StatusInternalServerError, "plugin.requestFailureError", "An error occurred within the plugin")
}

// resource passes a call on to the plugin's CallResource, answer chunk by answer chunk.
func (s *server) resource(w http.ResponseWriter, r *http.Request, u identity.User) {
	if !s.app(w, r) {
		return
	}
	if !s.Settings.Get().Enabled {
		fail(w, http.StatusNotFound, "plugin.notFound", "Plugin is not enabled")
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		fail(w, http.StatusInternalServerError, "plugin.requestFailureError", "Failed to read the request body: "+err.Error())
		return
	}
	c, err := s.Process.Clients()
	if err != nil {
		pluginFailed(w, err)
		return
	}
	pc, err := s.Context.For(u)
	if err != nil {
		pluginFailed(w, err)
		return
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	stream, err := c.Resource.CallResource(ctx, backend.ToProto().CallResourceRequest(&backend.CallResourceRequest{
		PluginContext: pc, Path: resourcePath(r), URL: resourceURL(r), Method: r.Method, Headers: pluginHeaders(r), Body: body,
	}))
	if err != nil {
		s.resourceError(w, r, err)
		return
	}
	s.copyResource(w, r, stream)
}

func (s *server) copyResource(w http.ResponseWriter, r *http.Request, stream pluginv2.Resource_CallResourceClient) {
	flusher, _ := w.(http.Flusher)
	for first := true; ; first = false {
		part, err := stream.Recv()
		if errors.Is(err, io.EOF) && !first {
			return
		}
		if err != nil {
			s.Log.Error("resource call failed", "path", r.URL.Path, "error", err)
			if first {
				pluginFailed(w, err)
			}
			return
		}
		if first {
			writeHead(w, part)
		}
		_, _ = w.Write(part.Body)
		if flusher != nil {
			flusher.Flush()
		}
	}
}

func (s *server) resourceError(w http.ResponseWriter, r *http.Request, err error) {
	s.Log.Error("resource call failed", "path", r.URL.Path, "error", err)
	pluginFailed(w, err)
}

// dropped are headers that Grafana keeps from the plugin (requests) or from the browser (answers).
var (
	droppedRequest  = []string{"Authorization", "Cookie", "Origin", "Referer", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Proto"}
	hopByHop        = []string{"Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Te", "Trailer", "Transfer-Encoding", "Upgrade"}
	droppedResponse = append([]string{"Set-Cookie", "Content-Length"}, hopByHop...)
)

func pluginHeaders(r *http.Request) map[string][]string {
	h := r.Header.Clone()
	for _, name := range append(append([]string{}, droppedRequest...), hopByHop...) {
		h.Del(name)
	}
	if host, _, err := net.SplitHostPort(r.RemoteAddr); err == nil {
		h.Add("X-Forwarded-For", host)
	}
	if ref := r.Header.Get("Referer"); ref != "" {
		h.Set("X-Grafana-Referer", ref)
	}
	return h
}

func writeHead(w http.ResponseWriter, part *pluginv2.CallResourceResponse) {
	for name, values := range part.Headers {
		for _, v := range values.Values {
			w.Header().Add(name, v)
		}
	}
	for _, name := range droppedResponse {
		w.Header().Del(name)
	}
	w.Header().Set("Content-Security-Policy", "sandbox")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	code := int(part.Code)
	if code == 0 {
		code = http.StatusOK
	}
	w.WriteHeader(code)
}

// resourcePath is the part after /resources/, without a leading slash, as Grafana hands it over.
func resourcePath(r *http.Request) string { return strings.TrimPrefix(r.PathValue("path"), "/") }

func resourceURL(r *http.Request) string {
	return (&url.URL{Path: resourcePath(r), RawQuery: r.URL.RawQuery}).String()
}
