-- What rules decide: rooms for the worst incidents, alerts that come and go, and alerts about rules without data.
-- +goose Up
ALTER TABLE strata_incident ADD COLUMN war_room TEXT NOT NULL DEFAULT '';
ALTER TABLE strata_incident ADD COLUMN flapping_since BIGINT NOT NULL DEFAULT 0;
ALTER TABLE strata_incident ADD COLUMN flap_hidden INTEGER NOT NULL DEFAULT 0;
ALTER TABLE strata_incident ADD COLUMN alert_returns TEXT NOT NULL DEFAULT '[]';
ALTER TABLE strata_incident ADD COLUMN raised_by TEXT NOT NULL DEFAULT '[]';
CREATE INDEX strata_incident_recurrence ON strata_incident (org_id, recurrence_of) WHERE recurrence_of > 0;
ALTER TABLE strata_alert ADD COLUMN no_data BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE strata_alert SET no_data = TRUE
  WHERE labels LIKE '%"rulename":%' AND (labels LIKE '%"alertname":"DatasourceNoData"%' OR labels LIKE '%"alertname":"DatasourceError"%');
CREATE INDEX strata_alert_no_data ON strata_alert (org_id, source_id, name) WHERE no_data;

-- +goose Down
DROP INDEX strata_alert_no_data;
ALTER TABLE strata_alert DROP COLUMN no_data;
DROP INDEX strata_incident_recurrence;
ALTER TABLE strata_incident DROP COLUMN raised_by;
ALTER TABLE strata_incident DROP COLUMN alert_returns;
ALTER TABLE strata_incident DROP COLUMN flap_hidden;
ALTER TABLE strata_incident DROP COLUMN flapping_since;
ALTER TABLE strata_incident DROP COLUMN war_room;
