package server

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/strata-sre/strata-sre-app/devhost/internal/provision"
)

func withPrometheus(t *testing.T) func(*Options) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		user, password, _ := r.BasicAuth()
		if user != "u" || password != "p" || r.Header.Get("X-Scope") != "s" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		if r.Form.Get("query") == "bad(" {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(`{"status":"error","errorType":"bad_data","error":"no"}`))
			return
		}
		_, _ = w.Write([]byte(`{"status":"success","data":{"resultType":"vector","result":[{"metric":{"job":"a"},"value":[1700000000,"1"]}]}}`))
	}))
	t.Cleanup(srv.Close)
	return func(o *Options) {
		list := []provision.DataSource{
			{Name: "Prom", UID: "prom", Type: "prometheus", URL: srv.URL, IsDefault: true, BasicAuth: true, BasicAuthUser: "u",
				JSONData: map[string]any{"httpHeaderName1": "X-Scope"}, SecureJSONData: map[string]string{"basicAuthPassword": "p", "httpHeaderValue1": "s"}},
			{Name: "Pixie", UID: "pixie", Type: "pixie-pixie-datasource"},
		}
		for i := range list {
			provision.Normalise(&list[i], int64(i+1))
		}
		o.Sources = NewCatalog(list)
	}
}

type results struct {
	Results map[string]struct {
		Status      int
		Error       string
		ErrorSource string
		Frames      []any
	}
}

func TestQuery(t *testing.T) {
	h := newHost(t, withPrometheus(t))
	good := `{"refId":"A","datasource":{"uid":"prom","type":"prometheus"},"expr":"up","instant":true}`
	text := h.want(http.StatusOK, http.MethodPost, "/api/ds/query", `{"from":"1699999000000","to":"1700000000000","queries":[`+good+`,{"refId":"H","hide":true,"expr":"x"},{"refId":"D","expr":"up","instant":true}]}`, asToken)
	got := decoded[results](t, text)
	if len(got.Results) != 2 || len(got.Results["A"].Frames) != 1 || len(got.Results["D"].Frames) != 1 {
		t.Errorf("A by uid, D by default, H hidden: %s", text)
	}
	text = h.want(http.StatusBadRequest, http.MethodPost, "/api/ds/query", `{"from":"now-1h","to":"now","queries":[`+good+`,
	  {"refId":"B","datasource":{"uid":"prom"},"expr":"bad(","instant":true},{"refId":"P","datasource":{"uid":"pixie"}}]}`, asAdmin)
	got = decoded[results](t, text)
	if got.Results["A"].Status != http.StatusOK || got.Results["B"].Error != "bad_data: no" || got.Results["B"].ErrorSource != "downstream" || !strings.Contains(got.Results["P"].Error, "not supported in the devhost") {
		t.Errorf("one failure leaves the others: %s", text)
	}
}

func TestAlertRules(t *testing.T) {
	h := newHost(t, withPrometheus(t))
	if text := h.want(http.StatusOK, http.MethodGet, "/api/prometheus/grafana/api/v1/rules", "", asToken); !strings.Contains(text, `"groups":[]`) {
		t.Error(text)
	}
	if text := h.want(http.StatusOK, http.MethodGet, "/api/prometheus/prom/api/v1/rules", "", asToken); !strings.Contains(text, `"status":"success"`) {
		t.Error("passed on with the data source's own password and headers:", text)
	}
	h.want(http.StatusNotFound, http.MethodGet, "/api/prometheus/gone/api/v1/rules", "", asToken)
}

func TestQueryRefuses(t *testing.T) {
	h := newHost(t, withPrometheus(t))
	for body, status := range map[string]int{
		`{"from":"now-1h","to":"now","queries":[{"datasource":{"uid":"gone"}}]}`: http.StatusNotFound,
		`{"from":"now-1h","to":"now","queries":[]}`:                              http.StatusBadRequest,
		`{"from":"yesterdayish","to":"now","queries":[{"expr":"up"}]}`:           http.StatusBadRequest,
		`{`: http.StatusBadRequest,
	} {
		h.want(status, http.MethodPost, "/api/ds/query", body, asAdmin)
	}
	h.want(http.StatusUnauthorized, http.MethodPost, "/api/ds/query", `{}`, nil)
}

func TestDataSources(t *testing.T) {
	h := newHost(t, withPrometheus(t))
	h.want(http.StatusOK, http.MethodGet, "/api/datasources", "", asViewer)
	h.want(http.StatusForbidden, http.MethodPost, "/api/datasources", `{"name":"New","uid":"new","type":"prometheus","url":"http://127.0.0.1:1"}`, asViewer)
	text := h.want(http.StatusOK, http.MethodGet, "/api/datasources/uid/prom", "", asAdmin)
	if strings.Contains(text, `"p"`) || !strings.Contains(text, `"basicAuthPassword":true`) {
		t.Errorf("secrets are named, never shown: %s", text)
	}
	h.want(http.StatusOK, http.MethodGet, "/api/datasources/uid/prom/health", "", asViewer)
	h.want(http.StatusOK, http.MethodGet, "/api/datasources/uid/prom/resources/api/v1/labels", "", asViewer)
	h.want(http.StatusOK, http.MethodPost, "/api/datasources", `{"name":"New","uid":"new","type":"prometheus","url":"http://127.0.0.1:1"}`, asAdmin)
	h.want(http.StatusBadRequest, http.MethodGet, "/api/datasources/uid/new/health", "", asAdmin)
	h.want(http.StatusOK, http.MethodDelete, "/api/datasources/uid/new", "", asAdmin)
	h.want(http.StatusNotFound, http.MethodGet, "/api/datasources/uid/new", "", asAdmin)
	h.want(http.StatusNotFound, http.MethodGet, "/api/datasources/uid/pixie/health", "", asAdmin)
}
