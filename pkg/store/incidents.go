package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// ListState says which incidents a list shows.
type ListState string

// The list states.
const (
	ListOpen     ListState = "open"
	ListResolved ListState = "resolved" // resolved or closed
	ListAll      ListState = "all"
)

// Filter narrows a list of incidents; empty fields narrow nothing.
type Filter struct {
	State      ListState
	Severities []incident.Severity
	Layers     []incident.Layer
	Service    string
	Words      string // some word of title, summary or group key must begin with each of them, whatever the case
	Limit      int
	Cursor     string
	Reader     Reader
}

// Incidents lists one page and the cursor of the next one, empty on the last. Open incidents come most severe first,
// then oldest first; others latest first. Problem: bad_cursor.
func (db *database) Incidents(ctx context.Context, orgID int64, f Filter) ([]*incident.Incident, string, error) {
	place, err := f.parseCursor()
	if err != nil {
		return nil, "", err
	}
	rows, err := db.page(ctx, orgID, f, place)
	if err != nil {
		return nil, "", db.problem(err)
	}
	next := ""
	if len(rows) > f.Limit {
		rows = rows[:f.Limit]
		next = f.cursorAfter(rows[f.Limit-1])
	}
	incidents, err := convertAll(rows, incidentFromRow)
	return incidents, next, err
}

// page reads one row more than fits.
func (db *database) page(ctx context.Context, orgID int64, f Filter, after place) ([]*incidentRow, error) {
	words := newSearch(f.Words)
	if f.State == ListOpen || words.none || len(words.words) == 0 || db.config.Kind != Postgres {
		return db.part(ctx, orgID, f, words, after, span{}, f.Limit+1)
	}
	var newest int64
	if err := db.reader.NewSelect().Model((*orgState)(nil)).Column("last_incident").Where("org_id = ?", orgID).Scan(ctx, &newest); err != nil {
		return nil, ignoreNoRows(err)
	}
	if f.Cursor != "" {
		newest = min(newest, after.number-1) // a cursor that somebody made up must not ask for places that no incident has
	}
	f.Cursor = "" // the span says where the page begins
	rows := []*incidentRow{}
	within := span{max(0, newest-readNumbers), newest, true}
	for places := int64(firstPlaces); ; places *= 2 {
		found, err := db.part(ctx, orgID, f, words, place{}, within, f.Limit+1-len(rows))
		if err != nil {
			return nil, err
		}
		rows = append(rows, found...)
		if len(rows) > f.Limit || within.from == 0 {
			return rows, nil
		}
		next := within.from - 1
		within = span{max(0, next/placeNumbers-places+1) * placeNumbers, next, false}
	}
}

// part reads rows behind a place; a search on PostgreSQL keeps to a span.
func (db *database) part(ctx context.Context, orgID int64, f Filter, words search, after place, within span, limit int) ([]*incidentRow, error) {
	rows := []*incidentRow{}
	q := db.reader.NewSelect().Model(&rows).Where("i.org_id = ?", orgID).Limit(limit)
	kind := db.config.Kind
	f.narrow(q)
	if f.State == ListOpen {
		words.within(kind, q, orgID)
		q.Where("i.status IN (?)", bun.List(incident.OpenStatuses)).Order("i.severity", "i.number")
		if f.Cursor != "" {
			q.Where("(i.severity, i.number) > (?, ?)", after.severity, after.number)
		}
		return rows, q.Scan(ctx)
	}
	if f.State == ListResolved {
		q.Where("i.status IN (?)", bun.List([]incident.Status{incident.ResolvedState, incident.Closed}))
	}
	switch {
	case words.none:
		return rows, nil
	case len(words.words) > 0:
		words.drive(kind, q, orgID, within)
		if f.Cursor != "" {
			words.before(q, orgID, after.number)
		}
	case f.facet() != nil:
		facetDrive(*f.facet(), kind, q, orgID)
		if f.Cursor != "" {
			q.Where("d.incident_number < ?", after.number)
		}
	default:
		q.Order("i.number DESC")
		if f.Cursor != "" {
			q.Where("i.number < ?", after.number)
		}
	}
	return rows, q.Scan(ctx)
}

func ignoreNoRows(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

var likeEscaper = strings.NewReplacer(`!`, `!!`, `%`, `!%`, `_`, `!_`)

// narrow leaves out what the filter does not want, but for its words.
func (f Filter) narrow(q *bun.SelectQuery) {
	f.Reader.sees(q)
	if len(f.Severities) == 1 && f.State != ListOpen {
		q.Where("i.severity || '' = ?", f.Severities[0]) // as the index has it
	} else if len(f.Severities) > 0 {
		q.Where("i.severity IN (?)", bun.List(f.Severities))
	}
	if len(f.Layers) > 0 {
		q.Where("EXISTS (?)", facetOf(q, incident.FacetLayer).Where("f.value IN (?)", bun.List(f.Layers)))
	}
	if f.Service != "" {
		q.Where("EXISTS (?)", facetOf(q, incident.FacetService).Where("f.value = ?", f.Service))
	}
}

// facet is what a list is best read along: a service has few incidents, one layer fewer than all.
func (f Filter) facet() *incident.Facet {
	if f.Service != "" {
		return &incident.Facet{Kind: incident.FacetService, Value: f.Service}
	}
	if len(f.Layers) == 1 {
		return &incident.Facet{Kind: incident.FacetLayer, Value: string(f.Layers[0])}
	}
	return nil
}

func facetOf(q *bun.SelectQuery, kind incident.FacetKind) *bun.SelectQuery {
	return q.NewSelect().Model((*facetRow)(nil)).ColumnExpr("1").Where("f.org_id = i.org_id AND f.incident_number = i.number AND f.kind = ?", kind)
}

// A cursor is the state and the last row's place, so it stays right while incidents come and go.
func (f Filter) cursorAfter(last *incidentRow) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%s:%s:%d", f.State, last.Severity, last.Number))
}

// place is the row that a page begins behind.
type place struct {
	severity string
	number   int64
}

func (f Filter) parseCursor() (place, error) {
	if f.Cursor == "" {
		return place{}, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(f.Cursor)
	if err == nil {
		parts := strings.SplitN(string(raw), ":", 3)
		var number int64
		if len(parts) == 3 && parts[0] == string(f.State) {
			if _, err = fmt.Sscanf(parts[2], "%d", &number); err == nil {
				return place{parts[1], number}, nil
			}
		}
	}
	return place{}, problem.New(problem.Invalid, "bad_cursor", "This cursor is not of this list.").At("cursor").
		Try("Take it unchanged from `next` of the page before, with the same state.")
}

// Incident finds one incident. Problem: not_found.
func (db *database) Incident(ctx context.Context, orgID, number int64) (*incident.Incident, error) {
	row := new(incidentRow)
	err := db.reader.NewSelect().Model(row).Where("org_id = ? AND number = ?", orgID, number).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, incident.NotFound(number)
	}
	if err != nil {
		return nil, db.problem(err)
	}
	return incidentFromRow(row)
}

// Timeline lists entries whose seq is greater than after, in their order, and whether there are more.
func (db *database) Timeline(ctx context.Context, orgID, number, after int64, limit int) ([]incident.Entry, bool, error) {
	var rows []*timelineRow
	err := db.reader.NewSelect().Model(&rows).Where("org_id = ? AND incident_number = ? AND seq > ?", orgID, number, after).
		Order("seq").Limit(limit + 1).Scan(ctx)
	if err != nil {
		return nil, false, db.problem(err)
	}
	more := len(rows) > limit
	entries, err := convertAll(rows[:min(limit, len(rows))], entryFromRow)
	if err != nil {
		return nil, false, err
	}
	return entries, more, db.problem(marked(ctx, db.reader, orgID, number, entries))
}

// Change is the latest change of an incident. Of a restricted one only number and version are told.
type Change struct {
	Seq      int64 // of the organisation
	Number   int64
	Version  int64
	Severity incident.Severity
	Status   incident.Status
	Kind     string // of its latest timeline entry
	AtMillis int64
}

const maxChanges = 500

// LastChange is the newest change number of an organisation; 0 before the first.
func (db *database) LastChange(ctx context.Context, orgID int64) (int64, error) {
	var seq int64
	err := db.reader.NewSelect().Model((*orgState)(nil)).Column("change_seq").Where("org_id = ?", orgID).Scan(ctx, &seq)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return seq, db.problem(err)
}

// ChangesAfter lists incidents that changed after the place (seq, number), in the order of their latest changes, at most 500.
func (db *database) ChangesAfter(ctx context.Context, orgID, seq, number int64) ([]Change, error) {
	var rows []*incidentRow
	err := db.reader.NewSelect().Model(&rows).Column("change_seq", "number", "version", "severity", "status", "readers", "change_kind", "updated_at").
		Where("org_id = ?", orgID).Where("(change_seq, number) > (?, ?)", seq, number).Order("change_seq", "number").Limit(maxChanges).Scan(ctx)
	if err != nil {
		return nil, db.problem(err)
	}
	changes := make([]Change, len(rows))
	for i, r := range rows {
		changes[i] = Change{
			Seq: r.ChangeSeq, Number: r.Number, Version: r.Version, Severity: incident.Severity(r.Severity), Status: incident.Status(r.Status),
			Kind: r.ChangeKind, AtMillis: r.UpdatedAt,
		}
		if r.Readers != "" {
			changes[i].Severity, changes[i].Status, changes[i].Kind = "", "", ""
		}
	}
	return changes, nil
}
