package plugin

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/api"
	"github.com/strata-sre/strata-sre-app/pkg/ingest"
)

const ingestPath = "/ingest/" + provisionedSource

func packed(t *testing.T, raw []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWebhookRefusals(t *testing.T) {
	h := newHarness(t)
	good := `{"alerts":[]}`
	big := `{"alerts":[],"x":"` + strings.Repeat("x", ingest.MaxBody) + `"}`
	right := []string{"X-Strata-Token", provisionedToken}
	cases := []struct {
		name    string
		who     person
		path    string
		body    []byte
		headers []string
		status  int
		code    string
	}{
		{"right", robot, ingestPath, []byte(good), right, 200, ""},
		{"token in the path", robot, ingestPath + "/" + provisionedToken, []byte(good), nil, 200, ""},
		{"a Viewer with a login may send", vic, ingestPath, []byte(good), right, 200, ""},
		{"charset", robot, ingestPath, []byte(good), append(right, "Content-Type", "application/json; charset=utf-8"), 200, ""},
		{"gzip", robot, ingestPath, packed(t, []byte(good)), append(right, "Content-Encoding", "gzip"), 200, ""},
		{"no identity", public, ingestPath, []byte(good), right, 401, "identity_required"},
		{"no token", robot, ingestPath, []byte(good), nil, 401, "wrong_token"},
		{"wrong token", robot, ingestPath, []byte(good), []string{"X-Strata-Token", "guess"}, 401, "wrong_token"},
		{"an Admin needs the token too", ada, ingestPath, []byte(good), nil, 401, "wrong_token"},
		{"wrong token and bad body", robot, ingestPath + "/guess", []byte("{"), nil, 401, "wrong_token"},
		{"unknown source", robot, "/ingest/nowhere", []byte(good), right, 404, "unknown_source"},
		{"another organisation's source id", person{2, "sa-2", "Viewer"}, "/ingest/nowhere", []byte(good), right, 404, "unknown_source"},
		{"no JSON type", robot, ingestPath, []byte(good), append(right, "Content-Type", "text/plain"), 415, "not_json"},
		{"no type", robot, ingestPath, []byte(good), append(right, "Content-Type", ""), 415, "not_json"},
		{"brotli", robot, ingestPath, []byte(good), append(right, "Content-Encoding", "br"), 415, "unknown_encoding"},
		{"says gzip but is not", robot, ingestPath, []byte(good), append(right, "Content-Encoding", "gzip"), 400, "bad_gzip"},
		{"cut gzip", robot, ingestPath, packed(t, []byte(good))[:12], append(right, "Content-Encoding", "gzip"), 400, "bad_gzip"},
		{"malformed", robot, ingestPath, []byte(`{"alerts":[`), right, 400, "bad_json"},
		{"empty body", robot, ingestPath, nil, right, 400, "bad_json"},
		{"16 MB", robot, ingestPath, []byte(big), right, 413, "too_large"},
		{"16 MB after unpacking", robot, ingestPath, packed(t, []byte(big)), append(right, "Content-Encoding", "gzip"), 413, "too_large"},
		{"not our shape", robot, ingestPath, []byte(`{"text":"hello"}`), right, 422, "unknown_shape"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := h.call(c.who, http.MethodPost, c.path, c.body, c.headers...)
			a.t = t
			if c.code == "" {
				a.want(c.status)
				return
			}
			a.wantError(c.status, c.code)
		})
	}
	var list api.SourceList
	h.call(vic, "GET", "/sources", nil).want(200).into(&list)
	if s := list.Sources[0].Stats; s.Deliveries != 5 || s.Rejected < 10 || s.LastError == nil {
		t.Errorf("stats %+v", s)
	}
}

func TestRealGrafanaBodies(t *testing.T) {
	h := newHarness(t)
	for _, name := range []string{"grafana-firing.json", "grafana-rule-edit.json"} {
		raw, err := os.ReadFile("../ingest/testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		var receipt ingest.Receipt
		h.deliver(raw).want(200).into(&receipt)
		if len(receipt.Errors) != 0 || receipt.New != 1 {
			t.Errorf("%s: %+v", name, receipt)
		}
	}
	var page api.IncidentPage
	h.call(vic, "GET", "/incidents", nil).want(200).into(&page)
	if len(page.Incidents) != 1 || page.Incidents[0].FiringAlerts != 1 || page.Incidents[0].FlapCount != 0 || page.Incidents[0].Status != api.IncidentStatusTriage {
		t.Fatalf("a rule edit must not resolve or double the incident: %+v", page.Incidents)
	}
	var detail api.IncidentDetail
	h.call(vic, "GET", "/incidents/1", nil).want(200).into(&detail)
	if len(detail.Alerts) != 2 || detail.Alerts[0].State != api.AlertOccurrenceStateFiring || *detail.Alerts[1].SoftResolveReason != "MissingSeries" {
		t.Errorf("%+v", detail.Alerts)
	}
	if detail.Alerts[0].Links.Rule == nil || *detail.Alerts[0].Values["A"] != 1 {
		t.Errorf("%+v", detail.Alerts[0])
	}
}

func TestOneBadAlertCostsOnlyItself(t *testing.T) {
	h := newHarness(t)
	bad := fire("Bad", h.clock.now(), "service", "b")
	bad["status"] = "pending"
	var receipt ingest.Receipt
	h.deliver(webhook(fire("Good", h.clock.now(), "service", "a"), bad)).want(200).into(&receipt)
	if receipt.Received != 2 || receipt.New != 1 || len(receipt.Errors) != 1 || receipt.Errors[0].Field != "alerts[1].status" {
		t.Errorf("%+v", receipt)
	}
}

func TestAlertStormInOneBody(t *testing.T) {
	h := newHarness(t)
	alerts := make([]map[string]any, 3000)
	for i := range alerts {
		alerts[i] = fire("Storm", h.clock.now(), "service", "cart", "pod", "p"+time.Duration(i).String())
	}
	var receipt ingest.Receipt
	h.deliver(webhook(alerts...)).want(200).into(&receipt)
	if receipt.New != 3000 || len(receipt.Incidents) != 1 {
		t.Errorf("%+v", receipt)
	}
	var detail api.IncidentDetail
	h.call(vic, "GET", "/incidents/1", nil).want(200).into(&detail)
	if len(detail.Alerts) != 500 || detail.AlertsTruncated == nil || detail.Incident.FiringAlerts != 3000 {
		t.Errorf("%d alerts shown of %d", len(detail.Alerts), detail.Incident.FiringAlerts)
	}
	var lines api.TimelinePage
	h.call(vic, "GET", "/incidents/1/timeline", nil).want(200).into(&lines)
	if len(lines.Entries) != 3 {
		t.Errorf("%d entries for one storm", len(lines.Entries))
	}
}
