package live

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
	"github.com/hashicorp/go-hclog"

	"github.com/strata-sre/strata-sre-app/devhost/internal/identity"
	"github.com/strata-sre/strata-sre-app/devhost/internal/plugin"
	"github.com/strata-sre/strata-sre-app/devhost/internal/settings"
	"github.com/strata-sre/strata-sre-app/devhost/internal/testplugin"
)

func TestMain(m *testing.M) { testplugin.Main(m) }

type backendUnderTest struct {
	*plugin.Process
	plugin.ContextMaker
}

const base = "plugin/" + testplugin.ID + "/"

func newHub(t *testing.T) *Hub {
	t.Helper()
	dir, env := testplugin.Dist(t)
	b, err := plugin.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	store, err := settings.Open(t.TempDir(), b.App.ID, nil, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	p := plugin.NewProcess(b.App.ExecutablePath(), env, hclog.NewNullLogger())
	started := make(chan error, 1)
	go p.Run(ctx, func(err error) { started <- err })
	if err := <-started; err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); <-p.Stopped() })
	h := NewHub(b.App.ID, backendUnderTest{p, plugin.ContextMaker{Meta: b.App, Settings: store}}, hclog.NewNullLogger())
	h.linger = 50 * time.Millisecond
	eventually(t, func() bool { _, err := p.Clients(); return err == nil })
	return h
}

func eventually(t *testing.T, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatal("did not happen in time")
}

type packet struct{ Run, I int }

func next(t *testing.T, ch <-chan Message) packet {
	t.Helper()
	select {
	case m, ok := <-ch:
		if !ok {
			t.Fatal("channel closed")
		}
		var p packet
		if err := json.Unmarshal(m.Data, &p); err != nil {
			t.Fatal(err)
		}
		return p
	case <-time.After(10 * time.Second):
		t.Fatal("no message")
	}
	return packet{}
}

func user(name string) identity.User {
	u, _ := identity.Session(name)
	return u
}

func TestOneRunStreamForAll(t *testing.T) {
	h := newHub(t)
	a, _, leaveA, err := h.Subscribe(t.Context(), user("admin"), base+"x")
	if err != nil {
		t.Fatal(err)
	}
	b, _, leaveB, err := h.Subscribe(t.Context(), user("viewer"), base+"x")
	if err != nil {
		t.Fatal(err)
	}
	if x, y := next(t, a), next(t, b); x.Run != 1 || y.Run != 1 {
		t.Errorf("both must get the packets of run 1, got %v and %v", x, y)
	}
	leaveA()
	next(t, b)
	leaveB()
	eventually(t, func() bool { return h.Open() == 0 })
	c, _, leaveC, err := h.Subscribe(t.Context(), user("admin"), base+"x")
	if err != nil {
		t.Fatal(err)
	}
	defer leaveC()
	if p := next(t, c); p.Run != 2 {
		t.Errorf("after everybody left, a new stream starts; got run %d", p.Run)
	}
}

func TestStreamIsOpenedAgain(t *testing.T) {
	h := newHub(t)
	ch, _, leave, err := h.Subscribe(t.Context(), user("admin"), base+"short")
	if err != nil {
		t.Fatal(err)
	}
	defer leave()
	if first, second := next(t, ch), next(t, ch); second.Run != first.Run+1 {
		t.Errorf("got runs %d and %d", first.Run, second.Run)
	}
}

func TestSubscribeRefuses(t *testing.T) {
	h := newHub(t)
	for channel, want := range map[string]error{base + "none": ErrNotFound, base + "closed": ErrDenied, "grafana/x/y": ErrNotFound, base: ErrNotFound} {
		if _, _, _, err := h.Subscribe(t.Context(), user("viewer"), channel); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", channel, err, want)
		}
	}
	if err := h.Publish(t.Context(), user("viewer"), base+"x", json.RawMessage(`{}`)); !errors.Is(err, ErrDenied) {
		t.Errorf("publish: %v", err)
	}
}

func TestSlowSubscriberIsCutOff(t *testing.T) {
	h := NewHub("p", nil, hclog.NewNullLogger())
	ch := make(chan Message, 1)
	h.streams["c"] = &stream{subs: map[chan Message]struct{}{ch: {}}, cancel: func() {}}
	h.broadcast(Message{Channel: "c"})
	h.broadcast(Message{Channel: "c"})
	<-ch
	if _, ok := <-ch; ok {
		t.Error("want the channel closed")
	}
	h.leave("c", ch)
}

func TestSocket(t *testing.T) {
	h := newHub(t)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.Serve(w, r, user("editor")) }))
	defer srv.Close()
	ws, res, err := websocket.Dial(t.Context(), strings.Replace(srv.URL, "http", "ws", 1), nil)
	if err != nil {
		t.Fatal(err)
	}
	if res.Body != nil {
		defer func() { _ = res.Body.Close() }()
	}
	defer func() { _ = ws.CloseNow() }()
	send := func(c command) {
		if err := wsjson.Write(t.Context(), ws, c); err != nil {
			t.Fatal(err)
		}
	}
	until := func(kind string) event {
		for {
			var e event
			if err := wsjson.Read(t.Context(), ws, &e); err != nil {
				t.Fatal(err)
			}
			if e.Type == kind {
				return e
			}
		}
	}
	send(command{Op: "subscribe", Channel: base + "x"})
	until("subscribed")
	until("message")
	send(command{Op: "publish", Channel: base + "x", Data: json.RawMessage(`{"i":-1}`)})
	for e := until("message"); !strings.Contains(string(e.Data), "-1"); e = until("message") {
		continue
	}
	send(command{Op: "subscribe", Channel: base + "closed"})
	if e := until("error"); !e.Final || e.Channel != base+"closed" {
		t.Errorf("got %+v", e)
	}
	send(command{Op: "unsubscribe", Channel: base + "x"})
	eventually(t, func() bool { return h.Open() == 0 })
}

func TestSocketRefusesForeignOrigins(t *testing.T) {
	h := NewHub("p", nil, hclog.NewNullLogger())
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.Serve(w, r, user("admin")) }))
	defer srv.Close()
	_, res, err := websocket.Dial(t.Context(), strings.Replace(srv.URL, "http", "ws", 1), &websocket.DialOptions{HTTPHeader: http.Header{"Origin": {"http://evil.example"}}})
	if err == nil || res == nil || res.StatusCode != http.StatusForbidden {
		t.Errorf("got %v, %v", res, err)
	}
}
