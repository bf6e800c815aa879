-- How severe the incidents once were that were merged into this one. Nobody has lowered this one for it.
-- +goose Up
ALTER TABLE strata_incident ADD COLUMN merged_worst TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE strata_incident DROP COLUMN merged_worst;
