-- What people change: a lowered severity, alerts put elsewhere by hand, merges that can be taken back.
-- +goose Up
ALTER TABLE strata_incident ADD COLUMN lowered_from TEXT NOT NULL DEFAULT '';
ALTER TABLE strata_incident ADD COLUMN merged_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE strata_alert ADD COLUMN pinned_incident BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE strata_alert DROP COLUMN pinned_incident;
ALTER TABLE strata_incident DROP COLUMN merged_at;
ALTER TABLE strata_incident DROP COLUMN lowered_from;
