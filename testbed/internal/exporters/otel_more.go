package exporters

import (
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
)

// Bounds of request bodies, bytes, and of processing times, seconds.
var (
	bodyBounds    = model.NewBounds(0, 100, 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 1000000)
	processBounds = otelHTTP
)

// serviceAt is a service in a frame.
type serviceAt struct {
	*frame
	*model.Service
}

func servicesWhere(keep func(*model.Service) bool) func(*frame) []serviceAt {
	return func(f *frame) []serviceAt {
		var out []serviceAt
		for _, s := range f.w.Services {
			if keep(s) {
				out = append(out, serviceAt{f, s})
			}
		}
		return out
	}
}

func named(names ...string) func(*model.Service) bool {
	return func(s *model.Service) bool {
		for _, n := range names {
			if n == s.Plan.Name {
				return true
			}
		}
		return false
	}
}

func serviceKey(s serviceAt) any { return s.Index }

func otelService(s serviceAt) []string { return resource(s.Plan) }

// op is the first operation of a service.
func (s serviceAt) op() *model.Op {
	for _, op := range s.w.Ops {
		if op.Service == s.Index {
			return op
		}
	}
	return s.w.Ops[0]
}

// otelMore is what some services report beside requests, calls and pools: bodies, gRPC, messages, threads,
// and the pools once more under the names of conventions before 1.26.
func otelMore() []filler {
	path := at[serviceAt]("otel")
	of := func(keep func(*model.Service) bool, labels func(serviceAt) []string, list []row[serviceAt]) filler {
		return &table[serviceAt]{path: path, things: servicesWhere(keep), key: serviceKey, labels: labels, rows: list}
	}
	return []filler{
		of(ownService, otelService, []row[serviceAt]{
			spread("http_server_request_body_size_bytes", "Size of HTTP server request bodies.", bodyBounds,
				func(s serviceAt) (float64, model.Dist) {
					return s.Rate, model.Dist{Main: s.op().Plan.ReqBytes, Sigma: 0.6}
				}),
		}),
		of(named("shipping"), otelService, grpcRows()),
		of(named("shipping"), func(s serviceAt) []string {
			return cluster(s.Plan.Name, "shipping:8080", "namespace", s.Plan.Namespace)
		}, grpcServerRows()),
		of(named("orders", "recommendation"), otelService, []row[serviceAt]{
			spread("messaging_process_duration_seconds", "Duration of processing operation.", processBounds,
				func(s serviceAt) (float64, model.Dist) {
					d := s.op().Dist
					d.Main *= 1.4
					return s.Rate * 0.5, d
				}, "messaging_system", "kafka", "messaging_operation_name", "process", "messaging_destination_name", "order-events"),
		}),
		of(named("recommendation"), otelService, []row[serviceAt]{
			number("dotnet_thread_pool_queue_length", "The number of work items that are currently queued to be processed by the thread pool.", func(s serviceAt) float64 {
				wait := 0.0
				for _, p := range s.Pods {
					wait += p.Wait * s.Rate
				}
				return wait
			}),
		}),
		of(func(s *model.Service) bool { return s.Plan.PoolMax > 0 }, otelService, legacyPoolRows()),
		&table[podAt]{path: at[podAt]("otel"), things: podsWhere(springPod), key: podKey, labels: func(p podAt) []string {
			return resource(p.svc.Plan, "service_instance_id", p.Name, "k8s_pod_name", p.Name)
		}, rows: each([]string{"runnable", "timed_waiting", "waiting"}, func(state string) row[podAt] {
			return number("jvm_thread_count", "Number of executing platform threads.", func(p podAt) float64 {
				return map[string]float64{"runnable": 9 + p.inflight(), "timed_waiting": 14, "waiting": 22}[state]
			}, "jvm_thread_state", state, "jvm_thread_daemon", "true")
		})},
	}
}

// grpcAnswers are the statuses of gRPC with their share of a service's answers.
func grpcAnswers(s serviceAt) map[string]float64 {
	op := s.op()
	bad := min(op.Fail500+noticed(op.Fail503)+noticed(op.Fail504), 1)
	return map[string]float64{"OK": 1 - bad, "INTERNAL": op.Fail500, "UNAVAILABLE": noticed(op.Fail503), "DEADLINE_EXCEEDED": noticed(op.Fail504)}
}

var grpcStatuses = []string{"OK", "INTERNAL", "UNAVAILABLE", "DEADLINE_EXCEEDED"}

func grpcRows() []row[serviceAt] {
	codes := map[string]string{"OK": "0", "INTERNAL": "13", "UNAVAILABLE": "14", "DEADLINE_EXCEEDED": "4"}
	call := []string{"rpc_method", "shop.Shipping/Quote", "cluster", Cluster}
	timed := func(status string) func(serviceAt) (float64, model.Dist) {
		return func(s serviceAt) (float64, model.Dist) { return s.Rate * grpcAnswers(s)[status], s.op().Dist }
	}
	return rows(each(grpcStatuses, func(status string) row[serviceAt] {
		return spread("rpc_server_call_duration_seconds", "Measures the duration of an incoming Remote Procedure Call (RPC).", otelHTTP, timed(status),
			append([]string{"rpc_system_name", "grpc", "rpc_response_status_code", status}, call...)...)
	}), each(grpcStatuses, func(status string) row[serviceAt] {
		return spread("rpc_server_duration_seconds", "Measures the duration of inbound RPC.", otelHTTP, timed(status),
			append([]string{"rpc_system", "grpc", "rpc_grpc_status_code", codes[status]}, call...)...)
	}))
}

func grpcServerRows() []row[serviceAt] {
	shown := map[string]string{"OK": "OK", "INTERNAL": "Internal", "UNAVAILABLE": "Unavailable", "DEADLINE_EXCEEDED": "DeadlineExceeded"}
	return each(grpcStatuses, func(status string) row[serviceAt] {
		return total("grpc_server_handled_total", "Total number of RPCs completed on the server, regardless of success or failure.",
			func(s serviceAt) float64 { return s.Rate * grpcAnswers(s)[status] }, "grpc_service", "shop.Shipping", "grpc_method", "Quote", "grpc_type", "unary", "grpc_code", shown[status])
	})
}

func legacyPoolRows() []row[serviceAt] {
	used := func(s serviceAt) float64 { return min(s.Pool.Used+0.6, s.Pool.Max) }
	pool := []string{"pool_name", "main"}
	return []row[serviceAt]{
		number("db_client_connections_usage", "The number of connections that are currently in state described by the state attribute.", used, append(pool, "state", "used")...),
		number("db_client_connections_usage", "", func(s serviceAt) float64 { return s.Pool.Max - float64(int(used(s))) }, append(pool, "state", "idle")...),
		number("db_client_connections_max", "The maximum number of open connections allowed.", func(s serviceAt) float64 { return s.Pool.Max }, pool...),
		number("db_client_connections_pending_requests", "The number of current pending requests for an open connection.", func(s serviceAt) float64 { return s.Pool.Pending }, pool...),
	}
}
