-- Runbooks that people write, and what they did with runbooks on incidents. The tables of 00002 were never used.
-- +goose Up
DROP TABLE strata_runbook_step;
DROP TABLE strata_runbook_run;
DROP TABLE strata_runbook_version;
DROP TABLE strata_runbook;

-- What an organisation says about a runbook, also about one that is built in. revision is the change number of the last write, so none comes twice.
CREATE TABLE strata_runbook (
  org_id BIGINT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  current_version BIGINT NOT NULL,
  last_version BIGINT NOT NULL,
  verified_hash TEXT NOT NULL DEFAULT '',
  verified_at BIGINT NOT NULL DEFAULT 0,
  verified_by TEXT NOT NULL DEFAULT '',
  archived_at BIGINT NOT NULL DEFAULT 0,
  archived_by TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (org_id, id)
);
CREATE INDEX strata_runbook_revision ON strata_runbook (org_id, revision);

CREATE TABLE strata_runbook_version (
  org_id BIGINT NOT NULL,
  runbook_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  source TEXT NOT NULL,
  comment TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, runbook_id, version),
  FOREIGN KEY (org_id, runbook_id) REFERENCES strata_runbook (org_id, id)
);

-- A run keeps the text that it was started with: a built-in one changes with the plugin.
CREATE TABLE strata_runbook_run (
  org_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  incident_number BIGINT NOT NULL,
  runbook_id TEXT NOT NULL,
  runbook_version BIGINT NOT NULL,
  origin TEXT NOT NULL,
  title TEXT NOT NULL,
  source TEXT NOT NULL,
  started_by TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  ended_by TEXT NOT NULL DEFAULT '',
  ended_at BIGINT NOT NULL DEFAULT 0,
  comment TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, incident_number) REFERENCES strata_incident (org_id, number)
);
CREATE INDEX strata_runbook_run_incident ON strata_runbook_run (org_id, incident_number);
CREATE INDEX strata_runbook_run_runbook ON strata_runbook_run (org_id, runbook_id, started_at);
CREATE UNIQUE INDEX strata_runbook_run_open ON strata_runbook_run (org_id, incident_number, runbook_id) WHERE ended_at = 0;

-- Only steps that somebody touched have a row.
CREATE TABLE strata_runbook_step (
  org_id BIGINT NOT NULL,
  run_id BIGINT NOT NULL,
  position BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  state TEXT NOT NULL,
  done_by TEXT NOT NULL DEFAULT '',
  done_at BIGINT NOT NULL DEFAULT 0,
  verdict TEXT NOT NULL DEFAULT '',
  verdict_by TEXT NOT NULL DEFAULT '',
  verdict_at BIGINT NOT NULL DEFAULT 0,
  comment TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (org_id, run_id, position),
  FOREIGN KEY (org_id, run_id) REFERENCES strata_runbook_run (org_id, id)
);

-- +goose Down
DROP TABLE strata_runbook_step;
DROP TABLE strata_runbook_run;
DROP TABLE strata_runbook_version;
DROP TABLE strata_runbook;

CREATE TABLE strata_runbook (
  org_id BIGINT NOT NULL,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  kind TEXT NOT NULL,
  matchers TEXT NOT NULL,
  current_version INTEGER NOT NULL,
  verified_at BIGINT NOT NULL DEFAULT 0,
  verified_by TEXT NOT NULL DEFAULT '',
  archived_at BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE TABLE strata_runbook_version (
  org_id BIGINT NOT NULL,
  runbook_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  steps TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, runbook_id, version),
  FOREIGN KEY (org_id, runbook_id) REFERENCES strata_runbook (org_id, id)
);
CREATE TABLE strata_runbook_run (
  org_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  incident_number BIGINT NOT NULL,
  runbook_id TEXT NOT NULL,
  runbook_version INTEGER NOT NULL,
  state TEXT NOT NULL,
  started_by TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, incident_number) REFERENCES strata_incident (org_id, number),
  FOREIGN KEY (org_id, runbook_id, runbook_version) REFERENCES strata_runbook_version (org_id, runbook_id, version)
);
CREATE TABLE strata_runbook_step (
  org_id BIGINT NOT NULL,
  run_id BIGINT NOT NULL,
  position INTEGER NOT NULL,
  state TEXT NOT NULL,
  assignee TEXT NOT NULL DEFAULT '',
  due_at BIGINT NOT NULL DEFAULT 0,
  done_by TEXT NOT NULL DEFAULT '',
  done_at BIGINT NOT NULL DEFAULT 0,
  comment TEXT NOT NULL DEFAULT '',
  verdict TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (org_id, run_id, position),
  FOREIGN KEY (org_id, run_id) REFERENCES strata_runbook_run (org_id, id)
);
