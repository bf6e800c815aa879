// Command compose-check loads a Compose file as Docker Compose does (schema, variables, extends, references between
// services) and prints the resolved project as JSON. It starts nothing and needs no Docker.
package main

import (
	"context"
	"encoding/json"
	"log"
	"os"

	"github.com/compose-spec/compose-go/v2/cli"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("compose-check: ")
	if len(os.Args) != 2 {
		log.Fatal("usage: compose-check docker-compose.yaml")
	}
	options, err := cli.NewProjectOptions(os.Args[1:2], cli.WithName("strata"), cli.WithResolvedPaths(true))
	if err != nil {
		log.Fatal(err)
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(project); err != nil {
		log.Fatal(err)
	}
}
