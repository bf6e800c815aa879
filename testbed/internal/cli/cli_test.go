package cli

import (
	"bytes"
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/faults"
)

func call(args ...string) (int, string, string) {
	var out, errOut bytes.Buffer
	status := Main(args, &out, &errOut)
	return status, out.String(), errOut.String()
}

func TestHelp(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"serve", "--help"}, {"history", "--help"}, {"fault", "start", "--help"}, {"fault", "stop", "--help"}, {"fault", "list", "--help"}, {"scrape-config", "--help"}} {
		if status, out, _ := call(args...); status != 0 || !strings.Contains(out, "Usage: testbed") {
			t.Errorf("%v: %d %s", args, status, out)
		}
	}
}

func TestMistakesNameTheirFlag(t *testing.T) {
	for says, args := range map[string][]string{
		"--step":             {"history", "--step", "500ms"},
		"--days":             {"history", "--days", "0"},
		"--end":              {"history", "--end", "yesterday"},
		"--split":            {"history", "--split", "2h"},
		"--only":             {"history", "--only", "("},
		"faults":             {"history", "--faults", "dns-slow"},
		"--speed":            {"serve", "--speed", "0", "--listen", "127.0.0.1:0"},
		"--pixie-ca":         {"serve", "--pixie-listen", "127.0.0.1:0", "--listen", "127.0.0.1:0"},
		"--pixie-cluster":    {"serve", "--pixie-listen", "127.0.0.1:0", "--pixie-ca", "ca.pem", "--pixie-cluster", "shop", "--listen", "127.0.0.1:0"},
		"unknown":            {"serve", "--nope"},
		"no testbed answers": {"fault", "stop", "--url", "http://127.0.0.1:1"},
	} {
		if status, _, errOut := call(args...); status != 1 || !strings.Contains(errOut, says) {
			t.Errorf("%v: %d %s", args, status, errOut)
		}
	}
}

func TestListWithoutATestbed(t *testing.T) {
	status, out, errOut := call("fault", "list", "--url", "http://127.0.0.1:1")
	if status != 0 || !strings.Contains(out, "packet-loss") || !strings.Contains(errOut, "No testbed answers") {
		t.Errorf("%d %s %s", status, out, errOut)
	}
	if status, out, _ := call("fault", "list", "--json", "--url", "http://127.0.0.1:1"); status != 0 || !strings.Contains(out, `"layer": "ebpf"`) {
		t.Errorf("%d %s", status, out)
	}
}

func TestScrapeConfig(t *testing.T) {
	if status, out, _ := call("scrape-config", "--one"); status != 0 || strings.Count(out, "job_name") != 1 || !strings.Contains(out, "honor_labels: true") {
		t.Errorf("%d %s", status, out)
	}
	if status, out, _ := call("scrape-config"); status != 0 || !strings.Contains(out, "/metrics/node/node-a") {
		t.Errorf("%d %s", status, out)
	}
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}()
	return l.Addr().String()
}

// TestHistoryThenServe goes the way of the demo: history, then live from its state, a fault, a stop, a clean end.
func TestHistoryThenServe(t *testing.T) {
	dir := t.TempDir()
	state, truth := filepath.Join(dir, "state"), filepath.Join(dir, "state.truth.ndjson")
	status, _, errOut := call("history", "--days", "0.02", "--step", "60s", "--out", filepath.Join(dir, "h.om"), "--state", state, "--logs", filepath.Join(dir, "past"))
	if status != 0 || !strings.Contains(errOut, "28 times") {
		t.Fatalf("%d %s", status, errOut)
	}
	ctx, stop := context.WithCancel(t.Context())
	var out, bad bytes.Buffer
	addr := freePort(t)
	var done sync.WaitGroup
	done.Go(func() {
		c := serveCmd{Listen: addr, Seed: 1, State: state, Logs: filepath.Join(dir, "logs"), LogMB: 1, Speed: 1}
		if err := c.serve(ctx, &Output{Out: &out, Err: &bad}, func() time.Time { return time.Now().UTC() }); err != nil {
			t.Error(err)
		}
	})
	url := "http://" + addr
	startFault(t, url)
	if status, text, errOut := call("fault", "stop", "--url", url); status != 0 || !strings.Contains(text, "stopped: dns-slow") {
		t.Errorf("%d %s %s", status, text, errOut)
	}
	stop()
	done.Wait()
	if !strings.Contains(out.String(), "testbed ready at "+url) || bad.Len() > 0 {
		t.Errorf("%s %s", out.String(), bad.String())
	}
	events, err := faults.ReadTruth(truth)
	if err != nil || len(events) != 2 {
		t.Errorf("truth: %v %v", events, err)
	}
	if info, err := os.Stat(state); err != nil || info.Size() < 10000 {
		t.Errorf("state: %v %v", info, err)
	}
}

func startFault(t *testing.T, url string) {
	t.Helper()
	var errOut string
	for range 100 {
		var status int
		var out string
		if status, out, errOut = call("fault", "start", "dns-slow", "--url", url, "--severity", "0.5"); status == 0 {
			if !strings.Contains(out, "network layer") {
				t.Error(out)
			}
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal(errOut)
}
