package plugin

import (
	"context"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

func TestWhoMaySubscribe(t *testing.T) {
	h := newHarness(t)
	cases := []struct {
		who  person
		path string
		want backend.SubscribeStreamStatus
	}{
		{vic, "incidents", backend.SubscribeStreamStatusOK}, {public, "incidents", backend.SubscribeStreamStatusOK},
		{person{1, "x", "None"}, "incidents", backend.SubscribeStreamStatusPermissionDenied},
		{person{0, "x", "Viewer"}, "incidents", backend.SubscribeStreamStatusPermissionDenied},
		{ada, "other", backend.SubscribeStreamStatusNotFound},
	}
	for _, c := range cases {
		got, err := h.app.SubscribeStream(t.Context(), &backend.SubscribeStreamRequest{PluginContext: c.who.context(), Path: c.path})
		if err != nil || got.Status != c.want {
			t.Errorf("%+v on %s: %v %v", c.who, c.path, got.Status, err)
		}
	}
	got, err := h.app.PublishStream(t.Context(), &backend.PublishStreamRequest{PluginContext: ada.context(), Path: "incidents"})
	if err != nil || got.Status != backend.PublishStreamStatusPermissionDenied {
		t.Errorf("%v %v", got, err)
	}
}

type packets chan *backend.StreamPacket

func (p packets) Send(packet *backend.StreamPacket) error {
	p <- packet
	return nil
}

func TestStreamSendsChangesOfItsOrganisationOnly(t *testing.T) {
	h := newHarness(t)
	h.deliver(webhook(fire("Before", h.clock.now(), "service", "old"))).want(200)
	run := func(p person) (packets, func()) {
		ctx, cancel := context.WithCancel(t.Context())
		out, done := make(packets, 10), make(chan error, 1)
		go func() {
			done <- h.app.RunStream(ctx, &backend.RunStreamRequest{PluginContext: p.context(), Path: "incidents"}, backend.NewStreamSender(out))
		}()
		return out, func() {
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
	}
	mine, endMine := run(vic)
	theirs, endTheirs := run(other)
	defer endTheirs()
	defer endMine()

	// The stream may not listen yet, so changes are made until one arrives.
	var packet *backend.StreamPacket
	for i := 0; packet == nil && i < 50; i++ {
		h.call(ed, "POST", "/incidents/1/notes", map[string]string{"body": "x"}).want(201)
		select {
		case packet = <-mine:
		case <-time.After(200 * time.Millisecond):
		}
	}
	if packet == nil {
		t.Fatal("no frame came")
	}
	var frame data.Frame
	if err := frame.UnmarshalJSON(packet.Data); err != nil {
		t.Fatal(err)
	}
	names := []string{"time", "number", "version", "severity", "status", "kind"}
	for i, f := range frame.Fields {
		if f.Name != names[i] {
			t.Errorf("field %d is %s, want %s", i, f.Name, names[i])
		}
	}
	if frame.Name != "incidents" || frame.Rows() != 1 || frame.Fields[1].At(0) != int64(1) || frame.Fields[5].At(0) != "note" {
		t.Errorf("%s", packet.Data)
	}
	select {
	case p := <-theirs:
		t.Errorf("another organisation got %s", p.Data)
	default:
	}
}
