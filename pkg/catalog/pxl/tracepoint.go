package pxl

import (
	"regexp"
	"slices"
)

var (
	printed     = regexp.MustCompile(`printf\("((?:[^"\\]|\\.)*)"`)
	printedName = regexp.MustCompile(`(?:^|\s)(\w+):%`)
)

// tracepoint declares a table: its columns are the names in what the bpftrace program prints.
func (c *checker) tracepoint(args arguments) value {
	name, ok := args.get("table_name", 1).(text)
	program, given := args.get("probe_fn", 2).(text)
	_, hasLife := args.get("ttl", 4).(text)
	if !ok || !given || !hasLife {
		return c.wrong(args.at, "UpsertTracepoint needs a name, a table's name, a program, a target and a time to live")
	}
	var columns []string
	for _, m := range printed.FindAllStringSubmatch(program.content, -1) {
		var names []string
		for _, n := range printedName.FindAllStringSubmatch(m[1], -1) {
			names = append(names, n[1])
		}
		if columns != nil && !slices.Equal(columns, names) {
			return c.wrong(args.at, "the program prints different columns: %s and %s", listed(columns), listed(names))
		}
		columns = names
	}
	if !slices.Contains(columns, "time_") {
		return c.wrong(args.at, "the program must print time_:%%llu and the other columns as name:%%format; it prints %s", listed(columns))
	}
	c.made[name.content] = columns
	return anything{}
}
