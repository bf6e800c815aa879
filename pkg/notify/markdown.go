package notify

import (
	"regexp"
	"strings"
)

// What Markdown of messages may be: paragraphs, headings, lists, quotes, code, bold, italics, struck text and links. HTML is
// text like any other, and images become links, so nothing in a message can load anything or run.

type blockKind int

const (
	paragraph blockKind = iota
	heading
	listItem
	quote
	codeBlock
	rule
)

type block struct {
	kind   blockKind
	spans  []span
	text   string // of a codeBlock
	marker string // of a listItem: "•" or "1."
	depth  int    // of a listItem, from 0
}

// span is text with the same looks.
type span struct {
	text                         string
	bold, italic, struck, isCode bool
	link                         string // http, https or mailto
}

const maxMarkdown = 20_000 // characters that are looked at

var (
	listLine    = regexp.MustCompile(`^( {0,12})([-*+]|\d{1,9}[.)])\s+(.*)$`)
	headingLine = regexp.MustCompile(`^#{1,6}\s+(.*?)\s*#*$`)
	ruleLine    = regexp.MustCompile(`^ {0,3}([-*_])\s*(?:[-*_]\s*){2,}$`)
)

// parseMarkdown never fails: what it does not know is text.
func parseMarkdown(source string) []block {
	p := &blockParser{}
	lines := strings.Split(strings.ReplaceAll(clip(source, maxMarkdown), "\r\n", "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		line := strings.ReplaceAll(lines[i], "\t", "    ")
		if fence := fenceOf(line); fence != "" {
			p.flush()
			var code []string
			for i++; i < len(lines) && !strings.HasPrefix(strings.TrimSpace(lines[i]), fence); i++ {
				code = append(code, lines[i])
			}
			p.blocks = append(p.blocks, block{kind: codeBlock, text: strings.Join(code, "\n")})
			continue
		}
		p.line(line)
	}
	p.flush()
	return p.blocks
}

func fenceOf(line string) string {
	trimmed := strings.TrimSpace(line)
	for _, fence := range []string{"```", "~~~"} {
		if strings.HasPrefix(trimmed, fence) {
			return fence
		}
	}
	return ""
}

// blockParser gathers the lines of one block until the next one begins.
type blockParser struct {
	blocks []block
	open   *block
	lines  []string
}

func (p *blockParser) flush() {
	if p.open != nil {
		p.open.spans = parseSpans(strings.Join(p.lines, "\n"))
		p.blocks = append(p.blocks, *p.open)
	}
	p.open, p.lines = nil, nil
}

func (p *blockParser) begin(b block, line string) {
	p.flush()
	p.open, p.lines = &b, []string{line}
}

func (p *blockParser) line(line string) {
	trimmed := strings.TrimSpace(line)
	switch {
	case trimmed == "":
		p.flush()
	case ruleLine.MatchString(line):
		p.flush()
		p.blocks = append(p.blocks, block{kind: rule})
	case headingLine.MatchString(trimmed):
		p.begin(block{kind: heading}, headingLine.FindStringSubmatch(trimmed)[1])
		p.flush()
	case listLine.MatchString(line):
		parts := listLine.FindStringSubmatch(line)
		marker := "•"
		if parts[2][0] >= '0' && parts[2][0] <= '9' {
			marker = strings.TrimRight(parts[2], ".)") + "."
		}
		p.begin(block{kind: listItem, marker: marker, depth: len(parts[1]) / 2}, parts[3])
	case strings.HasPrefix(trimmed, ">"):
		text := strings.TrimSpace(strings.TrimPrefix(trimmed, ">"))
		if p.open == nil || p.open.kind != quote {
			p.begin(block{kind: quote}, text)
			return
		}
		p.lines = append(p.lines, text)
	case p.open == nil:
		p.begin(block{kind: paragraph}, trimmed)
	default:
		p.lines = append(p.lines, trimmed)
	}
}
