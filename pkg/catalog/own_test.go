package catalog

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// smallCatalog is a catalog of a few signals, so that these tests do not change with the built-in one.
func smallCatalog(t *testing.T) *Catalog {
	t.Helper()
	signal := func(raw string) Signal {
		var s Signal
		if err := json.Unmarshal([]byte(raw), &s); err != nil {
			t.Fatal(err)
		}
		s.Origin, s.Enabled = BuiltIn, true
		return s
	}
	c := &Catalog{
		Groups: []Group{{ID: "errors", Layer: Application}, {ID: "requests", Layer: Application}, {ID: "nodes", Layer: Cluster}},
		Signals: []Signal{
			signal(`{"id":"error-rate","layer":"application","group":"errors","title":"Errors","why":"They hurt.","unit":"reqps","visualisation":"timeseries",
				"providers":{
					"prometheus":[{"source":"otel","expr":"sum(rate(errors_total{service=~\"$service\"}[$__rate_interval]))","legend":"errors","needs":["errors_total"]}],
					"loki":{"expr":"sum(count_over_time({level=\"error\"}[$__auto]))"}},
				"gaps":{"pixie":"It sees no errors."},"sources":["somewhere"],
				"alert":{"name":"HighErrorRate","source":"otel","query":"sum by (service) (rate(errors_total[$__window]))","op":">","value":5,"window":"5m","for":"2m",
					"severity":"P1","summary":"Errors","runbook":"error-rate","entity":{"service":{"label":"service"}},
					"levels":[{"name":"VeryHighErrorRate","severity":"P0","op":">","value":50,"for":"1m","summary":"Many errors"}]}}`),
			signal(`{"id":"logins","layer":"application","group":"requests","title":"Logins","why":"People.","unit":"short","visualisation":"timeseries","sources":["somewhere"],
				"providers":{"loki":{"expr":"sum(count_over_time({app=\"login\"}[$__auto]))"}}}`),
			signal(`{"id":"node-cpu","layer":"cluster","group":"nodes","title":"CPU","why":"Heat.","unit":"percent","visualisation":"timeseries","sources":["somewhere"],
				"providers":{"loki":{"expr":"sum(count_over_time({app=\"cpu\"}[$__auto]))"}}}`),
		},
	}
	for i, g := range c.Groups {
		for _, s := range c.Signals {
			if s.Group == g.ID {
				c.Groups[i].Signals = append(c.Groups[i].Signals, s.ID)
			}
		}
	}
	if problems := c.Check(); len(problems) > 0 {
		t.Fatal(problems)
	}
	return c
}

// whole is a new signal that is right; change edits its fields.
func whole(t *testing.T, id string, change func(map[string]any)) []byte {
	t.Helper()
	fields := map[string]any{
		"id": id, "layer": "application", "group": "errors", "title": "Orders", "why": "They pay.", "unit": "short", "visualisation": "timeseries",
		"providers": map[string]any{"prometheus": []any{map[string]any{
			"source": "shop", "expr": `sum(rate(orders_total{namespace=~"$namespace"}[$__rate_interval]))`, "legend": "orders", "needs": []any{"orders_total"},
		}}},
		"alert": map[string]any{
			"name": "NoOrders" + strings.ReplaceAll(id, "-", ""), "source": "shop", "query": `sum(rate(orders_total[$__window]))`, "op": "<", "value": 1, "window": "10m",
			"for": "5m", "severity": "P1", "summary": "No orders", "runbook": "no-orders", "entity": map[string]any{},
		},
	}
	if change != nil {
		change(fields)
	}
	raw, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func read(t *testing.T, raw ...[]byte) []Own {
	t.Helper()
	list := make([]Own, len(raw))
	for i, r := range raw {
		o, problems := ReadOwn(r)
		if len(problems) > 0 {
			t.Fatalf("%s: %v", r, problems)
		}
		list[i] = o
	}
	return list
}

func mustMerge(t *testing.T, c *Catalog, raw ...string) *Catalog {
	t.Helper()
	list := make([][]byte, len(raw))
	for i, r := range raw {
		list[i] = []byte(r)
	}
	merged, problems := c.Merge(read(t, list...))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return merged
}

func find(t *testing.T, c *Catalog, id string) Signal {
	t.Helper()
	s, ok := c.Signal(id)
	if !ok {
		t.Fatalf("there is no signal %s", id)
	}
	return s
}

func idsOf(c *Catalog) string {
	list := make([]string, len(c.Signals))
	for i, s := range c.Signals {
		list[i] = s.ID
	}
	return strings.Join(list, " ")
}

func TestAChangeNamesOnlyWhatItChanges(t *testing.T) {
	c := smallCatalog(t)
	merged := mustMerge(t, c, `{"id":"error-rate","title":"Failures","alert":{"value":9,"for":"10m"},
		"providers":{"prometheus":[{"source":"own","expr":"sum(failures)","legend":"x","needs":["failures"]}],"pixie":null}}`)
	s := find(t, merged, "error-rate")
	if s.Title != "Failures" || s.Why != "They hurt." || s.Origin != Changed || !s.Enabled || s.Layer != Application {
		t.Errorf("%+v", s)
	}
	if len(s.Providers.Prometheus) != 1 || s.Providers.Prometheus[0].Source != "own" || s.Providers.Loki == nil {
		t.Errorf("%+v", s.Providers)
	}
	if a := s.Alert; *a.Value != 9 || a.For != "10m" || a.Op != ">" || a.Name != "HighErrorRate" || len(a.Levels) != 1 {
		t.Errorf("%+v", a)
	}
	if before := find(t, c, "error-rate"); before.Title != "Errors" || *before.Alert.Value != 5 || before.Origin != BuiltIn {
		t.Errorf("the built-in catalog was changed: %+v", before)
	}
	if s := find(t, merged, "logins"); s.Origin != BuiltIn {
		t.Errorf("another signal was changed: %+v", s)
	}
}

func TestNullTakesAway(t *testing.T) {
	s := find(t, mustMerge(t, smallCatalog(t), `{"id":"error-rate","alert":null,"providers":{"loki":null}}`), "error-rate")
	if s.Alert != nil || s.Providers.Loki != nil || len(s.Providers.Prometheus) != 1 {
		t.Errorf("%+v", s)
	}
	s = find(t, mustMerge(t, smallCatalog(t), `{"id":"error-rate","alert":{"levels":null}}`), "error-rate")
	if s.Alert == nil || len(s.Alert.Levels) != 0 {
		t.Errorf("%+v", s.Alert)
	}
}

func TestSwitchedOff(t *testing.T) {
	merged := mustMerge(t, smallCatalog(t), `{"id":"error-rate","enabled":false}`)
	if s := find(t, merged, "error-rate"); s.Enabled || s.Origin != Changed || s.Alert == nil {
		t.Errorf("%+v", s)
	}
	pack, err := merged.Pack(PackOptions{Format: PrometheusFormat})
	if err != nil || len(pack.Rules) != 0 {
		t.Errorf("%v: a signal that is off has %d rules", err, len(pack.Rules))
	}
}

func TestAGapIsClosedByAProvider(t *testing.T) {
	s := find(t, mustMerge(t, smallCatalog(t), `{"id":"error-rate","providers":{"splunk":{"spl":"index=* error"}}}`), "error-rate")
	if s.Gaps["pixie"] == "" || s.Providers.Splunk == nil {
		t.Errorf("%+v", s)
	}
	withGap := smallCatalog(t)
	withGap.Signals[0].Gaps = map[string]string{"splunk": "Nobody has it."}
	if s := find(t, mustMerge(t, withGap, `{"id":"error-rate","providers":{"splunk":{"spl":"index=* error"}}}`), "error-rate"); len(s.Gaps) != 0 {
		t.Errorf("%+v", s.Gaps)
	}
}

func TestNewSignalsStandBehindTheirGroup(t *testing.T) {
	c := smallCatalog(t)
	merged, problems := c.Merge(read(t, whole(t, "zz-orders", nil), whole(t, "aa-orders", nil), []byte(`{"id":"logins","group":"errors"}`)))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if got := idsOf(merged); got != "error-rate aa-orders logins zz-orders node-cpu" {
		t.Error(got)
	}
	if got := strings.Join(merged.Groups[0].Signals, " "); got != "error-rate aa-orders logins zz-orders" || len(merged.Groups[1].Signals) != 0 {
		t.Errorf("%+v", merged.Groups)
	}
	s := find(t, merged, "aa-orders")
	if s.Origin != OwnMade || !s.Enabled || s.Sources == nil || len(s.Sources) != 0 {
		t.Errorf("%+v", s)
	}
	pack, err := merged.Pack(PackOptions{Format: PrometheusFormat})
	if err != nil || !strings.Contains(string(pack.Content), "NoOrdersaaorders") {
		t.Errorf("%v: the alert of an own signal is not in the pack", err)
	}
	if got := strings.Join(c.Groups[0].Signals, " "); got != "error-rate" {
		t.Errorf("the built-in groups were changed: %s", got)
	}
}

func TestBuiltInSignalsStayInTheirLayer(t *testing.T) {
	_, problems := smallCatalog(t).Merge(read(t, []byte(`{"id":"logins","layer":"cluster"}`)))
	if len(problems) != 1 || problems[0].Field != "layer" || !strings.Contains(problems[0].Message, "application") {
		t.Errorf("%+v", problems)
	}
	mustMerge(t, smallCatalog(t), `{"id":"logins","layer":"application"}`)
}

// A bad change leaves the built-in signal as it is.
func TestABadChangeCostsOnlyItself(t *testing.T) {
	merged, problems := smallCatalog(t).Merge(read(t, []byte(`{"id":"error-rate","title":"X","alert":{"query":"rate("}}`)))
	if len(problems) == 0 || problems[0].Field != "alert.query" {
		t.Errorf("%+v", problems)
	}
	if s := find(t, merged, "error-rate"); s.Title != "Errors" || s.Origin != BuiltIn {
		t.Errorf("%+v", s)
	}
}

func TestNamesOfAlerts(t *testing.T) {
	named := func(id, name string) []byte { return whole(t, id, having("alert.name", name)) }
	t.Run("the first in the list keeps the name", func(t *testing.T) {
		merged, problems := smallCatalog(t).Merge(read(t, named("bb-orders", "NoOrders"), named("aa-orders", "NoOrders")))
		if len(problems) != 1 || problems[0].Signal != "aa-orders" || idsOf(merged) != "error-rate bb-orders logins node-cpu" {
			t.Errorf("%v, %s", problems, idsOf(merged))
		}
	})
	t.Run("a name that was given up may be taken", func(t *testing.T) {
		mustMerge(t, smallCatalog(t), string(named("aa-orders", "HighErrorRate")), `{"id":"error-rate","alert":{"name":"Renamed"}}`)
	})
	t.Run("a change that is left out takes its name back", func(t *testing.T) {
		merged, problems := smallCatalog(t).Merge(read(t, named("aa-orders", "HighErrorRate"), []byte(`{"id":"error-rate","alert":{"name":"Renamed","for":"soon"}}`)))
		if len(problems) != 2 || idsOf(merged) != "error-rate logins node-cpu" {
			t.Errorf("%v, %s", problems, idsOf(merged))
		}
	})
	t.Run("twice in one signal", func(t *testing.T) {
		_, problems := smallCatalog(t).Merge(read(t, []byte(`{"id":"error-rate","alert":{"name":"VeryHighErrorRate"}}`)))
		if len(problems) != 1 || problems[0].Signal != "error-rate" {
			t.Errorf("%v", problems)
		}
	})
	t.Run("one id twice", func(t *testing.T) {
		_, problems := smallCatalog(t).Merge(read(t, named("aa-orders", "A1"), named("aa-orders", "A2")))
		if len(problems) != 1 || problems[0].Field != "id" {
			t.Errorf("%v", problems)
		}
	})
}

func TestPreviewSeesTheOthers(t *testing.T) {
	others := read(t, whole(t, "aa-orders", nil))
	s, problems := smallCatalog(t).Preview(others, read(t, whole(t, "bb-orders", having("alert.name", "NoOrdersaaorders")))[0])
	if s == nil || s.ID != "bb-orders" || len(problems) != 1 || problems[0].Field != "alert.name" {
		t.Errorf("%+v %v", s, problems)
	}
	if s, problems := smallCatalog(t).Preview(others, read(t, whole(t, "aa-orders", nil))[0]); s == nil || len(problems) != 0 {
		t.Errorf("a signal clashes with itself: %v", problems)
	}
	if s, problems := smallCatalog(t).Preview(nil, read(t, whole(t, "aa-orders", having(`providers.prometheus.0.expr`, "rate(")))[0]); s == nil || len(problems) != 1 {
		t.Errorf("the signal is shown while only its query is wrong: %+v %v", s, problems)
	}
	if s, problems := smallCatalog(t).Preview(nil, read(t, whole(t, "aa-orders", having("title", nil)))[0]); s != nil || len(problems) != 1 {
		t.Errorf("%+v %v", s, problems)
	}
}

func TestOwnJSON(t *testing.T) {
	o := read(t, []byte("{\"id\":\"a-b\", \"why\":\"1 < 2 \xff & big\", \"alert\":{\"value\":12345678901234567890.5}}"))[0]
	raw, err := o.JSON()
	if err != nil || string(raw) != `{"alert":{"value":12345678901234567890.5},"id":"a-b","why":"1 < 2 � & big"}` {
		t.Errorf("%v %s", err, raw)
	}
}

// Every built-in signal can be said again as it is, so nothing of the catalog's form is closed to installations.
func TestEveryBuiltInSignalCanBeOwn(t *testing.T) {
	c := load(t)
	own := make([]Own, 0, len(c.Signals))
	for _, s := range c.Signals {
		raw, err := json.Marshal(map[string]any{
			"id": s.ID, "layer": s.Layer, "group": s.Group, "title": s.Title, "why": s.Why, "unit": s.Unit, "visualisation": s.Visualisation,
			"providers": s.Providers, "alert": s.Alert, "sources": s.Sources, "enabled": true,
		})
		if err != nil {
			t.Fatal(err)
		}
		own = append(own, read(t, raw)[0])
	}
	merged, problems := c.Merge(own)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if idsOf(merged) != idsOf(c) {
		t.Error("the order changed")
	}
	for i, s := range merged.Signals {
		was := c.Signals[i]
		s.Origin, s.Gaps, was.Gaps = BuiltIn, nil, nil // what is said of a provider closes its gap
		if asJSON(t, was) != asJSON(t, s) {
			t.Errorf("%s is not as it was", s.ID)
		}
	}
}

// BenchmarkMerge bounds what a change of own signals costs: 500 of them over the built-in catalog.
func BenchmarkMerge(b *testing.B) {
	c, err := Load()
	if err != nil {
		b.Fatal(err)
	}
	own := make([]Own, 0, 500)
	for i := range cap(own) {
		o, problems := ReadOwn(fmt.Appendf(nil, `{"id":"own-%d","layer":"cluster","group":%q,"title":"T","why":"W","unit":"short","visualisation":"timeseries",
			"providers":{"prometheus":[{"source":"own","expr":"sum(rate(x{namespace=~\"$namespace\"}[$__rate_interval]))","legend":"x","needs":["x"]}]}}`, i, groupOf(c, Cluster)))
		if len(problems) > 0 {
			b.Fatal(problems)
		}
		own = append(own, o)
	}
	for b.Loop() {
		if _, problems := c.Merge(own); len(problems) > 0 {
			b.Fatal(problems[0])
		}
	}
}

func groupOf(c *Catalog, layer Layer) string {
	for _, g := range c.Groups {
		if g.Layer == layer {
			return g.ID
		}
	}
	return ""
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
