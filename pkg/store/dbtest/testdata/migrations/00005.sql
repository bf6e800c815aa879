INSERT INTO strata_timer (org_id, incident_number, kind, due_at) VALUES (1, 1, 'ack', 4000000000000)
