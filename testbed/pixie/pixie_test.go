package pixie

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"math"
	"net"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/strata-sre/strata-sre-app/testbed/pixie/cloudpb"
	"github.com/strata-sre/strata-sre-app/testbed/pixie/vizierpb"
)

const (
	testKey     = "px-api-test"
	testCluster = "7d2c4a1e-0000-4000-8000-00000000beef"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

func dial(t *testing.T) *grpc.ClientConn {
	t.Helper()
	s, err := New(Options{Key: testKey, Cluster: testCluster, Clock: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	s.cert, err = newCertificate(s.options.Hosts, time.Now()) // TLS looks at the real clock
	if err != nil {
		t.Fatal(err)
	}
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- s.Serve(ctx, l) }()
	trusted := x509.NewCertPool()
	if !trusted.AppendCertsFromPEM(s.Certificate()) {
		t.Fatal("the certificate is not PEM")
	}
	conn, err := grpc.NewClient(l.Addr().String(), grpc.WithTransportCredentials(credentials.NewClientTLSFromCert(trusted, "")))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		if err := errors.Join(<-ended, conn.Close()); err != nil {
			t.Error(err)
		}
	})
	return conn
}

// table is one table as a client receives it.
type table struct {
	name    string
	columns []*vizierpb.Relation_ColumnInfo
	cols    []*vizierpb.Column
	rows    int64
	ended   bool
}

func (x table) names() string {
	var all []string
	for _, c := range x.columns {
		all = append(all, c.GetColumnName())
	}
	return strings.Join(all, " ")
}

func run(t *testing.T, conn *grpc.ClientConn, req *vizierpb.ExecuteScriptRequest, key string) ([]table, *vizierpb.Status, error) {
	t.Helper()
	ctx := metadata.AppendToOutgoingContext(t.Context(), "pixie-api-key", key)
	stream, err := vizierpb.NewVizierServiceClient(conn).ExecuteScript(ctx, req)
	if err != nil {
		t.Fatal(err)
	}
	var all []table
	at := map[string]int{}
	for {
		res, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return all, nil, nil
		}
		if err != nil || res.GetStatus().GetCode() != 0 {
			return all, res.GetStatus(), err
		}
		if m := res.GetMetaData(); m != nil {
			at[m.GetId()] = len(all)
			all = append(all, table{name: m.GetName(), columns: m.GetRelation().GetColumns()})
		}
		if b := res.GetData().GetBatch(); b != nil {
			x := &all[at[b.GetTableId()]]
			if x.ended {
				t.Errorf("rows of %s after its end", x.name)
			}
			x.rows, x.ended, x.cols = x.rows+b.GetNumRows(), b.GetEos(), b.GetCols()
		}
	}
}

func ask(t *testing.T, conn *grpc.ClientConn, script string) []table {
	t.Helper()
	tables, failed, err := run(t, conn, &vizierpb.ExecuteScriptRequest{QueryStr: script, ClusterId: testCluster}, testKey)
	if failed != nil || err != nil {
		t.Fatalf("%v %v\n%s", failed, err, script)
	}
	for _, x := range tables {
		if !x.ended {
			t.Errorf("%s has no end", x.name)
		}
	}
	return tables
}

const latency = `import px
df = px.DataFrame(table='http_events', start_time=1772620200000000000, end_time=1772623800000000000)
df.namespace = df.ctx['namespace']
df.service = df.ctx['service']
df = df[df.trace_role == 2]
df = df[px.regex_match(r'NAMESPACE', df.namespace)]
df.timestamp = px.bin(df.time_, 60000000000)
df = df.groupby(['timestamp', 'service']).agg(q=('latency', px.quantiles))
df.p50 = px.pluck_float64(df.q, 'p50') / 1e9
df.p99 = px.pluck_float64(df.q, 'p99') / 1e9
df.time_ = df.timestamp
px.display(df[['time_', 'service', 'p50', 'p99']])
`

func TestSeriesHaveAllBucketsAndServices(t *testing.T) {
	conn := dial(t)
	got := ask(t, conn, strings.ReplaceAll(latency, "NAMESPACE", ".*"))
	if len(got) != 1 || got[0].name != "output" || got[0].names() != "time_ service p50 p99" {
		t.Fatalf("%+v", got)
	}
	const services, buckets = 9, 60 // 8 of the shop and auth speak HTTP
	if got[0].rows != services*buckets {
		t.Errorf("%d rows, want %d", got[0].rows, services*buckets)
	}
	p50, p99 := got[0].cols[2].GetFloat64Data().GetData(), got[0].cols[3].GetFloat64Data().GetData()
	for i := range p50 {
		if !(p50[i] > 0.001 && p50[i] < p99[i] && p99[i] < 1) {
			t.Fatalf("row %d: p50 %g s, p99 %g s", i, p50[i], p99[i])
		}
	}
	for _, name := range got[0].cols[1].GetStringData().GetData() {
		if !strings.Contains(string(name), "/") {
			t.Errorf("service %q is not namespace/name", name)
		}
	}
	if only := ask(t, conn, strings.ReplaceAll(latency, "NAMESPACE", "platform")); only[0].rows != buckets {
		t.Errorf("namespace platform: %d rows, want those of auth", only[0].rows)
	}
	if none := ask(t, conn, strings.ReplaceAll(latency, "NAMESPACE", "plat")); none[0].rows != 0 {
		t.Errorf("a part of a name matched: %d rows", none[0].rows)
	}
}

func TestScriptsWithoutAPick(t *testing.T) {
	conn := dial(t)
	got := ask(t, conn, "import px\ndf = px.DataFrame(table='process_stats')\npx.display(df.head(1))")
	if got[0].rows != 1 || !strings.HasPrefix(got[0].names(), "time_ upid major_faults") {
		t.Errorf("%+v", got)
	}
	got = ask(t, conn, "import px\ndf = px.DataFrame(table='process_stats', start_time='-5m')\ndf.node = df.ctx['node_name']\ndf = df[df.node != '']\npx.display(df.groupby('node').agg(), 'nodes')")
	if got[0].rows != 3 || got[0].name != "nodes" || got[0].names() != "node" {
		t.Errorf("%+v", got)
	}
	got = ask(t, conn, "import px\npx.display(px.DataFrame(table='dns_events').head(1), 'dns')\npx.display(px.DataFrame(table='network_stats').head(1), 'net')")
	if len(got) != 2 || got[0].name != "dns" || got[1].name != "net" {
		t.Errorf("%+v", got)
	}
}

func TestLongAnswersComeInSeveralBatches(t *testing.T) {
	script := `df = px.DataFrame(table='conn_stats', start_time=1772600000000000000, end_time=1772623800000000000)
df.pod = df.ctx['pod']
df.time_ = px.bin(df.time_, 60000000000)
px.display(df[['time_', 'pod', 'remote_addr', 'egress']])`
	got := ask(t, dial(t), script)
	if got[0].rows < 3*batchRows || !got[0].ended {
		t.Errorf("%d rows", got[0].rows)
	}
}

func TestWhatACompilerWouldRefuse(t *testing.T) {
	conn := dial(t)
	for want, script := range map[string]string{
		"1:name '__time_from' is not defined": "df = px.DataFrame(table='http_events', start_time=__time_from)\npx.display(df[['latency']])",
		"2:name '$namespace' is not defined":  "df = px.DataFrame(table='http_events')\ndf = df[df.namespace == '$namespace']\npx.display(df[['latency']])",
		"2:name '${service' is not defined":   "df = px.DataFrame(table='http_events')\ndf = df[df.namespace == '${service:regex}']\npx.display(df[['latency']])",
		"2:Table 'htp_events' not found":      "import px\ndf = px.DataFrame(table='htp_events')\npx.display(df)",
		"1:the script displays no table":      "df = px.DataFrame(table='http_events')",
		"2:px.regex_match":                    "df = px.DataFrame(table='http_events')\ndf = df[px.regex_match(r'(', df.service)]\npx.display(df)",
		"1:the script deploys tracepoints":    "import pxtrace\npxtrace.UpsertTracepoint('a', 'b', 'c', pxtrace.kprobe(), '10m')",
	} {
		_, failed, err := run(t, conn, &vizierpb.ExecuteScriptRequest{QueryStr: script, ClusterId: testCluster}, testKey)
		if err != nil || failed.GetCode() != int32(codes.InvalidArgument) || len(failed.GetErrorDetails()) != 1 {
			t.Errorf("%s: %v %v", want, failed, err)
			continue
		}
		c := failed.GetErrorDetails()[0].GetCompilerError()
		line, message, _ := strings.Cut(want, ":")
		if !strings.HasPrefix(c.GetMessage(), message) || line != string(rune('0'+c.GetLine())) {
			t.Errorf("want %s, got %d:%s", want, c.GetLine(), c.GetMessage())
		}
	}
}

func TestKeysAndClusters(t *testing.T) {
	conn := dial(t)
	req := &vizierpb.ExecuteScriptRequest{QueryStr: latency, ClusterId: testCluster}
	if _, _, err := run(t, conn, req, "px-api-other"); status.Code(err) != codes.Unauthenticated {
		t.Errorf("wrong key: %v", err)
	}
	other := &vizierpb.ExecuteScriptRequest{QueryStr: latency, ClusterId: "7d2c4a1e-0000-4000-8000-000000000000"}
	if _, _, err := run(t, conn, other, testKey); status.Code(err) != codes.NotFound {
		t.Errorf("other cluster: %v", err)
	}
	client := cloudpb.NewVizierClusterInfoClient(conn)
	if _, err := client.GetClusterInfo(t.Context(), &cloudpb.GetClusterInfoRequest{}); status.Code(err) != codes.Unauthenticated {
		t.Errorf("no key: %v", err)
	}
	list, err := client.GetClusterInfo(metadata.AppendToOutgoingContext(t.Context(), "pixie-api-key", testKey), &cloudpb.GetClusterInfoRequest{})
	if err != nil || len(list.GetClusters()) != 2 || list.GetClusters()[0].GetId().GetLowBits() != 0x800000000000beef {
		t.Errorf("%v %v", list, err)
	}
	for _, o := range []Options{{Key: testKey, Cluster: "shop"}, {Cluster: testCluster}} {
		if _, err := New(o); err == nil {
			t.Errorf("%+v was taken", o)
		}
	}
}

func TestNumbersFollowTheLoadOrDoNot(t *testing.T) {
	night := time.Date(2026, 3, 4, 4, 0, 0, 0, time.UTC)
	evening := time.Date(2026, 3, 4, 20, 0, 0, 0, time.UTC)
	if a, b := value("conn_stats", "egress", "x", 1, night), value("conn_stats", "egress", "x", 1, evening); b < 1.5*a {
		t.Errorf("egress: %g B/s at night, %g B/s in the evening", a, b)
	}
	if a, b := value("http_events", "p50", "x", 1, night), value("http_events", "p50", "x", 1, evening); math.Abs(a-b) > a/2 {
		t.Errorf("p50: %g s at night, %g s in the evening", a, b)
	}
	if v := value("conn_stats", "encrypted_share", "x", 1, night); v <= 0 || v > 1 {
		t.Errorf("share: %g", v)
	}
	if a, b := value("dns_events", "p50", "x", 1, night), value("http_events", "p50", "x", 1, night); a > b/5 {
		t.Errorf("DNS takes %g s, HTTP %g s", a, b)
	}
}
