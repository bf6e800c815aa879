package notify

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// maxTeams is below the 28 KB that Teams takes of a message.
const maxTeams = 24 << 10

// teams posts an Adaptive Card to a webhook of Workflows, which took the place of the Office 365 connectors:
// https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
// Texts are RichTextBlocks, which have no Markdown, so that nothing in them can be read as a link or a mention.
type teams struct {
	network Network
	client  *http.Client
	url     string
}

func (t *teams) Send(ctx context.Context, m Message) (Receipt, error) {
	raw, err := teamsJSON(m)
	if err != nil {
		return Receipt{}, fmt.Errorf("write a message for Teams: %w", err)
	}
	_, err = t.network.send(ctx, t.client, post{url: t.url, body: raw, secrets: secretParts(t.url)})
	return Receipt{Reached: namesOf(m.To)}, err
}

// teamsJSON shortens the text until Teams takes it.
func teamsJSON(m Message) ([]byte, error) {
	for limit := maxMarkdown; ; limit /= 2 {
		m.Body = clip(m.Body, max(limit, 1))
		raw, err := json.Marshal(teamsMessage(m))
		if err != nil || len(raw) <= maxTeams || limit < 100 {
			return raw, err
		}
	}
}

func teamsMessage(m Message) map[string]any {
	mentionText, entities := teamsMentions(m.To)
	body := []any{richText([]any{map[string]any{"type": "TextRun", "text": subjectOf(m), "weight": "Bolder", "size": "Medium"}})}
	if mentionText != "" {
		body = append(body, map[string]any{"type": "TextBlock", "text": mentionText, "wrap": true})
	}
	for _, b := range parseMarkdown(m.Body) {
		body = append(body, teamsBlock(b))
	}
	if facts := factsOf(m); len(facts) > 0 {
		body = append(body, teamsFacts(facts))
	}
	card := map[string]any{
		"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4", "body": body,
		"msteams": map[string]any{"width": "Full", "entities": entities},
	}
	if m.Link != "" {
		card["actions"] = []any{map[string]any{"type": "Action.OpenUrl", "title": "Open the incident", "url": m.Link}}
	}
	return map[string]any{
		"type":        "message",
		"attachments": []any{map[string]any{"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": nil, "content": card}},
	}
}

func richText(runs []any) map[string]any {
	return map[string]any{"type": "RichTextBlock", "inlines": runs}
}

func teamsBlock(b block) map[string]any {
	var runs []any
	run := func(text string, looks map[string]any) {
		r := map[string]any{"type": "TextRun", "text": text}
		for k, v := range looks {
			r[k] = v
		}
		runs = append(runs, r)
	}
	switch b.kind {
	case codeBlock:
		run(b.text+" ", map[string]any{"fontType": "Monospace"})
		return richText(runs)
	case rule:
		run("———", nil)
		return richText(runs)
	case listItem:
		run(strings.Repeat("\u2003", b.depth)+b.marker+" ", nil)
	case quote:
		run("│ ", map[string]any{"isSubtle": true})
	case paragraph, heading:
	}
	for _, s := range b.spans {
		looks := map[string]any{}
		if s.bold || b.kind == heading {
			looks["weight"] = "Bolder"
		}
		if s.italic {
			looks["italic"] = true
		}
		if s.struck {
			looks["strikethrough"] = true
		}
		if s.isCode {
			looks["fontType"] = "Monospace"
		}
		if s.link != "" {
			looks["selectAction"] = map[string]any{"type": "Action.OpenUrl", "url": s.link}
		}
		run(s.text, looks)
	}
	block := richText(runs)
	if b.kind == listItem {
		block["spacing"] = "None"
	}
	return block
}

// teamsFacts are RichTextBlocks too: a FactSet reads Markdown.
func teamsFacts(facts []fact) map[string]any {
	var runs []any
	for i, f := range facts {
		end := "\n"
		if i == len(facts)-1 {
			end = ""
		}
		runs = append(runs,
			map[string]any{"type": "TextRun", "text": f.name + "  ", "weight": "Bolder", "size": "Small"},
			map[string]any{"type": "TextRun", "text": f.value + end, "size": "Small"})
	}
	block := richText(runs)
	block["separator"] = true
	return block
}

// teamsMentions writes <at> tags for those with a Teams name; others are only named.
func teamsMentions(people []Recipient) (string, []any) {
	var names []string
	entities := []any{}
	for _, r := range people {
		// The text of a mention is Markdown, and must be the same in both places.
		name := strings.TrimSpace(strings.NewReplacer("<", "", ">", "", "*", "", "_", " ", "[", "(", "]", ")", "`", "", "\\", "", "\n", " ").Replace(r.label()))
		if r.Teams == "" || name == "" {
			names = append(names, name)
			continue
		}
		tag := "<at>" + name + "</at>"
		names = append(names, tag)
		entities = append(entities, map[string]any{"type": "mention", "text": tag, "mentioned": map[string]any{"id": r.Teams, "name": name}})
	}
	return strings.Join(names, " "), entities
}
