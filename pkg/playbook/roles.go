package playbook

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

const maxHolders = 20 // of a role that many can have

// Roles lists the roles of an incident: those of its playbook, else the one of the commander.
func (b *Book) Roles(inc *incident.Incident) []catalog.Role {
	book := b.current(inc)
	if book == nil {
		book = b.Practice.For(string(inc.Severity), inc.Services)
	}
	if book == nil || len(book.Roles) == 0 {
		return []catalog.Role{{ID: catalog.Commander, Title: "Incident commander"}}
	}
	return book.Roles
}

func (b *Book) role(inc *incident.Incident, id string) (catalog.Role, error) {
	roles := b.Roles(inc)
	i := slices.IndexFunc(roles, func(r catalog.Role) bool { return r.ID == id })
	if i >= 0 {
		return roles[i], nil
	}
	known := make([]string, len(roles))
	for i, r := range roles {
		known[i] = r.ID
	}
	return catalog.Role{}, problem.New(problem.Invalid, "unknown_role", "Incident %d has no role %q.", inc.Number, id).At("role").
		Try("Use one of %s.", strings.Join(known, ", "))
}

// Assign gives somebody a role. Who has a role that only one can have is relieved of it, in the same entry. Who has it already
// keeps it without an entry. Problems: not_found, unknown_role (Invalid), not_changeable, role_full (Refused).
func (b *Book) Assign(ctx context.Context, e *incident.Engine, l incident.Ledger, number int64, role, login, by string) (*incident.Incident, error) {
	return e.Work(ctx, l, number, func(ctx context.Context, d incident.Desk, inc *incident.Incident) error {
		if err := mustLast(inc); err != nil {
			return err
		}
		kind, err := b.role(inc, role)
		if err != nil {
			return err
		}
		holders, err := holdersOf(ctx, d, inc, role)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(holders, func(a incident.Assignment) bool { return strings.EqualFold(a.Login, login) }) {
			return nil
		}
		if kind.Many && len(holders) >= maxHolders {
			return problem.New(problem.Refused, "role_full", "%d people have this role.", len(holders)).At("role").Try("Take it from one of them first.")
		}
		data := map[string]any{"role": role, "login": login}
		before := ""
		if !kind.Many {
			for _, a := range holders {
				before = a.Login
				d.Assign(ended(a, d.Now()))
			}
		}
		d.Assign(incident.Assignment{Incident: inc.Number, Role: role, Login: login, By: by, At: d.Now()})
		if role == catalog.Commander {
			inc.Commander = login
		}
		if before != "" {
			data["from"] = before
		}
		_, err = d.Write(inc, incident.Entry{Kind: KindRole, Actor: incident.Actor{Type: incident.User, Name: by}, Body: assigned(kind.Title, login, before, by), Data: data})
		return err
	})
}

func assigned(title, login, before, by string) string {
	title, login = incident.Plain(title), incident.Plain(login)
	switch {
	case before != "":
		return fmt.Sprintf("%s: %s took over from %s.", title, login, incident.Plain(before))
	case login == incident.Plain(by):
		return fmt.Sprintf("%s: %s took it.", title, login)
	}
	return fmt.Sprintf("%s: %s was named.", title, login)
}

// Release takes a role from somebody. It does nothing when they do not have it. Problems: not_found, not_changeable (Refused).
func (b *Book) Release(ctx context.Context, e *incident.Engine, l incident.Ledger, number int64, role, login, by string) (*incident.Incident, error) {
	return e.Work(ctx, l, number, func(ctx context.Context, d incident.Desk, inc *incident.Incident) error {
		if err := mustLast(inc); err != nil {
			return err
		}
		holders, err := holdersOf(ctx, d, inc, role)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(holders, func(a incident.Assignment) bool { return strings.EqualFold(a.Login, login) })
		if i < 0 {
			return nil
		}
		d.Assign(ended(holders[i], d.Now()))
		if role == catalog.Commander {
			inc.Commander = ""
		}
		title := role
		if kind, err := b.role(inc, role); err == nil {
			title = kind.Title
		}
		body := fmt.Sprintf("%s: %s has it no more.", incident.Plain(title), incident.Plain(login))
		data := map[string]any{"role": role, "login": login, "released": true}
		_, err = d.Write(inc, incident.Entry{Kind: KindRole, Actor: incident.Actor{Type: incident.User, Name: by}, Body: body, Data: data})
		return err
	})
}

func ended(a incident.Assignment, at time.Time) incident.Assignment {
	a.Ended = at
	return a
}

func holdersOf(ctx context.Context, d incident.Desk, inc *incident.Incident, role string) ([]incident.Assignment, error) {
	all, err := d.Roles(ctx, inc.Number)
	return slices.DeleteFunc(all, func(a incident.Assignment) bool { return a.Role != role }), err
}

// mustLast refuses incidents that are records only.
func mustLast(inc *incident.Incident) error {
	if inc.Status != incident.Merged && inc.Status != incident.Closed {
		return nil
	}
	p := problem.New(problem.Refused, "not_changeable", "Incident %d is %s and is not changed any more.", inc.Number, inc.Status)
	if inc.Status == incident.Merged {
		return p.Try("Do it in incident %d.", inc.MergedInto)
	}
	return p
}
