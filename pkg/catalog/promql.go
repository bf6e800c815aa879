package catalog

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/prometheus/prometheus/promql/parser"
)

// Variables are the template variables that panel queries may use; each holds a regular expression.
var Variables = []string{"cluster", "namespace", "service", "node", "instance", "pod"}

// dataSourceVariables are filled in by the data source itself.
var dataSourceVariables = []string{"__rate_interval", "__interval", "__range", "__auto"}

var (
	promParser = parser.NewParser(parser.Options{})
	variable   = regexp.MustCompile(`\$\{?([a-zA-Z_][a-zA-Z0-9_]*)\}?`)
)

// checkPanelQuery parses a query with its variables filled in as "All".
func checkPanelQuery(expr string) error {
	return parse(expr, func(name string) (string, bool) {
		switch {
		case contains(dataSourceVariables, name):
			return "5m", true
		case contains(Variables, name):
			return ".*", true
		}
		return "", false
	})
}

// checkAlertQuery allows no variable but $__window, since alert rules have none.
func checkAlertQuery(c condition) error {
	if strings.Contains(c.query, "$__window") && c.window == "" {
		return errors.New("uses $__window, but `window` is not set")
	}
	return parse(c.query, func(name string) (string, bool) { return "5m", name == "__window" })
}

// maxPromQL bounds the time of parsing, which grows with the square of the number of operators.
const maxPromQL = 8 << 10 // bytes

func parse(expr string, fill func(name string) (string, bool)) error {
	if len(expr) > maxPromQL {
		return fmt.Errorf("is longer than %d KiB", maxPromQL>>10)
	}
	var unknown error
	filled := variable.ReplaceAllStringFunc(expr, func(text string) string {
		name := variable.FindStringSubmatch(text)[1]
		value, ok := fill(name)
		if !ok {
			unknown = fmt.Errorf("the variable $%s is not known here", name)
			return text
		}
		return value
	})
	if unknown != nil {
		return unknown
	}
	parsed, err := promParser.ParseExpr(filled)
	if err != nil {
		return err
	}
	if t := parsed.Type(); t != parser.ValueTypeVector {
		return fmt.Errorf("gives a %s; an instant vector is needed", parser.DocumentedType(t))
	}
	return nil
}

func contains(list []string, item string) bool {
	for _, other := range list {
		if other == item {
			return true
		}
	}
	return false
}

// keptLabels lists the labels of a condition's result where its outermost aggregation says so.
func keptLabels(c condition) ([]string, bool) {
	parsed, err := promParser.ParseExpr(c.left("5m"))
	if err != nil {
		return nil, false
	}
	return labelsOf(parsed)
}

func labelsOf(expr parser.Expr) ([]string, bool) {
	switch e := expr.(type) {
	case *parser.ParenExpr:
		return labelsOf(e.Expr)
	case *parser.UnaryExpr:
		return labelsOf(e.Expr)
	case *parser.AggregateExpr:
		return labelsOfAggregate(e)
	case *parser.BinaryExpr:
		return labelsOfBinary(e)
	case *parser.Call:
		return labelsOfCall(e)
	}
	return nil, false
}

func labelsOfAggregate(e *parser.AggregateExpr) ([]string, bool) {
	if e.Op == parser.TOPK || e.Op == parser.BOTTOMK {
		return labelsOf(e.Expr)
	}
	return e.Grouping, !e.Without
}

func labelsOfBinary(e *parser.BinaryExpr) ([]string, bool) {
	if e.LHS.Type() == parser.ValueTypeScalar {
		return labelsOf(e.RHS)
	}
	if e.VectorMatching != nil && e.VectorMatching.Card != parser.CardOneToOne && e.VectorMatching.Card != parser.CardManyToMany {
		return nil, false
	}
	return labelsOf(e.LHS)
}

// labelsOfCall follows the one argument that is a vector; functions that make labels are not looked into.
func labelsOfCall(e *parser.Call) ([]string, bool) {
	if strings.HasPrefix(e.Func.Name, "label_") {
		return nil, false
	}
	for _, arg := range e.Args {
		if arg.Type() == parser.ValueTypeVector {
			return labelsOf(arg)
		}
	}
	return nil, false
}
