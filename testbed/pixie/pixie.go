// Package pixie is a stand-in for a Pixie cloud with one cluster: it speaks Pixie's query protocol (gRPC over TLS, with an API
// key) and answers PxL scripts with made-up rows of the shop. It reads scripts, it does not run them.
package pixie

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"strings"
	"time"

	"encoding/binary"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/strata-sre/strata-sre-app/testbed/pixie/cloudpb"
	"github.com/strata-sre/strata-sre-app/testbed/pixie/vizierpb"
)

// Options of a stand-in. Only Key and Cluster must be set.
type Options struct {
	Key     string           // accepted API key
	Cluster string           // id of the cluster, a UUID
	Hosts   []string         // names and addresses in the certificate; localhost and 127.0.0.1 if empty
	Pods    func() []Pod     // pods at the moment; those of a healthy shop if nil
	Clock   func() time.Time // time.Now if nil
}

// StandIn answers as a Pixie cloud.
type StandIn struct {
	vizierpb.UnimplementedVizierServiceServer
	cloudpb.UnimplementedVizierClusterInfoServer
	options Options
	id      *cloudpb.UUID
	cert    certificate
}

// New makes a stand-in with a certificate of its own.
func New(o Options) (*StandIn, error) {
	raw, err := hex.DecodeString(strings.ReplaceAll(o.Cluster, "-", ""))
	if err != nil || len(raw) != 16 {
		return nil, fmt.Errorf("cluster %q is not a UUID", o.Cluster)
	}
	if o.Key == "" {
		return nil, errors.New("the API key is empty")
	}
	if len(o.Hosts) == 0 {
		o.Hosts = []string{"localhost", "127.0.0.1"}
	}
	if o.Pods == nil {
		o.Pods = healthyPods
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	cert, err := newCertificate(o.Hosts, o.Clock())
	id := &cloudpb.UUID{HighBits: binary.BigEndian.Uint64(raw), LowBits: binary.BigEndian.Uint64(raw[8:])}
	return &StandIn{options: o, id: id, cert: cert}, err
}

// Certificate is what clients must trust, in PEM form.
func (s *StandIn) Certificate() []byte { return s.cert.pem }

// Serve answers on a listener until the context ends.
func (s *StandIn) Serve(ctx context.Context, l net.Listener) error {
	srv := grpc.NewServer(grpc.Creds(s.cert.credentials()))
	vizierpb.RegisterVizierServiceServer(srv, s)
	cloudpb.RegisterVizierClusterInfoServer(srv, s)
	stop := context.AfterFunc(ctx, srv.Stop)
	defer stop()
	if err := srv.Serve(l); err != nil && ctx.Err() == nil {
		return err
	}
	return nil
}

func (s *StandIn) authorise(ctx context.Context) error {
	md, _ := metadata.FromIncomingContext(ctx)
	if keys := md.Get("pixie-api-key"); len(keys) == 1 && keys[0] == s.options.Key {
		return nil
	}
	return status.Error(codes.Unauthenticated, "invalid API key")
}

// GetClusterInfo lists the one cluster, and one that is disconnected, as clouds have them.
func (s *StandIn) GetClusterInfo(ctx context.Context, _ *cloudpb.GetClusterInfoRequest) (*cloudpb.GetClusterInfoResponse, error) {
	if err := s.authorise(ctx); err != nil {
		return nil, err
	}
	return &cloudpb.GetClusterInfoResponse{Clusters: []*cloudpb.ClusterInfo{
		{Id: s.id, Status: cloudpb.ClusterStatus_CS_HEALTHY, LastHeartbeatNs: int64(time.Second), ClusterName: "shop", PrettyClusterName: "shop", VizierVersion: "0.0.0-standin"},
		{Id: &cloudpb.UUID{LowBits: 1}, Status: cloudpb.ClusterStatus_CS_DISCONNECTED, ClusterName: "gone", PrettyClusterName: "gone"},
	}}, nil
}

// HealthCheck says once that the cluster is well.
func (s *StandIn) HealthCheck(_ *vizierpb.HealthCheckRequest, stream grpc.ServerStreamingServer[vizierpb.HealthCheckResponse]) error {
	if err := s.authorise(stream.Context()); err != nil {
		return err
	}
	return stream.Send(&vizierpb.HealthCheckResponse{Status: &vizierpb.Status{}})
}

type results = grpc.ServerStreamingServer[vizierpb.ExecuteScriptResponse]

// ExecuteScript sends the tables that a script displays, each with its description first, and statistics at the end.
func (s *StandIn) ExecuteScript(r *vizierpb.ExecuteScriptRequest, stream results) error {
	if err := s.authorise(stream.Context()); err != nil {
		return err
	}
	if !strings.EqualFold(r.GetClusterId(), s.options.Cluster) {
		return status.Errorf(codes.NotFound, "no cluster with id %q", r.GetClusterId())
	}
	start := time.Now()
	if strings.Contains(r.GetQueryStr(), "pxtrace") && !r.GetMutation() {
		return refuse(stream, &mistake{line: 1, text: "the script deploys tracepoints, but the request does not set mutation"})
	}
	asked, err := read(r.GetQueryStr(), s.options.Clock())
	if err != nil {
		return refuse(stream, err)
	}
	id := fmt.Sprintf("%08x-0000-4000-8000-%012x", rand.Uint32(), rand.Uint64()>>16)
	pods := s.options.Pods()
	records := 0
	for i, d := range asked.displays {
		list := asked.rows(d, pods)
		if err := asked.send(stream, id, fmt.Sprintf("%s-%d", id, i), d, list, subjects(asked.table, pods)); err != nil {
			return err
		}
		records += len(list)
	}
	timing := &vizierpb.QueryTimingInfo{ExecutionTimeNs: time.Since(start).Nanoseconds(), CompilationTimeNs: 1}
	return stream.Send(&vizierpb.ExecuteScriptResponse{QueryId: id, Result: &vizierpb.ExecuteScriptResponse_Data{Data: &vizierpb.QueryData{
		ExecutionStats: &vizierpb.QueryExecutionStats{Timing: timing, BytesProcessed: int64(records) * 8, RecordsProcessed: int64(records)}}}})
}

// refuse answers as Pixie does to a script that does not compile.
func refuse(stream results, err error) error {
	at := &mistake{line: 1, text: err.Error()}
	errors.As(err, &at)
	detail := &vizierpb.CompilerError{Line: uint64(max(at.line, 1)), Column: 1, Message: at.text}
	return stream.Send(&vizierpb.ExecuteScriptResponse{Status: &vizierpb.Status{Code: int32(codes.InvalidArgument), Message: at.text,
		ErrorDetails: []*vizierpb.ErrorDetails{{Error: &vizierpb.ErrorDetails_CompilerError{CompilerError: detail}}}}})
}

const batchRows = 1024

// send sends one table: what it is, then its rows in batches, of which the last has the mark of the end.
func (s *script) send(stream results, id, tableID string, d display, list []row, about []subject) error {
	relation := &vizierpb.Relation{}
	for _, c := range d.columns {
		relation.Columns = append(relation.Columns, &vizierpb.Relation_ColumnInfo{ColumnName: c, ColumnType: kindOf(s.table, c, about)})
	}
	head := &vizierpb.QueryMetadata{Name: d.name, Id: tableID, Relation: relation}
	if err := stream.Send(&vizierpb.ExecuteScriptResponse{QueryId: id, Result: &vizierpb.ExecuteScriptResponse_MetaData{MetaData: head}}); err != nil {
		return err
	}
	for {
		part := list[:min(batchRows, len(list))]
		list = list[len(part):]
		batch := &vizierpb.RowBatchData{TableId: tableID, NumRows: int64(len(part)), Eow: len(list) == 0, Eos: len(list) == 0}
		for _, c := range relation.GetColumns() {
			batch.Cols = append(batch.Cols, s.column(c.GetColumnName(), c.GetColumnType(), part))
		}
		if err := stream.Send(&vizierpb.ExecuteScriptResponse{QueryId: id, Result: &vizierpb.ExecuteScriptResponse_Data{Data: &vizierpb.QueryData{Batch: batch}}}); err != nil {
			return err
		}
		if len(list) == 0 {
			return nil
		}
	}
}
