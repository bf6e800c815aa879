package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/plugin"
)

// openIncidents is how much is going on; what grows is the past.
const openIncidents = 500

// services and the shares of severities are such that each filter fills a page of the small store, too.
const services = 100

// place is an empty store.
type place struct {
	driver, dsn string
	settings    map[string]any
	secrets     map[string]string
}

// stage is a filled store behind the plugin's handlers.
type stage struct{ app *plugin.App }

// series is a table n(i) from 1 to a number; both databases know it so.
const series = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) "

// fills are set-based; %[1]d is the number of incidents, %[2]d the first open one, %[3]d the number of services. Every 150th is a P0,
// every twentieth a P1.
var fills = []string{
	`INSERT INTO strata_source (org_id, id, name, kind, enabled, provisioned, group_by, token_hash, created_at, updated_at)
		VALUES (1, 'bench', 'bench', 'alertmanager', TRUE, FALSE, '[]', '', 1, 1) ON CONFLICT DO NOTHING`,
	`INSERT INTO strata_org_state (org_id, change_seq, last_incident, last_alert, last_occurrence) VALUES (1, %[1]d, %[1]d, %[1]d, %[1]d)
		ON CONFLICT (org_id) DO UPDATE SET change_seq = EXCLUDED.change_seq, last_incident = EXCLUDED.last_incident`,
	series + `INSERT INTO strata_incident (org_id, number, group_key, title, severity, severity_locked, status, acknowledged, acknowledged_by,
		acknowledged_at, drill, layers, services, firing_alerts, total_alerts, flap_count, soft_resolves, merged_into, recurrence_of, version,
		impact_started_at, detected_at, mitigated_at, resolved_at, closed_at, created_at, updated_at, change_seq, change_kind, timeline_seq, timeline_hash)
		SELECT 1, i, 'service=svc-' || (i %% %[3]d) || ',n=' || i, 'Alarm' || (i %% 40) || ' on svc-' || (i %% %[3]d),
		CASE WHEN i %% 150 = 0 THEN 'P0' WHEN i %% 20 = 0 THEN 'P1' WHEN i %% 3 = 0 THEN 'P3' ELSE 'P2' END, FALSE,
		CASE WHEN i >= %[2]d THEN 'triage' WHEN i %% 2 = 0 THEN 'closed' ELSE 'resolved' END, FALSE, '', 0, FALSE,
		'[]', '["svc-' || (i %% %[3]d) || '"]', CASE WHEN i >= %[2]d THEN 1 ELSE 0 END, 1, 0, FALSE, 0, 0, 1,
		1700000000000 + i * 1000, 1700000000000 + i * 1000, 0, CASE WHEN i >= %[2]d THEN 0 ELSE 1700000060000 + i * 1000 END, 0,
		1700000000000 + i * 1000, 1700000060000 + i * 1000, i, 'status', 5, '' FROM n`,
	series + `INSERT INTO strata_incident_facet (org_id, incident_number, kind, value) SELECT 1, i, 'service', 'svc-' || (i %% %[3]d) FROM n`,
	series + `INSERT INTO strata_incident_facet (org_id, incident_number, kind, value)
		SELECT 1, i, 'layer', CASE i %% 4 WHEN 0 THEN 'application' WHEN 1 THEN 'network' WHEN 2 THEN 'cluster' ELSE 'ebpf' END FROM n`,
	series + `INSERT INTO strata_timeline (org_id, incident_number, seq, at, recorded_at, kind, actor_type, actor_name, body, data, prev_hash, hash)
		SELECT 1, i, s.seq, 1700000000000 + i * 1000, 1700000000000 + i * 1000, 'alert_fired', 'integration', 'bench',
		'Alarm' || (i %% 40) || ' fired for svc-' || (i %% %[3]d) || ': more than 5 %% of the requests fail', '{"severity":"P2"}', '', ''
		FROM n CROSS JOIN (SELECT 1 AS seq UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5) AS s`,
	series + `INSERT INTO strata_alert (org_id, id, source_id, fingerprint, correlation, rule_uid, name, service, labels, first_seen_at, last_seen_at, current_occurrence)
		SELECT 1, i, 'bench', 'f' || i, '', '', 'Alarm' || (i %% 40), 'svc-' || (i %% %[3]d), '{}', 1, 1, i FROM n WHERE i >= %[2]d`,
	series + `INSERT INTO strata_occurrence (org_id, id, alert_id, incident_number, state, starts_at, ends_at, last_seen_at, repeat_count, severity,
		layer, signal, service, namespace, name, summary, annotations, value_map, links, rule_uid, soft_resolve_reason)
		SELECT 1, i, i, i, 'firing', 1700000000000 + i * 1000, 0, 4000000000000, 0, 'P2', 'network', '', 'svc-' || (i %% %[3]d), 'shop', 'Alarm' || (i %% 40), '', '{}',
		'{}', '{}', '', '' FROM n WHERE i >= %[2]d`,
}

// words are what Strata itself makes of such a title and group key.
const words = `'alarm' || (i %% 40) || ' on svc ' || (i %% %[3]d) || ' service n ' || i`

var searches = map[string]string{
	"sqlite": series + "INSERT INTO strata_search (rowid, words, org_id, incident_number) SELECT 4294967296 + i, " + words + ", 1, i FROM n",
	"pgx":    series + "INSERT INTO strata_search (org_id, incident_number, words) SELECT 1, i, " + words + " FROM n",
}

// fill makes n incidents; the schema is the plugin's own.
func (p place) fill(n int) (s *stage, err error) {
	raw, err := json.Marshal(p.settings)
	if err != nil {
		return nil, err
	}
	instance, err := plugin.NewApp(context.Background(), backend.AppInstanceSettings{JSONData: raw, DecryptedSecureJSONData: p.secrets})
	if err != nil {
		return nil, err
	}
	app, ok := instance.(*plugin.App)
	if !ok {
		return nil, errors.New("the plugin made something that is no app")
	}
	s = &stage{app: app}
	if _, err := s.get("/incidents"); err != nil { // opens the store
		return nil, err
	}
	db, err := sql.Open(p.driver, p.dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	defer func() { err = errors.Join(err, db.Close()) }()
	statements := append(append([]string{}, fills...), searches[p.driver])
	if p.driver == "sqlite" {
		statements = append([]string{"PRAGMA busy_timeout = 60000", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -262144"}, append(statements, "PRAGMA wal_checkpoint(TRUNCATE)")...)
	} else {
		statements = append(statements, "VACUUM ANALYZE")
	}
	for _, statement := range statements {
		if _, err := db.Exec(formatted(statement, n)); err != nil {
			return nil, fmt.Errorf("%.120s: %w", statement, err)
		}
	}
	return s, nil
}

// formatted puts the numbers in; statements without them stay as they are.
func formatted(statement string, n int) string {
	text := fmt.Sprintf(statement+"%[4]s", n, n-openIncidents+1, services, "")
	return text
}
