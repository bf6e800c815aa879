package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/pkg/plugin"
)

// requests are what people's first looks ask for.
var requests = []struct{ name, path string }{
	{"open", "/incidents?state=open"},
	{"resolved", "/incidents?state=resolved"},
	{"all", "/incidents?state=all"},
	{"all, severity P0", "/incidents?state=all&severity=P0"},
	{"all, severities P0 and P1", "/incidents?state=all&severity=P0&severity=P1"},
	{"all, one service", "/incidents?state=all&service=svc-77"},
	{"all, one layer", "/incidents?state=all&layer=network"},
	{"search, a common word", "/incidents?state=all&q=alarm"},
	{"search, two words", "/incidents?state=all&q=alarm7+svc"},
	{"search, a rare word", "/incidents?state=all&q=alarm37+77"},
	{"search in open ones", "/incidents?state=open&q=alarm7"},
	{"overview", "/overview"},
	{"board", "/board"},
	{"one incident", "/incidents/4000"},
	{"its timeline", "/incidents/4000/timeline"},
}

// measure gives the median of each request, in their order, for each store. Each request goes to all stores before the next one.
func measure(rounds int, stages []*stage) ([][]time.Duration, error) {
	took := make([][][]time.Duration, len(stages))
	for n := range stages {
		took[n] = make([][]time.Duration, len(requests))
	}
	for range rounds {
		for i, r := range requests {
			for n, s := range stages {
				began := time.Now()
				if _, err := s.get(r.path); err != nil {
					return nil, err
				}
				took[n][i] = append(took[n][i], time.Since(began))
			}
		}
	}
	medians := make([][]time.Duration, len(stages))
	for n := range stages {
		medians[n] = make([]time.Duration, len(requests))
		for i, list := range took[n] {
			slices.Sort(list)
			medians[n][i] = list[len(list)/2]
		}
	}
	return medians, nil
}

func (s *stage) get(path string) (string, error) {
	pc := backend.PluginContext{OrgID: 1, PluginID: plugin.ID, User: &backend.User{Login: "ada", Role: "Admin"}}
	r := httptest.NewRequest(http.MethodGet, path, nil)
	w := httptest.NewRecorder()
	s.app.Handler().ServeHTTP(w, r.WithContext(backend.WithPluginContext(r.Context(), pc)))
	if w.Code != http.StatusOK {
		return "", fmt.Errorf("%s answers %d: %s", path, w.Code, w.Body)
	}
	return w.Body.String(), nil
}
