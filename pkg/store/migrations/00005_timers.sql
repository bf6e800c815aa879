-- What has to happen at a certain time. A row is taken away in the transaction that does it, so it happens once.
-- +goose Up
DROP TABLE strata_escalation_timer;

CREATE TABLE strata_timer (
  org_id BIGINT NOT NULL,
  incident_number BIGINT NOT NULL,
  kind TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, incident_number, kind),
  FOREIGN KEY (org_id, incident_number) REFERENCES strata_incident (org_id, number)
);
CREATE INDEX strata_timer_due ON strata_timer (due_at, org_id);

-- +goose Down
DROP TABLE strata_timer;

CREATE TABLE strata_escalation_timer (
  org_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  incident_number BIGINT NOT NULL,
  playbook_id TEXT NOT NULL,
  step INTEGER NOT NULL,
  kind TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  claimed_until BIGINT NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  done_at BIGINT NOT NULL DEFAULT 0,
  cancelled_at BIGINT NOT NULL DEFAULT 0,
  data TEXT NOT NULL DEFAULT '{}',
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, incident_number) REFERENCES strata_incident (org_id, number)
);
