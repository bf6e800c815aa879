package catalog

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// Merge lays own signals over the catalog. One that has problems is left out, and the rest stays as it would be without it.
// Of two that clash, the one that stands earlier in the list wins.
func (c *Catalog) Merge(own []Own) (*Catalog, []Problem) {
	m := merge{base: c, applied: map[string]Signal{}}
	var problems []Problem
	for _, o := range own {
		if slices.Contains(m.order, o.ID) {
			problems = append(problems, Problem{o.ID, "id", "is there twice; the first one counts"})
			continue
		}
		m.order = append(m.order, o.ID)
		s, bad := c.apply(o)
		if s != nil && len(bad) == 0 {
			m.applied[o.ID] = *s
		}
		problems = append(problems, bad...)
	}
	problems = append(problems, m.settleNames()...)
	return m.catalog(), problems
}

// Preview is the signal that one own signal gives beside others, and what is wrong with it. The signal is nil while its form is wrong.
func (c *Catalog) Preview(others []Own, o Own) (*Signal, []Problem) {
	s, problems := c.apply(o)
	if s == nil || len(problems) > 0 {
		return s, problems
	}
	others = slices.DeleteFunc(slices.Clone(others), func(other Own) bool { return other.ID == o.ID })
	_, all := c.Merge(append(others, o))
	for _, p := range all {
		if p.Signal == o.ID {
			problems = append(problems, p)
		}
	}
	return s, problems
}

type merge struct {
	base    *Catalog
	order   []string // ids of own signals, the strongest first
	applied map[string]Signal
}

// settleNames leaves own signals out until each alert's name is there once.
func (m *merge) settleNames() []Problem {
	var problems []Problem
	for {
		clash, ok := m.clash()
		if !ok {
			return problems
		}
		problems = append(problems, clash)
		delete(m.applied, clash.Signal)
	}
}

func (m *merge) clash() (Problem, bool) {
	taken := map[string]string{}
	for _, s := range m.base.Signals {
		if _, changed := m.applied[s.ID]; !changed {
			for _, name := range s.alertNames() {
				taken[name] = s.ID
			}
		}
	}
	for _, id := range m.order {
		names := m.applied[id].alertNames()
		for _, field := range slices.Sorted(maps.Keys(names)) {
			name := names[field]
			if other, ok := taken[name]; ok {
				return Problem{id, field, fmt.Sprintf("the name %q is taken by the signal %s", name, other)}, true
			}
			taken[name] = id
		}
	}
	return Problem{}, false
}

// catalog puts each signal into its group: built-in ones in their order, then those that came, by id.
func (m *merge) catalog() *Catalog {
	out := &Catalog{Groups: slices.Clone(m.base.Groups), runbooks: m.base.runbooks}
	place := func(s Signal) [2]string { return [2]string{string(s.Layer), s.Group} }
	byPlace := map[[2]string][]Signal{}
	var came []Signal
	for _, s := range m.base.Signals {
		now, changed := m.applied[s.ID]
		switch {
		case !changed:
			byPlace[place(s)] = append(byPlace[place(s)], s)
		case place(now) == place(s):
			byPlace[place(s)] = append(byPlace[place(s)], now)
		}
	}
	for _, s := range m.applied {
		if base, ok := m.base.Signal(s.ID); !ok || place(base) != place(s) {
			came = append(came, s)
		}
	}
	slices.SortFunc(came, func(a, b Signal) int { return cmp.Compare(a.ID, b.ID) })
	for _, s := range came {
		byPlace[place(s)] = append(byPlace[place(s)], s)
	}
	for i, g := range out.Groups {
		signals := byPlace[[2]string{string(g.Layer), g.ID}]
		out.Groups[i].Signals = make([]string, len(signals))
		for j, s := range signals {
			out.Groups[i].Signals[j] = s.ID
		}
		out.Signals = append(out.Signals, signals...)
	}
	return out
}
