package notify

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

const dialTimeout = 5 * time.Second

// Resolver looks up the addresses of a host; net.DefaultResolver is one.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// Guard connects to the internet and to what an administrator allowed, and to nothing else. What counts is the address
// that a connection really goes to, so neither a name that changes its address nor another spelling of one gets around it.
type Guard struct {
	allowed  []allowance
	resolver Resolver
}

// allowance is one entry of allowedHosts.
type allowance struct {
	host   string       // a name; empty when prefix is set
	prefix netip.Prefix // one address or a network
	port   uint16       // 0 for every
}

// NewGuard reads a list of hosts that may be reached although they are not on the internet: names, addresses or networks
// (10.1.0.0/16), each with an optional port (name:8080, [fd00::1]:25). The error names the entry.
func NewGuard(allowedHosts []string, resolver Resolver) (*Guard, error) {
	g := &Guard{resolver: resolver}
	for i, entry := range allowedHosts {
		a, err := parseAllowance(strings.TrimSpace(entry))
		if err != nil {
			return g, badField(fmt.Sprintf("allowedHosts[%d]", i), "%q is not a host, an address or a network.", entry).
				Try("Write it as mail.example.com, mail.example.com:25, 10.1.2.3 or 10.1.0.0/16.")
		}
		g.allowed = append(g.allowed, a)
	}
	return g, nil
}

var errNotAHost = errors.New("not a host")

func parseAllowance(entry string) (allowance, error) {
	if prefix, err := netip.ParsePrefix(entry); err == nil {
		return allowance{prefix: prefix.Masked()}, nil
	}
	var a allowance
	host := strings.TrimSuffix(strings.TrimPrefix(entry, "["), "]")
	if addr, err := netip.ParseAddr(host); err == nil {
		return allowance{prefix: onlyThis(addr)}, nil
	}
	if h, port, err := net.SplitHostPort(entry); err == nil {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 {
			return a, errNotAHost
		}
		host, a.port = h, uint16(n)
		if prefix, err := netip.ParsePrefix(host); err == nil {
			a.prefix = prefix.Masked()
			return a, nil
		}
		if addr, err := netip.ParseAddr(host); err == nil {
			a.prefix = onlyThis(addr)
			return a, nil
		}
	}
	if !isName(host) {
		return a, errNotAHost
	}
	a.host = canonical(host)
	return a, nil
}

func onlyThis(addr netip.Addr) netip.Prefix {
	addr = addr.Unmap().WithZone("")
	return netip.PrefixFrom(addr, addr.BitLen())
}

func canonical(host string) string { return strings.ToLower(strings.TrimSuffix(host, ".")) }

// isName says whether a host is a DNS name, and not an address in some spelling: those (0177.0.0.1, 2130706433, 0x7f.1)
// end in a number, which no name on the internet does.
func isName(host string) bool {
	host = canonical(host)
	if host == "" || len(host) > 253 {
		return false
	}
	for _, r := range host {
		if !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '.' || r == '_') {
			return false
		}
	}
	last := host[strings.LastIndex(host, ".")+1:]
	if last == "" {
		return false
	}
	digits := strings.TrimLeft(last, "0123456789") == ""
	hex := strings.HasPrefix(last, "0x") && strings.TrimLeft(last[2:], "0123456789abcdef") == ""
	return !digits && !hex
}

// DialContext connects over TCP. Errors name the host but neither path nor secret.
func (g *Guard) DialContext(ctx context.Context, _, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("%q is not a host with a port", address)
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return nil, fmt.Errorf("%q is not a port", port)
	}
	addrs, err := g.lookup(ctx, host)
	if err != nil {
		return nil, err
	}
	dialer := net.Dialer{Timeout: dialTimeout}
	dialer.ControlContext = checkConnected
	ctx = context.WithValue(ctx, goingTo{}, destination{guard: g, host: host})
	var failures []error
	for _, addr := range addrs {
		if err := g.check(host, addr, uint16(number)); err != nil {
			failures = append(failures, err)
			continue
		}
		conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(addr.String(), port))
		if err == nil {
			return conn, nil
		}
		failures = append(failures, err)
	}
	return nil, errors.Join(failures...)
}

// goingTo is the key of a connection's destination in its context.
type goingTo struct{}

type destination struct {
	guard *Guard
	host  string
}

// checkConnected runs when the socket is there and before anything is sent. Its last parameter is the raw connection, whose
// type is left open because plugins may not use the package that has it.
func checkConnected[C any](ctx context.Context, _, address string, _ C) error {
	to, ok := ctx.Value(goingTo{}).(destination)
	if !ok {
		return &refusedError{host: address}
	}
	connected, err := netip.ParseAddrPort(address)
	if err != nil {
		return &refusedError{host: to.host}
	}
	return to.guard.check(to.host, connected.Addr(), connected.Port())
}

func (g *Guard) lookup(ctx context.Context, host string) ([]netip.Addr, error) {
	if addr, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{addr}, nil
	}
	if !isName(host) {
		return nil, &refusedError{host: host}
	}
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	addrs, err := g.resolver.LookupNetIP(ctx, "ip", canonical(host))
	if err != nil {
		return nil, fmt.Errorf("the name %s cannot be looked up", host)
	}
	if len(addrs) == 0 {
		return nil, fmt.Errorf("the name %s has no address", host)
	}
	return addrs, nil
}

// refusedError says that a host is not on the internet and was not allowed.
type refusedError struct{ host string }

func (e *refusedError) Error() string {
	return e.host + " is an address inside the network; an administrator must allow it in jsonData.allowedHosts"
}

// check says whether a connection for this host may go to this address.
func (g *Guard) check(host string, addr netip.Addr, port uint16) error {
	addr = addr.Unmap().WithZone("")
	for _, a := range g.allowed {
		if a.port != 0 && a.port != port {
			continue
		}
		if a.host == "" && a.prefix.Contains(addr) {
			return nil
		}
		// A name is allowed to stand for a machine, never for the metadata service of a cloud.
		if a.host != "" && a.host == canonical(host) && !neverByName(addr) {
			return nil
		}
	}
	if !onInternet(addr) {
		return &refusedError{host: host}
	}
	return nil
}

func neverByName(addr netip.Addr) bool {
	return addr.IsLinkLocalUnicast() || addr.IsMulticast() || addr.IsUnspecified() || addr == broadcast || metadataV6.Contains(addr) || embeddedIn(addr)
}

var (
	broadcast  = netip.MustParseAddr("255.255.255.255")
	metadataV6 = netip.MustParsePrefix("fd00:ec2::/32") // AWS over IPv6

	// Special-purpose networks of the registries of RFC 6890 that are not reached over the internet.
	notInternet = prefixes(
		"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
		"192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	)
	// Only global unicast is the internet in IPv6; of that, what translates to IPv4, documentation and benchmarks are not.
	globalUnicast = netip.MustParsePrefix("2000::/3")
	notInternet6  = prefixes("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
	translated    = prefixes("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "::ffff:0:0/96", "::ffff:0:0:0/96")
)

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, p := range list {
		out[i] = netip.MustParsePrefix(p)
	}
	return out
}

func within(addr netip.Addr, list []netip.Prefix) bool {
	return slices.ContainsFunc(list, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// embeddedIn says whether an IPv6 address stands for an IPv4 one, which could be any.
func embeddedIn(addr netip.Addr) bool {
	return addr.Is6() && addr != netip.IPv6Loopback() && within(addr, translated)
}

func onInternet(addr netip.Addr) bool {
	if addr.Is4() {
		return !within(addr, notInternet)
	}
	return globalUnicast.Contains(addr) && !within(addr, notInternet6) && !within(addr, translated)
}
