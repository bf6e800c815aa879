// Command devhost runs the built Strata plugin in a plain page, without a Grafana: see README.md for what it is and is not.
package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/hashicorp/go-hclog"

	"github.com/strata-sre/strata-sre-app/devhost/internal/datasource"
	"github.com/strata-sre/strata-sre-app/devhost/internal/elastic"
	"github.com/strata-sre/strata-sre-app/devhost/internal/identity"
	"github.com/strata-sre/strata-sre-app/devhost/internal/live"
	"github.com/strata-sre/strata-sre-app/devhost/internal/pixie"
	"github.com/strata-sre/strata-sre-app/devhost/internal/plugin"
	"github.com/strata-sre/strata-sre-app/devhost/internal/promds"
	"github.com/strata-sre/strata-sre-app/devhost/internal/provision"
	"github.com/strata-sre/strata-sre-app/devhost/internal/server"
	"github.com/strata-sre/strata-sre-app/devhost/internal/settings"
)

func main() {
	f, err := parseFlags(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "devhost:", err)
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, f); err != nil {
		fmt.Fprintln(os.Stderr, "devhost:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, f flags) error {
	log := hclog.New(&hclog.LoggerOptions{Name: "devhost", Output: os.Stderr, Level: hclog.LevelFromString(f.logLevel)})
	bundle, err := plugin.Load(f.pluginDir)
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(f.web, "main.js")); err != nil {
		return fmt.Errorf("%s has no main.js: run node devhost/web/build.mjs first", f.web)
	}
	set, err := provision.Load(f.provisioning)
	if err != nil {
		return err
	}
	data, cleanup, err := dataDir(f.data)
	if err != nil {
		return err
	}
	defer cleanup()
	store, err := settings.Open(data, bundle.App.ID, set.Apps, time.Now)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", f.listen)
	if err != nil {
		return err
	}
	url := "http://" + listener.Addr().String() + f.subPath + "/"
	own, err := ownToken(f.people, bundle.App)
	if err != nil {
		return err
	}
	maker := plugin.ContextMaker{Meta: bundle.App, Settings: store, AppURL: url, Token: own}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	process := plugin.NewProcess(bundle.App.ExecutablePath(), environment(data), log.Named("plugin"))
	hub := live.NewHub(bundle.App.ID, liveBackend{process, maker}, log.Named("live"))
	startBackend(ctx, bundle.App, process, log)
	handler := server.New(server.Options{
		Bundle: bundle, Process: process, Context: maker, Settings: store, People: f.people, Sources: server.NewCatalog(set.DataSources),
		Types: dataSources(f), Live: hub, WebDir: f.web, IconDir: f.icons,
		SubPath: f.subPath, Theme: f.theme, Session: f.session, AppURL: url, Log: log,
	})
	fmt.Printf("devhost ready: %s\n", url)
	err = serve(ctx, listener, handler)
	cancel()
	if bundle.App.Backend {
		<-process.Stopped()
	}
	return err
}

// dataSources are the types that the devhost can ask.
func dataSources(f flags) map[string]datasource.Source {
	return map[string]datasource.Source{"prometheus": promds.Source{}, "elasticsearch": elastic.Source{}, pixie.TypeID: pixie.Source{CAFile: f.pixieCA}}
}

// liveBackend joins the process and the context maker for the Live hub.
type liveBackend struct {
	*plugin.Process
	plugin.ContextMaker
}

// startBackend returns after the first attempt to start the backend, whether it worked or not.
func startBackend(ctx context.Context, app plugin.Meta, process *plugin.Process, log hclog.Logger) {
	if !app.Backend {
		log.Info("the plugin has no backend")
		return
	}
	tried := make(chan struct{})
	go process.Run(ctx, func(error) { close(tried) })
	<-tried
}

func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	srv := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	done := make(chan error, 1)
	go func() { done <- srv.Serve(listener) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	short, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if err := srv.Shutdown(short); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return srv.Close()
}

// dataDir returns the folder for settings and the plugin's data; without one given it is temporary.
func dataDir(given string) (string, func(), error) {
	if given == "" {
		dir, err := os.MkdirTemp("", "strata-devhost-")
		return dir, func() { _ = os.RemoveAll(dir) }, err
	}
	abs, err := filepath.Abs(given)
	if err != nil {
		return "", nil, err
	}
	return abs, func() {}, os.MkdirAll(abs, 0o700)
}

// environment is what the backend gets: ours, as Grafana passes its own, and Grafana's variables.
func environment(data string) []string {
	return append(os.Environ(), "GF_VERSION="+plugin.GrafanaVersion, "GF_EDITION=Open Source", "GF_PATHS_DATA="+data)
}

// ownToken makes a service account for the plugin itself where its plugin.json asks for one (iam), as Grafana does.
func ownToken(people *identity.Directory, app plugin.Meta) (string, error) {
	if !app.HasIAM {
		return "", nil
	}
	token := randomToken()
	return token, people.AddToken("extsvc-"+app.ID, token, identity.Viewer)
}
