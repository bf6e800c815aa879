package plugin

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/ingest"
)

func TestLifeOfASource(t *testing.T) {
	h := newHarness(t)
	var made api.SourceWithToken
	h.call(ada, "POST", "/sources", api.NewSource{Name: "My Grafana", Kind: api.SourceKindGrafana}).want(201).into(&made)
	if !strings.HasPrefix(made.Source.Id, "my-grafana-") || len(made.Token) < 20 || len(made.Source.GroupBy) != 3 {
		t.Fatalf("%+v", made)
	}
	path := "/sources/" + made.Source.Id
	send := func(token string) answer {
		return h.call(robot, "POST", "/ingest/"+made.Source.Id, webhook(fire("Down", h.clock.now(), "team", "a")), "X-Strata-Token", token)
	}
	send(made.Token).want(200)
	if a := h.call(vic, "GET", "/sources", nil).want(200); strings.Contains(string(a.body), made.Token) || strings.Contains(string(a.body), ingest.HashToken(made.Token)) {
		t.Error("the list shows a secret")
	}

	h.call(ada, "POST", "/sources", api.NewSource{Name: "My Grafana", Kind: api.SourceKindGrafana}).wantError(422, "name_taken")
	h.call(ada, "POST", "/sources", api.NewSource{Name: " ", Kind: api.SourceKindGrafana}).wantError(400, "bad_source")
	h.call(ada, "POST", "/sources", api.NewSource{Name: "x", Kind: "zabbix"}).wantError(400, "bad_source")
	h.call(ada, "PATCH", path, map[string]any{"groupBy": []string{}}).wantError(400, "bad_source")
	h.call(ada, "POST", "/sources", []byte("{")).wantError(400, "bad_request")

	var changed api.Source
	h.call(ada, "PATCH", path, map[string]any{"name": "Renamed", "groupBy": []string{"team"}}).want(200).into(&changed)
	if changed.Name != "Renamed" || len(changed.GroupBy) != 1 || changed.Stats.Deliveries != 1 {
		t.Fatalf("%+v", changed)
	}
	h.call(ada, "PATCH", path, map[string]any{"enabled": false}).want(200)
	send(made.Token).wantError(403, "source_disabled")
	h.call(ada, "PATCH", path, map[string]any{"enabled": true}).want(200)

	var rotated api.SourceWithToken
	h.call(ada, "POST", path+"/rotate", nil).want(200).into(&rotated)
	if rotated.Token == made.Token || rotated.Source.TokenRotatedAt == nil {
		t.Fatalf("%+v", rotated)
	}
	send(made.Token).want(200)
	send(rotated.Token).want(200)
	h.clock.advance(24 * time.Hour)
	send(made.Token).wantError(401, "wrong_token")
	send(rotated.Token).want(200)

	h.call(ada, "DELETE", path, nil).want(204)
	send(rotated.Token).wantError(404, "unknown_source")
	h.call(ada, "DELETE", path, nil).wantError(404, "unknown_source")
	var lookup api.AlertLookup
	h.call(vic, "GET", "/alerts/lookup?label=alertname%3DDown", nil).want(200).into(&lookup)
	if lookup.Outcome != api.AlertLookupOutcomeIncident || lookup.Alert.SourceName != "Renamed" {
		t.Errorf("alerts of a deleted source are gone: %+v", lookup)
	}
}

func TestProvisionedSourcesAreNotChangedByHand(t *testing.T) {
	h := newHarness(t)
	path := "/sources/" + provisionedSource
	h.call(ada, "PATCH", path, map[string]any{"enabled": false}).wantError(403, "provisioned")
	h.call(ada, "DELETE", path, nil).wantError(403, "provisioned")
	h.call(ada, "POST", path+"/rotate", nil).wantError(403, "provisioned")
	var list api.SourceList
	h.call(vic, "GET", "/sources", nil).want(200).into(&list)
	if len(list.Sources) != 1 || list.Sources[0].Id != provisionedSource || list.Sources[0].Provisioned == nil {
		t.Errorf("%+v", list)
	}
}

// provisionedApp is the app on path with these provisioned sources; each has the token of its name.
func provisionedApp(t *testing.T, path string, c *clock, sources []map[string]any, tokens map[string]string) *harness {
	t.Helper()
	raw, err := json.Marshal(map[string]any{"path": path, "sources": sources, "resolveDelay": atOnce})
	if err != nil {
		t.Fatal(err)
	}
	h := &harness{t: t, clock: c, app: newApp(backend.AppInstanceSettings{JSONData: raw, DecryptedSecureJSONData: tokens}, c.now)}
	t.Cleanup(h.app.Dispose)
	return h
}

func TestProvisioningFollowsTheFile(t *testing.T) {
	first := newHarness(t)
	first.deliver(webhook()).want(200)
	second := provisionedApp(t, first.path, first.clock, []map[string]any{
		{"name": "Shop Alertmanager", "kind": "alertmanager", "groupBy": []string{"service"}}, {"id": "second", "name": "Second", "kind": "grafana"},
	}, map[string]string{"sourceToken.Shop Alertmanager": "another-token", "sourceToken.Second": "second-token"})
	var list api.SourceList
	second.call(vic, "GET", "/sources", nil).want(200).into(&list)
	if len(list.Sources) != 2 || list.Sources[1].GroupBy[0] != "service" || list.Sources[1].Stats.Deliveries != 1 {
		t.Fatalf("%+v", list)
	}
	second.deliver(webhook()).want(200) // the old token, for a day
	second.call(robot, "POST", ingestPath, webhook(), "X-Strata-Token", "another-token").want(200)
	third := provisionedApp(t, first.path, first.clock, nil, nil)
	third.call(vic, "GET", "/sources", nil).want(200).into(&list)
	if len(list.Sources) != 0 {
		t.Errorf("%+v", list)
	}
}

func TestBadProvisioningIsSaid(t *testing.T) {
	cases := []struct {
		name    string
		sources []map[string]any
		tokens  map[string]string
		field   string
	}{
		{"no token", []map[string]any{{"name": "A", "kind": "grafana"}}, nil, "secureJsonData.sourceToken.A"},
		{"bad kind", []map[string]any{{"name": "A", "kind": "x"}}, map[string]string{"sourceToken.A": "long-enough-token"}, "jsonData.sources[0].kind"},
		{"bad id", []map[string]any{{"id": "A B", "name": "A", "kind": "grafana"}}, map[string]string{"sourceToken.A": "long-enough-token"}, "jsonData.sources[0].id"},
		{"same id", []map[string]any{{"name": "A", "kind": "grafana"}, {"name": "a", "kind": "grafana"}},
			map[string]string{"sourceToken.A": "long-enough-token", "sourceToken.a": "long-enough-token"}, "jsonData.sources[1].id"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			h := provisionedApp(t, t.TempDir()+"/strata.db", newClock(), c.sources, c.tokens)
			h.call(vic, "GET", "/incidents", nil).want(200)
			var st api.Status
			h.call(vic, "GET", "/status", nil).want(200).into(&st)
			if p := part(t, st, "sources"); p.State != api.StatusPartStateError || (*p.Details)["field"] != c.field {
				t.Errorf("%+v", p)
			}
		})
	}
}
