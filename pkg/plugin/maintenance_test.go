package plugin

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/api"
)

func (h *harness) window(change map[string]any) map[string]any {
	w := map[string]any{
		"name": "Upgrade", "matchers": []string{"service=cart"}, "effect": "suppress",
		"startsAt": h.clock.now().Format(time.RFC3339), "endsAt": h.clock.now().Add(time.Hour).Format(time.RFC3339),
	}
	for k, v := range change {
		w[k] = v
	}
	return w
}

func (h *harness) windows() []api.MaintenanceWindow {
	h.t.Helper()
	var list api.MaintenanceList
	h.call(vic, "GET", "/maintenance", nil).want(200).into(&list)
	return list.Windows
}

// tendNow does once what the loop does each 2 s.
func (h *harness) tendNow() {
	h.t.Helper()
	h.app.runtime.tendOnce(context.Background(), h.app.runtime.store)
	if err := h.app.runtime.tendedProblem(); err != nil {
		h.t.Fatal(err)
	}
}

func TestMaintenanceOverTheAPI(t *testing.T) {
	h := newHarness(t)
	h.call(vic, "POST", "/maintenance", h.window(nil)).wantError(403, "forbidden")
	if field := h.call(ed, "POST", "/maintenance", h.window(map[string]any{"matchers": []string{"service=cart", "x=~("}})).wantError(400, "bad_matcher"); field != "matchers[1]" {
		t.Errorf("field %q", field)
	}
	if field := h.call(ed, "POST", "/maintenance", h.window(map[string]any{"timeZone": "Mars/Base"})).wantError(400, "bad_window"); field != "timeZone" {
		t.Errorf("field %q", field)
	}
	var w api.MaintenanceWindow
	h.call(ed, "POST", "/maintenance", h.window(nil)).want(201).into(&w)
	if w.State != api.MaintenanceWindowStateOpen || w.CreatedBy != "ed" || w.Current == nil {
		t.Fatalf("%+v", w)
	}
	h.deliver(webhook(fire("Down", h.clock.now(), "service", "cart"))).want(200)
	if list := h.windows(); len(list) != 1 || list[0].Holding != 1 {
		t.Fatalf("%+v", list)
	}
	var found api.AlertLookup
	h.call(vic, "GET", "/alerts/lookup?label=alertname%3DDown", nil).want(200).into(&found)
	if found.Outcome != api.AlertLookupOutcomeAlertWithoutIncident || found.Reason != "A maintenance window keeps the alert from opening an incident until 2026-11-21 10:00 UTC." {
		t.Errorf("%+v", found)
	}
	path := fmt.Sprint("/maintenance/", w.Id)
	h.call(ed, "PATCH", path, map[string]any{"version": 9, "name": "X"}).wantError(409, "stale_version")
	h.call(vic, "PATCH", path, map[string]any{"version": 1, "name": "X"}).want(403)
	h.call(ed, "PATCH", path, map[string]any{"version": 1, "name": "Longer", "endsAt": h.clock.now().Add(2 * time.Hour)}).want(200).into(&w)
	if w.Name != "Longer" || w.Version != 2 || len(w.Matchers) != 1 {
		t.Errorf("%+v", w)
	}
	h.tendNow()
	h.clock.advance(90 * time.Minute)
	h.tendNow()
	h.call(vic, "GET", "/incidents/1", nil).want(404)
	h.call(vic, "DELETE", path, nil).want(403)
	h.call(other, "DELETE", path, nil).wantError(404, "not_found")
	h.call(ed, "DELETE", path, nil).want(200).into(&w)
	if w.State != api.MaintenanceWindowStateCancelled || w.CancelledBy == nil || *w.CancelledBy != "ed" {
		t.Errorf("%+v", w)
	}
	h.call(ed, "DELETE", path, nil).wantError(422, "cancelled")
	h.call(ed, "PATCH", path, map[string]any{"version": 3, "name": "X"}).wantError(422, "cancelled")
	h.tendNow()
	h.call(vic, "GET", "/incidents/1", nil).want(200)
	if list := h.windows(); len(list) != 1 || list[0].Holding != 0 {
		t.Errorf("%+v", list)
	}
}

func TestMaintenancePreview(t *testing.T) {
	h := newHarness(t)
	down := fire("Down", h.clock.now(), "service", "cart")
	h.deliver(webhook(down, fire("Slow", h.clock.now(), "service", "cart"), fire("Down", h.clock.now(), "service", "web"))).want(200)
	h.clock.advance(time.Minute)
	h.deliver(webhook(resolved(down, h.clock.now()))).want(200)
	h.clock.advance(time.Hour)
	h.deliver(webhook(fire("Down", h.clock.now(), "service", "cart"))).want(200)
	var p api.MaintenancePreview
	ask := h.window(map[string]any{"recurrence": "FREQ=WEEKLY", "timeZone": "Europe/Berlin"})
	h.call(ed, "POST", "/maintenance/preview", ask).want(200).into(&p)
	if p.FiringCount != 2 || len(p.Firing) != 2 || p.RecentCount != 3 || len(p.Recent) != 2 || p.Recent[0].Name != "Down" || p.Recent[0].Count != 2 || p.Partial {
		t.Errorf("%+v", p)
	}
	if len(p.Next) != 10 || !p.Next[1].StartsAt.Equal(p.Next[0].StartsAt.Add(7*24*time.Hour)) {
		t.Errorf("%+v", p.Next)
	}
	h.clock.advance(8 * 24 * time.Hour)
	h.call(ed, "POST", "/maintenance/preview", ask).want(200).into(&p)
	if p.FiringCount != 2 || p.RecentCount != 0 {
		t.Errorf("%+v", p)
	}
	h.call(ed, "POST", "/maintenance/preview", h.window(map[string]any{"recurrence": "often"})).wantError(400, "bad_window")
	if len(h.windows()) != 0 {
		t.Error("a preview made a window")
	}
}

func TestTooManyWindows(t *testing.T) {
	h := newHarness(t)
	for range 200 {
		h.call(ed, "POST", "/maintenance", h.window(nil)).want(201)
	}
	h.call(ed, "POST", "/maintenance", h.window(nil)).wantError(422, "too_many_windows")
	h.clock.advance(2 * time.Hour) // they are over
	h.call(ed, "POST", "/maintenance", h.window(nil)).want(201)
	if n := len(h.windows()); n != 51 {
		t.Errorf("%d windows in the list", n)
	}
}

func TestProvisionedWindows(t *testing.T) {
	first := newHarness(t)
	settings := func(windows string) *harness {
		h := &harness{t: t, clock: first.clock}
		h.app = newApp(backend.AppInstanceSettings{JSONData: []byte(fmt.Sprintf(`{"path":%q,"maintenance":%s}`, first.path, windows))}, h.clock.now)
		t.Cleanup(h.app.Dispose)
		return h
	}
	weekly := `{"name":"Sunday","matchers":["service=cart"],"startsAt":"2026-11-22T02:00:00+01:00","endsAt":"2026-11-22T04:00:00+01:00","timeZone":"Europe/Berlin","recurrence":"FREQ=WEEKLY"}`
	h := settings("[" + weekly + "]")
	list := h.windows()
	if len(list) != 1 || !list[0].Provisioned || list[0].Effect != api.Suppress || list[0].State != api.MaintenanceWindowStatePlanned {
		t.Fatalf("%+v", list)
	}
	h.call(ed, "DELETE", fmt.Sprint("/maintenance/", list[0].Id), nil).wantError(403, "provisioned")
	if again := settings("[" + weekly + "]").windows(); len(again) != 1 || again[0].Version != 1 || again[0].Id != list[0].Id {
		t.Errorf("a restart changed it: %+v", again)
	}
	if gone := settings("[]").windows(); len(gone) != 1 || gone[0].State != api.MaintenanceWindowStateCancelled {
		t.Errorf("%+v", gone)
	}
	for text, field := range map[string]string{
		`[{"name":"x","matchers":["a=b"],"startsAt":"2026-11-22T02:00:00Z","endsAt":"2026-11-22T01:00:00Z"}]`: "jsonData.maintenance[0].endsAt",
		`[` + weekly + `,` + weekly + `]`: "jsonData.maintenance[1].name",
		`[{"name":"x","matchers":["a~b"],"startsAt":"2026-11-22T02:00:00Z","endsAt":"2026-11-22T03:00:00Z"}]`:               "jsonData.maintenance[0].matchers[0]",
		`[{"name":"x","matchers":["a=b"],"startsAt":"2026-11-22T02:00:00Z","endsAt":"2026-11-22T03:00:00Z","effect":"no"}]`: "jsonData.maintenance[0].effect",
	} {
		if got := noted(t, `{"maintenance":`+text+`}`); got != field {
			t.Errorf("%s: at %q, want %q", text, got, field)
		}
	}
}
