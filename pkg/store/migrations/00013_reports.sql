-- Reports look for incidents that ended after a time.
-- +goose Up
CREATE INDEX strata_incident_updated ON strata_incident (org_id, updated_at);

-- +goose Down
DROP INDEX strata_incident_updated;
