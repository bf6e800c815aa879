package plugin

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

var word = regexp.MustCompile(`^[a-z_]+$`)

// rows is everything that the store holds of an organisation, as text.
func (h *harness) rows(org int64) map[string]string {
	h.t.Helper()
	db, err := sql.Open("sqlite", h.path+"?_pragma=busy_timeout(5000)")
	if err != nil {
		h.t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			h.t.Error(err)
		}
	}()
	out := map[string]string{}
	for _, table := range h.column(db, "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'strata!_%' ESCAPE '!' AND name NOT IN ('strata_schema', 'strata_backup', 'strata_flush') AND name NOT LIKE 'strata!_search!_%' ESCAPE '!'") {
		if !word.MatchString(table) {
			h.t.Fatalf("table %q", table)
		}
		columns := h.column(db, fmt.Sprintf("SELECT name FROM pragma_table_info('%s') ORDER BY cid", table))
		if !slices.Contains(columns, "org_id") {
			h.t.Errorf("%s has no organisation", table)
			continue
		}
		for i, c := range columns {
			columns[i] = "quote(" + c + ")"
		}
		query := fmt.Sprintf("SELECT %s FROM %s WHERE org_id = %d ORDER BY 1", strings.Join(columns, " || '|' || "), table, org)
		out[table] = strings.Join(h.column(db, query), "\n")
	}
	if len(out) < 20 {
		h.t.Fatalf("only %d tables", len(out))
	}
	return out
}

func (h *harness) column(db *sql.DB, query string) []string {
	h.t.Helper()
	found, err := db.QueryContext(h.t.Context(), query)
	if err != nil {
		h.t.Fatalf("%v in %s", err, query)
	}
	defer func() {
		if err := found.Close(); err != nil {
			h.t.Error(err)
		}
	}()
	var out []string
	for found.Next() {
		var v string
		if err := found.Scan(&v); err != nil {
			h.t.Fatal(err)
		}
		out = append(out, v)
	}
	if err := found.Err(); err != nil {
		h.t.Fatal(err)
	}
	return out
}

// tenant is an organisation with data that has its mark everywhere.
type tenant struct {
	org    int64
	mark   string
	source string
}

func (x tenant) person(role string) person { return person{x.org, "p-" + x.mark, role} }

// settle gives a tenant one of everything that people and senders can make. Both tenants have the same numbers.
func (h *harness) settle(x tenant) tenant {
	h.t.Helper()
	admin := x.person("Admin")
	var made struct {
		Source struct{ Id string }
		Token  string
	}
	h.call(admin, "POST", "/sources", map[string]any{"name": x.mark, "kind": "alertmanager"}).want(201).into(&made)
	x.source = made.Source.Id
	send := func(body any, status int) {
		h.call(person{x.org, "sender", "Viewer"}, "POST", "/ingest/"+x.source, body, "X-Strata-Token", made.Token).want(status)
	}
	now := h.clock.now()
	send(webhook(fire("Down"+x.mark, now, "service", x.mark, "layer", "application"), fire("Slow"+x.mark, now, "service", x.mark)), 200)
	send(webhook(fire("Gone"+x.mark, now, "service", "other"+x.mark)), 200)
	send(map[string]any{"nothing": x.mark}, 422)
	h.call(admin, "POST", "/incidents", map[string]any{"key": "form-0001", "title": "Declared " + x.mark, "severity": "P3"}).want(201)
	h.call(admin, "POST", "/incidents/1/notes", map[string]any{"body": x.mark}).want(201)
	h.call(admin, "PUT", "/catalog/own/http-latency", map[string]any{"signal": map[string]any{"why": x.mark}})
	return x
}

// Whatever one organisation asks, it sees and changes nothing of another. Routes of later versions are asked as well.
func TestOrganisationsNeverMeet(t *testing.T) {
	h := newHarness(t)
	one, two := h.settle(tenant{org: 1, mark: "Arber"}), h.settle(tenant{org: 2, mark: "Brocken"})
	before := h.rows(one.org)
	for _, table := range []string{"strata_incident", "strata_timeline", "strata_occurrence", "strata_dead_letter", "strata_source", "strata_audit"} {
		if !strings.Contains(before[table], one.mark) && table != "strata_audit" {
			t.Fatalf("%s has nothing of %s", table, one.mark)
		}
	}
	asked := 0
	for _, route := range slices.Sorted(maps.Keys(access)) {
		method, path, _ := strings.Cut(route, " ")
		for _, source := range []string{one.source, two.source} {
			for _, number := range []string{"1", "2", "4"} {
				address := filled(strings.NewReplacer("{number}", number, "{sourceId}", source, "{signalId}", "http-latency").Replace(path))
				for _, query := range []string{"", "?state=all&label=service%3D" + one.mark, "?version=1&fingerprint=1&q=" + one.mark} {
					if query != "" && method != http.MethodGet && method != http.MethodDelete {
						continue
					}
					a := h.call(two.person("Admin"), method, address+query, h.anything(method))
					asked++
					if strings.Contains(string(a.body), one.mark) && !strings.Contains(address+query, one.mark) {
						t.Fatalf("%s %s shows organisation %d: %s", method, address+query, one.org, a.body)
					}
					if strings.Contains(string(a.body), one.mark) && a.status == http.StatusOK && !strings.Contains(address, "lookup") {
						t.Fatalf("%s %s shows organisation %d: %s", method, address+query, one.org, a.body)
					}
				}
			}
		}
		h.clock.advance(time.Second)
		for table, rows := range h.rows(one.org) {
			if rows != before[table] {
				t.Fatalf("%s of organisation 2 changes %s of organisation 1 from\n%s\nto\n%s", route, table, before[table], rows)
			}
		}
	}
	if asked < 300 {
		t.Errorf("only %d requests", asked)
	}
	// The work in the background of one organisation leaves the other alone too.
	h.clock.advance(24 * time.Hour)
	org, err := h.app.runtime.organisation(backend.WithPluginContext(context.Background(), two.person("Admin").context()), two.org)
	if err != nil {
		t.Fatal(err)
	}
	if err := untilDone(t.Context(), org.store, two.org, org.engine.SweepStale); err != nil {
		t.Fatal(err)
	}
	if after := h.rows(one.org); after["strata_occurrence"] != before["strata_occurrence"] || after["strata_timeline"] != before["strata_timeline"] {
		t.Error("the sweep of organisation 2 changed organisation 1")
	}
}

// anything is a body in which every route finds what it needs.
func (h *harness) anything(method string) any {
	if method == http.MethodGet {
		return nil
	}
	return map[string]any{
		"version": 1, "body": "x", "name": "x", "kind": "grafana", "key": "form-0003", "title": "x", "severity": "P1", "to": "P2", "reason": "x",
		"into": 2, "occurrences": []int{1}, "signal": map[string]any{"why": "because"}, "alerts": []any{},
	}
}
