// Package cli is the command line of the testbed.
package cli

import (
	"fmt"
	"io"

	"github.com/alecthomas/kong"
)

// Output is where commands write.
type Output struct{ Out, Err io.Writer }

type commands struct {
	Serve        serveCmd   `cmd:"" help:"Run the shop live: metrics, logs and control of faults on one listener."`
	History      historyCmd `cmd:"" help:"Write days of history as OpenMetrics, for promtool tsdb create-blocks-from openmetrics."`
	Fault        faultCmd   `cmd:"" help:"List, start and stop faults of a running testbed."`
	ScrapeConfig scrapeCmd  `cmd:"" help:"Print the Prometheus scrape configuration that fits a testbed."`

	KubeObjects kubeObjectsCmd `cmd:"" help:"Print the shop as Kubernetes objects, for a real API server."`
}

type exit int

// Main runs the command line and returns the exit status.
func Main(args []string, out, errOut io.Writer) (status int) {
	defer func() { // kong asks to exit after --help
		if r := recover(); r != nil {
			code, ok := r.(exit)
			if !ok {
				panic(r)
			}
			status = int(code)
		}
	}()
	var c commands
	parser, err := kong.New(&c, kong.Name("testbed"), kong.Description("A simulated shop with real exporters' metrics, ECS logs and faults of known truth."),
		kong.Writers(out, errOut), kong.Exit(func(code int) { panic(exit(code)) }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		return report(errOut, err)
	}
	ctx, err := parser.Parse(args)
	if err != nil {
		return report(errOut, err)
	}
	if err := ctx.Run(&Output{Out: out, Err: errOut}); err != nil {
		return report(errOut, err)
	}
	return 0
}

func report(w io.Writer, err error) int {
	if _, failed := fmt.Fprintln(w, "testbed:", err); failed != nil {
		return 2
	}
	return 1
}
