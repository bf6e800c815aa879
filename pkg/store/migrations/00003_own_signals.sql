-- What organisations say about signals: changes of built-in ones, and whole new ones.
-- +goose Up

-- version is the change number of the organisation at which the row was written, so that no version comes twice.
CREATE TABLE strata_own_signal (
  org_id BIGINT NOT NULL,
  id TEXT NOT NULL,
  definition TEXT NOT NULL,
  version BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  updated_by TEXT NOT NULL,
  PRIMARY KEY (org_id, id)
);

-- The change number of the last write to strata_own_signal: what other replicas look at before they read it again.
ALTER TABLE strata_org_state ADD COLUMN own_signals_seq BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE strata_org_state DROP COLUMN own_signals_seq;
DROP TABLE strata_own_signal;
