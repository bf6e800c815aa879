package server

import (
	"net/http"

	"github.com/strata-sre/strata-sre-app/devhost/internal/identity"
	"github.com/strata-sre/strata-sre-app/devhost/internal/provision"
)

func (s *server) dataSourceAPI(mux *http.ServeMux) {
	mux.HandleFunc("POST /api/ds/query", s.auth("", s.query))
	mux.HandleFunc("GET /api/datasources", s.auth("", s.listSources)) // as in Grafana without licensed permissions of data sources
	mux.HandleFunc("POST /api/datasources", s.auth(identity.Admin, s.putSource))
	mux.HandleFunc("GET /api/datasources/name/{name}", s.auth(identity.Admin, s.sourceByName))
	mux.HandleFunc("GET /api/datasources/id/{name}", s.auth("", s.sourceID))
	mux.HandleFunc("GET /api/datasources/uid/{uid}", s.auth(identity.Admin, s.withSource(s.showSource)))
	mux.HandleFunc("PUT /api/datasources/uid/{uid}", s.auth(identity.Admin, s.putSource))
	mux.HandleFunc("DELETE /api/datasources/uid/{uid}", s.auth(identity.Admin, s.deleteSource))
	mux.HandleFunc("GET /api/datasources/uid/{uid}/health", s.auth("", s.withSource(s.sourceHealth)))
	mux.HandleFunc("/api/datasources/uid/{uid}/resources/{path...}", s.auth("", s.withSource(s.sourceResource)))
	mux.HandleFunc("/api/datasources/proxy/uid/{uid}/{path...}", s.auth("", s.withSource(s.sourceResource)))
	mux.HandleFunc("GET /api/prometheus/{uid}/api/v1/rules", s.auth("", s.withSource(s.alertRules)))
	mux.HandleFunc("GET /api/prometheus/grafana/api/v1/rules", s.auth("", noGrafanaRules))
}

// alertRules is Grafana's list of the rules of a data source.
func (s *server) alertRules(w http.ResponseWriter, r *http.Request, d provision.DataSource) {
	r.SetPathValue("path", "api/v1/rules")
	s.sourceResource(w, r, d)
}

// noGrafanaRules is the list of Grafana's own rules: the devhost evaluates none.
func noGrafanaRules(w http.ResponseWriter, _ *http.Request, _ identity.User) {
	reply(w, http.StatusOK, map[string]any{"status": "success", "data": map[string]any{"groups": []any{}}})
}

type sourceHandler func(w http.ResponseWriter, r *http.Request, d provision.DataSource)

func (s *server) withSource(next sourceHandler) handler {
	return func(w http.ResponseWriter, r *http.Request, _ identity.User) {
		d, ok := s.Sources.ByUID(r.PathValue("uid"))
		if !ok {
			noSource(w)
			return
		}
		next(w, r, d)
	}
}

func noSource(w http.ResponseWriter) {
	fail(w, http.StatusNotFound, "datasource.notFound", "Data source not found")
}

// public is a data source as the API shows it: which secrets are set, not what they are.
func public(d provision.DataSource) map[string]any {
	fields := map[string]bool{}
	for k := range d.SecureJSONData {
		fields[k] = true
	}
	return map[string]any{"id": d.ID, "uid": d.UID, "orgId": d.OrgID, "name": d.Name, "type": d.Type, "typeName": d.Type, "access": d.Access,
		"url": d.URL, "user": d.User, "database": d.Database, "basicAuth": d.BasicAuth, "basicAuthUser": d.BasicAuthUser,
		"withCredentials": d.WithCredentials, "isDefault": d.IsDefault, "jsonData": d.JSONData, "secureJsonFields": fields,
		"readOnly": !d.Editable, "version": 1}
}

func (s *server) listSources(w http.ResponseWriter, _ *http.Request, _ identity.User) {
	out := []map[string]any{}
	for _, d := range s.Sources.All() {
		out = append(out, public(d))
	}
	reply(w, http.StatusOK, out)
}

func (s *server) showSource(w http.ResponseWriter, _ *http.Request, d provision.DataSource) {
	reply(w, http.StatusOK, public(d))
}

func (s *server) sourceByName(w http.ResponseWriter, r *http.Request, _ identity.User) {
	d, ok := s.Sources.Find(func(d provision.DataSource) bool { return d.Name == r.PathValue("name") })
	if !ok {
		noSource(w)
		return
	}
	reply(w, http.StatusOK, public(d))
}

func (s *server) sourceID(w http.ResponseWriter, r *http.Request, _ identity.User) {
	d, ok := s.Sources.Find(func(d provision.DataSource) bool { return d.Name == r.PathValue("name") })
	if !ok {
		noSource(w)
		return
	}
	reply(w, http.StatusOK, map[string]int64{"id": d.ID})
}

func (s *server) putSource(w http.ResponseWriter, r *http.Request, _ identity.User) {
	var d provision.DataSource
	if !decode(w, r, &d) {
		return
	}
	if uid := r.PathValue("uid"); uid != "" {
		if _, ok := s.Sources.ByUID(uid); !ok {
			noSource(w)
			return
		}
		d.UID = uid
	}
	if d.Name == "" || d.Type == "" {
		fail(w, http.StatusBadRequest, "", "bad request data: name and type are required")
		return
	}
	d = s.Sources.Put(d)
	reply(w, http.StatusOK, map[string]any{"id": d.ID, "name": d.Name, "message": "Datasource saved", "datasource": public(d)})
}

func (s *server) deleteSource(w http.ResponseWriter, r *http.Request, _ identity.User) {
	if !s.Sources.Delete(r.PathValue("uid")) {
		noSource(w)
		return
	}
	reply(w, http.StatusOK, map[string]string{"message": "Data source deleted"})
}

func (s *server) sourceHealth(w http.ResponseWriter, r *http.Request, d provision.DataSource) {
	src, ok := s.Types[d.Type]
	if !ok {
		fail(w, http.StatusNotFound, "", "Plugin not found: the devhost has no backend for "+d.Type)
		return
	}
	text, err := src.Health(r.Context(), d)
	if err != nil {
		reply(w, http.StatusBadRequest, map[string]string{"status": "ERROR", "message": err.Error()})
		return
	}
	reply(w, http.StatusOK, map[string]string{"status": "OK", "message": text})
}

func (s *server) sourceResource(w http.ResponseWriter, r *http.Request, d provision.DataSource) {
	src, ok := s.Types[d.Type]
	if !ok {
		fail(w, http.StatusNotFound, "", "Plugin not found: the devhost has no backend for "+d.Type)
		return
	}
	src.Resource(w, r, d, r.PathValue("path"))
}
