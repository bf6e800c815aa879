package runbook

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Problem is something wrong in the text of a runbook.
type Problem struct {
	Line    int // 1 is the first
	Message string
}

// maxProblems is where a parser gives up.
const maxProblems = 50

// Parse reads a runbook. With problems the document is not to be used.
func Parse(source string) (Doc, []Problem) {
	if problems := checkSource(source); len(problems) > 0 {
		return Doc{}, problems
	}
	p := &parser{lines: strings.Split(Normalise(source), "\n"), seen: map[SectionKind]bool{}}
	p.frontMatter()
	p.body()
	p.finish()
	if len(p.problems) > maxProblems {
		p.problems = p.problems[:maxProblems]
	}
	return p.doc, p.problems
}

// Normalise gives lines one kind of ending, so that the same text is the same version.
func Normalise(source string) string {
	source = strings.TrimPrefix(source, "\ufeff")
	return strings.ReplaceAll(strings.ReplaceAll(source, "\r\n", "\n"), "\r", "\n")
}

func checkSource(source string) []Problem {
	if len(source) > MaxSource {
		return []Problem{{1, fmt.Sprintf("The runbook has %d KiB; at most %d are read.", len(source)>>10, MaxSource>>10)}}
	}
	if !utf8.ValidString(source) {
		return []Problem{{1, "The runbook is not UTF-8 text."}}
	}
	if n := strings.Count(source, "\n") + strings.Count(source, "\r"); n > maxLines {
		return []Problem{{1, fmt.Sprintf("The runbook has %d lines; at most %d are read.", n, maxLines)}}
	}
	for i, r := range source {
		if unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' {
			return []Problem{{1 + strings.Count(source[:i], "\n"), fmt.Sprintf("There is a control character (%U).", r)}}
		}
	}
	return nil
}

type parser struct {
	lines    []string
	at       int // the line that is read next, from 0
	doc      Doc
	seen     map[SectionKind]bool
	steps    int
	problems []Problem
}

func (p *parser) wrong(line int, format string, args ...any) {
	p.problems = append(p.problems, Problem{line + 1, fmt.Sprintf(format, args...)})
}

var heading = regexp.MustCompile(`^(#{1,6})[ \t]+(.*?)[ \t#]*$`)

// body reads sections until the end. Headings inside of code blocks are code.
func (p *parser) body() {
	for p.at < len(p.lines) {
		line := p.lines[p.at]
		match := heading.FindStringSubmatch(line)
		if match == nil {
			if strings.TrimSpace(line) != "" {
				p.wrong(p.at, "Text stands before the first section.")
			}
			p.at++
			continue
		}
		start := p.at
		p.at++
		from, to := p.at, p.endOfSection()
		p.at = to
		p.section(start, match[1], match[2], from, to)
	}
}

// endOfSection is the line of the next heading of level 1 or 2, or the end.
func (p *parser) endOfSection() int {
	fence := ""
	for i := p.at; i < len(p.lines); i++ {
		line := p.lines[i]
		fence = nextFence(fence, line)
		if fence == "" && (strings.HasPrefix(line, "## ") || strings.HasPrefix(line, "# ")) {
			return i
		}
	}
	return len(p.lines)
}

var fenceLine = regexp.MustCompile("^[ \t]*(`{3,}|~{3,})(.*)$")

// nextFence says which fence is open after this line; empty for none.
func nextFence(open, line string) string {
	match := fenceLine.FindStringSubmatch(line)
	switch {
	case match == nil:
		return open
	case open == "":
		if strings.HasPrefix(match[1], "`") && strings.Contains(match[2], "`") {
			return "" // a code span
		}
		return match[1]
	case strings.HasPrefix(match[1], open) && strings.TrimSpace(match[2]) == "":
		return ""
	default:
		return open
	}
}

func (p *parser) section(at int, level, title string, from, to int) {
	kind, ok := headings[title]
	switch {
	case level != "##":
		p.wrong(at, "Sections have headings of the second level (##).")
		return
	case !ok:
		p.wrong(at, "There is no section %q. The sections are: Fires when, When to use, Impact check, Decide, Background, Troubleshooting, Resolution, "+
			"Rollback, Verification, After the incident, Afterwards, Maintenance.", shorten(title))
		return
	case p.seen[kind]:
		p.wrong(at, "The section %q is there twice.", title)
		return
	}
	p.seen[kind] = true
	s := Section{Kind: kind, Title: title}
	if kind.hasSteps() {
		s.Text, s.Steps = p.readSteps(from, to)
		if len(s.Steps) == 0 {
			p.wrong(at, "The section %q has no steps; a step is an item of a list.", title)
		}
	} else {
		s.Text = strings.TrimSpace(strings.Join(p.lines[from:to], "\n"))
		if s.Text == "" {
			p.wrong(at, "The section %q is empty.", title)
		}
	}
	if utf8.RuneCountInString(s.Text) > maxText {
		p.wrong(at, "The text of the section %q is longer than %d characters.", title, maxText)
	}
	p.doc.Sections = append(p.doc.Sections, s)
}

// finish checks what concerns the whole.
func (p *parser) finish() {
	if len(p.problems) > 0 {
		return
	}
	if p.steps == 0 {
		p.wrong(len(p.lines)-1, "The runbook has no steps. Add a section such as Resolution with a list.")
	}
	if p.steps > MaxSteps {
		p.wrong(len(p.lines)-1, "The runbook has %d steps; at most %d are read.", p.steps, MaxSteps)
	}
}

func shorten(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
