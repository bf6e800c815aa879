package notify

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// names is a resolver of the test: each lookup of a name takes the next of its answers, the last one for ever.
type names map[string][]string

func (n names) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	answers := n[host]
	if len(answers) == 0 {
		return nil, errors.New("no such host")
	}
	if len(answers) > 1 {
		n[host] = answers[1:]
	}
	var addrs []netip.Addr
	for _, a := range strings.Fields(answers[0]) {
		addrs = append(addrs, netip.MustParseAddr(a))
	}
	return addrs, nil
}

func guardOf(t *testing.T, resolver Resolver, allowed ...string) *Guard {
	t.Helper()
	g, err := NewGuard(allowed, resolver)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestAddressesInsideAreRefused(t *testing.T) {
	g := guardOf(t, names{})
	for _, inside := range []string{
		"127.0.0.1", "127.8.9.1", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "169.254.0.1",
		"100.64.0.1", "100.127.255.254", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.7", "192.0.0.1", "192.88.99.1",
		"::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fd12:3456::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
		"64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:53aa::1", "2001:db8::1", "::7f00:1", "::ffff:0:127.0.0.1", "fec0::1", "100::1", "5f00::1",
	} {
		if err := g.check("host", netip.MustParseAddr(inside), 443); err == nil {
			t.Errorf("%s may be reached", inside)
		}
	}
	for _, outside := range []string{"1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "192.169.0.1", "2606:4700::1111", "2a00:1450:4001::200e", "2001:4860:4860::8888"} {
		if err := g.check("host", netip.MustParseAddr(outside), 443); err != nil {
			t.Errorf("%s: %v", outside, err)
		}
	}
}

func TestAllowedHosts(t *testing.T) {
	g := guardOf(t, names{}, "10.1.0.0/16", "192.168.1.5:25", "mail.corp", "[fd00::1]:587", "relay.corp:2525", "FD12::/16", "10.9.0.0/16:443")
	cases := []struct {
		host, addr string
		port       uint16
		ok         bool
	}{
		{"x", "10.1.2.3", 443, true}, {"x", "::ffff:10.1.2.3", 443, true}, {"x", "10.2.0.1", 443, false},
		{"x", "192.168.1.5", 25, true}, {"x", "192.168.1.5", 443, false}, {"x", "192.168.1.6", 25, false},
		{"mail.corp", "10.77.0.1", 25, true}, {"MAIL.corp.", "127.0.0.1", 25, true}, {"evil.corp", "10.77.0.1", 25, false}, {"x.mail.corp", "10.77.0.1", 25, false},
		{"mail.corp", "169.254.169.254", 80, false}, {"mail.corp", "fd00:ec2::254", 80, false}, {"mail.corp", "0.0.0.0", 80, false}, {"mail.corp", "2002:a9fe:a9fe::", 80, false},
		{"mail.corp", "fe80::1", 80, false}, {"mail.corp", "::1", 80, true},
		{"x", "fd00::1", 587, true}, {"x", "fd00::1", 25, false}, {"relay.corp", "10.0.0.9", 2525, true}, {"relay.corp", "10.0.0.9", 25, false},
		{"x", "fd12::9", 1, true}, {"x", "10.9.1.1", 443, true}, {"x", "10.9.1.1", 80, false},
	}
	for _, c := range cases {
		if err := g.check(c.host, netip.MustParseAddr(c.addr), c.port); (err == nil) != c.ok {
			t.Errorf("%s %s:%d: %v", c.host, c.addr, c.port, err)
		}
	}
	for _, bad := range []string{"", "http://mail.corp", "10.0.0.0/99", "mail corp", "0177.0.0.1", "2130706433", "0x7f000001", "mail.corp:0", "mail.corp:http", "a/b"} {
		if _, err := NewGuard([]string{bad}, names{}); err == nil || !strings.Contains(err.Error(), "bad_settings") {
			t.Errorf("%q is allowed: %v", bad, err)
		}
	}
}

func TestSpellingsOfAddressesAreNoNames(t *testing.T) {
	for _, bad := range []string{"2130706433", "0177.0.0.1", "0x7f.1", "0x7f000001", "127.1", "127.0.0.1.", "10.0x1", "a b", "a_b\r\nc", "", ".", "ex ample.com", "[::1", "münchen.de"} {
		if isName(bad) {
			t.Errorf("%q counts as a name", bad)
		}
		if _, err := guardOf(t, net.DefaultResolver).lookup(t.Context(), bad); err == nil && bad != "127.0.0.1." {
			t.Errorf("%q was looked up", bad)
		}
	}
	for _, good := range []string{"example.com", "hooks.slack.com.", "a-b.c0", "localhost", "x.0xg", "1.com", "xn--mnchen-3ya.de", "_smtp.corp"} {
		if !isName(good) {
			t.Errorf("%q counts as no name", good)
		}
	}
}

func TestAddressesOfChannels(t *testing.T) {
	for _, bad := range []string{
		"ftp://example.com", "file:///etc/passwd", "gopher://x", "//example.com", "example.com", "https://user:pass@example.com/", "https://user@example.com", "https:///x", "https://example.com/#x",
		"https://2130706433/", "http://0177.0.0.1/", "http://0x7f.1/", "http://127.1/", "https://exa mple.com", "https://example.com/\r\nHost: x", "http://[::1%25eth0", "javascript:alert(1)",
	} {
		if _, err := parseTarget(bad); err == nil {
			t.Errorf("%q is an address", bad)
		} else if strings.Contains(err.Error(), "user:") {
			t.Errorf("%v repeats the address", err)
		}
	}
	for _, good := range []string{"https://hooks.slack.com/services/T/B/x", "http://10.0.0.1:8080/hook?x=1", "https://[2001:4860::1]/x", "https://example.com"} {
		if _, err := parseTarget(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
}

// inner is a server inside the network that must not be reached.
func inner(t *testing.T) (server *httptest.Server, hits *atomic.Int64) {
	t.Helper()
	hits = &atomic.Int64{}
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		hits.Add(1)
		if _, err := w.Write([]byte("inner secret")); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	return server, hits
}

func portOf(t *testing.T, server *httptest.Server) string {
	t.Helper()
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return u.Port()
}

func networkWith(g *Guard) Network { return Network{Guard: g, Now: time.Now} }

// A name first shows an address on the internet and then one inside: each connection is judged by where it goes.
func TestRebindingIsRefused(t *testing.T) {
	server, hits := inner(t)
	g := guardOf(t, names{"rebind.example": {"192.0.2.1", "127.0.0.1"}, "both.example": {"127.0.0.1 ::1"}, "mapped.example": {"::ffff:127.0.0.1"}})
	n := networkWith(g)
	client := n.client()
	for _, host := range []string{"rebind.example", "rebind.example", "both.example", "mapped.example", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost"} {
		_, err := n.send(t.Context(), client, post{url: "http://" + host + ":" + portOf(t, server) + "/", body: []byte("{}")})
		if f := (&Failure{}); !errors.As(err, &f) || !f.NotOurs && host != "localhost" {
			t.Errorf("%s: %v", host, err)
		}
	}
	if hits.Load() != 0 {
		t.Fatalf("%d requests got inside", hits.Load())
	}
}

// The check of the connected address holds also when the one before it is not asked.
func TestTheConnectedAddressIsChecked(t *testing.T) {
	g := guardOf(t, names{})
	ctx := context.WithValue(t.Context(), goingTo{}, destination{guard: g, host: "example.com"})
	for address, ok := range map[string]bool{"127.0.0.1:80": false, "[::1]:80": false, "[fe80::1%lo]:80": false, "1.1.1.1:443": true, "nonsense": false} {
		if err := checkConnected(ctx, "tcp", address, struct{}{}); (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
	}
	if err := checkConnected(t.Context(), "tcp", "1.1.1.1:443", struct{}{}); err == nil {
		t.Error("a connection that the guard did not begin is let through")
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	server, hits := inner(t)
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, location := range []string{server.URL, "http://169.254.169.254/latest/meta-data/", "//127.0.0.1/"} {
			outer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, location, status) }))
			n := networkWith(guardOf(t, net.DefaultResolver, "127.0.0.1:"+portOf(t, outer)))
			a, err := n.send(t.Context(), n.client(), post{url: outer.URL, body: []byte("{}")})
			if err == nil || a.status != status || !strings.Contains(err.Error(), "redirects are not followed") {
				t.Errorf("%d: %v", status, err)
			}
			outer.Close()
		}
	}
	if hits.Load() != 0 {
		t.Fatal("a redirect was followed")
	}
}

func TestProxyIsAskedForNothingInside(t *testing.T) {
	var asked atomic.Int64
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		w.WriteHeader(http.StatusNoContent)
	}))
	defer proxy.Close()
	u, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	n := networkWith(guardOf(t, names{}))
	n.Proxy = u
	for _, target := range []string{"http://127.0.0.1/", "http://localhost:9/", "http://x.localhost/", "http://[::1]/", "http://169.254.169.254/", "http://10.0.0.1:8080/"} {
		if _, err := n.send(t.Context(), n.client(), post{url: target, body: []byte("{}")}); err == nil {
			t.Errorf("the proxy was asked for %s", target)
		}
	}
	if asked.Load() != 0 {
		t.Fatal("the proxy was asked")
	}
	if _, err := n.send(t.Context(), n.client(), post{url: "http://hooks.example.com/x", body: []byte("{}")}); err != nil || asked.Load() != 1 {
		t.Errorf("%v, asked %d times", err, asked.Load())
	}
}
