package notify

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

const sample = "# Now *what*\n\nFirst **bold** and *italic*, ~~gone~~ and `a*b`.\nSame paragraph: https://example.com/x_y?a=1&b=2.\n\n- one\n  - two [the page](https://example.com/p)\n1. three\n\n> said & done\n\n```sh\nkubectl get pods -n <ns>\n```\n\n---\n![alt](https://example.com/i.png) snake_case_name 5 * 3 * 2 \\*as is\\*"

func TestMarkdownForSlack(t *testing.T) {
	want := "*Now what*\n\nFirst *bold* and _italic_, ~gone~ and `a*b`.\nSame paragraph: <https://example.com/x_y?a=1&amp;b=2|https://example.com/x_y?a=1&amp;b=2>.\n• one\n    • two <https://example.com/p|the page>\n1. three\n\n> said &amp; done\n\n```\nkubectl get pods -n &lt;ns&gt;\n```\n\n———\n\n<https://example.com/i.png|alt> snake_case_name 5 * 3 * 2 *as is*"
	if got := strings.Join(slackParts(parseMarkdown(sample)), "¶"); got != want {
		t.Errorf("%s", got)
	}
}

func TestMarkdownForMail(t *testing.T) {
	wantPlain := "Now what\n\nFirst bold and italic, gone and a*b.\nSame paragraph: https://example.com/x_y?a=1&b=2.\n• one\n  • two the page (https://example.com/p)\n1. three\n\n> said & done\n\nkubectl get pods -n <ns>\n\n---\n\nalt (https://example.com/i.png) snake_case_name 5 * 3 * 2 *as is*"
	if got := plainMarkdown(sample); got != wantPlain {
		t.Errorf("%s", got)
	}
	html := htmlMarkdown(sample)
	for _, want := range []string{
		"<h3>Now <em>what</em></h3>", "<strong>bold</strong>", "<s>gone</s>", "<code>a*b</code>", `<a href="https://example.com/p" rel="noopener noreferrer">the page</a>`,
		"kubectl get pods -n &lt;ns&gt;", `<a href="https://example.com/x_y?a=1&amp;b=2"`, "said &amp; done", "<hr>",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in %s", want, html)
		}
	}
}

// Texts come from alerts, which anybody may have written.
func TestHostileTextsStayTexts(t *testing.T) {
	hostile := []string{
		"<script>alert(1)</script>", "[x](javascript:alert(1))", "[x](data:text/html,<script>)", `<img src=x onerror="alert(1)">`, "![x](javascript:alert(1))", "<javascript:alert(1)>",
		`[x](https://example.com/"onmouseover="alert(1))`, "[<b>x</b>](https://example.com)", "`<b>`", "```\n</pre><script>\n```", "> <svg onload=alert(1)>", "# <h1>", "[x](https://u:p@example.com)",
	}
	for _, text := range hostile {
		html := htmlMarkdown(text)
		for _, bad := range []string{"<script", "<img", "<svg", "<b>", "<h1>", "\"onmouseover", "href=\"javascript", "href=\"data", "u:p@example.com\""} {
			if strings.Contains(html, bad) {
				t.Errorf("%q became %s", text, html)
			}
		}
	}
	for _, text := range []string{"<!channel> <@U024BE7LH> <https://evil.example|safe>", "[<!here>](https://example.com)", "`<!channel>`", "```\n<!channel>\n```"} {
		body := slackBody(Message{Subject: text, Body: text})
		raw, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		var back struct {
			Text   string
			Blocks []slackBlock
		}
		if err := json.Unmarshal(raw, &back); err != nil {
			t.Fatal(err)
		}
		all := back.Text
		for _, b := range back.Blocks {
			all += b.Text.Text
		}
		for _, bad := range []string{"<!", "<@", "|safe>"} {
			if strings.Contains(all, bad) {
				t.Errorf("%q became %s", text, all)
			}
		}
	}
}

func TestLongAndOddMarkdownIsQuick(t *testing.T) {
	began := time.Now()
	for _, odd := range []string{"*", "**", "_a", "`", "[", "](", "[a](", "<", "~~", "> ", "- ", "```\n", "\\", "https://", "!["} {
		for _, render := range []func(string) string{plainMarkdown, htmlMarkdown, func(s string) string { return strings.Join(slackParts(parseMarkdown(s)), "") }} {
			render(strings.Repeat(odd, maxMarkdown))
		}
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("%s", took)
	}
}

func FuzzMarkdown(f *testing.F) {
	f.Add(sample)
	f.Fuzz(func(t *testing.T, text string) {
		if html := htmlMarkdown(text); strings.Contains(strings.ToLower(html), "<script") {
			t.Errorf("%q became %s", text, html)
		}
		for _, part := range slackParts(parseMarkdown(text)) {
			if len([]rune(part)) > 3000 || strings.Contains(part, "<!") || strings.Contains(part, "<@") {
				t.Errorf("%q became %s", text, part)
			}
		}
	})
}

func TestSlackMessage(t *testing.T) {
	m := hello()
	m.To = append(m.To, Recipient{Name: "@here"}, Recipient{Name: "S0123456789"}, Recipient{Name: "<!channel>"}, Recipient{Login: "bob"})
	m.Body = strings.Repeat("word & word\n\n", 3000)
	raw, err := json.Marshal(slackBody(m))
	if err != nil {
		t.Fatal(err)
	}
	var body struct {
		Text   string
		Blocks []slackBlock
	}
	if err := json.Unmarshal(raw, &body); err != nil {
		t.Fatal(err)
	}
	if got := body.Blocks[0].Text.Text; got != "*<https://grafana.example.com/ops/a/strata-sre-app/incidents/42|Cart is down>*" {
		t.Errorf("%s", got)
	}
	if got := body.Blocks[1].Text.Text; got != "<@U024BE7LH> <!here> <!subteam^S0123456789> &lt;!channel&gt; bob" {
		t.Errorf("%s", got)
	}
	if len(body.Blocks) > 50 {
		t.Errorf("%d blocks", len(body.Blocks))
	}
	for _, b := range body.Blocks {
		if b.Text != nil && len([]rune(b.Text.Text)) > 3000 {
			t.Errorf("%d characters in one block", len([]rune(b.Text.Text)))
		}
	}
	if last := body.Blocks[len(body.Blocks)-1]; last.Type != "context" || !strings.Contains(last.Elements[0].Text, "#42 Cart &amp; &lt;pay&gt; | down") {
		t.Errorf("%+v", last)
	}
}

func TestTeamsCard(t *testing.T) {
	m := hello()
	m.Body = sample + strings.Repeat("\n\nlong text & <more>", 5000)
	raw, err := teamsJSON(m)
	if err != nil || len(raw) > maxTeams {
		t.Fatalf("%v, %d bytes", err, len(raw))
	}
	var body struct {
		Type        string
		Attachments []struct {
			ContentType string
			Content     struct {
				Type, Version string
				Body          []map[string]any
				Actions       []map[string]any
				MSTeams       struct {
					Entities []struct {
						Type, Text string
						Mentioned  struct{ ID, Name string }
					}
				}
			}
		}
	}
	if err := json.Unmarshal(raw, &body); err != nil {
		t.Fatal(err)
	}
	card := body.Attachments[0]
	if body.Type != "message" || card.ContentType != "application/vnd.microsoft.card.adaptive" || card.Content.Type != "AdaptiveCard" || card.Content.Version != "1.4" {
		t.Errorf("%s", raw[:200])
	}
	entities := card.Content.MSTeams.Entities
	if len(entities) != 1 || entities[0].Text != "<at>Ann x</at>" || entities[0].Mentioned.ID != "ann@corp.example.com" {
		t.Errorf("%+v", entities)
	}
	blocks := 0
	for _, b := range card.Content.Body {
		if b["type"] == "TextBlock" {
			blocks++
			if b["text"] != "<at>Ann x</at>" {
				t.Errorf("Markdown in %v", b)
			}
		}
	}
	if blocks != 1 || card.Content.Actions[0]["url"] != m.Link {
		t.Errorf("%d text blocks, actions %v", blocks, card.Content.Actions)
	}
}
