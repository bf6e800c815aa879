package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/ecslog"
	"github.com/strata-sre/strata-sre-app/testbed/internal/exporters"
	"github.com/strata-sre/strata-sre-app/testbed/internal/history"
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/sim"
)

type historyCmd struct {
	Days      float64       `default:"3" help:"Days of history."`
	Step      time.Duration `default:"30s" help:"Time between samples."`
	Out       string        `default:"-" placeholder:"FILE.om" help:"File to write; - writes to standard output."`
	End       string        `placeholder:"TIME" help:"Time of the last sample, RFC 3339; now if left out."`
	Split     time.Duration `help:"Write pieces of this length, FILE-0000.om and so on; 2h makes promtool read every sample once only."`
	Set       string        `enum:"core,all" default:"core" help:"Metrics to write: core leaves out what nobody needs days of; all."`
	Rest      time.Duration `help:"Write what --set leaves out for this long before the end."`
	Only      string        `placeholder:"REGEXP" help:"Write only metrics whose name matches."`
	Faults    string        `placeholder:"SPEC" xor:"past" help:"Past faults: NAME[:TARGET]@WHEN/DURATION, comma-separated; WHEN is a time or like -5h."`
	Incidents int           `placeholder:"N" xor:"past" help:"Scatter this many past faults."`
	Seed      int64         `default:"1" help:"Seed of names and noise."`
	Logs      string        `placeholder:"DIR" help:"Folder for the ECS logs of the past, thinly sampled."`
	LogMB     int64         `name:"log-mb" default:"64" help:"Size in MB at which a log file is turned over; one older file is kept."`
	State     string        `placeholder:"FILE" help:"File that gets the final state, for 'testbed serve --state' to go on from."`
	Truth     string        `placeholder:"FILE" help:"NDJSON file that gets the truth about past faults appended; beside the state file if left out."`
}

// Run writes the history and reports on standard error what it wrote.
func (c *historyCmd) Run(o *Output) error {
	began := time.Now()
	plan, err := c.plan(began)
	if err != nil {
		return err
	}
	truth, err := openTruth(truthBeside(c.Truth, c.State))
	if err != nil {
		return err
	}
	s := sim.New(c.Seed, plan.Start(), 1, truth)
	var logFailure error
	if c.Logs != "" {
		files, err := ecslog.Files(c.Logs, c.LogMB<<20)
		if err != nil {
			return err
		}
		logs := ecslog.New(files, ecslog.History, s.World.Noise)
		s.OnStep = func(w *model.World, fx *model.Effects, dt float64) {
			if logFailure == nil {
				logFailure = logs.Step(w, fx, dt)
			}
		}
		defer func() { logFailure = errors.Join(logFailure, logs.Close()) }()
	}
	res, err := history.Run(s, plan, func(n int) (io.WriteCloser, error) { return c.open(o, n) })
	if err = errors.Join(err, logFailure); err != nil {
		return err
	}
	if c.State != "" {
		if err := s.Save(c.State); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(o.Err, "testbed history: %s to %s, %d times, %d past faults, in %.1f s\n", res.First.Format(time.RFC3339),
		res.Last.Format(time.RFC3339), res.Ticks, res.Faults, time.Since(began).Seconds())
	return err
}

func (c *historyCmd) plan(now time.Time) (history.Plan, error) {
	p := history.Plan{End: now, Span: time.Duration(c.Days * float64(24*time.Hour)), Step: c.Step, Split: c.Split}
	err := c.check()
	if err != nil {
		return p, err
	}
	p.Span = max(p.Span.Truncate(c.Step), c.Step)
	if c.End != "" {
		if p.End, err = time.Parse(time.RFC3339, c.End); err != nil {
			return p, fmt.Errorf("--end: %q is not like 2026-11-21T09:00:00Z", c.End)
		}
	}
	only, err := regexp.Compile("^(?:" + c.Only + ")$")
	if err != nil {
		return p, fmt.Errorf("--only: %w", err)
	}
	p.Rest, p.RestOnly = c.Rest, func(metric string) bool { return c.Only == "" || only.MatchString(metric) }
	p.Only = func(metric string) bool { return (c.Set == "all" || exporters.Core(metric)) && p.RestOnly(metric) }
	p.Past = history.Scatter(c.Incidents, c.Seed, p.Start(), p.Last())
	if c.Faults != "" {
		p.Past, err = history.Parse(c.Faults, p.End)
	}
	return p, err
}

func (c *historyCmd) check() error {
	switch {
	case c.Step < time.Second || c.Step%time.Second != 0:
		return fmt.Errorf("--step: must be whole seconds, not %s", c.Step)
	case c.Days <= 0 || c.Days > 60:
		return fmt.Errorf("--days: must be above 0 and at most 60, not %g", c.Days)
	case c.Incidents < 0:
		return fmt.Errorf("--incidents: must not be negative, not %d", c.Incidents)
	case c.Rest < 0:
		return fmt.Errorf("--rest: must not be negative, not %s", c.Rest)
	case c.Split < 0 || (c.Split > 0 && c.Split < c.Step):
		return fmt.Errorf("--split: must be at least the step, not %s", c.Split)
	case c.Split > 0 && c.Out == "-":
		return errors.New("--split: needs --out FILE.om")
	default:
		return nil
	}
}

// open returns the writer of a piece.
func (c *historyCmd) open(o *Output, n int) (io.WriteCloser, error) {
	if c.Out == "-" {
		return unclosed{o.Out}, nil
	}
	name := c.Out
	if c.Split > 0 {
		ext := filepath.Ext(name)
		name = fmt.Sprintf("%s-%04d%s", strings.TrimSuffix(name, ext), n, ext)
	}
	f, err := os.Create(name)
	if err != nil {
		return nil, fmt.Errorf("--out: %w", err)
	}
	return f, nil
}

type unclosed struct{ io.Writer }

func (unclosed) Close() error { return nil }

// truthBeside is the truth file: as named, else beside the state, else none.
func truthBeside(truth, state string) string {
	if truth == "" && state != "" {
		return state + ".truth.ndjson"
	}
	return truth
}
