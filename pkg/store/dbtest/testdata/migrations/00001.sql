INSERT INTO strata_org_state (org_id, change_seq, last_alert, last_occurrence, last_incident, last_row) VALUES (1, 9, 2, 2, 2, 5);
INSERT INTO strata_source (org_id, id, name, kind, enabled, provisioned, group_by, token_hash, created_at, updated_at) VALUES (1, 'old', 'Old source', 'alertmanager', TRUE, FALSE, '["cluster","namespace","service"]', 'x', 1760000000000, 1760000000000);
INSERT INTO strata_source_stats (org_id, source_id, deliveries, alerts) VALUES (1, 'old', 2, 2);
INSERT INTO strata_alert (org_id, id, source_id, fingerprint, correlation, rule_uid, name, service, labels, first_seen_at, last_seen_at, current_occurrence) VALUES
  (1, 1, 'old', 'f0', 'c0', '', 'HighErrorRate', 'checkout', '{"alertname":"HighErrorRate","cluster":"shop","namespace":"shop","service":"checkout"}', 1760000000000, 1760000000000, 1),
  (1, 2, 'old', 'f1', 'c1', '', 'Slow', 'checkout', '{"alertname":"Slow","service":"checkout"}', 1759000000000, 1759000000000, 2);
INSERT INTO strata_incident (org_id, number, group_key, title, severity, severity_locked, status, acknowledged, acknowledged_by, acknowledged_at, drill, layers, services, firing_alerts, total_alerts, flap_count, soft_resolves, merged_into, recurrence_of, version, impact_started_at, detected_at, mitigated_at, resolved_at, closed_at, created_at, updated_at, change_seq, change_kind, timeline_seq, timeline_hash) VALUES
  (1, 1, 'cluster=shop,namespace=shop,service=checkout', 'Old and open: it''s checkout', 'P1', FALSE, 'triage', FALSE, '', 0, FALSE, '[{"layer":"application","at":"2025-10-09T08:53:20Z"}]', '["checkout"]', 1, 1, 0, FALSE, 0, 0, 1, 1760000000000, 1760000000000, 0, 0, 0, 1760000000000, 1760000000000, 9, 'note', 2, '7b59fb298d49270a53381ff064f0b21ccee71b0aec178cc7b7371d712ae0e992'),
  (1, 2, 'service=checkout', 'Old and resolved', 'P2', FALSE, 'resolved', TRUE, 'ed', 1759000000001, FALSE, '[]', '["checkout"]', 0, 1, 0, FALSE, 0, 0, 3, 1759000000000, 1759000000000, 1759000060000, 1759000060000, 0, 1759000000000, 1759000060000, 5, 'status', 0, '');
INSERT INTO strata_incident_facet (org_id, incident_number, kind, value) VALUES (1, 1, 'service', 'checkout'), (1, 2, 'service', 'checkout');
INSERT INTO strata_occurrence (org_id, id, alert_id, incident_number, state, starts_at, ends_at, last_seen_at, repeat_count, severity, layer, signal, service, namespace, name, summary, annotations, value_map, links, rule_uid, soft_resolve_reason) VALUES
  (1, 1, 1, 1, 'firing', 1760000000000, 0, 1760000000000, 0, 'P1', 'application', '', 'checkout', 'shop', 'HighErrorRate', 'Too many errors', '{}', '{"B":null}', '{}', '', ''),
  (1, 2, 2, 2, 'resolved', 1759000000000, 1759000060000, 1759000060000, 3, 'P2', '', '', 'checkout', '', 'Slow', '', '{}', '{}', '{}', '', '');
INSERT INTO strata_incident_alert (org_id, incident_number, occurrence_id, added_by, added_at) VALUES (1, 1, 1, 'rule', 1760000000000), (1, 2, 2, 'rule', 1759000000000);
INSERT INTO strata_timeline (org_id, incident_number, seq, at, recorded_at, kind, actor_type, actor_name, body, data, prev_hash, hash) VALUES
  (1, 1, 1, 1760000000000, 1760000000000, 'incident_created', 'system', 'Strata', 'Opened as P1.', '{"severity":"P1"}', '', '6941f8e4d9e5a3d1458f042053a46453bf21a20f8405a883aca199e18014746e'),
  (1, 1, 2, 1760000000000, 1760000000000, 'note', 'user', 'ed', 'It''s the *cache*; look there', '{}', '6941f8e4d9e5a3d1458f042053a46453bf21a20f8405a883aca199e18014746e', '7b59fb298d49270a53381ff064f0b21ccee71b0aec178cc7b7371d712ae0e992');
INSERT INTO strata_receipt (org_id, id, source_id, body_hash, created_at, result) VALUES (1, 'rc_1', 'old', 'h', 1760000000000, '{}');
INSERT INTO strata_dead_letter (org_id, id, source_id, received_at, reason, body, truncated) VALUES (1, 5, 'old', 1760000000000, 'no list', '{}', FALSE)
