package exporters

import (
	"strconv"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/series"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// Bucket bounds of the OpenTelemetry HTTP and database semantic conventions, seconds.
var (
	otelHTTP = model.NewBounds(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
	otelDB   = model.NewBounds(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10)
)

// otel exposes what the services report by OpenTelemetry, as a collector's Prometheus exporter shows it
// (resource attributes as labels, pods of a service added up).
type otel struct {
	observer
	http, client, database     *series.Family
	active, connections, max   *series.Family
	pending, transactions      *series.Family
	heap, heapLimit, recentCPU *series.Family
	pools                      map[int][]*series.Series
	ops                        map[*model.Op]map[int]*series.Series
	business                   map[*model.Op][2]*series.Series
	clients                    map[*model.CallState]map[string]*series.Series
	databases                  map[*model.CallState]*series.Series
	inflight                   map[int]*series.Series
	jvm                        podSeries
}

func newOTel(store *series.Store, w *model.World) *otel {
	o := &otel{
		http:         lazyHistogram(store, "http_server_request_duration_seconds", "Duration of HTTP server requests.", otelHTTP),
		client:       lazyHistogram(store, "http_client_request_duration_seconds", "Duration of HTTP client requests.", otelHTTP),
		database:     histogram(store, "db_client_operation_duration_seconds", "Duration of database client operations.", otelDB),
		active:       whole(store, "http_server_active_requests", "Number of active HTTP server requests."),
		connections:  whole(store, "db_client_connection_count", "The number of connections that are currently in state described by the state attribute."),
		max:          whole(store, "db_client_connection_max", "The maximum number of open connections allowed."),
		pending:      whole(store, "db_client_connection_pending_requests", "The number of current pending requests for an open connection."),
		transactions: counter(store, "business_transactions_total", "Business transactions by outcome."),
		heap:         whole(store, "jvm_memory_used_bytes", "Measure of memory used."),
		heapLimit:    whole(store, "jvm_memory_limit_bytes", "Measure of max obtainable memory."),
		recentCPU:    gauge(store, "jvm_cpu_recent_utilization_ratio", "Recent CPU utilization for the process as reported by the JVM."),
		ops:          map[*model.Op]map[int]*series.Series{}, business: map[*model.Op][2]*series.Series{},
		clients: map[*model.CallState]map[string]*series.Series{}, databases: map[*model.CallState]*series.Series{},
		pools: map[int][]*series.Series{}, inflight: map[int]*series.Series{}, jvm: podSeries{},
	}
	for _, s := range w.Services {
		o.registerPool(s)
	}
	for _, op := range w.Ops {
		o.registerOp(op)
	}
	return o
}

func resource(s shop.Service, labels ...string) []string {
	return append([]string{"job", "otel", "instance", "otel:8889", "k8s_cluster_name", Cluster,
		"k8s_namespace_name", s.Namespace, "service_name", s.Name}, labels...)
}

func (o *otel) registerPool(s *model.Service) {
	if s.Plan.PoolMax == 0 {
		return
	}
	pool := []string{"db_client_connection_pool_name", s.Plan.Name + "-postgres"}
	state := func(v string) []string { return append([]string{"db_client_connection_state", v}, pool...) }
	o.pools[s.Index] = []*series.Series{
		o.connections.With("otel", resource(s.Plan, state("used")...)...),
		o.connections.With("otel", resource(s.Plan, state("idle")...)...),
		o.max.With("otel", resource(s.Plan, pool...)...),
		o.pending.With("otel", resource(s.Plan, pool...)...),
	}
}

func (o *otel) registerOp(op *model.Op) {
	if op.Service < 0 || op.Plan.Route == "" {
		return
	}
	plan := shop.Services[op.Service]
	o.inflight[op.Service] = o.active.With("otel", resource(plan)...)
	o.ops[op] = map[int]*series.Series{}
	for _, code := range []int{op.Plan.OK, op.Plan.ClientError, 500, 503, 504} {
		if code == 0 {
			continue
		}
		labels := []string{"http_request_method", op.Plan.Method, "http_route", op.Plan.Route, "http_response_status_code", strconv.Itoa(code)}
		if code >= 500 {
			labels = append(labels, "error_type", errorType(plan, code))
		}
		o.ops[op][code] = o.http.With("otel", resource(plan, labels...)...)
	}
	if op.Plan.Transaction != "" {
		o.business[op] = [2]*series.Series{
			o.transactions.With("otel", resource(plan, "transaction", op.Plan.Transaction, "outcome", "success")...),
			o.transactions.With("otel", resource(plan, "transaction", op.Plan.Transaction, "outcome", "failure")...),
		}
	}
	for _, c := range op.Calls {
		o.registerCall(op, c, plan)
	}
}

// errorType is the class of the exception where the service's own code failed and its language tells, else the status.
func errorType(s shop.Service, code int) string {
	if s.JVM && code == 500 {
		return "java.lang.IllegalStateException"
	}
	return strconv.Itoa(code)
}

func (o *otel) registerCall(op *model.Op, c *model.CallState, plan shop.Service) {
	if c.Edge.Protocol == shop.Postgres || c.Edge.Protocol == shop.Redis {
		system := map[string]string{shop.Postgres: "postgresql", shop.Redis: "redis"}[c.Edge.Protocol]
		o.databases[c] = o.database.With("otel", resource(plan, "db_system_name", system, "db_operation_name", c.To.Plan.Method,
			"server_address", c.Edge.ToName)...)
		return
	}
	o.clients[c] = map[string]*series.Series{}
	for _, kind := range []string{"", "timeout", "connection_error", "500", "503"} {
		labels := []string{"server_address", c.Edge.ToName, "http_request_method", c.To.Plan.Method, "error_type", kind}
		o.clients[c][kind] = o.client.With("otel", resource(plan, labels...)...)
	}
}

func (o *otel) Update(w *model.World, fx *model.Effects, dt float64) {
	inflight := map[int]float64{}
	for _, op := range w.Ops {
		if o.ops[op] == nil {
			continue
		}
		o.serverSide(op, dt)
		inflight[op.Service] += op.Rate * op.Dist.Mean()
		for _, c := range op.Calls {
			o.clientSide(w, op, c, fx, dt)
		}
	}
	for i, s := range o.inflight {
		s.Set(inflight[i] + 0.5)
	}
	for i, list := range o.pools {
		pool := w.Services[i].Pool
		used := min(pool.Used+0.6, pool.Max)
		list[0].Set(used)
		list[1].Set(pool.Max - float64(int(used)))
		list[2].Set(pool.Max)
		list[3].Set(pool.Pending)
	}
	o.javaMachines(w)
}

func (o *otel) serverSide(op *model.Op, dt float64) {
	n := op.Rate * dt
	fail503, fail504 := noticed(op.Fail503), noticed(op.Fail504)
	failed := min(op.Fail500+fail503+fail504, 1)
	rejected := (1 - failed) * op.Plan.ClientErrorRatio
	codes := o.ops[op]
	o.observe(codes[op.Plan.OK], n*(1-failed-rejected), op.Dist, otelHTTP)
	if op.Plan.ClientError != 0 {
		quick := op.Dist
		quick.Main *= 0.8
		o.observe(codes[op.Plan.ClientError], n*rejected, quick, otelHTTP)
	}
	o.observe(codes[500], n*op.Fail500, op.Dist, otelHTTP)
	o.observe(codes[503], n*fail503, op.Dist, otelHTTP)
	o.observe(codes[504], n*fail504, model.Dist{Main: timeoutOf(op), Sigma: 0.1}, otelHTTP)
	if pair, ok := o.business[op]; ok {
		pair[0].Add(n * (1 - failed - rejected))
		pair[1].Add(n * failed)
	}
}

// noticed leaves out failures so rare that each would only make one more series for a single event.
func noticed(share float64) float64 {
	if share < 0.002 {
		return 0
	}
	return share
}

// timeoutOf is how long a request lasts that dies of a slow dependency.
func timeoutOf(op *model.Op) float64 {
	longest := 1.0
	for _, c := range op.Calls {
		if !c.Plan.Optional && c.Timeout > 0.001 {
			longest = max(longest, c.Plan.Timeout)
		}
	}
	return longest + op.Dist.Main*0.5
}

func (o *otel) clientSide(w *model.World, op *model.Op, c *model.CallState, fx *model.Effects, dt float64) {
	n := c.Rate * dt
	if s := o.databases[c]; s != nil {
		d := c.To.Dist
		d.Main += 0.0003
		if c.Edge.Protocol == shop.Postgres {
			d.Main *= fx.Service[op.Service].QueryFactor
		}
		if c.Dist.TailW > d.TailW { // the driver's clock runs while segments are sent again
			d = d.AddTail(c.Dist.TailW-d.TailW, max(c.Dist.Tail-c.Dist.Main, 0))
		}
		o.observe(s, n*(1-c.Refused), d, otelDB)
		return
	}
	kinds := o.clients[c]
	refused, timeout := noticed(c.Refused), noticed(c.Timeout)
	o.observe(kinds["timeout"], n*timeout*(1-refused), model.Dist{Main: c.Plan.Timeout, Sigma: 0.02}, otelHTTP)
	o.observe(kinds["connection_error"], n*refused, model.Dist{Main: min(1, c.Plan.Timeout), Sigma: 0.1}, otelHTTP)
	rest := n * (1 - refused) * (1 - timeout)
	e500 := min(noticed(c.To.Fail500), 1)
	e503 := min(noticed(c.To.Fail503+c.To.Fail504), 1-e500)
	o.observe(kinds["500"], rest*e500, c.Dist, otelHTTP)
	o.observe(kinds["503"], rest*e503, c.Dist, otelHTTP)
	o.observe(kinds[""], rest*(1-e500-e503), c.Dist, otelHTTP)
}

func (o *otel) javaMachines(w *model.World) {
	o.jvm.sweep(w.Pods)
	for _, p := range w.Pods {
		s := w.Services[p.Service]
		if !s.Plan.JVM {
			continue
		}
		list := o.jvm[p]
		if list == nil {
			labels := resource(s.Plan, "service_instance_id", p.Name, "k8s_pod_name", p.Name)
			heap := append([]string{"jvm_memory_type", "heap"}, labels...)
			list = []*series.Series{o.heap.With("otel", heap...), o.heapLimit.With("otel", heap...), o.recentCPU.With("otel", labels...)}
			o.jvm[p] = list
		}
		limit := s.Plan.MemLimit * 0.8
		list[0].Set(min(max(p.Memory-s.Plan.MemLimit*0.17, 0), limit*0.999))
		list[1].Set(limit)
		list[2].Set(min(p.Used/max(s.CPULimit, 0.1), 1))
	}
}
