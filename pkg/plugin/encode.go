package plugin

import (
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// optional leaves zero values out of the JSON.
func optional[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

func optionalTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func optionalList(list []string) *[]string {
	if len(list) == 0 {
		return nil
	}
	return &list
}

// timeOr is the zero time when nothing was given.
func timeOr(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

// mapped converts a list; the result is never nil, so its JSON is a list.
func mapped[A, B any](list []A, convert func(A) B) []B {
	out := make([]B, 0, len(list))
	for _, v := range list {
		out = append(out, convert(v))
	}
	return out
}

func encodeIncident(i *incident.Incident) api.Incident {
	return api.Incident{
		Number: i.Number, Title: i.Title, Summary: optional(i.Summary), LoweredFrom: optional(api.Severity(i.LoweredFrom)), MitigatedAt: optionalTime(i.MitigatedAt), Severity: api.Severity(i.Severity), Status: api.IncidentStatus(i.Status),
		Acknowledged: i.Acknowledged, AcknowledgedBy: optional(i.AcknowledgedBy), AcknowledgedAt: optionalTime(i.AcknowledgedAt), AcknowledgedUntil: optionalTime(i.AckUntil),
		Layers:   mapped(i.Layers, func(l incident.LayerStart) api.Layer { return api.Layer(l.Layer) }),
		Services: append([]string{}, i.Services...), GroupKey: i.GroupKey, FiringAlerts: i.FiringAlerts, TotalAlerts: i.TotalAlerts,
		FlapCount: i.FlapCount, FlappingSince: optionalTime(i.FlappingSince), RaisedBy: optionalList(i.RaisedBy), WarRoom: optional(i.WarRoom), Drill: i.Drill, Readers: optionalList(i.Readers), MergedInto: optional(i.MergedInto), RecurrenceOf: optional(i.RecurrenceOf), Version: i.Version,
		Commander: optional(i.Commander), NextUpdateDue: optionalTime(i.UpdateDue),
		ImpactStartedAt: optionalTime(i.ImpactStarted), DetectedAt: i.DetectedAt, ResolvedAt: optionalTime(i.ResolvedAt),
		ClosedAt: optionalTime(i.ClosedAt), CreatedAt: i.CreatedAt, UpdatedAt: i.UpdatedAt,
		SnoozedUntil: optionalTime(i.SnoozedUntil), MaintenanceUntil: optionalTime(i.MaintenanceUntil), MaintenanceWindow: optional(i.Maintenance),
	}
}

func encodeAlert(v store.AlertView) api.AlertOccurrence {
	o := v.Occurrence
	return api.AlertOccurrence{
		Id: o.ID, Name: o.Name, State: api.AlertOccurrenceState(o.State), Fingerprint: v.Fingerprint, SourceId: v.SourceID, SourceName: v.SourceName,
		Labels: orEmpty(v.Labels), Annotations: orEmpty(o.Annotations), Values: orEmpty(o.Values), Severity: api.Severity(o.Severity),
		Layer: optional(api.Layer(o.Layer)), Signal: optional(o.Signal), Service: optional(o.Service), Summary: optional(o.Summary),
		SoftResolveReason: optional(o.SoftReason), StartsAt: o.StartsAt, EndsAt: optionalTime(o.EndsAt), LastSeenAt: o.LastSeenAt,
		RepeatCount: o.RepeatCount,
		Links: api.AlertLinks{
			Rule: optional(o.Links.Rule), Dashboard: optional(o.Links.Dashboard), Panel: optional(o.Links.Panel), Runbook: optional(o.Links.Runbook),
			Silence: optional(o.Links.Silence), Image: optional(o.Links.Image),
		},
	}
}

func orEmpty[V any](m map[string]V) map[string]V {
	if m == nil {
		return map[string]V{}
	}
	return m
}

func encodeEntry(e incident.Entry) api.TimelineEntry {
	return api.TimelineEntry{
		Seq: e.Seq, At: e.At, RecordedAt: e.RecordedAt, Kind: e.Kind, Body: e.Body, Data: orEmpty(e.Data),
		Actor: api.Actor{Type: api.ActorType(e.Actor.Type), Name: e.Actor.Name}, ShownAt: optionalTime(e.ShownAt),
	}
}

func encodeOverview(o store.Overview, at time.Time) api.Overview {
	out := api.Overview{At: at, Unacknowledged: o.Unacknowledged, Services: mapped(o.Services, encodeService)}
	out.Open.P0, out.Open.P1, out.Open.P2, out.Open.P3 = o.Open[incident.P0], o.Open[incident.P1], o.Open[incident.P2], o.Open[incident.P3]
	return out
}

func encodeService(s store.ServiceHealth) api.ServiceHealth {
	return api.ServiceHealth{
		Service: s.Service, Namespace: optional(s.Namespace),
		Layers: mapped(s.Layers, func(l store.LayerHealth) api.LayerHealth {
			return api.LayerHealth{Layer: api.Layer(l.Layer), Worst: api.Severity(l.Worst), Firing: l.Firing, Incident: optional(l.Incident)}
		}),
	}
}

func encodeSource(s store.Source) api.Source {
	return api.Source{
		Id: s.ID, Name: s.Name, Kind: api.SourceKind(s.Kind), Enabled: s.Enabled, GroupBy: append([]string{}, s.GroupBy...), Mapping: encodeMapping(s), CreatedAt: s.CreatedAt,
		TokenRotatedAt: optionalTime(s.TokenRotatedAt), Provisioned: optional(s.Provisioned),
		Stats: api.SourceStats{
			Deliveries: s.Stats.Deliveries, Alerts: s.Stats.Alerts, Rejected: s.Stats.Rejected, LastDeliveryAt: optionalTime(s.Stats.LastDeliveryAt),
			LastError: optional(s.Stats.LastError), LastErrorAt: optionalTime(s.Stats.LastErrorAt),
			Limited: optional(s.Stats.Limited), LastLimitedAt: optionalTime(s.Stats.LastLimitedAt), LastTestAt: optionalTime(s.Stats.LastTestAt),
			DeadLetters: optional(s.Stats.DeadLetters),
		},
	}
}
