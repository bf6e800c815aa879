package plugin

import (
	"context"
	"fmt"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/ingest"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/rules"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

const (
	maxListedServices = 1000
	maxMappedAlerts   = 20
)

func (s *server) ListSeverities(context.Context, api.ListSeveritiesRequestObject) (api.ListSeveritiesResponseObject, error) {
	builtIn, err := builtInCatalog()
	if err != nil {
		return nil, err
	}
	policy := s.app.runtime.settings.policy
	out := api.ListSeverities200JSONResponse{Severities: []api.SeverityDefinition{}}
	for _, l := range builtIn.Severities {
		severity := incident.Severity(l.ID)
		out.Severities = append(out.Severities, api.SeverityDefinition{
			Id: api.Severity(l.ID), Title: l.Title, Meaning: l.Meaning, Signs: l.Signs, Response: l.Response, Review: api.SeverityDefinitionReview(l.Review),
			AcknowledgeSeconds: optional(seconds(time.Duration(l.Acknowledge))), UpdateSeconds: optional(seconds(time.Duration(l.Update))),
			ReopenSeconds: seconds(policy.Reopen(severity)), ResolveDelaySeconds: seconds(policy.ResolveDelay[severity]),
		})
	}
	return out, nil
}

func seconds(d time.Duration) int { return int(d / time.Second) }

// decided answers why there are no rules when they are not in effect. Problem: bad_settings.
func (s *server) decided() (decided, error) {
	d := s.app.runtime.settings.rules
	if d.set == nil {
		err := s.app.runtime.bad
		if d.wrong != nil {
			err = d.wrong
		}
		p := problem.From(err)
		return d, problem.New(problem.Unavailable, "bad_settings", "The rules are not in effect. %s", p.Message).At(p.Field).Try("%s", p.Fix).Because(err)
	}
	return d, nil
}

func (s *server) ListRules(context.Context, api.ListRulesRequestObject) (api.ListRulesResponseObject, error) {
	d, err := s.decided()
	if err != nil {
		return nil, err
	}
	flapping := s.app.runtime.settings.policy.Flapping
	out := api.ListRules200JSONResponse{
		Grouping: mapped(d.set.Groupings(), encodeGrouping), Severity: mapped(d.set.Gradings(), encodeGrading), Services: []api.ServiceTier{},
	}
	out.Flapping.Times, out.Flapping.WindowSeconds = flapping.Times, seconds(flapping.Window)
	for _, service := range d.config.Services[:min(len(d.config.Services), maxListedServices)] {
		out.Services = append(out.Services, api.ServiceTier{
			Name: service.Name, Namespace: optional(service.Namespace), Tier: api.ServiceTierTier(service.Tier), Team: optional(service.Team),
		})
	}
	if d.warRoom != nil {
		out.WarRoom = &d.warRoom.Template
	}
	return out, nil
}

func encodeGrouping(r rules.GroupingState) api.GroupingRule {
	return api.GroupingRule{
		Name: r.Name, When: r.When, By: append([]string{}, r.By...), Key: optional(r.Key), Window: optional(r.Window), ReopenWindow: optional(r.ReopenWindow),
		Failures: r.Failures, LastFailure: optional(r.LastFailure),
	}
}

func encodeGrading(r rules.GradingState) api.SeverityRule {
	return api.SeverityRule{
		Name: r.Name, When: r.When, Severity: r.Severity, Reason: optional(r.Reason), BuiltIn: r.BuiltIn,
		Failures: r.Failures, LastFailure: optional(r.LastFailure),
	}
}

// TryRules says what the rules make of an alert, as the first one of an incident unless the request says more.
func (s *server) TryRules(ctx context.Context, r api.TryRulesRequestObject) (api.TryRulesResponseObject, error) {
	org, _, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	d, err := s.decided()
	if err != nil {
		return nil, err
	}
	facts, err := trialFacts(r.Body)
	if err != nil {
		return nil, err
	}
	source, err := org.trialSource(ctx, r.Body.Source)
	if err != nil {
		return nil, err
	}
	facts.Source = source.Name
	place := s.app.runtime.settings.policy.PlaceOf(source, facts.Labels, facts.Annotations, incident.Fingerprint(facts.Labels))
	open, err := org.openIncident(ctx, place.Key)
	if err != nil {
		return nil, err
	}
	trial := d.set.Try(facts)
	return api.TryRules200JSONResponse{
		GroupKey: place.Key, GroupingRule: optional(place.Rule), Incident: optional(open), AlertSeverity: api.Severity(facts.Severity), Severity: api.Severity(trial.Severity),
		Service: optional(facts.Service), Tier: optional(api.RuleTrialResultTier(trial.Service.Tier)), Team: optional(trial.Service.Team),
		Rules: mapped(trial.Asked, encodeAsked),
	}, nil
}

func encodeAsked(a rules.Asked) api.RuleAsked {
	kind := api.RuleAskedKindSeverity
	if a.Grouping {
		kind = api.RuleAskedKindGrouping
	}
	return api.RuleAsked{Kind: kind, Name: a.Name, Matched: a.Matched, Used: a.Used, Error: optional(a.Err)}
}

func trialFacts(body *api.RuleTrial) (incident.Facts, error) {
	f := incident.Facts{Labels: map[string]string{}, Annotations: map[string]string{}, Status: incident.Triage}
	var err error
	for _, texts := range []struct {
		name  string
		given map[string]string
		into  map[string]string
	}{{"labels", body.Labels, f.Labels}, {"annotations", derefMap(body.Annotations), f.Annotations}} {
		if len(texts.given) > maxTrialTexts {
			return f, badParam(texts.name, "At most %d %s can be tried.", maxTrialTexts, texts.name)
		}
		for name, value := range texts.given {
			if texts.into[name], err = text(texts.name+"."+name, &value, maxTrialText); err != nil {
				return f, err
			}
		}
	}
	if f.Alerts, err = number("alerts", body.Alerts, 1, 1, 1_000_000); err != nil {
		return f, err
	}
	if f.Services, err = number("services", body.Services, 1, 0, 1000); err != nil {
		return f, err
	}
	minutes, err := number("ageMinutes", body.AgeMinutes, 0, 0, 1_000_000)
	f.Age = time.Duration(minutes) * time.Minute
	f.Service, f.Severity = incident.ServiceOf(f.Labels), incident.SeverityOf(f.Labels)
	return f, err
}

const (
	maxTrialTexts = 128
	maxTrialText  = 4096 // characters
)

func derefMap(m *map[string]string) map[string]string {
	if m == nil {
		return nil
	}
	return *m
}

// trialSource finds a source by id or name; without one, or an unknown one, the name is taken as it is.
func (o *organisation) trialSource(ctx context.Context, given *string) (incident.Source, error) {
	name, err := text("source", given, 100)
	if err != nil || name == "" {
		return incident.Source{}, err
	}
	sources, err := o.store.Sources(ctx, o.id)
	for _, s := range sources {
		if s.ID == name || s.Name == name {
			return incident.Source{ID: s.ID, Name: s.Name, GroupBy: s.GroupBy}, nil
		}
	}
	return incident.Source{Name: name}, err
}

// openIncident is the number of the open incident of a group key; 0 when there is none.
func (o *organisation) openIncident(ctx context.Context, key string) (int64, error) {
	return o.store.OpenIncident(ctx, o.id, key)
}

// TryMapping reads an example body by a mapping.
func (s *server) TryMapping(ctx context.Context, r api.TryMappingRequestObject) (api.TryMappingResponseObject, error) {
	if _, _, err := s.enter(ctx); err != nil {
		return nil, err
	}
	reader, err := rules.CompileMapping(*decodeMapping(&r.Body.Mapping), "mapping")
	if err != nil {
		return nil, err
	}
	batch, err := ingest.DecodeMapped(ctx, reader, []byte(r.Body.Body), s.app.now())
	if err != nil && problem.From(err).Code != "no_usable_alert" {
		return nil, err
	}
	out := api.TryMapping200JSONResponse{Received: batch.Received, Alerts: []api.MappedAlert{}, Errors: []api.ReceiptError{}}
	policy := s.app.runtime.settings.policy
	for _, e := range batch.Events[:min(len(batch.Events), maxMappedAlerts)] {
		out.Alerts = append(out.Alerts, api.MappedAlert{
			Index: e.Index, Status: api.MappedAlertStatus(e.State), Fingerprint: e.Fingerprint, Labels: orEmpty(e.Labels), Annotations: orEmpty(e.Annotations),
			Values: orEmpty(e.Values), StartsAt: optionalTime(e.StartsAt), EndsAt: optionalTime(e.EndsAt), Link: optional(e.Links.Rule),
			Severity: api.Severity(incident.SeverityOf(e.Labels)), GroupKey: policy.PlaceOf(incident.Source{}, e.Labels, e.Annotations, e.Fingerprint).Key,
		})
	}
	for _, e := range batch.Errors[:min(len(batch.Errors), maxMappedAlerts)] {
		out.Errors = append(out.Errors, api.ReceiptError{Index: e.Index, Field: e.Field, Message: e.Message})
	}
	return out, nil
}

func decodeMapping(m *api.Mapping) *rules.Mapping {
	if m == nil {
		return nil
	}
	return &rules.Mapping{
		Alerts: orNothing(m.Alerts), Status: orNothing(m.Status), Fingerprint: orNothing(m.Fingerprint), Labels: orNothing(m.Labels), Annotations: orNothing(m.Annotations),
		StartsAt: orNothing(m.StartsAt), EndsAt: orNothing(m.EndsAt), Values: orNothing(m.Values), Link: orNothing(m.Link), Dashboard: orNothing(m.Dashboard), Runbook: orNothing(m.Runbook),
	}
}

func encodeMapping(s store.Source) *api.Mapping {
	m, err := ingest.MappingOf(s)
	if err != nil {
		logger.Error("The mapping of a source cannot be read", "source", s.ID, "error", err)
	}
	if err != nil || s.Kind != ingest.JSON {
		return nil
	}
	return &api.Mapping{
		Alerts: optional(m.Alerts), Status: optional(m.Status), Fingerprint: optional(m.Fingerprint), Labels: optional(m.Labels), Annotations: optional(m.Annotations),
		StartsAt: optional(m.StartsAt), EndsAt: optional(m.EndsAt), Values: optional(m.Values), Link: optional(m.Link), Dashboard: optional(m.Dashboard), Runbook: optional(m.Runbook),
	}
}

func orNothing(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func (a *App) rulesPart() api.StatusPart {
	d := a.runtime.settings.rules
	if d.wrong != nil {
		return broken("rules", d.wrong)
	}
	part := api.StatusPart{Id: "rules", State: api.StatusPartStateOk, Message: fmt.Sprintf("%d about grouping, %d about severity.", len(d.set.Groupings()), len(d.set.Gradings()))}
	if name, why := d.set.Trouble(); name != "" {
		part.State, part.Message = api.StatusPartStateWarning, fmt.Sprintf("The rule %q could not be evaluated and did not match: %s.", name, why)
		part.Fix = optional("Try it in Settings, Rules.")
	}
	return part
}
