package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/faults"
	"github.com/strata-sre/strata-sre-app/testbed/internal/server"
)

type faultCmd struct {
	URL string `default:"http://127.0.0.1:9750" env:"TESTBED_URL" help:"Address of the running testbed."`

	List  faultListCmd  `cmd:"" help:"List the faults there are and those that are active."`
	Start faultStartCmd `cmd:"" help:"Start a fault."`
	Stop  faultStopCmd  `cmd:"" help:"Stop a fault by name or id, or all of them."`
}

type faultListCmd struct {
	JSON bool `name:"json" help:"Print JSON."`
}

type faultStartCmd struct {
	Name     string        `arg:"" help:"Name of the fault; see 'testbed fault list'."`
	Service  string        `help:"Service to hit, unless the default."`
	Node     string        `help:"Node to hit, unless the default."`
	Duration time.Duration `help:"Stop by itself after this time; 0 runs until stopped."`
	Severity float64       `default:"1" help:"From 0 to 1."`
	Ramp     time.Duration `help:"Time from nothing to full severity, unless the default."`
	JSON     bool          `name:"json" help:"Print JSON."`
}

type faultStopCmd struct {
	Name string `arg:"" optional:"" help:"Name or id; all active faults if left out."`
	JSON bool   `name:"json" help:"Print JSON."`
}

func (c *faultListCmd) Run(o *Output, parent *faultCmd) error {
	var list server.FaultList
	known := faults.All()
	body, err := parent.ask(http.MethodGet, "/faults", nil)
	if err == nil {
		err = json.Unmarshal(body, &list)
	}
	if c.JSON {
		if err != nil {
			list.Active = []*faults.Active{}
		}
		list.Known = known
		return printJSON(o.Out, list)
	}
	t := tabwriter.NewWriter(o.Out, 0, 0, 2, ' ', 0)
	rows := []string{"LAYER\tNAME\tHITS\tWHAT BREAKS\tSIGNALS THAT MOVE"}
	for _, d := range known {
		hits := d.On
		if d.Default != "" {
			hits += " " + strings.Replace(d.Default, "@", "of ", 1)
		}
		rows = append(rows, fmt.Sprintf("%s\t%s\t%s\t%s\t%s", d.Layer, d.Name, hits, d.Breaks, strings.Join(d.Signals, " ")))
	}
	if _, failed := fmt.Fprintln(t, strings.Join(rows, "\n")); failed != nil {
		return failed
	}
	if failed := t.Flush(); failed != nil {
		return failed
	}
	if err != nil {
		_, failed := fmt.Fprintf(o.Err, "No testbed answers, so none is shown as active: %v\n", err)
		return failed
	}
	return printActive(o.Out, "active", list.Active)
}

func (c *faultStartCmd) Run(o *Output, parent *faultCmd) error {
	req := faults.Request{Name: c.Name, Service: c.Service, Node: c.Node, Severity: c.Severity, Duration: faults.Duration(c.Duration), Ramp: faults.Duration(c.Ramp)}
	body, err := json.Marshal(req)
	if err != nil {
		return err
	}
	answer, err := parent.ask(http.MethodPost, "/faults", body)
	if err != nil {
		return err
	}
	var a faults.Active
	if err := json.Unmarshal(answer, &a); err != nil {
		return err
	}
	if c.JSON {
		return printJSON(o.Out, a)
	}
	return printActive(o.Out, "started", []*faults.Active{&a})
}

func (c *faultStopCmd) Run(o *Output, parent *faultCmd) error {
	path := "/faults"
	if c.Name != "" {
		path += "/" + url.PathEscape(c.Name)
	}
	answer, err := parent.ask(http.MethodDelete, path, nil)
	if err != nil {
		return err
	}
	list := []*faults.Active{}
	if err := json.Unmarshal(answer, &list); err != nil {
		return err
	}
	if c.JSON {
		return printJSON(o.Out, list)
	}
	return printActive(o.Out, "stopped", list)
}

func printActive(w io.Writer, what string, list []*faults.Active) error {
	if len(list) == 0 {
		_, err := fmt.Fprintf(w, "%s: none\n", what)
		return err
	}
	for _, a := range list {
		where := strings.Trim(a.Service+" "+a.Node, " ")
		if where == "" {
			where = "the cluster"
		}
		if _, err := fmt.Fprintf(w, "%s: %s (%s layer) on %s since %s, severity %g, id %s\n", what, a.Name, a.Layer, where, a.Start.Format(time.RFC3339), a.Severity, a.ID); err != nil {
			return err
		}
	}
	return nil
}

func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// ask sends a request to the running testbed and returns its answer.
func (c *faultCmd) ask(method, path string, body []byte) (_ []byte, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(c.URL, "/")+path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("--url: %w", err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, fmt.Errorf("no testbed answers at %s: %w; start one with 'testbed serve' or name it with --url", c.URL, err)
	}
	defer func() { err = errors.Join(err, res.Body.Close()) }()
	answer, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	if err != nil {
		return nil, err
	}
	if res.StatusCode >= 300 {
		var problem struct {
			Error string `json:"error"`
		}
		if json.Unmarshal(answer, &problem) != nil || problem.Error == "" {
			problem.Error = res.Status
		}
		return nil, errors.New(problem.Error)
	}
	return answer, nil
}
