package exporters

import (
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/noise"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// frame is one step of the world, with what several tables ask of it.
type frame struct {
	w        *model.World
	fx       *model.Effects
	traffic  [][3]float64 // of services: bytes in, bytes out, denied packets, per second
	requests []request
	asked    map[string]*request // of services, by all callers together
}

func newFrame(w *model.World, fx *model.Effects) *frame {
	f := &frame{w: w, fx: fx, traffic: podTraffic(w), asked: map[string]*request{}}
	f.requests = f.readRequests()
	return f
}

// wander is a factor around 1 that drifts by at most the given share within minutes.
func (f *frame) wander(name string, share float64) float64 {
	return 1 + share*f.w.Noise.Smooth(noise.Key("table", name), f.w.Now, 6*time.Minute)
}

// troubled counts the pods that are not ready.
func (f *frame) troubled() float64 {
	n := 0.0
	for _, p := range f.w.Pods {
		n += boolean(!p.Ready())
	}
	return n
}

// median of a distribution; where its tail is thin, that of the bulk, which costs nothing.
func median(d model.Dist) float64 {
	if d.TailW < 0.02 {
		return d.Main
	}
	return d.Quantile(0.5)
}

func once(f *frame) []*frame { return []*frame{f} }
func onlyOne(*frame) any     { return true }

func at[T any](path string) func(T) string { return func(T) string { return path } }

// nodeAt is a node in a frame.
type nodeAt struct {
	*frame
	*model.Node
}

func nodesOf(f *frame) []nodeAt {
	out := make([]nodeAt, 0, len(f.w.Nodes))
	for _, n := range f.w.Nodes {
		out = append(out, nodeAt{f, n})
	}
	return out
}

func nodeKey(n nodeAt) any { return n.Node }

// nodeLabels are the labels of an agent on each node.
func nodeLabels(job, port string, labels ...string) func(nodeAt) []string {
	return func(n nodeAt) []string { return cluster(job, n.Plan.Name+":"+port, labels...) }
}

// podAt is a pod in a frame; part is its share of its service's work, 0 while it is not ready.
type podAt struct {
	*frame
	*model.Pod
	svc  *model.Service
	node *model.Node
	part float64
}

func podsWhere(keep func(podAt) bool) func(*frame) []podAt {
	return func(f *frame) []podAt {
		var out []podAt
		for _, p := range f.w.Pods {
			s := f.w.Services[p.Service]
			one := podAt{frame: f, Pod: p, svc: s, node: f.w.Nodes[p.Node]}
			if p.Ready() {
				one.part = 1 / float64(countReady(s))
			}
			if keep(one) {
				out = append(out, one)
			}
		}
		return out
	}
}

func started(p podAt) bool { return p.State > model.StateCreating }

func podKey(p podAt) any { return p.Pod }

// received and sent are a pod's bytes per second.
func (p podAt) received() float64 { return p.traffic[p.Service][0] * p.part }
func (p podAt) sent() float64     { return p.traffic[p.Service][1] * p.part }

// inflight is the number of requests that a pod works on.
func (p podAt) inflight() float64 {
	sum := 0.0
	for _, op := range p.w.Ops {
		if op.Service == p.Service {
			sum += op.Rate * op.Dist.Mean() * p.part
		}
	}
	return sum
}

// failing is the number of requests of a pod that fail, per second.
func (p podAt) failing() float64 {
	sum := 0.0
	for _, op := range p.w.Ops {
		if op.Service == p.Service {
			sum += op.Rate * min(op.Fail500+noticed(op.Fail503)+noticed(op.Fail504), 1) * p.part
		}
	}
	return sum
}

// edgeAt is the traffic between two services, with the names of its ends.
type edgeAt struct {
	*frame
	*model.Edge
	fromNS, from, toNS, to string
}

func edgesOf(f *frame) []edgeAt {
	out := make([]edgeAt, 0, len(f.w.Edges))
	for _, e := range f.w.Edges {
		one := edgeAt{frame: f, Edge: e}
		one.fromNS, one.from = serviceName(e.From, "")
		one.toNS, one.to = serviceName(e.To, "")
		out = append(out, one)
	}
	return out
}

func insideOf(f *frame) []edgeAt {
	var out []edgeAt
	for _, e := range edgesOf(f) {
		if e.To >= 0 {
			out = append(out, e)
		}
	}
	return out
}

func edgeKey(e edgeAt) any { return e.Edge }

// request is HTTP or gRPC between two workloads, or from users to the shop, averaged over its operations.
type request struct {
	*frame
	edge                         *model.Edge // nil for the users' requests
	fromNS, from, toNS, to       string
	rate, refused                float64 // per second; share that gets no connection
	s500, s503, s504, s4xx, fail float64 // shares of answers; failed attempts as the caller sees them
	server, client               model.Dist
}

func pointers(list []request) []*request {
	out := make([]*request, 0, len(list))
	for i := range list {
		out = append(out, &list[i])
	}
	return out
}

func requestKey(r *request) any { return [2]string{r.from, r.to} }

// arrived is the number of requests per second that reach the server.
func (r *request) arrived() float64 { return r.rate * (1 - r.refused) }

// grpc tells whether the services speak gRPC: the shop's quotes for shipping do.
func (r *request) grpc() bool { return r.to == "shipping" }

func (f *frame) readRequests() []request {
	out := []request{f.fromUsers()}
	for _, e := range f.w.Edges {
		if !e.HTTP() {
			continue
		}
		r := request{frame: f, edge: e, rate: e.Rate, refused: refusedShare(e), fail: e.Fail, client: e.Client}
		r.fromNS, r.from = serviceName(e.From, "")
		r.toNS, r.to = serviceName(e.To, "")
		r.s500, r.s503, r.s504, r.s4xx, r.server = statuses(f.w, e)
		out = append(out, r)
	}
	return out
}

// fromUsers adds up what users ask of the frontend, through the gateway.
func (f *frame) fromUsers() request {
	front := f.w.ServiceIndex("frontend")
	ns, name := serviceName(front, "")
	r := request{frame: f, fromNS: "istio-system", from: "istio-ingressgateway", toNS: ns, to: name, server: model.Dist{Sigma: 0.45}}
	for _, op := range f.w.Ops {
		if op.Service != front || op.Plan.UserShare == 0 {
			continue
		}
		r.rate += op.Rate
		r.s500 += op.Rate * op.Fail500
		r.s503 += op.Rate * noticed(op.Fail503)
		r.s504 += op.Rate * noticed(op.Fail504)
		r.s4xx += op.Rate * op.Plan.ClientErrorRatio
		r.server.Main += op.Rate * op.Dist.Main
		r.server.TailW += op.Rate * op.Dist.TailW
		r.server.Tail = max(r.server.Tail, op.Dist.Tail)
	}
	if r.rate > 0 {
		for _, v := range []*float64{&r.s500, &r.s503, &r.s504, &r.s4xx, &r.server.Main, &r.server.TailW} {
			*v /= r.rate
		}
	}
	r.server.Main = max(r.server.Main, 1e-4)
	r.client = r.server
	r.client.Main += 0.002
	r.fail = r.s500 + r.s503 + r.s504
	return r
}

// ownServices are the shop's own programs: those that answer HTTP.
func ownService(s *model.Service) bool { return s.Plan.Port == 8080 && s.Plan.Kind == shop.Deployment }
