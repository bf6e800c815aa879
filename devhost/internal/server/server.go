// Package server is the devhost's HTTP side: the pages, the plugin's files and the part of Grafana's HTTP API that is there.
package server

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/hashicorp/go-hclog"

	"github.com/strata-sre/strata-sre-app/devhost/internal/datasource"
	"github.com/strata-sre/strata-sre-app/devhost/internal/identity"
	"github.com/strata-sre/strata-sre-app/devhost/internal/live"
	"github.com/strata-sre/strata-sre-app/devhost/internal/plugin"
	"github.com/strata-sre/strata-sre-app/devhost/internal/settings"
)

// Options is everything the server works with.
type Options struct {
	Bundle   plugin.Bundle
	Process  *plugin.Process
	Context  plugin.ContextMaker
	Settings *settings.Store
	People   *identity.Directory
	Sources  *Catalog
	Types    map[string]datasource.Source
	Live     *live.Hub
	WebDir   string
	IconDir  string
	SubPath  string
	Theme    string
	Session  string
	AppURL   string
	Log      hclog.Logger
}

type server struct{ Options }

// handler is an API handler with the caller already known.
type handler func(w http.ResponseWriter, r *http.Request, u identity.User)

// New returns the whole HTTP handler, sub-path included.
func New(o Options) http.Handler {
	s := &server{o}
	mux := http.NewServeMux()
	s.pages(mux)
	s.api(mux)
	var h http.Handler = mux
	if o.SubPath != "" {
		h = underSubPath(o.SubPath, mux)
	}
	return loopbackOnly(h)
}

func (s *server) api(mux *http.ServeMux) {
	mux.HandleFunc("GET /api/health", s.health)
	mux.HandleFunc("POST /login", s.login)
	mux.HandleFunc("GET /api/live/ws", s.auth("", s.live))
	s.pluginAPI(mux)
	s.dataSourceAPI(mux)
	s.smallAPI(mux)
	mux.HandleFunc("/api/", s.auth("", s.unknown))
}

// auth identifies the caller, checks writes of browser sessions, and asks for a role.
func (s *server) auth(role identity.Role, next handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		u, err := s.People.Identify(r)
		switch {
		case err == identity.ErrBadToken:
			fail(w, http.StatusUnauthorized, "api-key.invalid", "Invalid API key")
			return
		case err != nil:
			fail(w, http.StatusUnauthorized, "auth.unauthorized", "Unauthorized")
			return
		}
		if err := identity.CheckWrite(r, u); err != nil {
			fail(w, http.StatusForbidden, "security.origin", "origin not allowed: "+err.Error())
			return
		}
		if !u.Role.AtLeast(role) {
			fail(w, http.StatusForbidden, "accesscontrol.forbidden", "You need the role "+string(role)+" for this")
			return
		}
		next(w, r, u)
	}
}

// unknown answers what the devhost does not have, and says so in the log, so that gaps are seen.
func (s *server) unknown(w http.ResponseWriter, r *http.Request, _ identity.User) {
	s.Log.Warn("this API is not in the devhost", "method", r.Method, "path", r.URL.Path)
	fail(w, http.StatusNotFound, "devhost.not-supported", "Not found: the devhost does not have "+r.Method+" "+r.URL.Path)
}

func loopbackOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !identity.LoopbackHost(r.Host) {
			fail(w, http.StatusForbidden, "devhost.host", "the devhost answers to loopback host names only, not "+r.Host)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func underSubPath(sub string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rest, ok := strings.CutPrefix(r.URL.Path, sub)
		if !ok || (rest != "" && rest[0] != '/') {
			if r.URL.Path == "/" {
				http.Redirect(w, r, sub+"/", http.StatusFound)
				return
			}
			fail(w, http.StatusNotFound, "devhost.sub-path", "Not found: everything is below "+sub+"/")
			return
		}
		r2 := r.Clone(r.Context())
		r2.URL = new(url.URL)
		*r2.URL = *r.URL
		r2.URL.Path, r2.URL.RawPath = "/"+strings.TrimPrefix(rest, "/"), ""
		next.ServeHTTP(w, r2)
	})
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// fail writes an error in the form of Grafana's API.
func fail(w http.ResponseWriter, status int, id, message string) {
	reply(w, status, map[string]any{"message": message, "messageId": id, "statusCode": status, "traceID": ""})
}

func decode(w http.ResponseWriter, r *http.Request, into any) bool {
	const most = 16 << 20
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, most)).Decode(into); err != nil {
		fail(w, http.StatusBadRequest, "devhost.bad-json", "bad request data: "+err.Error())
		return false
	}
	return true
}
