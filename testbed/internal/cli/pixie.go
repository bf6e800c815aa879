package cli

import (
	"context"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/server"
	"github.com/strata-sre/strata-sre-app/testbed/pixie"
)

type pixieFlags struct {
	Listen  string   `placeholder:"ADDRESS" help:"Address of a stand-in for a Pixie cloud (gRPC over TLS); port 0 takes a free one. Without it there is none."`
	CA      string   `name:"ca" placeholder:"FILE" help:"File that gets the certificate which clients of the stand-in must trust (PEM). Needed with --pixie-listen."`
	Hosts   []string `default:"localhost,127.0.0.1" help:"Names and addresses in that certificate."`
	Key     string   `default:"px-api-testbed" help:"API key that the stand-in accepts."`
	Cluster string   `default:"7d2c4a1e-0000-4000-8000-00000000beef" help:"Id of the stand-in's cluster."`
}

// start runs the stand-in beside the shop until the context ends. The file with its certificate is there before it answers.
func (p *pixieFlags) start(ctx context.Context, o *Output, srv *server.Server, clock func() time.Time) error {
	if p.Listen == "" {
		return nil
	}
	if p.CA == "" {
		return fmt.Errorf("--pixie-ca: needed with --pixie-listen, as no client trusts a certificate that it does not know")
	}
	standIn, err := pixie.New(pixie.Options{Key: p.Key, Cluster: p.Cluster, Hosts: p.Hosts, Clock: clock, Pods: func() (pods []pixie.Pod) {
		srv.View(func(w *model.World) { pods = pixie.PodsOf(w) })
		return pods
	}})
	if err != nil {
		return fmt.Errorf("--pixie-key, --pixie-cluster: %w", err)
	}
	if err := os.WriteFile(p.CA, standIn.Certificate(), 0o644); err != nil { // a certificate is public
		return fmt.Errorf("--pixie-ca: %w", err)
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", p.Listen)
	if err != nil {
		return fmt.Errorf("--pixie-listen: %w", err)
	}
	go func() {
		if err := standIn.Serve(ctx, l); err != nil {
			srv.Warn(fmt.Errorf("pixie stand-in: %w", err))
		}
	}()
	_, err = fmt.Fprintf(o.Out, "Pixie stand-in at %s, cluster %s\n", l.Addr(), p.Cluster)
	return err
}
