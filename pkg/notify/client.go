package notify

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	httpTimeout  = 10 * time.Second
	maxAnswer    = 64 << 10         // bytes of an answer that are read
	maxAskedWait = 1 * time.Hour    // of Retry-After
	userAgent    = "Strata-SRE-App" // some services refuse requests without one
)

// Network is how messages leave.
type Network struct {
	Guard *Guard
	TLS   *tls.Config // nil for the system's authorities
	Proxy *url.URL    // nil for none; the environment's is never taken
	Now   func() time.Time
}

// tlsConfig always verifies the other side.
func (n Network) tlsConfig(serverName string) *tls.Config {
	config := &tls.Config{}
	if n.TLS != nil {
		config = n.TLS.Clone()
	}
	config.MinVersion, config.ServerName, config.InsecureSkipVerify = tls.VersionTLS12, serverName, false
	return config
}

// Authorities reads certificates in PEM that are trusted beside the system's. Problem: bad_settings.
func Authorities(pem string) (*tls.Config, error) {
	if strings.TrimSpace(pem) == "" {
		return nil, nil
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM([]byte(pem)) {
		return nil, badField("caCertificates", "No certificate can be read.").Try("Give certificates in PEM: -----BEGIN CERTIFICATE-----.")
	}
	return &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, nil
}

// client makes an HTTP client that follows no redirect and connects through the guard.
func (n Network) client() *http.Client {
	transport := &http.Transport{
		DialContext: n.Guard.DialContext, TLSClientConfig: n.tlsConfig(""), TLSHandshakeTimeout: dialTimeout, ResponseHeaderTimeout: httpTimeout,
		MaxResponseHeaderBytes: maxAnswer, MaxIdleConnsPerHost: 2, IdleConnTimeout: time.Minute, ForceAttemptHTTP2: true,
	}
	if n.Proxy != nil {
		transport.Proxy = http.ProxyURL(n.Proxy)
		transport.DialContext = n.dialProxy
	}
	return &http.Client{Transport: transport, Timeout: httpTimeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// dialProxy connects to the proxy of the settings, wherever it is.
func (n Network) dialProxy(ctx context.Context, network, address string) (net.Conn, error) {
	return (&net.Dialer{Timeout: dialTimeout}).DialContext(ctx, network, address)
}

// checkTarget refuses what a proxy would be asked for although it is plainly inside the network.
func (n Network) checkTarget(u *url.URL) error {
	if n.Proxy == nil {
		return nil
	}
	host := u.Hostname()
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return &refusedError{host: host}
	}
	if addr, err := netip.ParseAddr(host); err == nil {
		return n.Guard.check(host, addr, uint16(number))
	}
	if name := canonical(host); !isName(name) || name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return n.Guard.check(host, netip.IPv6Loopback(), uint16(number))
	}
	return nil
}

// post is one request of a channel.
type post struct {
	url     string
	body    []byte
	headers map[string]string
	secrets []string // what must not be in an error
}

// answer is what came back, for those who look at more than the status.
type answer struct {
	status int
	body   string
}

// send posts JSON. Any status but 2xx is a Failure.
func (n Network) send(ctx context.Context, client *http.Client, p post) (answer, error) {
	target, err := parseTarget(p.url)
	if err != nil {
		return answer{}, &Failure{Reason: redacted(err.Error(), p.secrets...), NotOurs: true}
	}
	if err := n.checkTarget(target); err != nil {
		return answer{}, n.connectFailure(err, p)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), bytes.NewReader(p.body))
	if err != nil {
		return answer{}, &Failure{Reason: "The address cannot be used.", NotOurs: true}
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", userAgent)
	for name, value := range p.headers {
		request.Header.Set(name, oneLine(value, maxHeader))
	}
	response, err := client.Do(request)
	if err != nil {
		return answer{}, n.connectFailure(err, p)
	}
	defer func() { _ = response.Body.Close() }() // the answer's status is known already
	raw, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil && len(raw) == 0 && ctx.Err() != nil {
		return answer{}, n.connectFailure(err, p)
	}
	a := answer{status: response.StatusCode, body: string(raw)}
	if a.status >= 200 && a.status < 300 {
		return a, nil
	}
	return a, n.refusal(response, a, p)
}

const maxHeader = 200

// connectFailure says why no answer came. The client's own error has the address, which may be a secret.
func (n Network) connectFailure(err error, p post) *Failure {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	if e, ok := errors.AsType[*refusedError](err); ok {
		return &Failure{Reason: redacted(e.Error(), p.secrets...) + ".", NotOurs: true}
	}
	if e, ok := errors.AsType[net.Error](err); ok && e.Timeout() || errors.Is(err, context.DeadlineExceeded) {
		return failed("There was no answer within %s.", httpTimeout)
	}
	return failed("No connection: %s.", redacted(err.Error(), p.secrets...))
}

// refusal reads a status that is not 2xx.
func (n Network) refusal(r *http.Response, a answer, p post) *Failure {
	f := failed("The answer was %d %s", a.status, http.StatusText(a.status))
	switch {
	case a.status >= 300 && a.status < 400:
		f.Reason += "; redirects are not followed"
	case a.status == http.StatusBadRequest, a.status == http.StatusRequestEntityTooLarge, a.status == http.StatusUnprocessableEntity:
		f.Permanent, f.NotOurs = true, true
	}
	if text := redacted(a.body, p.secrets...); text != "" && isText(r.Header.Get("Content-Type")) {
		f.Reason += ": " + clip(text, maxQuote)
	}
	f.Reason = strings.TrimSuffix(f.Reason, ".") + "."
	f.Wait = n.askedWait(r.Header.Get("Retry-After"))
	return f
}

const maxQuote = 160 // characters of a refusal that are shown

func isText(contentType string) bool {
	return contentType == "" || strings.HasPrefix(contentType, "text/plain") || strings.HasPrefix(contentType, "application/json")
}

// askedWait reads Retry-After (RFC 9110, 10.2.3): seconds or a date.
func (n Network) askedWait(value string) time.Duration {
	var wait time.Duration
	if seconds, err := strconv.ParseInt(strings.TrimSpace(value), 10, 32); err == nil {
		wait = time.Duration(seconds) * time.Second
	} else if at, err := http.ParseTime(value); err == nil {
		wait = at.Sub(n.Now())
	}
	return min(max(wait, 0), maxAskedWait)
}

// parseTarget checks an address before anything is sent to it. The error does not repeat it.
func parseTarget(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return nil, errors.New("The address cannot be read.")
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, errors.New("The address must begin with https:// or http://.")
	case u.User != nil:
		return nil, errors.New("The address must not hold a user or password.")
	case u.Hostname() == "":
		return nil, errors.New("The address has no host.")
	case u.Fragment != "":
		return nil, errors.New("The address must not have a # part.")
	}
	if _, err := netip.ParseAddr(u.Hostname()); err != nil && !isName(u.Hostname()) {
		return nil, errors.New("The host of the address is neither a name nor an address in its usual spelling.")
	}
	return u, nil
}
