package notify

import (
	"html"
	"strconv"
	"strings"
)

// plainMarkdown is the text for those who see no looks.
func plainMarkdown(source string) string {
	var out strings.Builder
	for i, b := range parseMarkdown(source) {
		if i > 0 {
			out.WriteString("\n")
			if b.kind != listItem {
				out.WriteString("\n")
			}
		}
		switch b.kind {
		case listItem:
			out.WriteString(strings.Repeat("  ", b.depth) + b.marker + " ")
		case quote:
			out.WriteString("> ")
		case rule:
			out.WriteString("---")
		case paragraph, heading, codeBlock:
		}
		out.WriteString(b.text)
		for _, s := range b.spans {
			out.WriteString(s.text)
			if s.link != "" && s.link != s.text {
				out.WriteString(" (" + s.link + ")")
			}
		}
	}
	return out.String()
}

// htmlMarkdown writes HTML in which every text is escaped and every address is http, https or mailto.
func htmlMarkdown(source string) string {
	var out strings.Builder
	for _, b := range parseMarkdown(source) {
		text := htmlSpans(b.spans)
		switch b.kind {
		case heading:
			out.WriteString("<h3>" + text + "</h3>\n")
		case listItem:
			// Lists of mail programs differ much; a line with its marker is the same in all.
			out.WriteString(`<div style="margin-left:` + strconv.Itoa(8+20*min(b.depth, 5)) + `px">` + html.EscapeString(b.marker) + " " + text + "</div>\n")
		case quote:
			out.WriteString(`<blockquote style="border-left:3px solid #999;margin:8px 0;padding-left:8px">` + text + "</blockquote>\n")
		case codeBlock:
			out.WriteString(`<pre style="background:#f4f5f5;padding:8px;overflow:auto">` + html.EscapeString(b.text) + "</pre>\n")
		case rule:
			out.WriteString("<hr>\n")
		case paragraph:
			out.WriteString("<p>" + text + "</p>\n")
		}
	}
	return out.String()
}

func htmlSpans(spans []span) string {
	var out strings.Builder
	for _, s := range spans {
		text := strings.ReplaceAll(html.EscapeString(s.text), "\n", "<br>")
		for _, mark := range []struct {
			on  bool
			tag string
		}{{s.isCode, "code"}, {s.bold, "strong"}, {s.italic, "em"}, {s.struck, "s"}} {
			if mark.on {
				text = "<" + mark.tag + ">" + text + "</" + mark.tag + ">"
			}
		}
		if s.link != "" {
			text = `<a href="` + html.EscapeString(s.link) + `" rel="noopener noreferrer">` + text + "</a>"
		}
		out.WriteString(text)
	}
	return out.String()
}
