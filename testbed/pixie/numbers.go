package pixie

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/noise"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
	"github.com/strata-sre/strata-sre-app/testbed/pixie/vizierpb"
)

// number says how a numeric column behaves: its value at the shop's peak for an average subject, in the unit of the
// catalog's scripts; whether it follows the load (and is shared out among choices); whether it is whole.
type number struct {
	peak        float64
	load, whole bool
}

func rate(peak float64) number  { return number{peak: peak, load: true} }
func total(peak float64) number { return number{peak: peak, load: true, whole: true} }
func level(v float64) number    { return number{peak: v} }
func whole(v float64) number    { return number{peak: v, whole: true} }

// numbers by column name: seconds, bytes, events per second and shares, except for latency (nanoseconds, as in the
// table) and mainStat (milliseconds).
var numbers = map[string]number{
	"ingress": rate(210e3), "egress": rate(340e3), "bytes": total(48e6), "bytes_in": total(6e6), "bytes_out": total(9e6), "bytes_sent": total(22e6),
	"bytes_recv": total(31e6), "bytes_per_s": rate(900e3), "tx": total(400e3), "rx": total(400e3),
	"rx_drops": rate(0.02), "tx_drops": rate(0.005), "errors_per_s": rate(0.004), "ratio": level(0.0012), "retransmits": total(14), "retransmits_per_s": rate(0.05),
	"drops_per_s": rate(0.3), "active": total(12), "closed": total(260), "opened": total(270), "connections": total(180), "mean_duration_s": level(42),
	"opened_per_s": rate(1.4), "closed_per_s": rate(1.4), "requests": total(9000), "requests_per_s": rate(38), "responses_per_s": rate(60), "queries_per_s": rate(5),
	"p50": level(0.009), "p90": level(0.031), "p99": level(0.094), "latency_p90": level(0.031), "latency_p99": level(0.094), "latency_s": level(0.72),
	"latency": whole(14e6), "mainStat": level(31), "secondaryStat": level(0.0015), "error_ratio": level(0.0015), "encrypted_share": level(0.35),
	"slow_calls": total(25), "cwnd_p10": level(9), "cwnd_p50": level(12), "srtt_p99_s": level(0.0021),
	"network_share": level(0.11), "network_s": level(0.0018), "client_count": total(4000), "server_count": total(4100),
	"cores": rate(0.09), "rss": level(190 << 20), "denied": total(3), "checks": total(120), "exit_code": whole(0), "signal": whole(9),
}

// faster has factors for tables whose latencies are not those of HTTP.
var faster = map[string]float64{"dns_events": 0.05, "sre_net_syscalls": 0.4}

const (
	unknownNumber = 10.0
	spread        = 0.5  // how far subjects lie apart, as a share
	wander        = 0.12 // how far a value strays over time
)

var stray = noise.New(7)

// value of a numeric column for a subject at a time; share is that of its choice.
func value(table, column string, about string, share float64, at time.Time) float64 {
	n, known := numbers[column]
	if !known {
		n = level(unknownNumber)
	}
	own := 1 + spread*(2*stray.Uniform(noise.Key(table, about), 0)-1)
	now := 1 + wander*stray.Smooth(noise.Key(table, about, column), at, 10*time.Minute)
	v := n.peak * own * now
	if n.load {
		v *= share * shop.Load(at)
	}
	if f, ok := faster[table]; ok && isLatency(column) {
		v *= f
	}
	if n.whole {
		v = math.Round(v)
	}
	if isShare(column) {
		v = min(v, 1)
	}
	return v
}

func isLatency(column string) bool {
	return strings.HasPrefix(column, "p") || strings.HasPrefix(column, "latency")
}

func isShare(column string) bool {
	return strings.HasSuffix(column, "ratio") || strings.HasSuffix(column, "share")
}

// answers of HTTP requests that are shown one by one.
func responseOf(about string, n int64) (status int64, message string) {
	if stray.Uniform(noise.Key("status", about), n) < 0.03 {
		return 503, "Service Unavailable"
	}
	return 200, "OK"
}

// integers that a subject carries as text.
func integer(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// kinds are the types of columns that are neither text nor float.
var kinds = map[string]vizierpb.DataType{
	"time_": vizierpb.DataType_TIME64NS, "timestamp": vizierpb.DataType_TIME64NS, "first_seen": vizierpb.DataType_TIME64NS, "last_seen": vizierpb.DataType_TIME64NS,
	"resp_status": vizierpb.DataType_INT64, "remote_port": vizierpb.DataType_INT64, "dst_port": vizierpb.DataType_INT64, "state": vizierpb.DataType_INT64,
	"uid": vizierpb.DataType_INT64, "trace_role": vizierpb.DataType_INT64, "local_port": vizierpb.DataType_INT64, "upid": vizierpb.DataType_UINT128,
	"ssl": vizierpb.DataType_BOOLEAN, "encrypted": vizierpb.DataType_BOOLEAN,
}

// texts are text columns that do not come from a subject.
var texts = map[string]bool{"resp_message": true, "trace_id": true, "error": true, "id": true, "title": true, "context": true, "info": true, "local_addr": true,
	"content_type": true, "req_headers": true, "resp_headers": true, "req_body": true, "resp_body": true, "req_header": true, "resp_header": true}

// kindOf types a column: by its name, as text where subjects have it, else as a number.
func kindOf(table, column string, about []subject) vizierpb.DataType {
	if column == "status" && table != "http_events" { // of probes and errors: a code
		return vizierpb.DataType_INT64
	}
	if k, ok := kinds[column]; ok {
		return k
	}
	if texts[column] || choices[column] != nil {
		return vizierpb.DataType_STRING
	}
	for _, s := range about {
		if _, ok := s[column]; ok {
			return vizierpb.DataType_STRING
		}
	}
	if numbers[column].whole {
		return vizierpb.DataType_INT64
	}
	return vizierpb.DataType_FLOAT64
}
