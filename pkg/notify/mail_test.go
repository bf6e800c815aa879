package notify

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/textproto"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// mailHost is a mail server of the test: it speaks SMTP with STARTTLS or from the first byte in TLS, and asks for a password.
type mailHost struct {
	t        *testing.T
	listener net.Listener
	tls      *tls.Config
	implicit bool
	user     string
	refuse   []string // recipients
	code     int      // of the answer to DATA when it is not taken

	mu    sync.Mutex
	mails []taken
}

type taken struct {
	to     []string
	raw    string
	secure bool
	user   string
}

// certificate makes one for mail.test and its authority in PEM.
func certificate(t *testing.T) (tls.Certificate, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail.test"}, DNSNames: []string{"mail.test"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}

func newMailHost(t *testing.T, h *mailHost) (*mailHost, string) {
	t.Helper()
	cert, authority := certificate(t)
	h.t, h.tls = t, &tls.Config{Certificates: []tls.Certificate{cert}}
	var err error
	if h.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.listener.Close() })
	go func() {
		for {
			conn, err := h.listener.Accept()
			if err != nil {
				return
			}
			go h.serve(conn)
		}
	}()
	return h, authority
}

func (h *mailHost) serve(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	secure := h.implicit
	if secure {
		conn = tls.Server(conn, h.tls)
	}
	in := bufio.NewReader(conn)
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(conn, format+"\r\n", args...) }
	say("220 mail.test ESMTP")
	var m taken
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		verb, rest, _ := strings.Cut(line, " ")
		switch strings.ToUpper(verb) {
		case "EHLO":
			say("250-mail.test")
			if !secure {
				say("250-STARTTLS")
			} else {
				say("250-AUTH PLAIN")
			}
			say("250 8BITMIME")
		case "STARTTLS":
			say("220 go ahead")
			conn, secure = tls.Server(conn, h.tls), true
			in = bufio.NewReader(conn)
		case "AUTH":
			raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(rest, "PLAIN "))
			if err != nil || string(raw) != "\x00strata\x00sesame-sesame" {
				say("535 5.7.8 no: %s", raw)
				continue
			}
			m.user = "strata"
			say("235 ok")
		case "MAIL":
			if h.user != "" && m.user != h.user {
				say("530 5.7.0 authentication required")
				continue
			}
			m.to = nil
			say("250 ok")
		case "RCPT":
			to := strings.Trim(strings.TrimPrefix(rest, "TO:"), "<>")
			if slices.Contains(h.refuse, to) {
				say("550 5.1.1 <%s> is unknown here", to)
				continue
			}
			m.to = append(m.to, to)
			say("250 ok")
		case "DATA":
			say("354 go on")
			raw, err := io.ReadAll(textproto.NewReader(in).DotReader())
			if err != nil {
				return
			}
			if h.code != 0 {
				say("%d not now", h.code)
				continue
			}
			m.raw, m.secure = string(raw), secure
			h.mu.Lock()
			h.mails = append(h.mails, m)
			h.mu.Unlock()
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func (h *mailHost) all() []taken {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]taken{}, h.mails...)
}

// mailing makes the mail channel to a server, as the settings would.
func mailing(t *testing.T, h *mailHost, authority string, change func(*ChannelSettings, *Settings)) (Sender, error) {
	t.Helper()
	_, port, err := net.SplitHostPort(h.listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	c := ChannelSettings{Name: "mail", Kind: Email, Host: "mail.test", From: "Strata <strata@example.com>", Username: "strata"}
	if _, err := fmt.Sscan(port, &c.Port); err != nil {
		t.Fatal(err)
	}
	s := Settings{AllowedHosts: []string{"mail.test"}, CACertificates: authority}
	change(&c, &s)
	s.Channels = []ChannelSettings{c}
	setup := NewSetup(s, map[string]string{"channelSecret.mail": "sesame-sesame"}, names{"mail.test": {"127.0.0.1"}}, func() time.Time { return noon })
	for _, err := range setup.Problems {
		t.Fatal(err)
	}
	return setup.Channel("mail").Sender, setup.Channel("mail").Problem
}

func unchanged(*ChannelSettings, *Settings) {}

func mustMailing(t *testing.T, h *mailHost, authority string, change func(*ChannelSettings, *Settings)) Sender {
	t.Helper()
	s, err := mailing(t, h, authority, change)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestMailOverSTARTTLS(t *testing.T) {
	h, authority := newMailHost(t, &mailHost{user: "strata"})
	s := mustMailing(t, h, authority, unchanged)
	m := hello()
	m.Subject = "Cart is down\r\nBcc: everybody@example.com ✓"
	m.To[0].Name = "Ann\r\nBcc: x@example.com"
	for range 2 { // a retry is the same mail
		receipt, err := s.Send(t.Context(), m)
		if err != nil || len(receipt.Reached) != 1 {
			t.Fatalf("%v %+v", err, receipt)
		}
	}
	all := h.all()
	if len(all) != 2 || !all[0].secure || all[0].user != "strata" || !slices.Equal(all[0].to, []string{"ann@example.com"}) {
		t.Fatalf("%+v", all)
	}
	first, second := parsed(t, all[0].raw), parsed(t, all[1].raw)
	if id := first.Header.Get("Message-ID"); id != "<d1@example.com>" || id != second.Header.Get("Message-ID") {
		t.Errorf("message id %q", id)
	}
	if first.Header.Get("Bcc") != "" || first.Header.Get("Auto-Submitted") != "auto-generated" || first.Header.Get("X-Strata-Incident") != "42" {
		t.Errorf("%v", first.Header)
	}
	if subject, err := new(mime.WordDecoder).DecodeHeader(first.Header.Get("Subject")); err != nil || subject != "Cart is down Bcc: everybody@example.com ✓" {
		t.Errorf("%v %q", err, subject)
	}
	m.Delivery, m.Kind = "d2", "update"
	if _, err := s.Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	third := parsed(t, h.all()[2].raw)
	if thread := first.Header.Get("In-Reply-To"); thread == "" || thread != third.Header.Get("In-Reply-To") || thread != third.Header.Get("References") {
		t.Errorf("%q and %q", thread, third.Header.Get("In-Reply-To"))
	}
	texts := partsOf(t, first)
	if !strings.Contains(texts["text/plain"], "Now: see the page (https://example.com/a?b=1&c=2)") || !strings.Contains(texts["text/plain"], m.Link) {
		t.Errorf("%s", texts["text/plain"])
	}
	if h := texts["text/html"]; !strings.Contains(h, "<strong>Now</strong>") || !strings.Contains(h, "Cart &amp; &lt;pay&gt; | down") || strings.Contains(h, "<pay>") {
		t.Errorf("%s", h)
	}
}

func parsed(t *testing.T, raw string) *mail.Message {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	return m
}

// partsOf reads a multipart/alternative mail.
func partsOf(t *testing.T, m *mail.Message) map[string]string {
	t.Helper()
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("%v %s", err, kind)
	}
	out := map[string]string{}
	for reader := multipart.NewReader(m.Body, params["boundary"]); ; {
		part, err := reader.NextRawPart()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		kind, _, _ := strings.Cut(part.Header.Get("Content-Type"), ";")
		out[kind] = string(raw)
	}
}

func TestMailOverImplicitTLS(t *testing.T) {
	h, authority := newMailHost(t, &mailHost{user: "strata", implicit: true})
	s := mustMailing(t, h, authority, func(c *ChannelSettings, _ *Settings) { c.TLS = "implicit" })
	if _, err := s.Send(t.Context(), hello()); err != nil {
		t.Fatal(err)
	}
	if all := h.all(); len(all) != 1 || !all[0].secure || all[0].user != "strata" {
		t.Fatalf("%+v", all)
	}
}

func TestMailIsSentToNobodyItShouldNot(t *testing.T) {
	h, authority := newMailHost(t, &mailHost{})
	cases := map[string]struct {
		change func(*ChannelSettings, *Settings)
		reason string
	}{
		"unknown authority": {func(_ *ChannelSettings, s *Settings) { s.CACertificates = "" }, "certificate"},
		"inside":            {func(_ *ChannelSettings, s *Settings) { s.AllowedHosts = nil }, "allowedHosts"},
		"another name":      {func(c *ChannelSettings, s *Settings) { c.Host, s.AllowedHosts = "127.0.0.1", []string{"127.0.0.1"} }, "certificate"},
	}
	for name, c := range cases {
		_, err := mustMailing(t, h, authority, c.change).Send(t.Context(), hello())
		if f := failureOf(t, err); !strings.Contains(f.Reason, c.reason) || strings.Contains(f.Reason, "sesame") {
			t.Errorf("%s: %+v", name, f)
		}
	}
	if all := h.all(); len(all) != 0 {
		t.Errorf("%+v", all)
	}
	m := hello()
	m.To = []Recipient{{Login: "bob"}}
	_, err := mustMailing(t, h, authority, unchanged).Send(t.Context(), m)
	if f := failureOf(t, err); !f.NotOurs || f.Permanent {
		t.Errorf("%+v", f)
	}
}

func TestMailServersThatRefuse(t *testing.T) {
	m := hello()
	m.To = append(m.To, Recipient{Name: "Gone", Email: "gone@example.com"}, Recipient{Name: "Bob", Email: "bob@example.com"})
	h, authority := newMailHost(t, &mailHost{refuse: []string{"gone@example.com"}})
	receipt, err := mustMailing(t, h, authority, unchanged).Send(t.Context(), m)
	if err != nil || !slices.Equal(receipt.Reached, []string{"Ann <x>", "Bob"}) || len(h.all()) != 2 {
		t.Errorf("%v %+v", err, receipt)
	}
	m.To = m.To[1:2]
	_, err = mustMailing(t, h, authority, unchanged).Send(t.Context(), m)
	if f := failureOf(t, err); !f.Permanent || !strings.Contains(f.Reason, "unknown here") {
		t.Errorf("%+v", f)
	}
	for code, permanent := range map[int]bool{451: false, 554: true} {
		h, authority := newMailHost(t, &mailHost{code: code})
		_, err := mustMailing(t, h, authority, unchanged).Send(t.Context(), hello())
		if f := failureOf(t, err); f.Permanent != permanent {
			t.Errorf("%d: %+v", code, f)
		}
	}
	h, authority = newMailHost(t, &mailHost{user: "somebody else"})
	_, err = mustMailing(t, h, authority, func(c *ChannelSettings, _ *Settings) { c.Username = "wrong" }).Send(t.Context(), hello())
	if f := failureOf(t, err); f.Permanent || f.NotOurs || strings.Contains(f.Reason, "sesame") {
		t.Errorf("%+v", f)
	}
}
