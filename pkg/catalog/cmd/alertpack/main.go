// Command alertpack writes the catalog's alerts as a rule file to standard output.
package main

import (
	"flag"
	"io"
	"log"
	"os"

	"github.com/strata-sre/strata-sre-app/pkg/catalog"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("alertpack: ")
	format := flag.String("format", "prometheus", "prometheus is the only format so far")
	var opt catalog.AlertPackOptions
	flag.StringVar(&opt.GrafanaURL, "grafana-url", "", "where people open Grafana, for the links to incidents")
	flag.StringVar(&opt.Window, "window", "", "replaces the window of every alert, such as 30s")
	flag.StringVar(&opt.For, "for", "", "replaces the time that every condition must hold, such as 10s")
	flag.Parse()
	if *format != "prometheus" {
		log.Fatalf("--format: %q is not known; use prometheus", *format)
	}
	if err := write(os.Stdout, opt); err != nil {
		log.Fatal(err)
	}
}

func write(out io.Writer, opt catalog.AlertPackOptions) error {
	loaded, err := catalog.Load()
	if err != nil {
		return err
	}
	rules, err := loaded.PrometheusRules(opt)
	if err != nil {
		return err
	}
	_, err = out.Write(append([]byte("# Generated from the signal catalog by alertpack; do not edit.\n"), rules...))
	return err
}
