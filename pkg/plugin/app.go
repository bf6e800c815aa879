// Package plugin joins Strata's parts to Grafana: routes, roles, health, live channel.
package plugin

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"
	"github.com/grafana/grafana-plugin-sdk-go/backend/resource/httpadapter"

	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/runbook"
	"github.com/strata-sre/strata-sre-app/pkg/signals"
)

// ID is the plugin's id.
const ID = "strata-sre-app"

var logger = log.DefaultLogger.With("part", "plugin")

var (
	_ backend.CallResourceHandler   = (*App)(nil)
	_ backend.CheckHealthHandler    = (*App)(nil)
	_ backend.StreamHandler         = (*App)(nil)
	_ instancemgmt.InstanceDisposer = (*App)(nil)
)

// builtInCatalog is read once per process; it is never changed.
var builtInCatalog = sync.OnceValues(catalog.Load)

// App is one instance of the plugin. Grafana makes one per organisation and again after each change of settings.
type App struct {
	backend.CallResourceHandler

	runtime    *runtime
	handler    http.Handler
	library    *signals.Library // nil when catalogErr is set
	catalogErr error
	runbooks   *runbook.Library
	now        func() time.Time
	asleep     func() // ends the tries to open the store; nil in tests that open it themselves
}

// NewApp makes an instance with the system's clock. It never fails: what is wrong is said by every route, by /status
// and by the health check, where an administrator can read it.
func NewApp(ctx context.Context, raw backend.AppInstanceSettings) (instancemgmt.Instance, error) {
	a := newApp(raw, time.Now)
	a.runtime.every = tendEvery
	a.runtime.meet(ctx)
	a.wakeUp()
	return a, nil
}

func newApp(raw backend.AppInstanceSettings, now func() time.Time) *App {
	s, err := parseSettings(raw)
	if err != nil {
		logger.Error("The plugin's settings are wrong", "error", err)
	}
	builtIn, catalogErr := builtInCatalog()
	if catalogErr == nil {
		s.book = s.playbooks(builtIn.Practice)
		s.policy.Practice = s.book
		s.reviews = s.reviews.with(builtIn.Reviews, s.channelNames(), s.note)
	}
	messages := newMessages(s, now)
	s.policy.Pagers = messages.setup.Pagers()
	a := &App{now: now, runtime: &runtime{settings: s, bad: err, now: now, orgs: map[int64]*organisation{}, served: map[int64]*incident.Engine{}, messages: messages}}
	if catalogErr != nil {
		a.catalogErr = catalogErr
		logger.Error("The catalog cannot be loaded", "error", catalogErr)
	} else {
		a.library = signals.NewLibrary(builtIn, signals.ReadProvisioned(s.signals), now)
	}
	a.runbooks = newRunbooks(builtIn, s, now)
	a.handler = a.routes()
	a.CallResourceHandler = httpadapter.New(a.handler)
	return a
}

// Handler is the HTTP side of the instance. Callers must put the plugin context into each request's context.
func (a *App) Handler() http.Handler { return a.handler }

// wakeUp opens the store without waiting for a request.
func (a *App) wakeUp() {
	ctx, cancel := context.WithCancel(context.Background())
	a.asleep = cancel
	go a.runtime.wakeUp(ctx)
}

// Dispose ends the instance: waiting deliveries are answered first.
func (a *App) Dispose() {
	if a.asleep != nil {
		a.asleep()
	}
	a.runtime.close()
}
