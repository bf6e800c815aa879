// Package exporters turns the model's state into the series that the real exporters would expose:
// the same names, labels, types and buckets.
package exporters

import (
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/series"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

// Labels that every series carries; instance and job are part of the series so that history and scrapes agree.
const (
	Testbed = "sim"
	Cluster = "shop"
)

// Exporter updates its series from the world; dt is the length of the step in seconds.
type Exporter interface {
	Update(w *model.World, fx *model.Effects, dt float64)
}

// Set is all exporters over one store.
type Set struct {
	Store *series.Store
	all   []Exporter
}

// NewStore returns a store whose series carry the testbed's common labels.
func NewStore() *series.Store { return series.New("testbed", Testbed) }

// New registers all exporters on a store.
func New(store *series.Store, w *model.World) *Set {
	return &Set{Store: store, all: []Exporter{
		newOTel(store, w), newKSM(store), newCAdvisor(store), newNodeExporter(store, w), newCoreDNS(store),
		newHubble(store, w), newCilium(store, w), newOBI(store, w), newCoroot(store, w), newEBPF(store, w), newRezolus(store, w),
		&tables{store: store, all: declared()},
	}}
}

// declared are the exporters that are tables.
func declared() []filler {
	var out []filler
	for _, part := range []func() []filler{controlPlane, etcd, kubelet, ksmObjects, batch, evictions, programs, otelMore, databases, probes, istio, netObserv, retina,
		kubeSkoop, kubeshark, security, ciliumMore, obiMore, corootMore, kernelMore, coreDNSMore, cadvisorMore} {
		out = append(out, part()...)
	}
	return out
}

// Update brings all series up to the world's present state.
func (s *Set) Update(w *model.World, fx *model.Effects, dt float64) {
	for _, e := range s.all {
		e.Update(w, fx, dt)
	}
}

// cluster prefixes labels with the cluster and the scrape identity that honor_labels keeps.
func cluster(job, instance string, labels ...string) []string {
	return append([]string{"cluster", Cluster, "job", job, "instance", instance}, labels...)
}

func counter(store *series.Store, name, help string) *series.Family {
	return store.Family(series.Desc{Name: name, Help: help, Kind: series.Counter, Whole: true})
}

func lazyCounter(store *series.Store, name, help string) *series.Family {
	return store.Family(series.Desc{Name: name, Help: help, Kind: series.Counter, Whole: true, Lazy: true})
}

func seconds(store *series.Store, name, help string) *series.Family {
	return store.Family(series.Desc{Name: name, Help: help, Kind: series.Counter})
}

func gauge(store *series.Store, name, help string) *series.Family {
	return store.Family(series.Desc{Name: name, Help: help, Kind: series.Gauge})
}

func whole(store *series.Store, name, help string) *series.Family {
	return store.Family(series.Desc{Name: name, Help: help, Kind: series.Gauge, Whole: true})
}

func untyped(store *series.Store, name, help string) *series.Family {
	return store.Family(series.Desc{Name: name, Help: help, Kind: series.Untyped, Whole: true})
}

func histogram(store *series.Store, name, help string, bounds model.Bounds) *series.Family {
	return store.Family(series.Desc{Name: name, Help: help, Kind: series.Histogram, Bounds: bounds.Le})
}

func lazyHistogram(store *series.Store, name, help string, bounds model.Bounds) *series.Family {
	return store.Family(series.Desc{Name: name, Help: help, Kind: series.Histogram, Bounds: bounds.Le, Lazy: true})
}

// exp2 returns the bounds of ebpf_exporter's exp2 buckets: 2^i times the multiplier for i from 0 to last.
func exp2(last int, multiplier float64) model.Bounds {
	out := make([]float64, 0, last+1)
	v := multiplier
	for range last + 1 {
		out = append(out, v)
		v *= 2
	}
	return model.NewBounds(out...)
}

// observer fills histograms from distributions without allocating each time.
type observer struct{ shares []float64 }

func (o *observer) observe(s *series.Series, n float64, d model.Dist, bounds model.Bounds) {
	if n <= 0 {
		return
	}
	o.shares = d.Shares(bounds, o.shares)
	s.Observe(n, d.Mean(), o.shares)
}

// boolean is 1 for true.
func boolean(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func serviceName(index int, outside string) (namespace, name string) {
	if index < 0 {
		return "", outside
	}
	return shop.Services[index].Namespace, shop.Services[index].Name
}

// podSeries are the series of one pod, ended together when the pod goes.
type podSeries map[*model.Pod][]*series.Series

// sweep ends the series of pods that are gone.
func (ps podSeries) sweep(pods []*model.Pod) {
	if len(ps) == 0 {
		return
	}
	alive := make(map[*model.Pod]bool, len(pods))
	for _, p := range pods {
		alive[p] = true
	}
	for p, list := range ps {
		if !alive[p] {
			for _, s := range list {
				s.End()
			}
			delete(ps, p)
		}
	}
}
