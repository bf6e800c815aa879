package documents

import (
	"fmt"
	"math"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

const (
	metricPeriod      = 10 * time.Second
	destinationPeriod = time.Minute // as APM Server sums up
	cpuPeriod         = 0.1         // seconds of a CPU quota's period
)

// count adds to a counter and returns its value.
func (s step) count(name string, rate float64) float64 {
	s.counters[name] += rate * s.dt
	return math.Floor(s.counters[name])
}

// metrics makes what metric agents report of services, nodes, the cache and the ingress controller.
func (s step) metrics() {
	due := s.every("metrics", metricPeriod)
	for _, service := range s.w.Services {
		for _, p := range service.Pods {
			throttled := s.count("throttled."+p.Name, p.Throttled/cpuPeriod)
			if due && p.Running() && s.w.Hittable(service.Index) {
				s.process(service, p, throttled)
			}
		}
		if due && service.Plan.PoolMax > 0 {
			s.pool(service)
		}
	}
	for _, n := range s.w.Nodes {
		s.disk(n, due)
	}
	s.cache(due)
	if due {
		s.connections()
	}
}

func (s step) process(service *model.Service, p *model.Pod, throttled float64) {
	d := dataset(apm(s.w, p, "metric"), "metrics", "apm.internal")
	d["metricset.name"] = "app"
	d["system.process.cpu.total.norm.pct"] = p.Used / float64(s.w.Nodes[p.Node].Plan.CPUs)
	d["system.process.memory.rss.bytes"] = int64(p.Memory)
	d["system.process.cgroup.memory.mem.limit.bytes"] = int64(service.Plan.MemLimit)
	d["system.process.cgroup.cpu.stats.throttled.periods"] = throttled
	if service.Plan.JVM {
		limit := 0.75 * service.Plan.MemLimit
		d["jvm.memory.heap.max"] = int64(limit)
		d["jvm.memory.heap.used"] = int64(math.Min(limit, 0.6*p.Memory))
		d["jvm.thread.count"] = 38 + int(p.Backlog*40) + int(service.Rate/float64(len(service.Pods)))
	}
	s.put(apmMetrics, s.w.Now, d)
}

// pool is reported by one pod for each of the service's pools, which the model takes together.
func (s step) pool(service *model.Service) {
	p := s.anyPod(s.w, service.Index)
	if p == nil {
		return
	}
	d := dataset(apm(s.w, p, "metric"), "metrics", "apm.app")
	d["metricset.name"] = "app"
	d["hikaricp.connections.active"], d["hikaricp.connections.max"] = service.Pool.Used, service.Pool.Max
	d["hikaricp.connections.pending"] = service.Pool.Pending
	s.put(apmMetrics, s.w.Now, d)
}

func (s step) disk(n *model.Node, due bool) {
	read, written := s.count("read."+n.Plan.Name, n.DiskRead), s.count("write."+n.Plan.Name, n.DiskWrite)
	busy := s.count("busy."+n.Plan.Name, n.DiskBusy*1000)
	if !due {
		return
	}
	d := dataset(onNode(n), "metrics", "system.diskio")
	d["system.diskio.name"] = "vda"
	d["system.diskio.read.bytes"], d["system.diskio.write.bytes"], d["system.diskio.io.time"] = read, written, busy
	s.put(diskIO, s.w.Now, d)
}

func (s step) cache(due bool) {
	hits, misses := 0.0, 0.0
	for _, service := range s.w.Services {
		hits += service.CacheRate * service.CacheHit
		misses += service.CacheRate * (1 - service.CacheHit)
	}
	hits, misses = s.count("redis.hits", hits), s.count("redis.misses", misses)
	redis := s.w.ServiceIndex("redis")
	p := s.anyPod(s.w, redis)
	if !due || p == nil {
		return
	}
	d := dataset(onPod(s.w, p), "metrics", "redis.info")
	d["service.type"], d["service.address"] = "redis", fmt.Sprintf("redis.shop:%d", shop.Services[redis].Port)
	d["redis.info.stats.keyspace.hits"], d["redis.info.stats.keyspace.misses"] = hits, misses
	d["redis.info.memory.used.value"] = int64(p.Memory)
	s.put(redisInfo, s.w.Now, d)
}

// connections is the status page of the ingress controller on each node: requests that are under way (Little's law).
func (s step) connections() {
	inFlight := 0.0
	for _, op := range s.w.Ops {
		if op.Plan.UserShare > 0 {
			inFlight += op.Rate * op.Dist.Mean()
		}
	}
	for _, n := range s.w.Nodes {
		d := dataset(onNode(n), "metrics", "nginx.stubstatus")
		active := int(math.Round(inFlight/float64(len(s.w.Nodes)))) + 3
		d["nginx.stubstatus.active"], d["nginx.stubstatus.writing"], d["nginx.stubstatus.waiting"] = active+12, active, 12
		s.put(stubStatus, s.w.Now, d)
	}
}

// destinations makes APM's sums of the calls from each service to each other.
func (s step) destinations() {
	if !s.every("destinations", destinationPeriod) {
		return
	}
	for _, e := range s.w.Edges {
		p := s.anyPod(s.w, e.From)
		calls := math.Round(e.Rate * destinationPeriod.Seconds())
		if p == nil || calls == 0 {
			continue
		}
		d := dataset(apm(s.w, p, "metric"), "metrics", "apm.internal")
		d["metricset.name"], d["metricset.interval"] = "service_destination", "1m"
		d["span.destination.service.resource"] = resource(e)
		d["span.destination.service.response_time.count"] = calls
		d["span.destination.service.response_time.sum.us"] = micros(calls * e.Client.Mean())
		d["event.outcome"] = outcome(e.Fail > 0.5)
		s.put(apmMetrics, s.w.Now, d)
	}
}

// jobs are the transactions that no request starts.
func (s step) jobs() {
	for _, job := range []struct {
		service, name string
		period        time.Duration
		seconds       float64
	}{{"orders", "ReconcileOrders", 5 * time.Minute, 14}, {"catalog", "RebuildSearchIndex", 10 * time.Minute, 48}, {"payment", "SettleCharges", 15 * time.Minute, 6}} {
		if !s.every("job."+job.name, job.period) {
			continue
		}
		service := s.w.ServiceIndex(job.service)
		p := s.anyPod(s.w, service)
		if p == nil {
			continue
		}
		seconds := job.seconds * (0.8 + 0.5*s.draw("job")) * s.fx.Service[service].QueryFactor
		d := dataset(apm(s.w, p, "transaction"), "traces", "apm")
		d["trace.id"], d["transaction.id"] = s.id("job", 32), s.id("job", 16)
		d["transaction.name"], d["transaction.type"], d["transaction.result"] = job.name, "scheduled", "success"
		d["transaction.duration.us"], d["event.duration"] = micros(seconds), nanos(seconds)
		d["event.outcome"], d["transaction.sampled"], d["message"] = "success", true, job.name
		s.put(traces, s.w.Now, d)
	}
}

// databases makes the slow query log of PostgreSQL: reports of a colleague every few minutes, and what the services wait for.
func (s step) databases() {
	slow := 1.0 / 240
	for _, service := range s.w.Services {
		if service.Plan.PoolMax > 0 {
			slow += service.Pool.Rate * (1 - service.Pool.Query.CDF(1))
		}
	}
	index := s.w.ServiceIndex("postgres")
	for range s.some("slow", slow, 0.3) {
		p := s.anyPod(s.w, index)
		if p == nil {
			return
		}
		seconds := 1.1 + 2*s.draw("slow")
		d := dataset(onPod(s.w, p), "logs", "postgresql.log")
		d["service.name"], d["service.type"] = "postgres", "postgresql"
		d["event.duration"], d["log.level"] = nanos(seconds), "LOG"
		d["message"] = fmt.Sprintf("duration: %.0f ms  statement: SELECT sku, sum(amount) FROM order_items GROUP BY sku", seconds*1000)
		d["postgresql.log.database"], d["user.name"] = "shop", "reporting"
		s.put(postgresLog, s.when("slow"), d)
	}
}
