-- One schema for SQLite and PostgreSQL. Times are milliseconds since 1970 in UTC; JSON is TEXT; every row has its organisation.
-- +goose Up

-- Counters of an organisation. Its row is locked by every write, which puts the organisation's changes in one order.
CREATE TABLE strata_org_state (
  org_id BIGINT NOT NULL PRIMARY KEY,
  change_seq BIGINT NOT NULL DEFAULT 0,
  last_alert BIGINT NOT NULL DEFAULT 0,
  last_occurrence BIGINT NOT NULL DEFAULT 0,
  last_incident BIGINT NOT NULL DEFAULT 0,
  last_row BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE strata_source (
  org_id BIGINT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  enabled BOOLEAN NOT NULL,
  provisioned BOOLEAN NOT NULL,
  group_by TEXT NOT NULL,
  ignore_labels TEXT NOT NULL DEFAULT '[]',
  mapping TEXT NOT NULL DEFAULT '{}',
  token_hash TEXT NOT NULL,
  previous_token_hash TEXT NOT NULL DEFAULT '',
  previous_token_until BIGINT NOT NULL DEFAULT 0,
  token_rotated_at BIGINT NOT NULL DEFAULT 0,
  hmac_secret TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  deleted_at BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX strata_source_name ON strata_source (org_id, name) WHERE deleted_at = 0;

CREATE TABLE strata_source_stats (
  org_id BIGINT NOT NULL,
  source_id TEXT NOT NULL,
  deliveries BIGINT NOT NULL DEFAULT 0,
  alerts BIGINT NOT NULL DEFAULT 0,
  rejected BIGINT NOT NULL DEFAULT 0,
  last_delivery_at BIGINT NOT NULL DEFAULT 0,
  last_error TEXT NOT NULL DEFAULT '',
  last_error_at BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (org_id, source_id),
  FOREIGN KEY (org_id, source_id) REFERENCES strata_source (org_id, id)
);

CREATE TABLE strata_alert (
  org_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  source_id TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  correlation TEXT NOT NULL,
  rule_uid TEXT NOT NULL,
  name TEXT NOT NULL,
  service TEXT NOT NULL,
  labels TEXT NOT NULL,
  first_seen_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  current_occurrence BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, source_id) REFERENCES strata_source (org_id, id)
);
CREATE UNIQUE INDEX strata_alert_identity ON strata_alert (org_id, fingerprint, source_id);
CREATE INDEX strata_alert_name ON strata_alert (org_id, name);

CREATE TABLE strata_incident (
  org_id BIGINT NOT NULL,
  number BIGINT NOT NULL,
  group_key TEXT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL DEFAULT '',
  severity TEXT NOT NULL,
  severity_locked BOOLEAN NOT NULL,
  status TEXT NOT NULL,
  status_reason TEXT NOT NULL DEFAULT '',
  acknowledged BOOLEAN NOT NULL,
  acknowledged_by TEXT NOT NULL,
  acknowledged_at BIGINT NOT NULL,
  acknowledged_until BIGINT NOT NULL DEFAULT 0,
  drill BOOLEAN NOT NULL,
  restricted BOOLEAN NOT NULL DEFAULT FALSE,
  layers TEXT NOT NULL,
  services TEXT NOT NULL,
  firing_alerts INTEGER NOT NULL,
  total_alerts INTEGER NOT NULL,
  flap_count INTEGER NOT NULL,
  soft_resolves BOOLEAN NOT NULL,
  merged_into BIGINT NOT NULL,
  recurrence_of BIGINT NOT NULL,
  version BIGINT NOT NULL,
  impact_started_at BIGINT NOT NULL,
  detected_at BIGINT NOT NULL,
  mitigated_at BIGINT NOT NULL,
  resolved_at BIGINT NOT NULL,
  closed_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  change_seq BIGINT NOT NULL,
  change_kind TEXT NOT NULL,
  timeline_seq BIGINT NOT NULL,
  timeline_hash TEXT NOT NULL,
  PRIMARY KEY (org_id, number)
);
CREATE UNIQUE INDEX strata_incident_one_open ON strata_incident (org_id, group_key)
  WHERE status IN ('triage', 'investigating', 'mitigating', 'monitoring');
CREATE INDEX strata_incident_group ON strata_incident (org_id, group_key, number);
CREATE INDEX strata_incident_open ON strata_incident (org_id, severity, number)
  WHERE status IN ('triage', 'investigating', 'mitigating', 'monitoring');
CREATE INDEX strata_incident_change ON strata_incident (org_id, change_seq, number);

-- What lists are filtered by.
CREATE TABLE strata_incident_facet (
  org_id BIGINT NOT NULL,
  incident_number BIGINT NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (org_id, kind, value, incident_number),
  FOREIGN KEY (org_id, incident_number) REFERENCES strata_incident (org_id, number)
);

CREATE TABLE strata_occurrence (
  org_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  alert_id BIGINT NOT NULL,
  incident_number BIGINT,
  state TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  repeat_count INTEGER NOT NULL,
  severity TEXT NOT NULL,
  layer TEXT NOT NULL,
  signal TEXT NOT NULL,
  service TEXT NOT NULL,
  namespace TEXT NOT NULL,
  name TEXT NOT NULL,
  summary TEXT NOT NULL,
  annotations TEXT NOT NULL,
  value_map TEXT NOT NULL,
  links TEXT NOT NULL,
  rule_uid TEXT NOT NULL,
  soft_resolve_reason TEXT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, alert_id) REFERENCES strata_alert (org_id, id),
  FOREIGN KEY (org_id, incident_number) REFERENCES strata_incident (org_id, number)
);
CREATE UNIQUE INDEX strata_occurrence_start ON strata_occurrence (org_id, alert_id, starts_at);
CREATE INDEX strata_occurrence_incident ON strata_occurrence (org_id, incident_number, state, starts_at);
CREATE INDEX strata_occurrence_firing ON strata_occurrence (org_id) WHERE state = 'firing';

CREATE TABLE strata_incident_alert (
  org_id BIGINT NOT NULL,
  incident_number BIGINT NOT NULL,
  occurrence_id BIGINT NOT NULL,
  added_by TEXT NOT NULL,
  added_at BIGINT NOT NULL,
  removed_at BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (org_id, occurrence_id, incident_number),
  FOREIGN KEY (org_id, incident_number) REFERENCES strata_incident (org_id, number),
  FOREIGN KEY (org_id, occurrence_id) REFERENCES strata_occurrence (org_id, id)
);

-- Rows are only added, never changed: hash covers the row and the hash before it.
CREATE TABLE strata_timeline (
  org_id BIGINT NOT NULL,
  incident_number BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  actor_type TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  body TEXT NOT NULL,
  data TEXT NOT NULL,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (org_id, incident_number, seq),
  FOREIGN KEY (org_id, incident_number) REFERENCES strata_incident (org_id, number)
);

-- How an entry is shown; kept apart, so that the chain of hashes stays whole.
CREATE TABLE strata_timeline_mark (
  org_id BIGINT NOT NULL,
  incident_number BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  relevance TEXT NOT NULL DEFAULT 'auto',
  pinned BOOLEAN NOT NULL DEFAULT FALSE,
  shown_at BIGINT NOT NULL DEFAULT 0,
  replaced_by BIGINT NOT NULL DEFAULT 0,
  links TEXT NOT NULL DEFAULT '[]',
  PRIMARY KEY (org_id, incident_number, seq),
  FOREIGN KEY (org_id, incident_number, seq) REFERENCES strata_timeline (org_id, incident_number, seq)
);

CREATE TABLE strata_receipt (
  org_id BIGINT NOT NULL,
  id TEXT NOT NULL,
  source_id TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  result TEXT NOT NULL,
  PRIMARY KEY (org_id, body_hash, source_id)
);
CREATE INDEX strata_receipt_age ON strata_receipt (org_id, created_at);

CREATE TABLE strata_dead_letter (
  org_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  source_id TEXT NOT NULL,
  received_at BIGINT NOT NULL,
  reason TEXT NOT NULL,
  body TEXT NOT NULL,
  truncated BOOLEAN NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX strata_dead_letter_source ON strata_dead_letter (org_id, source_id, id);

-- +goose Down
DROP TABLE strata_dead_letter;
DROP TABLE strata_receipt;
DROP TABLE strata_timeline_mark;
DROP TABLE strata_timeline;
DROP TABLE strata_incident_alert;
DROP TABLE strata_occurrence;
DROP TABLE strata_incident_facet;
DROP TABLE strata_incident;
DROP TABLE strata_alert;
DROP TABLE strata_source_stats;
DROP TABLE strata_source;
DROP TABLE strata_org_state;
