package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/maintenance"
	"github.com/strata-sre/strata-sre-app/pkg/provisioning"
	"github.com/strata-sre/strata-sre-app/pkg/rules"
	"github.com/strata-sre/strata-sre-app/pkg/runbook"
)

// exported is the configuration that is being put together. Lists begin with what the settings say; what is stored follows in a
// fixed order, so that the file of an installation that reads it is the same again.
type exported struct {
	settings map[string]any
	secrets  []string
	leftOut  []string
}

// add appends what people made in the browser to a list of the settings.
func (e *exported) add(list string, items ...any) {
	if len(items) == 0 {
		return
	}
	have, _ := e.settings[list].([]any)
	e.settings[list] = append(slices.Clone(have), items...)
}

func (e *exported) without(format string, args ...any) {
	e.leftOut = append(e.leftOut, fmt.Sprintf(format, args...))
}

// ExportConfig writes the running configuration as a provisioning file.
func (s *server) ExportConfig(ctx context.Context, _ api.ExportConfigRequestObject) (api.ExportConfigResponseObject, error) {
	org, c, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	e, err := s.app.exported(ctx, org)
	if err != nil {
		return nil, err
	}
	file, variables, err := provisioning.App{Type: ID, Org: c.org, JSONData: e.settings, Secrets: e.secrets}.File([]string{
		"The configuration of Strata, to put into <provisioning>/plugins. Variables of the environment stand for secrets.",
	})
	if err != nil {
		return nil, err
	}
	out := api.ExportConfig200JSONResponse{File: string(file), LeftOut: append([]string{}, e.leftOut...), Secrets: []api.ConfigSecret{}}
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		out.Secrets = append(out.Secrets, api.ConfigSecret{Name: name, Variable: variables[name]})
	}
	return out, nil
}

func (a *App) exported(ctx context.Context, org *organisation) (*exported, error) {
	given := a.runtime.settings
	e := &exported{settings: map[string]any{}}
	if len(given.raw) > 0 {
		if err := json.Unmarshal(given.raw, &e.settings); err != nil {
			return nil, fmt.Errorf("read the settings again: %w", err)
		}
	}
	for name, value := range given.secrets {
		if value != "" {
			e.secrets = append(e.secrets, name)
		}
	}
	for _, part := range []func(context.Context, *organisation, *exported) error{a.exportSources, a.exportSignals, a.exportHeartbeats, a.exportWindows, a.exportRunbooks} {
		if err := part(ctx, org, e); err != nil {
			return nil, err
		}
	}
	e.without("Secrets: set the variables in the environment of Grafana.")
	e.without("Incidents, timelines, messages and the record of changes; a backup of the database has them.")
	return e, nil
}

func (a *App) exportSources(ctx context.Context, org *organisation, e *exported) error {
	sources, err := org.store.Sources(ctx, org.id)
	if err != nil {
		return err
	}
	for _, s := range sources {
		if s.Provisioned {
			continue
		}
		item := map[string]any{"id": s.ID, "name": s.Name, "kind": s.Kind, "groupBy": s.GroupBy}
		var mapping rules.Mapping
		if err := json.Unmarshal([]byte(s.Mapping), &mapping); err == nil && mapping != (rules.Mapping{}) {
			item["mapping"] = plain(mapping)
		}
		e.add("sources", plain(item))
		if secret := "sourceToken." + s.Name; !slices.Contains(e.secrets, secret) {
			e.secrets = append(e.secrets, secret)
			e.without("The token of source %q, of which only a hash is kept: give the one that its senders use, or a new one.", s.Name)
		}
		if !s.Enabled {
			e.without("That source %q is switched off: a source of a file is on.", s.Name)
		}
	}
	return nil
}

func (a *App) exportSignals(ctx context.Context, org *organisation, e *exported) error {
	view, err := a.view(ctx, org.id)
	if err != nil {
		return err
	}
	if view.Outdated != nil {
		return view.Outdated // a copy without the own ones would pass for a whole one
	}
	for _, r := range view.Own {
		if !r.Provisioned {
			e.add("signals", plain(json.RawMessage(r.Definition)))
		}
	}
	return nil
}

func (a *App) exportHeartbeats(ctx context.Context, org *organisation, e *exported) error {
	list, err := org.store.Heartbeats(ctx, org.id)
	if err != nil {
		return err
	}
	for _, h := range list {
		if !h.Provisioned {
			e.add("heartbeats", plain(heartbeatSetting{
				ID: h.ID, Name: h.Name, Every: h.Every.String(), Grace: h.Grace.String(), Severity: string(h.Severity), Labels: h.Labels, Source: h.SourceID, Matchers: h.Matchers,
			}))
		}
	}
	return nil
}

func (a *App) exportWindows(ctx context.Context, org *organisation, e *exported) error {
	list, err := org.store.Windows(ctx, org.id, 0)
	if err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b maintenance.Window) int { return int(a.ID - b.ID) })
	names := map[string]bool{}
	for _, w := range a.runtime.settings.windows {
		names[w.Name] = true
	}
	for _, w := range list {
		if w.Provisioned || !w.CancelledAt.IsZero() {
			continue
		}
		if names[w.Name] {
			e.without("A maintenance window %q: another one of this name is in the file.", w.Name)
			continue
		}
		names[w.Name] = true
		e.add("maintenance", plain(windowSetting{
			Name: w.Name, Comment: w.Comment, Matchers: w.Matchers, StartsAt: w.First.Start.UTC(), EndsAt: w.First.End.UTC(), TimeZone: w.TimeZone, Recurrence: w.Recurrence,
			Effect: string(w.Effect),
		}))
	}
	return nil
}

func (a *App) exportRunbooks(ctx context.Context, org *organisation, e *exported) error {
	view := a.runbooks.View(ctx, org.id, org.store, nil)
	if view.Outdated != nil {
		return view.Outdated
	}
	for _, entry := range view.Sorted() {
		switch {
		case entry.Origin == runbook.Own && entry.ArchivedAt.IsZero():
			e.add("runbooks", map[string]any{"id": entry.ID, "text": entry.Source})
		case !entry.ArchivedAt.IsZero():
			e.without("That runbook %q is archived, and its own text.", entry.ID)
		}
	}
	return nil
}

// plain is a value as JSON has it, without fields that are empty.
func plain(value any) any {
	raw, err := json.Marshal(value)
	if err != nil {
		return nil // of what is written here nothing is no JSON
	}
	var out any
	if err := json.Unmarshal(raw, &out); err != nil {
		return nil
	}
	if fields, ok := out.(map[string]any); ok {
		maps.DeleteFunc(fields, func(_ string, v any) bool { return v == "" || v == nil || v == time.Duration(0).String() })
	}
	return out
}
