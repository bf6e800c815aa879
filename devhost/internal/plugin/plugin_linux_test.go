package plugin_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"

	"github.com/strata-sre/strata-sre-app/devhost/internal/plugin"
	"github.com/strata-sre/strata-sre-app/devhost/internal/testplugin"
)

func TestMain(m *testing.M) {
	if os.Getenv("DEVHOST_TEST_HOST") != "" {
		runHost()
	}
	testplugin.Main(m)
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatal("did not happen: " + what)
}

func TestLoad(t *testing.T) {
	dir, _ := testplugin.Dist(t)
	b, err := plugin.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if b.App.ID != testplugin.ID || b.App.Version != "1.2.3" || len(b.Nested) != 1 || b.Nested[0].ID != "test-tiny-panel" {
		t.Errorf("got %+v", b)
	}
	if _, err := plugin.Load(t.TempDir()); err == nil || !strings.Contains(err.Error(), "npm run build") {
		t.Errorf("an empty folder must say what to do, got %v", err)
	}
}

func TestProcessRestarts(t *testing.T) {
	dir, env := testplugin.Dist(t)
	b, err := plugin.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	p := plugin.NewProcess(b.App.ExecutablePath(), env, hclog.NewNullLogger())
	started := make(chan error, 1)
	go p.Run(ctx, func(err error) { started <- err })
	if err := <-started; err != nil {
		t.Fatal(err)
	}
	eventually(t, "first start", func() bool { _, err := p.Clients(); return err == nil })
	c, _ := p.Clients()
	gone := c.Gone
	kill(t, children(t, os.Getpid()))
	<-gone
	eventually(t, "second start", func() bool { _, err := p.Clients(); return err == nil && p.Starts() == 2 })
	pids := children(t, os.Getpid())
	cancel()
	<-p.Stopped()
	eventually(t, "child ended with the host", func() bool { return !alive(pids) })
}

func TestProcessWithoutBinary(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p := plugin.NewProcess(filepath.Join(t.TempDir(), "none"), nil, hclog.NewNullLogger())
	tried := make(chan error, 1)
	go p.Run(ctx, func(err error) { tried <- err })
	if err := <-tried; err == nil {
		t.Error("want an error")
	}
	if _, err := p.Clients(); err != plugin.ErrNotRunning {
		t.Errorf("got %v", err)
	}
	cancel()
	<-p.Stopped()
}

// runHost is a host in a process of its own, for the test that kills it hard.
func runHost() {
	p := plugin.NewProcess(os.Getenv("DEVHOST_TEST_HOST"), append(os.Environ(), "DEVHOST_TEST_HOST="), hclog.NewNullLogger())
	p.Run(context.Background(), func(error) { _, _ = os.Stdout.WriteString("up\n") })
}

func TestChildEndsWhenHostIsKilled(t *testing.T) {
	dir, env := testplugin.Dist(t)
	b, err := plugin.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	host := exec.Command(self)
	host.Env = append(env, "DEVHOST_TEST_HOST="+b.App.ExecutablePath())
	out, err := host.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := host.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 3)); err != nil {
		t.Fatal(err)
	}
	pids := children(t, host.Process.Pid)
	if len(pids) == 0 {
		t.Fatal("the host has no child")
	}
	_ = host.Process.Kill()
	_ = host.Wait()
	eventually(t, "child ended", func() bool { return !alive(pids) })
}
