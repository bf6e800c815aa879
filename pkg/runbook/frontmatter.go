package runbook

import (
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

const rule = "---"

type head struct {
	Title string    `yaml:"title"`
	Kind  Kind      `yaml:"kind"`
	Match []Matcher `yaml:"match"`
}

// frontMatter reads the YAML between two lines of ---.
func (p *parser) frontMatter() {
	if strings.TrimRight(p.lines[0], " \t") != rule {
		p.wrong(0, "A runbook begins with front matter between two lines of ---.")
		return
	}
	end := slices.IndexFunc(p.lines[1:], func(line string) bool { return strings.TrimRight(line, " \t") == rule }) + 1
	if end == 0 {
		p.wrong(0, "The front matter has no second line of ---.")
		p.at = len(p.lines)
		return
	}
	p.at = end + 1
	h := head{Kind: Incident}
	decoder := yaml.NewDecoder(strings.NewReader(strings.Join(p.lines[1:end], "\n")))
	decoder.KnownFields(true)
	if err := decoder.Decode(&h); err != nil && !errors.Is(err, io.EOF) {
		line, message := yamlProblem(err)
		p.wrong(line, "The front matter cannot be read: %s.", message)
		return
	}
	p.take(h)
}

var yamlLine = regexp.MustCompile(`line (\d+): (.*)`)

// yamlProblem finds the line in the words of the YAML reader; the front matter begins in the second line of the file.
func yamlProblem(err error) (int, string) {
	match := yamlLine.FindStringSubmatch(err.Error())
	if match == nil {
		return 0, strings.TrimPrefix(err.Error(), "yaml: ")
	}
	line, convErr := strconv.Atoi(match[1])
	if convErr != nil {
		return 0, match[2]
	}
	return line, match[2]
}

func (p *parser) take(h head) {
	p.doc.Title, p.doc.Kind = strings.TrimSpace(h.Title), h.Kind
	switch n := utf8.RuneCountInString(p.doc.Title); {
	case n == 0:
		p.wrong(0, "The front matter needs a title.")
	case n > maxTitle || strings.Contains(p.doc.Title, "\n"):
		p.wrong(0, "The title is one line of at most %d characters.", maxTitle)
	}
	if !slices.Contains([]Kind{Incident, Maintenance, Procedure}, h.Kind) {
		p.wrong(0, "kind: %q is not known. Use incident, maintenance or procedure.", shorten(string(h.Kind)))
	}
	if len(h.Match) > maxMatchers {
		p.wrong(0, "match: at most %d conditions can be given.", maxMatchers)
		return
	}
	for i := range h.Match {
		if message := h.Match[i].compile(); message != "" {
			p.wrong(0, "match[%d]: %s", i, message)
		}
	}
	p.doc.Match = h.Match
}

// compile says what is wrong; empty when nothing is.
func (m *Matcher) compile() string {
	if m.Signal == "" && len(m.Labels) == 0 {
		return "it names neither a signal nor labels."
	}
	if m.Signal != "" {
		var message string
		if m.signal, message = pattern(m.Signal); message != "" {
			return "signal: " + message
		}
	}
	m.labels = make(map[string]*regexp.Regexp, len(m.Labels))
	for name, value := range m.Labels {
		compiled, message := pattern(value)
		if message != "" {
			return "labels." + shorten(name) + ": " + message
		}
		m.labels[name] = compiled
	}
	return ""
}

func pattern(value string) (*regexp.Regexp, string) {
	if len(value) > maxPattern {
		return nil, "the pattern is longer than " + strconv.Itoa(maxPattern) + " characters."
	}
	compiled, err := regexp.Compile("^(?:" + value + ")$")
	if err != nil {
		return nil, "the pattern cannot be read (RE2 syntax): " + err.Error() + "."
	}
	return compiled, ""
}
