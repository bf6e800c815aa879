package ecslog

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// request writes the access line of one request, with an error when it failed.
func (l *Logger) request(w *model.World, op *model.Op, status int, dt float64) error {
	stream := op.Plan.Service + "." + op.Plan.Name
	p := l.pick(w, w.Services[op.Service], stream)
	if p == nil {
		return nil
	}
	duration := op.Dist.Quantile(0.02 + 0.96*l.draw(stream))
	if status == 504 {
		duration = 3 + 2*l.draw(stream)
	}
	path := strings.ReplaceAll(op.Plan.Route, "{id}", fmt.Sprint(1000+int(l.draw(stream)*900)))
	f := origin(w, p)
	f["log.level"] = "INFO"
	f["log.logger"] = op.Plan.Service + ".http"
	f["message"] = fmt.Sprintf("%s %s %d %.0f ms", op.Plan.Method, path, status, duration*1000)
	f["trace.id"] = l.id(stream, 32)
	f["span.id"] = l.id(stream, 16)
	f["http.request.method"] = op.Plan.Method
	f["http.request.body.bytes"] = int(op.Plan.ReqBytes)
	f["http.response.status_code"] = status
	f["http.response.body.bytes"] = int(op.Plan.RespBytes)
	f["url.path"] = path
	f["url.original"] = path
	f["event.duration"] = int64(duration * 1e9)
	f["event.outcome"] = "success"
	f["event.category"] = []string{"web"}
	f["source.ip"] = fmt.Sprintf("198.51.100.%d", 1+int(l.draw(stream)*250))
	f["user_agent.original"] = "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0"
	if status >= 400 {
		f["event.outcome"] = "failure"
		f["log.level"] = "WARN"
	}
	if status == 401 {
		f["event.category"] = []string{"authentication"}
		f["event.action"] = "login-failed"
		f["user.name"] = fmt.Sprintf("user%03d", int(l.draw(stream)*400))
	}
	if status >= 500 {
		l.failure(f, op, status)
	}
	return l.write(op.Plan.Service, w.Now.Add(-time.Duration(l.draw(stream)*dt*float64(time.Second))), f)
}

// failure adds what the service knows about a failed request.
func (l *Logger) failure(f line, op *model.Op, status int) {
	f["log.level"] = "ERROR"
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
	f["error.type"] = kind
	f["error.message"] = text
	f["error.stack_trace"] = kind + ": " + text + words.trace
	f["message"] = fmt.Sprintf("%s; %s", f["message"], text)
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
	f := origin(w, p)
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
		f := origin(w, p)
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

// version is the release that a pod runs: the tag of its image, or the one after for a bad revision.
func version(s shop.Service, p *model.Pod) string {
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
