package live

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"

	"github.com/strata-sre/strata-sre-app/devhost/internal/identity"
)

// command is what a browser sends: subscribe, unsubscribe or publish.
type command struct {
	Op      string          `json:"op"`
	Channel string          `json:"channel"`
	Data    json.RawMessage `json:"data,omitempty"`
}

// event is what a browser gets: subscribed, message, error or dropped.
type event struct {
	Type    string          `json:"type"`
	Channel string          `json:"channel"`
	Data    json.RawMessage `json:"data,omitempty"`
	Message string          `json:"message,omitempty"`
	// Final errors are not worth a retry (no such channel, no permission).
	Final bool `json:"final,omitempty"`
}

const pingEvery = 20 * time.Second

type conn struct {
	hub   *Hub
	ws    *websocket.Conn
	user  identity.User
	mu    sync.Mutex
	leave map[string]func()
}

// Serve answers one browser's WebSocket. The origin must be this host.
func (h *Hub) Serve(w http.ResponseWriter, r *http.Request, u identity.User) {
	ws, err := websocket.Accept(w, r, nil)
	if err != nil {
		return
	}
	ctx, cancel := context.WithCancel(r.Context())
	c := &conn{hub: h, ws: ws, user: u, leave: map[string]func(){}}
	defer func() {
		cancel()
		c.leaveAll()
		_ = ws.CloseNow()
	}()
	go c.ping(ctx, cancel)
	for {
		var cmd command
		if err := wsjson.Read(ctx, ws, &cmd); err != nil {
			return
		}
		c.handle(ctx, cmd)
	}
}

func (c *conn) ping(ctx context.Context, cancel context.CancelFunc) {
	tick := time.NewTicker(pingEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if c.ws.Ping(ctx) != nil {
				cancel()
				return
			}
		}
	}
}

func (c *conn) handle(ctx context.Context, cmd command) {
	var err error
	switch cmd.Op {
	case "subscribe":
		err = c.subscribe(ctx, cmd.Channel)
	case "unsubscribe":
		c.unsubscribe(cmd.Channel)
	case "publish":
		err = c.hub.Publish(ctx, c.user, cmd.Channel, cmd.Data)
	default:
		err = errors.New("op must be subscribe, unsubscribe or publish")
	}
	if err != nil {
		final := errors.Is(err, ErrDenied) || errors.Is(err, ErrNotFound)
		c.send(ctx, event{Type: "error", Channel: cmd.Channel, Message: err.Error(), Final: final})
	}
}

func (c *conn) subscribe(ctx context.Context, channel string) error {
	c.unsubscribe(channel)
	messages, initial, leave, err := c.hub.Subscribe(ctx, c.user, channel)
	if err != nil {
		return err
	}
	pumping, stop := context.WithCancel(ctx)
	c.mu.Lock()
	c.leave[channel] = func() { stop(); leave() }
	c.mu.Unlock()
	c.send(ctx, event{Type: "subscribed", Channel: channel, Data: initial})
	go c.pump(pumping, channel, messages)
	return nil
}

func (c *conn) pump(ctx context.Context, channel string, messages <-chan Message) {
	for {
		select {
		case <-ctx.Done():
			return
		case m, ok := <-messages:
			if !ok {
				c.send(ctx, event{Type: "error", Channel: channel, Message: "too slow: messages were lost"})
				return
			}
			c.send(ctx, event{Type: "message", Channel: channel, Data: m.Data})
		}
	}
}

func (c *conn) unsubscribe(channel string) {
	c.mu.Lock()
	leave := c.leave[channel]
	delete(c.leave, channel)
	c.mu.Unlock()
	if leave != nil {
		leave()
	}
}

func (c *conn) leaveAll() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, leave := range c.leave {
		leave()
	}
}

func (c *conn) send(ctx context.Context, e event) {
	_ = wsjson.Write(ctx, c.ws, e)
}
