package server

import (
	"encoding/json"
	"html/template"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/strata-sre/strata-sre-app/devhost/internal/identity"
)

// index is the page behind every route of the user interface; the web bundle takes over from there.
var index = template.Must(template.New("index").Parse(`<!doctype html>
<html lang="en" data-theme="{{.Theme}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Strata devhost</title>
<link rel="icon" href="{{.Sub}}/devhost/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="{{.Sub}}/devhost/web/main.css">
<style>html{background:{{.Background}};color-scheme:{{.Theme}}}body{margin:0}</style>
<script>window.grafanaBootData={{.Boot}};window.__grafana_public_path__={{.Public}};</script>
<script type="module" src="{{.Sub}}/devhost/web/main.js"></script>
</head>
<body class="theme-{{.Theme}}"><div id="root"></div></body>
</html>
`))

const iconSVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#3d71d9" d="M8 1 1 4.5 8 8l7-3.5zM1 8l7 3.5L15 8v1.6L8 13 1 9.6zM1 11.5 8 15l7-3.5v-1L8 14l-7-3.5z"/></svg>`

// sourceSVG is the logo of every built-in data source; it must show on dark and light.
const sourceSVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#8896b0" stroke-width="2"><ellipse cx="12" cy="6" rx="8" ry="3"/><path d="M4 6v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3"/></svg>`

// placeholder stands for icons that @grafana/ui's package does not bring along.
const placeholder = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" stroke-width="2"/></svg>`

func (s *server) pages(mux *http.ServeMux) {
	mux.HandleFunc("/", s.page)
	mux.HandleFunc("GET /login", func(w http.ResponseWriter, r *http.Request) {
		s.setSession(w, "admin")
		http.Redirect(w, r, s.SubPath+"/", http.StatusFound)
	})
	mux.HandleFunc("GET /logout", func(w http.ResponseWriter, r *http.Request) {
		s.setSession(w, identity.Anonymous)
		http.Redirect(w, r, s.SubPath+"/", http.StatusFound)
	})
	mux.HandleFunc("GET /devhost/icon.svg", func(w http.ResponseWriter, _ *http.Request) { svg(w, iconSVG) })
	mux.HandleFunc("GET /devhost/source.svg", func(w http.ResponseWriter, _ *http.Request) { svg(w, sourceSVG) })
	mux.Handle("GET /devhost/web/", http.StripPrefix("/devhost/web/", revalidated(http.FileServerFS(os.DirFS(s.WebDir)))))
	mux.HandleFunc("GET /public/plugins/{id}/{path...}", s.pluginFile)
	mux.HandleFunc("GET /public/build/img/icons/{path...}", s.icon)
	mux.HandleFunc("GET /public/", func(w http.ResponseWriter, r *http.Request) {
		s.Log.Warn("this file is not in the devhost", "path", r.URL.Path)
		http.NotFound(w, r)
	})
}

// sessionOf picks the browser session: ?as=, else the cookie, else the devhost's default.
func (s *server) sessionOf(r *http.Request) string {
	if as := strings.ToLower(r.URL.Query().Get("as")); as != "" {
		if _, ok := identity.Session(as); ok {
			return as
		}
	}
	if c, err := r.Cookie(identity.Cookie); err == nil {
		if _, ok := identity.Session(c.Value); ok {
			return c.Value
		}
	}
	return s.Session
}

func (s *server) setSession(w http.ResponseWriter, name string) {
	http.SetCookie(w, &http.Cookie{Name: identity.Cookie, Value: name, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

func (s *server) themeOf(r *http.Request) string {
	theme := r.URL.Query().Get("theme")
	if c, err := r.Cookie("strata_devhost_theme"); err == nil && theme == "" {
		theme = c.Value
	}
	if theme != "light" && theme != "dark" {
		theme = s.Theme
	}
	return theme
}

func (s *server) page(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		fail(w, http.StatusNotFound, "devhost.not-supported", "Not found")
		return
	}
	if r.URL.Path == "/" {
		target := s.SubPath + s.home()
		if r.URL.RawQuery != "" {
			target += "?" + r.URL.RawQuery
		}
		http.Redirect(w, r, target, http.StatusFound)
		return
	}
	session, theme := s.sessionOf(r), s.themeOf(r)
	user, _ := identity.Session(session)
	s.setSession(w, session)
	boot, err := json.Marshal(s.bootData(user, session, theme))
	if err != nil {
		fail(w, http.StatusInternalServerError, "", err.Error())
		return
	}
	background := "#111217"
	if theme == "light" {
		background = "#f4f5f5"
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Frame-Options", "deny")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	err = index.Execute(w, map[string]any{"Theme": theme, "Sub": s.SubPath, "Background": template.CSS(background),
		"Boot": template.JS(boot), "Public": s.SubPath + "/public/"})
	if err != nil {
		s.Log.Error("page", "error", err)
	}
}

// pluginFile serves dist/, and nested plugins below their own id. The backend binary is nobody's business.
func (s *server) pluginFile(w http.ResponseWriter, r *http.Request) {
	m, ok := s.Bundle.Find(r.PathValue("id"))
	name := path.Clean("/" + r.PathValue("path"))
	if !ok || (s.Bundle.App.Executable != "" && strings.HasPrefix(name, "/"+s.Bundle.App.Executable+"_")) {
		fail(w, http.StatusNotFound, "plugin.notFound", "Plugin file not found")
		return
	}
	full := filepath.Join(m.Dir, filepath.FromSlash(name))
	st, err := os.Stat(full)
	if err != nil || st.IsDir() {
		fail(w, http.StatusNotFound, "plugin.notFound", "Plugin file not found")
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	http.ServeFile(w, r, full)
}

func (s *server) icon(w http.ResponseWriter, r *http.Request) {
	name := path.Clean("/" + r.PathValue("path"))[1:]
	raw, err := fs.ReadFile(os.DirFS(s.IconDir), name)
	if err != nil {
		svg(w, missingIcon(name))
		return
	}
	svg(w, string(raw))
}

func svg(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Cache-Control", "max-age=3600")
	_, _ = w.Write([]byte(text))
}

func revalidated(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		next.ServeHTTP(w, r)
	})
}
