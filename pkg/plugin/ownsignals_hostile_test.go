package plugin

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/strata-sre/strata-sre-app/pkg/api"
)

// Whatever stands in the address, the store keeps only ids of the contract's form.
func TestIdsThatAreNone(t *testing.T) {
	h := newHarness(t)
	for _, id := range []string{"a/b", "../own", "a b", "ä-b", "a%00b", "A-b", "-ab", "a", strings.Repeat("a", 64), "a;drop", "a\nb"} {
		a := h.call(ada, "PUT", "/catalog/own/"+url.PathEscape(id), map[string]any{"signal": newSignal(id, nil)})
		if a.status < 400 || a.status >= 500 {
			t.Errorf("%q: %d %s", id, a.status, a.body)
		}
		h.call(ada, "DELETE", "/catalog/own/"+url.PathEscape(id)+"?version=1", nil).want(404)
	}
	if list := own(h); len(list) != 0 {
		t.Errorf("%+v", list)
	}
}

// Deep, wide and doubled values are answered, never followed for long.
func TestStrangeDefinitionsAreAnswered(t *testing.T) {
	h := newHarness(t)
	deep := func(open, end string, n int) string { return strings.Repeat(open, n) + strings.Repeat(end, n) }
	expr := func(text string) string {
		raw, _ := json.Marshal(newSignal("a-orders", map[string]any{"providers": map[string]any{"prometheus": []any{map[string]any{
			"source": "shop", "expr": text, "legend": "x", "needs": []any{"x"}}}}}))
		return string(raw)
	}
	for name, definition := range map[string]string{
		"deep lists":        `{"id":"a-orders","providers":` + deep("[", "]", 9_000) + `}`,
		"deep objects":      `{"id":"a-orders","alert":` + strings.Repeat(`{"a":`, 9_000) + "1" + strings.Repeat("}", 9_000) + `}`,
		"deep PromQL":       expr(deep("(", ")", 9_000)),
		"deep functions":    expr(deep("abs(", ")", 9_000)),
		"a long chain":      expr("x" + strings.Repeat("+x", 9_000)),
		"deep PxL":          `{"id":"a-orders","providers":{"pixie":{"columns":["a"],"pxl":"import px\\npx.display(` + deep("(", ")", 9_000) + `)"}}}`,
		"a costly pattern":  expr(`x{a=~"((a{1,900}){1,900}){1,900}"}`),
		"a huge number":     `{"id":"a-orders","alert":{"value":1e999}}`,
		"many unknown":      `{"id":"a-orders"` + strings.Repeat(`,"x":1`, 5_000) + `}`,
		"broken characters": "{\"id\":\"a-orders\",\"why\":\"\xff\xfe\"}",
		"a null character":  `{"id":"a-orders","why":"\u0000"}`,
	} {
		a := h.call(ed, "POST", "/catalog/check", definition)
		var check api.SignalCheck
		if a.status == 200 {
			a.into(&check)
		}
		if a.status >= 500 || check.Valid {
			t.Errorf("%s: %d %.200s", name, a.status, a.body)
		}
		if a := h.call(ada, "PUT", "/catalog/own/a-orders", `{"signal":`+definition+`}`); a.status < 400 || a.status >= 500 {
			t.Errorf("%s: %d %.200s", name, a.status, a.body)
		}
	}
}

// Of a field that is there twice one counts, for the check as for what is kept.
func TestDoubledFieldsMeanOneThing(t *testing.T) {
	h := newHarness(t)
	raw, err := json.Marshal(newSignal("a-orders", nil))
	if err != nil {
		t.Fatal(err)
	}
	doubled := strings.TrimSuffix(string(raw), "}") + `,"title":"The last one"}`
	h.call(ada, "PUT", "/catalog/own/a-orders", `{"signal":`+doubled+`}`).want(200)
	if s, ok := signalIn(h, vic, "a-orders"); !ok || s.Title != "The last one" {
		t.Errorf("%+v", s)
	}
	if list := own(h); len(list) != 1 || !strings.Contains(string(list[0].Signal), "The last one") || strings.Contains(string(list[0].Signal), "Orders") {
		t.Errorf("%+v", list)
	}
}

// Two organisations write the same ids at once; each has its own, also after a restart.
func TestOrganisationsStayApart(t *testing.T) {
	h := newHarness(t)
	const ids = 6
	var all sync.WaitGroup
	for _, p := range []person{ada, other} {
		for i := range ids {
			all.Go(func() {
				id := fmt.Sprintf("own-%d", i)
				a := h.call(p, "PUT", "/catalog/own/"+id, map[string]any{"signal": newSignal(id, map[string]any{
					"title": p.login, "alert": nil,
				})})
				if a.status != 200 {
					t.Errorf("%s %s: %d %s", p.login, id, a.status, a.body)
				}
			})
		}
	}
	all.Wait()
	for _, h := range []*harness{h, harnessAt(t, h.path)} {
		for _, p := range []person{ada, other} {
			for i := range ids {
				if s, ok := signalIn(h, p, fmt.Sprintf("own-%d", i)); !ok || s.Title != p.login {
					t.Errorf("%s: %+v", p.login, s)
				}
			}
		}
	}
	h.call(other, "DELETE", "/catalog/own/own-1?version=999999", nil).wantError(409, "stale_version")
	if _, ok := signalIn(h, ada, "own-1"); !ok {
		t.Error("the other organisation's is gone")
	}
}
