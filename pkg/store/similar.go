package store

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// Bounds of the search for similar incidents. Each part is read along an index and takes at most so many rows.
const (
	similarOfGroup   = 30
	similarOfService = 30  // for each service
	similarServices  = 5   // of the incident, in its order
	similarNames     = 20  // names of its alerts
	similarAlerts    = 200 // that have one of these names
)

// Similar is an incident that is like another one, with what was done about it.
type Similar struct {
	incident.Likeness

	Incident *incident.Incident
	Runs     []RunUse
}

// RunUse says how one runbook was used on an incident.
type RunUse struct {
	RunbookID string `bun:"runbook_id"`
	Title     string `bun:"title"`
	Helped    int    `bun:"helped"` // steps that people said helped
	Number    int64  `bun:"incident_number"`
}

// SimilarTo lists incidents that are like this one and that the reader may see, the most alike first, at most limit. Merged and
// declined ones and drills are left out. Problem: not_found.
func (db *database) SimilarTo(ctx context.Context, orgID, number int64, reader Reader, limit int) ([]Similar, error) {
	inc, err := db.Incident(ctx, orgID, number)
	if err != nil {
		return nil, err
	}
	found, err := db.alike(ctx, orgID, inc)
	if err != nil {
		return nil, db.problem(err)
	}
	incidents, err := db.visible(ctx, orgID, keysOf(found), reader)
	if err != nil {
		return nil, err
	}
	list := []incident.Likeness{}
	for n := range incidents {
		list = append(list, *found[n])
	}
	ranked := incident.RankLikeness(list, limit)
	runs, err := db.runsOf(ctx, orgID, ranked)
	if err != nil {
		return nil, db.problem(err)
	}
	out := make([]Similar, 0, len(ranked))
	for _, l := range ranked {
		out = append(out, Similar{Likeness: l, Incident: incidents[l.Number], Runs: runs[l.Number]})
	}
	return out, nil
}

type likenesses map[int64]*incident.Likeness

func (l likenesses) of(number int64) *incident.Likeness {
	if l[number] == nil {
		l[number] = &incident.Likeness{Number: number}
	}
	return l[number]
}

func keysOf(l likenesses) []int64 {
	numbers := make([]int64, 0, len(l))
	for n := range l {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	return numbers
}

// alike collects candidates by group key, by services and by names of alerts.
func (db *database) alike(ctx context.Context, orgID int64, inc *incident.Incident) (likenesses, error) {
	found := likenesses{}
	var group []int64
	err := db.reader.NewSelect().Model((*incidentRow)(nil)).Column("number").Where("i.org_id = ? AND i.group_key = ?", orgID, inc.GroupKey).
		Order("i.number DESC").Limit(similarOfGroup).Scan(ctx, &group)
	if err != nil {
		return nil, err
	}
	for _, n := range group {
		found.of(n).Group = true
	}
	for _, service := range inc.Services[:min(similarServices, len(inc.Services))] {
		numbers, err := db.newestOfService(ctx, orgID, service)
		if err != nil {
			return nil, err
		}
		for _, n := range numbers {
			found.of(n).Services = append(found.of(n).Services, service)
		}
	}
	if err := db.sameAlerts(ctx, orgID, inc.Number, found); err != nil {
		return nil, err
	}
	delete(found, inc.Number)
	return found, nil
}

func (db *database) newestOfService(ctx context.Context, orgID int64, service string) ([]int64, error) {
	var numbers []int64
	err := db.reader.NewSelect().TableExpr("strata_incident_facet").ColumnExpr("incident_number").
		Where("org_id = ? AND kind = ? AND value = ?", orgID, incident.FacetService, service).
		OrderExpr("incident_number DESC").Limit(similarOfService).Scan(ctx, &numbers)
	return numbers, err
}

// sameAlerts adds the incidents to which alerts of the same names belong now, whatever service they are about.
func (db *database) sameAlerts(ctx context.Context, orgID, number int64, found likenesses) error {
	var names []string
	err := db.reader.NewSelect().Model((*occurrenceRow)(nil)).ColumnExpr("DISTINCT o.name").
		Where("o.org_id = ? AND o.incident_number = ?", orgID, number).OrderExpr("o.name").Limit(similarNames).Scan(ctx, &names)
	if err != nil || len(names) == 0 {
		return err
	}
	var current []int64
	err = db.reader.NewSelect().Model((*alertRow)(nil)).ColumnExpr("a.current_occurrence").
		Where("a.org_id = ? AND a.name IN (?)", orgID, bun.List(names)).Limit(similarAlerts).Scan(ctx, &current)
	if err != nil || len(current) == 0 {
		return err
	}
	var rows []struct {
		Number int64  `bun:"incident_number"`
		Name   string `bun:"name"`
	}
	err = db.reader.NewSelect().Model((*occurrenceRow)(nil)).ColumnExpr("DISTINCT o.incident_number, o.name").
		Where("o.org_id = ? AND o.id IN (?) AND o.incident_number IS NOT NULL", orgID, bun.List(current)).
		OrderExpr("o.incident_number, o.name").Scan(ctx, &rows)
	for _, r := range rows {
		found.of(r.Number).Alerts = append(found.of(r.Number).Alerts, r.Name)
	}
	return err
}

// visible reads those of the incidents that the reader may see and that say something about how such a fault went.
func (db *database) visible(ctx context.Context, orgID int64, numbers []int64, reader Reader) (map[int64]*incident.Incident, error) {
	if len(numbers) == 0 {
		return nil, nil
	}
	var rows []*incidentRow
	query := db.reader.NewSelect().Model(&rows).Where("i.org_id = ? AND i.number IN (?)", orgID, bun.List(numbers)).
		Where("i.status NOT IN (?)", bun.List([]incident.Status{incident.Merged, incident.Declined})).Where("NOT i.drill")
	reader.sees(query)
	if err := query.Scan(ctx); err != nil {
		return nil, db.problem(err)
	}
	list, err := convertAll(rows, incidentFromRow)
	byNumber := make(map[int64]*incident.Incident, len(list))
	for _, inc := range list {
		byNumber[inc.Number] = inc
	}
	return byNumber, err
}

// runsOf lists the runbooks that were used, those that helped most first.
func (db *database) runsOf(ctx context.Context, orgID int64, list []incident.Likeness) (map[int64][]RunUse, error) {
	if len(list) == 0 {
		return nil, nil
	}
	numbers := make([]int64, len(list))
	for i, l := range list {
		numbers[i] = l.Number
	}
	var rows []RunUse
	err := db.reader.NewSelect().Model((*runRow)(nil)).
		ColumnExpr("rr.incident_number, rr.runbook_id, MAX(rr.title) AS title, SUM(CASE WHEN rs.verdict = 'helped' THEN 1 ELSE 0 END) AS helped").
		Join("LEFT JOIN strata_runbook_step AS rs ON rs.org_id = rr.org_id AND rs.run_id = rr.id").
		Where("rr.org_id = ? AND rr.incident_number IN (?)", orgID, bun.List(numbers)).
		GroupExpr("rr.incident_number, rr.runbook_id").OrderExpr("helped DESC, rr.runbook_id").Scan(ctx, &rows)
	out := map[int64][]RunUse{}
	for _, r := range rows {
		out[r.Number] = append(out[r.Number], r)
	}
	return out, err
}
