package rules

import (
	"slices"
	"time"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// ages says when a condition about an incident's age has to be looked at again.
type ages struct {
	minutes []int64 // ascending; those at which a comparison changes
	always  bool    // the age is used in another way than compared with a number
}

// lookEvery is for conditions whose moments are not known.
const lookEvery = 5 * time.Minute

// agesIn finds the numbers, or the update intervals, with which a condition compares the age.
func agesIn(root ast.Expr, updates []int64) ages {
	var found ages
	uses, understood := 0, 0
	visit := ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() == ast.IdentKind && e.AsIdent() == "age" {
			uses++
		}
		if e.Kind() != ast.CallKind || !slices.Contains([]string{operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals, operators.Equals}, e.AsCall().FunctionName()) {
			return
		}
		args := e.AsCall().Args()
		for i := range args {
			if args[i].Kind() != ast.IdentKind || args[i].AsIdent() != "age" {
				continue
			}
			switch other := args[1-i]; {
			case other.Kind() == ast.LiteralKind:
				if number, ok := other.AsLiteral().(types.Int); ok {
					understood++
					found.minutes = append(found.minutes, int64(number))
				}
			case other.Kind() == ast.IdentKind && other.AsIdent() == "update":
				understood++
				found.minutes = append(found.minutes, updates...)
			}
		}
	})
	ast.PostOrderVisit(root, visit)
	found.always = understood < uses
	// age > 30 becomes true with the minute after it.
	for _, minute := range slices.Clone(found.minutes) {
		found.minutes = append(found.minutes, minute+1)
	}
	slices.Sort(found.minutes)
	found.minutes = slices.Compact(found.minutes)
	return found
}

// after is the first moment later than age; zero when there is none.
func (a ages) after(age time.Duration) time.Duration {
	if a.always {
		return age.Truncate(lookEvery) + lookEvery
	}
	for _, minute := range a.minutes {
		if at := time.Duration(minute) * time.Minute; at > age {
			return at
		}
	}
	return 0
}
