// Package notify sends what the outbox holds: to webhooks, chats, mail servers and pagers, at least once each, and in their
// order for each incident and channel.
package notify

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// Kind is what a channel speaks.
type Kind string

// The kinds of channels.
const (
	Webhook Kind = "webhook"
	Slack   Kind = "slack"
	Teams   Kind = "teams"
	Email   Kind = "email"
	Pager   Kind = "pager"
)

// Message is a notice with everything that channels say about it.
type Message struct {
	Delivery string // the same in every attempt
	Org      int64
	Kind     string // of the notice
	Subject  string // one line
	Body     string // Markdown
	Severity incident.Severity
	At       time.Time          // when it was written
	To       []Recipient        // may be empty: then the channel's own
	Incident *incident.Incident // as it is now; nil when the message is about none
	Link     string             // to the incident's page; empty when Grafana's address is not known
}

// Receipt is what a sender did.
type Receipt struct {
	Reached []string // whom it named or addressed, for the timeline
}

// Sender sends a message once. Its errors are Failures and hold no secret.
type Sender interface {
	Send(ctx context.Context, m Message) (Receipt, error)
}

// Failure is why a message did not go out.
type Failure struct {
	Reason    string        // one sentence for people, without secrets
	Permanent bool          // the same message would fail again
	NotOurs   bool          // of the message or the settings; says nothing about the other side
	Wait      time.Duration // the other side asks for it; zero when it does not
}

func (f *Failure) Error() string { return f.Reason }

func failed(format string, args ...any) *Failure {
	return &Failure{Reason: fmt.Sprintf(format, args...)}
}

// redacted takes secrets out of a text that the other side or a library wrote, and everything that is no single line of text.
func redacted(text string, secrets ...string) string {
	for _, s := range secrets {
		if len(s) >= minSecret {
			text = strings.ReplaceAll(text, s, "[secret]")
		}
	}
	return oneLine(text, maxReason)
}

const (
	minSecret = 4 // shorter ones would black out words
	maxReason = 300
)

// oneLine makes a text safe for a header, a log line or a subject: no control characters, at most limit characters.
func oneLine(text string, limit int) string {
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' || r >= 0x80 && r < 0xa0 {
			return ' '
		}
		return r
	}, text)
	return clip(strings.Join(strings.Fields(clean), " "), limit)
}

// clip cuts a text to at most limit characters, an ellipsis included.
func clip(text string, limit int) string {
	runes := []rune(text)
	if len(runes) <= limit {
		return text
	}
	return strings.TrimRight(string(runes[:limit-1]), " \n") + "…"
}
