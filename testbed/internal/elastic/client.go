// Package elastic keeps an Elasticsearch filled with the documents of the shop: the past hour at the start, then what happens.
package elastic

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

const maxAnswer = 8 << 20 // bytes of an answer that are read at most

// Client sends documents to one Elasticsearch. A user and password may be part of the URL.
type Client struct {
	URL  string
	HTTP *http.Client
}

// NewClient returns a client that gives up on an answer after 30 s.
func NewClient(url string) *Client {
	return &Client{URL: strings.TrimRight(url, "/"), HTTP: &http.Client{Timeout: 30 * time.Second}}
}

func (c *Client) send(ctx context.Context, method, path, kind string, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.URL+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", kind)
	res, err := c.HTTP.Do(req)
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err = errors.Join(err, res.Body.Close()); err != nil {
		return nil, err
	}
	if res.StatusCode >= http.StatusMultipleChoices {
		return nil, fmt.Errorf("elasticsearch: %s %s: HTTP %d: %.300s", method, path, res.StatusCode, raw)
	}
	return raw, nil
}

// Ready tells whether the cluster takes documents.
func (c *Client) Ready(ctx context.Context) error {
	_, err := c.send(ctx, http.MethodGet, "/_cluster/health?wait_for_status=yellow&timeout=2s", "application/json", nil)
	return err
}

// Put stores a JSON object, such as an index template.
func (c *Client) Put(ctx context.Context, path string, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = c.send(ctx, http.MethodPut, path, "application/json", body)
	return err
}

// Bulk sends lines of the bulk format. Documents that Elasticsearch refuses are lost; the error says how many and why the first one.
func (c *Client) Bulk(ctx context.Context, lines []byte) error {
	raw, err := c.send(ctx, http.MethodPost, "/_bulk?filter_path=errors,items.*.error", "application/x-ndjson", lines)
	if err != nil {
		return err
	}
	var answer struct {
		Errors bool `json:"errors"`
		Items  []map[string]struct {
			Error *struct {
				Type   string `json:"type"`
				Reason string `json:"reason"`
			} `json:"error"`
		} `json:"items"`
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return fmt.Errorf("elasticsearch: the answer to _bulk is no JSON: %w", err)
	}
	refused, first := 0, ""
	for _, item := range answer.Items {
		for _, result := range item {
			if result.Error == nil {
				continue
			}
			refused++
			if first == "" {
				first = result.Error.Type + ": " + result.Error.Reason
			}
		}
	}
	if refused > 0 {
		return &RefusedError{Documents: refused, First: first}
	}
	return nil
}

// RefusedError says that Elasticsearch took a request but not all of its documents; sending them again would not help.
type RefusedError struct {
	Documents int
	First     string
}

func (e *RefusedError) Error() string {
	return fmt.Sprintf("elasticsearch refused %d documents, the first for %s", e.Documents, e.First)
}

// Trim deletes documents of an index pattern that are older than a time, without waiting for the end of it.
func (c *Client) Trim(ctx context.Context, pattern string, before time.Time) error {
	body, err := json.Marshal(map[string]any{"query": map[string]any{"range": map[string]any{"@timestamp": map[string]any{"lt": before.UnixMilli(), "format": "epoch_millis"}}}})
	if err != nil {
		return err
	}
	_, err = c.send(ctx, http.MethodPost, "/"+pattern+"/_delete_by_query?conflicts=proceed&wait_for_completion=false&ignore_unavailable=true", "application/json", body)
	return err
}

// Refresh makes everything that was sent visible to searches.
func (c *Client) Refresh(ctx context.Context, pattern string) error {
	_, err := c.send(ctx, http.MethodPost, "/"+pattern+"/_refresh?ignore_unavailable=true", "application/json", nil)
	return err
}
