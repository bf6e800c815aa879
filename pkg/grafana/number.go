package grafana

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"strconv"
	"time"
)

// Number asks a data source a query of its own form for one number over a time range; nil when the answer has none. The query is that of
// Grafana's editors: https://grafana.com/docs/grafana/latest/developers/http_api/data_source/#query-a-data-source
func (c Client) Number(ctx context.Context, source DataSource, query map[string]any, from, to time.Time) (*float64, error) {
	query = maps.Clone(query)
	query["refId"], query["datasource"] = "A", map[string]string{"uid": source.UID, "type": source.Type}
	body := map[string]any{"from": strconv.FormatInt(from.UnixMilli(), 10), "to": strconv.FormatInt(to.UnixMilli(), 10), "queries": []any{query}}
	var answer frames
	if err := c.call(ctx, http.MethodPost, "api/ds/query", body, &answer); err != nil {
		return nil, err
	}
	result := answer.Results["A"]
	if result.Error != "" {
		return nil, refused(source.Name, result.Error)
	}
	for _, f := range result.Frames {
		for i, field := range f.Schema.Fields {
			if field.Type != "number" || i >= len(f.Data.Values) {
				continue
			}
			var values []*float64
			if err := json.Unmarshal(f.Data.Values[i], &values); err != nil {
				return nil, unreadable(err)
			}
			if len(values) > 0 && values[len(values)-1] != nil {
				return values[len(values)-1], nil
			}
		}
	}
	return nil, nil
}
