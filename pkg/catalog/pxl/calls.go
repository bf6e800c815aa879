package pxl

import (
	"slices"
	"strings"

	"go.starlark.net/syntax"
)

const defaultDisplay = "output"

// arguments of a call: by place and by name.
type arguments struct {
	at    *syntax.CallExpr
	plain []value
	named map[string]value
	order []string // names, as they stand
}

// get finds an argument by its name or its place.
func (a arguments) get(name string, place int) value {
	if v, ok := a.named[name]; ok {
		return v
	}
	if place >= 0 && place < len(a.plain) {
		return a.plain[place]
	}
	return nil
}

func (c *checker) arguments(e *syntax.CallExpr) arguments {
	out := arguments{at: e, named: map[string]value{}}
	for _, arg := range e.Args {
		switch x := arg.(type) {
		case *syntax.BinaryExpr:
			if name, ok := x.X.(*syntax.Ident); ok && x.Op == syntax.EQ {
				out.named[name.Name] = c.expression(x.Y)
				out.order = append(out.order, name.Name)
				continue
			}
		case *syntax.UnaryExpr:
			if x.Op == syntax.STAR || x.Op == syntax.STARSTAR {
				c.wrong(arg, "PxL has no *args")
				continue
			}
		}
		out.plain = append(out.plain, c.expression(arg))
	}
	return out
}

func (c *checker) call(e *syntax.CallExpr) value {
	fn := c.expression(e.Fn)
	args := c.arguments(e)
	switch fn := fn.(type) {
	case module:
		return c.callModule(fn.name, args)
	case scalar:
		return c.callScalar(fn.name, args)
	case method:
		return c.callMethod(fn, args)
	case function:
		return c.callOwn(fn.def, args)
	case aggregate:
		return c.wrong(e, "px.%s works on groups: use it in .agg(name=('column', px.%s))", fn.name, fn.name)
	case anything:
		return fn
	}
	return c.wrong(e, "%s cannot be called", fn.kind())
}

func (c *checker) callModule(name string, args arguments) value {
	switch name {
	case "px.DataFrame":
		return c.dataFrame(args)
	case "px.display", "px.debug":
		c.display(args)
		return anything{}
	case "pxtrace.UpsertTracepoint":
		return c.tracepoint(args)
	case "pxtrace.kprobe", "pxtrace.TraceProgram":
		return anything{}
	}
	return c.wrong(args.at, "%s cannot be called here", name)
}

func (c *checker) dataFrame(args arguments) value {
	table, ok := args.get("table", 0).(text)
	if !ok {
		return c.wrong(args.at, "px.DataFrame needs table='name'")
	}
	for _, name := range args.order {
		if !slices.Contains([]string{"table", "select", "start_time", "end_time"}, name) {
			c.wrong(args.at, "px.DataFrame has no argument %q", name)
		}
	}
	columns, ok := c.made[table.content]
	if !ok {
		known, there := c.facts.Tables[table.content]
		if !there {
			return c.wrong(args.at, "there is no table %q, and no tracepoint declares it; Pixie has %s", table.content, listed(c.facts.tableNames()))
		}
		columns = known.Columns
	}
	out := newFrame(columns)
	if picked := args.get("select", 1); picked != nil {
		return out.pick(c.columnNames(args.at, out, picked))
	}
	return out
}

func (c *checker) display(args arguments) {
	of := args.get("out", 0)
	f, ok := of.(*frame)
	if !ok {
		if _, reported := of.(anything); !reported {
			c.wrong(args.at, "px.display shows a dataframe")
		}
		return
	}
	name := defaultDisplay
	if given, ok := args.get("name", 1).(text); ok {
		name = given.content
	}
	start, _ := args.at.Span()
	if slices.ContainsFunc(c.displays, func(d display) bool { return d.name == name }) {
		c.wrong(args.at, "%q is displayed twice: give each display a name of its own", name)
	}
	c.displays = append(c.displays, display{name, f.columns, int(start.Line)})
}

func (c *checker) callScalar(name string, args arguments) value {
	if want := c.facts.arguments[name]; len(args.plain)+len(args.named) != want {
		return c.wrong(args.at, "px.%s takes %d arguments, not %d", name, want, len(args.plain)+len(args.named))
	}
	for _, a := range args.plain {
		if _, several := a.(list); !isRowwise(a) && (!several || name != "equals_any") {
			return c.wrong(args.at, "px.%s cannot take %s", name, a.kind())
		}
	}
	switch name {
	case "regex_match":
		if pattern, ok := args.plain[0].(text); ok && !pattern.raw && strings.ContainsAny(pattern.content, `$\`) {
			return c.wrong(args.at, "write the regular expression as a raw text, r'...', so that its backslashes stay")
		}
	case "pluck_float64":
		from, _ := args.plain[0].(column)
		if key, ok := args.plain[1].(text); ok && from.quantiles && !slices.Contains(c.facts.Quantiles, key.content) {
			return c.wrong(args.at, "px.quantiles makes no %q; it makes %s", key.content, listed(c.facts.Quantiles))
		}
	}
	return column{}
}

// callOwn runs a function of the script with its arguments.
func (c *checker) callOwn(def *syntax.DefStmt, args arguments) value {
	if len(c.scope) > maxDepth {
		return c.wrong(args.at, "%s calls itself", def.Name.Name)
	}
	names := map[string]value{}
	for i, p := range def.Params {
		name, fallback := c.parameter(p)
		names[name] = fallback
		if given := args.get(name, i); given != nil {
			names[name] = given
		}
		if names[name] == nil {
			return c.wrong(args.at, "%s needs %q", def.Name.Name, name)
		}
	}
	c.scope = append(c.scope, names)
	before := c.returned
	c.returned = anything{}
	c.statements(def.Body)
	out := c.returned
	c.returned, c.scope = before, c.scope[:len(c.scope)-1]
	return out
}

// parameter gives the name and the default of a parameter; without a default it is nil.
func (c *checker) parameter(p syntax.Expr) (string, value) {
	switch p := p.(type) {
	case *syntax.Ident:
		return p.Name, nil
	case *syntax.BinaryExpr:
		if name, ok := p.X.(*syntax.Ident); ok {
			return name.Name, c.expression(p.Y)
		}
	}
	return "", c.wrong(p, "PxL has no such parameter")
}
