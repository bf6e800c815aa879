package server

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/strata-sre/strata-sre-app/devhost/internal/identity"
	"github.com/strata-sre/strata-sre-app/devhost/internal/plugin"
)

func rawJSON(b []byte) any {
	if json.Valid(b) {
		return json.RawMessage(b)
	}
	return string(b)
}

// smallAPI is what pages and test tools ask for in passing.
func (s *server) smallAPI(mux *http.ServeMux) {
	empty := func(w http.ResponseWriter, _ *http.Request, _ identity.User) { reply(w, http.StatusOK, []any{}) }
	mux.HandleFunc("GET /api/annotations", s.auth("", empty))
	mux.HandleFunc("GET /api/search", s.auth("", empty))
	mux.HandleFunc("GET /api/folders", s.auth("", empty))
	mux.HandleFunc("GET /api/user", s.auth("", s.user))
	mux.HandleFunc("GET /api/org", s.auth("", func(w http.ResponseWriter, _ *http.Request, _ identity.User) {
		reply(w, http.StatusOK, map[string]any{"id": plugin.OrgID, "name": orgName})
	}))
	prefs := func(w http.ResponseWriter, _ *http.Request, _ identity.User) {
		reply(w, http.StatusOK, map[string]string{"theme": s.Theme, "timezone": "browser", "weekStart": ""})
	}
	mux.HandleFunc("GET /api/user/preferences", s.auth("", prefs))
	mux.HandleFunc("GET /api/org/preferences", s.auth("", prefs))
	mux.HandleFunc("GET /api/frontend/settings", s.auth("", func(w http.ResponseWriter, _ *http.Request, _ identity.User) {
		reply(w, http.StatusOK, s.frontendSettings())
	}))
	mux.HandleFunc("GET /api/devhost/status", s.auth("", s.status))
}

// health is Grafana's own liveness answer; it needs no identity.
func (s *server) health(w http.ResponseWriter, _ *http.Request) {
	reply(w, http.StatusOK, map[string]string{"database": "ok", "version": plugin.GrafanaVersion, "commit": "devhost", "enterpriseCommit": ""})
}

func (s *server) user(w http.ResponseWriter, _ *http.Request, u identity.User) {
	reply(w, http.StatusOK, map[string]any{"id": u.ID, "login": u.Login, "name": u.Name, "email": u.Email, "orgId": plugin.OrgID,
		"isGrafanaAdmin": false, "isDisabled": false, "theme": s.Theme})
}

// status tells tests how the backend fares; Grafana has no such route.
func (s *server) status(w http.ResponseWriter, _ *http.Request, _ identity.User) {
	_, err := s.Process.Clients()
	reply(w, http.StatusOK, map[string]any{"backendRunning": err == nil, "backendStarts": s.Process.Starts(), "streams": s.Live.Open()})
}

// login gives a browser session by name; the devhost has no passwords. Test tools that sign in to Grafana work unchanged.
func (s *server) login(w http.ResponseWriter, r *http.Request) {
	var body struct{ User string }
	if err := identity.CheckWrite(r, identity.User{FromCookie: true}); err != nil {
		fail(w, http.StatusForbidden, "security.origin", "origin not allowed: "+err.Error())
		return
	}
	if !decode(w, r, &body) {
		return
	}
	name := strings.ToLower(body.User)
	if u, ok := identity.Session(name); !ok || !u.SignedIn() {
		fail(w, http.StatusUnauthorized, "password-auth.failed", "Invalid username or password")
		return
	}
	s.setSession(w, name)
	reply(w, http.StatusOK, map[string]string{"message": "Logged in", "redirectUrl": s.SubPath + "/"})
}

func (s *server) live(w http.ResponseWriter, r *http.Request, u identity.User) { s.Live.Serve(w, r, u) }
