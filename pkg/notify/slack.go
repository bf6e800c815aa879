package notify

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
)

// Limits of Slack's blocks: https://docs.slack.dev/reference/block-kit/blocks/section-block
const (
	maxSlackSection = 2900 // of 3000 characters
	maxSlackBlocks  = 20   // of 50
	maxSlackText    = 3000
)

// slack posts to an incoming webhook: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
type slack struct {
	network Network
	client  *http.Client
	url     string
}

type slackBlock struct {
	Type     string      `json:"type"`
	Text     *slackText  `json:"text,omitempty"`
	Elements []slackText `json:"elements,omitempty"`
}

type slackText struct {
	Type string `json:"type"`
	Text string `json:"text"`
}

func (s *slack) Send(ctx context.Context, m Message) (Receipt, error) {
	raw, err := json.Marshal(slackBody(m))
	if err != nil {
		return Receipt{}, fmt.Errorf("write a message for Slack: %w", err)
	}
	_, err = s.network.send(ctx, s.client, post{url: s.url, body: raw, secrets: secretParts(s.url)})
	return Receipt{Reached: namesOf(m.To)}, err
}

func slackBody(m Message) map[string]any {
	title := "*" + slackBold(subjectOf(m)) + "*"
	if m.Link != "" {
		title = "*<" + slackURL(m.Link) + "|" + slackBold(subjectOf(m)) + ">*"
	}
	blocks := []slackBlock{slackSection(title)}
	var mentions []string
	for _, r := range m.To {
		mentions = append(mentions, slackMention(r))
	}
	if len(mentions) > 0 {
		blocks = append(blocks, slackSection(clip(strings.Join(mentions, " "), maxSlackSection)))
	}
	for _, part := range slackParts(parseMarkdown(m.Body)) {
		if len(blocks) == maxSlackBlocks {
			break
		}
		blocks = append(blocks, slackSection(part))
	}
	if line := slackFacts(m); line != "" {
		blocks = append(blocks, slackBlock{Type: "context", Elements: []slackText{{"mrkdwn", line}}})
	}
	// What notifications and screen readers show.
	text := strings.TrimSpace(strings.Join(mentions, " ") + " " + slackEscape(subjectOf(m)))
	return map[string]any{"text": clip(text, maxSlackText), "blocks": blocks, "unfurl_links": false, "unfurl_media": false}
}

func slackSection(text string) slackBlock {
	return slackBlock{Type: "section", Text: &slackText{"mrkdwn", text}}
}

func slackFacts(m Message) string {
	var parts []string
	for _, f := range factsOf(m) {
		parts = append(parts, "*"+f.name+"* "+slackEscape(f.value))
	}
	return clip(strings.Join(parts, "  |  "), maxSlackSection)
}

// slackEscape takes from a text what Slack reads as mentions, links and entities.
func slackEscape(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}

// slackBold also takes what would end the bold text.
func slackBold(text string) string {
	return slackEscape(strings.NewReplacer("*", "∗", "\n", " ", "|", "¦").Replace(text))
}

func slackURL(address string) string {
	return strings.NewReplacer("&", "&amp;", "<", "%3C", ">", "%3E", "|", "%7C").Replace(address)
}

var slackGroup = regexp.MustCompile(`^S[A-Z0-9]{6,}$`)

// slackMention makes Slack tell somebody: members and user groups by their ID, @here, @channel and @everyone by name.
func slackMention(r Recipient) string {
	name := strings.TrimPrefix(r.Name, "@")
	switch {
	case r.Slack != "":
		return "<@" + r.Slack + ">"
	case slackMember.MatchString(name):
		return "<@" + name + ">"
	case slackGroup.MatchString(name):
		return "<!subteam^" + name + ">"
	case name == "here" || name == "channel" || name == "everyone":
		return "<!" + name + ">"
	}
	return slackEscape(r.label())
}

// slackParts writes blocks as mrkdwn, in pieces that Slack takes.
func slackParts(blocks []block) []string {
	var parts []string
	current := ""
	for _, b := range blocks {
		text := clip(slackOf(b), maxSlackSection)
		if current != "" && len([]rune(current))+len([]rune(text))+2 > maxSlackSection {
			parts = append(parts, current)
			current = ""
		}
		if current != "" {
			current += "\n"
			if b.kind != listItem {
				current += "\n"
			}
		}
		current += text
	}
	if current != "" {
		parts = append(parts, current)
	}
	return parts
}

func slackOf(b block) string {
	text := slackSpans(b.spans)
	switch b.kind {
	case heading:
		return "*" + slackBold(plainSpans(b.spans)) + "*"
	case listItem:
		return strings.Repeat("    ", b.depth) + b.marker + " " + text
	case quote:
		return "> " + strings.ReplaceAll(text, "\n", "\n> ")
	case codeBlock:
		return "```\n" + clip(slackEscape(strings.ReplaceAll(b.text, "```", "'''")), maxSlackSection-10) + "\n```"
	case rule:
		return "———"
	default:
		return text
	}
}

func slackSpans(spans []span) string {
	var out strings.Builder
	for _, s := range spans {
		text := slackEscape(s.text)
		switch {
		case s.isCode:
			text = "`" + strings.ReplaceAll(text, "`", "'") + "`"
		case s.link != "":
			text = "<" + slackURL(s.link) + "|" + strings.ReplaceAll(text, "|", "¦") + ">"
		}
		for _, mark := range []struct {
			on   bool
			with string
		}{{s.bold, "*"}, {s.italic, "_"}, {s.struck, "~"}} {
			if mark.on {
				text = mark.with + text + mark.with
			}
		}
		out.WriteString(text)
	}
	return out.String()
}

// plainSpans is the text without its looks.
func plainSpans(spans []span) string {
	var out strings.Builder
	for _, s := range spans {
		out.WriteString(s.text)
	}
	return out.String()
}

// secretParts are the pieces of an address that nobody may see: all of it, and its path and query.
func secretParts(address string) []string {
	parts := []string{address}
	if u, err := parseTarget(address); err == nil {
		parts = append(parts, u.RequestURI(), strings.TrimPrefix(u.RequestURI(), "/"))
		for _, p := range strings.Split(u.Path, "/") {
			if len(p) >= minPathSecret {
				parts = append(parts, p)
			}
		}
	}
	return parts
}

const minPathSecret = 12
