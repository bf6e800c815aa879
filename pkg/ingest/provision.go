package ingest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/rules"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const minProvisionedToken = 12 // characters; a token is a password

// Provisioned is a source that a settings file describes.
type Provisioned struct {
	ID      string         `json:"id"` // default: made from the name
	Name    string         `json:"name"`
	Kind    string         `json:"kind"`
	GroupBy []string       `json:"groupBy"`
	Mapping *rules.Mapping `json:"mapping"` // of a source of JSON
	Limit   Limit          `json:"limit"`
	Token   string         `json:"-"`
	Secret  string         `json:"-"` // its bodies must be signed with it; empty for unsigned ones
}

// Provision makes the organisation's provisioned sources those of the list; ones no longer in it are deleted.
// Problems: bad_source, name_taken, with the field inside jsonData.
func (a Admin) Provision(ctx context.Context, list []Provisioned) error {
	return a.Store.Write(ctx, a.Org, func(ctx context.Context, tx *store.Tx) error {
		before, err := tx.ProvisionedSources(ctx)
		if err != nil {
			return err
		}
		var now []string
		for _, p := range list {
			s, changed, err := a.provisioned(ctx, tx, p)
			if err != nil {
				return err
			}
			now = append(now, s.ID)
			if !changed {
				continue
			}
			if err := a.save(ctx, tx, s, "", "source.provision"); err != nil {
				return err
			}
		}
		for _, id := range before {
			if !slices.Contains(now, id) {
				if err := a.retire(ctx, tx, id); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (a Admin) retire(ctx context.Context, tx *store.Tx, id string) error {
	s, err := tx.Source(ctx, id)
	if err != nil {
		return err
	}
	s.DeletedAt, s.Enabled = a.Now(), false
	return a.save(ctx, tx, s, "", "source.retire")
}

// CheckProvisioned checks a list of provisioned sources. Problem: bad_source, with the field inside the plugin's settings.
func CheckProvisioned(list []Provisioned) error {
	ids := map[string]int{}
	for i, p := range list {
		path := fmt.Sprintf("jsonData.sources[%d].", i)
		if err := checkSource(p.source(), path); err != nil {
			return err
		}
		if p.ID != "" && slug(p.ID) != p.ID {
			return problem.New(problem.Invalid, "bad_source", "%q is no id of a source.", p.ID).At(path + "id").Try("Use small letters, digits and hyphens.")
		}
		if len(p.Token) < minProvisionedToken {
			return problem.New(problem.Invalid, "bad_source", "Source %q has no token of at least %d characters.", p.Name, minProvisionedToken).
				At("secureJsonData.sourceToken." + p.Name).Try("Set the token in the provisioning file.")
		}
		if n := len(p.Secret); n > 0 && n < minProvisionedToken {
			return problem.New(problem.Invalid, "bad_source", "The secret of source %q has less than %d characters.", p.Name, minProvisionedToken).
				At("secureJsonData.sourceSecret." + p.Name).Try("Choose a long random one.")
		}
		if err := p.Limit.check(path); err != nil {
			return err
		}
		if p.id() == incident.HeartbeatSource.ID {
			return problem.New(problem.Invalid, "bad_source", "The id %q is Strata's own.", p.id()).At(path + "id").Try("Choose another id.")
		}
		if p.Secret != "" && (p.Kind == PagerDuty || p.Kind == Heartbeat) {
			return problem.New(problem.Invalid, "bad_source", "Calls of a source of kind %s are not signed, but source %q has a secret.", p.Kind, p.Name).
				At("secureJsonData.sourceSecret." + p.Name).Try("Take the secret away.")
		}
		if first, ok := ids[p.id()]; ok {
			return problem.New(problem.Invalid, "bad_source", "Sources %d and %d have the same id %q.", first, i, p.id()).At(path + "id").Try("Give one of them another id or name.")
		}
		ids[p.id()] = i
	}
	return nil
}

// secretsOf are those of sources whose bodies must be signed, by the source's id.
func secretsOf(list []Provisioned) map[string]string {
	secrets := map[string]string{}
	for _, p := range list {
		if p.Secret != "" {
			secrets[p.id()] = p.Secret
		}
	}
	return secrets
}

func (p Provisioned) id() string {
	if p.ID != "" {
		return p.ID
	}
	return slug(p.Name)
}

func (p Provisioned) source() store.Source {
	groupBy := p.GroupBy
	if len(groupBy) == 0 {
		groupBy = incident.DefaultGroupBy
	}
	return store.Source{ID: p.id(), Name: strings.TrimSpace(p.Name), Kind: p.Kind, Enabled: true, Provisioned: true, GroupBy: groupBy, Mapping: mappingText(p.Mapping)}
}

// provisioned merges what the file says with what the store knows. Another token than before counts as a rotation.
func (a Admin) provisioned(ctx context.Context, tx *store.Tx, p Provisioned) (store.Source, bool, error) {
	want, now := p.source(), a.Now()
	want.TokenHash, want.CreatedAt, want.UpdatedAt = HashToken(p.Token), now, now
	have, err := tx.Source(ctx, want.ID)
	if problem.From(err).Code == "unknown_source" {
		return want, true, nil
	}
	if err != nil {
		return want, false, err
	}
	merged := have
	merged.Name, merged.Kind, merged.GroupBy, merged.Mapping = want.Name, want.Kind, want.GroupBy, want.Mapping
	merged.Enabled, merged.Provisioned, merged.DeletedAt = true, true, want.DeletedAt
	if have.TokenHash != want.TokenHash {
		Rotate(&merged, want.TokenHash, now)
	}
	changed := !sameSource(have, merged)
	if changed {
		merged.UpdatedAt = now
	}
	return merged, changed, nil
}

func sameSource(a, b store.Source) bool {
	return a.Name == b.Name && a.Kind == b.Kind && a.Enabled == b.Enabled && a.Provisioned == b.Provisioned && a.TokenHash == b.TokenHash &&
		a.DeletedAt.Equal(b.DeletedAt) && a.Mapping == b.Mapping && strings.Join(a.GroupBy, "\xff") == strings.Join(b.GroupBy, "\xff")
}
