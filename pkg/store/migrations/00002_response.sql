-- What people and playbooks do about incidents, and what is learned from them. The rules come with later versions.
-- +goose Up

CREATE TABLE strata_role_assignment (
  org_id BIGINT NOT NULL,
  incident_number BIGINT NOT NULL,
  role TEXT NOT NULL,
  login TEXT NOT NULL,
  assigned_by TEXT NOT NULL,
  assigned_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (org_id, incident_number, role, login, assigned_at),
  FOREIGN KEY (org_id, incident_number) REFERENCES strata_incident (org_id, number)
);

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
CREATE INDEX strata_escalation_timer_due ON strata_escalation_timer (due_at) WHERE done_at = 0 AND cancelled_at = 0;

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

CREATE TABLE strata_review (
  org_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  incident_number BIGINT NOT NULL,
  status TEXT NOT NULL,
  owner TEXT NOT NULL DEFAULT '',
  facilitator TEXT NOT NULL DEFAULT '',
  due_at BIGINT NOT NULL DEFAULT 0,
  content TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  published_at BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, incident_number) REFERENCES strata_incident (org_id, number)
);
CREATE UNIQUE INDEX strata_review_incident ON strata_review (org_id, incident_number);

CREATE TABLE strata_review_revision (
  org_id BIGINT NOT NULL,
  review_id BIGINT NOT NULL,
  version BIGINT NOT NULL,
  content TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, review_id, version),
  FOREIGN KEY (org_id, review_id) REFERENCES strata_review (org_id, id)
);

CREATE TABLE strata_action_item (
  org_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  incident_number BIGINT NOT NULL,
  review_id BIGINT,
  title TEXT NOT NULL,
  kind TEXT NOT NULL,
  priority TEXT NOT NULL,
  status TEXT NOT NULL,
  owner TEXT NOT NULL DEFAULT '',
  team TEXT NOT NULL DEFAULT '',
  ticket TEXT NOT NULL DEFAULT '',
  due_at BIGINT NOT NULL DEFAULT 0,
  verification TEXT NOT NULL DEFAULT '',
  verified_at BIGINT NOT NULL DEFAULT 0,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, incident_number) REFERENCES strata_incident (org_id, number),
  FOREIGN KEY (org_id, review_id) REFERENCES strata_review (org_id, id)
);
CREATE INDEX strata_action_item_due ON strata_action_item (org_id, status, due_at);

CREATE TABLE strata_outbox (
  org_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  incident_number BIGINT NOT NULL DEFAULT 0,
  destination TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at BIGINT NOT NULL,
  last_error TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL,
  done_at BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX strata_outbox_due ON strata_outbox (next_attempt_at) WHERE done_at = 0;

CREATE TABLE strata_audit (
  org_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  login TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (org_id, id)
);

CREATE TABLE strata_maintenance_window (
  org_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  name TEXT NOT NULL,
  matchers TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  recurrence TEXT NOT NULL DEFAULT '',
  effect TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  cancelled_at BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX strata_maintenance_window_time ON strata_maintenance_window (org_id, ends_at);

-- A snooze belongs to a group key, so it outlives the incident that it was set on.
CREATE TABLE strata_snooze (
  org_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  group_key TEXT NOT NULL,
  incident_number BIGINT NOT NULL DEFAULT 0,
  until BIGINT NOT NULL,
  reason TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  cancelled_at BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX strata_snooze_group ON strata_snooze (org_id, group_key, until);

-- +goose Down
DROP TABLE strata_snooze;
DROP TABLE strata_maintenance_window;
DROP TABLE strata_audit;
DROP TABLE strata_outbox;
DROP TABLE strata_action_item;
DROP TABLE strata_review_revision;
DROP TABLE strata_review;
DROP TABLE strata_message;
DROP TABLE strata_escalation_timer;
DROP TABLE strata_playbook;
DROP TABLE strata_runbook_step;
DROP TABLE strata_runbook_run;
DROP TABLE strata_runbook_version;
DROP TABLE strata_runbook;
DROP TABLE strata_role_assignment;
