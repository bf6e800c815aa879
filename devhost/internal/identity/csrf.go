package identity

import (
	"errors"
	"fmt"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// simpleTypes are what a foreign page can post without asking first (CORS preflight).
var simpleTypes = map[string]bool{"text/plain": true, "application/x-www-form-urlencoded": true, "multipart/form-data": true}

// CheckWrite refuses a cookie-authenticated write that a foreign page may have caused.
func CheckWrite(r *http.Request, u User) error {
	if !u.FromCookie || r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions {
		return nil
	}
	if origin := r.Header.Get("Origin"); origin != "" {
		o, err := url.Parse(origin)
		if err != nil || o.Host != r.Host {
			return fmt.Errorf("origin %q is not this host", origin)
		}
		return nil
	}
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return errors.New("cross-site request")
	}
	if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err == nil && simpleTypes[t] {
		return fmt.Errorf("content type %s without an Origin header: send application/json", t)
	}
	return nil
}

// LoopbackHost reports whether a host[:port] names this machine; other names mean DNS rebinding.
func LoopbackHost(hostport string) bool {
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	host = strings.Trim(host, "[]")
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
