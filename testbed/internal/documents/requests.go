package documents

import (
	"fmt"
	"hash/fnv"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/ecslog"
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// One of so many requests has its spans recorded, and so has every one that failed.
const sampled = 5

// apm are the fields of every document that an APM agent sends.
func apm(w *model.World, p *model.Pod, event string) doc {
	d := ecslog.Origin(w, p)
	delete(d, "event.dataset")
	d["processor.event"], d["processor.name"] = event, event
	d["agent.name"], d["service.language.name"], d["agent.version"] = "go", "go", "2.7.1"
	if w.Services[p.Service].Plan.JVM {
		d["agent.name"], d["service.language.name"], d["agent.version"] = "java", "java", "1.55.0"
	}
	d["service.node.name"] = p.Name
	return d
}

// trace makes the transaction of a request, its spans and what the services below it did, and the error.
func (m *Maker) trace(w *model.World, r ecslog.Request) {
	deep := r.Error != nil || m.chance("sampled", 1.0/sampled)
	d := m.transaction(w, r.Op, r.Pod, call{trace: r.Trace, id: r.Span, at: r.At, seconds: r.Seconds, status: r.Status})
	d["url.path"], d["url.original"], d["client.ip"] = r.Path, r.Path, r.Client
	d["transaction.sampled"] = deep
	if r.User != "" {
		d["user.id"], d["user.name"] = r.User, r.User
	}
	m.put(traces, r.At, d)
	if r.Error != nil {
		m.put(apmErrors, r.At, m.exception(w, r))
	}
	if deep {
		m.below(w, r.Op, r.Pod, r.Trace, r.Span, r.At, 0)
	}
}

// call is one transaction or span: where it belongs in its trace, when it ended, how long it took.
type call struct {
	trace, id, parent string
	at                time.Time
	seconds           float64
	status            int
}

func (m *Maker) transaction(w *model.World, op *model.Op, p *model.Pod, c call) doc {
	d := dataset(apm(w, p, "transaction"), "traces", "apm")
	d["trace.id"], d["transaction.id"], d["span.id"] = c.trace, c.id, c.id
	if c.parent != "" {
		d["parent.id"] = c.parent
	}
	name := op.Plan.Method + " " + op.Plan.Route
	d["transaction.name"], d["transaction.type"] = name, "request"
	d["transaction.result"] = fmt.Sprintf("HTTP %dxx", c.status/100)
	d["transaction.duration.us"], d["event.duration"] = micros(c.seconds), nanos(c.seconds)
	d["transaction.representative_count"] = 1
	d["event.outcome"] = outcome(c.status >= 500)
	d["event.success_count"] = map[bool]int{true: 0, false: 1}[c.status >= 500]
	d["http.request.method"], d["http.response.status_code"] = op.Plan.Method, c.status
	d["message"] = fmt.Sprintf("%s %d %.0f ms", name, c.status, c.seconds*1000)
	return d
}

// exception is the error that a failed request left behind.
func (m *Maker) exception(w *model.World, r ecslog.Request) doc {
	d := dataset(apm(w, r.Pod, "error"), "logs", "apm.error")
	d["trace.id"], d["transaction.id"], d["error.id"] = r.Trace, r.Span, m.id("error", 32)
	frames := strings.Split(r.Error.Trace, "\n")
	culprit := strings.TrimSpace(frames[min(1, len(frames)-1)])
	d["error.exception.type"], d["error.exception.message"] = r.Error.Type, r.Error.Text
	d["error.exception.handled"] = r.Status != 500
	d["error.culprit"] = culprit
	d["error.exception.stacktrace.filename"] = file(culprit)
	d["error.stack_trace"], d["error.message"] = r.Error.Trace, r.Error.Text
	d["error.grouping_name"] = r.Error.Text
	d["error.grouping_key"] = hash(r.Op.Plan.Service, r.Error.Type, r.Error.Text)
	d["log.level"], d["message"] = "error", r.Error.Type+": "+r.Error.Text
	d["service.target.name"], d["url.path"] = r.Op.Plan.Service, r.Path
	if r.User != "" {
		d["user.id"] = r.User
	}
	return d
}

// file is the name of the source file in a line of a stack trace.
func file(frame string) string {
	if i, j := strings.LastIndex(frame, "("), strings.LastIndex(frame, ":"); i >= 0 && j > i {
		return frame[i+1 : j]
	}
	return "handler.go"
}

func hash(parts ...string) string {
	h := fnv.New128a()
	for _, p := range parts {
		_, _ = h.Write([]byte(p + "\x00")) // a hash takes everything
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

// below makes the spans of an operation's calls, and the transactions of the services that were called.
func (m *Maker) below(w *model.World, op *model.Op, p *model.Pod, trace, parent string, at time.Time, depth int) {
	for _, c := range op.Calls {
		if !m.chance("fan", c.Plan.Fan) {
			continue
		}
		seconds := c.Dist.Quantile(0.02 + 0.96*m.draw("span"))
		failed := m.chance("span.failed", c.Once)
		span := m.id("span", 16)
		d := dataset(apm(w, p, "span"), "traces", "apm")
		d["trace.id"], d["span.id"], d["parent.id"], d["transaction.id"] = trace, span, parent, parent
		d["span.duration.us"], d["event.duration"] = micros(seconds), nanos(seconds)
		d["event.outcome"] = outcome(failed)
		describe(d, c)
		m.put(traces, at, d)
		m.called(w, c, call{trace: trace, parent: span, at: at, seconds: seconds, status: statusOf(c.To, failed)}, depth)
	}
}

// called makes the callee's own part of a call inside the cluster.
func (m *Maker) called(w *model.World, c *model.CallState, at call, depth int) {
	if c.To.Service < 0 || c.To.Plan.Route == "" || depth > 4 {
		return
	}
	p := m.anyPod(w, c.To.Service)
	if p == nil {
		return
	}
	at.id = m.id("span", 16)
	m.put(traces, at.at, m.transaction(w, c.To, p, at))
	m.below(w, c.To, p, at.trace, at.id, at.at, depth+1)
}

func statusOf(op *model.Op, failed bool) int {
	if failed {
		return 500
	}
	return max(op.Plan.OK, 200)
}

// describe says what kind of span a call is.
func describe(d doc, c *model.CallState) {
	kind, subtype := "external", "http"
	switch c.Edge.Protocol {
	case shop.Postgres:
		kind, subtype = "db", "postgresql"
		d["db.statement"] = c.To.Plan.Method + " …"
	case shop.Redis:
		kind, subtype = "db", "redis"
	}
	d["span.type"], d["span.subtype"] = kind, subtype
	d["span.name"] = strings.TrimSpace(c.To.Plan.Method + " " + c.To.Plan.Route)
	d["span.destination.service.resource"] = resource(c.Edge)
	d["message"] = d["span.name"]
}

// resource is how APM agents name what is called: the kind of a database, else host and port.
func resource(e *model.Edge) string {
	switch {
	case e.Protocol == shop.Postgres:
		return "postgresql"
	case e.Protocol == shop.Redis:
		return "redis"
	case e.To < 0:
		return e.ToName + ":443"
	default:
		s := shop.Services[e.To]
		return fmt.Sprintf("%s.%s:%d", s.Name, s.Namespace, s.Port)
	}
}

// proxied makes the ingress controller's line of a request that a user sent.
func (m *Maker) proxied(w *model.World, r ecslog.Request) {
	if r.Op.Plan.UserShare == 0 || !m.chance("ingress", 0.5) {
		return
	}
	d := dataset(onNode(w.Nodes[r.Pod.Node]), "logs", "nginx_ingress_controller.access")
	d["service.name"], d["service.type"], d["kubernetes.namespace"] = "ingress-nginx", "nginx_ingress_controller", "platform"
	d["message"] = fmt.Sprintf("%s %q %d", r.Client, r.Op.Plan.Method+" "+r.Path, r.Status)
	d["http.request.method"], d["http.response.status_code"] = r.Op.Plan.Method, r.Status
	d["http.response.body.bytes"], d["http.request.body.bytes"] = int(r.Op.Plan.RespBytes), int(r.Op.Plan.ReqBytes)
	d["url.path"], d["url.original"], d["url.domain"] = r.Path, r.Path, "shop.example"
	d["source.ip"], d["event.category"], d["event.outcome"] = r.Client, []string{"web"}, outcome(r.Status >= 400)
	d["user_agent.original"] = "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0"
	d["nginx_ingress_controller.access.http.request.time"] = r.Seconds + 0.001
	d["nginx_ingress_controller.access.http.request.length"] = int(r.Op.Plan.ReqBytes) + 380
	d["nginx_ingress_controller.access.upstream.name"] = fmt.Sprintf("%s-%s", shop.Services[r.Pod.Service].Namespace, r.Op.Plan.Service)
	d["trace.id"] = r.Trace
	if r.User != "" {
		d["user.name"] = r.User
	}
	m.put(ingress, r.At, d)
}
