package pxl

import (
	"fmt"
	"slices"
)

// methods of dataframes and groupings.
var methods map[string]func(c *checker, of value, args arguments) value

func init() { // not in the declaration, as the methods themselves look names up here
	methods = map[string]func(*checker, value, arguments) value{
		"agg": agg, "append": appended, "drop": drop, "groupby": groupBy, "head": same, "merge": merge, "rolling": same, "stream": same,
	}
}

func (c *checker) callMethod(m method, args arguments) value {
	return methods[m.name](c, m.of, args)
}

func same(_ *checker, of value, _ arguments) value { return of }

func groupBy(c *checker, of value, args arguments) value {
	f, by := of.(*frame), args.get("by", 0)
	if f == nil || by == nil {
		return c.wrong(args.at, "groupby needs the columns to group by")
	}
	return grouped{f, c.columnNames(args.at, f, by)}
}

// agg makes a dataframe of the keys and one column for each argument: name=('column', px.function).
func agg(c *checker, of value, args arguments) value {
	g, ok := of.(grouped)
	if !ok {
		f, _ := of.(*frame)
		g = grouped{of: f}
	}
	if len(args.plain) > 0 {
		return c.wrong(args.at, "agg takes name=('column', px.function)")
	}
	out := newFrame(g.keys)
	for _, name := range args.order {
		pair, ok := args.named[name].(list)
		if !ok || len(pair.items) != 2 {
			c.wrong(args.at, "agg: %s must be ('column', px.function)", name)
			continue
		}
		c.columnNames(args.at, g.of, pair.items[0])
		fn, ok := pair.items[1].(aggregate)
		if _, reported := pair.items[1].(anything); !ok && !reported {
			c.wrong(args.at, "agg: %s gets %s instead of an aggregate function", name, pair.items[1].kind())
		}
		if out.has(name) {
			c.wrong(args.at, "agg: the column %q is there already", name)
		}
		out = out.with(name, fn.name == "quantiles")
	}
	return out
}

func drop(c *checker, of value, args arguments) value {
	f, names := of.(*frame), args.get("columns", 0)
	if f == nil || names == nil {
		return c.wrong(args.at, "drop needs the columns to leave out")
	}
	gone := c.columnNames(args.at, f, names)
	return f.pick(slices.DeleteFunc(slices.Clone(f.columns), func(name string) bool { return slices.Contains(gone, name) }))
}

func appended(c *checker, of value, args arguments) value {
	f, _ := of.(*frame)
	others := []value{args.get("objs", 0)}
	if several, ok := others[0].(list); ok {
		others = several.items
	}
	for _, o := range others {
		other, ok := o.(*frame)
		if !ok {
			return c.wrong(args.at, "append needs a dataframe")
		}
		if a, b := slices.Sorted(slices.Values(f.columns)), slices.Sorted(slices.Values(other.columns)); !slices.Equal(a, b) {
			return c.wrong(args.at, "append needs the same columns: %s and %s", listed(a), listed(b))
		}
	}
	return f
}

var joins = []string{"inner", "left", "right", "outer"}

func merge(c *checker, of value, args arguments) value {
	left, _ := of.(*frame)
	right, ok := args.get("right", 0).(*frame)
	if !ok {
		return c.wrong(args.at, "merge needs a dataframe")
	}
	if how, ok := args.get("how", 1).(text); !ok || !slices.Contains(joins, how.content) {
		c.wrong(args.at, "merge: how must be one of %s", listed(joins))
	}
	on := [2]value{args.get("left_on", 2), args.get("right_on", 3)}
	if on[0] == nil || on[1] == nil {
		return c.wrong(args.at, "merge needs left_on and right_on")
	}
	if a, b := c.columnNames(args.at, left, on[0]), c.columnNames(args.at, right, on[1]); len(a) != len(b) {
		c.wrong(args.at, "merge: left_on names %d columns, right_on %d", len(a), len(b))
	}
	suffixes, err := suffixesOf(args.get("suffixes", 4))
	if err != nil {
		return c.wrong(args.at, "merge: %v", err)
	}
	out := newFrame(nil)
	for side, f := range []*frame{left, right} {
		other := []*frame{right, left}[side]
		for _, name := range f.columns {
			full := name
			if other.has(name) {
				full += suffixes[side]
			}
			if out.has(full) {
				return c.wrong(args.at, "merge: both sides have %q: choose other suffixes", full)
			}
			out = out.with(full, f.quantiles[name])
		}
	}
	return out
}

func suffixesOf(v value) ([2]string, error) {
	if v == nil {
		return [2]string{"_x", "_y"}, nil
	}
	pair, ok := v.(list)
	if !ok || len(pair.items) != 2 {
		return [2]string{}, fmt.Errorf("suffixes must be two texts")
	}
	var out [2]string
	for i, item := range pair.items {
		s, ok := item.(text)
		if !ok {
			return out, fmt.Errorf("suffixes must be two texts")
		}
		out[i] = s.content
	}
	return out, nil
}
