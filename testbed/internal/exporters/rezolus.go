package exporters

import (
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/series"
)

// rezolus is the Rezolus exporter with its default summaries: percentiles as gauges, times in nanoseconds.
type rezolus struct{ nodes []rezolusNode }

type rezolusNode struct {
	summaries []summary
	transmit  *series.Series
	receive   *series.Series
	again     *series.Series
	drop      *series.Series
	softirq   *series.Series
}

type summary struct {
	p50, p99 *series.Series
	of       func(*model.Node) model.Dist
}

// RezolusPath is the exposition path of a node's Rezolus.
func RezolusPath(node string) string { return "rezolus/" + node }

func newRezolus(store *series.Store, w *model.World) *rezolus {
	x := &rezolus{}
	for _, n := range w.Nodes {
		path := RezolusPath(n.Plan.Name)
		with := func(labels ...string) []string { return cluster("rezolus", n.Plan.Name+":4242", labels...) }
		sum := func(name, help string, of func(*model.Node) model.Dist, labels ...string) summary {
			f := whole(store, name, help)
			return summary{of: of, p50: f.With(path, with(append([]string{"percentile", "0.5"}, labels...)...)...),
				p99: f.With(path, with(append([]string{"percentile", "0.99"}, labels...)...)...)}
		}
		call := func(name string) func(*model.Node) model.Dist {
			return func(n *model.Node) model.Dist { return n.Syscall(name) }
		}
		x.nodes = append(x.nodes, rezolusNode{
			summaries: []summary{
				sum("tcp_srtt", "Smoothed round trip time, nanoseconds", (*model.Node).RTT),
				sum("tcp_connect_latency", "Time to establish a connection, nanoseconds", (*model.Node).Handshake),
				sum("syscall_latency", "System call latency, nanoseconds", call(model.SendTo), "op", "socket"),
				sum("syscall_latency", "", call(model.Fsync), "op", "write"),
			},
			transmit: untyped(store, "tcp_packets", "TCP packets").With(path, with("direction", "transmit")...),
			receive:  untyped(store, "tcp_packets", "").With(path, with("direction", "receive")...),
			again:    untyped(store, "tcp_retransmit", "TCP retransmissions").With(path, with()...),
			drop:     untyped(store, "network_drop", "Packets dropped in the kernel").With(path, with()...),
			softirq:  untyped(store, "softirq_time", "Time in soft interrupts, nanoseconds").With(path, with("kind", "net_rx")...),
		})
	}
	return x
}

func (x *rezolus) Update(w *model.World, _ *model.Effects, dt float64) {
	for i, n := range w.Nodes {
		rn := x.nodes[i]
		for _, s := range rn.summaries {
			d := s.of(n)
			s.p50.Set(d.Quantile(0.5) * 1e9)
			s.p99.Set(d.Quantile(0.99) * 1e9)
		}
		rn.transmit.Add(n.Segments * dt)
		rn.receive.Add(n.Segments * 0.98 * dt)
		rn.again.Add(n.Retrans * dt)
		rn.drop.Add((0.3 + n.SoftnetDrops + n.QdiscDrops + n.RcvQDrops + n.ConntrackDrops) * dt)
		rn.softirq.Add(n.SoftIRQ * 0.8e9 * dt)
	}
}
