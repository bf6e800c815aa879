package plugin

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/catalog"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/signals"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// GetStatus says part by part what works. It answers 200 also when a part is down.
func (s *server) GetStatus(ctx context.Context, _ api.GetStatusRequestObject) (api.GetStatusResponseObject, error) {
	return api.GetStatus200JSONResponse(s.app.status(ctx)), nil
}

func (a *App) status(ctx context.Context) api.Status {
	pc := backend.PluginConfigFromContext(ctx)
	st := api.Status{Ok: true, Version: pc.PluginVersion, At: a.now().UTC(), Parts: []api.StatusPart{}}
	org, err := a.runtime.organisation(ctx, pc.OrgID)
	if err == nil {
		err = org.store.Check(ctx)
	}
	st.Parts = append(st.Parts, a.storePart(err), a.catalogPart(ctx, pc.OrgID), a.runbooksPart(), livePart(err))
	if err == nil {
		st.Parts = append(st.Parts, org.sourcesPart(ctx), a.timersPart(), a.messagesPart(ctx, org), a.rulesPart(), a.playbooksPart(), a.reviewsPart())
	}
	st.Parts = append(st.Parts, a.settingsPart(org))
	st.Parts = append(st.Parts, a.tokenPart(ctx))
	for _, p := range st.Parts {
		if p.State == api.StatusPartStateError || p.State == api.StatusPartStateWarning {
			st.Ok = false
		}
	}
	return st
}

func broken(id string, err error) api.StatusPart {
	p := problem.From(err)
	part := api.StatusPart{Id: id, State: api.StatusPartStateError, Message: p.Message, Fix: optional(p.Fix)}
	if p.Field != "" {
		part.Details = &map[string]string{"field": p.Field}
	}
	return part
}

func (a *App) storePart(err error) api.StatusPart {
	if err != nil {
		return broken("store", err)
	}
	if err := a.runtime.backupProblem(); err != nil {
		part := broken("store", err)
		part.State = api.StatusPartStateWarning
		return part
	}
	config := a.runtime.settings.store
	return api.StatusPart{
		Id: "store", State: api.StatusPartStateOk, Message: "Records can be read and written.",
		Details: &map[string]string{"kind": string(config.Kind), "location": config.Location()},
	}
}

func (a *App) catalogPart(ctx context.Context, org int64) api.StatusPart {
	view, err := a.view(ctx, org)
	if err != nil {
		return broken("catalog", err)
	}
	if view.Outdated != nil {
		return api.StatusPart{
			Id: "catalog", State: api.StatusPartStateWarning, Message: "Own signals of the store cannot be read, so the catalog is without their last changes.",
			Fix: optional("Mend the store."),
		}
	}
	if len(view.Troubles) > 0 {
		return troubledPart(view.Troubles)
	}
	return api.StatusPart{Id: "catalog", State: api.StatusPartStateOk, Message: catalogMessage(view)}
}

// maxTroubles is how many of them the status names.
const maxTroubles = 20

func troubledPart(troubles []signals.Trouble) api.StatusPart {
	details := map[string]string{}
	for _, t := range troubles[:min(len(troubles), maxTroubles)] {
		details[strings.TrimSpace(t.Signal+" "+t.Field)] = t.Message
	}
	names := mapped(troubles, func(t signals.Trouble) string { return cmp.Or(t.Signal, t.Field) })
	slices.Sort(names)
	names = slices.Compact(names)
	return api.StatusPart{
		Id: "catalog", State: api.StatusPartStateWarning, Message: "Own signals that are not in effect: " + strings.Join(names[:min(len(names), maxTroubles)], ", ") + ".",
		Fix: optional("Settings, Signals says what is wrong with those of the store; mend the others in the provisioning file."), Details: &details,
	}
}

func catalogMessage(v *signals.View) string {
	counts := map[catalog.Origin]int{}
	off := 0
	for _, s := range v.Catalog.Signals {
		counts[s.Origin]++
		if !s.Enabled {
			off++
		}
	}
	message := fmt.Sprintf("%d signals", len(v.Catalog.Signals))
	for _, part := range []struct {
		count int
		what  string
	}{{counts[catalog.OwnMade], "own"}, {counts[catalog.Changed], "changed"}, {off, "switched off"}} {
		if part.count > 0 {
			message += fmt.Sprintf(", %d %s", part.count, part.what)
		}
	}
	return message + "."
}

func livePart(storeErr error) api.StatusPart {
	if storeErr != nil {
		return api.StatusPart{Id: "live", State: api.StatusPartStateError, Message: "There is nothing to push while the store is down."}
	}
	return api.StatusPart{Id: "live", State: api.StatusPartStateOk, Message: "Changes are pushed to open pages at once, those of other Grafana replicas within 3 s."}
}

func (o *organisation) sourcesPart(ctx context.Context) api.StatusPart {
	if o.sources != nil {
		return broken("sources", o.sources)
	}
	sources, err := o.store.Sources(ctx, o.id)
	if err != nil {
		return broken("sources", err)
	}
	if len(sources) == 0 {
		return api.StatusPart{
			Id: "sources", State: api.StatusPartStateWarning, Message: "No source can deliver alerts yet.", Fix: optional("Create one in Strata's settings, page Sources."),
		}
	}
	if failing := failingSources(sources); len(failing) > 0 {
		return api.StatusPart{
			Id: "sources", State: api.StatusPartStateWarning, Message: "The last delivery was refused: " + strings.Join(failing, ", ") + ".",
			Fix: optional("The page Sources shows the reason."),
		}
	}
	if names := limitedSources(sources, o.admin.Now()); len(names) > 0 {
		return api.StatusPart{
			Id: "sources", State: api.StatusPartStateWarning, Message: "Sources that sent more than their limit in the last hour: " + strings.Join(names, ", ") + ".",
			Fix: optional("Have the sender group more alerts, or raise the limit of the source in the provisioning file."),
		}
	}
	return api.StatusPart{Id: "sources", State: api.StatusPartStateOk, Message: fmt.Sprintf("%d, no delivery refused.", len(sources))}
}

// limitedFor is how long a source that sent too much is warned of.
const limitedFor = time.Hour

func limitedSources(sources []store.Source, now time.Time) []string {
	var names []string
	for _, s := range sources {
		if !s.Stats.LastLimitedAt.IsZero() && now.Sub(s.Stats.LastLimitedAt) < limitedFor {
			names = append(names, s.Name)
		}
	}
	return names
}

func failingSources(sources []store.Source) []string {
	var names []string
	for _, s := range sources {
		if s.Enabled && s.Stats.LastErrorAt.After(s.Stats.LastDeliveryAt) {
			names = append(names, s.Name)
		}
	}
	return names
}

// tokenPart is about what Strata asks data sources by itself: the impact of incidents, for their reviews.
func (a *App) tokenPart(ctx context.Context) api.StatusPart {
	_, err := backend.GrafanaConfigFromContext(ctx).PluginAppClientSecret()
	if err == nil || a.runtime.settings.hasToken {
		return api.StatusPart{Id: "grafana-token", State: api.StatusPartStateOk, Message: "Strata can query data sources through Grafana."}
	}
	return api.StatusPart{
		Id: "grafana-token", State: api.StatusPartStateOff, Message: "Strata has no token of its own to query data sources through Grafana, so the impact of incidents is not measured for their reviews.",
		Fix: optional("Make a service account with the role Viewer, and put its token into secureJsonData.serviceAccountToken."),
	}
}

// CheckHealth is Grafana's health check of the plugin: the message says what does not work.
func (a *App) CheckHealth(ctx context.Context, req *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	st := a.status(backend.WithPluginContext(ctx, req.PluginContext))
	result := &backend.CheckHealthResult{Status: backend.HealthStatusOk, Message: "Strata works."}
	var messages []string
	for _, p := range st.Parts {
		if p.State == api.StatusPartStateError {
			result.Status = backend.HealthStatusError
		}
		if p.State == api.StatusPartStateError || p.State == api.StatusPartStateWarning {
			messages = append(messages, p.Id+": "+p.Message)
		}
	}
	if len(messages) > 0 {
		result.Message = strings.Join(messages, " ")
	}
	var err error
	if result.JSONDetails, err = json.Marshal(st); err != nil {
		return nil, fmt.Errorf("write health details: %w", err)
	}
	return result, nil
}
