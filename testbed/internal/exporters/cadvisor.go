package exporters

import (
	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
	"github.com/strata-sre/strata-sre-app/testbed/internal/series"
)

// cadvisor is the kubelet's /metrics/cadvisor of all nodes.
type cadvisor struct {
	cpu, memory, rss, throttled, periods, oom *series.Family
	rxBytes, txBytes, rxDropped, txDropped    *series.Family
	rxErrors, reads, writes                   *series.Family
	pods                                      map[*model.Pod]*cadvisorPod
	ends                                      podSeries
}

type cadvisorPod struct {
	cpu, memory, rss, throttled, periods, oom *series.Series
	rxBytes, txBytes, rxDropped, txDropped    *series.Series
	rxErrors, reads, writes                   *series.Series
}

func newCAdvisor(store *series.Store) *cadvisor {
	return &cadvisor{
		cpu:       seconds(store, "container_cpu_usage_seconds_total", "Cumulative cpu time consumed in seconds."),
		memory:    whole(store, "container_memory_working_set_bytes", "Current working set in bytes."),
		rss:       whole(store, "container_memory_rss", "Size of RSS in bytes."),
		throttled: counter(store, "container_cpu_cfs_throttled_periods_total", "Number of throttled period intervals."),
		periods:   counter(store, "container_cpu_cfs_periods_total", "Number of elapsed enforcement period intervals."),
		oom:       counter(store, "container_oom_events_total", "Count of out of memory events observed for the container"),
		rxBytes:   counter(store, "container_network_receive_bytes_total", "Cumulative count of bytes received"),
		txBytes:   counter(store, "container_network_transmit_bytes_total", "Cumulative count of bytes transmitted"),
		rxDropped: counter(store, "container_network_receive_packets_dropped_total", "Cumulative count of packets dropped while receiving"),
		txDropped: counter(store, "container_network_transmit_packets_dropped_total", "Cumulative count of packets dropped while transmitting"),
		rxErrors:  counter(store, "container_network_receive_errors_total", "Cumulative count of errors encountered while receiving"),
		reads:     counter(store, "container_fs_reads_bytes_total", "Cumulative count of bytes read"),
		writes:    counter(store, "container_fs_writes_bytes_total", "Cumulative count of bytes written"),
		pods:      map[*model.Pod]*cadvisorPod{}, ends: podSeries{},
	}
}

func (c *cadvisor) register(w *model.World, p *model.Pod) *cadvisorPod {
	s := w.Services[p.Service].Plan
	node := w.Nodes[p.Node].Plan.Name
	id := []string{"namespace", s.Namespace, "pod", p.Name, "node", node, "image", s.Image}
	container := func(more ...string) []string {
		return cluster("kubelet", node+":10250", append(append([]string{"container", s.Name}, id...), more...)...)
	}
	network := cluster("kubelet", node+":10250", append([]string{"interface", "eth0"}, id...)...)
	const path = "cadvisor"
	cp := &cadvisorPod{
		cpu: c.cpu.With(path, container("cpu", "total")...), memory: c.memory.With(path, container()...), rss: c.rss.With(path, container()...),
		oom:     c.oom.With(path, container()...),
		rxBytes: c.rxBytes.With(path, network...), txBytes: c.txBytes.With(path, network...),
		rxDropped: c.rxDropped.With(path, network...), txDropped: c.txDropped.With(path, network...), rxErrors: c.rxErrors.With(path, network...),
		reads: c.reads.With(path, container("device", "/dev/nvme0n1")...), writes: c.writes.With(path, container("device", "/dev/nvme0n1")...),
	}
	list := []*series.Series{cp.cpu, cp.memory, cp.rss, cp.oom, cp.rxBytes, cp.txBytes, cp.rxDropped, cp.txDropped, cp.rxErrors, cp.reads, cp.writes}
	if s.CPULimit > 0 { // without a limit the kernel enforces no periods
		cp.throttled, cp.periods = c.throttled.With(path, container()...), c.periods.With(path, container()...)
		list = append(list, cp.throttled, cp.periods)
	}
	c.ends[p] = list
	return cp
}

func (c *cadvisor) Update(w *model.World, fx *model.Effects, dt float64) {
	c.ends.sweep(w.Pods)
	for p := range c.pods {
		if _, ok := c.ends[p]; !ok {
			delete(c.pods, p)
		}
	}
	traffic := podTraffic(w)
	for _, p := range w.Pods {
		cp := c.pods[p]
		if cp == nil {
			if p.State <= model.StateCreating {
				continue
			}
			cp = c.register(w, p)
			c.pods[p] = cp
		}
		cp.compute(p, dt)
		if p.Ready() {
			cp.traffic(w, p, traffic[p.Service], dt)
		}
		switch w.Services[p.Service].Plan.Name {
		case "log-shipper":
			cp.txBytes.Add(fx.Node[p.Node].Traffic * dt)
		case "postgres":
			cp.writes.Add(w.Nodes[p.Node].DiskWrite * 0.9 * dt)
		}
	}
}

// compute books CPU and memory.
func (cp *cadvisorPod) compute(p *model.Pod, dt float64) {
	cp.cpu.Add(p.Used * dt)
	cp.memory.Set(p.Memory)
	cp.rss.Set(p.Memory * 0.93)
	cp.oom.Set(float64(p.OOMKills))
	if cp.periods != nil {
		periods := 10 * dt * min(1, 0.3+p.Used*2) // of 100 ms, those in which the container ran
		cp.periods.Add(periods)
		cp.throttled.Add(periods * p.Throttled)
	}
}

// traffic books the pod's part of its service's received bytes, sent bytes and denied packets per second.
func (cp *cadvisorPod) traffic(w *model.World, p *model.Pod, of [3]float64, dt float64) {
	s := w.Services[p.Service]
	ready := float64(max(1, countReady(s)))
	share := dt / ready
	cp.rxBytes.Add(of[0] * share)
	cp.txBytes.Add(of[1] * share)
	cp.rxDropped.Add(of[0] / 1300 * w.Nodes[p.Node].LinkLoss * 0.05 * share)
	cp.txDropped.Add(of[2] * share)
	cp.writes.Add((800 + s.Rate*180/ready) * dt)
	cp.reads.Add(200 * dt)
}

func countReady(s *model.Service) int {
	n := 0
	for _, p := range s.Pods {
		if p.Ready() {
			n++
		}
	}
	return n
}

// podTraffic adds up received bytes, sent bytes and denied packets per second of each service.
func podTraffic(w *model.World) [][3]float64 {
	out := make([][3]float64, len(w.Services))
	for _, e := range w.Edges {
		if e.From >= 0 {
			out[e.From][0] += e.BytesIn
			out[e.From][1] += e.BytesOut
			out[e.From][2] += e.Denied
		}
		if e.To >= 0 {
			out[e.To][0] += e.BytesOut
			out[e.To][1] += e.BytesIn
		}
	}
	front := w.ServiceIndex("frontend")
	for _, op := range w.Ops {
		if op.Plan.UserShare > 0 {
			out[front][0] += op.Rate * op.Plan.ReqBytes
			out[front][1] += op.Rate * op.Plan.RespBytes
		}
	}
	dns := w.ServiceIndex("coredns")
	out[dns][0] += w.DNS.Rate * 90
	out[dns][1] += w.DNS.Rate * 160
	return out
}
