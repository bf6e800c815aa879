package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/plugin"
)

const (
	source = "bench"
	token  = "a-token-for-the-benchmark"
)

// strata is the plugin's own handler behind a real HTTP server, on a real SQLite file.
type strata struct {
	app    *plugin.App
	server *http.Server
	url    string
	file   string
	sent   int
}

func startStrata(file string) (*strata, error) {
	settings, err := json.Marshal(map[string]any{"path": file, "sources": []map[string]string{{"id": source, "name": source, "kind": "alertmanager"}}})
	if err != nil {
		return nil, err
	}
	instance, err := plugin.NewApp(context.Background(), backend.AppInstanceSettings{
		JSONData: settings, DecryptedSecureJSONData: map[string]string{"sourceToken." + source: token},
	})
	if err != nil {
		return nil, err
	}
	app, ok := instance.(*plugin.App)
	if !ok {
		return nil, errors.New("the plugin made something that is no app")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &strata{app: app, url: "http://" + listener.Addr().String(), file: file}
	pc := backend.PluginContext{OrgID: 1, PluginID: plugin.ID, User: &backend.User{Login: "sa-1-bench", Role: "Viewer"}}
	handler := app.Handler()
	s.server = &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handler.ServeHTTP(w, r.WithContext(backend.WithPluginContext(r.Context(), pc)))
	})}
	go func() { _ = s.server.Serve(listener) }() // it ends with stop, and then says so
	return s, nil
}

func (s *strata) request(alerts []alert) (*http.Request, error) {
	s.sent += len(alerts)
	for i := range alerts {
		alerts[i].Status = "firing"
		alerts[i].Fingerprint = fmt.Sprintf("%016x", serial.Add(1))
	}
	r, err := post(s.url+"/ingest/"+source, map[string]any{
		"version": "4", "status": "firing", "receiver": "strata", "groupKey": "{}:{}", "truncatedAlerts": 0, "alerts": alerts,
	})
	if err == nil {
		r.Header.Set("X-Strata-Token", token)
	}
	return r, err
}

// report counts what is on disk: nothing that was answered may be missing.
func (s *strata) report() (err error) {
	db, err := sql.Open("sqlite", s.file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var occurrences, incidents int
	if err := db.QueryRow("SELECT (SELECT COUNT(*) FROM strata_occurrence), (SELECT COUNT(*) FROM strata_incident)").Scan(&occurrences, &incidents); err != nil {
		return err
	}
	fmt.Printf("\nOn disk in %s: %d of %d alerts, in %d incidents.\n", filepath.Base(s.file), occurrences, s.sent, incidents)
	if occurrences != s.sent {
		return fmt.Errorf("%d alerts were answered but are not on disk", s.sent-occurrences)
	}
	return nil
}

func (s *strata) stop() {
	// Only the measurements matter.
	_ = s.server.Close()
	s.app.Dispose()
}
