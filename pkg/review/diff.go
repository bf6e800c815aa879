package review

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
)

// Fields names what differs between two contents, as paths such as summary, lessons.well or impact.
func Fields(a, b Content) []string {
	return differing(tree(a), tree(b))
}

func tree(c Content) map[string]any {
	// A content is made of what JSON can write, so neither step fails.
	raw, _ := json.Marshal(c.Clean())
	var out map[string]any
	_ = json.Unmarshal(raw, &out)
	return out
}

func differing(a, b map[string]any) []string {
	fields := []string{}
	names := slices.Sorted(maps.Keys(a))
	for name := range b {
		if _, both := a[name]; !both {
			names = append(names, name)
		}
	}
	for _, name := range names {
		if reflect.DeepEqual(a[name], b[name]) {
			continue
		}
		before, isObject := a[name].(map[string]any)
		after, stays := b[name].(map[string]any)
		if !isObject || !stays {
			fields = append(fields, name)
			continue
		}
		for _, inner := range differing(before, after) {
			fields = append(fields, name+"."+inner)
		}
	}
	slices.Sort(fields)
	return fields
}

// Clean is the content with empty lists in place of missing ones, so that its JSON always has the same form.
func (c Content) Clean() Content {
	c.Times, c.Impact, c.Factors = some(c.Times), some(c.Impact), some(c.Factors)
	c.Runbooks, c.Sections, c.Lines, c.Tags = some(c.Runbooks), some(c.Sections), some(c.Lines), some(c.Tags)
	c.Lessons = Lessons{Well: some(c.Lessons.Well), Poorly: some(c.Lessons.Poorly), Lucky: some(c.Lessons.Lucky)}
	return c
}

// Clean is the facts with empty lists in place of missing ones.
func (f Facts) Clean() Facts {
	f.Times, f.Participants, f.Alerts, f.Lines = some(f.Times), some(f.Participants), some(f.Alerts), some(f.Lines)
	f.Messages, f.Similar, f.Runbooks, f.Severities = some(f.Messages), some(f.Similar), some(f.Runbooks), some(f.Severities)
	for i := range f.Participants {
		f.Participants[i].Roles = some(f.Participants[i].Roles)
	}
	for i := range f.Messages {
		f.Messages[i].Channels = some(f.Messages[i].Channels)
	}
	return f
}

func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
