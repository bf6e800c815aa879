package promds

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/strata-sre/strata-sre-app/devhost/internal/datasource"
	"github.com/strata-sre/strata-sre-app/devhost/internal/provision"
)

// fake is a Prometheus that answers each path with one body and remembers the forms it got.
func fake(t *testing.T, bodies map[string]string) (provision.DataSource, *[]url.Values) {
	t.Helper()
	var forms []url.Values
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		forms = append(forms, r.Form)
		body := bodies[r.URL.Path]
		if strings.Contains(body, `"error"`) {
			w.WriteHeader(http.StatusUnprocessableEntity)
		}
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(srv.Close)
	return provision.DataSource{Name: "p", UID: "p", URL: srv.URL + "/", JSONData: map[string]any{"timeInterval": "15s"}}, &forms
}

func query(model string) datasource.Query {
	to := time.UnixMilli(1_700_000_000_000).UTC()
	return datasource.Query{RefID: "A", From: to.Add(-time.Hour), To: to, MaxDataPoints: 240, JSON: json.RawMessage(model)}
}

const matrix = `{"status":"success","data":{"resultType":"matrix","result":[
 {"metric":{"__name__":"up","job":"a"},"values":[[1699999800,"1"],[1699999815.5,"NaN"]]},
 {"metric":{"__name__":"up","job":"b"},"values":[[1699999800,"+Inf"]]}]},"warnings":["careful"]}`

const vector = `{"status":"success","data":{"resultType":"vector","result":[{"metric":{"job":"a"},"value":[1700000000,"3.5"]}]}}`

func TestRange(t *testing.T) {
	ds, forms := fake(t, map[string]string{"/api/v1/query_range": matrix})
	res := Source{}.Query(t.Context(), ds, query(`{"expr":"rate(up[$__rate_interval])","legendFormat":"job {{ job }}"}`))
	if res.Error != nil {
		t.Fatal(res.Error)
	}
	form := (*forms)[0]
	if got := form.Get("query"); got != "rate(up[1m])" {
		t.Errorf("query %q; $__rate_interval is 4 × 15 s here", got)
	}
	if form.Get("step") != "15" || form.Get("start") != "1699996395" || form.Get("end") != "1699999995" {
		t.Errorf("start, end and step must be multiples of the step: %v", form)
	}
	if len(res.Frames) != 2 {
		t.Fatalf("want one frame per series, got %d", len(res.Frames))
	}
	f := res.Frames[0]
	if f.RefID != "A" || f.Name != "job a" || f.Meta.Type != data.FrameTypeTimeSeriesMulti || f.Fields[1].Labels["job"] != "a" || f.Fields[1].Config.DisplayNameFromDS != "job a" {
		t.Errorf("frame %s %+v", f.Name, f.Meta)
	}
	if f.Fields[0].Config.Interval != 15000 || f.Meta.Notices[0].Text != "careful" || !strings.Contains(f.Meta.ExecutedQueryString, "Step: 15s") {
		t.Errorf("meta %+v", f.Meta)
	}
	if at, _ := f.Fields[0].At(1).(time.Time); at.UnixMilli() != 1699999815500 {
		t.Errorf("time %v", f.Fields[0].At(1))
	}
}

func TestInstantAndBoth(t *testing.T) {
	ds, forms := fake(t, map[string]string{"/api/v1/query_range": matrix, "/api/v1/query": vector})
	res := Source{}.Query(t.Context(), ds, query(`{"expr":"x","instant":true}`))
	if len(res.Frames) != 1 || res.Frames[0].Meta.Type != data.FrameTypeNumericMulti || len(*forms) != 1 || (*forms)[0].Get("time") != "1700000000" {
		t.Errorf("instant: %v %v", res.Frames, *forms)
	}
	res = Source{}.Query(t.Context(), ds, query(`{"expr":"x","instant":true,"range":true}`))
	if len(res.Frames) != 3 {
		t.Errorf("both: want 3 frames, got %d", len(res.Frames))
	}
}

func TestErrors(t *testing.T) {
	ds, _ := fake(t, map[string]string{"/api/v1/query_range": `{"status":"error","errorType":"bad_data","error":"parse error"}`})
	res := Source{}.Query(t.Context(), ds, query(`{"expr":"rate("}`))
	if res.Error == nil || res.Error.Error() != "bad_data: parse error" || res.Status != http.StatusUnprocessableEntity || res.ErrorSource != "downstream" {
		t.Errorf("refused: %v %v", res.Status, res.Error)
	}
	res = Source{}.Query(t.Context(), provision.DataSource{URL: "http://127.0.0.1:1"}, query(`{"expr":"up"}`))
	if res.Error == nil || res.Status != http.StatusBadGateway || !strings.Contains(res.Error.Error(), "connection refused") {
		t.Errorf("down: %v %v", res.Status, res.Error)
	}
	res = Source{}.Query(t.Context(), ds, query(`{"expr":" "}`))
	if res.Status != http.StatusBadRequest {
		t.Errorf("empty: %v", res.Error)
	}
	html, _ := fake(t, map[string]string{"/api/v1/query_range": `<html>login</html>`})
	if res = (Source{}).Query(t.Context(), html, query(`{"expr":"up"}`)); res.Error == nil || !strings.Contains(res.Error.Error(), "login") {
		t.Errorf("not a Prometheus: %v", res.Error)
	}
}

func TestEmptyResult(t *testing.T) {
	ds, _ := fake(t, map[string]string{"/api/v1/query_range": `{"status":"success","data":{"resultType":"matrix","result":[]}}`})
	res := Source{}.Query(t.Context(), ds, query(`{"expr":"up"}`))
	if len(res.Frames) != 1 || len(res.Frames[0].Fields) != 0 {
		t.Errorf("want one frame without fields, got %v", res.Frames)
	}
}

func TestHealthAndResource(t *testing.T) {
	ds, _ := fake(t, map[string]string{"/api/v1/query": vector, "/api/v1/labels": `{"status":"success","data":["job"]}`})
	if _, err := (Source{}).Health(t.Context(), ds); err != nil {
		t.Error(err)
	}
	w := httptest.NewRecorder()
	Source{}.Resource(w, httptest.NewRequest(http.MethodGet, "/?start=1", nil), ds, "api/v1/labels")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "job") {
		t.Errorf("labels: %d %s", w.Code, w.Body)
	}
	w = httptest.NewRecorder()
	Source{}.Resource(w, httptest.NewRequest(http.MethodGet, "/", nil), ds, "admin/tsdb")
	if w.Code != http.StatusNotFound {
		t.Errorf("admin: %d", w.Code)
	}
}
