// The backend of the Grafana app plugin strata-sre-app.
package main

import (
	"context"
	"os"

	"github.com/grafana/grafana-plugin-sdk-go/backend/app"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/strata-sre/strata-sre-app/pkg/plugin"
)

func main() {
	plugin.LimitMemory()
	go plugin.WakerFromEnvironment().Run(context.Background())
	if err := app.Manage(plugin.ID, plugin.NewApp, app.ManageOpts{}); err != nil {
		log.DefaultLogger.Error("The plugin ended", "error", err)
		os.Exit(1)
	}
}
