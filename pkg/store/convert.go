package store

import (
	"encoding/json"
	"fmt"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/plainjson"
)

// toJSON writes a record's map or list. Only non-finite numbers could fail, and ingest lets none in.
func toJSON(v any) (string, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("write JSON column: %w", err)
	}
	return string(raw), nil
}

// fromJSON leaves the value as it is for a column that was not asked for.
func fromJSON(raw string, into any) error {
	if raw == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(raw), into); err != nil {
		return fmt.Errorf("read JSON column: %w", err)
	}
	return nil
}

func alertToRow(org int64, a *incident.Alert) (*alertRow, error) {
	labels, err := plainjson.Texts(a.Labels)
	if err != nil {
		return nil, err
	}
	return &alertRow{
		OrgID: org, ID: a.ID, SourceID: a.SourceID, Fingerprint: a.Fingerprint, Correlation: a.Correlation, RuleUID: a.RuleUID, Name: a.Name,
		Service: a.Service, Labels: labels, FirstSeenAt: millis(a.FirstSeenAt), LastSeenAt: millis(a.LastSeenAt), CurrentOccurrence: a.Current.ID,
		PinnedIncident: a.Pinned, NoData: a.NoData,
	}, nil
}

func alertFromRow(r *alertRow) (*incident.Alert, error) {
	a := &incident.Alert{
		ID: r.ID, SourceID: r.SourceID, Fingerprint: r.Fingerprint, Correlation: r.Correlation, RuleUID: r.RuleUID, Name: r.Name,
		Service: r.Service, FirstSeenAt: fromMillis(r.FirstSeenAt), LastSeenAt: fromMillis(r.LastSeenAt), Pinned: r.PinnedIncident, NoData: r.NoData,
	}
	return a, fromJSON(r.Labels, &a.Labels)
}

func occurrenceToRow(org int64, o *incident.Occurrence) (*occurrenceRow, error) {
	annotations, err := plainjson.Texts(o.Annotations)
	if err != nil {
		return nil, err
	}
	values := "{}"
	if len(o.Values) > 0 {
		if values, err = toJSON(o.Values); err != nil {
			return nil, err
		}
	}
	links, err := toJSON(o.Links)
	if err != nil {
		return nil, err
	}
	r := &occurrenceRow{
		OrgID: org, ID: o.ID, AlertID: o.AlertID, State: string(o.State), StartsAt: o.StartsAt.UnixMilli(), EndsAt: millis(o.EndsAt),
		LastSeenAt: millis(o.LastSeenAt), RepeatCount: o.RepeatCount, Severity: string(o.Severity), Layer: string(o.Layer), Signal: o.Signal,
		Service: o.Service, Namespace: o.Namespace, Name: o.Name, Summary: o.Summary, Annotations: annotations, ValueMap: values, Links: links,
		RuleUID: o.RuleUID, SoftReason: o.SoftReason, SuppressedBy: o.SuppressedBy, SuppressedUntil: millis(o.SuppressedUntil),
	}
	if o.Incident != 0 {
		r.IncidentNumber = &o.Incident
	}
	return r, nil
}

func occurrenceFromRow(r *occurrenceRow) (*incident.Occurrence, error) {
	o := &incident.Occurrence{
		ID: r.ID, AlertID: r.AlertID, State: incident.State(r.State), StartsAt: fromMillis(r.StartsAt), EndsAt: fromMillis(r.EndsAt),
		LastSeenAt: fromMillis(r.LastSeenAt), RepeatCount: r.RepeatCount, Severity: incident.Severity(r.Severity), Layer: incident.Layer(r.Layer),
		Signal: r.Signal, Service: r.Service, Namespace: r.Namespace, Name: r.Name, Summary: r.Summary, RuleUID: r.RuleUID, SoftReason: r.SoftReason,
		SuppressedBy: r.SuppressedBy, SuppressedUntil: fromMillis(r.SuppressedUntil),
	}
	if r.IncidentNumber != nil {
		o.Incident = *r.IncidentNumber
	}
	if err := fromJSON(r.Annotations, &o.Annotations); err != nil {
		return nil, err
	}
	if err := fromJSON(r.ValueMap, &o.Values); err != nil {
		return nil, err
	}
	return o, fromJSON(r.Links, &o.Links)
}

func incidentToRow(org int64, i *incident.Incident) (*incidentRow, error) {
	layers, err := toJSON(orNone(i.Layers))
	if err != nil {
		return nil, err
	}
	services, err := toJSON(orNone(i.Services))
	if err != nil {
		return nil, err
	}
	returns, err := toJSON(orNone(i.Returns))
	if err != nil {
		return nil, err
	}
	raisedBy, err := toJSON(orNone(i.RaisedBy))
	if err != nil {
		return nil, err
	}
	escalation, err := escalationText(i.Escalation)
	if err != nil {
		return nil, err
	}
	return &incidentRow{
		OrgID: org, Number: i.Number, GroupKey: i.GroupKey, Title: i.Title, Summary: i.Summary, Severity: string(i.Severity), SeverityLocked: i.LoweredFrom != "", LoweredFrom: string(i.LoweredFrom), MergedWorst: string(i.MergedWorst),
		Status: string(i.Status), Acknowledged: i.Acknowledged, AcknowledgedBy: i.AcknowledgedBy, AcknowledgedAt: millis(i.AcknowledgedAt), AckUntil: millis(i.AckUntil),
		Drill: i.Drill, Readers: readersToColumn(i.Readers), Layers: layers, Services: services, FiringAlerts: i.FiringAlerts, TotalAlerts: i.TotalAlerts, FlapCount: i.FlapCount,
		SoftResolves: i.SoftResolves, MergedInto: i.MergedInto, MergedAt: millis(i.MergedAt), RecurrenceOf: i.RecurrenceOf, Version: i.Version,
		Commander: i.Commander, UpdateDueAt: millis(i.UpdateDue), Escalation: escalation,
		ImpactStartedAt: millis(i.ImpactStarted), DetectedAt: millis(i.DetectedAt), MitigatedAt: millis(i.MitigatedAt),
		ResolvedAt: millis(i.ResolvedAt), ClosedAt: millis(i.ClosedAt), CreatedAt: millis(i.CreatedAt), UpdatedAt: millis(i.UpdatedAt),
		ChangeSeq: i.ChangeSeq, ChangeKind: i.ChangeKind, TimelineSeq: i.TimelineSeq, TimelineHash: i.TimelineHash,
		FlappingSince: millis(i.FlappingSince), FlapHidden: i.FlapHidden, Returns: returns, RaisedBy: raisedBy, WarRoom: i.WarRoom,
		SnoozedUntil: millis(i.SnoozedUntil), SnoozedAs: string(i.SnoozedAs), Maintenance: i.Maintenance, MaintenanceUntil: millis(i.MaintenanceUntil),
	}, nil
}

func orNone[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func incidentFromRow(r *incidentRow) (*incident.Incident, error) {
	i := &incident.Incident{
		Number: r.Number, GroupKey: r.GroupKey, Title: r.Title, Summary: r.Summary, Severity: incident.Severity(r.Severity), LoweredFrom: incident.Severity(r.LoweredFrom), MergedWorst: incident.Severity(r.MergedWorst),
		Status: incident.Status(r.Status), Acknowledged: r.Acknowledged, AcknowledgedBy: r.AcknowledgedBy, AcknowledgedAt: fromMillis(r.AcknowledgedAt), AckUntil: fromMillis(r.AckUntil),
		Drill: r.Drill, Readers: readersFromColumn(r.Readers), FiringAlerts: r.FiringAlerts, TotalAlerts: r.TotalAlerts, FlapCount: r.FlapCount, SoftResolves: r.SoftResolves,
		MergedInto: r.MergedInto, MergedAt: fromMillis(r.MergedAt), RecurrenceOf: r.RecurrenceOf, Version: r.Version, ImpactStarted: fromMillis(r.ImpactStartedAt),
		Commander: r.Commander, UpdateDue: fromMillis(r.UpdateDueAt),
		DetectedAt: fromMillis(r.DetectedAt), MitigatedAt: fromMillis(r.MitigatedAt), ResolvedAt: fromMillis(r.ResolvedAt),
		ClosedAt: fromMillis(r.ClosedAt), CreatedAt: fromMillis(r.CreatedAt), UpdatedAt: fromMillis(r.UpdatedAt),
		ChangeSeq: r.ChangeSeq, ChangeKind: r.ChangeKind, TimelineSeq: r.TimelineSeq, TimelineHash: r.TimelineHash,
		FlappingSince: fromMillis(r.FlappingSince), FlapHidden: r.FlapHidden, WarRoom: r.WarRoom,
		SnoozedUntil: fromMillis(r.SnoozedUntil), SnoozedAs: incident.Severity(r.SnoozedAs), Maintenance: r.Maintenance, MaintenanceUntil: fromMillis(r.MaintenanceUntil),
	}
	if err := fromJSON(r.Returns, &i.Returns); err != nil {
		return nil, err
	}
	if err := fromJSON(r.RaisedBy, &i.RaisedBy); err != nil {
		return nil, err
	}
	var err error
	if i.Escalation, err = escalationFromText(r.Escalation); err != nil {
		return nil, err
	}
	if err := fromJSON(r.Layers, &i.Layers); err != nil {
		return nil, err
	}
	return i, fromJSON(r.Services, &i.Services)
}

func entryToRow(org int64, e incident.Entry) (*timelineRow, error) {
	data, err := e.DataJSON()
	if err != nil {
		return nil, err
	}
	return &timelineRow{
		OrgID: org, IncidentNumber: e.Incident, Seq: e.Seq, At: e.At.UnixMilli(), RecordedAt: e.RecordedAt.UnixMilli(), Kind: e.Kind,
		ActorType: string(e.Actor.Type), ActorName: e.Actor.Name, Body: e.Body, Data: data, PrevHash: e.PrevHash, Hash: e.Hash,
	}, nil
}

func entryFromRow(r *timelineRow) (incident.Entry, error) {
	e := incident.Entry{
		Incident: r.IncidentNumber, Seq: r.Seq, At: fromMillis(r.At), RecordedAt: fromMillis(r.RecordedAt), Kind: r.Kind,
		Actor: incident.Actor{Type: incident.ActorType(r.ActorType), Name: r.ActorName}, Body: r.Body, PrevHash: r.PrevHash, Hash: r.Hash,
	}
	return e, fromJSON(r.Data, &e.Data)
}

// convertAll converts a list and stops at the first error.
func convertAll[A, B any](list []A, convert func(A) (B, error)) ([]B, error) {
	out := make([]B, 0, len(list))
	for _, v := range list {
		c, err := convert(v)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}
