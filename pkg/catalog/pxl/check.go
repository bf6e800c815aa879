// Package pxl checks PxL scripts without a Pixie: syntax, tables, columns, functions, macros and variables, and what is displayed.
//
// A script is walked once, statement by statement, with the columns that each dataframe has at that point. It knows neither the
// types of columns nor loops and conditions, which PxL does not have either; decorators and type annotations are not understood.
package pxl

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.starlark.net/syntax"
)

// Error is one mistake in a script. Line counts from 1; 0 means the script as a whole.
type Error struct {
	Line    int
	Message string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Message
	}
	return fmt.Sprintf("line %d: %s", e.Line, e.Message)
}

// Check tells what is wrong in a script: every mistake, joined, or nil. tracepoint is the script that has to be deployed first, or
// ""; its tables may then be read. columns are those that the script displays, in order; with several displays each is
// "name: column,column".
func Check(script, tracepoint string, columns []string) error {
	f, err := known()
	if err != nil {
		return err
	}
	own := &checker{facts: f, made: map[string][]string{}}
	if tracepoint != "" {
		first := &checker{facts: f, made: own.made, tracing: true}
		if err := first.run(tracepoint); err != nil {
			return fmt.Errorf("tracepoint: %w", err)
		}
		if len(own.made) == 0 {
			return errors.New("tracepoint: it declares no table: call pxtrace.UpsertTracepoint")
		}
	}
	if err := own.run(script); err != nil {
		return err
	}
	return own.compare(columns)
}

// checker is the state of one walk.
type checker struct {
	facts    *facts
	made     map[string][]string // tables of tracepoints with their columns
	tracing  bool                // the script may declare tracepoints
	displays []display
	scope    []map[string]value
	returned value
	mistakes []error
}

type display struct {
	name    string
	columns []string
	line    int
}

func (c *checker) wrong(at syntax.Node, format string, args ...any) value {
	start, _ := at.Span()
	c.mistakes = append(c.mistakes, &Error{Line: int(start.Line), Message: fmt.Sprintf(format, args...)})
	return anything{}
}

func (c *checker) run(script string) error {
	text, err := withoutImports(script, c.tracing)
	if err != nil {
		return err
	}
	if err := c.checkVariables(script); err != nil {
		return err
	}
	file, err := (&syntax.FileOptions{TopLevelControl: true, GlobalReassign: true}).Parse("script", text, 0)
	if err != nil {
		var at syntax.Error
		if errors.As(err, &at) {
			return &Error{Line: int(at.Pos.Line), Message: at.Msg}
		}
		return err
	}
	c.scope = []map[string]value{{}}
	c.statements(file.Stmts)
	if len(c.mistakes) == 0 && len(c.displays) == 0 {
		return &Error{Message: "the script displays nothing: end with px.display(df[['a', 'b']])"}
	}
	return errors.Join(c.mistakes...)
}

var importLine = regexp.MustCompile(`^(\s*)(?:import|from)\s+(\w+)`)

// withoutImports replaces imports, which Starlark's grammar does not have, so that lines keep their numbers.
func withoutImports(script string, tracing bool) (string, error) {
	lines := strings.Split(script, "\n")
	imported := false
	for i, line := range lines {
		m := importLine.FindStringSubmatch(line)
		if m == nil || strings.TrimSpace(m[1]) != "" {
			continue
		}
		switch {
		case strings.TrimSpace(line) == "import px":
			imported = true
		case strings.TrimSpace(line) == "import pxtrace" && tracing:
		default:
			return "", &Error{Line: i + 1, Message: fmt.Sprintf("%q: only px can be imported; tracepoints cannot be deployed by a query", strings.TrimSpace(line))}
		}
		lines[i] = m[1] + "pass"
	}
	if !imported {
		return "", &Error{Line: 1, Message: "the script does not import px"}
	}
	return strings.Join(lines, "\n"), nil
}

var variableUse = regexp.MustCompile(`\$(?:\{(\w+)(?::(\w*))?\}?|(\w+))`)

// checkVariables finds variables that nobody replaces, and those in a form that breaks the regular expression around them.
func (c *checker) checkVariables(script string) error {
	if c.tracing { // bpftrace has variables of its own
		return nil
	}
	for i, line := range strings.Split(script, "\n") {
		for _, m := range variableUse.FindAllStringSubmatch(line, -1) {
			name := m[1] + m[3]
			format, ok := c.facts.Variables[name]
			switch {
			case !ok:
				return &Error{Line: i + 1, Message: fmt.Sprintf("%s: no such variable; there are namespace and service", m[0])}
			case m[0] != "${"+name+":"+format+"}":
				return &Error{Line: i + 1, Message: fmt.Sprintf("%s: write ${%s:%s}, as px.regex_match takes a regular expression", m[0], name, format)}
			}
		}
	}
	return nil
}

// compare holds the displays against the columns that are declared.
func (c *checker) compare(declared []string) error {
	want := map[string][]string{}
	for _, d := range declared {
		name, list, several := strings.Cut(d, ":")
		if !several {
			want[defaultDisplay] = append(want[defaultDisplay], d)
			continue
		}
		for _, column := range strings.Split(list, ",") {
			want[name] = append(want[name], strings.TrimSpace(column))
		}
	}
	var mistakes []error
	for _, d := range c.displays {
		if !slices.Equal(want[d.name], d.columns) {
			mistakes = append(mistakes, &Error{Line: d.line, Message: fmt.Sprintf("px.display shows %q with the columns %s; declared are %s", d.name, listed(d.columns), listed(want[d.name]))})
		}
		delete(want, d.name)
	}
	for name := range want {
		mistakes = append(mistakes, &Error{Message: fmt.Sprintf("columns: nothing is displayed as %q", name)})
	}
	return errors.Join(mistakes...)
}

func listed(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
