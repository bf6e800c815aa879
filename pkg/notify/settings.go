package notify

import (
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// Settings are what an administrator wrote about messages, unchecked. Secrets is secureJsonData.
type Settings struct {
	Channels       []ChannelSettings  `json:"channels"`
	Contacts       []Contact          `json:"contacts"`
	Rotations      []RotationSettings `json:"rotations"`
	AllowedHosts   []string           `json:"allowedHosts"`
	ProxyURL       string             `json:"proxyUrl"`
	CACertificates string             `json:"caCertificates"`
	RootURL        string             `json:"rootUrl"`
}

// ChannelSettings are those of one channel.
type ChannelSettings struct {
	Name     string   `json:"name"`
	Kind     Kind     `json:"kind"`
	URL      string   `json:"url"`
	To       []string `json:"to"` // for messages that name nobody
	Host     string   `json:"host"`
	Port     int      `json:"port"`
	TLS      string   `json:"tls"`
	Username string   `json:"username"`
	From     string   `json:"from"`
}

// Channel is a place where messages go.
type Channel struct {
	Name    string
	Kind    Kind
	To      []string
	Where   string // host, without anything secret; empty when it is not known
	Problem error  // why nothing can be sent; nil when it can
	Sender  Sender // nil when Problem is set
}

// Setup is what messages need, made of checked settings. A part that is wrong never stops the others.
type Setup struct {
	Book     *Book
	RootURL  string // of Grafana, without a slash at its end; empty when it is not set
	Problems []error
	channels []Channel
	nameless []Nameless
}

// Nameless is a channel whose name cannot be used: no message can go there, and only its place in the settings tells it apart.
type Nameless struct {
	Channel
	Place int // in jsonData.channels
}

const (
	maxChannels  = 50
	maxContacts  = 2000
	maxRotations = 100
	maxName      = 64
)

var channelName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$`)

// NewSetup checks settings. Problems are bad_settings and name the field.
func NewSetup(s Settings, secrets map[string]string, resolver Resolver, now func() time.Time) *Setup {
	setup := &Setup{}
	network, closed := s.network(secrets, resolver, now)
	setup.note(closed)
	var rotations []Rotation
	for i, r := range s.Rotations[:min(len(s.Rotations), maxRotations)] {
		rotation, err := r.check(fmt.Sprintf("rotations[%d]", i))
		if slices.ContainsFunc(rotations, func(other Rotation) bool { return other.Name == r.Name }) {
			err = badField(fmt.Sprintf("rotations[%d].name", i), "There are two rotations %q.", r.Name).Try("Rename one.")
		}
		setup.note(err)
		if err == nil {
			rotations = append(rotations, rotation)
		}
	}
	setup.Book = NewBook(s.checkedContacts(setup), rotations)
	var err error
	setup.RootURL, err = rootURL(s.RootURL)
	setup.note(err)
	seen := map[string]bool{}
	for i, c := range s.Channels[:min(len(s.Channels), maxChannels)] {
		channel := Channel{Name: c.Name, Kind: c.Kind, To: c.To, Where: c.where(secrets)}
		field := fmt.Sprintf("channels[%d]", i)
		if channel.Problem = nameProblem(c.Name, field, seen); channel.Problem != nil {
			setup.note(channel.Problem)
			setup.nameless = append(setup.nameless, Nameless{Channel: channel, Place: i})
			continue
		}
		seen[c.Name] = true
		if channel.Problem = closed; closed == nil {
			channel.Sender, channel.Problem = c.sender(field, secrets, network)
		}
		setup.channels = append(setup.channels, channel)
	}
	return setup
}

// nameProblem is a nil interface where the name can be used.
func nameProblem(name, field string, seen map[string]bool) error {
	switch {
	case !channelName.MatchString(name):
		return badField(field+".name", "%q is not a name of a channel.", clip(name, maxName)).Try("Use letters, digits, blanks, dots, dashes and underscores, at most 64.")
	case seen[name]:
		return badField(field+".name", "There are two channels %q.", name).Try("Rename one.")
	}
	return nil
}

func (s *Setup) note(err error) {
	if err != nil {
		s.Problems = append(s.Problems, err)
	}
}

// Channels lists them in the order of the settings.
func (s *Setup) Channels() []Channel { return s.channels }

// Nameless lists channels that the settings have under names that cannot be used.
func (s *Setup) Nameless() []Nameless { return s.nameless }

// Channel finds one by name; nil when it is not in the settings.
func (s *Setup) Channel(name string) *Channel {
	for i := range s.channels {
		if s.channels[i].Name == name {
			return &s.channels[i]
		}
	}
	return nil
}

// Pagers lists the names of channels that hand over to a pager.
func (s *Setup) Pagers() []string {
	var names []string
	for _, c := range s.channels {
		if c.Kind == Pager {
			names = append(names, c.Name)
		}
	}
	return names
}

func badField(field, format string, args ...any) *problem.Problem {
	return problem.New(problem.Unavailable, "bad_settings", format, args...).At("jsonData." + field)
}

func (s Settings) network(secrets map[string]string, resolver Resolver, now func() time.Time) (Network, error) {
	n := Network{Now: now}
	guard, err := NewGuard(s.AllowedHosts, resolver)
	n.Guard = guard
	if err != nil {
		return n, err
	}
	if n.TLS, err = Authorities(s.CACertificates); err != nil {
		return n, err
	}
	raw := s.ProxyURL
	if secrets["proxyUrl"] != "" {
		raw = secrets["proxyUrl"]
	}
	if raw == "" {
		return n, nil
	}
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return n, badField("proxyUrl", "The address of the proxy cannot be used.").Try("Write it as http://proxy.example.com:3128.")
	}
	n.Proxy = u
	return n, nil
}

func rootURL(raw string) (string, error) {
	if raw == "" {
		return "", nil
	}
	if _, err := parseTarget(raw); err != nil {
		return "", badField("rootUrl", "%v", err).Try("Give Grafana's address as people open it, such as https://grafana.example.com/ops.")
	}
	return strings.TrimRight(raw, "/"), nil
}

func (s Settings) checkedContacts(setup *Setup) []Contact {
	var contacts []Contact
	seen := map[string]bool{}
	for i, c := range s.Contacts[:min(len(s.Contacts), maxContacts)] {
		field := fmt.Sprintf("contacts[%d]", i)
		login := strings.ToLower(c.Login)
		switch {
		case strings.TrimSpace(c.Login) == "":
			setup.note(badField(field+".login", "A contact has no login.").Try("Give the login that the person has in Grafana."))
		case seen[login]:
			setup.note(badField(field+".login", "There are two contacts %q.", c.Login).Try("Take one away."))
		case c.Email != "" && !isAddress(c.Email):
			setup.note(badField(field+".email", "%q is not an e-mail address.", c.Email).Try("Write it as ann@example.com."))
		case c.Slack != "" && !slackMember.MatchString(c.Slack):
			setup.note(badField(field+".slack", "%q is not a member ID of Slack.", c.Slack).Try("Copy it from the profile in Slack; it looks like U024BE7LH."))
		default:
			seen[login] = true
			contacts = append(contacts, c)
		}
	}
	return contacts
}

func isAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s
}

// where is the host of a channel, for people.
func (c ChannelSettings) where(secrets map[string]string) string {
	if c.Kind == Email {
		return c.Host
	}
	if u, err := parseTarget(c.address(secrets)); err == nil {
		return u.Host
	}
	return ""
}

// address is the URL of a channel: that of the secrets first.
func (c ChannelSettings) address(secrets map[string]string) string {
	if secret := secrets["channelUrl."+c.Name]; secret != "" {
		return secret
	}
	return c.URL
}

func (c ChannelSettings) sender(field string, secrets map[string]string, n Network) (Sender, error) {
	secret := secrets["channelSecret."+c.Name]
	if c.Kind == Email {
		return c.mailer(field, secret, n)
	}
	address := c.address(secrets)
	if c.Kind == Pager && address == "" {
		address = pagerDutyURL
	}
	build := map[Kind]func() Sender{
		Webhook: func() Sender { return &webhook{network: n, client: n.client(), url: address, secret: secret} },
		Slack:   func() Sender { return &slack{network: n, client: n.client(), url: address} },
		Teams:   func() Sender { return &teams{network: n, client: n.client(), url: address} },
		Pager:   func() Sender { return &pager{network: n, client: n.client(), url: address, key: secret} },
	}[c.Kind]
	if build == nil {
		return nil, badField(field+".kind", "%q is not a kind of channel.", clip(string(c.Kind), maxName)).Try("Use webhook, slack, teams, email or pager.")
	}
	if address == "" {
		return nil, badField(field+".url", "Channel %q has no address.", c.Name).
			Try("Set it as secureJsonData[%q], or as url where it holds no secret.", "channelUrl."+c.Name)
	}
	if _, err := parseTarget(address); err != nil {
		return nil, badField(field+".url", "%v", err).Try("Write it as https://host/path.")
	}
	if c.Kind == Pager && secret == "" {
		return nil, problem.New(problem.Unavailable, "bad_settings", "Channel %q has no integration key.", c.Name).
			At(fmt.Sprintf("secureJsonData[%q]", "channelSecret."+c.Name)).Try("Set the key of an Events API v2 integration.")
	}
	return build(), nil
}

// link is the address of an incident's page.
func link(root string, inc *incident.Incident) string {
	if root == "" || inc == nil {
		return ""
	}
	return fmt.Sprintf("%s/a/strata-sre-app/incidents/%d", strings.TrimRight(root, "/"), inc.Number)
}
