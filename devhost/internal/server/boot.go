package server

import (
	"github.com/strata-sre/strata-sre-app/devhost/internal/identity"
	"github.com/strata-sre/strata-sre-app/devhost/internal/plugin"
	"github.com/strata-sre/strata-sre-app/devhost/internal/provision"
)

const orgName = "Main Org."

func (s *server) basePath(m plugin.Meta) string   { return "public/plugins/" + m.ID }
func (s *server) modulePath(m plugin.Meta) string { return s.basePath(m) + "/module.js" }

// home is the app's default page below the sub-path.
func (s *server) home() string {
	var first string
	for _, inc := range s.Bundle.App.Includes {
		if inc.Type != "page" || inc.Path == "" {
			continue
		}
		if inc.DefaultNav {
			return inc.Path
		}
		if first == "" {
			first = inc.Path
		}
	}
	if first != "" {
		return first
	}
	return "/a/" + s.Bundle.App.ID
}

// bootData is window.grafanaBootData: what @grafana/runtime reads when it is loaded.
func (s *server) bootData(u identity.User, session, theme string) map[string]any {
	return map[string]any{
		"assets":  map[string]any{},
		"navTree": []any{},
		"user": map[string]any{"id": u.ID, "uid": u.Login, "isSignedIn": u.SignedIn(), "login": u.Login, "name": u.Name, "email": u.Email,
			"externalUserId": "", "orgId": plugin.OrgID, "orgName": orgName, "orgRole": u.Role, "orgCount": 1, "isGrafanaAdmin": false,
			"hasEditPermissionInFolders": u.Role.AtLeast(identity.Editor), "gravatarUrl": "", "helpFlags1": 0, "theme": theme, "lightTheme": theme == "light",
			"timezone": "browser", "weekStart": "", "locale": "en-US", "language": "en-US", "regionalFormat": "en-US",
			"permissions": permissions(u.Role), "analytics": map[string]string{"identifier": ""}, "authenticatedBy": ""},
		"settings": s.frontendSettings(),
		"devhost":  map[string]any{"session": session, "sessions": identity.Sessions(), "app": s.appNav(u), "home": s.home()},
	}
}

// permissions lists the actions a page may ask for with hasPermission; Grafana derives them from roles.
func permissions(r identity.Role) map[string]bool {
	p := map[string]bool{"plugins.app:access": true, "datasources:query": true, "datasources.id:read": true}
	if r.AtLeast(identity.Editor) {
		p["datasources:explore"] = true
	}
	if r.AtLeast(identity.Admin) {
		p["plugins:write"], p["datasources:read"], p["datasources:write"] = true, true, true
	}
	return p
}

// appNav is the navigation of the app: the pages this user may open.
func (s *server) appNav(u identity.User) map[string]any {
	pages, closed := []map[string]any{}, []string{}
	for _, inc := range s.Bundle.App.Includes {
		if inc.Type != "page" {
			continue
		}
		role := identity.Role(inc.Role)
		switch {
		case role != "" && !u.Role.AtLeast(role):
			closed = append(closed, inc.Path)
		case inc.AddToNav:
			pages = append(pages, map[string]any{"text": inc.Name, "url": inc.Path, "icon": inc.Icon})
		}
	}
	return map[string]any{"id": s.Bundle.App.ID, "name": s.Bundle.App.Name, "pages": pages, "closed": closed, "enabled": s.Settings.Get().Enabled}
}

func (s *server) frontendSettings() map[string]any {
	sources := map[string]any{}
	for _, d := range s.Sources.All() {
		sources[d.Name] = s.instanceSettings(d)
	}
	panels, apps := map[string]any{}, map[string]any{}
	for _, m := range s.Bundle.All() {
		switch m.Type {
		case "panel":
			panels[m.ID] = s.meta(m)
		case "app":
			apps[m.ID] = map[string]any{"id": m.ID, "path": s.modulePath(m), "version": m.Version, "preload": m.Raw["preload"] == true,
				"angular": map[string]any{"detected": false, "hideDeprecation": true}, "loadingStrategy": "script",
				"extensions": m.Raw["extensions"], "dependencies": m.Raw["dependencies"], "moduleHash": ""}
		}
	}
	def, _ := s.Sources.Default()
	return map[string]any{
		"appUrl": s.AppURL, "appSubUrl": s.SubPath, "namespace": "default", "apps": apps, "panels": panels, "datasources": sources,
		"defaultDatasource": def.Name, "featureToggles": map[string]bool{}, "minRefreshInterval": "5s", "liveEnabled": true,
		"exploreEnabled": true, "unifiedAlertingEnabled": true, "anonymousEnabled": s.People.AnonymousRole != "",
		"buildInfo": map[string]any{"version": plugin.GrafanaVersion, "commit": "devhost", "env": "production", "edition": "Open Source", "versionString": "Strata devhost", "hideVersion": false},
	}
}

func (s *server) meta(m plugin.Meta) map[string]any {
	out := map[string]any{}
	for k, v := range m.Raw {
		out[k] = v
	}
	out["module"], out["baseUrl"], out["signature"], out["loadingStrategy"] = s.modulePath(m), s.basePath(m), "unsigned", "script"
	return out
}

// builtIn names the data source types the web host brings itself.
var builtIn = map[string]string{"prometheus": "Prometheus", "elasticsearch": "Elasticsearch", "loki": "Loki", "alertmanager": "Alertmanager",
	"pixie-pixie-datasource": "Pixie Grafana Datasource Plugin", "grafana-testdata-datasource": "TestData"}

func (s *server) instanceSettings(d provision.DataSource) map[string]any {
	out := map[string]any{"id": d.ID, "uid": d.UID, "orgId": d.OrgID, "name": d.Name, "type": d.Type, "access": d.Access, "isDefault": d.IsDefault,
		"readOnly": !d.Editable, "jsonData": d.JSONData, "database": d.Database, "url": s.SubPath + "/api/datasources/proxy/uid/" + d.UID}
	if m, ok := s.Bundle.Find(d.Type); ok {
		out["meta"], out["module"] = s.meta(m), s.modulePath(m)
		return out
	}
	name := builtIn[d.Type]
	if name == "" {
		name = d.Type
	}
	out["meta"] = map[string]any{"id": d.Type, "type": "datasource", "name": name, "backend": true, "metrics": d.Type != "alertmanager", "alerting": d.Type != "pixie-pixie-datasource",
		"annotations": true, "logs": d.Type == "elasticsearch" || d.Type == "loki", "module": "core:plugin/" + d.Type, "baseUrl": "public/build/img",
		"info": map[string]any{"author": map[string]string{"name": ""}, "description": "", "links": []any{}, "screenshots": []any{}, "updated": "", "version": "",
			"logos": map[string]string{"small": s.SubPath + "/devhost/source.svg", "large": s.SubPath + "/devhost/source.svg"}}}
	return out
}
