package pxl

import (
	"slices"
	"strings"

	"go.starlark.net/syntax"
)

const maxDepth = 20 // of calls of the script's own functions

func (c *checker) statements(all []syntax.Stmt) {
	for _, s := range all {
		c.statement(s)
	}
}

func (c *checker) statement(s syntax.Stmt) {
	switch s := s.(type) {
	case *syntax.AssignStmt:
		c.assign(s)
	case *syntax.ExprStmt:
		c.expression(s.X)
	case *syntax.DefStmt:
		c.set(s.Name.Name, function{s})
	case *syntax.ReturnStmt:
		c.returned = anything{}
		if s.Result != nil {
			c.returned = c.expression(s.Result)
		}
	case *syntax.BranchStmt: // pass, also in the place of an import
	default:
		c.wrong(s, "PxL has no loops or conditions")
	}
}

func (c *checker) set(name string, v value) { c.scope[len(c.scope)-1][name] = v }

func (c *checker) assign(s *syntax.AssignStmt) {
	v := c.expression(s.RHS)
	if s.Op != syntax.EQ {
		c.wrong(s, "write the assignment out: PxL has no %s", s.Op)
		return
	}
	switch to := s.LHS.(type) {
	case *syntax.Ident:
		c.set(to.Name, v)
	case *syntax.DotExpr:
		c.assignColumn(to, to.X, to.Name.Name, v)
	case *syntax.IndexExpr:
		name, ok := c.expression(to.Y).(text)
		if !ok {
			c.wrong(to, "a column's name must be a text")
			return
		}
		c.assignColumn(to, to.X, name.content, v)
	default:
		c.wrong(s, "only variables and columns can be assigned")
	}
}

func (c *checker) assignColumn(at syntax.Node, x syntax.Expr, name string, v value) {
	variable, ok := x.(*syntax.Ident)
	if !ok {
		c.wrong(at, "give the dataframe a name before you add the column %q", name)
		return
	}
	of, ok := c.expression(variable).(*frame)
	switch {
	case !ok:
		c.wrong(at, "%s is not a dataframe", variable.Name)
	case methods[name] != nil || name == "ctx":
		c.wrong(at, "a column cannot be called %q: dataframes have a method of that name", name)
	case !isRowwise(v):
		c.wrong(at, "the column %q gets %s", name, v.kind())
	default:
		made, _ := v.(column)
		c.set(variable.Name, of.with(name, made.quantiles))
	}
}

func (c *checker) expression(e syntax.Expr) value {
	switch e := e.(type) {
	case *syntax.Ident:
		return c.name(e)
	case *syntax.Literal:
		if s, ok := e.Value.(string); ok {
			return text{s, strings.HasPrefix(e.Raw, "r")}
		}
		return constant{}
	case *syntax.ParenExpr:
		return c.expression(e.X)
	case *syntax.ListExpr:
		return c.list(e.List)
	case *syntax.TupleExpr:
		return c.list(e.List)
	case *syntax.UnaryExpr:
		return c.rowwise(e, e.X)
	case *syntax.BinaryExpr:
		return c.rowwise(e, e.X, e.Y)
	case *syntax.DotExpr:
		return c.attribute(e)
	case *syntax.IndexExpr:
		return c.index(e)
	case *syntax.CallExpr:
		return c.call(e)
	}
	return c.wrong(e, "PxL has no such expression")
}

func (c *checker) list(items []syntax.Expr) value {
	var out list
	for _, i := range items {
		out.items = append(out.items, c.expression(i))
	}
	return out
}

// rowwise is an operator: its operands must be columns or constants.
func (c *checker) rowwise(e syntax.Node, operands ...syntax.Expr) value {
	var out value = constant{}
	for _, o := range operands {
		v := c.expression(o)
		if !isRowwise(v) {
			return c.wrong(e, "an operator cannot take %s", v.kind())
		}
		if _, ok := v.(column); ok {
			out = column{}
		}
	}
	return out
}

func (c *checker) name(e *syntax.Ident) value {
	for _, names := range slices.Backward(c.scope) {
		if v, ok := names[e.Name]; ok {
			return v
		}
	}
	switch {
	case e.Name == "px" || (e.Name == "pxtrace" && c.tracing):
		return module{e.Name}
	case c.facts.isMacro(e.Name), e.Name == "True", e.Name == "False", e.Name == "None":
		return constant{}
	case strings.HasPrefix(e.Name, "__"):
		return c.wrong(e, "%s is no macro of the data source; there are %s", e.Name, strings.Join(c.facts.Macros, ", "))
	}
	return c.wrong(e, "name %q is not defined", e.Name)
}

func (c *checker) attribute(e *syntax.DotExpr) value {
	name := e.Name.Name
	switch x := c.expression(e.X).(type) {
	case *frame:
		return c.frameAttribute(e, x, name)
	case grouped:
		if name == "agg" {
			return method{x, name}
		}
		return c.wrong(e.Name, "a grouping has .agg(...) only, not %q", name)
	case module:
		return c.inModule(e, x, name)
	case anything:
		return x
	default:
		return c.wrong(e.Name, "%s has no %q", x.kind(), name)
	}
}

func (c *checker) frameAttribute(e *syntax.DotExpr, x *frame, name string) value {
	switch {
	case name == "ctx":
		return ctx{x}
	case methods[name] != nil:
		return method{x, name}
	default:
		return c.columnOf(e.Name, x, name)
	}
}

func (c *checker) columnOf(at syntax.Node, of *frame, name string) value {
	if !of.has(name) {
		return c.wrong(at, "there is no column %q here; there are %s", name, listed(of.columns))
	}
	return column{quantiles: of.quantiles[name]}
}

func (c *checker) inModule(e *syntax.DotExpr, m module, name string) value {
	if m.name != "px" {
		return module{m.name + "." + name}
	}
	switch {
	case name == "DataFrame" || name == "display" || name == "debug":
		return module{"px." + name}
	case slices.Contains(c.facts.Aggregates, name):
		return aggregate{name}
	}
	if _, ok := c.facts.arguments[name]; ok {
		return scalar{name}
	}
	return c.wrong(e.Name, "px has no function %q", name)
}

func (c *checker) index(e *syntax.IndexExpr) value {
	x, key := c.expression(e.X), c.expression(e.Y)
	switch x := x.(type) {
	case ctx:
		return c.property(e, x, key)
	case *frame:
		switch key := key.(type) {
		case list:
			names := c.columnNames(e.Y, x, key)
			return x.pick(names)
		case text:
			return c.columnOf(e.Y, x, key.content)
		case column, anything:
			return x
		default:
			return c.wrong(e.Y, "a dataframe is filtered by a condition over its columns, not by %s", key.kind())
		}
	case anything:
		return x
	}
	return c.wrong(e, "%s cannot be indexed", x.kind())
}

func (c *checker) property(e *syntax.IndexExpr, x ctx, key value) value {
	name, ok := key.(text)
	if !ok {
		return c.wrong(e.Y, "ctx takes a text, such as ctx['pod']")
	}
	sources, ok := c.facts.Properties[name.content]
	if !ok {
		return c.wrong(e.Y, "ctx has no %q", name.content)
	}
	if !slices.ContainsFunc(sources, x.of.has) {
		return c.wrong(e.Y, "ctx['%s'] needs one of the columns %s; there are %s", name.content, listed(sources), listed(x.of.columns))
	}
	return column{}
}

// columnNames reads column names out of a text or a list of texts; all of them must be there.
func (c *checker) columnNames(at syntax.Node, of *frame, v value) []string {
	items := []value{v}
	if l, ok := v.(list); ok {
		items = l.items
	}
	var out []string
	for _, item := range items {
		name, ok := item.(text)
		if !ok {
			c.wrong(at, "columns are named by texts, not by %s", item.kind())
			continue
		}
		c.columnOf(at, of, name.content)
		out = append(out, name.content)
	}
	return out
}
