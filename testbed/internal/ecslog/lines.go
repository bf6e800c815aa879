package ecslog

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// Request is one request as the service that answered it saw it.
type Request struct {
	Op      *model.Op
	Pod     *model.Pod
	At      time.Time // of its end
	Status  int
	Seconds float64
	Path    string
	Trace   string // 32 hexadecimal digits, as in the log line
	Span    string // 16 of them: the service's own part of the trace
	Client  string // IP address
	User    string // "" where nobody has signed in
	Error   *Failure
}

// Failure is what a service knows about a failed request.
type Failure struct{ Type, Text, Trace string }

// One of so many requests waits for something else: a cold cache, a collection of garbage, a client with a bad line.
const stragglers = 250

func (l *Logger) take(w *model.World, op *model.Op, status int, dt float64) (Request, bool) {
	stream := op.Plan.Service + "." + op.Plan.Name
	p := l.pick(w, w.Services[op.Service], stream)
	if p == nil {
		return Request{}, false
	}
	r := Request{Op: op, Pod: p, Status: status, Seconds: op.Dist.Quantile(0.02 + 0.96*l.draw(stream))}
	if status == 504 {
		r.Seconds = 3 + 2*l.draw(stream)
	}
	if l.draw(stream) < 1.0/stragglers {
		r.Seconds += 0.9 + l.draw(stream)
	}
	r.Path = strings.ReplaceAll(op.Plan.Route, "{id}", fmt.Sprint(1000+int(l.draw(stream)*900)))
	r.Trace, r.Span = l.id(stream, 32), l.id(stream, 16)
	r.Client = fmt.Sprintf("198.51.100.%d", 1+int(l.draw(stream)*250))
	if l.draw(stream) < 0.4 || status == 401 {
		r.User = fmt.Sprintf("user%03d", int(l.draw(stream)*400))
	}
	if status >= 500 {
		r.Error = failure(op, status)
	}
	r.At = w.Now.Add(-time.Duration(l.draw(stream) * dt * float64(time.Second)))
	return r, true
}

// request writes the access line of one request, with an error when it failed.
func (l *Logger) request(w *model.World, op *model.Op, status int, dt float64) error {
	r, ok := l.take(w, op, status, dt)
	if !ok {
		return nil
	}
	err := l.write(op.Plan.Service, r.At, access(w, r))
	if l.OnRequest != nil {
		err = errors.Join(err, l.OnRequest(w, r))
	}
	return err
}

func access(w *model.World, r Request) line {
	op, f := r.Op, Origin(w, r.Pod)
	f["log.level"] = "INFO"
	f["log.logger"] = op.Plan.Service + ".http"
	f["message"] = fmt.Sprintf("%s %s %d %.0f ms", op.Plan.Method, r.Path, r.Status, r.Seconds*1000)
	f["trace.id"], f["span.id"] = r.Trace, r.Span
	f["http.request.method"] = op.Plan.Method
	f["http.request.body.bytes"] = int(op.Plan.ReqBytes)
	f["http.response.status_code"] = r.Status
	f["http.response.body.bytes"] = int(op.Plan.RespBytes)
	f["url.path"], f["url.original"] = r.Path, r.Path
	f["event.duration"] = int64(r.Seconds * 1e9)
	f["event.outcome"] = "success"
	f["event.category"] = []string{"web"}
	f["source.ip"] = r.Client
	f["user_agent.original"] = "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0"
	if r.User != "" {
		f["user.name"] = r.User
	}
	if r.Status >= 400 {
		f["event.outcome"] = "failure"
		f["log.level"] = "WARN"
	}
	if r.Status == 401 {
		f["event.category"] = []string{"authentication"}
		f["event.action"] = "login-failed"
	}
	if r.Error != nil {
		f["log.level"] = "ERROR"
		f["error.type"], f["error.message"], f["error.stack_trace"] = r.Error.Type, r.Error.Text, r.Error.Trace
		f["message"] = fmt.Sprintf("%s; %s", f["message"], r.Error.Text)
	}
	return f
}

// failure is what the service knows about a failed request.
func failure(op *model.Op, status int) *Failure {
	dependency := worst(op)
	words, text := words(op), "price is missing"
	kind := words.bug
	switch {
	case status == 504:
		kind, text = words.timeout, "read timed out: "+dependency
	case status == 503 && dependency != "":
		kind, text = words.connect, "dependency failed: "+dependency
	case status == 503:
		kind, text = words.busy, "request queue is full"
	}
	return &Failure{Type: kind, Text: text, Trace: kind + ": " + text + words.trace}
}

// worst is the dependency that fails most of an operation's calls, or "".
func worst(op *model.Op) string {
	name, most := "", 0.02
	for _, c := range op.Calls {
		if !c.Plan.Optional && c.Fail > most {
			name, most = c.Edge.ToName, c.Fail
		}
	}
	return name
}

func (l *Logger) pick(w *model.World, s *model.Service, stream string) *model.Pod {
	var ready []*model.Pod
	for _, p := range s.Pods {
		if p.Ready() && !p.Frozen {
			ready = append(ready, p)
		}
	}
	if len(ready) == 0 {
		return nil
	}
	return ready[int(l.draw(stream+".pod")*float64(len(ready)))]
}

// database writes what a service's driver complains about: a full pool, slow statements.
func (l *Logger) database(w *model.World, s *model.Service, dt float64) error {
	if s.Plan.PoolMax == 0 {
		return nil
	}
	pool := s.Pool
	slow := pool.Rate * (1 - pool.Query.CDF(1))
	var err error
	for range l.due(s.Plan.Name+".slow", slow, l.limits.Failed/3, dt) {
		err = errors.Join(err, l.databaseLine(w, s, "WARN", fmt.Sprintf("Slow statement: %.1f s", pool.Query.Mean()), pool.Query.Mean(), ""))
	}
	for range l.due(s.Plan.Name+".pool", pool.Rate*pool.Fail, l.limits.Failed/3, dt) {
		text := fmt.Sprintf("%s-postgres - Connection is not available, request timed out after 2000ms (total=%.0f, active=%.0f, idle=0, waiting=%.0f)", s.Plan.Name, pool.Max, pool.Used, pool.Pending)
		err = errors.Join(err, l.databaseLine(w, s, "ERROR", text, 2, "java.sql.SQLTransientConnectionException"))
	}
	return err
}

func (l *Logger) databaseLine(w *model.World, s *model.Service, level, text string, seconds float64, kind string) error {
	p := l.pick(w, s, s.Plan.Name+".db")
	if p == nil {
		return nil
	}
	f := Origin(w, p)
	f["log.level"], f["message"], f["log.logger"] = level, text, s.Plan.Name+".db"
	f["trace.id"], f["span.id"] = l.id(s.Plan.Name+".db", 32), l.id(s.Plan.Name+".db", 16)
	f["event.duration"], f["event.outcome"] = int64(seconds*1e9), map[bool]string{true: "success", false: "failure"}[kind == ""]
	if kind != "" {
		f["error.type"], f["error.message"], f["error.stack_trace"] = kind, text, kind+": "+text+"\n\tat example.shop.db.Pool.take(Pool.java:61)"
	}
	return l.write(s.Plan.Name, w.Now, f)
}

// platform writes a line for each crash and each OOM kill, and the last words of containers that cannot start.
func (l *Logger) platform(w *model.World) error {
	var err error
	for _, p := range w.Pods {
		news := podNews{p.Restarts, p.LastReason}
		last, known := l.heard[p.Name]
		l.heard[p.Name] = news
		if !known || last == news || p.Restarts == last.restarts {
			continue
		}
		f := Origin(w, p)
		f["log.level"], f["event.outcome"] = "ERROR", "failure"
		text, kind := "cannot start: STORE_URL is not a valid address", "ConfigurationError"
		if p.LastReason == "OOMKilled" {
			text, kind = "memory limit reached, killed", "OutOfMemoryError"
		}
		f["message"], f["error.type"], f["error.message"], f["error.stack_trace"] = text, kind, text, kind+": "+text
		f["event.reason"] = p.LastReason
		err = errors.Join(err, l.write(w.Services[p.Service].Plan.Name, w.Now, f))
	}
	return err
}

// Version is the release that a pod runs: the tag of its image, or the one after for a bad revision.
func Version(s shop.Service, p *model.Pod) string {
	_, tag, _ := strings.Cut(s.Image[strings.LastIndex(s.Image, "/")+1:], ":")
	if p.Revision > 0 {
		return tag + "-rc1"
	}
	return tag
}

// vocabulary is how a runtime names its errors.
type vocabulary struct{ bug, timeout, connect, busy, trace string }

func words(op *model.Op) vocabulary {
	service, line := op.Plan.Service, 40+len(op.Plan.Route)
	if !shop.Services[op.Service].JVM {
		return vocabulary{bug: "runtime.Error", timeout: "context.deadlineExceededError", connect: "net.OpError", busy: "http.MaxInFlightError",
			trace: fmt.Sprintf("\nshop.example/%s/internal/handler.%s\n\t/src/internal/handler/%s.go:%d\nnet/http.HandlerFunc.ServeHTTP\n\t/usr/local/go/src/net/http/server.go:2294", service, op.Plan.Name, op.Plan.Name, line)}
	}
	class := strings.ToUpper(service[:1]) + service[1:] + "Handler"
	return vocabulary{bug: "java.lang.NullPointerException", timeout: "java.net.SocketTimeoutException", connect: "java.net.ConnectException",
		busy: "java.util.concurrent.RejectedExecutionException",
		trace: fmt.Sprintf("\n\tat example.shop.%s.%s.%s(%s.java:%d)\n\tat example.shop.http.Router.dispatch(Router.java:88)\n\tat java.base/java.lang.Thread.run(Thread.java:1583)",
			service, class, op.Plan.Name, class, line)}
}
