package exporters

import (
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
)

// probes is what looks at the shop from outside: blackbox_exporter, the ingress controller, and the identity provider.
func probes() []filler {
	return []filler{
		&table[*request]{path: at[*request]("blackbox"), things: usersOf, key: requestKey, labels: func(*request) []string { return cluster("blackbox", "https://shop.example/") }, rows: blackboxRows()},
		&table[nodeAt]{path: at[nodeAt]("blackbox"), things: nodesOf, key: nodeKey, labels: func(n nodeAt) []string { return cluster("blackbox-icmp", n.Plan.Name) }, rows: pingRows()},
		&table[*request]{path: at[*request]("ingress"), things: usersOf, key: requestKey, labels: ingressLabels, rows: ingressRows()},
		single("ingress", cluster("nginx-exporter", "ingress-nginx:9113", "namespace", "shop"), []row[*frame]{
			number("nginx_connections_active", "Active client connections", func(f *frame) float64 { return 8 + f.w.Users*0.6 }),
		}),
		single("keycloak", cluster("keycloak", "keycloak:9000"), keycloakRows()),
		single("recordings", cluster("sloth", "prometheus:9090"), slothRows()),
	}
}

func usersOf(f *frame) []*request { return pointers(f.requests[:1]) }

func blackboxRows() []row[*request] {
	phases := map[string]func(*request) float64{
		"resolve": func(r *request) float64 { return median(r.w.DNS.Server) }, "connect": always[*request](0.011), "tls": always[*request](0.024),
		"processing": func(r *request) float64 { return median(r.server) }, "transfer": always[*request](0.006),
	}
	return rows([]row[*request]{
		number("probe_success", "Displays whether or not the probe was a success", func(r *request) float64 { return boolean(r.fail < 0.5) }),
	}, each([]string{"resolve", "connect", "tls", "processing", "transfer"}, func(phase string) row[*request] {
		return level("probe_http_duration_seconds", "Duration of http request by phase, summed over all redirects", phases[phase], "phase", phase)
	}))
}

func pingRows() []row[nodeAt] {
	return []row[nodeAt]{
		number("probe_success", "Displays whether or not the probe was a success", func(n nodeAt) float64 { return boolean(n.Hang == 0) }),
		level("probe_icmp_duration_seconds", "Duration of icmp request by phase", func(n nodeAt) float64 { return median(n.RTT()) }, "phase", "rtt"),
		level("probe_icmp_duration_seconds", "", always[nodeAt](0.0002), "phase", "resolve"),
	}
}

func ingressLabels(r *request) []string {
	return cluster("ingress-nginx", "ingress-nginx:10254", "exported_namespace", r.toNS, "exported_service", r.to, "ingress", "shop", "host", "shop.example", "path", "/", "method", "GET")
}

func ingressRows() []row[*request] {
	shares := map[string]func(*request) float64{
		"200": func(r *request) float64 { return 1 - min(r.s4xx+r.fail, 1) }, "401": func(r *request) float64 { return r.s4xx * 0.4 }, "404": func(r *request) float64 { return r.s4xx * 0.6 },
		"500": func(r *request) float64 { return r.s500 }, "503": func(r *request) float64 { return r.s503 }, "504": func(r *request) float64 { return r.s504 },
	}
	return rows(each([]string{"200", "401", "404", "500", "503", "504"}, func(status string) row[*request] {
		return total("nginx_ingress_controller_requests", "The total number of client requests", func(r *request) float64 { return r.rate * shares[status](r) }, "status", status)
	}), []row[*request]{
		spread("nginx_ingress_controller_request_duration_seconds", "The request processing time in seconds", plegBounds,
			func(r *request) (float64, model.Dist) { return r.rate, r.client }, "status", "200"),
		spread("nginx_ingress_controller_request_size", "The request length (including request line, header, and request body)", bodyBounds,
			func(r *request) (float64, model.Dist) { return r.rate, model.Dist{Main: 700, Sigma: 0.5} }, "status", "200"),
	})
}

// keycloakRows follow the logins of the shop's own accounts.
func keycloakRows() []row[*frame] {
	logins := func(share func(*model.Op) float64) func(*frame) float64 {
		return func(f *frame) float64 {
			for _, op := range f.w.Ops {
				if op.Plan.Service == "auth" && op.Plan.Name == "login" {
					return op.Rate * share(op)
				}
			}
			return 0
		}
	}
	const name, help = "keycloak_user_events_total", "Keycloak user events"
	who := []string{"event", "login", "realm", "shop", "client_id", "shop-web"}
	return []row[*frame]{
		total(name, help, logins(func(op *model.Op) float64 { return 1 - op.Plan.ClientErrorRatio }), append(who, "error", "")...),
		// Most wrong passwords are stopped by the shop before they reach the realm.
		total(name, help, logins(func(op *model.Op) float64 { return op.Plan.ClientErrorRatio * 0.05 }), append(who, "error", "invalid_user_credentials")...),
	}
}

// slothRows are the recordings of Sloth and Pyrra for an objective of 99.9 %: the short window is the present share of
// failures, the budget that of a calm month.
func slothRows() []row[*frame] {
	const objective, month = 0.999, 0.0004
	failures := func(f *frame) float64 { return f.requests[0].fail }
	slo := []string{"sloth_service", "frontend", "sloth_slo", "requests-availability", "sloth_id", "frontend-requests-availability"}
	return []row[*frame]{
		level("slo:sli_error:ratio_rate5m", "Share of failures over 5 minutes.", failures, append(slo, "sloth_window", "5m")...),
		level("slo:sli_error:ratio_rate30d", "Share of failures over 30 days.", always[*frame](month), append(slo, "sloth_window", "30d")...),
		level("slo:current_burn_rate:ratio", "Rate at which the error budget is used; 1 uses it up exactly.", func(f *frame) float64 { return failures(f) / (1 - objective) }, slo...),
		level("slo:period_error_budget_remaining:ratio", "Share of the error budget that is left.", always[*frame](1-month/(1-objective)), slo...),
		level("pyrra_availability", "Share of requests that were served.", always[*frame](1-month), "slo", "frontend-availability"),
	}
}
