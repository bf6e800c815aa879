package cli

import (
	"context"
	"fmt"
	"net"
	"os/signal"
	"syscall"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/ecslog"
	"github.com/strata-sre/strata-sre-app/testbed/internal/faults"
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/server"
	"github.com/strata-sre/strata-sre-app/testbed/internal/sim"
)

const maxGap = 14 * 24 * time.Hour // longest time since a saved state that is walked through

type serveCmd struct {
	Elastic elasticFlags `embed:"" prefix:"elasticsearch-"`

	Listen string  `default:"127.0.0.1:9750" help:"Address to listen on; port 0 takes a free one."`
	Seed   int64   `default:"1" help:"Seed of names and noise."`
	Logs   string  `placeholder:"DIR" help:"Folder for the ECS logs, one NDJSON file per service."`
	LogMB  int64   `name:"log-mb" default:"16" help:"Size in MB at which a log file is turned over; one older file is kept."`
	State  string  `placeholder:"FILE" help:"File that keeps counters and active faults over restarts."`
	Truth  string  `placeholder:"FILE" help:"NDJSON file that gets the truth about faults appended; beside the state file if left out."`
	Speed  float64 `default:"1" help:"How many times faster than real the day rhythm runs; rates stay per real second."`

	Pixie pixieFlags `embed:"" prefix:"pixie-"`
}

func (c *serveCmd) Run(o *Output) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	return c.serve(ctx, o, func() time.Time { return time.Now().UTC() })
}

func (c *serveCmd) serve(ctx context.Context, o *Output, clock func() time.Time) (err error) {
	if c.Speed <= 0 {
		return fmt.Errorf("--speed: must be above 0, not %g", c.Speed)
	}
	truth, err := openTruth(truthBeside(c.Truth, c.State))
	if err != nil {
		return err
	}
	now := clock().Truncate(sim.FineStep)
	s := sim.New(c.Seed, now, c.Speed, truth)
	if err := c.resume(s, truth, now); err != nil {
		return err
	}
	srv := server.New(s, clock)
	srv.StatePath = c.State
	srv.Warn = func(err error) { report(o.Err, err) }
	if c.Logs != "" {
		files, err := ecslog.Files(c.Logs, c.LogMB<<20)
		if err != nil {
			return err
		}
		logs := ecslog.New(files, ecslog.Live, s.World.Noise)
		defer func() {
			if failed := logs.Close(); failed != nil {
				srv.Warn(failed)
			}
		}()
		srv.OnStep = func(w *model.World, fx *model.Effects, dt float64) {
			if failed := logs.Step(w, fx, dt); failed != nil {
				srv.Warn(failed)
			}
		}
	}
	wait := c.Elastic.start(ctx, srv, s, clock)
	defer wait()
	if err := c.Pixie.start(ctx, o, srv, clock); err != nil {
		return err
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("--listen: %w", err)
	}
	if _, err := fmt.Fprintf(o.Out, "testbed ready at http://%s\n", l.Addr()); err != nil {
		return err
	}
	return srv.Run(ctx, l)
}

// resume loads the state, if there is one and it is not too old, and settles the truth of faults that are not in it.
func (c *serveCmd) resume(s *sim.Sim, truth *faults.Truth, now time.Time) error {
	if c.State != "" {
		if _, err := s.Load(c.State); err != nil {
			return err
		}
		if s.Now.After(now.Add(time.Minute)) {
			return fmt.Errorf("--state: %s ends at %s, which lies ahead; remove it or end the history earlier", c.State, s.Now.Format(time.RFC3339))
		}
		if now.Sub(s.Now) > maxGap {
			return fmt.Errorf("--state: %s ends at %s, more than %s ago; remove it to start anew", c.State, s.Now.Format(time.RFC3339), maxGap)
		}
	}
	if truth == nil {
		return nil
	}
	return truth.CloseStale(s.Faults.Active(), now)
}

func openTruth(path string) (*faults.Truth, error) {
	if path == "" {
		return nil, nil
	}
	return faults.OpenTruth(path)
}
