package pixie

import (
	"context"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/strata-sre/strata-sre-app/devhost/internal/datasource"
	"github.com/strata-sre/strata-sre-app/devhost/internal/provision"
	standin "github.com/strata-sre/strata-sre-app/testbed/pixie"
)

const (
	key     = "px-api-test"
	cluster = "7d2c4a1e-0000-4000-8000-00000000beef"
)

// cloud starts a stand-in and gives a data source for it, and the Source that trusts it.
func cloud(t *testing.T) (Source, provision.DataSource) {
	t.Helper()
	s, err := standin.New(standin.Options{Key: key, Cluster: cluster})
	if err != nil {
		t.Fatal(err)
	}
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, s.Certificate(), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return Source{CAFile: ca}, provision.DataSource{Name: "Pixie", UID: "pixie", Type: TypeID, JSONData: map[string]any{"cloudAddr": l.Addr().String()},
		SecureJSONData: map[string]string{"apiKey": " " + key + "\n", "clusterId": cluster}}
}

func ask(t *testing.T, s Source, ds provision.DataSource, body map[string]any) backend.DataResponse {
	t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	to := time.Now().UTC().Truncate(time.Minute)
	return s.Query(t.Context(), ds, datasource.Query{RefID: "A", From: to.Add(-time.Hour), To: to, Interval: time.Minute, JSON: raw})
}

func run(script string) map[string]any {
	return map[string]any{"queryType": "run-script", "queryBody": map[string]any{"pxlScript": script}}
}

const series = `import px
df = px.DataFrame(table='http_events', start_time=__time_from, end_time=__time_to)
df.service = df.ctx['service']
df = df[df.trace_role == 2]
df.timestamp = px.bin(df.time_, __interval)
df = df.groupby(['timestamp', 'service']).agg(q=('latency', px.quantiles), n=('latency', px.count))
df.p50 = px.pluck_float64(df.q, 'p50') / 1e9
df.requests = df.n
df.time_ = df.timestamp
px.display(df[['time_', 'service', 'p50', 'requests']])
`

func TestLongSeriesBecomeWide(t *testing.T) {
	s, ds := cloud(t)
	res := ask(t, s, ds, run(series))
	if res.Error != nil || len(res.Frames) != 1 {
		t.Fatalf("%v, %d frames", res.Error, len(res.Frames))
	}
	f := res.Frames[0]
	if f.Name != "output" || f.RefID != "A" || f.TimeSeriesSchema().Type != data.TimeSeriesTypeWide || f.Rows() != 60 || len(f.Fields) != 1+2*9 {
		t.Fatalf("%s %s %v, %d rows, %d fields", f.Name, f.RefID, f.TimeSeriesSchema().Type, f.Rows(), len(f.Fields))
	}
	if f.Fields[0].Name != "time_" || f.Fields[1].Labels["service"] == "" || !f.Fields[1].Nullable() {
		t.Errorf("%s, labels %v", f.Fields[0].Name, f.Fields[1].Labels)
	}
	first, ok := f.Fields[0].At(0).(time.Time)
	if !ok || time.Since(first) > 62*time.Minute || time.Since(first) < 59*time.Minute {
		t.Errorf("__time_from: the first bucket is at %v", first)
	}
	if second, ok := f.Fields[0].At(1).(time.Time); !ok || second.Sub(first) != time.Minute {
		t.Errorf("__interval: buckets at %v and %v", first, second)
	}
}

func TestOtherTimesStayTables(t *testing.T) {
	s, ds := cloud(t)
	res := ask(t, s, ds, run(strings.ReplaceAll(series, "'time_', ", "'timestamp', ")))
	if res.Error != nil || res.Frames[0].Fields[0].Name != "timestamp" || res.Frames[0].Fields[1].Name != "service" {
		t.Fatalf("%v %v", res.Error, res.Frames)
	}
	for i := 1; i < res.Frames[0].Rows(); i++ {
		before, _ := res.Frames[0].Fields[0].At(i - 1).(time.Time)
		if now, ok := res.Frames[0].Fields[0].At(i).(time.Time); !ok || now.Before(before) {
			t.Fatal("rows are not in order of time")
		}
	}
}

func TestRawTable(t *testing.T) {
	s, ds := cloud(t)
	res := ask(t, s, ds, run("import px\ndf = px.DataFrame(table='conn_stats')\npx.display(df.head(2), 'first')"))
	if res.Error != nil || res.Frames[0].Name != "first" || res.Frames[0].Rows() == 0 {
		t.Fatalf("%v %v", res.Error, res.Frames)
	}
}

func TestLists(t *testing.T) {
	s, ds := cloud(t)
	for kind, want := range map[string]string{"get-pods": "shop/", "get-services": "shop/cart", "get-namespaces": "platform", "get-nodes": "node-a"} {
		res := ask(t, s, ds, map[string]any{"queryType": kind})
		if res.Error != nil {
			t.Errorf("%s: %v", kind, res.Error)
			continue
		}
		f := res.Frames[0]
		if column := strings.TrimSuffix(strings.TrimPrefix(kind, "get-"), "s"); f.Fields[0].Name != column || len(f.Fields) != 1 {
			t.Errorf("%s: column %s", kind, f.Fields[0].Name)
		}
		found := false
		for i := range f.Rows() {
			text, _ := f.Fields[0].At(i).(string)
			found = found || strings.HasPrefix(text, want)
		}
		if !found {
			t.Errorf("%s: no %s", kind, want)
		}
	}
	delete(ds.SecureJSONData, "clusterId")
	res := ask(t, s, ds, map[string]any{"queryType": "get-clusters"})
	if res.Error != nil || res.Frames[0].Name != "Vizier Clusters" || res.Frames[0].Rows() != 1 || res.Frames[0].Fields[0].At(0) != cluster {
		t.Errorf("connected clusters only: %v %v", res.Error, res.Frames)
	}
}

func TestMistakesAreTheQuerysError(t *testing.T) {
	s, ds := cloud(t)
	with := func(change func(*provision.DataSource)) provision.DataSource {
		d := ds
		d.JSONData, d.SecureJSONData = map[string]any{"cloudAddr": ds.JSONData["cloudAddr"]}, map[string]string{"apiKey": key, "clusterId": cluster}
		change(&d)
		return d
	}
	for _, c := range []struct {
		want string
		s    Source
		ds   provision.DataSource
		body map[string]any
	}{
		{"Compilation failed: \n2:1 Table 'nope' not found.", s, ds, run("import px\ndf = px.DataFrame(table='nope')\npx.display(df)")},
		{"name '${namespace' is not defined", s, ds, run("df = px.DataFrame(table='http_events')\ndf = df[px.regex_match(r'${namespace:regex}', df.namespace)]\npx.display(df)")},
		{"does not set mutation", s, ds, run("import pxtrace\npxtrace.UpsertTracepoint('a', 'b', 'c', pxtrace.kprobe(), '10m')")},
		{"Unauthenticated", s, with(func(d *provision.DataSource) { d.SecureJSONData["apiKey"] = "other" }), run(series)},
		{"no cluster with id", s, with(func(d *provision.DataSource) { d.SecureJSONData["clusterId"] = "7d2c4a1e-0000-4000-8000-000000000000" }), run(series)},
		{"no cluster: give", s, with(func(d *provision.DataSource) { delete(d.SecureJSONData, "clusterId") }), run(series)},
		{"jsonData.cloudAddr is missing", s, with(func(d *provision.DataSource) { delete(d.JSONData, "cloudAddr") }), run(series)},
		{"unknown query type", s, ds, map[string]any{"queryType": "get-everything"}},
		{"certificate", Source{}, ds, run(series)},
		{"--pixie-ca", Source{CAFile: filepath.Join(t.TempDir(), "none.pem")}, ds, run(series)},
		{"connection refused", s, with(func(d *provision.DataSource) { d.JSONData["cloudAddr"] = "127.0.0.1:1" }), run(series)},
	} {
		res := ask(t, c.s, c.ds, c.body)
		if res.Error == nil || !strings.Contains(res.Error.Error(), c.want) || res.Status != backend.StatusInternal {
			t.Errorf("want %q, got %d %v", c.want, res.Status, res.Error)
		}
	}
}

func TestClusterOfTheQueryWins(t *testing.T) {
	s, ds := cloud(t)
	ds.SecureJSONData["clusterId"] = "7d2c4a1e-0000-4000-8000-000000000000"
	body := run(series)
	body["queryBody"] = map[string]any{"pxlScript": series, "clusterID": cluster}
	if res := ask(t, s, ds, body); res.Error != nil {
		t.Error(res.Error)
	}
}

func TestIntervalWithoutOneIsASecond(t *testing.T) {
	at := time.Unix(0, 1_700_000_000_000_000_001)
	if got := expand("__time_from __time_to __interval $__from", datasource.Query{From: at, To: at.Add(1)}); got != "1700000000000000001 1700000000000000002 1000000000 $__from" {
		t.Error(got)
	}
}
