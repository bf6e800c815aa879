package ingest

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// TestLabel marks an alert as a test, whoever sends it: strata_test="true". It is counted and opens no incident.
const TestLabel = "strata_test"

// isTest knows the alert that Grafana's button "Test" sends, and those that are marked as tests.
func isTest(labels map[string]string) bool {
	return labels["alertname"] == "TestAlert" && labels["instance"] == "Grafana" || labels[TestLabel] == "true"
}

// Test sends a test alert through the source as if its sender had. Problems: unknown_source, source_disabled, busy, store_unavailable.
func (s *Service) Test(ctx context.Context, sourceID string) (Receipt, error) {
	source, err := s.store.Source(ctx, s.org, sourceID)
	if err != nil {
		return Receipt{}, err
	}
	if !source.Enabled {
		return Receipt{}, disabled(source)
	}
	now := s.now()
	body, err := testBody(now)
	if err != nil {
		return Receipt{}, err
	}
	batch := Batch{Received: 1, Tests: 1}
	if source.Kind == Alertmanager || source.Kind == Grafana {
		if batch, err = Decode(body, now); err != nil {
			return Receipt{}, err
		}
	}
	return s.take(ctx, source, batch, body)
}

func testBody(now time.Time) ([]byte, error) {
	body, err := json.Marshal(map[string]any{"version": "4", "status": "firing", "receiver": "strata", "alerts": []map[string]any{{
		"status": "firing", "startsAt": now.UTC().Format(time.RFC3339Nano), "annotations": map[string]string{"summary": "A test of this source"},
		"labels": map[string]string{"alertname": "TestAlert", TestLabel: "true"},
	}}})
	if err != nil {
		return nil, fmt.Errorf("write test alert: %w", err)
	}
	return body, nil
}
