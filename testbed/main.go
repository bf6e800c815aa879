// Command testbed is a small simulated shop that can be broken on purpose.
package main

import (
	"os"

	"github.com/strata-sre/strata-sre-app/testbed/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr)) }
