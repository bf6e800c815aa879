package store

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/report"
)

// maxReported bounds the incidents that one report reads.
const maxReported = 50_000

// Range narrows a report. Drills, declined and merged incidents are left out of measures, not of lists.
type Range struct {
	From, To   time.Time // incidents that were open at some time in between
	Severities []incident.Severity
	Layers     []incident.Layer
	Services   []string // any of them
	Words      string
	Drills     bool
	Reader     Reader
}

func (r Range) narrow(kind Kind, q *bun.SelectQuery, orgID int64) *bun.SelectQuery {
	from := r.From.UnixMilli()
	// What ended was changed when it ended or later, so the index of changes finds it. Declined and merged incidents have no other end.
	q.Where("i.detected_at < ?", r.To.UnixMilli()).
		Where("(i.status IN (?) OR (i.updated_at >= ? AND (i.resolved_at = 0 OR i.resolved_at >= ?)))", bun.List(incident.OpenStatuses), from, from)
	if !r.Drills {
		q.Where("i.drill = ?", false)
	}
	Filter{State: ListOpen, Severities: r.Severities, Layers: r.Layers, Reader: r.Reader}.narrow(q)
	newSearch(r.Words).within(kind, q, orgID)
	if len(r.Services) > 0 {
		q.Where("EXISTS (?)", facetOf(q, incident.FacetService).Where("f.value IN (?)", bun.List(r.Services)))
	}
	return q
}

var notMeasured = []incident.Status{incident.Declined, incident.Merged}

// IncidentsBetween lists incidents that were open in the range, latest first, and whether there are more than limit.
func (db *database) IncidentsBetween(ctx context.Context, orgID int64, r Range, limit int) ([]*incident.Incident, bool, error) {
	var rows []*incidentRow
	err := r.narrow(db.config.Kind, db.reader.NewSelect().Model(&rows).Where("i.org_id = ?", orgID), orgID).Order("i.detected_at DESC", "i.number DESC").Limit(limit + 1).Scan(ctx)
	if err != nil {
		return nil, false, db.problem(err)
	}
	more := len(rows) > limit
	incidents, err := convertAll(rows[:min(limit, len(rows))], incidentFromRow)
	return incidents, more, err
}

// factsRow has only the columns that reports measure.
type factsRow struct {
	Number          int64  `bun:"number"`
	Severity        string `bun:"severity"`
	Layers          string `bun:"layers"`
	Services        string `bun:"services"`
	ImpactStartedAt int64  `bun:"impact_started_at"`
	DetectedAt      int64  `bun:"detected_at"`
	MitigatedAt     int64  `bun:"mitigated_at"`
	ResolvedAt      int64  `bun:"resolved_at"`
	FirstAckAt      int64  `bun:"first_ack_at"`
}

// Facts reads what reports measure, oldest first. Problem: too_many_incidents.
func (db *database) Facts(ctx context.Context, orgID int64, r Range) ([]report.Facts, error) {
	var rows []*factsRow
	query := db.reader.NewSelect().Model((*incidentRow)(nil)).Where("i.org_id = ?", orgID).
		Column("i.number", "i.severity", "i.layers", "i.services", "i.impact_started_at", "i.detected_at", "i.mitigated_at", "i.resolved_at").
		ColumnExpr("COALESCE((SELECT MIN(t.at) FROM strata_timeline AS t WHERE t.org_id = i.org_id AND t.incident_number = i.number AND t.kind = ?), 0) AS first_ack_at", incident.KindAck)
	err := r.narrow(db.config.Kind, query, orgID).Where("i.status NOT IN (?)", bun.List(notMeasured)).Order("i.number").Limit(maxReported+1).Scan(ctx, &rows)
	if err != nil {
		return nil, db.problem(err)
	}
	if len(rows) > maxReported {
		return nil, problem.New(problem.Refused, "too_many_incidents", "The range holds more than %d incidents.", maxReported).At("from").
			Try("Ask for a shorter time range, or for fewer severities.")
	}
	return convertAll(rows, factsFromRow)
}

func factsFromRow(r *factsRow) (report.Facts, error) {
	f := report.Facts{
		Number: r.Number, Severity: incident.Severity(r.Severity), ImpactStarted: fromMillis(r.ImpactStartedAt), Detected: fromMillis(r.DetectedAt),
		Acknowledged: fromMillis(r.FirstAckAt), Mitigated: fromMillis(r.MitigatedAt), Resolved: fromMillis(r.ResolvedAt),
	}
	var layers []incident.LayerStart
	if err := fromJSON(r.Layers, &layers); err != nil {
		return f, err
	}
	for _, l := range layers {
		f.Layers = append(f.Layers, l.Layer)
	}
	return f, fromJSON(r.Services, &f.Services)
}

// AlertNoise is what alerts of one name did in a time range.
type AlertNoise struct {
	Name         string `bun:"name"`
	Layer        string `bun:"layer"`
	Signal       string `bun:"signal"`
	Firings      int    `bun:"firings"`
	Alerts       int    `bun:"alerts"`        // different ones
	Incidents    int    `bun:"incidents"`     // that they belong to
	Acknowledged int    `bun:"acknowledged"`  // of those, how many a person took
	Short        int    `bun:"short"`         // firings that ended within 5 minutes
	FiringMillis int64  `bun:"firing_millis"` // in sum, inside the range
	LastAt       int64  `bun:"last_at"`       // start of the newest, milliseconds since 1970
}

// shortFiring is a firing that was over before anybody could have looked.
const shortFiring = 5 * time.Minute

// NoisyAlerts lists alert names by how often they fired in the range, at most limit.
func (db *database) NoisyAlerts(ctx context.Context, orgID int64, r Range, now time.Time, limit int) ([]AlertNoise, error) {
	from, to := r.From.UnixMilli(), min(r.To.UnixMilli(), now.UnixMilli())
	const end = "CASE WHEN o.ends_at = 0 OR o.ends_at > ? THEN ? ELSE o.ends_at END"
	const start = "CASE WHEN o.starts_at < ? THEN ? ELSE o.starts_at END"
	rows := []AlertNoise{}
	err := db.reader.NewSelect().Model((*occurrenceRow)(nil)).
		ColumnExpr("o.name, MIN(o.layer) AS layer, MIN(o.signal) AS signal, COUNT(*) AS firings, COUNT(DISTINCT o.alert_id) AS alerts, MAX(o.starts_at) AS last_at").
		ColumnExpr("COUNT(DISTINCT o.incident_number) AS incidents").
		ColumnExpr("COUNT(DISTINCT CASE WHEN i.acknowledged_at > 0 THEN o.incident_number END) AS acknowledged").
		ColumnExpr("SUM(CASE WHEN o.ends_at > 0 AND o.ends_at - o.starts_at < ? THEN 1 ELSE 0 END) AS short", shortFiring.Milliseconds()).
		ColumnExpr("SUM("+end+" - "+start+") AS firing_millis", to, to, from, from).
		Join("LEFT JOIN strata_incident AS i ON i.org_id = o.org_id AND i.number = o.incident_number").
		Where("o.org_id = ? AND o.starts_at < ?", orgID, to).Where("(o.ends_at = 0 OR o.ends_at >= ?)", from).
		Apply(r.narrowOccurrences).Group("o.name").OrderExpr("firings DESC, o.name").Limit(limit).Scan(ctx, &rows)
	return rows, db.problem(err)
}

// narrowOccurrences narrows by what alerts say of themselves.
func (r Range) narrowOccurrences(q *bun.SelectQuery) *bun.SelectQuery {
	r.Reader.seesAlerts(q)
	if len(r.Severities) > 0 {
		q.Where("o.severity IN (?)", bun.List(r.Severities))
	}
	if len(r.Layers) > 0 {
		q.Where("o.layer IN (?)", bun.List(r.Layers))
	}
	if len(r.Services) > 0 {
		q.Where("o.service IN (?)", bun.List(r.Services))
	}
	for word := range strings.FieldsSeq(r.Words) {
		q.Where("LOWER(o.name) LIKE ? ESCAPE '!'", "%"+likeEscaper.Replace(strings.ToLower(word))+"%")
	}
	return q
}
