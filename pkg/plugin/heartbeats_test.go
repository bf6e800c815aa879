package plugin

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/ingest"
)

func (h *harness) heartbeats() []api.Heartbeat {
	h.t.Helper()
	var list api.HeartbeatList
	h.call(vic, "GET", "/heartbeats", nil).want(200).into(&list)
	return list.Heartbeats
}

func TestHeartbeatsOverTheAPI(t *testing.T) {
	h := newHarness(t)
	var made struct {
		Source api.Source
		Token  string
	}
	h.call(ada, "POST", "/sources", map[string]any{"name": "Cron", "kind": "heartbeat"}).want(201).into(&made)
	beat := map[string]any{"name": "Nightly backup", "everySeconds": 3600, "sourceId": made.Source.Id}
	h.call(ed, "POST", "/heartbeats", beat).wantError(403, "forbidden")
	for field, change := range map[string]map[string]any{
		"every": {"everySeconds": 3}, "source": {"sourceId": provisionedSource}, "matchers": {"sourceId": ""}, "name": {"name": "…"}, "severity": {"severity": "P9"},
		"matchers[0]": {"matchers": []string{"a~b"}},
	} {
		wrong := map[string]any{}
		for k, v := range beat {
			wrong[k] = v
		}
		for k, v := range change {
			wrong[k] = v
		}
		a := h.call(ada, "POST", "/heartbeats", wrong).want(400)
		var e struct{ Error struct{ Field string } }
		if a.into(&e); e.Error.Field != field {
			t.Errorf("%v: %s", change, a.body)
		}
	}
	h.call(ada, "POST", "/heartbeats", beat).want(201)
	h.call(ada, "POST", "/heartbeats", beat).wantError(422, "name_taken")
	if list := h.heartbeats(); len(list) != 1 || list[0].Id != "nightly-backup" || list[0].State != beatWaiting || list[0].GraceSeconds != 1800 || list[0].Severity != api.P1 {
		t.Fatalf("%+v", list)
	}
	// A cron job calls without a body and without a content type.
	h.call(robot, "POST", "/ingest/"+made.Source.Id+"/"+made.Token, nil, "Content-Type", "").want(200)
	if list := h.heartbeats(); list[0].State != beatBeating || list[0].LastBeatAt == nil || !list[0].DueAt.Equal(h.clock.now().Add(90*time.Minute)) {
		t.Fatalf("%+v", list)
	}
	h.tendNow()
	for range 91 {
		h.clock.advance(time.Minute)
		h.tendNow()
	}
	var d api.IncidentDetail
	h.call(vic, "GET", "/incidents/1", nil).want(200).into(&d)
	if d.Alerts[0].Name != "HeartbeatMissing" || d.Alerts[0].SourceName != "Heartbeats of Strata" || d.Incident.Severity != api.P1 {
		t.Errorf("%+v", d)
	}
	if list := h.heartbeats(); list[0].State != beatLate || list[0].DueAt != nil {
		t.Errorf("%+v", list)
	}
	h.call(ada, "PATCH", "/sources/strata-heartbeats", map[string]any{"enabled": true}).wantError(404, "unknown_source")
	h.call(robot, "POST", "/ingest/strata-heartbeats", webhook(), "X-Strata-Token", "").wantError(404, "unknown_source")
	h.call(ed, "DELETE", "/heartbeats/nightly-backup", nil).want(403)
	h.call(other, "DELETE", "/heartbeats/nightly-backup", nil).wantError(404, "not_found")
	h.call(ada, "DELETE", "/heartbeats/nightly-backup", nil).want(204)
	if len(h.heartbeats()) != 0 {
		t.Error("it is still there")
	}
}

func TestProvisionedHeartbeats(t *testing.T) {
	first := newHarness(t)
	settings := func(text string) *harness {
		h := &harness{t: t, clock: first.clock}
		h.app = newApp(backend.AppInstanceSettings{JSONData: []byte(fmt.Sprintf(`{"path":%q,"heartbeats":%s}`, first.path, text))}, h.clock.now)
		t.Cleanup(h.app.Dispose)
		return h
	}
	watchdog := `{"name":"Watchdog","every":"5m","matchers":["alertname=Watchdog"],"severity":"P0","labels":{"cluster":"prod"}}`
	h := settings("[" + watchdog + "]")
	due := h.heartbeats()[0].DueAt
	h.call(ada, "DELETE", "/heartbeats/watchdog", nil).wantError(403, "provisioned")
	h.clock.advance(time.Minute)
	if again := settings("[" + watchdog + "]").heartbeats(); len(again) != 1 || !again[0].DueAt.Equal(*due) {
		t.Errorf("a restart put it off: %+v", again)
	}
	if gone := settings("[]").heartbeats(); len(gone) != 0 {
		t.Errorf("%+v", gone)
	}
	for text, field := range map[string]string{
		`[{"name":"x","every":"soon","matchers":["a=b"]}]`:                          "jsonData.heartbeats[0].every",
		`[{"name":"x","every":"1m"}]`:                                               "jsonData.heartbeats[0].matchers",
		`[{"name":"x","every":"1m","matchers":["a=b"],"grace":"-1s"}]`:              "jsonData.heartbeats[0].grace",
		"[" + watchdog + "," + strings.ToLower(watchdog[:20]) + watchdog[20:] + "]": "jsonData.heartbeats[1].name",
	} {
		if got := noted(t, `{"heartbeats":`+text+`}`); got != field {
			t.Errorf("%s: at %q, want %q", text, got, field)
		}
	}
}

func (h *harness) source(id string) api.Source {
	h.t.Helper()
	var list api.SourceList
	h.call(vic, "GET", "/sources", nil).want(200).into(&list)
	for _, s := range list.Sources {
		if s.Id == id {
			return s
		}
	}
	h.t.Fatalf("no source %s", id)
	return api.Source{}
}

func TestLimitedSourceIsToldAndWarnedOf(t *testing.T) {
	path := newHarness(t).path
	h := &harness{t: t, clock: newClock()}
	settings := `{"path":%q,"sources":[{"name":"Shop Alertmanager","kind":"alertmanager","limit":{"requestsPerSecond":0.2,"alertsPerMinute":100}}]}`
	h.app = newApp(backend.AppInstanceSettings{
		JSONData: []byte(fmt.Sprintf(settings, path)), DecryptedSecureJSONData: map[string]string{"sourceToken.Shop Alertmanager": provisionedToken},
	}, h.clock.now)
	t.Cleanup(h.app.Dispose)
	h.deliver(webhook(fire("One", h.clock.now()))).want(200)
	h.deliver(webhook(fire("Two", h.clock.now()))).want(200)
	h.deliver(webhook(fire("Three", h.clock.now()))).wantError(503, ingest.LimitedCode)
	h.call(robot, "POST", "/ingest/"+provisionedSource, webhook(), "X-Strata-Token", "a wrong token").want(401) // takes nothing from the bucket
	h.clock.advance(5 * time.Second)
	h.deliver(webhook(fire("Three", h.clock.now()))).want(200)
	s := h.source(provisionedSource)
	if s.Stats.Limited == nil || *s.Stats.Limited != 1 || s.Stats.LastLimitedAt == nil || s.Limit.AlertsPerMinute != 100 {
		t.Errorf("%+v %+v", s.Stats, s.Limit)
	}
	var st api.Status
	h.call(vic, "GET", "/status", nil).want(200).into(&st)
	if p := part(t, st, "sources"); p.State != api.StatusPartStateWarning || !strings.Contains(p.Message, "more than their limit") {
		t.Errorf("%+v", p)
	}
	h.clock.advance(time.Hour)
	h.call(vic, "GET", "/status", nil).want(200).into(&st)
	if p := part(t, st, "sources"); p.State != api.StatusPartStateOk {
		t.Errorf("%+v", p)
	}
}

func TestTestAlertsAreSeenOnTheirSource(t *testing.T) {
	h := newHarness(t)
	h.call(ed, "POST", "/sources/"+provisionedSource+"/test", nil).want(403)
	if s := h.source(provisionedSource); s.Stats.LastTestAt != nil {
		t.Errorf("%+v", s.Stats)
	}
	var receipt api.Receipt
	h.call(ada, "POST", "/sources/"+provisionedSource+"/test", nil).want(200).into(&receipt)
	if receipt.Received != 1 || receipt.Ignored != 1 || len(receipt.Incidents) != 0 {
		t.Errorf("%+v", receipt)
	}
	first := h.source(provisionedSource).Stats.LastTestAt
	if first == nil || !first.Equal(h.clock.now()) {
		t.Fatalf("%v", first)
	}
	h.clock.advance(time.Minute)
	h.deliver(webhook(fire("Anything", h.clock.now(), "strata_test", "true"))).want(200) // amtool alert add Anything strata_test=true
	if last := h.source(provisionedSource).Stats.LastTestAt; last == nil || !last.Equal(h.clock.now()) {
		t.Errorf("%v", last)
	}
	h.call(vic, "GET", "/incidents/1", nil).want(404)
}

func TestSourcesCountTheirDeadLetters(t *testing.T) {
	h := newHarness(t)
	h.deliver(`{"version":"4"}`).want(422)
	h.deliver(`{"version":"5"}`).want(422)
	if n := h.source(provisionedSource).Stats.DeadLetters; n == nil || *n != 2 {
		t.Errorf("%v", n)
	}
}
