package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/plugin"
)

const (
	source = "bench"
	token  = "a-token-for-the-benchmark"
)

// setUp is what the plugin's process is told: where the records are, and where to write a CPU profile.
type setUp struct {
	Path    string `json:"path"` // SQLite
	DSN     string `json:"dsn"`  // PostgreSQL
	Profile string `json:"profile"`
}

// serve is the plugin's own process, so that its memory can be read: the plugin's handler behind a real HTTP server.
// It prints its address and ends when its standard input does.
func serve(config string) error {
	plugin.LimitMemory()
	var c setUp
	if err := json.Unmarshal([]byte(config), &c); err != nil {
		return err
	}
	stopProfile, err := startProfile(c.Profile)
	if err != nil {
		return err
	}
	defer stopProfile()
	app, err := c.app()
	if err != nil {
		return err
	}
	defer app.Dispose()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	pc := backend.PluginContext{OrgID: 1, PluginID: plugin.ID, User: &backend.User{Login: "sa-1-bench", Role: "Viewer"}}
	handler := app.Handler()
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handler.ServeHTTP(w, r.WithContext(backend.WithPluginContext(r.Context(), pc)))
	})}
	fmt.Println("http://" + listener.Addr().String())
	go func() { _ = server.Serve(listener) }() // it ends with Close, and then says so
	_, err = io.Copy(io.Discard, os.Stdin)
	return errors.Join(err, server.Close())
}

func (c setUp) app() (*plugin.App, error) {
	settings := map[string]any{"sources": []map[string]any{{
		"id": source, "name": source, "kind": "alertmanager", "limit": map[string]int{"requestsPerSecond": 100_000, "alertsPerMinute": 100_000_000},
	}}, "path": c.Path}
	secrets := map[string]string{"sourceToken." + source: token}
	if c.DSN != "" {
		settings["store"], secrets["dsn"] = "postgres", c.DSN
	}
	raw, err := json.Marshal(settings)
	if err != nil {
		return nil, err
	}
	instance, err := plugin.NewApp(context.Background(), backend.AppInstanceSettings{JSONData: raw, DecryptedSecureJSONData: secrets})
	if err != nil {
		return nil, err
	}
	app, ok := instance.(*plugin.App)
	if !ok {
		return nil, errors.New("the plugin made something that is no app")
	}
	return app, nil
}
