package rules

import (
	"slices"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// index finds the rules that may match by a label that they ask for, so that many rules cost little.
type index struct {
	always  []int
	byLabel map[string]map[string][]int
}

func newIndex(conditions []*expression) index {
	ix := index{byLabel: map[string]map[string][]int{}}
	for i, c := range conditions {
		if c == nil {
			ix.always = append(ix.always, i)
			continue
		}
		label, values, ok := asksFor(c.tree)
		if !ok {
			ix.always = append(ix.always, i)
			continue
		}
		if ix.byLabel[label] == nil {
			ix.byLabel[label] = map[string][]int{}
		}
		for _, v := range values {
			if !slices.Contains(ix.byLabel[label][v], i) {
				ix.byLabel[label][v] = append(ix.byLabel[label][v], i)
			}
		}
	}
	return ix
}

// candidates lists rules in their order; only these can match.
func (ix index) candidates(labels map[string]string) []int {
	found := ix.always
	for label, byValue := range ix.byLabel {
		if more := byValue[labels[label]]; len(more) > 0 {
			found = append(slices.Clip(found), more...)
		}
	}
	if len(found) > len(ix.always) {
		slices.Sort(found)
	}
	return found
}

// asksFor finds a label and its values without one of which the condition cannot hold; false when there is no such label.
func asksFor(e ast.Expr) (string, []string, bool) {
	if e.Kind() != ast.CallKind {
		return "", nil, false
	}
	call := e.AsCall()
	args := call.Args()
	switch call.FunctionName() {
	case operators.LogicalAnd:
		for _, arg := range args {
			if label, values, ok := asksFor(arg); ok {
				return label, values, true
			}
		}
	case operators.LogicalOr:
		return asksForEither(args)
	case operators.Equals:
		for i := range args {
			if label, ok := labelOf(args[i]); ok {
				value, ok := textOf(args[1-i])
				return label, []string{value}, ok
			}
		}
	case operators.In:
		if label, ok := labelOf(args[0]); ok && args[1].Kind() == ast.ListKind {
			return asksForAny(label, args[1].AsList().Elements())
		}
	}
	return "", nil, false
}

func asksForEither(args []ast.Expr) (string, []string, bool) {
	label, all := "", []string{}
	for i, arg := range args {
		l, values, ok := asksFor(arg)
		if !ok || i > 0 && l != label {
			return "", nil, false
		}
		label, all = l, append(all, values...)
	}
	return label, all, label != ""
}

func asksForAny(label string, elements []ast.Expr) (string, []string, bool) {
	values := make([]string, len(elements))
	for i, element := range elements {
		value, ok := textOf(element)
		if !ok {
			return "", nil, false
		}
		values[i] = value
	}
	return label, values, len(values) > 0
}

// labelOf reads labels.x and labels["x"].
func labelOf(e ast.Expr) (string, bool) {
	switch e.Kind() {
	case ast.SelectKind:
		s := e.AsSelect()
		return s.FieldName(), isLabels(s.Operand()) && !s.IsTestOnly()
	case ast.CallKind:
		call := e.AsCall()
		if call.FunctionName() != operators.Index || !isLabels(call.Args()[0]) {
			return "", false
		}
		return textOf(call.Args()[1])
	default:
		return "", false
	}
}

func isLabels(e ast.Expr) bool { return e.Kind() == ast.IdentKind && e.AsIdent() == "labels" }

func textOf(e ast.Expr) (string, bool) {
	if e.Kind() != ast.LiteralKind {
		return "", false
	}
	text, ok := e.AsLiteral().(types.String)
	return string(text), ok
}
