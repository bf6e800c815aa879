package runbook

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func viewOf(t *testing.T, matches map[string]string) *View {
	t.Helper()
	texts := map[string]string{}
	for id, match := range matches {
		texts[id] = "---\ntitle: " + id + "\n" + match + "---\n## Resolution\n- x\n"
	}
	l := NewLibrary(texts, ReadProvisioned(nil), DefaultStaleAfter, time.Now)
	for id, e := range l.bare.Entries {
		if len(e.Problems) > 0 {
			t.Fatalf("%s: %+v", id, e.Problems)
		}
	}
	return l.bare
}

func order(list []Match) string {
	var out []string
	for _, m := range list {
		out = append(out, fmt.Sprintf("%s:%s:%d", m.Entry.ID, m.By, m.Alerts))
	}
	return strings.Join(out, " ")
}

func TestMatchOrder(t *testing.T) {
	v := viewOf(t, map[string]string{
		"by-catalog": "", "by-link": "", "archived": "match: [{labels: {service: cart}}]\n",
		"by-label":  "match: [{labels: {service: cart}}]\n",
		"by-labels": "match: [{labels: {service: cart|pay, namespace: shop}}]\n",
		"by-signal": "match: [{signal: 'net-.*'}]\n",
		"by-both":   "match: [{signal: 'net-dns', labels: {service: cart}}]\n",
		"elsewhere": "match: [{labels: {service: car}}, {labels: {team: .+}}]\n",
	})
	v.Entries["archived"].ArchivedAt = time.Now()
	catalog := func(signal string) string { return map[string]string{"net-dns": "by-catalog"}[signal] }
	cart := map[string]string{"service": "cart", "namespace": "shop"}
	dns := Alert{Name: "Dns", Signal: "net-dns", Labels: cart, Severity: "P2", Firing: true, Runbook: "https://g.example/a/strata-sre-app/runbooks/by-link"}
	list, links := v.Match([]Alert{dns}, catalog)
	if got := order(list); got != "by-link:link:1 by-labels:labels:1 by-both:labels:1 by-label:labels:1 by-catalog:signal:1 by-signal:signal:1" || len(links) != 0 {
		t.Errorf("%s, %v", got, links)
	}
	if list[1].Detail != `namespace="shop", service="cart|pay"` || list[2].Detail != `signal="net-dns", service="cart"` || list[4].Detail != "net-dns" {
		t.Errorf("%+v", list)
	}
	// What fires comes before what is over, and the worse alert before the other.
	over := Alert{Name: "Over", Signal: "net-dns", Severity: "P0"}
	pay := Alert{Name: "Pay", Labels: map[string]string{"service": "pay", "namespace": "shop"}, Severity: "P1", Firing: true, Runbook: "https://wiki.example/pay"}
	list, links = v.Match([]Alert{over, pay, pay}, catalog)
	if got := order(list); got != "by-labels:labels:2 by-catalog:signal:1 by-signal:signal:1" || len(links) != 1 || links[0] != (OutsideLink{"Pay", "https://wiki.example/pay"}) {
		t.Errorf("%s, %v", got, links)
	}
	if list, links := v.Match(nil, catalog); len(list) != 0 || len(links) != 0 {
		t.Errorf("%v %v", list, links)
	}
}

func TestLinkedRunbook(t *testing.T) {
	for address, want := range map[string]string{
		"https://g.example/a/strata-sre-app/runbooks/net-dns":            "net-dns",
		"https://g.example/sub/a/strata-sre-app/runbooks/net-dns/?x=1#y": "net-dns",
		"/a/strata-sre-app/runbooks/net-dns":                             "net-dns",
		"https://g.example/a/strata-sre-app/runbooks":                    "",
		"https://g.example/a/other-app/runbooks/net-dns":                 "",
		"https://wiki.example/?u=/a/strata-sre-app/runbooks/net-dns":     "",
		"https://g.example/a/strata-sre-app/runbooks/net-dns/more":       "",
		"%zz": "",
		"":    "",
	} {
		if got := LinkedRunbook(address); got != want {
			t.Errorf("%q: %q", address, got)
		}
	}
}

func TestDiff(t *testing.T) {
	got := fmt.Sprint(Diff("a\nb\nc", "a\nx\nc\nd"))
	if got != "[{same a} {removed b} {added x} {same c} {added d}]" {
		t.Error(got)
	}
	// Texts of the longest kind do not take for ever.
	began := time.Now()
	Diff(strings.Repeat("\n", maxLines), strings.Repeat("x\n", maxLines)+strings.Repeat("\n", maxLines))
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("%s", took)
	}
}
