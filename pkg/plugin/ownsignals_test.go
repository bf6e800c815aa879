package plugin

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/signals"
)

// firstSignal is a built-in signal that has an alert.
const firstSignal = "http-5xx-ratio"

func newSignal(id string, change map[string]any) map[string]any {
	s := map[string]any{
		"id": id, "layer": "application", "group": "errors", "title": "Orders", "why": "They pay.", "unit": "short", "visualisation": "timeseries",
		"providers": map[string]any{"prometheus": []any{map[string]any{
			"source": "shop", "expr": `sum(rate(orders_total{namespace=~"$namespace"}[$__rate_interval]))`, "legend": "orders", "needs": []any{"orders_total"},
		}}},
	}
	maps.Copy(s, change)
	return s
}

func own(h *harness) []api.OwnSignalRecord {
	h.t.Helper()
	var list api.OwnSignalList
	h.call(vic, "GET", "/catalog/own", nil).want(200).into(&list)
	return list.Signals
}

func put(h *harness, id string, signal any, version any) answer {
	h.t.Helper()
	body := map[string]any{"signal": signal}
	if version != nil {
		body["version"] = version
	}
	return h.call(ada, "PUT", "/catalog/own/"+id, body)
}

func catalogPart(h *harness) api.StatusPart {
	h.t.Helper()
	var st api.Status
	h.call(vic, "GET", "/status", nil).want(200).into(&st)
	return part(h.t, st, "catalog")
}

func TestLifeOfAnOwnSignal(t *testing.T) {
	h := newHarness(t)
	before := h.call(vic, "GET", "/catalog/signals", nil).want(200).header.Get("ETag")
	var made, changed api.OwnSignalRecord
	put(h, "shop-orders", newSignal("shop-orders", nil), nil).want(200).into(&made)
	if made.Provisioned || made.Version == 0 || *made.UpdatedBy != "ada" || !made.UpdatedAt.Equal(h.clock.now()) || made.Problems != nil {
		t.Errorf("%+v", made)
	}
	if s, ok := signalIn(h, vic, "shop-orders"); !ok || s.Origin != api.Own || s.Layer != api.Application {
		t.Errorf("%v %+v", ok, s)
	}
	h.call(vic, "GET", "/catalog/signals", nil, "If-None-Match", before).want(200)
	if _, ok := signalIn(h, other, "shop-orders"); ok {
		t.Error("another organisation has it")
	}
	if p := catalogPart(h); p.State != api.StatusPartStateOk || !strings.Contains(p.Message, "1 own") {
		t.Errorf("%+v", p)
	}

	put(h, "shop-orders", newSignal("shop-orders", nil), nil).wantError(409, "stale_version")
	put(h, "shop-orders", newSignal("shop-orders", nil), made.Version+1).wantError(409, "stale_version")
	put(h, "never-seen", newSignal("never-seen", nil), 7).wantError(409, "stale_version")
	put(h, "shop-orders", newSignal("shop-orders", map[string]any{"title": "All orders"}), made.Version).want(200).into(&changed)
	if changed.Version <= made.Version {
		t.Errorf("version %d after %d", changed.Version, made.Version)
	}
	if list := own(h); len(list) != 1 || !strings.Contains(string(list[0].Signal), "All orders") || list[0].Version != changed.Version {
		t.Errorf("%+v", list)
	}

	h.call(ada, "DELETE", "/catalog/own/shop-orders", nil).wantError(400, "bad_request")
	h.call(ada, "DELETE", fmt.Sprintf("/catalog/own/shop-orders?version=%d", made.Version), nil).wantError(409, "stale_version")
	h.call(ada, "DELETE", fmt.Sprintf("/catalog/own/shop-orders?version=%d", changed.Version), nil).want(204)
	h.call(ada, "DELETE", fmt.Sprintf("/catalog/own/shop-orders?version=%d", changed.Version), nil).wantError(404, "unknown_signal")
	put(h, "shop-orders", newSignal("shop-orders", nil), changed.Version).wantError(409, "stale_version")
	h.call(vic, "GET", "/catalog/signals", nil, "If-None-Match", before).want(304)
}

func TestChangeOfABuiltInSignal(t *testing.T) {
	h := newHarness(t)
	was, _ := signalIn(h, vic, firstSignal)
	put(h, firstSignal, map[string]any{"id": firstSignal, "alert": map[string]any{"value": 0.5, "for": "30m"}}, nil).want(200)
	is, _ := signalIn(h, vic, firstSignal)
	if is.Origin != api.Changed || *is.Alert.Value != 0.5 || is.Alert.For != "30m" || is.Alert.Name != was.Alert.Name || is.Title != was.Title {
		t.Errorf("%+v", is.Alert)
	}
	var pack api.AlertPack
	h.call(vic, "GET", "/alertpack?format=prometheus", nil).want(200).into(&pack)
	found := false
	for _, r := range pack.Rules {
		if r.Name == was.Alert.Name {
			found = r.Changed && r.For == "30m" && strings.Contains(r.Expr, "0.5")
		} else if r.Changed && r.Signal != firstSignal {
			t.Errorf("%+v", r)
		}
	}
	if !found {
		t.Error("the pack does not have the change")
	}
	if p := catalogPart(h); !strings.Contains(p.Message, "1 changed") || strings.Contains(p.Message, "own") {
		t.Errorf("%+v", p)
	}
}

func TestPutRefusesWhatCannotBeUsed(t *testing.T) {
	h := newHarness(t)
	cases := []struct {
		name   string
		signal any
		field  string
	}{
		{"another id", newSignal("b-orders", nil), "signal.id"},
		{"unknown field", newSignal("a-orders", map[string]any{"titel": "x"}), "signal.titel"},
		{"no PromQL", newSignal("a-orders", map[string]any{"providers": map[string]any{"prometheus": []any{map[string]any{
			"source": "shop", "expr": "sum(", "legend": "x", "needs": []any{"x"}}}}}), "signal.providers.prometheus[0].expr"},
		{"unknown group", newSignal("a-orders", map[string]any{"group": "nowhere"}), "signal.group"},
		{"not an object", "x", "signal"},
		{"null", nil, "signal"},
		{"too large", newSignal("a-orders", map[string]any{"why": strings.Repeat("x", signals.MaxDefinition)}), "signal"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := put(h, "a-orders", c.signal, nil)
			a.t = t
			if field := a.wantError(422, "bad_signal"); field != c.field {
				t.Errorf("field %q", field)
			}
		})
	}
	put(h, "Bad-Id", newSignal("Bad-Id", nil), nil).wantError(422, "bad_signal")
	h.call(ada, "PUT", "/catalog/own/a-orders", []byte(`{"signal":`)).wantError(400, "bad_request")
	h.call(ada, "PUT", "/catalog/own/a-orders", []byte(`{"signal":{"why":"`+strings.Repeat("x", 2<<20)+`"}}`)).wantError(413, "too_large")
	if list := own(h); len(list) != 0 {
		t.Errorf("%+v", list)
	}
}

func TestCheckSignal(t *testing.T) {
	h := newHarness(t)
	var check api.SignalCheck
	h.call(ed, "POST", "/catalog/check", map[string]any{"id": firstSignal, "title": "Mine"}).want(200).into(&check)
	if !check.Valid || len(check.Problems) != 0 || check.Signal.Title != "Mine" || check.Signal.Origin != api.Changed {
		t.Errorf("%+v", check)
	}
	broken := newSignal("a-orders", nil)
	broken["providers"] = map[string]any{"prometheus": []any{map[string]any{"source": "x", "expr": `x{a="$team"}`, "legend": "x", "needs": []any{"x"}}}}
	check = api.SignalCheck{}
	h.call(ed, "POST", "/catalog/check", broken).want(200).into(&check)
	if check.Valid || len(check.Problems) != 1 || check.Problems[0].Field != "providers.prometheus[0].expr" || check.Signal == nil {
		t.Errorf("%+v", check)
	}
	broken["title"], broken["unit"] = 5, ""
	check = api.SignalCheck{}
	h.call(ed, "POST", "/catalog/check", broken).want(200).into(&check)
	if check.Valid || len(check.Problems) != 2 || check.Signal != nil {
		t.Errorf("%+v", check)
	}
	h.call(ed, "POST", "/catalog/check", []byte(`{"id":"a-b"`)).wantError(400, "bad_request")
	if list := own(h); len(list) != 0 {
		t.Errorf("a check stored %+v", list)
	}
}

func TestProvisionedSignals(t *testing.T) {
	path := filepath.Join(t.TempDir(), "strata.db")
	h := harnessWith(t, path, []any{newSignal("file-orders", nil), map[string]any{"id": firstSignal, "enabled": false}})
	list := own(h)
	if len(list) != 2 || list[0].Problems != nil || !list[0].Provisioned || list[0].Version != 0 || list[0].UpdatedBy != nil {
		t.Fatalf("%+v", list)
	}
	if s, _ := signalIn(h, vic, firstSignal); s.Enabled {
		t.Error("the signal is on")
	}
	put(h, "file-orders", newSignal("file-orders", nil), nil).wantError(403, "provisioned")
	h.call(ada, "DELETE", "/catalog/own/file-orders?version=0", nil).wantError(403, "provisioned")
	h.app.Dispose()

	// Without the file they are gone, and the same id may be stored; with it again, the file counts.
	without := harnessAt(t, path)
	if list := own(without); len(list) != 0 {
		t.Errorf("%+v", list)
	}
	put(without, "file-orders", newSignal("file-orders", map[string]any{"title": "Stored"}), nil).want(200)
	without.app.Dispose()
	again := harnessWith(t, path, []any{newSignal("file-orders", nil)})
	if s, _ := signalIn(again, vic, "file-orders"); s.Title != "Orders" {
		t.Errorf("%+v", s)
	}
	if p := catalogPart(again); p.State != api.StatusPartStateWarning || !strings.Contains(p.Message, "file-orders") {
		t.Errorf("%+v", p)
	}
}

func TestBadProvisionedSignalsCostOnlyThemselves(t *testing.T) {
	many := make([]any, signals.MaxOwn+1)
	for i := range many {
		many[i] = newSignal(fmt.Sprintf("many-%d", i), nil)
	}
	cases := []struct {
		name  string
		list  any
		field string
		good  string // a signal that is there all the same
	}{
		{"no list", map[string]any{"id": "x"}, "jsonData.signals", ""},
		{"a number in the list", []any{newSignal("good-orders", nil), 7}, "jsonData.signals[1]", "good-orders"},
		{"no id", []any{map[string]any{"title": "x"}, newSignal("good-orders", nil)}, "jsonData.signals[0].id", "good-orders"},
		{"twice", []any{newSignal("good-orders", nil), newSignal("good-orders", nil)}, "good-orders jsonData.signals[1].id", "good-orders"},
		{"bad query", []any{newSignal("good-orders", nil), newSignal("bad-orders", map[string]any{"providers": map[string]any{"prometheus": []any{map[string]any{
			"source": "x", "expr": "sum(", "legend": "x", "needs": []any{"x"}}}}})}, "bad-orders jsonData.signals[1].providers.prometheus[0].expr", "good-orders"},
		{"too many", many, "jsonData.signals", "many-7"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			h := harnessWith(t, filepath.Join(t.TempDir(), "strata.db"), c.list)
			p := catalogPart(h)
			if p.State != api.StatusPartStateWarning || p.Details == nil || (*p.Details)[c.field] == "" {
				t.Errorf("%+v %v", p, p.Details)
			}
			if _, ok := signalIn(h, vic, firstSignal); !ok {
				t.Error("the built-in signals are gone")
			}
			if _, ok := signalIn(h, vic, c.good); c.good != "" && !ok {
				t.Errorf("%s is gone", c.good)
			}
			h.call(vic, "GET", "/incidents", nil).want(200)
		})
	}
}

// A signal that became wrong after it was stored, such as by an upgrade of the catalog, is left out and told.
func TestStoredSignalThatBecameWrong(t *testing.T) {
	h := newHarness(t)
	put(h, "good-orders", newSignal("good-orders", nil), nil).want(200)
	h.store(map[string]string{
		"bad-orders": `{"id":"bad-orders","title":"No layer"}`, "cut-orders": `{"id":"cut-`, "odd-orders": `{"id":"good-orders"}`,
	})
	list := own(h)
	if len(list) != 4 {
		t.Fatalf("%+v", list)
	}
	for i, id := range []string{"bad-orders", "cut-orders", "good-orders", "odd-orders"} {
		var s struct{ ID string }
		if err := json.Unmarshal(list[i].Signal, &s); err != nil {
			t.Fatal(err)
		}
		if s.ID != id || (list[i].Problems == nil) != (id == "good-orders") {
			t.Errorf("%s: %+v", list[i].Signal, list[i].Problems)
		}
	}
	if _, ok := signalIn(h, vic, "good-orders"); !ok {
		t.Error("the good one is gone")
	}
	if p := catalogPart(h); p.State != api.StatusPartStateWarning || !strings.Contains(p.Message, "bad-orders") || !strings.Contains(p.Message, "cut-orders") {
		t.Errorf("%+v", p)
	}
	// It can be mended and removed.
	put(h, "bad-orders", newSignal("bad-orders", nil), list[0].Version).want(200)
	h.call(ada, "DELETE", fmt.Sprintf("/catalog/own/cut-orders?version=%d", list[1].Version), nil).want(204)
	h.call(ada, "DELETE", fmt.Sprintf("/catalog/own/odd-orders?version=%d", list[3].Version), nil).want(204)
	if p := catalogPart(h); p.State != api.StatusPartStateOk {
		t.Errorf("%+v", p)
	}
}

// Another replica's change is seen without a restart.
func TestReplicasSeeEachOthersSignals(t *testing.T) {
	first := newHarness(t)
	second := harnessAt(t, first.path)
	index(second, vic)
	put(first, "shop-orders", newSignal("shop-orders", nil), nil).want(200)
	if _, ok := signalIn(second, vic, "shop-orders"); !ok {
		t.Error("the other replica does not see it")
	}
}

func TestNumberOfOwnSignalsIsBounded(t *testing.T) {
	h := newHarness(t)
	full := map[string]string{}
	for i := range signals.MaxOwn {
		full[fmt.Sprintf("own-%d", i)] = `{}`
	}
	h.store(full)
	put(h, "one-more", newSignal("one-more", nil), nil).wantError(422, "too_many_signals")
	list := own(h)
	put(h, "own-1", newSignal("own-1", nil), list[1].Version).want(200)
}
