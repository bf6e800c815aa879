package exporters

import (
	"fmt"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/series"
	"github.com/strata-sre/strata-sre-app/testbed/internal/shop"
)

const corootPath = "coroot"

// coroot is coroot-node-agent on all nodes. Of a service's pods only one stands as actual_destination for each
// calling container: the full cross product would only multiply series.
type coroot struct {
	success, failed, time, retransmits, active, sent, received *series.Family

	links map[*model.Pod][]corootLink
	ends  podSeries
}

type corootLink struct {
	edge                                                       *model.Edge
	success, failed, time, retransmits, active, sent, received *series.Series
}

func newCoroot(store *series.Store, _ *model.World) *coroot {
	return &coroot{
		success:     counter(store, "container_net_tcp_successful_connects_total", "Total number of successful TCP connects"),
		failed:      counter(store, "container_net_tcp_failed_connects_total", "Total number of failed TCP connects"),
		time:        seconds(store, "container_net_tcp_connection_time_seconds_total", "Time spent on TCP connections"),
		retransmits: counter(store, "container_net_tcp_retransmits_total", "Total number of retransmitted TCP segments"),
		active:      whole(store, "container_net_tcp_active_connections", "Number of active outbound connections used by the container"),
		sent:        counter(store, "container_net_tcp_bytes_sent_total", "Total number of bytes sent to the peer"),
		received:    counter(store, "container_net_tcp_bytes_received_total", "Total number of bytes received from the peer"),
		links:       map[*model.Pod][]corootLink{}, ends: podSeries{},
	}
}

// ContainerID is how coroot names a pod's container.
func ContainerID(w *model.World, p *model.Pod) string {
	s := w.Services[p.Service].Plan
	return fmt.Sprintf("/k8s/%s/%s/%s", s.Namespace, p.Name, s.Name)
}

func (c *coroot) register(w *model.World, p *model.Pod) []corootLink {
	node := w.Nodes[p.Node].Plan
	base := cluster("coroot-node-agent", node.Name+":10300", "container_id", ContainerID(w, p), "machine_id", shop.MachineID(w.Noise, node.Name))
	var out []corootLink
	for _, e := range w.Edges {
		if e.From != p.Service {
			continue
		}
		destination, actual := "203.0.113.40:443", "203.0.113.40:443"
		if e.To >= 0 {
			to := w.Services[e.To]
			destination = fmt.Sprintf("%s:%d", shop.ServiceIP(e.To), to.Plan.Port)
			actual = fmt.Sprintf("%s:%d", to.Pods[p.Slot%len(to.Pods)].IP, to.Plan.Port)
		}
		with := func(labels ...string) []string { return append(append([]string{}, base...), labels...) }
		pair := with("destination", destination, "actual_destination", actual)
		link := corootLink{edge: e,
			success: c.success.With(corootPath, pair...), failed: c.failed.With(corootPath, with("destination", destination)...),
			time: c.time.With(corootPath, pair...), retransmits: c.retransmits.With(corootPath, pair...), active: c.active.With(corootPath, pair...),
			sent: c.sent.With(corootPath, pair...), received: c.received.With(corootPath, pair...),
		}
		c.ends[p] = append(c.ends[p], link.success, link.failed, link.time, link.retransmits, link.active, link.sent, link.received)
		out = append(out, link)
	}
	return out
}

func (c *coroot) Update(w *model.World, _ *model.Effects, dt float64) {
	c.ends.sweep(w.Pods)
	alive := map[*model.Pod]bool{}
	for _, p := range w.Pods {
		alive[p] = true
		if !p.Running() {
			continue
		}
		links, ok := c.links[p]
		if !ok {
			links = c.register(w, p)
			c.links[p] = links
		}
		if !p.Ready() {
			continue
		}
		part := 1 / float64(max(countReady(w.Services[p.Service]), 1))
		for _, l := range links {
			e := l.edge
			opened := max(e.NewConns-e.FailedConns, 0) * part
			l.success.Add(opened * dt)
			l.failed.Add(e.FailedConns * part * dt)
			l.time.Add(opened * e.ConnectTime * dt)
			l.retransmits.Add(e.Retrans * part * dt)
			l.active.Set(2 + opened*6)
			l.sent.Add(e.BytesOut * part * dt)
			l.received.Add(e.BytesIn * part * dt)
		}
	}
	for p := range c.links {
		if !alive[p] {
			delete(c.links, p)
		}
	}
}
