// Command alertpack writes the catalog's alerts as a rule file to standard output.
package main

import (
	"flag"
	"io"
	"log"
	"os"
	"strings"

	"github.com/strata-sre/strata-sre-app/pkg/catalog"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("alertpack: ")
	opt, err := parse(os.Args[1:])
	if err != nil {
		log.Fatal(err)
	}
	if err := write(os.Stdout, opt); err != nil {
		log.Fatal(err)
	}
}

func parse(args []string) (catalog.PackOptions, error) {
	var opt catalog.PackOptions
	flags := flag.NewFlagSet("alertpack", flag.ExitOnError)
	format := flags.String("format", "prometheus", "prometheus (a rule file) or grafana (a file of alerting provisioning)")
	layers := flags.String("layers", "", "only these layers, such as application,cluster")
	sources := flags.String("sources", "", "exporters that are there, such as otel,node_exporter; absent: the first one of each alert")
	flags.BoolVar(&opt.AllSources, "all-sources", false, "every exporter of every alert")
	flags.StringVar(&opt.PrometheusUID, "datasource", "prometheus", "uid of the Prometheus data source, for --format grafana")
	flags.StringVar(&opt.ElasticsearchUID, "elasticsearch", "", "uid of the Elasticsearch data source; without it rules on logs are left out, for --format grafana")
	flags.Int64Var(&opt.OrgID, "org-id", 1, "organisation of Grafana that gets the rules, for --format grafana")
	flags.StringVar(&opt.GrafanaURL, "grafana-url", "", "where people open Grafana, for the links to incidents and runbooks")
	flags.StringVar(&opt.Window, "window", "", "replaces the window of every alert, such as 30s")
	flags.StringVar(&opt.For, "for", "", "replaces the time that every condition must hold, such as 10s")
	if err := flags.Parse(args); err != nil {
		return opt, err
	}
	opt.Format = catalog.Format(*format)
	for _, layer := range list(*layers) {
		opt.Layers = append(opt.Layers, catalog.Layer(layer))
	}
	opt.Sources = list(*sources)
	return opt, opt.Validate()
}

func list(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
}

func write(out io.Writer, opt catalog.PackOptions) error {
	loaded, err := catalog.Load()
	if err != nil {
		return err
	}
	pack, err := loaded.Pack(opt)
	if err != nil {
		return err
	}
	_, err = out.Write(append([]byte("# Generated from the signal catalog by alertpack; do not edit.\n"), pack.Content...))
	return err
}
