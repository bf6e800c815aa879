-- People, playbooks and messages. How far a playbook is stands with its incident, so that no list has to look for it.
-- +goose Up
DROP TABLE strata_playbook;
DROP TABLE strata_message;

ALTER TABLE strata_incident ADD COLUMN commander TEXT NOT NULL DEFAULT '';
ALTER TABLE strata_incident ADD COLUMN update_due_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE strata_incident ADD COLUMN escalation TEXT NOT NULL DEFAULT '';

CREATE TABLE strata_message (
  org_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  incident_number BIGINT NOT NULL,
  idempotency_key TEXT NOT NULL,
  audience TEXT NOT NULL,
  template TEXT NOT NULL,
  channels TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL,
  written_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  decided_by TEXT NOT NULL DEFAULT '',
  decided_at BIGINT NOT NULL DEFAULT 0,
  reason TEXT NOT NULL DEFAULT '',
  sent_by TEXT NOT NULL DEFAULT '',
  sent_at BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, incident_number) REFERENCES strata_incident (org_id, number)
);
CREATE UNIQUE INDEX strata_message_key ON strata_message (org_id, incident_number, idempotency_key);

-- +goose Down
DROP TABLE strata_message;
ALTER TABLE strata_incident DROP COLUMN escalation;
ALTER TABLE strata_incident DROP COLUMN update_due_at;
ALTER TABLE strata_incident DROP COLUMN commander;

CREATE TABLE strata_message (
  org_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  incident_number BIGINT NOT NULL,
  audience TEXT NOT NULL,
  channel TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL,
  written_by TEXT NOT NULL,
  approved_by TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL,
  sent_at BIGINT NOT NULL DEFAULT 0,
  next_due_at BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, incident_number) REFERENCES strata_incident (org_id, number)
);

CREATE TABLE strata_playbook (
  org_id BIGINT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  severity TEXT NOT NULL,
  definition TEXT NOT NULL,
  enabled BOOLEAN NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id)
);
