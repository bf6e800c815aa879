package pixie

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"

	"github.com/strata-sre/strata-sre-app/testbed/pixie/cloudpb"
	"github.com/strata-sre/strata-sre-app/testbed/pixie/vizierpb"
)

// client is one connection to a Pixie cloud; as in the plugin every query makes its own.
type client struct {
	conn *grpc.ClientConn
	key  string
}

func (s Source) dial(cloud, key string) (client, error) {
	roots, err := s.roots()
	if err != nil {
		return client{}, err
	}
	creds := credentials.NewTLS(&tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12})
	conn, err := grpc.NewClient(cloud, grpc.WithTransportCredentials(creds))
	if err != nil {
		return client{}, fmt.Errorf("jsonData.cloudAddr %q: %w", cloud, err)
	}
	return client{conn: conn, key: key}, nil
}

// roots are the system's certificates (SSL_CERT_FILE included) and those of CAFile.
func (s Source) roots() (*x509.CertPool, error) {
	pool, err := x509.SystemCertPool()
	if err != nil || s.CAFile == "" {
		return pool, err
	}
	raw, err := os.ReadFile(s.CAFile)
	if err != nil {
		return nil, fmt.Errorf("--pixie-ca: %w", err)
	}
	if !pool.AppendCertsFromPEM(raw) {
		return nil, fmt.Errorf("--pixie-ca: %s has no certificate in PEM form", s.CAFile)
	}
	return pool, nil
}

func (c client) close() { _ = c.conn.Close() }

func (c client) outgoing(ctx context.Context) context.Context {
	ctx = metadata.AppendToOutgoingContext(ctx, "pixie-api-client", "go")
	if c.key != "" {
		ctx = metadata.AppendToOutgoingContext(ctx, "pixie-api-key", c.key)
	}
	return ctx
}

// clusters lists the connected clusters.
func (c client) clusters(ctx context.Context) (data.Frames, error) {
	res, err := cloudpb.NewVizierClusterInfoClient(c.conn).GetClusterInfo(c.outgoing(ctx), &cloudpb.GetClusterInfoRequest{})
	if err != nil {
		return nil, fmt.Errorf("cannot list the clusters: %w", err)
	}
	ids, names := []string{}, []string{}
	for _, k := range res.GetClusters() {
		if k.GetStatus() != cloudpb.ClusterStatus_CS_DISCONNECTED {
			ids, names = append(ids, uuid(k.GetId().GetHighBits(), k.GetId().GetLowBits())), append(names, k.GetClusterName())
		}
	}
	return data.Frames{data.NewFrame("Vizier Clusters", data.NewField("id", nil, ids), data.NewField("name", nil, names))}, nil
}

// run executes a script and returns a frame per table. Frames that were complete before an error are returned with it.
func (c client) run(ctx context.Context, cluster, script string) (data.Frames, error) {
	stream, err := vizierpb.NewVizierServiceClient(c.conn).ExecuteScript(c.outgoing(ctx), &vizierpb.ExecuteScriptRequest{QueryStr: script, ClusterId: cluster})
	if err != nil {
		return nil, streamError(err)
	}
	got := answer{byID: map[string]*table{}}
	for {
		res, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return got.frames(nil)
		}
		if err == nil {
			err = got.take(res)
		}
		if err != nil {
			return got.frames(streamError(err))
		}
	}
}

// streamError has the form in which the plugin reports what went wrong while it read.
func streamError(err error) error { return fmt.Errorf("got error : %w, while streaming", err) }

// statusError reads the status inside a message. Without details only the text of an invalid argument survives, as in
// Pixie's Go client.
func statusError(s *vizierpb.Status) error {
	if s.GetCode() == int32(codes.OK) {
		return nil
	}
	var mistakes []string
	for _, d := range s.GetErrorDetails() {
		if e := d.GetCompilerError(); e != nil {
			mistakes = append(mistakes, fmt.Sprintf("%d:%d %s", e.GetLine(), e.GetColumn(), e.GetMessage()))
		}
	}
	switch {
	case len(mistakes) > 0:
		return errors.New("Compilation failed: \n" + strings.Join(mistakes, "\n"))
	case s.GetCode() == int32(codes.InvalidArgument):
		return errors.New("invalid argument: " + s.GetMessage())
	default:
		return errors.New("internal error")
	}
}

// uuid writes 128 bits in the usual form.
func uuid(high, low uint64) string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], high)
	binary.BigEndian.PutUint64(b[8:], low)
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
