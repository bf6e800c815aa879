package store

import (
	"context"
	"maps"
	"slices"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// What is replaced of a record that exists; the rest of it never changes.
var (
	alertUpsert      = orReplace("org_id, id", []string{"labels", "last_seen_at", "current_occurrence", "pinned_incident"})
	occurrenceUpsert = orReplace("org_id, id", []string{
		"incident_number", "state", "ends_at", "last_seen_at", "repeat_count", "severity", "summary", "annotations", "value_map", "links", "soft_resolve_reason",
		"suppressed_by", "suppressed_until",
	})
	incidentUpsert = orReplace("org_id, number", []string{
		"group_key", "title", "summary", "severity", "severity_locked", "lowered_from", "merged_worst", "status", "acknowledged", "acknowledged_by", "acknowledged_at", "acknowledged_until", "drill", "readers", "layers", "services",
		"firing_alerts", "total_alerts", "flap_count", "soft_resolves", "merged_into", "merged_at", "version", "commander", "update_due_at", "escalation", "impact_started_at", "mitigated_at",
		"resolved_at", "closed_at", "updated_at", "change_seq", "change_kind", "timeline_seq", "timeline_hash",
		"flapping_since", "flap_hidden", "alert_returns", "raised_by", "war_room",
		"snoozed_until", "snoozed_as", "maintenance_window", "maintenance_until",
	})
)

// Save writes changes in the order that foreign keys ask for.
func (t *Tx) Save(ctx context.Context, c incident.Changes) error {
	p := newPipeline(t.tx, t.org)
	defer p.wait()
	defer t.notePlaces(c)
	steps := []func(context.Context) error{
		t.saveIncidents(ctx, p, c.Incidents),
		ahead(ctx, p, alertRecords(t.org, c.Alerts, t.written.alert)),
		ahead(ctx, p, records[*incident.Occurrence, occurrenceRow]{
			c.Occurrences, func(o *incident.Occurrence) (*occurrenceRow, error) { return occurrenceToRow(t.org, o) },
			func(o *incident.Occurrence) bool { return o.ID > t.written.occurrence }, occurrenceUpsert,
		}),
		ahead(ctx, p, records[incident.Entry, timelineRow]{
			c.Entries, func(e incident.Entry) (*timelineRow, error) { return entryToRow(t.org, e) },
			func(incident.Entry) bool { return true }, "",
		}),
	}
	for _, step := range []func(context.Context, incident.Changes) error{t.saveFound, t.saveAttachments, t.saveTimers, t.saveNotices, t.saveRoles, t.saveMessages, t.saveMarks, t.saveSnoozes, t.saveReviewStarts} {
		steps = append(steps, func(ctx context.Context) error { return step(ctx, c) })
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// alertRecords are alerts, of which those with an id over known are certainly new.
func alertRecords(org int64, list []*incident.Alert, known int64) records[*incident.Alert, alertRow] {
	return records[*incident.Alert, alertRow]{
		list, func(a *incident.Alert) (*alertRow, error) { return alertToRow(org, a) },
		func(a *incident.Alert) bool { return a.ID > known }, alertUpsert,
	}
}

// notePlaces remembers up to which numbers rows may be there already.
func (t *Tx) notePlaces(c incident.Changes) {
	if len(c.Alerts) > 0 {
		t.written.alert = t.state.LastAlert
	}
	if len(c.Occurrences) > 0 {
		t.written.occurrence = t.state.LastOccurrence
	}
}

// saveFound writes what incidents are found by.
func (t *Tx) saveFound(ctx context.Context, c incident.Changes) error {
	if err := t.saveSearch(ctx, c.Incidents); err != nil {
		return err
	}
	facets := make([]*facetRow, len(c.Facets))
	for i, f := range c.Facets {
		facets[i] = &facetRow{OrgID: t.org, IncidentNumber: f.Incident, Kind: string(f.Kind), Value: f.Value}
	}
	return insertMissing(ctx, t.tx, facets)
}

// saveAttachments keeps what was moved between incidents, which is what taking a merge back asks for. Where a rule puts an alert first
// stands in the occurrence itself, so the many of an alert storm need no row here.
func (t *Tx) saveAttachments(ctx context.Context, c incident.Changes) error {
	type place struct{ incident, occurrence int64 }
	moved := map[place]*attachmentRow{}
	for _, d := range c.Detached {
		moved[place{d.Incident, d.Occurrence}] = &attachmentRow{OrgID: t.org, IncidentNumber: d.Incident, OccurrenceID: d.Occurrence, AddedBy: d.AddedBy, RemovedAt: d.At.UnixMilli()}
	}
	for _, a := range c.Attached {
		if a.AddedBy != incident.ByRule {
			moved[place{a.Incident, a.Occurrence}] = &attachmentRow{OrgID: t.org, IncidentNumber: a.Incident, OccurrenceID: a.Occurrence, AddedBy: a.AddedBy, AddedAt: a.At.UnixMilli()}
		}
	}
	rows := slices.Collect(maps.Values(moved))
	return upsert(ctx, t.tx, rows, "org_id, occurrence_id, incident_number", []string{"added_by", "added_at", "removed_at"})
}
