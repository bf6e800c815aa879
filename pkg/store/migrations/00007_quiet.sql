-- What holds messages or incidents back: snoozes, planned work. What misses them: heartbeats. What limits sources.
-- +goose Up
ALTER TABLE strata_incident ADD COLUMN snoozed_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE strata_incident ADD COLUMN snoozed_as TEXT NOT NULL DEFAULT '';
ALTER TABLE strata_incident ADD COLUMN maintenance_window BIGINT NOT NULL DEFAULT 0;
ALTER TABLE strata_incident ADD COLUMN maintenance_until BIGINT NOT NULL DEFAULT 0;

-- A firing occurrence that a window holds back has the end of that window.
ALTER TABLE strata_occurrence ADD COLUMN suppressed_by BIGINT NOT NULL DEFAULT 0;
ALTER TABLE strata_occurrence ADD COLUMN suppressed_until BIGINT NOT NULL DEFAULT 0;
CREATE INDEX strata_occurrence_suppressed ON strata_occurrence (suppressed_until, org_id) WHERE state = 'firing' AND suppressed_until > 0;

-- Belongs to a group key, so it outlives the incident that it was set on.
DROP TABLE strata_snooze;
CREATE TABLE strata_snooze (
  org_id BIGINT NOT NULL,
  group_key TEXT NOT NULL,
  until BIGINT NOT NULL,
  severity TEXT NOT NULL,
  reason TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, group_key)
);

-- starts_at and ends_at are those of the first time.
DROP TABLE strata_maintenance_window;
CREATE TABLE strata_maintenance_window (
  org_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  name TEXT NOT NULL,
  comment TEXT NOT NULL DEFAULT '',
  matchers TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  time_zone TEXT NOT NULL,
  recurrence TEXT NOT NULL DEFAULT '',
  effect TEXT NOT NULL,
  provisioned BOOLEAN NOT NULL DEFAULT FALSE,
  version BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_by TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  cancelled_by TEXT NOT NULL DEFAULT '',
  cancelled_at BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX strata_maintenance_window_planned ON strata_maintenance_window (org_id, id) WHERE cancelled_at = 0;

-- The change number of the last write to windows or heartbeats: what is kept of them in memory holds until then.
ALTER TABLE strata_org_state ADD COLUMN quiet_seq BIGINT NOT NULL DEFAULT 0;

CREATE TABLE strata_heartbeat (
  org_id BIGINT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  every_ms BIGINT NOT NULL,
  grace_ms BIGINT NOT NULL,
  severity TEXT NOT NULL,
  labels TEXT NOT NULL,
  source_id TEXT NOT NULL DEFAULT '',
  matchers TEXT NOT NULL DEFAULT '[]',
  provisioned BOOLEAN NOT NULL DEFAULT FALSE,
  last_beat_at BIGINT NOT NULL DEFAULT 0,
  due_at BIGINT NOT NULL,
  late_since BIGINT NOT NULL DEFAULT 0,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX strata_heartbeat_due ON strata_heartbeat (due_at, org_id);

-- When an instance of the plugin last watched the heartbeats of an organisation.
CREATE TABLE strata_heartbeat_watch (
  org_id BIGINT NOT NULL PRIMARY KEY,
  seen_at BIGINT NOT NULL
);

ALTER TABLE strata_source_stats ADD COLUMN limited BIGINT NOT NULL DEFAULT 0;
ALTER TABLE strata_source_stats ADD COLUMN last_limited_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE strata_source_stats ADD COLUMN last_test_at BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE strata_source_stats DROP COLUMN last_test_at;
ALTER TABLE strata_source_stats DROP COLUMN last_limited_at;
ALTER TABLE strata_source_stats DROP COLUMN limited;
DROP TABLE strata_heartbeat_watch;
DROP TABLE strata_heartbeat;
ALTER TABLE strata_org_state DROP COLUMN quiet_seq;
DROP TABLE strata_maintenance_window;
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
DROP TABLE strata_snooze;
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
DROP INDEX strata_occurrence_suppressed;
ALTER TABLE strata_occurrence DROP COLUMN suppressed_until;
ALTER TABLE strata_occurrence DROP COLUMN suppressed_by;
ALTER TABLE strata_incident DROP COLUMN maintenance_until;
ALTER TABLE strata_incident DROP COLUMN maintenance_window;
ALTER TABLE strata_incident DROP COLUMN snoozed_as;
ALTER TABLE strata_incident DROP COLUMN snoozed_until;
