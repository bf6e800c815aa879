package notify

import (
	"net/url"
	"slices"
	"strings"
)

const maxNesting = 6

// parseSpans reads the text of one block.
func parseSpans(text string) []span {
	p := &spanParser{hopeless: map[string]bool{}}
	p.read(text, span{}, 0)
	return p.spans
}

type spanParser struct {
	spans    []span
	text     strings.Builder
	hopeless map[string]bool // delimiters that no longer end anywhere, so that they are looked for only once
}

func (p *spanParser) flush(look span) {
	if p.text.Len() > 0 {
		look.text = p.text.String()
		p.spans = append(p.spans, look)
		p.text.Reset()
	}
}

var delimiters = []string{"**", "__", "~~", "*", "_"}

func (p *spanParser) read(rest string, look span, depth int) {
	before := byte(' ')
	for rest != "" {
		n := p.take(rest, before, look, depth)
		if n == 0 {
			p.text.WriteByte(rest[0])
			n = 1
		}
		before, rest = rest[n-1], rest[n:]
	}
	p.flush(look)
}

// take reads something that is more than text and says how long it was; 0 for nothing.
func (p *spanParser) take(rest string, before byte, look span, depth int) int {
	switch c := rest[0]; {
	case c == '\\' && len(rest) > 1 && isPunctuation(rest[1]):
		p.text.WriteByte(rest[1])
		return 2
	case c == '`':
		return p.code(rest, look)
	case c == '!' && strings.HasPrefix(rest, "!["):
		if n := p.link(rest[1:], look, depth); n > 0 {
			return n + 1
		}
	case c == '[':
		return p.link(rest, look, depth)
	case c == '<':
		return p.autolink(rest, look)
	case c == 'h' && !isWord(before):
		return p.bare(rest, look)
	case depth < maxNesting && (c == '*' || c == '_' || c == '~'):
		return p.emphasis(rest, before, look, depth)
	}
	return 0
}

func (p *spanParser) code(rest string, look span) int {
	fence := rest[:len(rest)-len(strings.TrimLeft(rest, "`"))]
	if p.hopeless[fence] {
		return p.literal(fence)
	}
	end := strings.Index(rest[len(fence):], fence)
	if end < 0 {
		p.hopeless[fence] = true
		return p.literal(fence)
	}
	p.flush(look)
	look.isCode, look.text = true, strings.ReplaceAll(rest[len(fence):len(fence)+end], "\n", " ")
	if look.text != "" {
		p.spans = append(p.spans, look)
	}
	return end + 2*len(fence)
}

func (p *spanParser) literal(text string) int {
	p.text.WriteString(text)
	return len(text)
}

// link reads [text](address). An address of another scheme than the safe ones leaves the text only.
func (p *spanParser) link(rest string, look span, depth int) int {
	if p.hopeless["]("] || look.link != "" || depth >= maxNesting {
		return 0
	}
	middle := strings.Index(rest, "](")
	if middle < 0 {
		p.hopeless["]("] = true
		return 0
	}
	end := strings.IndexByte(rest[middle:], ')')
	if end < 0 || strings.ContainsAny(rest[1:middle], "[]") {
		return 0
	}
	address, _, _ := strings.Cut(strings.TrimSpace(rest[middle+2:middle+end]), " ")
	p.flush(look)
	inner := look
	inner.link = safeLink(strings.Trim(address, "<>"))
	if text := rest[1:middle]; text != "" {
		p.read(text, inner, depth+1)
	} else if inner.link != "" {
		inner.text = inner.link
		p.spans = append(p.spans, inner)
	}
	return middle + end + 1
}

// autolink reads <https://…>.
func (p *spanParser) autolink(rest string, look span) int {
	end := strings.IndexAny(rest[1:], "> \n<") + 1
	if end < 2 || rest[end] != '>' {
		return 0
	}
	address := safeLink(rest[1:end])
	if address == "" || look.link != "" {
		return 0
	}
	p.flush(look)
	look.link, look.text = address, rest[1:end]
	p.spans = append(p.spans, look)
	return end + 1
}

// bare reads an address that stands in the text.
func (p *spanParser) bare(rest string, look span) int {
	if look.link != "" || !strings.HasPrefix(rest, "https://") && !strings.HasPrefix(rest, "http://") {
		return 0
	}
	end := strings.IndexAny(rest, " \n<>\"'`|*")
	if end < 0 {
		end = len(rest)
	}
	text := strings.TrimRight(rest[:end], ".,;:!?)_~")
	address := safeLink(text)
	if address == "" {
		return 0
	}
	p.flush(look)
	look.link, look.text = address, text
	p.spans = append(p.spans, look)
	return len(text)
}

func (p *spanParser) emphasis(rest string, before byte, look span, depth int) int {
	for _, d := range delimiters {
		if !strings.HasPrefix(rest, d) || p.hopeless[d] || d[0] == '_' && isWord(before) {
			continue
		}
		inside := rest[len(d):]
		if inside == "" || inside[0] == ' ' || inside[0] == '\n' {
			return 0
		}
		end := closing(inside, d)
		if end < 0 {
			p.hopeless[d] = !strings.Contains(inside, d)
			continue
		}
		p.flush(look)
		inner := look
		switch d {
		case "**", "__":
			inner.bold = true
		case "~~":
			inner.struck = true
		default:
			inner.italic = true
		}
		p.read(inside[:end], inner, depth+1)
		return end + 2*len(d)
	}
	return 0
}

// maxTries bounds how many ends of a delimiter are looked at.
const maxTries = 50

// closing finds the end of emphasis: not after a blank, and for underscores not inside a word. -1 when there is none.
func closing(text, delimiter string) int {
	from := 0
	for range maxTries {
		at := strings.Index(text[from:], delimiter)
		if at < 0 {
			return -1
		}
		at += from
		after := byte(' ')
		if next := at + len(delimiter); next < len(text) {
			after = text[next]
		}
		blank := at == 0 || text[at-1] == ' ' || text[at-1] == '\n' || text[at-1] == '\\'
		double := len(delimiter) == 1 && after == delimiter[0]
		if !blank && !double && !(delimiter[0] == '_' && isWord(after)) {
			return at
		}
		from = at + len(delimiter)
		if double {
			from++
		}
	}
	return -1
}

func isPunctuation(c byte) bool {
	return strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", c) >= 0
}

func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c >= 0x80
}

// safeLink is empty for everything but plain http, https and mailto addresses.
func safeLink(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || !slices.Contains([]string{"http", "https", "mailto"}, u.Scheme) || u.User != nil || u.Scheme != "mailto" && u.Host == "" {
		return ""
	}
	return u.String()
}
