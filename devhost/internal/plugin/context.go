package plugin

import (
	"encoding/json"
	"runtime"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/useragent"

	"github.com/strata-sre/strata-sre-app/devhost/internal/identity"
	"github.com/strata-sre/strata-sre-app/devhost/internal/settings"
)

// GrafanaVersion is the version the devhost presents itself as: that of the @grafana packages it is built from.
const GrafanaVersion = "13.2.2"

// OrgID is the one organisation there is.
const OrgID = 1

// ContextMaker builds the plugin context that goes along with every call.
type ContextMaker struct {
	Meta     Meta
	Settings *settings.Store
	// AppURL is the root URL as Grafana's [server] root_url; Token is the plugin's own service account token or "".
	AppURL string
	Token  string
}

// For returns the context for calls made on behalf of u.
func (c ContextMaker) For(u identity.User) (backend.PluginContext, error) {
	s := c.Settings.Get()
	raw, err := json.Marshal(s.JSONData)
	if err != nil {
		return backend.PluginContext{}, err
	}
	cfg := map[string]string{backend.AppURL: c.AppURL}
	if c.Token != "" {
		cfg[backend.AppClientSecret] = c.Token
	}
	agent, err := useragent.New(GrafanaVersion, runtime.GOOS, runtime.GOARCH)
	if err != nil {
		return backend.PluginContext{}, err
	}
	return backend.PluginContext{
		OrgID:         OrgID,
		PluginID:      c.Meta.ID,
		PluginVersion: c.Meta.Version,
		User:          &backend.User{Login: u.Login, Name: u.Name, Email: u.Email, Role: string(u.Role)},
		AppInstanceSettings: &backend.AppInstanceSettings{
			JSONData:                raw,
			DecryptedSecureJSONData: s.Secure,
			Updated:                 s.Updated,
		},
		GrafanaConfig: backend.NewGrafanaCfg(cfg),
		UserAgent:     agent,
	}, nil
}
