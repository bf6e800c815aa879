// Package live shares the plugin's streams among browsers: one RunStream per channel, however many subscribe.
package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"github.com/hashicorp/go-hclog"

	"github.com/strata-sre/strata-sre-app/devhost/internal/identity"
	"github.com/strata-sre/strata-sre-app/devhost/internal/plugin"
)

// Backend is the running plugin: its stream service and the context of a call.
type Backend interface {
	Clients() (*plugin.Clients, error)
	For(u identity.User) (backend.PluginContext, error)
}

var (
	// ErrNotFound: no such channel.
	ErrNotFound = errors.New("channel not found")
	// ErrDenied: the plugin refuses this user.
	ErrDenied = errors.New("permission denied")
)

const (
	// linger keeps a stream without subscribers alive, so that a page change does not restart it.
	linger = 3 * time.Second
	// queue is how many messages a slow browser may lag behind before it is cut off.
	queue      = 256
	minBackoff = 100 * time.Millisecond
	maxBackoff = 5 * time.Second
)

// Message is one packet of a channel, as the plugin sent it.
type Message struct {
	Channel string
	Data    json.RawMessage
}

// Hub holds the open streams of one plugin.
type Hub struct {
	id      string
	backend Backend
	log     hclog.Logger
	linger  time.Duration

	mu      sync.Mutex
	streams map[string]*stream
}

type stream struct {
	subs   map[chan Message]struct{}
	cancel context.CancelFunc
	idle   *time.Timer
}

// NewHub serves channels plugin/<id>/<path>.
func NewHub(id string, b Backend, log hclog.Logger) *Hub {
	return &Hub{id: id, backend: b, log: log, linger: linger, streams: map[string]*stream{}}
}

func (h *Hub) path(channel string) (string, error) {
	path, ok := strings.CutPrefix(channel, "plugin/"+h.id+"/")
	if !ok || path == "" {
		return "", fmt.Errorf("%w: %s (the devhost has channels plugin/%s/… only)", ErrNotFound, channel, h.id)
	}
	return path, nil
}

// Subscribe asks the plugin for leave, then joins the channel. The returned data is the plugin's initial data or nil; the
// channel is closed when the subscriber lags too far behind; cancel leaves.
func (h *Hub) Subscribe(ctx context.Context, u identity.User, channel string) (<-chan Message, json.RawMessage, func(), error) {
	path, err := h.path(channel)
	if err != nil {
		return nil, nil, nil, err
	}
	c, err := h.backend.Clients()
	if err != nil {
		return nil, nil, nil, err
	}
	pc, err := h.backend.For(u)
	if err != nil {
		return nil, nil, nil, err
	}
	res, err := c.Stream.SubscribeStream(ctx, backend.ToProto().SubscribeStreamRequest(&backend.SubscribeStreamRequest{PluginContext: pc, Path: path}))
	if err != nil {
		return nil, nil, nil, err
	}
	switch res.Status {
	case pluginv2.SubscribeStreamResponse_NOT_FOUND:
		return nil, nil, nil, ErrNotFound
	case pluginv2.SubscribeStreamResponse_PERMISSION_DENIED:
		return nil, nil, nil, ErrDenied
	}
	ch := h.join(channel, path, pc)
	return ch, res.Data, func() { h.leave(channel, ch) }, nil
}

func (h *Hub) join(channel, path string, pc backend.PluginContext) chan Message {
	h.mu.Lock()
	defer h.mu.Unlock()
	s, ok := h.streams[channel]
	if !ok {
		ctx, cancel := context.WithCancel(context.Background())
		s = &stream{subs: map[chan Message]struct{}{}, cancel: cancel}
		h.streams[channel] = s
		go h.run(ctx, channel, path, pc)
	}
	if s.idle != nil {
		s.idle.Stop()
		s.idle = nil
	}
	ch := make(chan Message, queue)
	s.subs[ch] = struct{}{}
	return ch
}

func (h *Hub) leave(channel string, ch chan Message) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s, ok := h.streams[channel]
	if !ok {
		return
	}
	delete(s.subs, ch)
	h.idle(channel, s)
}

// idle ends a stream some time after its last subscriber left.
func (h *Hub) idle(channel string, s *stream) {
	if len(s.subs) > 0 || s.idle != nil {
		return
	}
	s.idle = time.AfterFunc(h.linger, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if len(s.subs) == 0 && h.streams[channel] == s {
			delete(h.streams, channel)
			s.cancel()
		}
	})
}

// run keeps one RunStream open until ctx ends, reconnecting with growing pauses.
func (h *Hub) run(ctx context.Context, channel, path string, pc backend.PluginContext) {
	pause := minBackoff
	for ctx.Err() == nil {
		begun := time.Now()
		err := h.consume(ctx, channel, path, pc)
		if ctx.Err() != nil {
			return
		}
		if time.Since(begun) > maxBackoff {
			pause = minBackoff
		}
		h.log.Warn("stream ended; opening it again", "channel", channel, "in", pause.String(), "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
		pause = min(pause*2, maxBackoff)
	}
}

func (h *Hub) consume(ctx context.Context, channel, path string, pc backend.PluginContext) error {
	c, err := h.backend.Clients()
	if err != nil {
		return err
	}
	rs, err := c.Stream.RunStream(ctx, backend.ToProto().RunStreamRequest(&backend.RunStreamRequest{PluginContext: pc, Path: path}))
	if err != nil {
		return err
	}
	for {
		packet, err := rs.Recv()
		if err != nil {
			return err
		}
		h.broadcast(Message{Channel: channel, Data: packet.Data})
	}
}

func (h *Hub) broadcast(m Message) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s, ok := h.streams[m.Channel]
	if !ok {
		return
	}
	for ch := range s.subs {
		select {
		case ch <- m:
		default:
			delete(s.subs, ch)
			close(ch)
		}
	}
	h.idle(m.Channel, s)
}

// Publish hands a message of a user to the plugin and returns what it wants to be broadcast, after broadcasting it.
func (h *Hub) Publish(ctx context.Context, u identity.User, channel string, raw json.RawMessage) error {
	path, err := h.path(channel)
	if err != nil {
		return err
	}
	c, err := h.backend.Clients()
	if err != nil {
		return err
	}
	pc, err := h.backend.For(u)
	if err != nil {
		return err
	}
	res, err := c.Stream.PublishStream(ctx, backend.ToProto().PublishStreamRequest(&backend.PublishStreamRequest{PluginContext: pc, Path: path, Data: raw}))
	if err != nil {
		return err
	}
	switch res.Status {
	case pluginv2.PublishStreamResponse_NOT_FOUND:
		return ErrNotFound
	case pluginv2.PublishStreamResponse_PERMISSION_DENIED:
		return ErrDenied
	}
	if len(res.Data) > 0 {
		h.broadcast(Message{Channel: channel, Data: res.Data})
	}
	return nil
}

// Open counts the running streams.
func (h *Hub) Open() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.streams)
}
