-- Incidents that only some may read, and records of changes that cannot be altered unseen.
-- +goose Up

-- Logins in lower case, each between line feeds; empty when everybody in the organisation may read it.
ALTER TABLE strata_incident ADD COLUMN readers TEXT NOT NULL DEFAULT '';

-- hash covers the row and the hash before it; rows from before this version have none.
ALTER TABLE strata_audit ADD COLUMN prev_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE strata_audit ADD COLUMN hash TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE strata_audit DROP COLUMN hash;
ALTER TABLE strata_audit DROP COLUMN prev_hash;
ALTER TABLE strata_incident DROP COLUMN readers;
