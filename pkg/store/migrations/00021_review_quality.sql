-- quality is the score of a review, kept for lists. It was worked out when the timeline of the incident had judged - 1 entries; judged is 0
-- before that, as it is for reviews of before.
-- +goose Up
ALTER TABLE strata_review ADD COLUMN quality INTEGER NOT NULL DEFAULT 0;
ALTER TABLE strata_review ADD COLUMN judged BIGINT NOT NULL DEFAULT 0;
CREATE INDEX strata_review_unjudged ON strata_review (org_id, incident_number) WHERE judged = 0;
CREATE INDEX strata_review_judged ON strata_review (org_id, incident_number, judged) WHERE published_at = 0;

-- +goose Down
DROP INDEX strata_review_judged;
DROP INDEX strata_review_unjudged;
ALTER TABLE strata_review DROP COLUMN judged;
ALTER TABLE strata_review DROP COLUMN quality;
