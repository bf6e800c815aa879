// Package pixie answers queries of the Pixie data source (pixie-pixie-datasource) as that plugin's backend does: the same query
// model, macros, frames and errors. It differs in that it asks for no encrypted results and that a broken answer does not end it.
package pixie

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/strata-sre/strata-sre-app/devhost/internal/datasource"
	"github.com/strata-sre/strata-sre-app/devhost/internal/provision"
)

// TypeID is the id of the data source plugin.
const TypeID = "pixie-pixie-datasource"

// Source is the Pixie data source. CAFile, if set, holds certificates in PEM form that are trusted beside the system's; it is
// read anew for every query, as it may be made later than the devhost is started.
type Source struct{ CAFile string }

var _ datasource.Source = Source{}

type model struct {
	QueryType string `json:"queryType"`
	QueryBody struct {
		Script    string `json:"pxlScript"`
		ClusterID string `json:"clusterID"`
	} `json:"queryBody"`
}

// lists are the scripts behind the query types that list names.
var lists = map[string]string{
	"get-pods":       listing("pod", "pod"),
	"get-services":   listing("service", "service"),
	"get-namespaces": listing("namespace", "namespace"),
	"get-nodes":      listing("node", "node_name"),
}

func listing(column, property string) string {
	return fmt.Sprintf(`import px
df = px.DataFrame(table='process_stats', start_time=__time_from)
df.%[1]s = df.ctx['%[2]s']
df = df[df.%[1]s != '']
px.display(df.groupby('%[1]s').agg())
`, column, property)
}

const (
	defaultCloud    = "work.withpixie.ai:443" // of Pixie's Go client
	defaultInterval = time.Second             // of Grafana, for queries without intervalMs
	maxWait         = 60 * time.Second
)

// Query runs a script, or lists clusters, pods, services, namespaces or nodes.
func (s Source) Query(ctx context.Context, ds provision.DataSource, q datasource.Query) backend.DataResponse {
	var m model
	if err := json.Unmarshal(q.JSON, &m); err != nil {
		return failed(fmt.Errorf("query %s: %w", q.RefID, err))
	}
	ctx, cancel := context.WithTimeout(ctx, maxWait)
	defer cancel()
	frames, err := s.frames(ctx, ds, m, q)
	for _, f := range frames {
		f.RefID = q.RefID
	}
	return backend.DataResponse{Frames: frames, Error: err, Status: statusOf(err), ErrorSource: sourceOf(err)}
}

func (s Source) frames(ctx context.Context, ds provision.DataSource, m model, q datasource.Query) (data.Frames, error) {
	cloud, ok := ds.JSONData["cloudAddr"].(string)
	if !ok {
		return nil, errors.New(`jsonData.cloudAddr is missing, which crashes the real plugin: set it to host:port, or to "" for the default`)
	}
	if cloud == "" {
		cloud = defaultCloud
	}
	cluster := strings.TrimSpace(m.QueryBody.ClusterID)
	if m.QueryBody.ClusterID == "" {
		cluster = strings.TrimSpace(ds.SecureJSONData["clusterId"])
	}
	if cluster == "" && m.QueryType != "get-clusters" {
		return nil, errors.New("no cluster: give queryBody.clusterID, or set clusterId in the data source (secureJsonData)")
	}
	script, ok := lists[m.QueryType]
	if m.QueryType == "run-script" {
		script, ok = m.QueryBody.Script, true
	}
	if !ok && m.QueryType != "get-clusters" {
		return nil, fmt.Errorf("unknown query type: %s", m.QueryType)
	}
	c, err := s.dial(cloud, strings.TrimSpace(ds.SecureJSONData["apiKey"]))
	if err != nil {
		return nil, err
	}
	defer c.close()
	if m.QueryType == "get-clusters" {
		return c.clusters(ctx)
	}
	return c.run(ctx, cluster, expand(script, q))
}

// expand replaces the macros that the backend knows; all others are the front end's.
func expand(script string, q datasource.Query) string {
	interval := q.Interval
	if interval <= 0 {
		interval = defaultInterval
	}
	return strings.NewReplacer(
		"__time_from", strconv.FormatInt(q.From.UnixNano(), 10),
		"__time_to", strconv.FormatInt(q.To.UnixNano(), 10),
		"__interval", strconv.FormatInt(interval.Nanoseconds(), 10),
	).Replace(script)
}

func failed(err error) backend.DataResponse { return datasource.Failed(statusOf(err), err) }

// statusOf is what Grafana makes of an error that names no status.
func statusOf(err error) backend.Status {
	if err != nil {
		return backend.StatusInternal
	}
	return backend.StatusOK
}

func sourceOf(err error) backend.ErrorSource {
	if err != nil {
		return backend.ErrorSourceDownstream
	}
	return ""
}

// Health says no more than the plugin's check, which asks nobody.
func (Source) Health(context.Context, provision.DataSource) (string, error) {
	return "Settings were read. As with the real plugin nobody was asked: run a get-clusters query to be sure", nil
}

// Resource: the plugin has none.
func (Source) Resource(w http.ResponseWriter, _ *http.Request, _ provision.DataSource, _ string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusNotFound)
	_ = json.NewEncoder(w).Encode(map[string]string{"message": "the Pixie data source has no resources"})
}
