package plugin

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	asker "github.com/strata-sre/strata-sre-app/pkg/grafana"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/review"
)

const (
	kindUsers      = "affected-users" // of catalog/impact.yaml
	maxUserAsks    = 5
	maxUserFields  = 4000 // characters of a query
	usersByMetrics = "prometheus"
	usersByLogs    = "elasticsearch"
)

// usersQuery asks for how many users an incident concerned. What identifies a user differs everywhere, so there is none built in.
type usersQuery struct {
	Title      string `json:"title"`
	Type       string `json:"type"`       // prometheus or elasticsearch
	DataSource string `json:"dataSource"` // UID; empty for the default one of the type
	Query      string `json:"query"`      // PromQL with one number, or Lucene; $service and $range are put in
	Field      string `json:"field"`      // of Elasticsearch: what identifies a user
	TimeField  string `json:"timeField"`  // of Elasticsearch; @timestamp when it is empty
}

// usersQueries reads jsonData.reviews.affectedUsers. What cannot be asked is noted and left out.
func usersQueries(given []usersQuery, note func(error) bool) []usersQuery {
	const at = "jsonData.reviews.affectedUsers"
	if len(given) > maxUserAsks {
		note(badSetting(at, "There are %d queries, more than %d.", len(given), maxUserAsks).Try("Keep the most telling ones."))
		given = given[:maxUserAsks]
	}
	var out []usersQuery
	for i, q := range given {
		field := fmt.Sprintf("%s[%d].", at, i)
		var err error
		switch {
		case q.Type != usersByMetrics && q.Type != usersByLogs:
			err = badSetting(field+"type", "%q cannot be asked for users.", q.Type).Try("Use prometheus or elasticsearch.")
		case strings.TrimSpace(q.Query) == "" || len([]rune(q.Query)) > maxUserFields:
			err = badSetting(field+"query", "The query is empty or longer than %d characters.", maxUserFields)
		case q.Type == usersByLogs && strings.TrimSpace(q.Field) == "":
			err = badSetting(field+"field", "Nothing says which field identifies a user.").Try("Name one, such as user.id.")
		}
		if !note(err) {
			out = append(out, q)
		}
	}
	return out
}

// users asks how many users were affected from a time to another one. A query that fails says so in its figure and holds nothing else up.
func (a *asking) users(ctx context.Context, sources []asker.DataSource, queries []usersQuery, from, to, now time.Time) []review.Measure {
	var out []review.Measure
	for i, q := range queries {
		m := review.Measure{
			ID: fmt.Sprintf("measured-%s-%d", kindUsers, i+1), Kind: kindUsers, Title: q.title(), Unit: "users", Method: review.Measured,
			From: from, To: to, AskedAt: now.Truncate(time.Millisecond), By: review.Strata,
		}
		a.countUsers(ctx, sources, q, &m)
		out = append(out, m)
	}
	return out
}

func (q usersQuery) title() string {
	if q.Title == "" {
		return "Affected users"
	}
	return q.Title
}

func (a *asking) countUsers(ctx context.Context, sources []asker.DataSource, q usersQuery, m *review.Measure) {
	m.Language, m.Query = "promql", q.promQL(a.services, m.To.Sub(m.From))
	query := map[string]any{"expr": m.Query, "instant": true, "range": false, "format": "table"}
	if q.Type == usersByLogs {
		m.Language, m.Query, query = "lucene", q.lucene(a.names), q.cardinality(a.names)
		m.Note = fmt.Sprintf("Different values of %s. Elasticsearch counts many values approximately.", q.Field)
	}
	source, err := asker.Choose(sources, q.Type, q.DataSource)
	if err == nil {
		m.DataSource, m.SourceName = source.UID, source.Name
		m.Value, err = a.client.Number(ctx, source, query, m.From, m.To)
	}
	switch {
	case err != nil:
		m.Failure = problem.From(err).Message
	case m.Value == nil:
		m.Failure = "The query found nothing in this time."
	case math.IsNaN(*m.Value) || math.IsInf(*m.Value, 0):
		m.Value, m.Failure = nil, "The query gave no number."
	}
}

// promQL is asked at the end of the impact, with its length as $range.
func (q usersQuery) promQL(services string, long time.Duration) string {
	return strings.NewReplacer("$service", services, "$range", fmt.Sprintf("%ds", max(1, int64(math.Ceil(long.Seconds()))))).Replace(q.Query)
}

var luceneEscaper = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

// lucene has the incident's services as words in quotes, of which any may match.
func (q usersQuery) lucene(services []string) string {
	words := make([]string, len(services))
	for i, s := range services {
		words[i] = `"` + luceneEscaper.Replace(s) + `"`
	}
	which := "*"
	if len(words) > 0 {
		which = "(" + strings.Join(words, " OR ") + ")"
	}
	return strings.ReplaceAll(q.Query, "$service", which)
}

// cardinality asks for one bucket of everything: buckets of time could not be added up, since a user may be in several.
func (q usersQuery) cardinality(services []string) map[string]any {
	field := q.TimeField
	if field == "" {
		field = "@timestamp"
	}
	return map[string]any{
		"query": q.lucene(services), "timeField": field, "metrics": []any{map[string]any{"id": "1", "type": "cardinality", "field": q.Field}},
		"bucketAggs": []any{map[string]any{"id": "2", "type": "filters", "settings": map[string]any{"filters": []any{map[string]any{"query": "*", "label": "all"}}}}},
	}
}
