package notify

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"html"
	"net"
	"net/mail"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

const mailTimeout = 10 * time.Second // of a connection, and of each message

// How the connection to a mail server is encrypted.
const (
	tlsStart    = "starttls"
	tlsImplicit = "implicit"
	tlsNone     = "none"
)

// mailer sends mails over SMTP. All mails of an incident refer to one message id, so that they stand together.
type mailer struct {
	network  Network
	host     string
	port     int
	tls      string
	username string
	password string
	from     mail.Address
	domain   string // of message ids
}

// mailer checks the settings of a mail channel. Problem: bad_settings.
func (c ChannelSettings) mailer(field, password string, n Network) (Sender, error) {
	m := &mailer{network: n, host: c.Host, port: c.Port, tls: c.TLS, username: c.Username, password: password}
	if m.tls == "" {
		m.tls = tlsStart
	}
	ports := map[string]int{tlsStart: 587, tlsImplicit: 465, tlsNone: 25}
	if ports[m.tls] == 0 {
		return nil, badField(field+".tls", "%q is not a way to encrypt mail.", c.TLS).Try("Use starttls, implicit or none.")
	}
	if m.port == 0 {
		m.port = ports[m.tls]
	}
	switch from, err := mail.ParseAddress(c.From); {
	case err != nil:
		return nil, badField(field+".from", "%q is not an e-mail address.", c.From).Try("Write it as Strata <strata@example.com>.")
	case net.ParseIP(c.Host) == nil && !isName(c.Host):
		return nil, badField(field+".host", "%q is not a mail server.", c.Host).Try("Give its name, without a port.")
	case m.port < 1 || m.port > 65535:
		return nil, badField(field+".port", "%d is not a port.", c.Port).Try("Use 587, 465 or 25.")
	case c.Username != "" && m.tls == tlsNone:
		return nil, badField(field+".tls", "A password is not sent without encryption.").Try("Use starttls or implicit, or take username away.")
	case c.Username != "" && password == "":
		return nil, badField(field+".username", "Channel %q has a user but no password.", c.Name).Try("Set secureJsonData[%q].", "channelSecret."+c.Name)
	default:
		m.from = *from
		m.domain = from.Address[strings.LastIndex(from.Address, "@")+1:]
	}
	return m, nil
}

func (e *mailer) Send(ctx context.Context, m Message) (Receipt, error) {
	people := withAddress(m.To)
	if len(people) == 0 {
		return Receipt{}, &Failure{Reason: "Nobody of those it is for has an e-mail address.", NotOurs: true}
	}
	client, err := e.client()
	if err != nil {
		return Receipt{}, e.failure(err)
	}
	if err := client.DialWithContext(ctx); err != nil {
		return Receipt{}, e.failure(err)
	}
	defer func() { _ = client.Close() }() // what was accepted stays accepted
	err = e.deliver(client, m, people)
	if err == nil {
		return Receipt{Reached: namesOf(people)}, nil
	}
	if len(people) == 1 || !refusesRecipient(err) {
		return Receipt{}, e.failure(err)
	}
	return e.oneByOne(client, m, people)
}

// oneByOne leaves those out whom the server refuses. The one mail to all of them reached nobody before.
func (e *mailer) oneByOne(client *gomail.Client, m Message, people []Recipient) (Receipt, error) {
	var r Receipt
	var last error
	for _, p := range people {
		if err := e.deliver(client, m, []Recipient{p}); err != nil {
			last = err
			continue
		}
		r.Reached = append(r.Reached, p.label())
	}
	if len(r.Reached) == 0 {
		return r, e.failure(last)
	}
	return r, nil
}

func withAddress(people []Recipient) []Recipient {
	var out []Recipient
	for _, p := range people {
		if p.Email != "" {
			out = append(out, p)
		}
	}
	return out
}

func (e *mailer) client() (*gomail.Client, error) {
	options := []gomail.Option{
		gomail.WithPort(e.port), gomail.WithTimeout(mailTimeout), gomail.WithHELO(e.domain), gomail.WithTLSConfig(e.network.tlsConfig(e.host)),
		gomail.WithTLSPolicy(map[string]gomail.TLSPolicy{tlsStart: gomail.TLSMandatory, tlsImplicit: gomail.TLSOpportunistic, tlsNone: gomail.NoTLS}[e.tls]),
		gomail.WithDialContextFunc(e.dial), gomail.WithoutNoop(),
	}
	if e.username != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(e.username), gomail.WithPassword(e.password))
	}
	return gomail.NewClient(e.host, options...)
}

// dial connects through the guard. A proxy for HTTP does not carry mail.
func (e *mailer) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := e.network.Guard.DialContext(ctx, network, address)
	if err != nil || e.tls != tlsImplicit {
		return conn, err
	}
	secure := tls.Client(conn, e.network.tlsConfig(e.host))
	if err := secure.HandshakeContext(ctx); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return secure, nil
}

func (e *mailer) deliver(client *gomail.Client, m Message, people []Recipient) error {
	msg, err := e.compose(m, people)
	if err != nil {
		return err
	}
	return client.Send(msg)
}

func (e *mailer) compose(m Message, people []Recipient) (*gomail.Msg, error) {
	msg := gomail.NewMsg()
	msg.FromMailAddress(&e.from)
	to := make([]*mail.Address, len(people))
	for i, p := range people {
		to[i] = &mail.Address{Name: oneLine(p.Name, maxFact), Address: p.Email}
	}
	msg.ToMailAddress(to...)
	msg.Subject(subjectOf(m))
	msg.SetDateWithValue(m.At)
	msg.SetMessageIDWithValue(m.Delivery + "@" + e.domain)
	if m.Incident != nil {
		thread := fmt.Sprintf("<incident-%d-%d-%s@%s>", m.Org, m.Incident.Number, strconv.FormatInt(m.Incident.CreatedAt.UnixMilli(), 36), e.domain)
		msg.SetGenHeader(gomail.HeaderInReplyTo, thread)
		msg.SetGenHeader(gomail.HeaderReferences, thread)
		msg.SetGenHeader(gomail.Header("X-Strata-Incident"), strconv.FormatInt(m.Incident.Number, 10))
	}
	// RFC 3834: nobody's holiday notice answers this.
	msg.SetGenHeader(gomail.Header("Auto-Submitted"), "auto-generated")
	msg.SetGenHeader(gomail.HeaderXAutoResponseSuppress, "All")
	msg.SetBodyString(gomail.TypeTextPlain, mailText(m))
	msg.AddAlternativeString(gomail.TypeTextHTML, mailHTML(m))
	return msg, nil
}

func mailText(m Message) string {
	text := plainMarkdown(m.Body) + "\n"
	for _, f := range factsOf(m) {
		text += "\n" + f.name + ": " + f.value
	}
	if m.Link != "" {
		text += "\n\n" + m.Link
	}
	return text + "\n"
}

func mailHTML(m Message) string {
	var out strings.Builder
	out.WriteString(`<!doctype html><html><body style="font-family:sans-serif;font-size:14px;line-height:1.5">` + "\n")
	out.WriteString("<h2>" + html.EscapeString(subjectOf(m)) + "</h2>\n" + htmlMarkdown(m.Body))
	if facts := factsOf(m); len(facts) > 0 {
		out.WriteString("<table>\n")
		for _, f := range facts {
			out.WriteString(`<tr><th align="left" style="padding-right:12px">` + html.EscapeString(f.name) + "</th><td>" + html.EscapeString(f.value) + "</td></tr>\n")
		}
		out.WriteString("</table>\n")
	}
	if m.Link != "" {
		out.WriteString(`<p><a href="` + html.EscapeString(m.Link) + `">Open the incident in Grafana</a></p>` + "\n")
	}
	out.WriteString("</body></html>\n")
	return out.String()
}

// refusesRecipient says whether a server took nothing because of somebody who is no recipient of it.
func refusesRecipient(err error) bool {
	e, ok := errors.AsType[*gomail.SendError](err)
	return ok && e.Reason == gomail.ErrSMTPRcptTo && !e.IsTemp()
}

// failure says why a mail did not go out.
func (e *mailer) failure(err error) *Failure {
	if refused, ok := errors.AsType[*refusedError](err); ok {
		return &Failure{Reason: refused.Error() + ".", NotOurs: true}
	}
	if n, ok := errors.AsType[net.Error](err); ok && n.Timeout() || errors.Is(err, context.DeadlineExceeded) {
		return failed("The mail server did not answer within %s.", mailTimeout)
	}
	f := failed("The mail server refused it: %s.", strings.TrimSuffix(redacted(err.Error(), e.password), "."))
	if s, ok := errors.AsType[*gomail.SendError](err); ok && !s.IsTemp() && s.ErrorCode() >= 500 {
		f.Permanent, f.NotOurs = true, true
	}
	return f
}
