INSERT INTO strata_own_signal (org_id, id, definition, version, updated_at, updated_by) VALUES (1, 'own-one', '{}', 3, 1760000000000, 'ada')
