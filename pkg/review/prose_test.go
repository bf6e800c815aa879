package review

import (
	"html/template"
	"strings"
	"testing"
)

func TestMarkdownOnThePage(t *testing.T) {
	for text, want := range map[string]string{
		"# Why\n\nIt was **full** and *slow*, ~~not~~ `down`.": "<h3>Why</h3>\n<p>It was <strong>full</strong> and <em>slow</em>, <del>not</del> <code>down</code>.</p>\n",
		"###### Deep":                         "<h6>Deep</h6>\n",
		"- one\n- two":                        "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n",
		"> said":                              "<blockquote>\n<p>said</p>\n</blockquote>\n",
		"```promql\na < b\n```":               "<pre><code class=\"language-promql\">a &lt; b\n</code></pre>\n",
		"| a | b |\n| --- | --: |\n| 1 | 2 |": "<table>\n<thead>\n<tr>\n<th>a</th>\n<th align=\"right\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td align=\"right\">2</td>\n</tr>\n</tbody>\n</table>\n",

		"[the change](https://git.example.com/c/1?a=1&b=2)": `<p><a class="named" rel="noopener noreferrer nofollow" href="https://git.example.com/c/1?a=1&amp;b=2">the change</a></p>` + "\n",
		"see http://grafana:3000/d/x.":                      `<p>see <a rel="noopener noreferrer nofollow" href="http://grafana:3000/d/x">http://grafana:3000/d/x</a>.</p>` + "\n",
		"<https://ok.example/a>":                            `<p><a rel="noopener noreferrer nofollow" href="https://ok.example/a">https://ok.example/a</a></p>` + "\n",
		"[mail](mailto:sre@example.com) or sre@example.com": `<p><a class="named" rel="noopener noreferrer nofollow" href="mailto:sre@example.com">mail</a> or <a rel="noopener noreferrer nofollow" href="mailto:sre@example.com">sre@example.com</a></p>` + "\n",
		"[here](/a/strata-sre-app/incidents/7)":             "<p>here</p>\n", // leads nowhere from a file

		"<script>alert(1)</script>":                       "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n",
		"<div onclick=x>\n\n**b**":                        "<p>&lt;div onclick=x&gt;</p>\n<p><strong>b</strong></p>\n",
		"![the **graph**](https://tracker.example/p.png)": "<p>the <strong>graph</strong></p>\n",
		"[![p](//a.example/b)](https://ok.example)":       `<p><a class="named" rel="noopener noreferrer nofollow" href="https://ok.example">p</a></p>` + "\n",
		"[x](javascript:alert(1))":                        "<p>x</p>\n",
		"[x](&#106;avascript:alert(1))":                   "<p>x</p>\n",
		"[x](JaVaScRiPt&colon;alert(1))":                  "<p>x</p>\n",
		"<javascript:alert(1)>":                           "<p>javascript:alert(1)</p>\n",
		"[x](data:text/html;base64,PHNjcmlwdD4=)":         "<p>x</p>\n",
		"[x](//evil.example)":                             "<p>x</p>\n",
		"[x](mailto:)":                                    "<p>x</p>\n",
		"[x]: javascript:alert(1)\n\n[x][x]":              "<p>x</p>\n",
		"[x](<https://ok.example/\" onmouseover=\"a>)":    "<p>x</p>\n",
		"https://ok.example/'onmouseover='a":              `<p><a rel="noopener noreferrer nofollow" href="https://ok.example/&#39;onmouseover=&#39;a">https://ok.example/&#39;onmouseover=&#39;a</a></p>` + "\n",
	} {
		if got := string(Prose(text)); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	if got := string(Prose(`a \<b\> \*c\* \[d\](x)`)); got != "<p>a &lt;b&gt; *c* [d](x)</p>\n" {
		t.Errorf("what kept a text of an alert from being Markdown is shown: %q", got)
	}
}

// Texts that take parsers of Markdown long: what nests, and what may begin something at each character.
func TestMarkdownThatTakesLong(t *testing.T) {
	for _, part := range []string{">", "[", "![", "*", "_", "`", "- ", "a*", "[a](", "<", "~", "|", "&", "http://", "(http://a", "**a _b ", "\\", "> - ", "1. ", "[a]: b\n", "\n>", "-\n "} {
		checkFragment(t, Prose(strings.Repeat(part, maxPassage/len(part))))
	}
	// The time to take nested parts apart grows with the square of their depth, so they are not.
	if got := string(Prose(strings.Repeat("> - ", 100) + "x")); strings.Contains(got, "<blockquote") {
		t.Errorf("100 deep: %s", got)
	}
}

// checkFragment looks at a piece of a page as checkPage does.
func checkFragment(t *testing.T, piece template.HTML) {
	t.Helper()
	checkPage(t, []byte(`<meta content="default-src 'none'">`+string(piece)))
}
