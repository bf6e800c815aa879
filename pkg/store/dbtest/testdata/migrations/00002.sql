INSERT INTO strata_audit (org_id, id, at, login, action, object, data) VALUES (1, 1, 1760000000000, 'ada', 'source.create', 'old', '{}');
INSERT INTO strata_review (org_id, id, incident_number, status, content, version, created_at, updated_at, published_at) VALUES (1, 2, 2, 'published', '{}', 1, 1759100000000, 1759100000000, 1759100000000);
INSERT INTO strata_review_revision (org_id, review_id, version, content, changed_by, changed_at) VALUES (1, 2, 1, '{}', 'ed', 1759100000000);
INSERT INTO strata_role_assignment (org_id, incident_number, role, login, assigned_by, assigned_at) VALUES (1, 1, 'commander', 'ed', 'ed', 1760000000000)
