package elastic

import "context"

// Patterns of the indexes that the shop's documents go to; a data source with all of them answers every signal.
const Patterns = "logs-*,traces-apm*,metrics-*,synthetics-*,hubble-flows-*,tetragon-*,falco-*,.alerts-security.alerts-*"

type object = map[string]any

// install puts the index templates: the Elastic Common Schema's types for what dynamic mapping gets wrong.
func install(ctx context.Context, c *Client) error {
	settings := object{"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "2s"}
	ecs := object{
		"index_patterns": []string{"logs-*", "traces-apm*", "metrics-*", "synthetics-*", "hubble-flows-*", "tetragon-*"},
		"priority":       500, // above the templates that a whole Elasticsearch brings along
		"template":       object{"settings": settings, "mappings": mappings()},
	}
	if err := c.Put(ctx, "/_index_template/strata-testbed", ecs); err != nil {
		return err
	}
	// falcosidekick sends no template: its strings are text with a keyword beside it.
	falco := object{"index_patterns": []string{"falco-*"}, "priority": 500, "template": object{"settings": settings}}
	if err := c.Put(ctx, "/_index_template/strata-testbed-falco", falco); err != nil {
		return err
	}
	alerts := object{"index_patterns": []string{".alerts-security.alerts-*"}, "priority": 500,
		"template": object{"settings": object{"number_of_shards": 1, "number_of_replicas": 0, "hidden": true}, "mappings": mappings()}}
	return c.Put(ctx, "/_index_template/strata-testbed-alerts", alerts)
}

func mappings() object {
	keyword := object{"type": "keyword", "ignore_above": 1024}
	byName := func(name, path, kind string) object {
		return object{name: object{"path_match": path, "mapping": object{"type": kind}}}
	}
	text := func(name, path string) object {
		return object{name: object{"path_match": path, "match_mapping_type": "string", "mapping": object{"type": "text", "norms": false}}}
	}
	return object{
		"date_detection":    false,
		"numeric_detection": false,
		"dynamic_templates": []object{
			byName("addresses", "*.ip", "ip"),
			byName("shares", "*.pct", "float"),
			byName("durations", "*.us", "long"),
			text("messages", "*.message"),
			text("traces", "*.stack_trace"),
			{"strings": object{"match_mapping_type": "string", "mapping": keyword}},
			{"decimals": object{"match_mapping_type": "double", "mapping": object{"type": "double"}}},
		},
		"properties": object{
			"@timestamp": object{"type": "date"},
			"message":    object{"type": "text", "norms": false},
		},
	}
}
