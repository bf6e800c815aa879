package exporters

import (
	"strings"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
)

// databases are postgres_exporter, redis_exporter, and a MySQL outside the shop's paths that only reports use.
func databases() []filler {
	return []filler{
		single("postgres", cluster("postgres-exporter", "postgres:9187", "namespace", "platform"), postgresRows()),
		single("redis", cluster("redis-exporter", "redis:9121", "namespace", "shop"), redisRows()),
		single("mysql", cluster("mysqld-exporter", "reports-mysql:9104", "namespace", "platform"), []row[*frame]{
			number("mysql_up", "Whether the MySQL server is up.", always[*frame](1)),
			number("mysql_global_status_threads_connected", "Generic metric from SHOW GLOBAL STATUS.", func(f *frame) float64 { return 14 * f.wander("mysql", 0.3) }),
			number("mysql_global_variables_max_connections", "Generic gauge metric from SHOW GLOBAL VARIABLES.", always[*frame](151)),
			total("mysql_global_status_slow_queries", "Generic metric from SHOW GLOBAL STATUS.", always[*frame](0.004)),
		}),
	}
}

func (f *frame) service(name string) *model.Service { return f.w.Services[f.w.ServiceIndex(name)] }

// answering tells whether a pod of a service answers.
func (f *frame) answering(name string) float64 {
	for _, p := range f.service(name).Pods {
		if p.Ready() && !p.Frozen {
			return 1
		}
	}
	return 0
}

// connections adds up the pools of all clients: those in use and those there are.
func (f *frame) connections() (used, open, slowest float64) {
	for _, s := range f.w.Services {
		used += min(s.Pool.Used, s.Pool.Max)
		open += s.Pool.Max
		if s.Pool.Rate > 0 {
			slowest = max(slowest, s.Pool.Query.Quantile(0.999))
		}
	}
	return used, open, slowest
}

func postgresRows() []row[*frame] {
	shop := []string{"datname", "shop"}
	reads := func(f *frame) float64 { return f.service("postgres").Rate * 42 }
	return []row[*frame]{
		number("pg_up", "Whether the last scrape of metrics from PostgreSQL was able to connect to the server (1 for yes, 0 for no).", func(f *frame) float64 { return f.answering("postgres") }),
		number("pg_settings_max_connections", "Server Parameter: max_connections", always[*frame](200)),
		number("pg_stat_activity_count", "number of connections in this state", func(f *frame) float64 { used, _, _ := f.connections(); return used }, append(shop, "state", "active")...),
		number("pg_stat_activity_count", "", func(f *frame) float64 { used, open, _ := f.connections(); return open - used }, append(shop, "state", "idle")...),
		level("pg_stat_activity_max_tx_duration", "max duration in seconds any active transaction has been running", func(f *frame) float64 { _, _, slowest := f.connections(); return slowest },
			append(shop, "state", "active")...),
		total("pg_stat_database_blks_hit", "Number of times disk blocks were found already in the buffer cache", func(f *frame) float64 { return reads(f) * 0.992 }, shop...),
		total("pg_stat_database_blks_read", "Number of disk blocks read in this database", func(f *frame) float64 { return reads(f) * 0.008 }, shop...),
	}
}

func redisRows() []row[*frame] {
	command := func(method string) func(f *frame) (float64, float64) {
		return func(f *frame) (rate, seconds float64) {
			for _, op := range f.w.Ops {
				if op.Plan.Service == "redis" && op.Plan.Method == method {
					rate, seconds = rate+op.Rate, seconds+op.Rate*op.Dist.Mean()*0.4
				}
			}
			return rate, seconds
		}
	}
	lookups := func(hit bool) func(*frame) float64 {
		return func(f *frame) float64 {
			sum := 0.0
			for _, s := range f.w.Services {
				share := s.CacheHit
				if !hit {
					share = 1 - share
				}
				sum += s.CacheRate * share
			}
			return sum
		}
	}
	out := []row[*frame]{
		number("redis_up", "Information about the Redis instance", func(f *frame) float64 { return f.answering("redis") }),
		total("redis_keyspace_hits_total", "keyspace_hits_total metric", lookups(true)),
		total("redis_keyspace_misses_total", "keyspace_misses_total metric", lookups(false)),
	}
	for _, cmd := range []string{"get", "set"} {
		of := command(strings.ToUpper(cmd))
		out = append(out,
			total("redis_commands_total", "Total number of calls per command", func(f *frame) float64 { rate, _ := of(f); return rate }, "cmd", cmd),
			spent("redis_commands_duration_seconds_total", "Total amount of time in seconds spent per command", func(f *frame) float64 { _, s := of(f); return s }, "cmd", cmd))
	}
	return out
}
