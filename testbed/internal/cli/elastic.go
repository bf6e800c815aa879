package cli

import (
	"context"
	"errors"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/elastic"
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/server"
	"github.com/strata-sre/strata-sre-app/testbed/internal/sim"
)

// elasticFlags say which Elasticsearch gets the shop's documents.
type elasticFlags struct {
	URL  string        `name:"url" placeholder:"URL" help:"Elasticsearch that gets the shop's logs, traces, events and network documents; it may start later."`
	Past time.Duration `default:"1h" help:"How much of the past to write there first."`
}

// start feeds Elasticsearch beside the server, if there is one; the result waits for the last documents after the context has ended.
func (f elasticFlags) start(ctx context.Context, srv *server.Server, s *sim.Sim, clock func() time.Time) func() {
	if f.URL == "" {
		return func() {}
	}
	feed := elastic.NewFeed(f.URL, s.World.Noise, clock, srv.Warn)
	others := srv.OnStep
	srv.OnStep = func(w *model.World, fx *model.Effects, dt float64) {
		if others != nil {
			others(w, fx, dt)
		}
		feed.Step(w, fx, dt)
	}
	srv.Documents = func() any { return feed.Status() }
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := feed.Run(ctx, f.Past, pastOf(s.Seed)); err != nil && ctx.Err() == nil {
			srv.Warn(err)
		}
	}()
	return func() { <-done }
}

// pastOf walks a healthy shop of the same seed, so that pods have the same names.
func pastOf(seed int64) elastic.Past {
	return func(from, to time.Time, each func(w *model.World, fx *model.Effects, dt float64) error) error {
		past := sim.New(seed, from, 1, nil)
		var failed error
		past.OnStep = func(w *model.World, fx *model.Effects, dt float64) {
			if failed == nil {
				failed = each(w, fx, dt)
			}
		}
		return errors.Join(past.Advance(to, false), failed)
	}
}
