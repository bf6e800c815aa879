// Package ecslog writes the services' logs in the Elastic Common Schema: as NDJSON, one file per service, or to Elasticsearch.
package ecslog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/noise"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// Schema is the version of the Elastic Common Schema that the fields follow.
const Schema = "8.17.0"

// Limits of what is written per service and second; the real volume would only fill the disk.
type Limits struct {
	OK, Failed float64
}

// Live and History are the limits of a running shop and of a past one; Indexed those of a past that is searched.
var (
	Live    = Limits{OK: 1, Failed: 3}
	History = Limits{OK: 1.0 / 60, Failed: 0.05}
	Indexed = Limits{OK: 0.1, Failed: 0.5}
)

// Output takes the lines, each a JSON object that ends with a line feed.
type Output interface {
	Write(service string, line []byte) error
	Flush() error
	Close() error
}

// Logger turns what happens in the model into log lines.
type Logger struct {
	// OnRequest is told every request that got a line, with the same trace; may be nil.
	OnRequest func(w *model.World, r Request) error

	out    Output
	born   string // ids of different runs must differ
	limits Limits
	noise  noise.Source
	credit map[string]float64 // lines owed, by stream
	serial map[string]int64
	heard  map[string]podNews // last known state of pods
}

type podNews struct {
	restarts int
	reason   string
}

// New returns a logger that writes to out; Close closes it too.
func New(out Output, limits Limits, src noise.Source) *Logger {
	return &Logger{out: out, limits: limits, noise: src, credit: map[string]float64{}, serial: map[string]int64{}, heard: map[string]podNews{}}
}

// Limit changes how much is written from now on.
func (l *Logger) Limit(limits Limits) { l.limits = limits }

// Close closes the output.
func (l *Logger) Close() error { return l.out.Close() }

// Step writes the lines of one step of the model.
func (l *Logger) Step(w *model.World, _ *model.Effects, dt float64) error {
	if l.born == "" {
		l.born = w.Now.Format(time.RFC3339)
	}
	var failed error
	for _, op := range w.Ops {
		if op.Service >= 0 && op.Plan.Route != "" {
			failed = errors.Join(failed, l.requests(w, op, dt))
		}
	}
	for _, s := range w.Services {
		failed = errors.Join(failed, l.database(w, s, dt))
	}
	return errors.Join(failed, l.platform(w), l.out.Flush())
}

// due returns how many lines of a stream to write now: a steady share of the rate, at most the limit.
func (l *Logger) due(stream string, rate, limit, dt float64) int {
	if rate <= 0 {
		return 0
	}
	share := math.Min(limit, rate)
	l.credit[stream] += share * dt
	n := math.Floor(l.credit[stream])
	l.credit[stream] -= n
	return int(n)
}

func (l *Logger) requests(w *model.World, op *model.Op, dt float64) error {
	name := op.Plan.Service + "." + op.Plan.Name
	failed := math.Min(op.Fail500+op.Fail503+op.Fail504, 1)
	var err error
	for range l.due(name, op.Rate*(1-failed), l.limits.OK/2, dt) {
		status := op.Plan.OK
		if op.Plan.ClientError != 0 && l.draw(name) < op.Plan.ClientErrorRatio*3 {
			status = op.Plan.ClientError
		}
		err = errors.Join(err, l.request(w, op, status, dt))
	}
	for _, k := range []struct {
		status int
		share  float64
	}{{500, op.Fail500}, {503, op.Fail503}, {504, op.Fail504}} {
		for range l.due(fmt.Sprintf("%s.%d", name, k.status), op.Rate*k.share, l.limits.Failed/2, dt) {
			err = errors.Join(err, l.request(w, op, k.status, dt))
		}
	}
	return err
}

// draw returns the next random number of a stream.
func (l *Logger) draw(stream string) float64 {
	l.serial[stream]++
	return l.noise.Uniform(noise.Key("log", stream), l.serial[stream])
}

func (l *Logger) id(stream string, digits int) string {
	l.serial[stream]++
	bits := l.noise.Bits(noise.Key("id", stream, l.born), l.serial[stream])
	more := l.noise.Bits(noise.Key("id", stream, "low", l.born), l.serial[stream])
	return fmt.Sprintf("%016x%016x", bits, more)[:digits]
}

// line is one log record; dotted names are how ECS loggers write fields.
type line = map[string]any

func (l *Logger) write(service string, at time.Time, fields line) error {
	fields["@timestamp"] = at.UTC().Format("2006-01-02T15:04:05.000Z")
	fields["ecs.version"] = Schema
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(fields); err != nil {
		return err
	}
	return l.out.Write(service, b.Bytes())
}

// Origin are the fields that say which pod wrote a line.
func Origin(w *model.World, p *model.Pod) map[string]any {
	s := w.Services[p.Service].Plan
	node := w.Nodes[p.Node].Plan
	out := line{
		"service.name": s.Name, "service.version": Version(s, p), "service.environment": "sim",
		"event.dataset": s.Name + ".log", "labels.testbed": "sim",
		"kubernetes.namespace": s.Namespace, "kubernetes.pod.name": p.Name, "kubernetes.container.name": s.Name, "kubernetes.node.name": node.Name,
		"orchestrator.cluster.name": "shop", "host.name": node.Name, "host.ip": node.IP,
	}
	if s.Kind == shop.Deployment {
		out["kubernetes.deployment.name"] = s.Name
	}
	return out
}
