package faults

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
)

var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func engine(t *testing.T) (*Engine, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "truth.ndjson")
	truth, err := OpenTruth(path)
	if err != nil {
		t.Fatal(err)
	}
	return NewEngine(model.New(1), truth), path
}

func TestTruthOfStartAndStop(t *testing.T) {
	e, path := engine(t)
	if _, err := e.Start(Request{Name: "slow-queries", Service: "payment", Severity: 0.5}, now); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Stop("slow-queries", now.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	events, err := ReadTruth(path)
	if err != nil || len(events) != 2 {
		t.Fatalf("%v, %v", events, err)
	}
	start, stop := events[0], events[1]
	if start.Event != "start" || start.Layer != "application" || start.Service != "payment" || start.Space != "shop" || start.End != nil || start.ID != stop.ID {
		t.Errorf("start: %+v", start)
	}
	if stop.Event != "stop" || !stop.End.Equal(now.Add(time.Minute)) || !stop.Start.Equal(now) {
		t.Errorf("stop: %+v", stop)
	}
	raw, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(raw), `"start":"2026-11-20T12:00:00Z"`) {
		t.Errorf("times are not RFC 3339 in UTC: %s %v", raw, err)
	}
}

func TestDurationEndsAFault(t *testing.T) {
	e, path := engine(t)
	if _, err := e.Start(Request{Name: "dns-slow", Duration: Duration(time.Minute)}, now); err != nil {
		t.Fatal(err)
	}
	fx, err := e.Effects(now.Add(30 * time.Second))
	if err != nil || fx.DNS.SlowShare == 0 || len(e.Active()) != 1 {
		t.Errorf("no effect while active: %+v %v", fx.DNS, err)
	}
	fx, err = e.Effects(now.Add(2 * time.Minute))
	if err != nil || fx.DNS.SlowShare != 0 || len(e.Active()) != 0 {
		t.Errorf("effect after the end: %+v %v", fx.DNS, err)
	}
	events, err := ReadTruth(path)
	if err != nil || len(events) != 2 || !events[1].End.Equal(now.Add(time.Minute)) {
		t.Errorf("truth: %+v %v", events, err)
	}
}

func TestRampAndSeverity(t *testing.T) {
	e, _ := engine(t)
	if _, err := e.Start(Request{Name: "packet-loss", Node: "node-b", Severity: 0.5, Ramp: Duration(10 * time.Second)}, now); err != nil {
		t.Fatal(err)
	}
	loss := func(after time.Duration) float64 {
		fx, err := e.Effects(now.Add(after))
		if err != nil {
			t.Fatal(err)
		}
		return fx.Node[1].Loss
	}
	if full := loss(10 * time.Second); loss(0) != 0 || loss(5*time.Second) != full/2 || loss(time.Hour) != full {
		t.Errorf("ramp: %g, %g, %g", loss(0), loss(5*time.Second), full)
	}
}

func TestRequestsThatCannotBe(t *testing.T) {
	e, _ := engine(t)
	for _, c := range []struct {
		r    Request
		says string
	}{
		{Request{Name: "nope"}, "unknown fault"},
		{Request{Name: "bad-deploy", Severity: 2}, "severity"},
		{Request{Name: "bad-deploy", Duration: -1}, "duration"},
		{Request{Name: "bad-deploy", Service: "redis"}, "HTTP"},
		{Request{Name: "bad-deploy", Service: "nope"}, "service"},
		{Request{Name: "bad-deploy", Node: "node-a"}, "node"},
		{Request{Name: "packet-loss", Node: "node-z"}, "node-a"},
		{Request{Name: "dns-slow", Service: "cart"}, "whole cluster"},
	} {
		if _, err := e.Start(c.r, now); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: %v", c.r, err)
		}
	}
	if _, err := e.Stop("bad-deploy", now); !errors.Is(err, ErrUnknown) {
		t.Errorf("stopping what is not active: %v", err)
	}
	if len(e.Active()) != 0 {
		t.Error("a refused fault is active")
	}
}

func TestTruthSurvivesARestart(t *testing.T) {
	e, path := engine(t)
	kept, err := e.Start(Request{Name: "dns-slow"}, now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Start(Request{Name: "crashloop"}, now); err != nil {
		t.Fatal(err)
	}
	truth, err := OpenTruth(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := truth.CloseStale([]*Active{kept}, now.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	events, err := ReadTruth(path)
	if err != nil || len(events) != 3 || events[2].Name != "crashloop" || events[2].Event != "stop" {
		t.Errorf("truth: %+v %v", events, err)
	}
	again := NewEngine(model.New(1), truth)
	if err := again.Restore([]*Active{kept}); err != nil || len(again.Active()) != 1 {
		t.Errorf("restored %d, %v", len(again.Active()), err)
	}
}

func TestIDsDiffer(t *testing.T) {
	e, _ := engine(t)
	a, errA := e.Start(Request{Name: "dns-slow"}, now)
	b, errB := e.Start(Request{Name: "dns-slow"}, now)
	if errA != nil || errB != nil || a.ID == b.ID {
		t.Errorf("%v %v %v %v", a, b, errA, errB)
	}
	if stopped, err := e.Stop("", now); err != nil || len(stopped) != 2 {
		t.Errorf("stopped %d, %v", len(stopped), err)
	}
}
