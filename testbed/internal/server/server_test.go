package server

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/strata-sre/strata-sre-app/testbed/internal/faults"
	"github.com/strata-sre/strata-sre-app/testbed/internal/sim"
)

func start(t *testing.T) (*Server, string) {
	t.Helper()
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	s := New(sim.New(1, now, 1, nil), func() time.Time { return now })
	s.Warn = func(err error) { t.Error(err) }
	s.sim.Now = now.Add(-3 * time.Second)
	if err := s.catchUp(); err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(s.Handler())
	t.Cleanup(web.Close)
	return s, web.URL
}

func ask(t *testing.T, method, url, body string) (int, []byte) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := res.Body.Close(); err != nil {
			t.Error(err)
		}
	}()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, data
}

func TestEveryPathParses(t *testing.T) {
	s, url := start(t)
	paths := append([]string{""}, s.sim.Store.Paths()...)
	if len(paths) < 15 {
		t.Errorf("only %d paths", len(paths))
	}
	for _, path := range paths {
		status, body := ask(t, http.MethodGet, strings.TrimSuffix(url+"/metrics/"+path, "/"), "")
		p := expfmt.NewTextParser(model.UTF8Validation)
		families, err := p.TextToMetricFamilies(strings.NewReader(string(body)))
		if status != http.StatusOK || err != nil || len(families) == 0 {
			t.Errorf("%s: %d, %d families, %v", path, status, len(families), err)
		}
	}
	if status, _ := ask(t, http.MethodGet, url+"/metrics/nope", ""); status != http.StatusNotFound {
		t.Errorf("unknown path: %d", status)
	}
}

func TestFaultsOverHTTP(t *testing.T) {
	_, url := start(t)
	status, body := ask(t, http.MethodPost, url+"/faults", `{"name":"packet-loss","node":"node-b","severity":0.5,"duration":"10m"}`)
	var a faults.Active
	if err := json.Unmarshal(body, &a); err != nil || status != http.StatusCreated || a.Node != "node-b" || a.Until == nil {
		t.Fatalf("%d %s %v", status, body, err)
	}
	_, body = ask(t, http.MethodGet, url+"/faults", "")
	var list FaultList
	if err := json.Unmarshal(body, &list); err != nil || len(list.Active) != 1 || len(list.Known) < 12 {
		t.Fatalf("%s %v", body, err)
	}
	if status, body = ask(t, http.MethodDelete, url+"/faults/"+a.ID, ""); status != http.StatusOK || !strings.Contains(string(body), `"end":"2026`) {
		t.Errorf("%d %s", status, body)
	}
	if status, body = ask(t, http.MethodGet, url+"/healthz", ""); status != http.StatusOK || !strings.Contains(string(body), `"activeFaults":0`) {
		t.Errorf("%d %s", status, body)
	}
}

func TestBadRequests(t *testing.T) {
	_, url := start(t)
	for body, want := range map[string]int{
		`{"name":"nope"}`:                   http.StatusNotFound,
		`{`:                                 http.StatusBadRequest,
		`{"name":"dns-slow","color":"red"}`: http.StatusBadRequest,
		`{"name":"dns-slow","severity":7}`:  http.StatusBadRequest,
		`{"name":"dns-slow","ramp":"soon"}`: http.StatusBadRequest,
		strings.Repeat(" ", maxBody+1):      http.StatusBadRequest,
	} {
		status, answer := ask(t, http.MethodPost, url+"/faults", body)
		var problem map[string]string
		if err := json.Unmarshal(answer, &problem); err != nil || status != want || problem["error"] == "" {
			t.Errorf("%.40s: %d %s %v", body, status, answer, err)
		}
	}
	if status, _ := ask(t, http.MethodDelete, url+"/faults/dns-slow", ""); status != http.StatusNotFound {
		t.Errorf("stopping what is not active: %d", status)
	}
}

// The truth is what the model did; the exporter's own counter of the same time has to agree.
func TestTruthCountsFailedRequests(t *testing.T) {
	s, url := start(t)
	set := s.sim.Now
	if _, err := s.sim.Faults.Start(faults.Request{Name: "bad-deploy"}, set); err != nil {
		t.Fatal(err)
	}
	exported := func() float64 {
		total := 0.0
		for _, mf := range s.sim.Store.Gather("otel") {
			for _, m := range mf.GetMetric() {
				labels := map[string]string{}
				for _, l := range m.GetLabel() {
					labels[l.GetName()] = l.GetValue()
				}
				if mf.GetName() == "http_server_request_duration_seconds" && labels["service_name"] == "payment" && labels["http_response_status_code"] == "500" {
					total += float64(m.GetHistogram().GetSampleCount())
				}
			}
		}
		return total
	}
	before := exported()
	if err := s.sim.Advance(set.Add(30*time.Second), true); err != nil {
		t.Fatal(err)
	}
	status, body := ask(t, http.MethodGet, url+"/truth?since="+set.Format(time.RFC3339), "")
	var truth Truth
	if err := json.Unmarshal(body, &truth); err != nil || status != http.StatusOK || len(truth.Faults) != 1 || !truth.Faults[0].Start.Equal(set) {
		t.Fatalf("%d %s %v", status, body, err)
	}
	failed := map[string]float64{}
	for _, c := range truth.Services {
		failed[c.Service] = c.Failed
		if c.Service == "payment" && (c.FailingSince == nil || c.FailingSince.Before(set) || c.FailingSince.Sub(set) > 10*time.Second) {
			t.Errorf("payment fails since %v, the fault was set at %s", c.FailingSince, set)
		}
	}
	if seen := exported() - before; failed["payment"] < 50 || seen < 0.97*failed["payment"]-2 || seen > 1.03*failed["payment"]+2 {
		t.Errorf("the model failed %.1f, the exporter shows %.0f", failed["payment"], seen)
	}
	for query, want := range map[string]string{"": "since", "?since=soon": "since", "?since=2020-01-01T00:00:00Z": "two hours"} {
		if status, body := ask(t, http.MethodGet, url+"/truth"+query, ""); status != http.StatusBadRequest || !strings.Contains(string(body), want) {
			t.Errorf("%s: %d %s", query, status, body)
		}
	}
}
