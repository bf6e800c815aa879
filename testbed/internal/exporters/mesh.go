package exporters

import (
	"strconv"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
)

// Default bounds of Istio's request duration, milliseconds.
var istioBounds = model.NewBounds(0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000, 60000, 300000, 600000, 1800000, 3600000)

// istio is the standard metrics of the sidecars: requests from both sides, and TCP connections to the databases.
func istio() []filler {
	return []filler{
		istioTable(false), istioTable(true),
		&table[edgeAt]{path: at[edgeAt]("istio"), things: databaseEdges, key: edgeKey, labels: istioTCPLabels, rows: rows(
			istioTCP("source"), istioTCP("destination"),
		)},
	}
}

func istioTable(grpc bool) filler {
	answers := func(reporter string) []row[*request] {
		return each([]int{200, 400, 500, 503, 504}, func(code int) row[*request] { return istioRequests(reporter, code, grpc) })
	}
	things := func(f *frame) []*request {
		var out []*request
		for _, r := range pointers(f.requests) {
			if r.grpc() == grpc {
				out = append(out, r)
			}
		}
		return out
	}
	return &table[*request]{path: at[*request]("istio"), things: things, key: requestKey, labels: istioLabels, rows: rows(
		answers("destination"), answers("source"),
		[]row[*request]{
			spread("istio_request_duration_milliseconds", "The duration of requests in milliseconds", istioBounds,
				func(r *request) (float64, model.Dist) { return r.arrived(), inMillis(r.server) }, "reporter", "destination"),
			spread("istio_request_duration_milliseconds", "", istioBounds,
				func(r *request) (float64, model.Dist) { return r.rate, inMillis(r.client) }, "reporter", "source"),
		},
	)}
}

func inMillis(d model.Dist) model.Dist {
	d.Main *= 1000
	d.Tail *= 1000
	return d
}

func istioLabels(r *request) []string {
	protocol := "http"
	if r.grpc() {
		protocol = "grpc"
	}
	return meshPair(r.fromNS, r.from, r.toNS, r.to, "request_protocol", protocol)
}

func meshPair(fromNS, from, toNS, to string, labels ...string) []string {
	return cluster("istio-proxy", "istio-proxy:15020", append([]string{"source_workload_namespace", fromNS, "source_workload", from,
		"destination_workload_namespace", toNS, "destination_workload", to, "destination_service_namespace", toNS, "destination_service_name", to,
		"connection_security_policy", "mutual_tls"}, labels...)...)
}

// istioRequests counts answers of one code; what the client could not deliver shows on its side only.
// An answer over gRPC has its own status, and 200 as the code of HTTP.
func istioRequests(reporter string, code int, grpc bool) row[*request] {
	undelivered := reporter == "source" && code == 503
	perSecond := func(r *request) float64 {
		n := r.arrived() * r.share(strconv.Itoa(code))
		if undelivered {
			n += r.rate * r.refused
		}
		return n
	}
	flags, shown, status := "-", strconv.Itoa(code), ""
	if undelivered {
		flags = "UF"
	}
	if grpc {
		shown, status = "200", map[int]string{200: "0", 400: "3", 500: "13", 503: "14", 504: "4"}[code]
	}
	labels := []string{"reporter", reporter, "response_code", shown, "response_flags", flags, "grpc_response_status", status}
	if code == 200 {
		return total("istio_requests_total", "Total number of requests", perSecond, labels...)
	}
	return rare("istio_requests_total", "Total number of requests", perSecond, labels...)
}

func databaseEdges(f *frame) []edgeAt {
	var out []edgeAt
	for _, e := range insideOf(f) {
		if !e.HTTP() {
			out = append(out, e)
		}
	}
	return out
}

func istioTCPLabels(e edgeAt) []string {
	return meshPair(e.fromNS, e.from, e.toNS, e.to, "request_protocol", "tcp", "response_flags", "-")
}

func istioTCP(reporter string) []row[edgeAt] {
	opened := func(e edgeAt) float64 { return max(e.NewConns-e.FailedConns, 0) }
	return []row[edgeAt]{
		total("istio_tcp_connections_opened_total", "The total number of TCP connections opened", opened, "reporter", reporter),
		// Connections outlive their opening: those of the last minutes are still open.
		total("istio_tcp_connections_closed_total", "The total number of TCP connections closed", func(e edgeAt) float64 { return opened(e) * 0.995 }, "reporter", reporter),
		total("istio_tcp_sent_bytes_total", "The total number of bytes sent", func(e edgeAt) float64 { return e.BytesIn }, "reporter", reporter),
		total("istio_tcp_received_bytes_total", "The total number of bytes received", func(e edgeAt) float64 { return e.BytesOut }, "reporter", reporter),
	}
}
