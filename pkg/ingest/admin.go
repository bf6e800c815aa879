package ingest

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/rules"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// Kinds of sources.
const (
	Alertmanager = "alertmanager"
	Grafana      = "grafana"
	PagerDuty    = "pagerduty" // Events API v2
	JSON         = "json"      // a body of its own, read by a mapping
	Heartbeat    = "heartbeat" // each call is a beat; bodies are not read
)

var kinds = []string{Alertmanager, Grafana, PagerDuty, JSON, Heartbeat}

const (
	maxSourceName = 100 // characters
	maxGroupBy    = 16
	maxGroupLabel = 200 // characters
)

// Admin manages the sources of one organisation.
type Admin struct {
	Org   int64
	Store *store.Store
	Now   func() time.Time
}

// SourceChange says what to change; nil fields stay.
type SourceChange struct {
	Name    *string
	Enabled *bool
	GroupBy *[]string
	Mapping *rules.Mapping
}

// NewSource is what people say of a source that they create.
type NewSource struct {
	Name    string
	Kind    string
	GroupBy []string       // empty for the default labels
	Mapping *rules.Mapping // of a source of JSON; nil for others
}

// Create makes a source and its token, which is not kept. Problems: bad_source, bad_rule, name_taken.
func (a Admin) Create(ctx context.Context, login string, n NewSource) (store.Source, string, error) {
	now := a.Now()
	if len(n.GroupBy) == 0 {
		n.GroupBy = incident.DefaultGroupBy
	}
	token := NewToken()
	s := store.Source{
		ID: slug(n.Name) + "-" + strings.ToLower(rand.Text()[:8]), Name: strings.TrimSpace(n.Name), Kind: n.Kind, Enabled: true, GroupBy: n.GroupBy,
		Mapping:   mappingText(n.Mapping),
		TokenHash: HashToken(token), CreatedAt: now, UpdatedAt: now,
	}
	if err := checkSource(s, ""); err != nil {
		return s, "", err
	}
	err := a.Store.Write(ctx, a.Org, func(ctx context.Context, tx *store.Tx) error {
		return a.save(ctx, tx, s, login, "source.create")
	})
	return s, token, err
}

// Update changes a source. Problems: unknown_source, provisioned, bad_source, name_taken.
func (a Admin) Update(ctx context.Context, login, id string, c SourceChange) (store.Source, error) {
	return a.change(ctx, login, id, "source.update", func(s *store.Source) error {
		if c.Name != nil {
			s.Name = strings.TrimSpace(*c.Name)
		}
		if c.Enabled != nil {
			s.Enabled = *c.Enabled
		}
		if c.GroupBy != nil {
			s.GroupBy = *c.GroupBy
		}
		if c.Mapping != nil {
			s.Mapping = mappingText(c.Mapping)
		}
		return checkSource(*s, "")
	})
}

// Rotate makes a new token; the one before works for 24 hours more. Problems: unknown_source, provisioned.
func (a Admin) Rotate(ctx context.Context, login, id string) (store.Source, string, error) {
	token := NewToken()
	s, err := a.change(ctx, login, id, "source.rotate", func(s *store.Source) error {
		Rotate(s, HashToken(token), a.Now())
		return nil
	})
	return s, token, err
}

// Delete deletes a source; its alerts and incidents stay. Problems: unknown_source, provisioned.
func (a Admin) Delete(ctx context.Context, login, id string) error {
	_, err := a.change(ctx, login, id, "source.delete", func(s *store.Source) error {
		s.DeletedAt, s.Enabled = a.Now(), false
		return nil
	})
	return err
}

func (a Admin) change(ctx context.Context, login, id, action string, edit func(*store.Source) error) (store.Source, error) {
	var s store.Source
	err := a.Store.Write(ctx, a.Org, func(ctx context.Context, tx *store.Tx) error {
		var err error
		if s, err = tx.Source(ctx, id); err != nil {
			return err
		}
		if !s.DeletedAt.IsZero() {
			return store.UnknownSource(id)
		}
		if s.Provisioned {
			return problem.New(problem.Forbidden, "provisioned", "Source %q is set by a file and cannot be changed here.", s.Name).
				Try("Change it in the provisioning file of the plugin.")
		}
		if err := edit(&s); err != nil {
			return err
		}
		s.UpdatedAt = a.Now()
		return a.save(ctx, tx, s, login, action)
	})
	return s, err
}

func (a Admin) save(ctx context.Context, tx *store.Tx, s store.Source, login, action string) error {
	other, err := tx.SourceNamed(ctx, s.Name)
	if err != nil {
		return err
	}
	if other != "" && other != s.ID {
		return problem.New(problem.Refused, "name_taken", "There is a source named %q already.", s.Name).At("name").Try("Choose another name.")
	}
	if err := tx.SaveSource(ctx, s); err != nil {
		return err
	}
	return tx.Audit(ctx, a.Now(), login, action, s.ID)
}

// checkSource checks what people and files may set; path leads to the source in what they wrote.
func checkSource(s store.Source, path string) error {
	bad := func(field, format string, args ...any) *problem.Problem {
		return problem.New(problem.Invalid, "bad_source", format, args...).At(path + field)
	}
	if n := utf8.RuneCountInString(s.Name); n == 0 || n > maxSourceName || s.Name != clean(s.Name) {
		return bad("name", "A source needs a name of 1 to %d characters.", maxSourceName).Try("Give it a name such as the Alertmanager's host.")
	}
	if !slices.Contains(kinds, s.Kind) {
		return bad("kind", "%q is not a kind of source.", shorten(clean(s.Kind), 40)).Try("Use one of %s.", strings.Join(kinds, ", "))
	}
	if len(s.GroupBy) == 0 || len(s.GroupBy) > maxGroupBy {
		return bad("groupBy", "Alerts are grouped by 1 to %d labels.", maxGroupBy).Try("Leave it out for cluster, namespace and service.")
	}
	for _, label := range s.GroupBy {
		if n := utf8.RuneCountInString(label); n == 0 || n > maxGroupLabel || label != clean(label) {
			return bad("groupBy", "A label's name has 1 to %d characters.", maxGroupLabel).Try("Write names of labels, such as service.")
		}
	}
	return checkMapping(s, path)
}

// slug makes an id that is safe in an address.
func slug(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= 40 {
			break
		}
	}
	if s := strings.Trim(b.String(), "-"); s != "" {
		return s
	}
	return "source"
}
