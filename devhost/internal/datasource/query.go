// Package datasource holds what the built-in data sources share: the query as Grafana's /api/ds/query takes it, and the
// HTTP connection a data source's settings describe.
package datasource

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/strata-sre/strata-sre-app/devhost/internal/provision"
)

// Query is one target of a request, with its type's own model in JSON.
type Query struct {
	RefID         string
	From, To      time.Time
	Interval      time.Duration
	MaxDataPoints int64
	JSON          json.RawMessage
}

// Source answers queries of one data source type.
type Source interface {
	// Query answers one target; errors are in the response.
	Query(ctx context.Context, ds provision.DataSource, q Query) backend.DataResponse
	// Health returns a message for people, or why the data source cannot be used.
	Health(ctx context.Context, ds provision.DataSource) (string, error)
	// Resource serves paths below /resources/.
	Resource(w http.ResponseWriter, r *http.Request, ds provision.DataSource, path string)
}

// Failed is the response for a query that the data source could not answer. Its source is always "downstream".
func Failed(status backend.Status, err error) backend.DataResponse {
	return backend.DataResponse{Error: err, Status: status, ErrorSource: backend.ErrorSourceDownstream}
}

// UnsupportedError says that the devhost has no built-in data source of a type.
type UnsupportedError string

func (t UnsupportedError) Error() string {
	return fmt.Sprintf("data source type %q is not supported in the devhost yet; use a real Grafana for it", string(t))
}
