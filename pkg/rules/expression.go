// Package rules holds what an installation decides with expressions: which alerts are one incident, how severe it is,
// and how a sender's own JSON is read. Expressions are CEL (https://cel.dev); each is compiled once and has limits.
package rules

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/ext"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// Limits of one expression. A unit of cost is about one comparison, or a few characters that are looked at.
const (
	maxExpression  = 4 << 10 // bytes
	maxNesting     = 2       // of loops such as exists
	maxDepth       = 60      // of brackets
	maxRegex       = 500     // instructions
	ruleCost       = 20_000
	fieldCost      = 200_000   // one field of one alert
	listCost       = 3_000_000 // the list of alerts of a body
	checkInterrupt = 1000      // rounds of a loop
)

// expression is a compiled one. It is safe for concurrent use.
type expression struct {
	text    string
	program cel.Program
	tree    ast.Expr
}

// environment makes what expressions of one kind may name.
func environment(variables ...cel.EnvOption) func() (*cel.Env, error) {
	return sync.OnceValues(func() (*cel.Env, error) {
		return cel.NewEnv(append([]cel.EnvOption{
			ext.Strings(ext.StringsVersion(2)), cel.ClearMacros(), cel.Macros(macros()...),
			cel.ParserExpressionSizeLimit(maxExpression), cel.ParserRecursionLimit(maxDepth),
			cel.ASTValidators(cel.ValidateRegexLiterals(), cel.ValidateRegexProgramSizeLimit(maxRegex), cel.ValidateComprehensionNestingLimit(maxNesting)),
		}, variables...)...)
	})
}

// macros are the standard ones, but has(labels.x) asks for the label itself, since a label that is missing reads as empty.
func macros() []cel.Macro {
	list := []cel.Macro{cel.GlobalMacro(operators.Has, 1, func(f cel.MacroExprFactory, _ ast.Expr, args []ast.Expr) (ast.Expr, *cel.Error) {
		if args[0].Kind() != ast.SelectKind {
			return nil, f.NewError(args[0].ID(), "has() needs a field, such as has(labels.team)")
		}
		field := args[0].AsSelect()
		if of := field.Operand(); of.Kind() == ast.IdentKind && (of.AsIdent() == "labels" || of.AsIdent() == "annotations") {
			return f.NewCall(operators.In, f.NewLiteral(types.String(field.FieldName())), of), nil
		}
		return f.NewPresenceTest(field.Operand(), field.FieldName()), nil
	})}
	for _, m := range cel.StandardMacros {
		if m.Function() != operators.Has {
			list = append(list, m)
		}
	}
	return list
}

// compile checks an expression against the types that it may give. The problem (bad_rule) names the field, line and column.
func compile(within func() (*cel.Env, error), field, text string, cost uint64, may ...*cel.Type) (*expression, error) {
	env, err := within()
	if err != nil {
		return nil, fmt.Errorf("environment of expressions: %w", err)
	}
	if len(text) > maxExpression {
		return nil, bad(field, "The expression has %d bytes; at most %d are taken.", len(text), maxExpression)
	}
	tree, issues := env.Compile(text)
	if issues.Err() != nil {
		return nil, badExpression(field, issues)
	}
	if !oneOf(tree.OutputType(), may) {
		return nil, bad(field, "Line 1, column 1: the expression gives %s, but %s is needed.", tree.OutputType(), names(may))
	}
	program, err := env.Program(tree, cel.EvalOptions(cel.OptOptimize), cel.CostLimit(cost), cel.InterruptCheckFrequency(checkInterrupt))
	if err != nil {
		return nil, bad(field, "The expression cannot be used: %v.", err)
	}
	return &expression{text: text, program: program, tree: tree.NativeRep().Expr()}, nil
}

func oneOf(t *cel.Type, may []*cel.Type) bool {
	if t.IsExactType(cel.DynType) {
		return true
	}
	for _, m := range may {
		if m.IsAssignableType(t) {
			return true
		}
	}
	return len(may) == 0
}

func names(list []*cel.Type) string {
	text := ""
	for i, t := range list {
		if i > 0 {
			text += " or "
		}
		text += t.String()
	}
	return text
}

func bad(field, format string, args ...any) *problem.Problem {
	return problem.New(problem.Invalid, "bad_rule", format, args...).At(field)
}

func badExpression(field string, issues *cel.Issues) error {
	for _, e := range issues.Errors() {
		if e.Location.Line() > 0 {
			return bad(field, "Line %d, column %d: %s.", e.Location.Line(), e.Location.Column()+1, e.Message).Try("Expressions are written in CEL: https://cel.dev.")
		}
	}
	return bad(field, "The expression cannot be read: %v.", issues.Err()).Try("Expressions are written in CEL: https://cel.dev.")
}

// errMissing says that the expression gave no value.
var errMissing = errors.New("the expression gives no value")

func (e *expression) eval(vars cel.Activation) (ref.Val, error) {
	out, _, err := e.program.Eval(vars)
	return checked(out, err)
}

// evalUntil ends with the context, also inside of loops.
func (e *expression) evalUntil(ctx context.Context, vars cel.Activation) (ref.Val, error) {
	out, _, err := e.program.ContextEval(ctx, vars)
	return checked(out, err)
}

func checked(out ref.Val, err error) (ref.Val, error) {
	if err != nil {
		return nil, err
	}
	if out == nil || types.IsUnknownOrError(out) {
		return nil, errMissing
	}
	return out, nil
}

// holds says whether a condition is true. What is not a truth value is an error.
func (e *expression) holds(vars cel.Activation) (bool, error) {
	out, err := e.eval(vars)
	if err != nil {
		return false, err
	}
	truth, ok := out.(types.Bool)
	if !ok {
		return false, fmt.Errorf("the condition gives %s, not true or false", out.Type().TypeName())
	}
	return bool(truth), nil
}
