-- Outgoing messages: who sends one right now, and how each channel does.
-- +goose Up
DROP INDEX strata_outbox_due;
ALTER TABLE strata_outbox ADD COLUMN due_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE strata_outbox ADD COLUMN claimed_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE strata_outbox ADD COLUMN claimed_by TEXT NOT NULL DEFAULT '';
UPDATE strata_outbox SET due_at = next_attempt_at;
CREATE INDEX strata_outbox_due ON strata_outbox (org_id, destination, next_attempt_at) WHERE done_at = 0;
CREATE INDEX strata_outbox_order ON strata_outbox (org_id, incident_number, destination, id) WHERE done_at = 0;
CREATE INDEX strata_outbox_dead ON strata_outbox (org_id, id) WHERE state = 'dead';
CREATE INDEX strata_outbox_incident ON strata_outbox (org_id, incident_number, destination);

-- failures counts those in a row; while open_until is in the future nothing is tried.
CREATE TABLE strata_channel (
  org_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0,
  open_until BIGINT NOT NULL DEFAULT 0,
  last_sent_at BIGINT NOT NULL DEFAULT 0,
  last_failed_at BIGINT NOT NULL DEFAULT 0,
  last_error TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (org_id, name)
);

-- +goose Down
DROP TABLE strata_channel;
DROP INDEX strata_outbox_incident;
DROP INDEX strata_outbox_dead;
DROP INDEX strata_outbox_order;
DROP INDEX strata_outbox_due;
ALTER TABLE strata_outbox DROP COLUMN claimed_by;
ALTER TABLE strata_outbox DROP COLUMN claimed_until;
ALTER TABLE strata_outbox DROP COLUMN due_at;
CREATE INDEX strata_outbox_due ON strata_outbox (next_attempt_at) WHERE done_at = 0;
