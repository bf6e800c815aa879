package exporters

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
)

// Which of the shop's services are Go programs that Prometheus scrapes; those with JVM are Spring Boot with Micrometer.
var goServices = []string{"frontend", "cart", "shipping", "auth"}

// Bounds of Micrometer's requests with service level objectives set, seconds.
var micrometerBounds = model.NewBounds(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

func springPod(p podAt) bool { return p.svc.Plan.JVM && started(p) }
func goPod(p podAt) bool {
	return slices.Contains(goServices, p.svc.Plan.Name) && started(p)
}
func ownPod(p podAt) bool { return (goPod(p) || springPod(p)) && started(p) }

// programLabels are those of a pod that Prometheus scrapes by itself: the job is the service.
func programLabels(p podAt) []string {
	s := p.svc.Plan
	return cluster(s.Name, fmt.Sprintf("%s:%d", p.IP, s.Port), "namespace", s.Namespace, "pod", p.Name)
}

// answer is what an operation of a pod answers with one status code.
type answer struct {
	podAt
	op   *model.Op
	code int
}

func answersWhere(keep func(podAt) bool) func(*frame) []answer {
	return func(f *frame) []answer {
		var out []answer
		for _, p := range podsWhere(keep)(f) {
			for _, op := range f.w.Ops {
				if op.Service != p.Service || op.Plan.Route == "" {
					continue
				}
				for _, code := range []int{op.Plan.OK, op.Plan.ClientError, 500, 503, 504} {
					if code != 0 {
						out = append(out, answer{p, op, code})
					}
				}
			}
		}
		return out
	}
}

func answerKey(a answer) any {
	return struct {
		pod  *model.Pod
		op   *model.Op
		code int
	}{a.Pod, a.op, a.code}
}

// rate is the number of such answers per second.
func (a answer) rate() float64 {
	fail503, fail504 := noticed(a.op.Fail503), noticed(a.op.Fail504)
	failed := min(a.op.Fail500+fail503+fail504, 1)
	share := 0.0
	switch a.code {
	case 500:
		share = a.op.Fail500
	case 503:
		share = fail503
	case 504:
		share = fail504
	case a.op.Plan.ClientError:
		share = (1 - failed) * a.op.Plan.ClientErrorRatio
	default:
		share = (1 - failed) * (1 - a.op.Plan.ClientErrorRatio*boolean(a.op.Plan.ClientError != 0))
	}
	return a.op.Rate * a.part * share
}

func programs() []filler {
	requests := spread("http_server_requests_seconds", "Duration of HTTP server request handling", micrometerBounds,
		func(a answer) (float64, model.Dist) { return a.rate(), a.op.Dist })
	requests.desc.Lazy = true
	return []filler{
		&table[answer]{path: at[answer]("micrometer"), things: answersWhere(springPod), key: answerKey, labels: springAnswer, rows: []row[answer]{requests}},
		&table[podAt]{path: at[podAt]("micrometer"), things: podsWhere(springPod), key: podKey, labels: springDenied, rows: []row[podAt]{
			spread(requests.desc.Name, "", micrometerBounds, func(podAt) (float64, model.Dist) { return 0.004, model.Dist{Main: 0.002, Sigma: 0.3} })}},
		&table[podAt]{path: at[podAt]("micrometer"), things: podsWhere(springPod), key: podKey, labels: programLabels, rows: rows(springRows(), threadRows(), cacheRows())},
		&table[podAt]{path: at[podAt]("micrometer"), things: podsWhere(func(p podAt) bool { return springPod(p) && p.svc.Plan.PoolMax > 0 }), key: podKey, labels: programLabels, rows: hikariRows()},
		&table[answer]{path: at[answer]("programs"), things: answersWhere(goPod), key: answerKey, labels: goAnswer, rows: []row[answer]{
			rare("http_requests_total", "Total number of HTTP requests.", answer.rate)}},
		&table[podAt]{path: at[podAt]("programs"), things: podsWhere(goPod), key: podKey, labels: programLabels, rows: goRows()},
		&table[podAt]{path: at[podAt]("programs"), things: podsWhere(ownPod), key: podKey, labels: programLabels, rows: []row[podAt]{
			number("up", "1 if the instance is healthy, 0 if the scrape failed.", func(p podAt) float64 { return boolean(p.Running() && !p.Frozen) })}},
	}
}

func springAnswer(a answer) []string {
	outcome := map[int]string{2: "SUCCESS", 4: "CLIENT_ERROR", 5: "SERVER_ERROR"}[a.code/100]
	exception := map[int]string{500: "IllegalStateException", 503: "CallNotPermittedException", 504: "SocketTimeoutException"}[a.code]
	if exception == "" {
		exception = "none"
	}
	return append(programLabels(a.podAt), "method", a.op.Plan.Method, "uri", a.op.Plan.Route, "status", strconv.Itoa(a.code), "outcome", outcome, "exception", exception, "error", exception)
}

// springDenied are the calls of the management endpoints that come without credentials: a scanner inside tries them now and then.
func springDenied(p podAt) []string {
	return append(programLabels(p), "method", "GET", "uri", "/actuator/env", "status", "401", "outcome", "CLIENT_ERROR", "exception", "none", "error", "none")
}

func goAnswer(a answer) []string {
	return append(programLabels(a.podAt), "method", a.op.Plan.Method, "handler", a.op.Plan.Route, "code", strconv.Itoa(a.code))
}

func springRows() []row[podAt] {
	const events, help = "logback_events_total", "Number of log events that were enabled by the effective log level"
	heapLimit := func(p podAt) float64 { return p.svc.Plan.MemLimit * 0.8 }
	return []row[podAt]{
		total(events, help, podAt.failing, "level", "error"),
		total(events, help, func(p podAt) float64 { return 0.02 + 1.5*p.failing() }, "level", "warn"),
		total(events, help, func(p podAt) float64 { return p.svc.Rate * p.part * 0.2 }, "level", "info"),
		number("jvm_memory_used_bytes", "The amount of used memory", func(p podAt) float64 {
			return min(max(p.Memory-p.svc.Plan.MemLimit*0.17, 0), heapLimit(p)*0.999)
		}, "area", "heap", "id", "G1 Old Gen"),
		number("jvm_memory_max_bytes", "The maximum amount of memory in bytes that can be used for memory management", heapLimit, "area", "heap", "id", "G1 Old Gen"),
	}
}

// threadRows hold that each request in work takes a thread of Tomcat, up to the pool's size.
func threadRows() []row[podAt] {
	tomcat := []string{"name", "http-nio-8080"}
	return []row[podAt]{
		number("tomcat_threads_busy_threads", "Tomcat threads that work on requests", func(p podAt) float64 { return min(1+p.inflight(), 200) }, tomcat...),
		number("tomcat_threads_config_max_threads", "Configured maximum of Tomcat threads", always[podAt](200), tomcat...),
		number("executor_active_threads", "The approximate number of threads that are actively executing tasks", func(p podAt) float64 { return min(1+p.inflight()*0.1, 8) }, "name", "applicationTaskExecutor"),
		number("executor_pool_max_threads", "The maximum allowed number of threads in the pool", always[podAt](8), "name", "applicationTaskExecutor"),
	}
}

func cacheRows() []row[podAt] {
	const gets, help = "cache_gets_total", "The number of times cache lookup methods have returned a cached (hit) or uncached (miss) value."
	lookups := func(p podAt) float64 { return p.svc.Rate * p.part }
	return []row[podAt]{
		total(gets, help, func(p podAt) float64 { return lookups(p) * p.svc.CacheHit }, "cache", "prices", "name", "prices", "cache_manager", "caffeine", "result", "hit"),
		total(gets, help, func(p podAt) float64 { return lookups(p) * (1 - p.svc.CacheHit) }, "cache", "prices", "name", "prices", "cache_manager", "caffeine", "result", "miss"),
	}
}

// hikariRows are the connection pool of one pod: its part of what the service's pools hold together.
func hikariRows() []row[podAt] {
	pool := []string{"pool", "HikariPool-1"}
	share := func(of func(*model.Pool) float64) func(podAt) float64 {
		return func(p podAt) float64 { return of(&p.svc.Pool) * p.part }
	}
	return []row[podAt]{
		number("hikaricp_connections_active", "Active connections", share(func(p *model.Pool) float64 { return min(p.Used+0.6, p.Max) }), pool...),
		number("hikaricp_connections_max", "Max connections", func(p podAt) float64 { return float64(p.svc.Plan.PoolMax) }, pool...),
		number("hikaricp_connections_pending", "Pending threads", share(func(p *model.Pool) float64 { return p.Pending }), pool...),
	}
}

func goRows() []row[podAt] {
	return []row[podAt]{
		spent("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.", func(p podAt) float64 { return p.Used }),
		number("process_resident_memory_bytes", "Resident memory size in bytes.", func(p podAt) float64 { return p.Memory * 0.93 }),
		number("go_goroutines", "Number of goroutines that currently exist.", func(p podAt) float64 { return 24 + 3*p.inflight() }),
	}
}
