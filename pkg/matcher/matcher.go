// Package matcher selects alerts by their labels, as the matchers of Alertmanager's silences do.
package matcher

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// What a list of matchers may be.
const (
	maxMatchers = 20
	maxName     = 256  // bytes
	maxValue    = 1024 // bytes; regular expressions are RE2, so their time is linear
)

// matcher compares one label. An absent label has the empty value.
type matcher struct {
	name    string
	value   string
	pattern *regexp.Regexp // nil for = and !=
	negated bool
}

// Set holds when all of its matchers do.
type Set []matcher

var operators = []string{"=~", "!~", "!=", "="}

// Parse reads matchers such as service=cart, alertname=~"Pod.*" or node!="". Regular expressions must match the whole value.
// At least one matcher must ask for something, so that a list never selects all alerts by mistake. Problem: bad_matcher, at
// field[index].
func Parse(field string, texts []string) (Set, error) {
	if len(texts) == 0 || len(texts) > maxMatchers {
		return nil, bad("There must be 1 to %d matchers, not %d.", maxMatchers, len(texts)).At(field).Try("Write matchers such as service=cart.")
	}
	set := make(Set, 0, len(texts))
	narrow := false
	for i, text := range texts {
		m, p := parse(text)
		if p != nil {
			return nil, p.At(field + "[" + strconv.Itoa(i) + "]")
		}
		narrow = narrow || !m.matches("")
		set = append(set, m)
	}
	if !narrow {
		return nil, bad("These matchers also select alerts that have none of the labels.").At(field).Try("Add one that asks for a value, such as service=cart.")
	}
	return set, nil
}

func parse(text string) (matcher, *problem.Problem) {
	at := strings.IndexAny(text, "=!")
	if at < 0 {
		return matcher{}, bad("%q has no operator.", shown(text)).Try("Write it as service=cart, with =, !=, =~ or !~.")
	}
	name := strings.TrimSpace(text[:at])
	if name == "" || len(name) > maxName || strings.ContainsAny(name, "~\"\x00{}, ") {
		return matcher{}, bad("%q is not the name of a label.", shown(name)).Try("Write it as service=cart.")
	}
	for _, operator := range operators {
		if rest, ok := strings.CutPrefix(text[at:], operator); ok {
			return compare(name, operator, strings.TrimSpace(rest))
		}
	}
	return matcher{}, bad("%q has no operator.", shown(text)).Try("Use =, !=, =~ or !~.")
}

func compare(name, operator, value string) (matcher, *problem.Problem) {
	if strings.HasPrefix(value, `"`) {
		plain, err := strconv.Unquote(value)
		if err != nil {
			return matcher{}, bad("The quotes of %s are not right.", shown(value)).Try(`Write the value as "cart", with \\ for a backslash.`)
		}
		value = plain
	}
	if len(value) > maxValue || strings.ContainsRune(value, 0) {
		return matcher{}, bad("The value of %s has more than %d bytes.", shown(name), maxValue)
	}
	m := matcher{name: name, value: value, negated: operator[0] == '!'}
	if !strings.HasSuffix(operator, "~") {
		return m, nil
	}
	// By itself first: a bracket too many must not end the group that anchors it.
	_, err := regexp.Compile(value)
	if err == nil {
		m.pattern, err = regexp.Compile("^(?s:" + value + ")$")
	}
	if err != nil {
		return matcher{}, bad("%q is not a regular expression: %v.", shown(value), err).Try("Write it in the syntax of RE2, as in Prometheus.")
	}
	return m, nil
}

func bad(format string, args ...any) *problem.Problem {
	return problem.New(problem.Invalid, "bad_matcher", format, args...)
}

// shown keeps messages short.
func shown(text string) string {
	if len(text) > 60 {
		return strings.ToValidUTF8(text[:60], "") + "…"
	}
	return text
}

func (m matcher) matches(value string) bool {
	same := value == m.value
	if m.pattern != nil {
		same = m.pattern.MatchString(value)
	}
	return same != m.negated
}

// Matches says whether all matchers hold for these labels. An empty set holds for nothing.
func (s Set) Matches(labels map[string]string) bool {
	for _, m := range s {
		if !m.matches(labels[m.name]) {
			return false
		}
	}
	return len(s) > 0
}
