package pxl

import (
	"slices"

	"go.starlark.net/syntax"
)

// value is what an expression is, so far as columns go.
type value interface{ kind() string }

type (
	// anything is what a mistake leaves, so that one is not reported twice.
	anything struct{}
	// constant is a number, a truth value or a macro; text a string that the script writes down.
	constant struct{}
	text     struct {
		content string
		raw     bool
	}
	// list is a list or a tuple.
	list struct{ items []value }
	// column is an expression over columns; quantiles tells that it came out of px.quantiles.
	column struct{ quantiles bool }
	// frame is a dataframe with its columns in order.
	frame struct {
		columns   []string
		quantiles map[string]bool
	}
	// grouped is df.groupby(…), ctx is df.ctx, method is df.head and the like.
	grouped struct {
		of   *frame
		keys []string
	}
	ctx    struct{ of *frame }
	method struct {
		of   value
		name string
	}
	// module is px, pxtrace, or something inside.
	module struct{ name string }
	// aggregate and scalar are functions of px; function is one that the script defines.
	aggregate struct{ name string }
	scalar    struct{ name string }
	function  struct{ def *syntax.DefStmt }
)

func (anything) kind() string  { return "anything" }
func (constant) kind() string  { return "a constant" }
func (text) kind() string      { return "a text" }
func (list) kind() string      { return "a list" }
func (column) kind() string    { return "a column" }
func (*frame) kind() string    { return "a dataframe" }
func (grouped) kind() string   { return "a grouping, which needs .agg(...)" }
func (ctx) kind() string       { return "df.ctx" }
func (method) kind() string    { return "a method that is not called" }
func (module) kind() string    { return "a module" }
func (aggregate) kind() string { return "an aggregate function" }
func (scalar) kind() string    { return "a function that is not called" }
func (function) kind() string  { return "a function that is not called" }

func newFrame(columns []string) *frame {
	return &frame{columns: slices.Clone(columns), quantiles: map[string]bool{}}
}

func (f *frame) has(name string) bool { return slices.Contains(f.columns, name) }

// with returns the dataframe with one more column, or with another content of it. The old one stays as it was.
func (f *frame) with(name string, quantiles bool) *frame {
	out := newFrame(f.columns)
	for k, v := range f.quantiles {
		out.quantiles[k] = v
	}
	if !out.has(name) {
		out.columns = append(out.columns, name)
	}
	out.quantiles[name] = quantiles
	return out
}

// pick returns the dataframe with these columns only.
func (f *frame) pick(names []string) *frame {
	out := newFrame(names)
	for _, n := range names {
		out.quantiles[n] = f.quantiles[n]
	}
	return out
}

// isRowwise tells whether a value can stand in an expression over columns.
func isRowwise(v value) bool {
	switch v.(type) {
	case column, constant, text, anything:
		return true
	}
	return false
}
