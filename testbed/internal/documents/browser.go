package documents

import (
	"fmt"
	"math"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
)

const (
	pagesPerSecond = 0.12 // of the users' pages, so many are recorded
	atOnce         = 8    // sessions that are recorded at the same time
	pagesEach      = 4    // pages of a recorded session
)

// pages are what users look at: the front end's operation behind each, and how much the browser adds in seconds.
var pages = []struct {
	path, operation string
	render          float64
}{{"/", "home", 1.1}, {"/products", "products", 0.8}, {"/products/:id", "product", 0.7}, {"/cart", "cart", 0.5}, {"/checkout", "checkout", 0.9}}

// visit is one page of one session.
type visit struct {
	session, user, trace string
	page                 int
	at                   time.Time
	wait, load           float64 // seconds for the first byte, and for everything
}

// browsers makes what the browser agent reports: page loads with web vitals, route changes, interactions, calls and errors.
func (s step) browsers() {
	for range s.some("pages", s.w.Users/4, pagesPerSecond) {
		n := s.serial["visit"]
		s.serial["visit"]++
		v := visit{at: s.when("visit"), page: int(s.draw("page") * float64(len(pages)))}
		lane, turn := n%atOnce, n/atOnce/pagesEach
		v.session = hash(s.born, "session", fmt.Sprint(lane), fmt.Sprint(turn))
		v.user = fmt.Sprintf("user%03d", (lane*97+turn*13)%400)
		v.trace = s.id("visit", 32)
		op := s.operation("frontend", pages[v.page].operation)
		v.wait = op.Dist.Quantile(0.05+0.9*s.draw("visit")) + 0.04
		v.load = v.wait + pages[v.page].render*math.Exp(0.7*(s.draw("visit")-0.5))
		s.view(v, op)
	}
}

func (s step) operation(service, name string) *model.Op {
	for _, op := range s.w.Ops {
		if op.Plan.Service == service && op.Plan.Name == name {
			return op
		}
	}
	return nil
}

func (s step) view(v visit, op *model.Op) {
	span := s.id("visit", 16)
	failed := s.chance("visit.failed", op.Fail500+op.Fail503+op.Fail504)
	load := s.userEvent(v, span, "page-load", v.load, failed)
	load["transaction.marks.agent.timeToFirstByte"] = round(v.wait * 1000)
	load["transaction.marks.agent.firstContentfulPaint"] = round((v.wait + 0.4*(v.load-v.wait)) * 1000)
	load["transaction.marks.agent.largestContentfulPaint"] = round((v.wait + 0.8*(v.load-v.wait)) * 1000)
	load["transaction.experience.cls"] = round(s.draw("cls")*0.12*1000) / 1000
	load["transaction.experience.fid"] = round(4 + 60*s.draw("fid"))
	s.put(browser, v.at, load)
	s.fetched(v, span, op, failed)
	if s.chance("route", 0.4) {
		next := s.id("visit", 16)
		s.put(browser, v.at.Add(2*time.Second), s.userEvent(v, next, "route-change", 0.12+v.wait, false))
	}
	if s.chance("exit", 0.4) {
		leave := s.userEvent(v, s.id("visit", 16), "page-exit", 0, false)
		leave["numeric_labels.inp_value"] = round(40 + 180*s.draw("inp")*s.draw("inp"))
		s.put(browser, v.at.Add(4*time.Second), leave)
	}
	if failed || s.chance("script", 0.03) {
		s.scriptError(v, span, failed)
	}
}

func round(x float64) float64 { return math.Round(x*10) / 10 }

// userEvent is a transaction of the browser agent.
func (s step) userEvent(v visit, id, kind string, seconds float64, failed bool) doc {
	d := s.fromBrowser(v, "transaction")
	d["transaction.id"], d["span.id"] = id, id
	d["transaction.type"], d["transaction.name"] = kind, pages[v.page].path
	d["transaction.duration.us"], d["event.duration"] = micros(seconds), nanos(seconds)
	d["event.outcome"], d["transaction.sampled"] = outcome(failed), true
	d["message"] = fmt.Sprintf("%s %s %.0f ms", kind, pages[v.page].path, seconds*1000)
	return d
}

func (s step) fromBrowser(v visit, event string) doc {
	kind, name := "traces", "apm.rum"
	if event == "error" {
		kind, name = "logs", "apm.error"
	}
	d := dataset(doc{}, kind, name)
	d["processor.event"], d["agent.name"], d["service.language.name"] = event, "rum-js", "javascript"
	d["service.name"], d["service.version"], d["service.environment"] = "shop-web", "4.18.0", "sim"
	d["kubernetes.namespace"], d["orchestrator.cluster.name"] = "shop", Cluster
	d["session.id"], d["user.id"], d["trace.id"] = v.session, v.user, v.trace
	d["url.path"], d["url.domain"], d["user_agent.name"] = pages[v.page].path, "shop.example", "Firefox"
	return d
}

// fetched is the browser's call of the shop's API.
func (s step) fetched(v visit, parent string, op *model.Op, failed bool) {
	d := s.fromBrowser(v, "span")
	d["span.id"], d["parent.id"], d["transaction.id"] = s.id("visit", 16), parent, parent
	d["span.type"], d["span.subtype"] = "external", "http"
	d["span.name"] = op.Plan.Method + " " + op.Plan.Route
	d["span.destination.service.resource"] = "shop.example:443"
	d["span.duration.us"], d["event.duration"] = micros(v.wait), nanos(v.wait)
	d["event.outcome"] = outcome(failed)
	s.put(browser, v.at, d)
}

func (s step) scriptError(v visit, parent string, failed bool) {
	kind, text := "TypeError", "can't access property \"price\", item is undefined"
	if failed {
		kind, text = "NetworkError", "the shop's answer was an error"
	}
	d := s.fromBrowser(v, "error")
	d["transaction.id"], d["error.id"] = parent, s.id("visit", 32)
	d["error.exception.type"], d["error.exception.message"], d["error.exception.handled"] = kind, text, false
	d["error.exception.stacktrace.filename"] = "https://shop.example/static/app.js"
	d["error.culprit"], d["error.grouping_name"], d["error.grouping_key"] = "render (app.js)", text, hash("shop-web", kind, text)
	d["error.stack_trace"] = kind + ": " + text + "\n    at render (https://shop.example/static/app.js:118:21)"
	d["log.level"], d["message"] = "error", kind+": "+text
	s.put(apmErrors, v.at, d)
}
