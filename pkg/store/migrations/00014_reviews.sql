-- Reviews outlive their incidents, so they keep what they need to know of them. Nothing had written to the tables of 00002.
-- +goose Up
DROP TABLE strata_action_item;
DROP TABLE strata_review_revision;
DROP TABLE strata_review;

-- title to readers are those of the incident while that is there. search is in lower case. facts are empty until the review is published.
CREATE TABLE strata_review (
  org_id BIGINT NOT NULL,
  incident_number BIGINT NOT NULL,
  status TEXT NOT NULL,
  version BIGINT NOT NULL,
  title TEXT NOT NULL,
  severity TEXT NOT NULL,
  services TEXT NOT NULL,
  group_key TEXT NOT NULL,
  drill BOOLEAN NOT NULL,
  readers TEXT NOT NULL,
  detected_at BIGINT NOT NULL,
  resolved_at BIGINT NOT NULL,
  owner TEXT NOT NULL,
  facilitator TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  content TEXT NOT NULL,
  facts TEXT NOT NULL,
  search TEXT NOT NULL,
  measures INTEGER NOT NULL,
  sign_offs TEXT NOT NULL,
  filled BOOLEAN NOT NULL,
  measured_at BIGINT NOT NULL,
  measure_note TEXT NOT NULL,
  imported BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  published_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, incident_number)
);
CREATE INDEX strata_review_due ON strata_review (org_id, due_at) WHERE published_at = 0;
CREATE INDEX strata_review_unfilled ON strata_review (org_id, incident_number) WHERE filled = FALSE;

CREATE TABLE strata_review_revision (
  org_id BIGINT NOT NULL,
  incident_number BIGINT NOT NULL,
  version BIGINT NOT NULL,
  content TEXT NOT NULL,
  fields TEXT NOT NULL,
  note TEXT NOT NULL,
  restores BIGINT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, incident_number, version),
  FOREIGN KEY (org_id, incident_number) REFERENCES strata_review (org_id, incident_number)
);

CREATE TABLE strata_review_comment (
  org_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  incident_number BIGINT NOT NULL,
  field TEXT NOT NULL,
  body TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  resolved_by TEXT NOT NULL,
  resolved_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, incident_number) REFERENCES strata_review (org_id, incident_number)
);
CREATE INDEX strata_review_comment_review ON strata_review_comment (org_id, incident_number);

-- A change that a review proposes to a runbook or a signal; state is open, accepted or rejected.
CREATE TABLE strata_review_proposal (
  org_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  incident_number BIGINT NOT NULL,
  kind TEXT NOT NULL,
  target TEXT NOT NULL,
  why TEXT NOT NULL,
  body TEXT NOT NULL,
  base BIGINT NOT NULL,
  state TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at BIGINT NOT NULL,
  reason TEXT NOT NULL,
  result BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, incident_number) REFERENCES strata_review (org_id, incident_number)
);
CREATE INDEX strata_review_proposal_review ON strata_review_proposal (org_id, incident_number);

-- remind_at is the timer of the reminder; 0 for none.
CREATE TABLE strata_action_item (
  org_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  incident_number BIGINT NOT NULL,
  version BIGINT NOT NULL,
  title TEXT NOT NULL,
  kind TEXT NOT NULL,
  priority TEXT NOT NULL,
  must BOOLEAN NOT NULL,
  status TEXT NOT NULL,
  reason TEXT NOT NULL,
  owner TEXT NOT NULL,
  team TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  ticket TEXT NOT NULL,
  verification TEXT NOT NULL,
  search TEXT NOT NULL,
  done_at BIGINT NOT NULL,
  verified_at BIGINT NOT NULL,
  verified_by TEXT NOT NULL,
  remind_at BIGINT NOT NULL,
  reminded INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, incident_number) REFERENCES strata_review (org_id, incident_number)
);
CREATE INDEX strata_action_item_review ON strata_action_item (org_id, incident_number);
CREATE INDEX strata_action_item_due ON strata_action_item (org_id, status, due_at);
CREATE INDEX strata_action_item_remind ON strata_action_item (remind_at) WHERE remind_at > 0;

-- +goose Down
DROP TABLE strata_action_item;
DROP TABLE strata_review_proposal;
DROP TABLE strata_review_comment;
DROP TABLE strata_review_revision;
DROP TABLE strata_review;

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
