package catalog

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func having(path string, value any) func(map[string]any) {
	return func(fields map[string]any) {
		steps := strings.Split(path, ".")
		var at any = fields
		for _, step := range steps[:len(steps)-1] {
			switch v := at.(type) {
			case map[string]any:
				at = v[step]
			case []any:
				at = v[0]
			}
		}
		object, ok := at.(map[string]any)
		if !ok {
			panic(fmt.Sprintf("no object at %s", path))
		}
		if value == nil {
			delete(object, steps[len(steps)-1])
			return
		}
		object[steps[len(steps)-1]] = value
	}
}

func TestProblemsNameTheField(t *testing.T) {
	const query = "providers.prometheus.0.expr"
	cases := []struct {
		name    string
		change  func(map[string]any)
		field   string
		message string
	}{
		{"unknown variable", having(query, `rate(x{a="$team"}[5m])`), "providers.prometheus[0].expr", "$team"},
		{"no PromQL", having(query, `rate(x[5m]`), "providers.prometheus[0].expr", "unclosed"},
		{"range of a scalar", having(query, `5`), "providers.prometheus[0].expr", "scalar"},
		{"template in an alert", having("alert.query", `rate(x{a="$namespace"}[5m])`), "alert.query", "$namespace"},
		{"missing title", having("title", nil), "title", "missing"},
		{"empty title", having("title", ""), "title", "empty"},
		{"number for a text", having("title", 5), "title", "must be string"},
		{"missing layer", having("layer", nil), "layer", "application, network, cluster, ebpf"},
		{"unknown layer", having("layer", "storage"), "layer", "application, network, cluster, ebpf"},
		{"layer of another type", having("layer", 3), "layer", "application"},
		{"unknown group", having("group", "orders"), "group", "errors, requests"},
		{"group of another layer", having("group", "nodes"), "group", "errors, requests"},
		{"unknown visualisation", having("visualisation", "pie"), "visualisation", "timeseries"},
		{"unknown provider", having("providers.zabbix", map[string]any{}), "providers.zabbix", "not a known field"},
		{"no providers", having("providers", map[string]any{}), "providers", "empty"},
		{"providers of another type", having("providers", "prometheus"), "providers", "object"},
		{"missing legend", having("providers.prometheus.0.legend", nil), "providers.prometheus[0].legend", "missing"},
		{"bad metric", having("providers.prometheus.0.needs", []any{"orders-total"}), "providers.prometheus[0].needs[0]", "name of a metric"},
		{"bad severity", having("alert.severity", "high"), "alert.severity", "P0, P1, P2, P3"},
		{"bad duration", having("alert.for", "5 minutes"), "alert.for", "duration"},
		{"bad alert name", having("alert.name", "no orders"), "alert.name", "capital letter"},
		{"value without op", having("alert.op", nil), "alert.op", "missing"},
		{"neither query nor logs", having("alert.query", nil), "alert", "query"},
		{"alert of another type", having("alert", true), "alert", "object"},
		{"enabled of another type", having("enabled", "no"), "enabled", "true or false"},
		{"wrong label", having("alert.entity", map[string]any{"service": map[string]any{"label": "service"}}), "alert.entity.service.label", "service"},
		{"open quote in Lucene", having("providers.elasticsearch", map[string]any{
			"index": "logs-*", "query": `message:"x`, "metrics": []any{map[string]any{"id": "1", "type": "logs"}}, "bucketAggs": []any{}, "needs": []any{"message"},
		}), "providers.elasticsearch.query", "not closed"},
		{"neither DQL nor selector", having("providers.dynatrace", map[string]any{}), "providers.dynatrace", "dql; or metricSelector"},
		{"taken alert name", having("alert.name", "HighErrorRate"), "alert.name", "error-rate"},
		{"taken by a level", having("alert.name", "VeryHighErrorRate"), "alert.name", "error-rate"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			merged, problems := smallCatalog(t).Merge(read(t, whole(t, "bad-orders", c.change), whole(t, "good-orders", nil)))
			if !slices.ContainsFunc(problems, func(p Problem) bool {
				return p.Signal == "bad-orders" && p.Field == c.field && strings.Contains(p.Message, c.message)
			}) {
				t.Errorf("%+v", problems)
			}
			if got := idsOf(merged); got != "error-rate good-orders logins node-cpu" {
				t.Errorf("the catalog has %s", got)
			}
		})
	}
}

func TestUnreadable(t *testing.T) {
	cases := map[string]string{
		`{`: "", `[]`: "", `null`: "", `"x"`: "", `{"id":"a-b"} {}`: "", `{}`: "id", `{"id":7}`: "id", `{"id":"Upper"}`: "id", `{"id":"x"}`: "id",
		`{"id":"a-b","titel":"x"}`: "titel", `{"id":"a-b","origin":"own"}`: "origin", `{"id":"a-b","params":[]}`: "params",
	}
	for raw, field := range cases {
		if _, problems := ReadOwn([]byte(raw)); len(problems) != 1 || problems[0].Field != field || problems[0].Message == "" {
			t.Errorf("%s: %+v", raw, problems)
		}
	}
}
