package notify

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

func wantProblem(t *testing.T, s *Setup, field string) {
	t.Helper()
	if len(s.Problems) != 1 {
		t.Fatalf("%s: %v", field, s.Problems)
	}
	if p := problem.From(s.Problems[0]); p.Code != "bad_settings" || p.Field != field || p.Fix == "" {
		t.Errorf("%s: %+v", field, p)
	}
}

func TestChannelSettingsNameTheField(t *testing.T) {
	secrets := map[string]string{"channelSecret.key": "0123456789", "channelUrl.hidden": "https://hooks.example.com/very-secret"}
	cases := []struct {
		settings ChannelSettings
		field    string
	}{
		{ChannelSettings{Name: "a", Kind: "fax"}, "kind"},
		{ChannelSettings{Name: "a", Kind: Webhook}, "url"},
		{ChannelSettings{Name: "a", Kind: Slack, URL: "ftp://x"}, "url"},
		{ChannelSettings{Name: "a", Kind: Teams, URL: "https://u:p@example.com"}, "url"},
		{ChannelSettings{Name: "a", Kind: Pager}, `secureJsonData["channelSecret.a"]`},
		{ChannelSettings{Name: "a", Kind: Email, From: "x@example.com"}, "host"},
		{ChannelSettings{Name: "a", Kind: Email, Host: "mail:25", From: "x@example.com"}, "host"},
		{ChannelSettings{Name: "a", Kind: Email, Host: "mail.corp", From: "nobody"}, "from"},
		{ChannelSettings{Name: "a", Kind: Email, Host: "mail.corp", From: "a@b.c\r\nBcc: x@y.z"}, "from"},
		{ChannelSettings{Name: "a", Kind: Email, Host: "mail.corp", From: "x@example.com", Port: 70000}, "port"},
		{ChannelSettings{Name: "a", Kind: Email, Host: "mail.corp", From: "x@example.com", TLS: "ssl"}, "tls"},
		{ChannelSettings{Name: "a", Kind: Email, Host: "mail.corp", From: "x@example.com", TLS: "none", Username: "x"}, "tls"},
		{ChannelSettings{Name: "a", Kind: Email, Host: "mail.corp", From: "x@example.com", Username: "x"}, "username"},
		{ChannelSettings{Name: "key", Kind: Pager}, ""},
		{ChannelSettings{Name: "hidden", Kind: Slack, URL: "https://other.example.com"}, ""},
		{ChannelSettings{Name: "a", Kind: Email, Host: "mail.corp", From: "Strata <x@example.com>"}, ""},
	}
	for _, c := range cases {
		setup := NewSetup(Settings{Channels: []ChannelSettings{c.settings, {Name: "good", Kind: Webhook, URL: "https://example.com"}}}, secrets, names{}, time.Now)
		channel := setup.Channel(c.settings.Name)
		if channel == nil || setup.Channel("good").Problem != nil {
			t.Fatalf("%+v", setup.Channels())
		}
		if c.field == "" {
			if channel.Problem != nil || channel.Sender == nil || strings.Contains(channel.Where, "secret") {
				t.Errorf("%+v", channel)
			}
			continue
		}
		if p := problem.From(channel.Problem); p.Code != "bad_settings" || !strings.HasSuffix(p.Field, c.field) || p.Fix == "" || strings.Contains(p.Error(), "u:p") {
			t.Errorf("%+v: %+v", c.settings, p)
		}
	}
}

func TestOneWrongPartLeavesTheOthers(t *testing.T) {
	good := []ChannelSettings{{Name: "good", Kind: Webhook, URL: "https://example.com"}}
	for field, s := range map[string]Settings{
		"jsonData.channels[1].name":  {Channels: append(slices.Clone(good), ChannelSettings{Name: "a/b", Kind: Slack})},
		"jsonData.channels[1].name ": {Channels: append(slices.Clone(good), good...)},
		"jsonData.contacts[0].login": {Channels: good, Contacts: []Contact{{Name: "x"}}},
		"jsonData.contacts[1].login": {Channels: good, Contacts: []Contact{{Login: "x"}, {Login: "X"}}},
		"jsonData.contacts[0].email": {Channels: good, Contacts: []Contact{{Login: "x", Email: "x"}}},
		"jsonData.contacts[0].slack": {Channels: good, Contacts: []Contact{{Login: "x", Slack: "@x"}}},
		"jsonData.rootUrl":           {Channels: good, RootURL: "grafana.example.com"},
	} {
		setup := NewSetup(s, nil, names{}, time.Now)
		wantProblem(t, setup, strings.TrimSpace(field))
		if c := setup.Channel("good"); c == nil || c.Problem != nil {
			t.Errorf("%s: %+v", field, c)
		}
	}
	// Without a network nothing can be sent, and each channel says so.
	for field, s := range map[string]Settings{
		"jsonData.allowedHosts[0]": {AllowedHosts: []string{"a b"}}, "jsonData.caCertificates": {CACertificates: "nonsense"}, "jsonData.proxyUrl": {ProxyURL: "socks5://x"},
	} {
		s.Channels = good
		setup := NewSetup(s, nil, names{}, time.Now)
		wantProblem(t, setup, field)
		if c := setup.Channel("good"); c.Problem == nil || c.Sender != nil {
			t.Errorf("%s: %+v", field, c)
		}
	}
}

func TestWhomNoticesAreFor(t *testing.T) {
	shift := RotationSettings{Name: "shop", Members: []string{"ann", "bob"}, Start: "2026-01-05T09:00:00Z", Every: "24h"}
	setup := NewSetup(Settings{
		Contacts:  []Contact{{Login: "ann", Name: "Ann", Email: "ann@example.com", Slack: "U024BE7LH"}, {Login: "Bob@Corp", Email: "bob@example.com"}},
		Rotations: []RotationSettings{shift, {Name: "empty", Start: "2026-01-05"}},
	}, nil, names{}, time.Now)
	if err := errors.Join(setup.Problems...); err != nil {
		t.Fatal(err)
	}
	find := func(when string, entries ...string) []Recipient { return setup.Book.Find(entries, at(t, when)) }
	got := find("2026-01-05T10:00:00Z", "rotation:shop", "ANN", "bob@corp", "Carl <carl@example.com>", "@here", "rotation:empty", "rotation:nosuch", "", "dora")
	var labels []string
	for _, r := range got {
		labels = append(labels, r.label()+"/"+r.Email+"/"+r.Group)
	}
	want := []string{"Ann/ann@example.com/shop", "Bob@Corp/bob@example.com/", "Carl/carl@example.com/", "@here//", "dora//"}
	if !slices.Equal(labels, want) {
		t.Errorf("%q", labels)
	}
	if got := find("2026-01-05T10:00:00Z", "shop", "empty"); len(got) != 1 || got[0].Login != "ann" {
		t.Errorf("%+v", got)
	}
	if got := find("2026-01-06T10:00:00Z", "rotation:shop"); len(got) != 1 || got[0].Name != "bob" {
		t.Errorf("%+v", got)
	}
}

func TestBackoffAndRest(t *testing.T) {
	for attempts, want := range map[int]time.Duration{1: 5 * time.Second, 2: 10 * time.Second, 5: 80 * time.Second, 10: 30 * time.Minute, 1000: 30 * time.Minute} {
		if got := backoff(attempts, 1); got != want {
			t.Errorf("after %d attempts: %s", attempts, got)
		}
		if got := backoff(attempts, 0); got != want/2 {
			t.Errorf("after %d attempts at least: %s", attempts, got)
		}
	}
	for failures, want := range map[int]time.Duration{0: 0, 4: 0, 5: 30 * time.Second, 6: time.Minute, 30: 10 * time.Minute} {
		if got := rest(failures); got != want {
			t.Errorf("after %d failures: %s", failures, got)
		}
	}
}
