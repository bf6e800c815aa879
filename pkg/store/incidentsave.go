package store

import (
	"context"
	"database/sql/driver"
	"reflect"
	"slices"
	"strings"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
)

// busyColumns are what each alert of an open incident changes. Only two of the table's indexes have one of them.
var busyColumns = []string{
	"layers", "services", "firing_alerts", "total_alerts", "alert_returns", "version", "updated_at", "change_seq", "change_kind", "timeline_seq", "timeline_hash",
}

// saveIncidents writes incidents. SQLite would keep a whole row's seven indexes for each new alert, so it is told what is busy; PostgreSQL
// writes a new row in either case.
func (t *Tx) saveIncidents(ctx context.Context, p *pipeline, list []*incident.Incident) func(context.Context) error {
	toRow := func(i *incident.Incident) (*incidentRow, error) { return incidentToRow(t.org, i) }
	if t.tx.queue != nil {
		return ahead(ctx, p, records[*incident.Incident, incidentRow]{
			list, toRow,
			func(*incident.Incident) bool { return false }, incidentUpsert,
		})
	}
	return func(ctx context.Context) error {
		rows, err := convertAll(list, toRow)
		if err != nil {
			return err
		}
		var busy, whole []*incidentRow
		fields := t.tx.shapeOf(reflect.TypeFor[incidentRow]()).named(append(slices.Clone(busyColumns), "org_id", "number"))
		for _, r := range rows {
			if before, ok := t.loaded[r.Number]; ok && onlyBusy(before, *r, fields) {
				busy = append(busy, r)
			} else {
				whole = append(whole, r)
			}
			t.note(r)
		}
		if err := t.updateBusy(ctx, busy, fields); err != nil {
			return err
		}
		return insertRows(ctx, t.tx, whole, incidentUpsert)
	}
}

// note remembers an incident as the database has it, where saveIncidents asks for it.
func (t *Tx) note(r *incidentRow) {
	if t.tx.queue != nil {
		return
	}
	if t.loaded == nil {
		t.loaded = map[int64]incidentRow{}
	}
	t.loaded[r.Number] = *r
}

// onlyBusy says that nothing but the fields differs.
func onlyBusy(before, after incidentRow, fields []int) bool {
	from, to := reflect.ValueOf(after), reflect.ValueOf(&before).Elem()
	for _, f := range fields {
		to.Field(f).Set(from.Field(f))
	}
	return before == after
}

// named gives the fields of the columns, in the order of their names.
func (s shape) named(columns []string) []int {
	places := make([]int, len(columns))
	for i, name := range columns {
		at := slices.IndexFunc(s.columns, func(c string) bool { return c == name })
		places[i] = s.fields[at].Index[0]
	}
	return places
}

func (t *Tx) updateBusy(ctx context.Context, rows []*incidentRow, fields []int) error {
	if len(rows) == 0 {
		return nil
	}
	text := "UPDATE strata_incident SET " + strings.Join(busyColumns, " = ?, ") + " = ? WHERE org_id = ? AND number = ?"
	t.tx.show("UPDATE strata_incident … WHERE org_id = ?", t.org)
	return t.tx.eachRow(ctx, text, len(fields), len(rows), func(i int, args []driver.NamedValue) {
		row := reflect.ValueOf(rows[i]).Elem()
		for a, f := range fields {
			args[a].Value = driverValue(row.Field(f))
		}
	})
}
