package plugin

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
)

// ErrNotRunning means that the backend process is not up at the moment.
var ErrNotRunning = errors.New("the plugin's backend is not running")

// Clients are the gRPC services of a running backend.
type Clients struct {
	Resource    pluginv2.ResourceClient
	Diagnostics pluginv2.DiagnosticsClient
	Data        pluginv2.DataClient
	Stream      pluginv2.StreamClient
	// Gone is closed when the process has ended.
	Gone <-chan struct{}
}

// Process keeps the backend running: it starts it, and starts it again when it ends or its file changes.
type Process struct {
	exe string
	env []string
	log hclog.Logger

	mu      sync.RWMutex
	clients *Clients
	starts  int
	lastErr error
	stopped chan struct{}
}

// restart back-off: the first restart comes after minBackoff, each further one after twice the time, up to maxBackoff.
// A process that lived for calm counts as healthy again.
const (
	minBackoff = 250 * time.Millisecond
	maxBackoff = 15 * time.Second
	calm       = 10 * time.Second
	watchEvery = 100 * time.Millisecond
)

// NewProcess prepares a backend; env is its whole environment (Grafana passes its own on and adds to it).
func NewProcess(exe string, env []string, log hclog.Logger) *Process {
	return &Process{exe: exe, env: env, log: log, stopped: make(chan struct{})}
}

// Run starts the backend and keeps it up until ctx ends; then it kills it. firstTry is called once, after the first attempt.
func (p *Process) Run(ctx context.Context, firstTry func(error)) {
	// The kernel's parent-death signal is tied to the thread that forks, so that thread must live as long as the child.
	runtime.LockOSThread()
	defer close(p.stopped)
	backoff := minBackoff
	for ctx.Err() == nil {
		begun := time.Now()
		client, clients, gone, err := p.start()
		if firstTry != nil {
			firstTry(err)
			firstTry = nil
		}
		p.set(clients, err)
		if err != nil {
			p.log.Error("backend did not start", "executable", p.exe, "error", err)
		} else {
			p.watch(ctx, client)
			close(gone)
			p.set(nil, ErrNotRunning)
			client.Kill()
		}
		if ctx.Err() != nil {
			return
		}
		if time.Since(begun) > calm {
			backoff = minBackoff
		}
		p.log.Warn("backend ended; starting it again", "in", backoff.String(), "starts", p.Starts())
		select {
		case <-ctx.Done():
		case <-time.After(backoff):
		}
		backoff = min(backoff*2, maxBackoff)
	}
}

func (p *Process) start() (*goplugin.Client, *Clients, chan struct{}, error) {
	cmd := exec.Command(p.exe)
	cmd.Env = p.env
	dieWithParent(cmd)
	client := goplugin.NewClient(&goplugin.ClientConfig{
		Cmd:              cmd,
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		HandshakeConfig: goplugin.HandshakeConfig{
			ProtocolVersion:  grpcplugin.ProtocolVersion,
			MagicCookieKey:   grpcplugin.MagicCookieKey,
			MagicCookieValue: grpcplugin.MagicCookieValue,
		},
		VersionedPlugins: map[int]goplugin.PluginSet{grpcplugin.ProtocolVersion: {
			"diagnostics": &grpcplugin.DiagnosticsGRPCPlugin{},
			"resource":    &grpcplugin.ResourceGRPCPlugin{},
			"data":        &grpcplugin.DataGRPCPlugin{},
			"stream":      &grpcplugin.StreamGRPCPlugin{},
		}},
		SkipHostEnv: true,
		Logger:      p.log,
	})
	gone := make(chan struct{})
	clients, err := dispense(client)
	if err != nil {
		client.Kill()
		return nil, nil, nil, err
	}
	clients.Gone = gone
	p.mu.Lock()
	p.starts++
	p.mu.Unlock()
	return client, clients, gone, nil
}

func dispense(client *goplugin.Client) (*Clients, error) {
	rpc, err := client.Client()
	if err != nil {
		return nil, err
	}
	c := &Clients{}
	for name, use := range map[string]func(any){
		"resource":    func(v any) { c.Resource, _ = v.(pluginv2.ResourceClient) },
		"diagnostics": func(v any) { c.Diagnostics, _ = v.(pluginv2.DiagnosticsClient) },
		"data":        func(v any) { c.Data, _ = v.(pluginv2.DataClient) },
		"stream":      func(v any) { c.Stream, _ = v.(pluginv2.StreamClient) },
	} {
		v, err := rpc.Dispense(name)
		if err != nil {
			return nil, err
		}
		use(v)
	}
	return c, nil
}

// watch returns when the process has ended, its file was replaced by a new build, or ctx is done.
func (p *Process) watch(ctx context.Context, client *goplugin.Client) {
	built := modTime(p.exe)
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if client.Exited() {
				return
			}
			if now := modTime(p.exe); !now.Equal(built) && !now.IsZero() && time.Since(now) > time.Second {
				p.log.Info("backend was built anew")
				return
			}
		}
	}
}

func modTime(name string) time.Time {
	st, err := os.Stat(name)
	if err != nil {
		return time.Time{}
	}
	return st.ModTime()
}

func (p *Process) set(c *Clients, err error) {
	p.mu.Lock()
	p.clients, p.lastErr = c, err
	p.mu.Unlock()
}

// Clients returns the running backend's services, or ErrNotRunning.
func (p *Process) Clients() (*Clients, error) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if p.clients == nil {
		return nil, ErrNotRunning
	}
	return p.clients, nil
}

// Starts counts how often the backend came up.
func (p *Process) Starts() int {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.starts
}

// Stopped is closed when Run has returned.
func (p *Process) Stopped() <-chan struct{} { return p.stopped }
