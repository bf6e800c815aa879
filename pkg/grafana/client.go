// Package grafana asks Grafana's own HTTP API, so that permissions, TLS and secrets of data sources stay Grafana's.
package grafana

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

const (
	maxAnswer = 32 << 20 // bytes
	patience  = 30 * time.Second
)

// Client asks one Grafana with the token of a service account.
type Client struct {
	Root  string // address of Grafana
	Token string
	HTTP  *http.Client // nil for one that follows no redirect
}

// DataSource is one that the token may see.
type DataSource struct {
	UID       string `json:"uid"`
	Name      string `json:"name"`
	Type      string `json:"type"`
	IsDefault bool   `json:"isDefault"`
}

// Series is numbers over time; both lists have the same length.
type Series struct {
	Labels map[string]string
	Times  []time.Time // ascending
	Values []float64
}

// NoToken is the problem of having nothing to ask with.
func NoToken() *problem.Problem {
	return problem.New(problem.Refused, "no_token", "Strata has no token to ask data sources through Grafana.").At("secureJsonData.serviceAccountToken").
		Try("Make a service account with the role Viewer (Administration, Service accounts), and put its token into secureJsonData.serviceAccountToken.")
}

// Choose finds a data source: the one with the UID, else the default of the type, else the first of it. Problem: no_data_source.
func Choose(list []DataSource, kind, uid string) (DataSource, error) {
	list = slices.DeleteFunc(slices.Clone(list), func(d DataSource) bool { return d.Type != kind })
	if i := slices.IndexFunc(list, func(d DataSource) bool { return d.UID == uid || uid == "" && d.IsDefault }); i >= 0 {
		return list[i], nil
	}
	if uid == "" && len(list) > 0 {
		return list[0], nil
	}
	return DataSource{}, problem.New(problem.Refused, "no_data_source", "There is no data source of the type %s%s that the token may see.", kind, with(uid)).At("dataSource").
		Try("Add one in Grafana, or name it in jsonData.reviews.dataSource.")
}

func with(uid string) string {
	if uid == "" {
		return ""
	}
	return fmt.Sprintf(" with the UID %q", uid)
}

// DataSources lists what the token may see.
func (c Client) DataSources(ctx context.Context) ([]DataSource, error) {
	var out []DataSource
	return out, c.call(ctx, http.MethodGet, "api/datasources", nil, &out)
}

// frames is Grafana's form of data: https://grafana.com/developers/plugin-tools/key-concepts/data-frames
type frames struct {
	Results map[string]struct {
		Error  string `json:"error"`
		Frames []struct {
			Schema struct {
				Fields []struct {
					Type   string            `json:"type"`
					Labels map[string]string `json:"labels"`
				} `json:"fields"`
			} `json:"schema"`
			Data struct {
				Values []json.RawMessage `json:"values"`
			} `json:"data"`
		} `json:"frames"`
	} `json:"results"`
}

// Range asks a Prometheus for an expression over a time range. Points without a value are left out.
func (c Client) Range(ctx context.Context, source DataSource, expr string, from, to time.Time, step time.Duration) ([]Series, error) {
	points := int64(to.Sub(from)/step) + 2
	body := map[string]any{
		"from": strconv.FormatInt(from.UnixMilli(), 10), "to": strconv.FormatInt(to.UnixMilli(), 10),
		"queries": []any{map[string]any{
			"refId": "A", "datasource": map[string]string{"uid": source.UID, "type": source.Type}, "expr": expr, "range": true, "instant": false, "format": "time_series",
			"interval": fmt.Sprintf("%ds", int64(step/time.Second)), "intervalMs": step.Milliseconds(), "maxDataPoints": points,
		}},
	}
	var answer frames
	if err := c.call(ctx, http.MethodPost, "api/ds/query", body, &answer); err != nil {
		return nil, err
	}
	result := answer.Results["A"]
	if result.Error != "" {
		return nil, refused(source.Name, result.Error)
	}
	var out []Series
	for _, f := range result.Frames {
		if len(f.Data.Values) < 2 || len(f.Schema.Fields) != len(f.Data.Values) {
			continue
		}
		var times []int64
		if err := json.Unmarshal(f.Data.Values[0], &times); err != nil {
			return nil, unreadable(err)
		}
		for i := 1; i < len(f.Data.Values); i++ {
			s, err := seriesOf(times, f.Data.Values[i])
			if err != nil {
				return nil, unreadable(err)
			}
			s.Labels = f.Schema.Fields[i].Labels
			out = append(out, s)
		}
	}
	return out, nil
}

func seriesOf(times []int64, raw json.RawMessage) (Series, error) {
	var values []*float64
	if err := json.Unmarshal(raw, &values); err != nil {
		return Series{}, err
	}
	var s Series
	for i, v := range values {
		if v != nil && i < len(times) {
			s.Times, s.Values = append(s.Times, time.UnixMilli(times[i]).UTC()), append(s.Values, *v)
		}
	}
	return s, nil
}

func refused(name, why string) error {
	return problem.New(problem.Refused, "query_failed", "%s answers: %s", name, short(why)).Try("Open the query in Explore to see what is wrong.")
}

func unreadable(cause error) error {
	return problem.New(problem.Refused, "query_failed", "The answer of Grafana cannot be read.").Because(cause)
}

func short(s string) string {
	if r := []rune(s); len(r) > 300 {
		return string(r[:300]) + "…"
	}
	return s
}

func (c Client) call(ctx context.Context, method, path string, body, into any) error {
	if c.Token == "" {
		return NoToken()
	}
	root, err := url.Parse(c.Root)
	if err != nil || root.Host == "" {
		return problem.New(problem.Refused, "no_address", "Grafana did not say at which address it is.").At("jsonData.grafanaUrl").Try("Set jsonData.grafanaUrl to its address as Strata reaches it.")
	}
	var reader io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return err
		}
		reader = bytes.NewReader(raw)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimRight(root.String(), "/")+"/"+path, reader)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+c.Token)
	req.Header.Set("Content-Type", "application/json")
	res, err := c.client().Do(req)
	if err != nil {
		return problem.New(problem.Refused, "no_answer", "Grafana at %s does not answer Strata.", root.Redacted()).At("jsonData.grafanaUrl").
			Try("Set jsonData.grafanaUrl to its address as Strata reaches it.").Because(err)
	}
	defer func() { _ = res.Body.Close() }() // it was read
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return unreadable(err)
	}
	if res.StatusCode == http.StatusUnauthorized || res.StatusCode == http.StatusForbidden {
		return problem.New(problem.Refused, "token_refused", "Grafana does not let Strata's token do this (%d).", res.StatusCode).At("secureJsonData.serviceAccountToken").
			Try("Give its service account a role that may read and query data sources.")
	}
	if res.StatusCode >= 400 && !bytes.Contains(raw, []byte(`"results"`)) {
		return refused("Grafana", fmt.Sprintf("%d %s", res.StatusCode, raw))
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return unreadable(err)
	}
	return nil
}

func (c Client) client() *http.Client {
	if c.HTTP != nil {
		return c.HTTP
	}
	// A redirect would carry the token elsewhere.
	return &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}
