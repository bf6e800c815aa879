package store

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// Overview counts open incidents and firing alerts.
type Overview struct {
	Open           map[incident.Severity]int
	Unacknowledged int
	Services       []ServiceHealth // by service, then namespace
}

// ServiceHealth is what fires for one service.
type ServiceHealth struct {
	Service   string // empty for alerts that name none
	Namespace string
	Layers    []LayerHealth // without alerts that name no layer
}

// LayerHealth is what fires for one service in one layer.
type LayerHealth struct {
	Layer    incident.Layer
	Worst    incident.Severity
	Firing   int
	Incident int64 // the worst open incident; 0 for none
}

type openRow struct {
	Severity     string `bun:"severity"`
	Acknowledged bool   `bun:"acknowledged"`
	Count        int    `bun:"count"`
}

type firingRow struct {
	Service   string `bun:"service"`
	Namespace string `bun:"namespace"`
	Layer     string `bun:"layer"`
	Worst     string `bun:"worst"`
	Firing    int    `bun:"firing"`
	Incident  int64  `bun:"incident"`
}

// Overview reads the counts of an organisation, as far as the reader may see them.
func (db *database) Overview(ctx context.Context, orgID int64, reader Reader) (Overview, error) {
	out := Overview{Open: map[incident.Severity]int{}, Services: []ServiceHealth{}}
	var open []openRow
	query := db.reader.NewSelect().Model((*incidentRow)(nil)).ColumnExpr("severity, acknowledged, COUNT(*) AS count").
		Where("org_id = ?", orgID).Where("status IN (?)", bun.List(incident.OpenStatuses)).Group("severity", "acknowledged")
	reader.sees(query)
	if err := query.Scan(ctx, &open); err != nil {
		return out, db.problem(err)
	}
	for _, r := range open {
		out.Open[incident.Severity(r.Severity)] += r.Count
		if !r.Acknowledged {
			out.Unacknowledged += r.Count
		}
	}
	firing, err := db.firing(ctx, orgID, reader)
	if err != nil {
		return out, db.problem(err)
	}
	for _, r := range firing {
		out.add(r)
	}
	return out, nil
}

// firing groups firing occurrences. The worst incident is found by one number that sorts by severity first.
func (db *database) firing(ctx context.Context, orgID int64, reader Reader) ([]firingRow, error) {
	const worst = 1_000_000_000_000 // larger than any incident number
	var rows []firingRow
	query := db.reader.NewSelect().Model((*occurrenceRow)(nil)).
		ColumnExpr("o.service, o.namespace, o.layer, MIN(o.severity) AS worst, COUNT(*) AS firing").
		ColumnExpr("COALESCE(MIN(CASE i.severity WHEN 'P0' THEN 0 WHEN 'P1' THEN 1 WHEN 'P2' THEN 2 ELSE 3 END * ? + i.number), 0) % ? AS incident", worst, worst).
		Join("LEFT JOIN strata_incident AS i ON i.org_id = o.org_id AND i.number = o.incident_number AND i.status IN (?)", bun.List(incident.OpenStatuses)).
		Where("o.org_id = ? AND o.state = 'firing'", orgID).
		Group("o.service", "o.namespace", "o.layer").Order("o.service", "o.namespace", "worst", "o.layer")
	reader.seesAlerts(query)
	err := query.Scan(ctx, &rows)
	return rows, err
}

func (o *Overview) add(r firingRow) {
	last := len(o.Services) - 1
	if last < 0 || o.Services[last].Service != r.Service || o.Services[last].Namespace != r.Namespace {
		o.Services = append(o.Services, ServiceHealth{Service: r.Service, Namespace: r.Namespace, Layers: []LayerHealth{}})
		last++
	}
	if r.Layer != "" {
		o.Services[last].Layers = append(o.Services[last].Layers, LayerHealth{
			Layer: incident.Layer(r.Layer), Worst: incident.Severity(r.Worst), Firing: r.Firing, Incident: r.Incident,
		})
	}
}
