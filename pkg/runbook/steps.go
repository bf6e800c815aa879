package runbook

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

var (
	item   = regexp.MustCompile(`^(?:\d{1,3}[.)]|[-*])[ \t]+(\S.*)$`)
	detail = regexp.MustCompile(`^[ \t]+[-*][ \t]+(Expect|Risk|See):[ \t]*(.*)$`)
)

// readSteps reads the lines from..to of a section: text, then a list whose items are the steps.
func (p *parser) readSteps(from, to int) (string, []Step) {
	var intro []string
	var steps []Step
	i := from
	for ; i < to && !item.MatchString(p.lines[i]); i++ {
		intro = append(intro, p.lines[i])
	}
	for i < to {
		end := p.endOfItem(i, to)
		p.steps++
		steps = append(steps, p.step(i, end))
		i = end
	}
	return strings.TrimSpace(strings.Join(intro, "\n")), steps
}

// endOfItem is the line of the next item, or `to`.
func (p *parser) endOfItem(start, to int) int {
	fence := ""
	for i := start + 1; i < to; i++ {
		line := p.lines[i]
		if fence == "" && item.MatchString(line) {
			return i
		}
		if fence == "" && strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "  ") && !strings.HasPrefix(line, "\t") {
			p.wrong(i, "What belongs to a step is indented by two spaces or more; text before the steps stands before the first one.")
		}
		fence = nextFence(fence, line)
	}
	return to
}

// step reads one item: its text, one code block, and the details that begin with Expect, Risk or See.
func (p *parser) step(start, end int) Step {
	s := Step{Position: p.steps}
	text := []string{item.FindStringSubmatch(p.lines[start])[1]}
	for i := start + 1; i < end; i++ {
		line := p.lines[i]
		if open := nextFence("", line); open != "" {
			i = p.command(&s, i, end, open)
		} else if match := detail.FindStringSubmatch(line); match != nil {
			p.detail(&s, i, match[1], strings.TrimSpace(match[2]))
		} else {
			text = append(text, strings.TrimPrefix(strings.TrimPrefix(line, "  "), " "))
		}
	}
	s.Text = strings.TrimSpace(strings.Join(text, "\n"))
	if utf8.RuneCountInString(s.Text) > maxText {
		p.wrong(start, "The text of a step has at most %d characters.", maxText)
	}
	return s
}

// command reads the code block that opens in line i, and returns the line in which it closes.
func (p *parser) command(s *Step, i, end int, open string) int {
	if s.Command != "" {
		p.wrong(i, "A step has one code block; make two steps of it.")
	}
	indent := len(p.lines[i]) - len(strings.TrimLeft(p.lines[i], " \t"))
	s.Language = shorten(strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(p.lines[i]), "`~")))
	var code []string
	for at := i + 1; at < end; at++ {
		if nextFence(open, p.lines[at]) == "" {
			s.Command = strings.Trim(strings.Join(code, "\n"), "\n")
			if s.Command == "" {
				p.wrong(i, "The code block is empty.")
			}
			if utf8.RuneCountInString(s.Command) > maxCommand {
				p.wrong(i, "A command has at most %d characters.", maxCommand)
			}
			return at
		}
		code = append(code, dedent(p.lines[at], indent))
	}
	p.wrong(i, "The code block is not closed.")
	return end
}

func dedent(line string, by int) string {
	blank := len(line) - len(strings.TrimLeft(line, " \t"))
	return line[min(by, blank):]
}

func (p *parser) detail(s *Step, at int, key, value string) {
	if value == "" || utf8.RuneCountInString(value) > maxText {
		p.wrong(at, "%s: needs a text of at most %d characters.", key, maxText)
		return
	}
	switch key {
	case "Expect":
		if s.Expect != "" {
			p.wrong(at, "A step has one line of Expect.")
		}
		s.Expect = value
	case "Risk":
		p.risk(s, at, value)
	case "See":
		link, ok := parseLink(value)
		if !ok {
			p.wrong(at, "See: needs a signal or runbook in backquotes (`net-dns-latency`), or a link [title](address) to a runbook, to http, https or a path of this Grafana.")
		} else if len(s.Links) == maxLinks {
			p.wrong(at, "A step has at most %d lines of See.", maxLinks)
		} else {
			s.Links = append(s.Links, link)
		}
	}
}

func (p *parser) risk(s *Step, at int, value string) {
	level, text, _ := strings.Cut(value, ":")
	risk := Risk(strings.TrimSpace(level))
	if !slices.Contains([]Risk{RiskNone, RiskChange, RiskDanger}, risk) {
		p.wrong(at, "Risk: begins with none, change or danger, such as \"change: cuts open connections\".")
		return
	}
	if s.Risk != "" {
		p.wrong(at, "A step has one line of Risk.")
	}
	s.Risk, s.RiskText = risk, strings.TrimSpace(text)
}

var (
	// ID is what runbooks and signals are named by.
	ID = regexp.MustCompile(`^[a-z][a-z0-9-]{1,62}$`)

	codeSpan     = regexp.MustCompile("^`([a-z][a-z0-9-]{1,62})`[.]?$")
	markdownLink = regexp.MustCompile(`^\[([^\[\]]{1,200})\]\(([^()\s]{1,1000})\)[.]?$`)
)

func parseLink(value string) (Link, bool) {
	if match := codeSpan.FindStringSubmatch(value); match != nil {
		return Link{Title: match[1], Signal: match[1]}, true
	}
	match := markdownLink.FindStringSubmatch(value)
	if match == nil {
		return Link{}, false
	}
	if ID.MatchString(match[2]) {
		return Link{Title: match[1], Runbook: match[2]}, true
	}
	return Link{Title: match[1], URL: match[2]}, isAddress(match[2])
}

// isAddress passes http, https, and paths of this Grafana.
func isAddress(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	ofGrafana := u.Scheme == "" && u.Host == "" && strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "/\\") && !strings.HasPrefix(address, "//")
	return ofGrafana || (u.Host != "" && (u.Scheme == "http" || u.Scheme == "https"))
}
