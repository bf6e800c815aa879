package documents_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/documents"
	"github.com/strata-sre/strata-sre-app/testbed/internal/ecslog"
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
)

var start = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// store keeps documents by index, as they are sent; it is the output of the services' logs too.
type store map[string][]json.RawMessage

func (s store) Add(index string, doc map[string]any) error {
	raw, err := json.Marshal(doc)
	s[index] = append(s[index], raw)
	return err
}

func (s store) Write(_ string, line []byte) error {
	s[documents.Logs] = append(s[documents.Logs], bytes.Clone(line))
	return nil
}

func (s store) Flush() error { return nil }
func (s store) Close() error { return nil }

// with returns the documents of an index whose fields have these values.
func (s store) with(t *testing.T, index string, fields map[string]any) []map[string]any {
	t.Helper()
	var out []map[string]any
	for _, raw := range s[index] {
		var d map[string]any
		if err := json.Unmarshal(raw, &d); err != nil {
			t.Fatalf("%s: %v in %s", index, err, raw)
		}
		matches := true
		for name, want := range fields {
			matches = matches && d[name] == want
		}
		if matches {
			out = append(out, d)
		}
	}
	return out
}

// record runs a shop for some time; change is called before each step with the seconds since the start.
func record(t *testing.T, span, step time.Duration, change func(fx *model.Effects, at time.Duration)) store {
	t.Helper()
	w, fx, out := model.New(1), model.NewEffects(), store{}
	for range 20 {
		w.Step(start, 1, fx)
	}
	maker := documents.New(out, w.Noise)
	logs := ecslog.New(out, ecslog.Indexed, w.Noise)
	logs.OnRequest = maker.Request
	for at := step; at <= span; at += step {
		fx.Reset()
		change(fx, at)
		w.Step(start.Add(at), step.Seconds(), fx)
		if err := logs.Step(w, fx, step.Seconds()); err != nil {
			t.Fatal(err)
		}
		if err := maker.Step(w, fx, step.Seconds()); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func healthy(*model.Effects, time.Duration) {}

func TestHalfAnHourHasEveryKindOfDocument(t *testing.T) {
	out := record(t, 30*time.Minute, 30*time.Second, healthy)
	if len(out) != 21 {
		t.Errorf("indexes: %v", slices.Sorted(maps.Keys(out)))
	}
	total := 0
	for index, docs := range out {
		total += len(docs)
		for _, raw := range docs {
			var d struct {
				At  time.Time `json:"@timestamp"`
				Sim string    `json:"labels.testbed"`
			}
			if err := json.Unmarshal(raw, &d); err != nil || d.At.Before(start.Add(-time.Minute)) || d.At.After(start.Add(31*time.Minute)) {
				t.Fatalf("%s: %v: time %s", index, err, d.At)
			}
			if d.Sim != "sim" && !strings.HasPrefix(index, "falco") {
				t.Fatalf("%s: does not say that it is simulated: %s", index, raw)
			}
		}
	}
	if total < 10_000 || total > 40_000 {
		t.Errorf("%d documents in half an hour", total)
	}
}

func TestTheSameSeedGivesTheSameDocuments(t *testing.T) {
	sum := func() string {
		raw, err := json.Marshal(record(t, 5*time.Minute, 15*time.Second, healthy))
		if err != nil {
			t.Fatal(err)
		}
		hash := sha256.Sum256(raw)
		return hex.EncodeToString(hash[:])
	}
	if sum() != sum() {
		t.Error("two runs of one seed differ")
	}
}

func TestALogLineLeadsToItsTrace(t *testing.T) {
	out := record(t, 10*time.Minute, 15*time.Second, func(fx *model.Effects, at time.Duration) {
		if at > 5*time.Minute {
			fx.Service[0].ErrorRate = 0.3
		}
	})
	transactions := map[any]map[string]any{}
	for _, d := range out.with(t, "traces-apm-sim", map[string]any{"processor.event": "transaction"}) {
		transactions[d["transaction.id"]] = d
	}
	exceptions := map[any]bool{}
	for _, d := range out.with(t, "logs-apm.error-sim", nil) {
		exceptions[d["trace.id"]] = true
	}
	failed := 0
	for _, line := range out.with(t, documents.Logs, nil) {
		if !strings.HasSuffix(text(line, "log.logger"), ".http") {
			continue
		}
		d := transactions[line["span.id"]]
		if d == nil || d["trace.id"] != line["trace.id"] || d["service.name"] != line["service.name"] {
			t.Fatalf("no transaction of %v", line)
		}
		if line["log.level"] == "ERROR" {
			failed++
			if !exceptions[line["trace.id"]] {
				t.Fatalf("no error of %v", line)
			}
		}
	}
	if failed < 20 {
		t.Errorf("%d failed requests", failed)
	}
	for _, span := range out.with(t, "traces-apm-sim", map[string]any{"processor.event": "span"}) {
		if span["parent.id"] == nil || span["trace.id"] == nil || span["span.type"] == nil || span["span.destination.service.resource"] == nil {
			t.Fatalf("span %v", span)
		}
	}
}

func text(d map[string]any, field string) string {
	s, _ := d[field].(string)
	return s
}

func TestFaultsShow(t *testing.T) {
	frontend, recommendation, payment := 0, 7, 4
	before := record(t, 4*time.Minute, 2*time.Second, healthy)
	after := record(t, 4*time.Minute, 2*time.Second, func(fx *model.Effects, at time.Duration) {
		if at < time.Minute {
			return
		}
		fx.Service[recommendation].Crash = 1
		fx.Deny[[2]int{1, payment}] = 1
		fx.Node[1].Hang = at > 3*time.Minute
		fx.DNS.ServFail = 0.5
		fx.Service[frontend].ErrorRate = 0.2
	})
	more := func(what, index string, fields map[string]any, least int) {
		t.Helper()
		if was, is := len(before.with(t, index, fields)), len(after.with(t, index, fields)); is < was+least {
			t.Errorf("%s: %d before, %d after", what, was, is)
		}
	}
	more("crash loop", "metrics-kubernetes.event-sim", map[string]any{"kubernetes.event.reason": "BackOff", "kubernetes.namespace": "shop"}, 3)
	more("silent node", "metrics-kubernetes.event-sim", map[string]any{"kubernetes.event.reason": "NodeNotReady"}, 1)
	more("policy", "hubble-flows-sim", map[string]any{"verdict": "DROPPED", "destination.namespace": "shop"}, 10)
	more("names", "logs-network_traffic.dns-sim", map[string]any{"dns.response_code": "SERVFAIL"}, 10)
	more("failed requests", "traces-apm-sim", map[string]any{"event.outcome": "failure", "transaction.type": "request"}, 30)
	more("exceptions", "logs-apm.error-sim", map[string]any{"processor.event": "error"}, 30)
	more("traffic", "logs-network_traffic.http-sim", map[string]any{"http.response.status_code": 500.0}, 10)
}

func TestCountersOnlyRise(t *testing.T) {
	out := record(t, 10*time.Minute, 15*time.Second, healthy)
	for index, field := range map[string]string{"metrics-redis.info-sim": "redis.info.stats.keyspace.hits", "metrics-system.diskio-sim": "system.diskio.read.bytes"} {
		last := map[any]float64{}
		for _, d := range out.with(t, index, nil) {
			value, ok := d[field].(float64)
			if !ok || value < last[d["host.name"]] {
				t.Fatalf("%s: %s fell to %v", index, field, d[field])
			}
			last[d["host.name"]] = value
		}
		if len(last) == 0 {
			t.Errorf("%s: no %s", index, field)
		}
	}
}

type broken struct{}

func (broken) Add(string, map[string]any) error { return errFull }

var errFull = errors.New("full")

func TestAFullSinkIsToldOnce(t *testing.T) {
	w, fx := model.New(1), model.NewEffects()
	maker := documents.New(broken{}, w.Noise)
	var got error
	for i := range 60 {
		w.Step(start.Add(time.Duration(i)*time.Second), 1, fx)
		if err := maker.Step(w, fx, 1); err != nil {
			got = err
		}
	}
	if got == nil || got.Error() != errFull.Error() { // as it is, not once per document
		t.Errorf("got %v", got)
	}
}
