package plugin

import (
	"fmt"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/notify"
	"github.com/strata-sre/strata-sre-app/pkg/provisioning"
)

// use is one place in the settings that names somebody who is told something.
type use struct {
	field string // such as jsonData.channels[0].to[1]
	where string // for people, such as channel "ops"
	entry string // a login, rotation:<name>, the name of a rotation, or anything else
}

// dangling lists the places that still name a contact or rotation which was there and is not any more. Channels that are gone are
// told by those who read their names.
func dangling(before, after settings, now time.Time) []provisioning.Problem {
	old, left := namesOfPeople(before.messages), namesOfPeople(after.messages)
	var problems []provisioning.Problem
	for _, u := range after.uses(now) {
		name := strings.ToLower(strings.TrimSpace(u.entry))
		if old[name] && !left[name] {
			problems = append(problems, stillNamed(u.field, u.where, u.entry))
		}
	}
	return problems
}

// namesOfPeople are all ways to name contacts and rotations, in lower case.
func namesOfPeople(s notify.Settings) map[string]bool {
	names := map[string]bool{}
	for _, c := range s.Contacts {
		names[strings.ToLower(c.Login)] = true
	}
	for _, r := range s.Rotations {
		names[strings.ToLower(r.Name)] = true
		names["rotation:"+strings.ToLower(r.Name)] = true
	}
	return names
}

func (s settings) uses(now time.Time) []use {
	var found []use
	add := func(list, where string, entries []string) {
		for i, entry := range entries {
			found = append(found, use{field: fmt.Sprintf("%s[%d]", list, i), where: where, entry: entry})
		}
	}
	for i, c := range s.messages.Channels {
		add(inList("channels", i)+".to", fmt.Sprintf("channel %q", c.Name), c.To)
	}
	for i, r := range s.messages.Rotations {
		where := fmt.Sprintf("rotation %q", r.Name)
		add(inList("rotations", i)+".members", where, r.Members)
		for k, o := range r.Overrides {
			if until, err := time.Parse(time.RFC3339, o.Until); err == nil && until.After(now) {
				found = append(found, use{field: fmt.Sprintf("%s.overrides[%d].login", inList("rotations", i), k), where: where, entry: o.Login})
			}
		}
	}
	if s.book != nil {
		for _, p := range s.book.Practice.Playbooks {
			playbookUses(p, add)
		}
	}
	return found
}

// playbookUses leaves the built-in ones out: they name roles that need not be there.
func playbookUses(p catalog.Playbook, add func(list, where string, entries []string)) {
	if !strings.HasPrefix(p.From, "jsonData") {
		return
	}
	where := fmt.Sprintf("playbook %q", p.ID)
	for i, step := range p.Steps {
		add(fmt.Sprintf("%s.steps[%d].to", p.From, i), where, step.To)
	}
	for i, m := range p.Messages {
		add(fmt.Sprintf("%s.messages[%d].to", p.From, i), where, m.To)
	}
}
