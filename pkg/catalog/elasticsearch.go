package catalog

import (
	"fmt"
	"slices"
	"strings"
)

// checkElasticsearch holds the references inside a query of Grafana's model, and the form of its Lucene.
func (s Signal) checkElasticsearch(report func(string, error)) {
	q := s.Providers.Elasticsearch
	if q == nil {
		return
	}
	const at = "providers.elasticsearch"
	report(at+".query", checkLucene(q.Query))
	ids := map[string]bool{}
	for i, agg := range q.BucketAggs {
		report(fmt.Sprintf("%s.bucketAggs[%d].id", at, i), takeID(ids, text(agg["id"])))
	}
	for i, m := range q.Metrics {
		report(fmt.Sprintf("%s.metrics[%d].id", at, i), takeID(ids, text(m["id"])))
		for _, ref := range pipelineRefs(m) {
			if !slices.ContainsFunc(q.Metrics[:i], func(other map[string]any) bool { return text(other["id"]) == ref }) {
				report(fmt.Sprintf("%s.metrics[%d]", at, i), fmt.Errorf("refers to the metric %q, which is not before it", ref))
			}
		}
	}
	report(at+".bucketAggs", checkBuckets(q))
}

func takeID(taken map[string]bool, id string) error {
	if taken[id] {
		return fmt.Errorf("the id %q is there twice", id)
	}
	taken[id] = true
	return nil
}

// pipelineRefs lists the metrics that a pipeline aggregation reads.
func pipelineRefs(m map[string]any) []string {
	switch text(m["type"]) {
	case "derivative", "moving_fn", "cumulative_sum", "serial_diff":
		return []string{text(m["field"])}
	}
	var out []string
	variables, _ := m["pipelineVariables"].([]any)
	for _, v := range variables {
		if one, ok := v.(map[string]any); ok {
			out = append(out, text(one["pipelineAgg"]))
		}
	}
	return out
}

// checkBuckets: documents have no buckets, everything else ends in one, and Grafana draws time only from the last.
func checkBuckets(q *ElasticsearchQuery) error {
	documents := slices.ContainsFunc(q.Metrics, func(m map[string]any) bool {
		return slices.Contains([]string{"logs", "raw_data", "raw_document"}, text(m["type"]))
	})
	if documents {
		if len(q.BucketAggs) > 0 {
			return fmt.Errorf("a query for documents has no buckets")
		}
		return nil
	}
	if len(q.BucketAggs) == 0 {
		return fmt.Errorf("a metric needs at least one bucket aggregation")
	}
	for i, agg := range q.BucketAggs[:len(q.BucketAggs)-1] {
		if text(agg["type"]) == "date_histogram" {
			return fmt.Errorf("[%d] is a date_histogram; it must be the last one", i)
		}
	}
	return nil
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

// checkLucene finds what Elasticsearch's query_string refuses at once: open quotes, brackets, ranges and
// regular expressions, and operators without operands. Elasticsearch itself is asked in the tests that have one.
func checkLucene(query string) error {
	var open []rune
	quote := rune(0)
	escaped := false
	for _, c := range query {
		switch {
		case escaped:
			escaped = false
		case c == '\\':
			escaped = true
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '/':
			quote = c
		case strings.ContainsRune("([{", c):
			open = append(open, c)
		case strings.ContainsRune(")]}", c):
			if len(open) == 0 || !closes(open[len(open)-1], c) {
				return fmt.Errorf("%q closes nothing", c)
			}
			open = open[:len(open)-1]
		}
	}
	if quote != 0 {
		return fmt.Errorf("%q is not closed", quote)
	}
	if len(open) > 0 {
		return fmt.Errorf("%q is not closed", open[len(open)-1])
	}
	return checkOperators(query)
}

// closes: a range may be open on one side, so [ and { mix.
func closes(open, c rune) bool {
	if open == '(' {
		return c == ')'
	}
	return c == ']' || c == '}'
}

func checkOperators(query string) error {
	words := strings.Fields(strings.NewReplacer("(", " ( ", ")", " ) ").Replace(query))
	for i, word := range words {
		if word != "AND" && word != "OR" {
			continue
		}
		if i == 0 || i == len(words)-1 || words[i-1] == "(" || words[i+1] == ")" || words[i+1] == "AND" || words[i+1] == "OR" {
			return fmt.Errorf("%s has nothing on one side", word)
		}
	}
	return nil
}
